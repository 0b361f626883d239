package postgres

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

func TestAPersonIsMadeOnce(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	ids := make([]triage.PersonID, 20)
	together(len(ids), func(i int) {
		p, err := s.Person(ctx, "chat-1", "vi")
		if err != nil || p.Address != "chat-1" || p.Language != "vi" || p.Unreachable {
			t.Errorf("got %+v, %v", p, err)
		}
		ids[i] = p.ID
	})
	if n := len(slices.Compact(slices.Sorted(slices.Values(ids)))); n != 1 {
		t.Fatalf("%d people at one address, want 1", n)
	}
	must(t, s.SetLanguage(ctx, ids[0], "en"))
	must(t, s.SetReachable(ctx, ids[0], false))
	p, err := s.Person(ctx, "chat-1", "vi")
	must(t, err)
	if p.Language != "en" || !p.Unreachable {
		t.Errorf("got %+v, want English and unreachable", p)
	}
	if _, err := s.PersonByID(ctx, "p-nobody"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if err := s.SetLanguage(ctx, "p-nobody", "vi"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestAPersonMovesToAnotherAddress(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	group, err := s.Person(ctx, "group-old", "vi")
	must(t, err)
	other, err := s.Person(ctx, "group-new", "vi") // a message from the new address came first
	must(t, err)
	for range 2 {
		must(t, s.Readdress(ctx, "group-old", "group-new"))
	}
	now, err := s.Person(ctx, "group-new", "vi")
	must(t, err)
	if now.ID != group.ID || now.Address != "group-new" || now.ID == other.ID {
		t.Errorf("at the new address is %+v, want %s", now, group.ID)
	}
}

func TestAnInvitationHasOneWinner(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	invitation := triage.Invitation{Unit: triagetest.Region1, Name: "Vũ Mẫu Tiếp Nhất", Post: triage.Officer, Duty: true, Until: time.Now().Add(time.Hour)}
	token, err := s.Invite(ctx, invitation)
	must(t, err)
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{20,40}$`).MatchString(token) {
		t.Errorf("the token is %q", token)
	}
	errs := make([]error, 20)
	bound := make([]triage.Staff, 20)
	together(20, func(i int) {
		_, bound[i], errs[i] = s.Redeem(ctx, token, triage.PersonID(fmt.Sprintf("p-%d", i)))
	})
	won := -1
	for i, err := range errs {
		switch {
		case err == nil && won < 0:
			won = i
		case !errors.Is(err, triage.ErrNotFound):
			t.Errorf("person %d: %v, want ErrNotFound", i, err)
		}
	}
	if won < 0 {
		t.Fatal("nobody won")
	}
	m := bound[won]
	if m.Name != invitation.Name || m.Unit != invitation.Unit || m.Post != invitation.Post || !m.OnDuty || !m.Active() {
		t.Errorf("the winner is bound as %+v", m)
	}
	got, again, err := s.Redeem(ctx, token, m.Person)
	if err != nil || again != m || got.Unit != invitation.Unit {
		t.Errorf("the winner asking again got %+v, %v", again, err)
	}
	roster, err := s.Roster(ctx)
	must(t, err)
	if found, ok := roster.ByPerson(m.Person); !ok || found != m {
		t.Errorf("the roster holds %+v", roster.Staff)
	}

	// The same account gets another post, and is one member of staff all the same.
	token, err = s.Invite(ctx, triage.Invitation{Unit: triagetest.Province, Name: "Vũ Mẫu Lãnh Tỉnh", Post: triage.Leader, Until: time.Now().Add(time.Hour)})
	must(t, err)
	_, moved, err := s.Redeem(ctx, token, m.Person)
	must(t, err)
	if moved.ID != m.ID || moved.Post != triage.Leader || moved.Unit != triagetest.Province || moved.OnDuty {
		t.Errorf("moved to %+v", moved)
	}
	must(t, s.Revoke(ctx, m.ID))
	must(t, s.Revoke(ctx, m.ID))
	if _, _, err := s.Redeem(ctx, token, m.Person); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("a revoked member of staff came back by an old invitation: %v", err)
	}
	all, err := s.Staff(ctx)
	must(t, err)
	if len(all) != 1 || all[0].Active() {
		t.Errorf("the staff are %+v", all)
	}
	if err := s.Revoke(ctx, "s-nobody"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestAnInvitationHasItsTimeAndItsKind(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	late, err := s.Invite(ctx, triage.Invitation{Unit: "vks-kv-1", Name: "Vũ Mẫu", Post: triage.Officer, Until: time.Now().Add(-time.Second)})
	must(t, err)
	group, err := s.Invite(ctx, triage.Invitation{Unit: "vks-kv-1", Group: true, Until: time.Now().Add(time.Hour)})
	must(t, err)
	for _, token := range []string{late, group, "no-such-token"} {
		if _, _, err := s.Redeem(ctx, token, "p-1"); !errors.Is(err, triage.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	}
	if _, err := s.RedeemGroup(ctx, late, "g-1"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	for range 2 {
		i, err := s.RedeemGroup(ctx, group, "g-1")
		must(t, err)
		if !i.Group || i.Unit != "vks-kv-1" {
			t.Errorf("got %+v", i)
		}
	}
	if _, err := s.RedeemGroup(ctx, group, "g-2"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	// The group goes to another unit.
	group, err = s.Invite(ctx, triage.Invitation{Unit: "vks-kv-2", Group: true, Until: time.Now().Add(time.Hour)})
	must(t, err)
	_, err = s.RedeemGroup(ctx, group, "g-1")
	must(t, err)
	roster, err := s.Roster(ctx)
	must(t, err)
	if len(roster.Groups) != 1 || roster.Groups["vks-kv-2"] != "g-1" {
		t.Errorf("the groups are %v", roster.Groups)
	}
}

func TestTheDeliveryLedgerIsExact(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	p := mustFile(t, newDesk(s), triagetest.Draft("d", "citizen"))
	n := triage.Notice{Code: p.Code, Event: "d", Version: 1, Verb: triage.FileIt, Audience: triage.ToCitizen, To: "citizen", Urgent: true}
	card := triage.Notice{Code: p.Code, Event: "d", Version: 1, Verb: triage.FileIt, Audience: triage.ToGroup, To: "group-kv-1", Unit: "vks-kv-1"}
	want := []triage.Delivery{
		{Notice: n, At: triagetest.Start(), Outcome: triage.DeliveryDelayed, Attempt: 1},
		{Notice: n, At: triagetest.Start().Add(time.Second), Outcome: triage.DeliveryUnknown, Attempt: 1},
		{Notice: n, At: triagetest.Start().Add(2 * time.Second), Outcome: triage.DeliverySent, Ref: "77", Attempt: 2},
		{Notice: card, At: triagetest.Start().Add(3 * time.Second), Outcome: triage.DeliverySent, Ref: "77", Attempt: 1},
	}
	for i, d := range want {
		if i == 2 {
			sent, err := s.Delivered(ctx, n)
			if err != nil || sent {
				t.Errorf("delivered before it was sent: %v, %v", sent, err)
			}
		}
		must(t, s.Deliver(ctx, d))
	}
	got, err := s.Deliveries(ctx, p.Code)
	must(t, err)
	if len(got) != len(want) {
		t.Fatalf("%d deliveries, want %d", len(got), len(want))
	}
	for i := range want {
		if !got[i].At.Equal(want[i].At) {
			t.Errorf("delivery %d was at %v, want %v", i, got[i].At, want[i].At)
		}
		got[i].At = want[i].At
		if got[i] != want[i] {
			t.Errorf("delivery %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	for notice, delivered := range map[triage.Notice]bool{
		n:    true,
		card: true,
		{Code: n.Code, Event: "d", Verb: n.Verb, Audience: triage.ToDuty, To: "citizen"}:     false,
		{Code: n.Code, Event: "e", Verb: n.Verb, Audience: triage.ToCitizen, To: "citizen"}:  false,
		{Code: n.Code, Event: "d", Verb: Files, Audience: triage.ToCitizen, To: "citizen"}:   false,
		{Code: n.Code, Event: "d", Verb: n.Verb, Audience: triage.ToCitizen, To: "stranger"}: false,
	} {
		sent, err := s.Delivered(ctx, notice)
		if err != nil || sent != delivered {
			t.Errorf("%+v delivered: %v, %v; want %v", notice, sent, err, delivered)
		}
	}
}

func TestAMessageLeadsToItsPetition(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	p := mustFile(t, newDesk(s), triagetest.Draft("d", "citizen")) // holds message m1
	q := mustFile(t, newDesk(s), triagetest.Draft("e", "other"))
	notice := triage.Notice{Code: q.Code, Event: "e", Verb: triage.FileIt, Audience: triage.ToCitizen, To: "other"}
	must(t, s.Deliver(ctx, triage.Delivery{Notice: notice, At: time.Now(), Outcome: triage.DeliverySent, Ref: "90"}))
	for key, want := range map[[2]string]triage.Code{
		{"citizen", "m1"}: p.Code, {"other", "m1"}: q.Code, {"other", "90"}: q.Code, {"citizen", "90"}: "", {"other", "91"}: "",
	} {
		code, err := s.ByMessage(ctx, triage.PersonID(key[0]), key[1])
		if code != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, triage.ErrNotFound) {
			t.Errorf("%v leads to %q, %v; want %q", key, code, err, want)
		}
	}
	for _, ref := range []string{"", "12", "13", ""} {
		if ref != "" {
			must(t, s.SetCard(ctx, p.Code, p.Unit, ref))
		}
		got, err := s.Card(ctx, p.Code, p.Unit)
		must(t, err)
		if ref != "" && got != ref {
			t.Errorf("the card is at %q, want %q", got, ref)
		}
	}
	if got, err := s.Card(ctx, p.Code, "vks-kv-3"); err != nil || got != "" {
		t.Errorf("another unit's card is at %q, %v", got, err)
	}
}
