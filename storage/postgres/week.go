package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// A week is closed while nobody writes: whoever writes an event or a visit shares the
// lock of the weeks, the freeze takes it alone. So what is written either stands in the
// week's figures or finds the week closed and is late; never both, never neither. It is
// a lock by name: one of the row that all writers of a province share would write to
// that row with every petition.
const weekLock = `hashtext('tiepdan week')`

// freezeLimit is how long a freeze waits for a writer that does not end. All other
// writers wait behind it meanwhile; the next minute it tries again.
const freezeLimit = `SET LOCAL lock_timeout = '500ms'`

// shareWeek goes before everything that counts in a week. The statements after it see
// which week is open.
func shareWeek(batch *pgx.Batch) {
	batch.Queue(`SELECT pg_advisory_xact_lock_shared(` + weekLock + `)`)
}

// Freeze closes every office week whose cut-off has come, one after the other, for
// each unit and for the province. The zero time leaves it to the database's clock,
// which all replicas share; history has a clock of its own. It is idempotent, and
// several may call it at once.
func (s *Store) Freeze(ctx context.Context, o triage.Office, now time.Time) error {
	for {
		due, err := s.freezeDue(ctx, o, now)
		if err == nil && due {
			err = s.write(ctx, func(ctx context.Context, tx pgx.Tx) error { return s.freezeNext(ctx, tx, o, now) })
		}
		if err != nil {
			return fmt.Errorf("close the week: %w", err)
		}
		if !due {
			return nil
		}
	}
}

// openWeek is the week that is open, and what time it is. Where no week was ever
// closed it begins with the oldest figure, or now.
func (s *Store) openWeek(ctx context.Context, q querier, o triage.Office, now *time.Time) (triage.Period, error) {
	var clock, oldest time.Time
	var starts *time.Time
	var last string
	err := q.QueryRow(ctx, `
		SELECT clock_timestamp(), (SELECT starts FROM open_week), (SELECT coalesce(max(name), '') FROM week),
		       least((SELECT min(at) FROM flow), (SELECT min(at) FROM visit), clock_timestamp())`).Scan(&clock, &starts, &last, &oldest)
	if err != nil {
		return triage.Period{}, err
	}
	if now.IsZero() {
		*now = clock
	}
	if starts == nil {
		return triage.WeekOf(oldest, o.Week), nil
	}
	return triage.NextFreeze(*starts, o.Week, last), nil
}

// freezeDue looks without a lock, so that nobody waits each minute.
func (s *Store) freezeDue(ctx context.Context, o triage.Office, now time.Time) (bool, error) {
	var due bool
	err := s.read(ctx, func(ctx context.Context) error {
		now := now
		week, err := s.openWeek(ctx, s.pool, o, &now)
		due = err == nil && !week.To.After(now)
		return err
	})
	return due, err
}

// freezeNext closes the week that is open, unless another was faster.
func (s *Store) freezeNext(ctx context.Context, tx pgx.Tx, o triage.Office, now time.Time) error {
	var batch pgx.Batch
	batch.Queue(freezeLimit)
	batch.Queue(`SELECT pg_advisory_xact_lock(` + weekLock + `)`)
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return err
	}
	week, err := s.openWeek(ctx, tx, o, &now)
	if err != nil || week.To.After(now) {
		return err
	}
	var c counted
	if err := c.read(ctx, tx, "", week.From, week.To, week.To); err != nil {
		return err
	}
	batch = pgx.Batch{}
	for _, u := range append([]triage.Unit{{}}, o.Units...) {
		f := triage.FreezeWeek(week, u.ID, c.of(u.ID), now)
		if u.ID != "" && !u.On(calendar.Of(week.From)) && f.Nothing() {
			continue
		}
		figures, err := json.Marshal(f.Figures)
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO week (name, unit, starts, ends, figures, overdue, frozen_at) VALUES ($1, $2, $3, $4, $5, coalesce($6::text[], '{}'), $7)`,
			week.String(), u.ID, week.From, week.To, figures, f.Overdue, now)
	}
	batch.Queue(`INSERT INTO open_week (starts) VALUES ($1) ON CONFLICT (one) DO UPDATE SET starts = excluded.starts`, week.To)
	return tx.SendBatch(ctx, &batch).Close()
}

// Week is what a week was closed with for a unit, or for the province where unit is
// "". triage.ErrNotFound while it is open.
func (s *Store) Week(ctx context.Context, unit triage.UnitID, name string) (triage.FrozenWeek, error) {
	var f triage.FrozenWeek
	var figures []byte
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT figures, overdue, frozen_at FROM week WHERE name = $1 AND unit = $2`, name, unit).
			Scan(&figures, &f.Overdue, &f.At)
	})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return f, triage.ErrNotFound
	case err == nil:
		err = json.Unmarshal(figures, &f.Figures)
	}
	if err != nil {
		return f, fmt.Errorf("read the figures of %s: %w", name, err)
	}
	f.Figures.From, f.Figures.To = f.Figures.From.In(calendar.Zone()), f.Figures.To.In(calendar.Zone())
	return f, nil
}
