package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// ErrAltered is wrapped by Verify when a petition's events are not what was written.
var ErrAltered = errors.New("the events were altered")

// chain is the keyed hash of an event: over the hash before it, every column, the
// digests of its words and its flows. Each value is written with its length, so
// that no two events are written alike.
func (s *Store) chain(r *eventRow) []byte {
	var b bytes.Buffer
	add := func(values ...string) {
		for _, v := range values {
			b.Write(binary.AppendUvarint(nil, uint64(len(v))))
			b.WriteString(v)
		}
	}
	number := func(n int64) { add(strconv.FormatInt(n, 10)) }
	e := &r.Event
	add("tiepdan event 1", string(r.prevHash), string(e.Code), e.Key)
	number(int64(e.Opening))
	number(int64(e.Version))
	add(string(e.Verb), string(e.Actor.Staff), string(e.Actor.Person))
	number(e.At.UnixMicro())
	add(string(e.From), string(e.To), string(e.Outcome), string(e.Unit), string(e.ToUnit), string(e.Owner),
		string(e.Disposition), e.Rule, e.Destination, strconv.FormatBool(e.Internal), string(r.facts))
	number(int64(e.Rating))
	for _, digest := range r.digests {
		add(string(digest))
	}
	number(int64(len(e.Flows)))
	for _, f := range e.Flows {
		add(string(f.Unit), string(f.Track), string(f.What), string(f.Kind), string(f.Disposition), strconv.FormatBool(f.OnTime))
	}
	return s.keys.Digest(b.Bytes())
}

// digests are keyed hashes of the words of an event; none for absent ones.
func (s *Store) digests(e *triage.Event) (digests [3][]byte) {
	for i, text := range []string{e.Reason, e.Text, e.Amends} {
		if text != "" {
			digests[i] = s.keys.Digest([]byte(text))
		}
	}
	return digests
}

// Verify checks the chain of a petition's events against what is stored. It returns
// an error that wraps ErrAltered if an event was changed, removed, added or
// reordered, or if its words are not those that were written.
func (s *Store) Verify(ctx context.Context, code triage.Code) error {
	err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var version int
		var head []byte
		err := tx.QueryRow(ctx, `SELECT version, head FROM petition WHERE code = $1`, code).Scan(&version, &head)
		if errors.Is(err, pgx.ErrNoRows) {
			return triage.ErrNotFound
		}
		if err != nil {
			return err
		}
		rows, err := s.eventRows(ctx, tx, code)
		if err != nil {
			return err
		}
		return s.verify(rows, version, head)
	})
	if err != nil {
		return fmt.Errorf("verify the events of %s: %w", code, err)
	}
	return nil
}

func (s *Store) verify(rows []eventRow, version int, head []byte) error {
	var prev []byte
	for i := range rows {
		r := &rows[i]
		if r.Version != i+1 || !bytes.Equal(r.prevHash, prev) || !bytes.Equal(r.hash, s.chain(r)) {
			return fmt.Errorf("%w: event %d", ErrAltered, i+1)
		}
		if err := s.openEvent(r); err != nil {
			return fmt.Errorf("%w: event %d: %w", ErrAltered, i+1, err)
		}
		for n, digest := range s.digests(&r.Event) {
			if !bytes.Equal(r.digests[n], digest) {
				return fmt.Errorf("%w: the words of event %d", ErrAltered, i+1)
			}
		}
		prev = r.hash
	}
	if len(rows) != version || !bytes.Equal(prev, head) {
		return fmt.Errorf("%w: the petition is at %d, its events end at %d", ErrAltered, version, len(rows))
	}
	return nil
}
