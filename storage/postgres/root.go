package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage/calendar"
)

// Root is a signed daily root: what all events of all petitions came to on a day.
// It continues the root before it, so that the newest one speaks for everything.
type Root struct {
	N       int64
	Day     calendar.Date // of Vietnam, on which it was made
	At      time.Time
	Through int64 // the last event that it covers
	// Events and Petitions are counted from the very first one.
	Events, Petitions int64
	Prev              []byte // Hash of the root before it; empty for the first
	Digest            []byte // of the events since then
	Signer            string // seal.Keys.SignerID
	Signature         []byte // over Statement
}

// Statement is what is signed, in lines that can be printed and kept on paper.
func (r Root) Statement() []byte {
	return fmt.Appendf(nil, "tiepdan root 1\nn %d\nday %s\nat %s\nthrough %d\nevents %d\npetitions %d\nprev %x\ndigest %x\n",
		r.N, r.Day, r.At.UTC().Format(time.RFC3339Nano), r.Through, r.Events, r.Petitions, r.Prev, r.Digest)
}

// Hash is the SHA-256 of the statement. Whoever has noted it once can tell whether
// anything before it was changed, even by somebody who holds the keys.
func (r Root) Hash() []byte {
	sum := sha256.Sum256(r.Statement())
	return sum[:]
}

const rootColumns = ` n, day, at, through, events, petitions, prev, digest, signer, signature`

func scanRoot(row pgx.CollectableRow) (Root, error) {
	var r Root
	var day time.Time
	err := row.Scan(&r.N, &day, &r.At, &r.Through, &r.Events, &r.Petitions, &r.Prev, &r.Digest, &r.Signer, &r.Signature)
	r.Day = calendar.NewDate(day.Year(), day.Month(), day.Day())
	return r, err
}

// LastRoot is the newest root; the zero Root if there is none yet.
func (s *Store) LastRoot(ctx context.Context) (Root, error) {
	r, err := lastRoot(ctx, s.pool)
	if err != nil {
		return r, fmt.Errorf("read the last root: %w", err)
	}
	return r, nil
}

func lastRoot(ctx context.Context, q querier) (Root, error) {
	rows, err := q.Query(ctx, `SELECT`+rootColumns+` FROM root ORDER BY n DESC LIMIT 1`)
	if err != nil {
		return Root{}, err
	}
	r, err := pgx.CollectOneRow(rows, scanRoot)
	if errors.Is(err, pgx.ErrNoRows) {
		return Root{}, nil
	}
	return r, err
}

// SealDay makes the root of today (of Vietnam), over every event that was committed
// before. made is false where it exists already: there is one a day, whichever
// replica makes it. Days on which nothing ran have none, and the next one covers
// them.
func (s *Store) SealDay(ctx context.Context) (r Root, made bool, err error) {
	prev, err := s.LastRoot(ctx)
	if err != nil {
		return prev, false, err
	}
	now := s.now()
	today := calendar.Of(now)
	if prev.N > 0 && !prev.Day.Before(today) {
		return prev, false, nil
	}
	r = Root{
		N: prev.N + 1, Day: today, At: now.Truncate(time.Microsecond), // as Postgres keeps it
		Events: prev.Events, Petitions: prev.Petitions, Signer: s.keys.SignerID(),
	}
	if prev.N > 0 {
		r.Prev = prev.Hash()
	}
	if r.Through, err = s.cut(ctx); err != nil {
		return r, false, fmt.Errorf("make the root of %s: %w", today, err)
	}
	between, err := readStretch(ctx, s.pool, prev.Through, r.Through)
	if err != nil {
		return r, false, fmt.Errorf("make the root of %s: %w", today, err)
	}
	r.Digest, r.Events, r.Petitions = between.digest, r.Events+between.events, r.Petitions+between.petitions
	r.Signature = s.keys.Sign(r.Statement())
	tag, err := s.exec(ctx, `
		INSERT INTO root (`+rootColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT DO NOTHING`,
		r.N, r.Day.Start(), r.At, r.Through, r.Events, r.Petitions, orEmpty(r.Prev), r.Digest, r.Signer, r.Signature)
	if err != nil {
		return r, false, fmt.Errorf("make the root of %s: %w", today, err)
	}
	return r, tag.RowsAffected() > 0, nil
}

// cut names an event before which nothing can be committed any more. Numbers are
// drawn before they are committed, so that the largest one seen is not enough:
// the lock waits for the transactions that have drawn one. It is held for a moment.
func (s *Store) cut(ctx context.Context) (through int64, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL lock_timeout = '1s'`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `LOCK TABLE event IN SHARE MODE`); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT coalesce(max(seq), 0) FROM event`).Scan(&through)
	})
	return through, err
}

// stretch is what the events of a stretch come to.
type stretch struct {
	digest            []byte
	events, petitions int64
}

// stretchPage is how many events are read at once.
const stretchPage = 10_000

// readStretch reads the events after one and through another.
func readStretch(ctx context.Context, q querier, after, through int64) (stretch, error) {
	var found stretch
	sum := sha256.New()
	sum.Write([]byte("tiepdan events 1"))
	for last := after; ; {
		rows, err := q.Query(ctx, `SELECT seq, version, hash FROM event WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3`, last, through, stretchPage)
		if err != nil {
			return found, err
		}
		var seq, version int64
		var head []byte
		before := found.events
		_, err = pgx.ForEachRow(rows, []any{&seq, &version, &head}, func() error {
			addEvent(sum, seq, version, head)
			found.events++
			if version == 1 {
				found.petitions++
			}
			return nil
		})
		if err != nil {
			return found, err
		}
		if found.events-before < stretchPage {
			found.digest = sum.Sum(nil)
			return found, nil
		}
		last = seq
	}
}

// addEvent writes an event so that no two are written alike.
func addEvent(sum hash.Hash, seq, version int64, head []byte) {
	b := binary.AppendVarint(nil, seq)
	b = binary.AppendVarint(b, version)
	b = binary.AppendUvarint(b, uint64(len(head)))
	sum.Write(append(b, head...))
}

// orEmpty is b, and empty bytes where it is nil: a column that is never NULL.
func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
