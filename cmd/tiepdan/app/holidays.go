package app

import (
	"context"
	"time"
)

// holidaysEvery is how long a confirmation takes at most to reach every replica.
const holidaysEvery = time.Minute

// learnHolidays takes into the office's calendar what officers confirmed. Dates
// that were counted before keep their day.
func (a *App) learnHolidays(ctx context.Context) error {
	off, makeUps, err := a.Store.Holidays(ctx)
	if err != nil {
		return err
	}
	a.Office.Calendar.Learn(off, makeUps)
	return nil
}

// followHolidays learns them anew until ctx ends. While the database is away the
// calendar stays as it was.
func (a *App) followHolidays(ctx context.Context) error {
	tick := time.NewTicker(holidaysEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := a.learnHolidays(ctx); err != nil && ctx.Err() == nil {
				a.deps.Log.Warn("the confirmed holidays were not read", "error", err)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
