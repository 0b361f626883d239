package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// office is one unit of the run: its group, and who works there.
type office struct {
	unit     triage.UnitID
	group    *simulator.Group
	first    int64 // the group's first id
	officers []*officer
	leader   *officer
}

// hire binds the staff and the group of every unit by one-time links, as an office
// begins to work.
func (w *world) hire(ctx context.Context) error {
	number := 1 << 20
	for i, unit := range w.opt.units() {
		o := &office{unit: triage.UnitID(unit)}
		for n := range w.opt.Officers + 1 {
			number++
			name := fmt.Sprintf("Cán Bộ %s %s", syllables[i%len(syllables)], syllables[n%len(syllables)]+strings.Repeat(" Hai", n/len(syllables)))
			h := &officer{person: w.person(name, number), name: name, office: o, leads: n == w.opt.Officers}
			if h.leads {
				o.leader = h
				continue
			}
			o.officers = append(o.officers, h)
		}
		w.offices = append(w.offices, o)
	}
	var all sync.WaitGroup
	errs := make(chan error, 1000)
	for _, o := range w.offices {
		all.Go(func() { errs <- w.open(ctx, o) })
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// syllables make the names of staff, which are nobody's.
var syllables = [...]string{"An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khuê", "Lam", "Minh", "Nga", "Oanh", "Phúc", "Quế", "Sơn", "Thảo", "Uyên"}

func (w *world) open(ctx context.Context, o *office) error {
	for n, h := range append(slices.Clone(o.officers), o.leader) {
		post := triage.Officer
		if h.leads {
			post = triage.Leader
		}
		link, err := w.store.Invite(ctx, triage.Invitation{Unit: o.unit, Name: h.name, Post: post, Duty: n == 0, Until: time.Now().Add(time.Hour)})
		if err != nil {
			return err
		}
		h.p.Start(w.bot, "s_"+link)
		wait, cancel := context.WithTimeout(ctx, readyLimit)
		_, err = h.chat.AwaitWords(wait, "từ nay là của")
		cancel()
		if err != nil {
			return fmt.Errorf("bind %s: %w", h.name, err)
		}
	}
	link, err := w.store.Invite(ctx, triage.Invitation{Unit: o.unit, Group: true, Until: time.Now().Add(time.Hour)})
	if err != nil {
		return err
	}
	o.group = w.sim.Group("Nhóm " + string(o.unit))
	o.first = o.group.ID()
	o.leader.p.AddBotTo(o.group, w.bot, "g_"+link)
	wait, cancel := context.WithTimeout(ctx, readyLimit)
	defer cancel()
	if _, err := o.group.Chat().AwaitWords(wait, "đã gắn với"); err != nil {
		return fmt.Errorf("bind the group of %s: %w", o.unit, err)
	}
	return nil
}
