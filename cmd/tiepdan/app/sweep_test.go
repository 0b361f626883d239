package app

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// TestSweepTellsEachWarningOnce lets time pass over a petition that nobody
// claims and one that nobody signs, with several replicas looking at once.
func TestSweepTellsEachWarningOnce(t *testing.T) {
	s := newStage(t, sharedServers(t), 2)
	ctx := t.Context()
	filer, err := s.app.Store.Person(ctx, "tg:4242:1", "vi")
	if err != nil {
		t.Fatal(err)
	}
	file := func(kind triage.Kind) triage.Code {
		done, err := s.app.Desk.File(ctx, triage.Draft{
			Key: "draft-" + string(kind), Filer: filer.ID, Channel: "chat", Language: "vi",
			Facts: triage.Facts{Kind: kind, Body: triage.BodyAdministration}, Words: triage.Words{Story: "Đường làng hư hỏng."},
		})
		if err != nil {
			t.Fatal(err)
		}
		return done.Petition.Code
	}
	suggestion, complaint := file(triage.Suggestion), file(triage.Complaint)
	p, err := s.app.Store.Petition(ctx, suggestion)
	if err != nil {
		t.Fatal(err)
	}
	next, ok := p.NextDue()
	if !ok {
		t.Fatal("a petition that nobody owes anything")
	}
	period := next.Due.Sub(next.From)

	s.sweepAll(t)
	s.warned(t, suggestion, next.ID, nil)
	s.clock.pass(period/2 + time.Minute)
	s.sweepAll(t)
	s.warned(t, suggestion, next.ID, []string{"remind"})
	s.clock.pass(period)
	s.sweepAll(t)
	s.warned(t, suggestion, next.ID, []string{"remind", "escalate"})

	s.clock.pass(time.Duration(s.office.SignDays+1) * 24 * time.Hour)
	s.sweepAll(t)
	for code, lapsed := range map[triage.Code]bool{suggestion: false, complaint: true} {
		p, err := s.app.Store.Petition(ctx, code)
		if err != nil {
			t.Fatal(err)
		}
		if (p.Outcome == triage.Lapsed) != lapsed {
			t.Errorf("%s: status %s, outcome %q", p.Kind, p.Status, p.Outcome)
		}
	}
}

// TestSweepForgetsWhatNobodyGoesOnWith lets a month pass over two petitions that were
// begun: one is looked at in between.
func TestSweepForgetsWhatNobodyGoesOnWith(t *testing.T) {
	s := newStage(t, sharedServers(t), 1)
	left, seen := s.sim.Person("Lan"), s.sim.Person("Mai")
	users := map[string]int64{"left": left.ID(), "seen": seen.ID()}
	for _, p := range []*simulator.Person{left, seen} {
		p.Start(s.bot, "")
		p.Say(s.bot, "/don")
	}
	drafts := func() map[string]bool {
		t.Helper()
		if err := s.app.checkpoints.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for name, user := range users {
			state, _, err := s.app.Store.Draft(t.Context(), s.app.Me.ID, user)
			if err != nil {
				t.Fatal(err)
			}
			found[name] = state != nil
		}
		return found
	}
	if err := s.settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := drafts(); !got["left"] || !got["seen"] {
		t.Fatalf("checkpointed: %v", got)
	}
	s.clock.pass(20 * 24 * time.Hour)
	seen.Start(s.bot, "") // only looks where the petition stands
	if err := s.settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	drafts()
	s.clock.pass(11 * 24 * time.Hour)
	s.sweepAll(t)
	if got := drafts(); got["left"] || !got["seen"] {
		t.Errorf("kept: %v", got)
	}
}

// sweepAll sweeps several times on every replica at once.
func (s *stage) sweepAll(t *testing.T) {
	t.Helper()
	var all sync.WaitGroup
	for range 3 {
		for _, a := range s.replicas {
			all.Go(func() {
				if err := a.sweep(context.WithoutCancel(t.Context())); err != nil {
					t.Errorf("sweep: %v", err)
				}
			})
		}
	}
	all.Wait()
}

// warned looks at the warnings that one obligation has had.
func (s *stage) warned(t *testing.T, code triage.Code, obligation string, want []string) {
	t.Helper()
	rows, err := s.db.Query(t.Context(), `SELECT verb FROM event WHERE code = $1 AND key LIKE 'sweep:' || code || ':' || $2 || ':%' ORDER BY version`, code, obligation)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var verb string
		if err := rows.Scan(&verb); err != nil {
			t.Fatal(err)
		}
		got = append(got, verb)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s has had %v, want %v", obligation, got, want)
	}
}
