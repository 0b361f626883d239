package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

const (
	// lastCalm is how long people go on after the last fault, to be seen served.
	lastCalm = 3 * time.Second
	// settleLimit is how long what is queued may take when all is well again.
	settleLimit = 90 * time.Second
	// limitedTempo is the least that people think between two acts under Telegram's
	// limits: a chat takes one message a second, and what is pressed again is answered
	// again. Whoever is faster reads answers to what they did long ago.
	limitedTempo = 2500 * time.Millisecond
)

// play runs one seed: faults while people act, then their end, then the checks.
func play(ctx context.Context, opt options, program string) (v *verdict, err error) {
	ctx, cancel := context.WithTimeout(ctx, opt.bound())
	defer cancel()
	began := time.Now()
	var w *world
	defer func() {
		if failed := recover(); failed != nil {
			v, err = nil, fmt.Errorf("%v", failed)
		}
		if w != nil {
			w.end()
		}
	}()
	w, err = newWorld(ctx, opt, program)
	if err != nil {
		return nil, err
	}
	if err := w.hire(ctx); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, w.logs.tail())
	}
	w.tempo = time.Duration(opt.Citizens) * time.Second / time.Duration(max(opt.Rate, 1))
	if opt.Limits {
		w.tempo = max(w.tempo, limitedTempo)
	}
	ready := time.Now()
	people, stopPeople := context.WithCancel(ctx)
	defer stopPeople()
	var acting sync.WaitGroup
	for first := range opt.Citizens {
		acting.Go(func() { w.line(people, first) })
	}
	for _, o := range w.offices {
		for _, h := range append(o.officers, o.leader) {
			acting.Go(func() { h.run(people) })
		}
	}
	if err := w.live(ctx, ready); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, w.logs.tail())
	}
	w.sim.ClearFaults()
	pause(ctx, lastCalm)
	close(w.closing)
	// People end what they have begun; who cannot is stopped.
	// Under Telegram's limits nobody hurries.
	patience := closingLimit
	if opt.Limits {
		patience *= 2
	}
	limit := time.AfterFunc(patience, func() {
		w.diary.stuck = w.stuck()
		stopPeople()
	})
	acting.Wait()
	limit.Stop()
	v = newVerdict(w)
	v.began = ready
	wait, stop := context.WithTimeout(ctx, settleLimit)
	err = w.settled(wait)
	stop()
	switch {
	case err != nil && w.bot.Pending() > 0:
		v.breach("P13", "%v", err)
	case err != nil:
		v.breach("P7", "%v", err)
	}
	v.took.acting, v.took.total = time.Since(ready), time.Since(began)
	v.settledAt = time.Now()
	if err := v.check(ctx); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	v.took.total = time.Since(began)
	return v, nil
}

// live lets happen what the options ask for.
func (w *world) live(ctx context.Context, began time.Time) error {
	switch {
	case w.opt.Load:
		return w.load(ctx, os.Stdout)
	case w.opt.Soak > 0:
		return w.soak(ctx, w.opt.Soak)
	}
	defer w.badDeliveries()()
	return w.burn(ctx, began)
}

// burn lets every fault of the schedule happen at its time.
func (w *world) burn(ctx context.Context, began time.Time) error {
	for _, f := range draw(w.opt.Seed, w.opt.Lead, w.opt.Duration, w.opt.Only) {
		if !pause(ctx, time.Until(began.Add(f.At))) {
			return errStopped
		}
		fmt.Fprintf(os.Stderr, "%6.1f s  %s\n", time.Since(began).Seconds(), f.Kind)
		if err := w.during(f, func() error { return kindOf(f.Kind).carry(w, f) }); err != nil {
			return err
		}
	}
	if !pause(ctx, time.Until(began.Add(w.opt.Duration))) {
		return errStopped
	}
	return nil
}
