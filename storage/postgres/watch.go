package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// Watch is what stands open in the ledger at one moment, for those who run it. It
// names no petition and nobody.
type Watch struct {
	Queues   []QueueWatch
	Statuses []StatusWatch // of petitions that are not done
	Clocks   []ClockWatch  // only those that are late or end within a day

	Unclassified      int       // petitions whose classification is still owed
	UnclassifiedSince time.Time // of the longest waiting; zero if there is none
}

// QueueWatch is what a queue of jobs holds in one state, by River's names: available
// waits for a worker, scheduled and retryable for their time, discarded is given up.
type QueueWatch struct {
	Queue, State string
	Jobs         int
	Oldest       time.Duration // since the oldest of them was queued
	Waiting      time.Duration // how long the first of them could have run already
}

// StatusWatch is how many petitions have a status, and when the first was filed.
type StatusWatch struct {
	Status triage.Status
	N      int
	Since  time.Time
}

// ClockWatch is the open obligations of one clock (DOMAIN §3) that are past their
// date, or will be within a day. Those that are paused, and the citizen's own
// periods, are left out.
type ClockWatch struct {
	Clock      string
	Late, Soon int
}

const (
	// Every finished job stays for a day; the index of the queue begins with the state.
	watchQueues = `
		SELECT queue, state::text, count(*), extract(epoch FROM now() - min(created_at)),
		       greatest(extract(epoch FROM now() - min(scheduled_at)), 0)
		  FROM river_job
		 WHERE state IN ('available', 'pending', 'running', 'retryable', 'scheduled', 'discarded')
		 GROUP BY queue, state`
	watchStatuses = `
		SELECT status, count(*), min(filed_at) FROM petition WHERE status <> 'done' GROUP BY status`
	watchClocks = `
		SELECT clock, count(*) FILTER (WHERE due < $1), count(*) FILTER (WHERE due >= $1)
		  FROM obligation
		 WHERE closed_at IS NULL AND paused_at IS NULL AND step <> 'lodge' AND due <= $2
		 GROUP BY clock`
	watchUnclassified = `
		SELECT count(DISTINCT code), min(from_at) FROM obligation WHERE closed_at IS NULL AND step = 'classify'`
)

// Watch looks at everything that is open, in one trip.
func (s *Store) Watch(ctx context.Context, now time.Time) (Watch, error) {
	var w Watch
	var batch pgx.Batch
	batch.Queue(watchQueues).Query(func(rows pgx.Rows) (err error) {
		w.Queues, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (QueueWatch, error) {
			var q QueueWatch
			var oldest, waiting float64
			err := row.Scan(&q.Queue, &q.State, &q.Jobs, &oldest, &waiting)
			q.Oldest, q.Waiting = seconds(oldest), seconds(waiting)
			return q, err
		})
		return err
	})
	batch.Queue(watchStatuses).Query(func(rows pgx.Rows) (err error) {
		w.Statuses, err = pgx.CollectRows(rows, pgx.RowToStructByPos[StatusWatch])
		return err
	})
	batch.Queue(watchClocks, now, now.Add(24*time.Hour)).Query(func(rows pgx.Rows) (err error) {
		w.Clocks, err = pgx.CollectRows(rows, pgx.RowToStructByPos[ClockWatch])
		return err
	})
	batch.Queue(watchUnclassified).QueryRow(func(row pgx.Row) error {
		return row.Scan(&w.Unclassified, nullTime(&w.UnclassifiedSince))
	})
	if err := s.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return Watch{}, fmt.Errorf("look at what stands open: %w", err)
	}
	return w, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// Schema tells how far the database is migrated now: one that was put back from an
// old backup is behind, though it was not when we connected.
func (s *Store) Schema(ctx context.Context) (Schema, error) { return readSchema(ctx, s.pool) }

// ErrSealedOtherwise says that the database is sealed with keys that we do not have.
var ErrSealedOtherwise = errors.New("what the database holds does not open with these keys")

// CheckKeys opens a few sealed values, if there are any. A single one may be spoilt;
// of other keys it says that none opens.
func (s *Store) CheckKeys(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `SELECT id, sealed FROM person LIMIT 10`)
	if err != nil {
		return fmt.Errorf("check the keys: %w", err)
	}
	some, opened := false, false
	var id triage.PersonID
	var sealed []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &sealed}, func() error {
		_, err := s.open(sealed, personPlace(id))
		some, opened = true, opened || err == nil
		return nil
	})
	if err != nil {
		return fmt.Errorf("check the keys: %w", err)
	}
	if some && !opened {
		return fmt.Errorf("check the keys: %w", ErrSealedOtherwise)
	}
	return nil
}
