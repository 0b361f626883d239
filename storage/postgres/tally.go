package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// RecordVisit notes citizens received in person. A repeat of the key counts once.
func (s *Store) RecordVisit(ctx context.Context, v triage.Visit) error {
	note, err := s.seal([]byte(v.Note), place{"visit", "note", v.Key})
	if err == nil {
		err = s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
			var batch pgx.Batch
			shareWeek(&batch)
			batch.Queue(insertVisit, v.Key, v.At, v.Unit, orNull(v.By), v.Turns, v.People, v.Groups, orNull(v.Kind), note)
			return tx.SendBatch(ctx, &batch).Close()
		})
	}
	if err != nil {
		return fmt.Errorf("record a visit: %w", err)
	}
	return nil
}

const insertVisit = `
	WITH v AS (
		INSERT INTO visit (key, at, unit, staff, turns, people, groups, kind, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (key) DO NOTHING
		RETURNING key, at
	)
	INSERT INTO late (at, booked, visit)
	SELECT v.at, greatest(clock_timestamp(), w.starts), v.key FROM v JOIN open_week w ON v.at < w.starts`

// Tally adds up what a report is made of, for one unit or, with "", for all, over
// [from, to). All of it is read at one moment. Overdue is as of now, or as of the end
// of the period if that is earlier.
func (s *Store) Tally(ctx context.Context, unit triage.UnitID, from, to, now time.Time) (triage.Tally, error) {
	at := to
	if now.Before(to) {
		at = now
	}
	var c counted
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, s.pool, options, func(tx pgx.Tx) error { return c.read(ctx, tx, unit, from, to, at) })
	if err != nil {
		return triage.Tally{}, fmt.Errorf("add up the figures: %w", err)
	}
	return c.of(unit), nil
}

// counted is what a span of time holds, of one unit or of all, unit by unit.
type counted struct {
	triage.Tally // without visits and overdue
	visits       map[triage.UnitID]triage.Visits
	overdue      []overdue
}

type overdue struct {
	code triage.Code
	unit triage.UnitID
}

func (c *counted) read(ctx context.Context, tx pgx.Tx, unit triage.UnitID, from, to, at time.Time) error {
	c.From, c.To, c.visits = from, to, map[triage.UnitID]triage.Visits{}
	var batch pgx.Batch
	queueCounts(&batch, unit, spanOf(time.Time{}, from), &c.Before)
	queueCounts(&batch, unit, spanOf(from, to), &c.Within)
	batch.Queue(`
		SELECT unit, sum(turns), sum(people), sum(groups)
		  FROM visit
		 WHERE at >= $1 AND at < $2 AND ($3 = '' OR unit = $3)
		 GROUP BY unit`, from, to, unit).
		Query(func(rows pgx.Rows) error {
			var u triage.UnitID
			var v triage.Visits
			_, err := pgx.ForEachRow(rows, []any{&u, &v.Turns, &v.People, &v.Groups}, func() error { c.visits[u] = v; return nil })
			return err
		})
	batch.Queue(overdueAt, at, unit).Query(func(rows pgx.Rows) error {
		var o overdue
		_, err := pgx.ForEachRow(rows, []any{&o.code, &o.unit}, func() error { c.overdue = append(c.overdue, o); return nil })
		return err
	})
	batch.Queue(lateFlows, from, to, unit).Query(func(rows pgx.Rows) error {
		var l triage.Late
		f, v := &l.Flow, &l.Visits
		_, err := pgx.ForEachRow(rows, []any{&l.At, &l.Booked, &f.Unit, &f.Track, &f.What, &f.Kind, &f.Disposition, &f.OnTime, &v.Turns, &v.People, &v.Groups},
			func() error { c.Late = append(c.Late, l); return nil })
		return err
	})
	return tx.SendBatch(ctx, &batch).Close()
}

// of is the tally of one unit or, with "", of all that was counted.
func (c *counted) of(unit triage.UnitID) triage.Tally {
	t := c.Tally
	if unit != "" {
		t.Late = slices.DeleteFunc(slices.Clone(t.Late), func(l triage.Late) bool { return l.Flow.Unit != unit })
	}
	for u, v := range c.visits {
		if unit == "" || u == unit {
			t.Visits.Turns, t.Visits.People, t.Visits.Groups = t.Visits.Turns+v.Turns, t.Visits.People+v.People, t.Visits.Groups+v.Groups
		}
	}
	for _, o := range c.overdue {
		if unit == "" || o.unit == unit {
			t.Overdue = append(t.Overdue, o.code)
		}
	}
	return t
}

// lateFlows lists what happened before the end of a span and was written when what lies
// before it, or all of it, was closed.
const lateFlows = `
	SELECT l.at, l.booked, coalesce(f.unit, v.unit), coalesce(f.track, ''), coalesce(f.what, ''), coalesce(f.kind, ''),
	       coalesce(f.disposition, ''), coalesce(f.on_time, false), coalesce(v.turns, 0), coalesce(v.people, 0), coalesce(v.groups, 0)
	  FROM late l
	  LEFT JOIN flow f ON f.id = l.flow
	  LEFT JOIN visit v ON v.key = l.visit
	 WHERE l.booked >= $1 AND l.at < $2 AND ($3 = '' OR coalesce(f.unit, v.unit) = $3)
	 ORDER BY l.id`

// overdueAt names petitions with a period of ours that had ended at a moment and was
// not met then. A citizen's period for signing is none of ours.
const overdueAt = `
	SELECT DISTINCT p.code, p.unit
	  FROM (SELECT code FROM obligation
	         WHERE closed_at IS NULL AND due < $1 AND (paused_at IS NULL OR paused_at > $1) AND step <> 'sign'
	         UNION ALL
	        SELECT code FROM obligation
	         WHERE closed_at > due AND closed_at > $1 AND due < $1 AND step <> 'sign') AS late
	  JOIN petition p USING (code)
	 WHERE $2 = '' OR p.unit = $2
	 ORDER BY p.code`

// span is [from, to), cut where sums of months, days and single flows meet.
type span struct {
	from, to              time.Time // single flows are read in [from, firstDay) and [lastDay, to)
	firstDay, lastDay     time.Time // sums of days are read in [firstDay, firstMonth) and [lastMonth, lastDay)
	firstMonth, lastMonth time.Time // sums of months in between
}

// spanOf cuts [from, to) along the days and months of Vietnam. The zero time is the
// beginning.
func spanOf(from, to time.Time) span {
	if from.IsZero() {
		from = calendar.NewDate(1900, time.January, 1).Start()
	}
	s := span{from: from, to: to}
	first, last := calendar.Of(from), calendar.Of(to)
	if first.Start().Before(from) {
		first = first.AddDays(1)
	}
	if last.Before(first) {
		last = first
		s.firstDay, s.lastDay = to, to
	} else {
		s.firstDay, s.lastDay = first.Start(), last.Start()
	}
	s.firstMonth, s.lastMonth = s.lastDay, s.lastDay
	month := first.AddDays(1 - first.Day)
	if first.Day > 1 {
		month = month.AddMonths(1)
	}
	if end := last.AddDays(1 - last.Day); month.Before(end) {
		s.firstMonth, s.lastMonth = month.Start(), end.Start()
	}
	return s
}

func queueCounts(batch *pgx.Batch, unit triage.UnitID, s span, counts *[]triage.Count) {
	date := func(t time.Time) pgtype.Date {
		d := calendar.Of(t)
		return pgtype.Date{Time: time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), Valid: true}
	}
	batch.Queue(`
		SELECT unit, track, what, kind, disposition, on_time, sum(n)::bigint
		  FROM (SELECT unit, track, what, kind, disposition, on_time, 1::bigint AS n
		          FROM flow
		         WHERE at >= $1 AND at < $2
		         UNION ALL
		        SELECT unit, track, what, kind, disposition, on_time, 1
		          FROM flow
		         WHERE at >= $3 AND at < $4
		         UNION ALL
		        SELECT f.unit, f.track, f.what, f.kind, f.disposition, f.on_time, 1
		          FROM flow_fresh JOIN flow f ON f.id = flow_fresh.flow
		         WHERE f.at >= $2 AND f.at < $3
		         UNION ALL
		        SELECT unit, track, what, kind, disposition, on_time, n
		          FROM flow_sum
		         WHERE grain = 'day' AND (start >= $5 AND start < $6 OR start >= $7 AND start < $8)
		         UNION ALL
		        SELECT unit, track, what, kind, disposition, on_time, n
		          FROM flow_sum
		         WHERE grain = 'month' AND start >= $6 AND start < $7) AS counted
		 WHERE $9 = '' OR unit = $9
		 GROUP BY unit, track, what, kind, disposition, on_time
		 ORDER BY unit, track, what, kind, disposition, on_time`,
		s.from, s.firstDay, s.lastDay, s.to,
		date(s.firstDay), date(s.firstMonth), date(s.lastMonth), date(s.lastDay), unit).
		Query(func(rows pgx.Rows) error {
			var err error
			*counts, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Count, error) {
				var c triage.Count
				err := row.Scan(&c.Unit, &c.Track, &c.What, &c.Kind, &c.Disposition, &c.OnTime, &c.N)
				return c, err
			})
			return err
		})
}

// foldAtOnce bounds one transaction of Fold.
const foldAtOnce = 20_000

// Fold adds fresh flows to the sums by day and by month. Figures are the same before,
// during and after; only the time to add them up differs. Work does it each minute.
func (s *Store) Fold(ctx context.Context) error {
	for {
		var folded int
		err := s.pool.QueryRow(ctx, `
			WITH taken AS (
				DELETE FROM flow_fresh
				 WHERE flow IN (SELECT flow FROM flow_fresh ORDER BY flow LIMIT $1 FOR UPDATE SKIP LOCKED)
				RETURNING flow
			), local AS (
				SELECT date_trunc('day', f.at AT TIME ZONE interval '7 hours') AS day, f.*
				  FROM flow f JOIN taken ON taken.flow = f.id
			), summed AS (
				INSERT INTO flow_sum AS s (grain, start, unit, track, what, kind, disposition, on_time, n)
				SELECT grain, date_trunc(grain, day)::date AS start, unit, track, what, kind, disposition, on_time, count(*)
				  FROM local CROSS JOIN (VALUES ('day'), ('month')) AS g (grain)
				 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
				 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
				ON CONFLICT (grain, start, unit, track, what, kind, disposition, on_time) DO UPDATE SET n = s.n + excluded.n
			)
			SELECT count(*) FROM taken`, foldAtOnce).Scan(&folded)
		if err != nil {
			return fmt.Errorf("fold the figures: %w", err)
		}
		if folded < foldAtOnce {
			return nil
		}
	}
}
