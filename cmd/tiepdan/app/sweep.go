package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tiepdan/storage/postgres"
	"tiepdan/triage"
)

// sweepPage is how many obligations are looked at with one question.
const sweepPage = 200

// draftsKept is how long a conversation that nobody goes on with is kept: as long as
// in Redis.
const draftsKept = 30 * 24 * time.Hour

// sweep gives the warnings that are due: reminders, the word to the leaders when
// a period is over, and the lapse of what was never signed. It may run on several
// replicas: the key names what is warned of, so each warning is given once. It also
// removes the checkpoints of conversations that have ended of themselves.
func (a *App) sweep(ctx context.Context) error {
	_, failed := a.Store.ForgetDrafts(ctx, a.deps.Now().Add(-draftsKept))
	for ctx.Err() == nil {
		due, err := a.Store.Due(ctx, a.deps.Now(), sweepPage)
		if err != nil {
			return fmt.Errorf("look for what is due: %w", err)
		}
		given := 0
		for _, owed := range due {
			done, err := a.warn(ctx, owed)
			if done {
				given++
			}
			if err != nil {
				// One petition's fault silences no other's clock.
				a.deps.Log.Error("a warning was not given", "code", string(owed.Code), "error", err)
				failed = err
			}
		}
		// What was refused stays in the list; asking again now would not end.
		if len(due) < sweepPage || given == 0 {
			return failed
		}
	}
	return errors.Join(failed, ctx.Err())
}

func (a *App) warn(ctx context.Context, owed postgres.Owed) (done bool, err error) {
	percent, verb := triage.Warning(owed.Obligation, a.deps.Now())
	if verb == "" {
		return false, nil
	}
	_, err = a.desk.Do(ctx, triage.Act{
		// The date is part of the key: a clock that was prolonged warns anew.
		Key:   fmt.Sprintf("sweep:%s:%s:%d:%d", owed.Code, owed.Obligation.ID, owed.Obligation.Due.Unix(), percent),
		Codes: []triage.Code{owed.Code}, Verb: verb, Clock: owed.Obligation.ID, Percent: percent,
	})
	var refusal *triage.Refusal
	if errors.As(err, &refusal) {
		// Somebody was faster, or the petition moved on.
		a.deps.Log.Debug("a warning was not given", "code", string(owed.Code), "reason", refusal.Reason)
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("warn of what is due: %w", err)
	}
	return true, nil
}
