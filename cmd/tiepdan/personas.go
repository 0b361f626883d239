package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/cmd/tiepdan/app"
	"tiepdan/triage"
)

// citizenName is the citizen of the demo.
const citizenName = "Chị An"

// persona is one member of the demo's staff. All people of the demo are invented.
type persona struct {
	name, role string
	unit       triage.UnitID
	post       triage.Post
	duty       bool
	aside      bool // the telephone stands behind the first group's
}

// staffPersonas are the demo's staff: an officer for what is settled by the
// region, one for what the province takes, and the province's leader.
func staffPersonas() []persona {
	return []persona{
		{"Anh Bình", "Cán bộ VKS khu vực 1", "vks-kv-1", triage.Officer, true, false},
		{"Chị Chi", "Cán bộ VKS tỉnh", "vks-tinh", triage.Officer, true, true},
		{"Bà Dung", "Lãnh đạo VKS tỉnh", "vks-tinh", triage.Leader, false, false},
	}
}

// demoGroup is a unit's group, with who made it.
type demoGroup struct {
	title string
	unit  triage.UnitID
	by    string
	more  []string // further members
}

func demoGroups() []demoGroup {
	return []demoGroup{
		{"Nhóm VKS khu vực 1", "vks-kv-1", "Anh Bình", []string{"Bà Dung"}},
		{"Nhóm VKS tỉnh", "vks-tinh", "Bà Dung", []string{"Chị Chi"}},
	}
}

// telephones are the page's. Their order is also that of their numbers, so it
// lasts.
func telephones() []simulator.Persona {
	all := []simulator.Persona{{Name: citizenName, Role: "Người dân"}}
	for _, p := range staffPersonas() {
		all = append(all, simulator.Persona{Name: p.name, Role: p.role, Aside: p.aside})
	}
	return all
}

// stage is a demo's world with the bot that works in it.
type stage struct {
	sim   *simulator.Simulator
	bot   *simulator.Bot
	app   *app.App
	again bool // the demo was started before
}

// settle makes the staff follow their links, as they would on their telephones,
// and returns when all are bound. Those who did so in an earlier start only open
// the chat, since this Telegram does not know that they did.
func (s *stage) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	roster, err := s.app.Store.Roster(ctx)
	if err != nil {
		return err
	}
	until := time.Now().Add(time.Hour)
	for _, p := range staffPersonas() {
		payload := ""
		if !s.again || !bound(roster, p) {
			token, err := s.app.Store.Invite(ctx, triage.Invitation{Unit: p.unit, Name: p.name, Post: p.post, Duty: p.duty, Until: until})
			if err != nil {
				return err
			}
			payload = "s_" + token
		}
		s.sim.Person(p.name).Start(s.bot, payload)
	}
	for _, g := range demoGroups() {
		payload := ""
		if roster.Groups[g.unit] == "" {
			token, err := s.app.Store.Invite(ctx, triage.Invitation{Unit: g.unit, Group: true, Until: until})
			if err != nil {
				return err
			}
			payload = "g_" + token
		}
		group := s.sim.Group(g.title)
		s.sim.Person(g.by).AddBotTo(group, s.bot, payload)
		for _, name := range g.more {
			group.Join(s.sim.Person(name))
		}
	}
	if s.again {
		s.sim.Person(citizenName).Start(s.bot, "") // she may be waiting for an answer
	}
	return s.awaitBound(ctx)
}

// awaitBound waits until the roster knows everyone.
func (s *stage) awaitBound(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		roster, err := s.app.Store.Roster(ctx)
		if err != nil {
			return err
		}
		missing := slices.ContainsFunc(staffPersonas(), func(p persona) bool { return !bound(roster, p) }) ||
			slices.ContainsFunc(demoGroups(), func(g demoGroup) bool { return roster.Groups[g.unit] == "" })
		if !missing {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return ctx.Err()
			}
			return fmt.Errorf("bind the demo's staff: %w", ctx.Err())
		}
	}
}

func bound(r triage.Roster, p persona) bool {
	return slices.ContainsFunc(r.Staff, func(m triage.Staff) bool {
		return m.Active() && m.Name == p.name && m.Unit == p.unit && m.Post == p.post
	})
}
