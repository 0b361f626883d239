package postgres

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// Draft is a checkpoint of one person's conversation with one bot. Versions grow; a
// nil State is a tombstone.
type Draft struct {
	Bot, User int64
	Version   int64
	State     []byte
}

// SaveDrafts keeps checkpoints in one statement. One that is older than what is kept
// changes nothing, so that a late batch revives no conversation that has ended.
func (s *Store) SaveDrafts(ctx context.Context, drafts []Draft) error {
	newest := map[string]Draft{}
	for _, d := range drafts {
		key := string(s.draftKey(d.Bot, d.User))
		if known, ok := newest[key]; !ok || d.Version > known.Version {
			newest[key] = d
		}
	}
	type row struct {
		owner, sealed []byte
		version       int64
	}
	var rows []row
	for key, d := range newest {
		sealed, err := s.seal(d.State, draftPlace([]byte(key), d.Version))
		if err != nil {
			return fmt.Errorf("save drafts: %w", err)
		}
		rows = append(rows, row{[]byte(key), sealed, d.Version})
	}
	// Two batches that write the same rows take them in the same order.
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(string(a.owner), string(b.owner)) })
	if len(rows) == 0 {
		return nil
	}
	_, err := s.exec(ctx, `
		INSERT INTO draft (owner, version, sealed, at)
		SELECT owner, version, sealed, $4 FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) AS d (owner, version, sealed)
		ON CONFLICT (owner) DO UPDATE SET version = excluded.version, sealed = excluded.sealed, at = excluded.at
		 WHERE draft.version < excluded.version`,
		each(rows, func(r row) []byte { return r.owner }), each(rows, func(r row) int64 { return r.version }),
		each(rows, func(r row) []byte { return r.sealed }), s.now())
	if err != nil {
		return fmt.Errorf("save drafts: %w", err)
	}
	return nil
}

// Draft returns the last checkpoint and its version; nil if the conversation has
// ended, and version 0 if there never was one. Whoever goes on from it must go on
// from that version: an older one is not saved.
func (s *Store) Draft(ctx context.Context, bot, user int64) (state []byte, version int64, err error) {
	var sealed []byte
	owner := s.draftKey(bot, user)
	err = s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT version, sealed FROM draft WHERE owner = $1`, owner).Scan(&version, &sealed)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read a draft: %w", err)
	}
	if state, err = s.open(sealed, draftPlace(owner, version)); err != nil {
		return nil, 0, fmt.Errorf("read a draft: %w", err)
	}
	return state, version, nil
}

// forgetPage is how many old checkpoints are removed with one statement.
const forgetPage = 1000

// ForgetDrafts removes the checkpoints that were last written before a moment,
// tombstones too, and says how many there were. The moment must lie further back than
// a conversation lives in the conversation store: no late batch comes from there, and
// nobody can go on with what is removed.
func (s *Store) ForgetDrafts(ctx context.Context, before time.Time) (int64, error) {
	var all int64
	for {
		tag, err := s.exec(ctx, `
			DELETE FROM draft WHERE owner IN (SELECT owner FROM draft WHERE at < $1 LIMIT $2) AND at < $1`, before, forgetPage)
		if err != nil {
			return all, fmt.Errorf("forget old drafts: %w", err)
		}
		all += tag.RowsAffected()
		if tag.RowsAffected() < forgetPage {
			return all, nil
		}
	}
}

func (s *Store) draftKey(bot, user int64) []byte {
	return s.keys.Lookup("draft.owner", strconv.FormatInt(bot, 10)+":"+strconv.FormatInt(user, 10))
}

func draftPlace(owner []byte, version int64) place {
	return place{"draft", "sealed", hex.EncodeToString(owner) + "/" + strconv.FormatInt(version, 10)}
}

// Epoch tells how often a partition of the conversation store has started empty: 0
// never, 1 for its very first start. bump counts one more.
func (s *Store) Epoch(ctx context.Context, partition int, bump bool) (int64, error) {
	var number int64
	var err error
	if bump {
		err = s.pool.QueryRow(ctx, `
			INSERT INTO epoch (partition, number) VALUES ($1, 1)
			ON CONFLICT (partition) DO UPDATE SET number = epoch.number + 1
			RETURNING number`, partition).Scan(&number)
	} else {
		err = s.pool.QueryRow(ctx, `SELECT number FROM epoch WHERE partition = $1`, partition).Scan(&number)
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, fmt.Errorf("read the epoch of a partition: %w", err)
	}
	return number, nil
}
