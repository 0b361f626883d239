package triagetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"tiepdan/triage"
)

// spoil changes everything that a case holds.
func spoil(c *triage.Case) {
	for i := range c.Petitions {
		p := &c.Petitions[i]
		p.Status, p.Owner, p.Version = triage.StatusClaimed, Officer(p.Unit, 1), p.Version+1
		for j := range p.Obligations {
			p.Obligations[j].Warned = 50
		}
		c.Events = append(c.Events, triage.Event{Key: "spoilt", Code: p.Code, Opening: 1, Version: p.Version, Verb: triage.Claim,
			At: Start(), From: triage.StatusFiled, To: triage.StatusClaimed, Unit: p.Unit})
		c.Notices = append(c.Notices, triage.Notice{Code: p.Code, Event: "spoilt", Verb: triage.Claim, Audience: triage.ToCitizen, To: p.Filer})
	}
}

func leavesNothing(t *testing.T, s *scene) {
	a, b := s.file(t, "a"), s.file(t, "b")
	was := s.state(t, a.Code, b.Code)
	failure := errors.New("changed my mind")
	err := s.Change(s.ctx, []triage.Code{a.Code, b.Code}, func(c *triage.Case) error {
		spoil(c)
		return failure
	})
	if err != failure { //nolint:errorlint // the promise is that it is returned as it is
		t.Errorf("got %v, want the error of the act as it is", err)
	}
	s.unchanged(t, was)
}

func panicLeavesNothing(t *testing.T, s *scene) {
	p := s.file(t, "a")
	was := s.state(t, p.Code)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = s.Change(s.ctx, []triage.Code{p.Code}, func(c *triage.Case) error {
			spoil(c)
			panic("in the middle of an act")
		})
	}()
	s.unchanged(t, was)
	s.do(t, claimOf(p, "after", 1))
}

func cancelLeavesNothing(t *testing.T, s *scene) {
	p := s.file(t, "a")
	was := s.state(t, p.Code)
	ctx, cancel := context.WithCancel(s.ctx)
	err := s.Change(ctx, []triage.Code{p.Code}, func(c *triage.Case) error {
		spoil(c)
		cancel()
		return nil
	})
	if err == nil {
		t.Error("an act whose context had ended was called done")
	}
	s.unchanged(t, was)
	s.do(t, claimOf(p, "after", 1))
}

func repeated(t *testing.T, s *scene) {
	p := s.file(t, "a")
	first := s.do(t, claimOf(p, "c", 1))
	s.do(t, triage.Act{Key: "r", Codes: []triage.Code{p.Code}, Verb: triage.Release, Actor: triage.Actor{Staff: first.Petition.Owner}})
	was := s.state(t, p.Code)
	again := s.do(t, claimOf(p, "c", 1))
	if !again.Repeated || again.Event.Version != first.Event.Version || again.Event.Verb != triage.Claim {
		t.Errorf("the repeat gave %+v, want the first outcome %+v", again, first)
	}
	s.unchanged(t, was)
}

func repeatedAtOnce(t *testing.T, s *scene) {
	p := s.file(t, "a")
	firsts := make([]bool, 10)
	errs := together(10, func(i int) error {
		done, err := s.desk.Do(s.ctx, claimOf(p, "same", 2))
		firsts[i] = err == nil && !done.Repeated
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(slices.DeleteFunc(firsts, func(f bool) bool { return !f })); n != 1 {
		t.Errorf("%d were first, want 1", n)
	}
	if n := len(s.eventsOf(t, p.Code)); n != 2 {
		t.Errorf("%d events, want 2", n)
	}
}

func merged(t *testing.T, s *scene) {
	a, b, c := s.claimed(t, "a"), s.claimed(t, "b"), s.claimed(t, "c")
	done := s.do(t, triage.Act{Key: "m", Codes: []triage.Code{b.Code, c.Code, a.Code}, Verb: triage.Merge, Actor: triage.Actor{Staff: a.Owner}})
	if done.Petition.Code != b.Code || done.Petition.Status != triage.StatusClaimed || len(done.Petition.Links) != 2 {
		t.Errorf("the petition that stays is %+v", done.Petition)
	}
	for _, code := range []triage.Code{a.Code, c.Code} {
		p, err := s.Petition(s.ctx, code)
		if err != nil || p.Status != triage.StatusDone || p.Outcome != triage.Merged || p.MergedInto != b.Code {
			t.Errorf("the petition that ends is %+v, %v", p, err)
		}
	}
	for _, code := range []triage.Code{a.Code, b.Code, c.Code} {
		events := s.eventsOf(t, code)
		if last := events[len(events)-1]; last.Key != "m" || last.Verb != triage.Merge {
			t.Errorf("the last event of %s is %+v", code, last)
		}
	}
}

func splitInTwo(t *testing.T, s *scene) {
	draft := Draft("a", "citizen")
	draft.Files = []triage.Attachment{{Source: "file-1", Type: "photo"}}
	filed, err := s.desk.File(s.ctx, draft)
	if err != nil {
		t.Fatal(err)
	}
	p := s.do(t, claimOf(filed.Petition, "c", 1)).Petition
	act := triage.Act{Key: "s", Codes: []triage.Code{p.Code}, Verb: triage.SplitUp, Actor: triage.Actor{Staff: p.Owner}, Parts: []triage.Part{
		{Facts: draft.Facts, Story: "Phần thứ nhất."},
		{Facts: triage.Facts{Kind: triage.CrimeReport, Province: "22"}, Story: "Phần thứ hai."},
	}}
	done := s.do(t, act)
	if len(done.Opened) != 2 || !slices.Equal(done.Petition.Children, done.Opened) || done.Petition.Outcome != triage.SplitApart {
		t.Fatalf("the split gave %+v", done)
	}
	for i, code := range done.Opened {
		child, err := s.Petition(s.ctx, code)
		if err != nil || child.Parent != p.Code || !child.FiledAt.Equal(p.FiledAt) || child.Status != triage.StatusFiled {
			t.Errorf("a child is %+v, %v", child, err)
		}
		err = s.Change(s.ctx, []triage.Code{code}, func(c *triage.Case) error {
			words, identity, files, err := c.Words(code)
			if words.Story != act.Parts[i].Story || identity != draft.Identity || len(files) != 1 || files[0].Source != "file-1" {
				t.Errorf("child %d holds %+v, %+v, %+v", i, words, identity, files)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if n := countTo(s.noticesOf(t, code), triage.ToCitizen); n != 1 {
			t.Errorf("child %d was told to the citizen %d times, want 1", i, n)
		}
	}
	was := s.state(t, p.Code)
	if again := s.do(t, act); !again.Repeated {
		t.Error("splitting again by the same key was not a repeat")
	}
	s.unchanged(t, was)
}

func oppositeOrders(t *testing.T, s *scene) {
	codes := []triage.Code{s.file(t, "a").Code, s.file(t, "b").Code, s.file(t, "c").Code}
	errs := together(30, func(i int) error {
		order := slices.Clone(codes)
		if i%2 == 1 {
			slices.Reverse(order)
		}
		return s.Change(s.ctx, order, func(c *triage.Case) error {
			for j := range c.Petitions {
				p := &c.Petitions[j]
				p.Version++
				c.Events = append(c.Events, triage.Event{Key: fmt.Sprintf("k%d", i), Code: p.Code, Opening: 1, Version: p.Version,
					Verb: triage.Note, At: Start(), To: p.Status, Unit: p.Unit, Internal: true})
			}
			return nil
		})
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		p, err := s.Petition(s.ctx, code)
		if err != nil || p.Version != 31 {
			t.Errorf("%s is at version %d, %v; want 31", code, p.Version, err)
		}
	}
}

func notFound(t *testing.T, s *scene) {
	p := s.file(t, "a")
	was := s.state(t, p.Code)
	called := false
	err := s.Change(s.ctx, []triage.Code{p.Code, "26-AAAA-AAAA"}, func(*triage.Case) error {
		called = true
		return nil
	})
	if !errors.Is(err, triage.ErrNotFound) || called {
		t.Errorf("got %v, act called: %v; want ErrNotFound", err, called)
	}
	_, err = s.desk.Do(s.ctx, triage.Act{Key: "k", Codes: []triage.Code{"26-AAAA-AAAA"}, Verb: triage.Claim, Actor: triage.Actor{Staff: Officer(Region1, 1)}})
	refusedWith(t, err, triage.RefusedNotFound)
	if _, err := s.Petition(s.ctx, "26-AAAA-AAAA"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	s.unchanged(t, was)
}

func stale(t *testing.T, s *scene) {
	p := s.claimed(t, "a")
	was := s.state(t, p.Code)
	act := triage.Act{Key: "n", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: triage.Actor{Staff: p.Owner}, Text: "Ghi chú.", Seen: p.Version - 1}
	_, err := s.desk.Do(s.ctx, act)
	refusedWith(t, err, triage.RefusedStale)
	s.unchanged(t, was)
	act.Seen = p.Version
	s.do(t, act)
}

func uniqueKey(t *testing.T, s *scene) {
	a, b := s.file(t, "a"), s.file(t, "b")
	append1 := func(code triage.Code) error {
		return s.Change(s.ctx, []triage.Code{code}, func(c *triage.Case) error {
			p := &c.Petitions[0]
			p.Version++
			c.Events = append(c.Events, triage.Event{Key: "k", Code: code, Opening: 1, Version: p.Version, Verb: triage.Note, At: Start(), To: p.Status, Unit: p.Unit})
			return nil
		})
	}
	if err := append1(a.Code); err != nil {
		t.Fatal(err)
	}
	was := s.state(t, a.Code)
	if err := append1(a.Code); err == nil {
		t.Error("a key was taken twice in one petition")
	}
	s.unchanged(t, was)
	if err := append1(b.Code); err != nil {
		t.Errorf("one key in two petitions, as in a merge: %v", err)
	}
}

func keyless(t *testing.T, s *scene) {
	p := s.file(t, "a")
	was := s.state(t, p.Code)
	act := claimOf(p, "", 1)
	if _, err := s.desk.Do(s.ctx, act); err == nil {
		t.Error("an act without a key was done")
	}
	draft := Draft("", "citizen")
	if _, err := s.desk.File(s.ctx, draft); err == nil {
		t.Error("a draft without a key was filed")
	}
	s.unchanged(t, was)
}

func foreignEvent(t *testing.T, s *scene) {
	a, b := s.file(t, "a"), s.file(t, "b")
	was := s.state(t, a.Code, b.Code)
	err := s.Change(s.ctx, []triage.Code{a.Code}, func(c *triage.Case) error {
		c.Events = append(c.Events, triage.Event{Key: "k", Code: b.Code, Opening: 1, Version: 2, Verb: triage.Note, At: Start(), To: b.Status, Unit: b.Unit})
		return nil
	})
	if err == nil {
		t.Error("an event was appended to a petition that was not lent")
	}
	s.unchanged(t, was)
}

func obligations(t *testing.T, s *scene) {
	p := s.claimed(t, "a")
	if _, ok := p.NextDue(); !ok {
		t.Fatalf("nothing is owed: %+v", p.Obligations)
	}
	done := s.do(t, triage.Act{Key: "g", Codes: []triage.Code{p.Code}, Verb: triage.Classify, Actor: triage.Actor{Staff: p.Owner},
		Disposition: triage.File, Reason: "Trùng nội dung đã trả lời."})
	// The table sends it elsewhere, so that a leader has to agree (P15).
	done = s.do(t, triage.Act{Key: "p", Codes: []triage.Code{p.Code}, Verb: triage.Propose, Actor: triage.Actor{Staff: p.Owner}})
	done = s.do(t, triage.Act{Key: "y", Codes: []triage.Code{p.Code}, Verb: triage.Approve, Actor: triage.Actor{Staff: LeaderOf(p.Unit)}})
	done = s.do(t, triage.Act{Key: "f", Codes: []triage.Code{p.Code}, Verb: triage.FileAway, Actor: triage.Actor{Staff: p.Owner}, Reason: "Xếp lưu.", Seen: done.Petition.Version})
	now, err := s.Petition(s.ctx, p.Code)
	if err != nil || !Same(now, done.Petition) {
		t.Fatalf("got %+v, %v\nwant %+v", now, err, done.Petition)
	}
	for _, o := range now.Obligations {
		if o.Open() {
			t.Errorf("%s is still owed", o.ID)
		}
	}
	processed := slices.ContainsFunc(s.eventsOf(t, p.Code), func(e triage.Event) bool {
		return slices.ContainsFunc(e.Flows, func(f triage.Flow) bool { return f.What == triage.FlowProcessed && f.OnTime })
	})
	if !processed {
		t.Error("the end was not counted as processed in time")
	}
}

func noticesWithAct(t *testing.T, s *scene) {
	p := s.file(t, "a")
	filed := s.noticesOf(t, p.Code)
	if countTo(filed, triage.ToCitizen) != 1 || countTo(filed, triage.ToDuty) != 1 {
		t.Errorf("filing told %+v, want the citizen and the officer on duty", filed)
	}
	s.do(t, claimOf(p, "c", 2))
	claims := slices.DeleteFunc(s.noticesOf(t, p.Code), func(n triage.Notice) bool { return n.Event != "c" })
	if len(claims) != 1 || claims[0].To != p.Filer || claims[0].Version != 2 || claims[0].Verb != triage.Claim {
		t.Errorf("the claim told %+v, want the citizen", claims)
	}
	all, err := s.Notices(s.ctx)
	if err != nil {
		t.Fatal(err)
	}
	group := func(n triage.Notice) bool {
		return n.Audience == triage.ToGroup && n.Code == p.Code && n.Unit == p.Unit
	}
	if !slices.ContainsFunc(all, group) {
		t.Error("the group's card was not asked for")
	}
	was := s.state(t, p.Code)
	_, err = s.desk.Do(s.ctx, claimOf(p, "d", 3))
	refusedWith(t, err, triage.RefusedOther)
	s.unchanged(t, was)
}
