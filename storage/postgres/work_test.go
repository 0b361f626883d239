package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// office records what the handlers were asked to do, and answers as told.
type office struct {
	mu    sync.Mutex
	told  map[triage.Notice]int
	cards []triage.Notice
	swept int
	files []triage.Stored

	tell  func(n triage.Notice, attempt, time int) error
	card  func(ctx context.Context, n triage.Notice) error
	fetch func(ctx context.Context, code triage.Code, f triage.Stored) error
}

func (o *office) handlers() Handlers {
	return Handlers{
		Tell: func(_ context.Context, n triage.Notice, attempt int) error {
			o.mu.Lock()
			o.told[n]++
			times := o.told[n]
			o.mu.Unlock()
			if o.tell == nil {
				return nil
			}
			return o.tell(n, attempt, times)
		},
		Card: func(ctx context.Context, n triage.Notice, _ int) error {
			o.mu.Lock()
			o.cards = append(o.cards, n)
			o.mu.Unlock()
			if o.card == nil {
				return nil
			}
			return o.card(ctx, n)
		},
		Fetch: func(ctx context.Context, code triage.Code, f triage.Stored) error {
			o.mu.Lock()
			o.files = append(o.files, f)
			o.mu.Unlock()
			if o.fetch == nil {
				return nil
			}
			return o.fetch(ctx, code, f)
		},
		Freeze: func(context.Context) error { return nil },
		Sweep: func(context.Context) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.swept++
			return nil
		},
	}
}

func (o *office) timesTold(n triage.Notice) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.told[n]
}

func startWork(t *testing.T, s *Store, o *office) {
	t.Helper()
	o.told = map[triage.Notice]int{}
	stop, err := s.Work(t.Context(), o.handlers())
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

// unfinished counts the jobs that are still to be done or being done.
func unfinished(t *testing.T, s *Store) int {
	return count(t, s, `SELECT count(*) FROM river_job WHERE kind NOT IN ('sweep', 'freeze') AND state IN ('available', 'pending', 'running', 'retryable', 'scheduled')`)
}

func TestEveryNoticeIsHandedOutOnce(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	o := &office{}
	var before []triage.Petition
	for i := range 10 {
		before = append(before, mustFile(t, desk, triagetest.Draft(fmt.Sprintf("b%d", i), "citizen")))
	}
	startWork(t, s, o)
	for i := range 10 {
		mustFile(t, desk, triagetest.Draft(fmt.Sprintf("a%d", i), "citizen"))
	}
	for i, p := range before {
		mustDo(t, desk, claimOf(p, fmt.Sprintf("c%d", i), 1))
	}
	eventually(t, "all is told", func() bool { return unfinished(t, s) == 0 })
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.told) != 50 { // twenty receipts, twenty notices to duty, ten claims
		t.Errorf("%d notices were handed out, want 50", len(o.told))
	}
	for n, times := range o.told {
		if times != 1 {
			t.Errorf("%+v was handed out %d times", n, times)
		}
	}
}

// What lies in the past is written like everything else, and told to nobody.
func TestASilentLedgerTellsNobody(t *testing.T) {
	s := newStore(t)
	quiet := newDesk(s.Silent())
	p := mustFile(t, quiet, triagetest.Draft("past", "person-past"))
	p = mustDo(t, quiet, claimOf(p, "past:1", 1))
	if n := count(t, s, `SELECT count(*) FROM river_job`) + count(t, s, `SELECT count(*) FROM card`); n != 0 {
		t.Errorf("%d jobs and cards for what is past", n)
	}
	if events := count(t, s, `SELECT count(*) FROM event`); events != 2 || p.Status != triage.StatusClaimed {
		t.Errorf("%d events, %s", events, p.Status)
	}
	mustDo(t, newDesk(s), triage.Act{Key: "now", Codes: []triage.Code{p.Code}, Verb: triage.Release, Actor: triage.Actor{Staff: p.Owner}})
	if n := count(t, s, `SELECT count(*) FROM card`); n != 1 {
		t.Errorf("%d cards for what happens now", n)
	}
}

func TestOneReplicaSweeps(t *testing.T) {
	s := newStore(t)
	mustFile(t, newDesk(s), triagetest.Draft("d", "citizen"))
	a, b := &office{}, &office{}
	startWork(t, s, a)
	startWork(t, s, b)
	swept := func() int {
		a.mu.Lock()
		defer a.mu.Unlock()
		b.mu.Lock()
		defer b.mu.Unlock()
		return a.swept + b.swept
	}
	eventually(t, "somebody sweeps", func() bool { return swept() > 0 })
	eventually(t, "figures are folded", func() bool { return count(t, s, `SELECT count(*) FROM flow_fresh`) == 0 })
	if n := swept(); n != 1 {
		t.Errorf("swept %d times, want 1", n)
	}
}

// wait and never are errors as a handler gives them.
type wait struct{ time.Duration }

func (w wait) Error() string             { return "wait" }
func (w wait) RetryAfter() time.Duration { return w.Duration }

type never struct{}

func (never) Error() string   { return "never" }
func (never) Permanent() bool { return true }

func TestAnErrorDecidesWhatBecomesOfTheJob(t *testing.T) {
	s := newStore(t)
	o := &office{}
	notice := func(key string) triage.Notice {
		return triage.Notice{Code: "26-AAAA-AAAA", Event: key, Verb: triage.Claim, Audience: triage.ToCitizen, To: "citizen"}
	}
	var attempts sync.Map
	o.tell = func(n triage.Notice, attempt, times int) error {
		attempts.Store(n.Event, attempt)
		switch {
		case n.Event == "snooze" && times < 3:
			return fmt.Errorf("wrapped: %w", wait{10 * time.Millisecond})
		case n.Event == "cancel":
			return fmt.Errorf("wrapped: %w", never{})
		case n.Event == "retry" && times < 2:
			return errors.New("once")
		case n.Event == "panic" && times < 2:
			panic("CANARY of a citizen")
		}
		return nil
	}
	startWork(t, s, o)
	for _, key := range []string{"snooze", "cancel", "retry", "panic", "well"} {
		must(t, s.Enqueue(t.Context(), notice(key)))
	}
	eventually(t, "all is done", func() bool { return unfinished(t, s) == 0 })
	for key, want := range map[string]struct{ times, attempt int }{
		"snooze": {3, 1}, "cancel": {1, 1}, "retry": {2, 2}, "panic": {2, 2}, "well": {1, 1},
	} {
		attempt, _ := attempts.Load(key)
		if times := o.timesTold(notice(key)); times != want.times || attempt != want.attempt {
			t.Errorf("%s: handed out %d times, the last as attempt %v; want %d and %d", key, times, attempt, want.times, want.attempt)
		}
	}
	if n := count(t, s, `SELECT count(*) FROM river_job WHERE state = 'cancelled' AND args ->> 'event' = 'cancel'`); n != 1 {
		t.Errorf("%d jobs were cancelled, want 1", n)
	}
	if strings.Contains(dump(t, s), "CANARY") {
		t.Error("what a panic was about is kept in the job")
	}
}

func TestAGroupsCardIsDrawnOnceForManyChanges(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	o := &office{}
	drawing, finish := make(chan triage.Notice, 10), make(chan struct{})
	o.card = func(ctx context.Context, n triage.Notice) error {
		drawing <- n
		select {
		case <-finish:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	waiting := func() int {
		return count(t, s, `SELECT count(*) FROM river_job WHERE kind = 'card' AND state IN ('available', 'pending', 'scheduled', 'retryable')`)
	}
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	p = mustDo(t, desk, claimOf(p, "c1", 1))
	release := func(key string) {
		t.Helper()
		p = mustDo(t, desk, triage.Act{Key: key, Codes: []triage.Code{p.Code}, Verb: triage.Release, Actor: triage.Actor{Staff: p.Owner}})
	}
	release("r1")
	if n := waiting(); n != 1 {
		t.Fatalf("%d jobs wait to draw the card, want 1", n)
	}
	startWork(t, s, o)
	if n := <-drawing; n.Event != "r1" || n.Unit != p.Unit || n.To != "group-kv-1" {
		t.Errorf("drawn for %+v, want the newest notice", n)
	}
	// While it is being drawn, what is read may be old already: one more waits. A
	// worker may take that one at once too, so nothing is said of the state here.
	p = mustDo(t, desk, claimOf(p, "c2", 2))
	release("r2")
	close(finish)
	eventually(t, "all is drawn", func() bool { return unfinished(t, s) == 0 })
	o.mu.Lock()
	last := o.cards[len(o.cards)-1]
	o.mu.Unlock()
	if len(o.cards) < 2 || len(o.cards) > 3 || !slices.ContainsFunc(o.cards, func(n triage.Notice) bool { return n.Event == "r2" }) {
		t.Errorf("drawn for %+v, want once more after the last change", o.cards)
	}
	// A finished job does not stand in the way.
	card := last
	card.Event = "follow-up"
	must(t, s.Enqueue(t.Context(), card))
	eventually(t, "it is drawn again", func() bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		return o.cards[len(o.cards)-1].Event == "follow-up"
	})
}

func TestFilesAreFetchedAndThenTold(t *testing.T) {
	s := newStore(t)
	o := &office{}
	o.fetch = func(ctx context.Context, code triage.Code, f triage.Stored) error {
		if f.Source == "gone" {
			return never{}
		}
		_, err := s.StoreFile(ctx, code, f.ID, strings.NewReader("bytes of "+f.Source))
		return err
	}
	startWork(t, s, o)
	draft := triagetest.Draft("d", "citizen")
	draft.Files = []triage.Attachment{{Source: "one"}, {Source: "gone"}, {Source: "two"}, {Source: "three"}}
	p := mustFile(t, newDesk(s), draft)
	told := triage.Notice{Code: p.Code, Event: "d", Version: 1, Verb: Files, Audience: triage.ToCitizen, To: "citizen"}
	eventually(t, "the citizen is told of the files", func() bool { return o.timesTold(told) > 0 })
	eventually(t, "all is done", func() bool { return unfinished(t, s) == 0 })
	if n := o.timesTold(told); n != 1 {
		t.Errorf("told %d times, want 1", n)
	}
	d, err := s.Dossier(t.Context(), p.Code, triage.Actor{Person: "citizen"})
	must(t, err)
	for _, f := range d.Files {
		if (f.Source == "gone") != (f.Failed == FileUnavailable) || (f.Source == "gone") != (f.SHA256 == "") {
			t.Errorf("a file ended as %+v", f)
		}
	}
}

func TestAnUrgentNoticeHasItsOwnQueue(t *testing.T) {
	s := newStore(t)
	draft := triagetest.Draft("d", "citizen")
	draft.Facts = triage.Facts{Kind: triage.Surrender, Province: "22"}
	p := mustFile(t, newDesk(s), draft)
	if !p.Decision.Urgent {
		t.Fatal("a surrender is not urgent, so nothing is tested")
	}
	if n := count(t, s, `SELECT count(*) FROM river_job WHERE queue <> 'urgent'`); n != 0 {
		t.Errorf("%d jobs of an urgent petition are in other queues", n)
	}
	if found, err := s.Find(t.Context(), triage.Query{}); err != nil || len(found) != 1 {
		t.Errorf("found %d, %v", len(found), err)
	}
}
