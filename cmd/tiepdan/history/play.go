package history

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"tiepdan/storage/postgres"
	"tiepdan/triage"
)

// Player plays a plan. All of its fields are required but Progress.
type Player struct {
	Store   *postgres.Store
	Office  triage.Office
	Address func(n int64) string // where the n-th invented person would be written to
	// Progress is told how many letters of how many are done. It is called by
	// several goroutines, in no strict order.
	Progress func(done, of int)
}

// atOnce is how many letters are played at a time.
const atOnce = 4

// Play plays what is not played yet. It may be interrupted at any moment and
// called again with the same plan.
func (p *Player) Play(ctx context.Context, plan Plan) error {
	quiet := p.Store.Silent()
	filers, err := p.filers(ctx, plan.Filers)
	if err != nil {
		return fmt.Errorf("play the history: %w", err)
	}
	total := 0
	for _, part := range plan.Parts {
		total += len(part.Letters)
	}
	var done atomic.Int64
	told := func() {
		if n := done.Add(1); p.Progress != nil {
			p.Progress(int(n), total)
		}
	}
	for _, part := range plan.Parts {
		if err := p.part(ctx, quiet, plan.Clerks, filers, part, told); err != nil {
			return fmt.Errorf("play %s: %w", part.Name, err)
		}
		if err := p.freeze(ctx, part); err != nil {
			return fmt.Errorf("play %s: %w", part.Name, err)
		}
	}
	return nil
}

// freeze closes the weeks of a part that was played, each at its cut-off.
func (p *Player) freeze(ctx context.Context, part Part) error {
	if err := p.Store.Fold(ctx); err != nil {
		return err
	}
	if len(part.Letters) == 0 {
		return nil
	}
	for week := triage.WeekOf(part.Letters[0].At, p.Office.Week); !week.To.After(part.Until); week = triage.WeekOf(week.To, p.Office.Week) {
		if err := p.Store.Freeze(ctx, p.Office, week.To); err != nil {
			return err
		}
	}
	return nil
}

func (p *Player) part(ctx context.Context, quiet *postgres.Store, clerks []Clerk, filers []triage.PersonID, part Part, told func()) error {
	seats, roster, err := p.seat(ctx, clerks, part)
	if err != nil {
		return err
	}
	group, playing := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, l := range part.Letters {
		if playing.Err() != nil {
			break
		}
		group.Go(func() error {
			r := &run{seats: seats, letter: l, clock: l.At}
			if l.Filer > 0 {
				r.filer = filers[l.Filer-1]
			}
			r.desk = triage.Desk{Ledger: quiet, Directory: roster, Office: p.Office, Now: func() time.Time { return r.clock }, Random: rand.Reader}
			if err := r.play(playing); err != nil {
				return fmt.Errorf("%s: %w", l.Draft.Key, err)
			}
			told()
			return nil
		})
	}
	for _, v := range part.Visits {
		if playing.Err() != nil {
			break
		}
		group.Go(func() error {
			v.By = seats[v.Clerk]
			return quiet.RecordVisit(playing, v.Visit)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// run is one letter being played.
type run struct {
	desk   triage.Desk
	seats  map[string]triage.StaffID
	filer  triage.PersonID
	letter Letter
	clock  time.Time
}

func (r *run) play(ctx context.Context) error {
	draft := r.letter.Draft
	draft.Filer = r.filer
	done, err := r.desk.File(ctx, draft)
	if err != nil {
		return err
	}
	now := done.Petition
	for i, s := range r.letter.Steps {
		if now, err = r.warn(ctx, now, s.At); err != nil {
			return err
		}
		r.clock = s.At
		act := triage.Act{
			Key: fmt.Sprintf("%s:%d", draft.Key, i+1), Codes: []triage.Code{now.Code}, Verb: s.Verb,
			Actor: triage.Actor{Person: r.filer}, Text: s.Text, Reason: s.Reason, Rating: s.Rating,
		}
		if s.Clerk != "" {
			act.Actor = triage.Actor{Staff: r.seats[s.Clerk]}
		}
		done, err := r.desk.Do(ctx, act)
		if err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, s.Verb, err)
		}
		now = done.Petition
	}
	_, err = r.warn(ctx, now, r.letter.Until)
	return err
}

// warn gives the warnings that fall due before a moment, as the sweep would have,
// under the sweep's own keys.
func (r *run) warn(ctx context.Context, now triage.Petition, before time.Time) (triage.Petition, error) {
	for {
		var next triage.Obligation
		var at time.Time
		for _, o := range now.Obligations {
			if w := triage.NextWarning(o); o.Open() && o.PausedAt.IsZero() && !w.IsZero() && (at.IsZero() || w.Before(at)) {
				next, at = o, w
			}
		}
		if at.IsZero() || !at.Before(before) {
			return now, nil
		}
		if at.After(r.clock) {
			r.clock = at // what was paused may fall due in arrears
		}
		percent, verb := triage.Warning(next, r.clock)
		done, err := r.desk.Do(ctx, triage.Act{
			Key:   fmt.Sprintf("sweep:%s:%s:%d", now.Code, next.ID, percent),
			Codes: []triage.Code{now.Code}, Verb: verb, Clock: next.ID, Percent: percent,
		})
		if err != nil {
			return now, fmt.Errorf("warn of %s: %w", next.ID, err)
		}
		if done.Repeated && done.Petition.Version <= now.Version {
			return now, errors.New("a warning was given and is due again")
		}
		now = done.Petition
	}
}
