package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage/calendar"
)

// ConfirmYear keeps the days off and make-up days of one year as an officer
// confirmed them, in place of what was confirmed for that year before. All days
// lie in the year.
func (s *Store) ConfirmYear(ctx context.Context, year int, off []calendar.DayOff, makeUps []calendar.MakeUp, by string) error {
	err := retry(ctx, func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			first, last := calendar.NewDate(year, time.January, 1).String(), calendar.NewDate(year, time.December, 31).String()
			for _, sql := range []string{`DELETE FROM day_off WHERE day BETWEEN $1::date AND $2::date`, `DELETE FROM make_up_day WHERE day BETWEEN $1::date AND $2::date`} {
				if _, err := tx.Exec(ctx, sql, first, last); err != nil {
					return err
				}
			}
			for _, d := range off {
				if _, err := tx.Exec(ctx, `INSERT INTO day_off (day, name, source, confirmed_by, confirmed_at) VALUES ($1::date, $2, $3, $4, $5)`,
					d.Date.String(), d.Name, d.Source, by, s.now()); err != nil {
					return err
				}
			}
			for _, d := range makeUps {
				if _, err := tx.Exec(ctx, `INSERT INTO make_up_day (day, source, confirmed_by, confirmed_at) VALUES ($1::date, $2, $3, $4)`,
					d.Date.String(), d.Source, by, s.now()); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("confirm the holidays of %d: %w", year, err)
	}
	return nil
}

// Holidays returns what officers confirmed, of all years, in order.
func (s *Store) Holidays(ctx context.Context) (off []calendar.DayOff, makeUps []calendar.MakeUp, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		off, makeUps = nil, nil
		var batch pgx.Batch
		var day, name, source string
		batch.Queue(`SELECT day::text, name, source FROM day_off ORDER BY day`).Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&day, &name, &source}, func() error {
				d, err := calendar.ParseDate(day)
				off = append(off, calendar.DayOff{Date: d, Name: name, Source: source})
				return err
			})
			return err
		})
		batch.Queue(`SELECT day::text, source FROM make_up_day ORDER BY day`).Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&day, &source}, func() error {
				d, err := calendar.ParseDate(day)
				makeUps = append(makeUps, calendar.MakeUp{Date: d, Source: source})
				return err
			})
			return err
		})
		return s.pool.SendBatch(ctx, &batch).Close()
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the confirmed holidays: %w", err)
	}
	return off, makeUps, nil
}
