package triagetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// Subject is a ledger under test, with what the suite reads back.
type Subject interface {
	triage.Ledger
	// Petition returns a petition as it is now; triage.ErrNotFound if there is none.
	Petition(ctx context.Context, code triage.Code) (triage.Petition, error)
	// Events returns the events of a petition in order, with their words.
	Events(ctx context.Context, code triage.Code) ([]triage.Event, error)
	// Notices returns every notice that is queued, those of groups at least once.
	Notices(ctx context.Context) ([]triage.Notice, error)
}

// Start is the moment at which the desks of the suite begin, a Monday morning.
func Start() time.Time { return time.Date(2026, time.March, 2, 9, 0, 0, 0, calendar.Zone()) }

// Suite checks that a ledger keeps its promises. open gives a new empty ledger.
func Suite(t *testing.T, open func(t *testing.T) Subject) {
	for name, test := range map[string]func(*testing.T, *scene){
		"a draft filed twice is one petition":             filedTwice,
		"a draft filed twice at once is one petition":     filedTwiceAtOnce,
		"a code in use asks for another":                  codeTaken,
		"what was written comes back":                     comesBack,
		"of twenty claims at once one wins":               oneWinner,
		"an act that fails leaves nothing":                leavesNothing,
		"a panic in an act leaves nothing":                panicLeavesNothing,
		"an act that is given up leaves nothing":          cancelLeavesNothing,
		"a repeated act returns the first outcome":        repeated,
		"a repeated act that races has one effect":        repeatedAtOnce,
		"three petitions are merged into one":             merged,
		"a petition is split in two":                      splitInTwo,
		"opposite orders do not wait for each other":      oppositeOrders,
		"a petition that does not exist is not found":     notFound,
		"a press of an old button is told so":             stale,
		"the key of an event is unique in its petition":   uniqueKey,
		"an event without a key is refused":               keyless,
		"an event of a petition not lent is refused":      foreignEvent,
		"obligations are written and closed":              obligations,
		"notices are written with the act, or not at all": noticesWithAct,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newScene(t, open(t)))
		})
	}
}

// scene is a desk on a fresh ledger.
type scene struct {
	Subject
	desk *triage.Desk
	ctx  context.Context
}

// staffAsIs is a directory of a roster that does not change.
type staffAsIs triage.Roster

func (s staffAsIs) Roster(context.Context) (triage.Roster, error) { return triage.Roster(s), nil }

func newScene(t *testing.T, subject Subject) *scene {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	var mu sync.Mutex
	at := Start()
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(time.Second)
		return at
	}
	desk := &triage.Desk{Ledger: subject, Directory: staffAsIs(Roster()), Office: Office(), Now: now, Random: rand.Reader}
	return &scene{Subject: subject, desk: desk, ctx: ctx}
}

// file files a draft of its own for a key.
func (s *scene) file(t *testing.T, key string) triage.Petition {
	t.Helper()
	done, err := s.desk.File(s.ctx, Draft(key, "citizen-"+triage.PersonID(key)))
	if err != nil {
		t.Fatalf("file %s: %v", key, err)
	}
	return done.Petition
}

func (s *scene) do(t *testing.T, a triage.Act) triage.Done {
	t.Helper()
	done, err := s.desk.Do(s.ctx, a)
	if err != nil {
		t.Fatalf("%s: %v", a.Verb, err)
	}
	return done
}

// claimed files a petition that the first officer of its unit holds.
func (s *scene) claimed(t *testing.T, key string) triage.Petition {
	t.Helper()
	p := s.file(t, key)
	return s.do(t, claimOf(p, key+"-claim", 1)).Petition
}

func claimOf(p triage.Petition, key string, officer int) triage.Act {
	return triage.Act{Key: key, Codes: []triage.Code{p.Code}, Verb: triage.Claim, Actor: triage.Actor{Staff: Officer(p.Unit, officer)}}
}

// state is everything that a ledger shows of some petitions.
type state struct {
	petitions []triage.Petition
	events    []int
	notices   int
}

func (s *scene) state(t *testing.T, codes ...triage.Code) state {
	t.Helper()
	var now state
	for _, code := range codes {
		p, err := s.Petition(s.ctx, code)
		if err != nil {
			t.Fatalf("read %s: %v", code, err)
		}
		now.petitions = append(now.petitions, p)
		now.events = append(now.events, len(s.eventsOf(t, code)))
	}
	now.notices = len(s.noticesOf(t, codes...))
	return now
}

func (s *scene) eventsOf(t *testing.T, code triage.Code) []triage.Event {
	t.Helper()
	events, err := s.Events(s.ctx, code)
	if err != nil {
		t.Fatalf("read the events of %s: %v", code, err)
	}
	return events
}

// noticesOf are the notices to people; of a group's card one may stand for several.
func (s *scene) noticesOf(t *testing.T, codes ...triage.Code) []triage.Notice {
	t.Helper()
	all, err := s.Notices(s.ctx)
	if err != nil {
		t.Fatalf("read the notices: %v", err)
	}
	return slices.DeleteFunc(all, func(n triage.Notice) bool {
		return n.Audience == triage.ToGroup || !slices.Contains(codes, n.Code)
	})
}

// unchanged fails unless everything is as it was.
func (s *scene) unchanged(t *testing.T, was state) {
	t.Helper()
	var codes []triage.Code
	for _, p := range was.petitions {
		codes = append(codes, p.Code)
	}
	now := s.state(t, codes...)
	for i, p := range now.petitions {
		if !Same(p, was.petitions[i]) {
			t.Errorf("petition %s changed\n from %+v\n   to %+v", p.Code, was.petitions[i], p)
		}
	}
	if !slices.Equal(now.events, was.events) || now.notices != was.notices {
		t.Errorf("events and notices went from %v and %d to %v and %d", was.events, was.notices, now.events, now.notices)
	}
}

// together runs fn n times at once and returns what came of each.
func together(n int, fn func(i int) error) []error {
	results := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			results[i] = fn(i)
		})
	}
	close(start)
	wg.Wait()
	return results
}

// refusedWith fails unless err is a refusal for that reason.
func refusedWith(t *testing.T, err error, reason string) *triage.Refusal {
	t.Helper()
	var refusal *triage.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != reason {
		t.Fatalf("got %v, want the refusal %s", err, reason)
	}
	return refusal
}

func filedTwice(t *testing.T, s *scene) {
	draft := Draft("d", "citizen")
	first, err := s.desk.File(s.ctx, draft)
	if err != nil || first.Repeated {
		t.Fatalf("first filing: repeated %v, %v", first.Repeated, err)
	}
	second, err := s.desk.File(s.ctx, draft)
	if err != nil || !second.Repeated {
		t.Fatalf("second filing: repeated %v, %v", second.Repeated, err)
	}
	if !Same(first.Petition, second.Petition) {
		t.Errorf("second filing gave %+v, want %+v", second.Petition, first.Petition)
	}
	if n := len(s.eventsOf(t, first.Petition.Code)); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
	if receipts := s.noticesOf(t, first.Petition.Code); countTo(receipts, triage.ToCitizen) != 1 {
		t.Errorf("%d receipts, want 1", countTo(receipts, triage.ToCitizen))
	}
}

func countTo(notices []triage.Notice, a triage.Audience) int {
	n := 0
	for _, notice := range notices {
		if notice.Audience == a {
			n++
		}
	}
	return n
}

func filedTwiceAtOnce(t *testing.T, s *scene) {
	codes := make([]triage.Code, 10)
	fresh := make([]bool, 10)
	errs := together(10, func(i int) error {
		done, err := s.desk.File(s.ctx, Draft("d", "citizen"))
		codes[i], fresh[i] = done.Petition.Code, !done.Repeated
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(codes)))); n != 1 {
		t.Errorf("%d petitions, want 1", n)
	}
	if n := len(slices.DeleteFunc(fresh, func(f bool) bool { return !f })); n != 1 {
		t.Errorf("%d filings said that they opened it, want 1", n)
	}
}

func codeTaken(t *testing.T, s *scene) {
	p := s.file(t, "a")
	was := s.state(t, p.Code)
	_, _, err := s.Open(s.ctx, triage.Filing{Petition: p, Event: triage.Event{Key: "b", Code: p.Code, Opening: 1, Version: 1,
		Verb: triage.FileIt, At: Start(), To: triage.StatusFiled, Unit: p.Unit}})
	if !errors.Is(err, triage.ErrCodeTaken) {
		t.Fatalf("got %v, want ErrCodeTaken", err)
	}
	s.unchanged(t, was)
}

func comesBack(t *testing.T, s *scene) {
	p := s.file(t, "a")
	now, err := s.Petition(s.ctx, p.Code)
	if err != nil || !Same(now, p) {
		t.Errorf("got %+v, %v\nwant %+v", now, err, p)
	}
	draft := Draft("a", "citizen-a")
	err = s.Change(s.ctx, []triage.Code{p.Code}, func(c *triage.Case) error {
		words, identity, _, err := c.Words(p.Code)
		if words != draft.Words || identity != draft.Identity {
			t.Errorf("got %+v and %+v, want what was filed", words, identity)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	held := s.do(t, claimOf(p, "c", 1)).Petition
	done := s.do(t, triage.Act{Key: "n", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: triage.Actor{Staff: held.Owner}, Text: "Đã gọi điện."})
	events := s.eventsOf(t, p.Code)
	last := events[len(events)-1]
	if last.Text != "Đã gọi điện." || !last.Internal || last.Actor.Staff != held.Owner || !last.At.Equal(done.Event.At) || last.Version != 3 {
		t.Errorf("the note came back as %+v", last)
	}
	if len(events[0].Flows) != 1 || events[0].Flows[0].What != triage.FlowReceived {
		t.Errorf("the filing's flows came back as %+v", events[0].Flows)
	}
}

func oneWinner(t *testing.T, s *scene) {
	p := s.file(t, "a")
	errs := together(20, func(i int) error {
		_, err := s.desk.Do(s.ctx, claimOf(p, fmt.Sprintf("claim-%d", i), 1+i%3))
		return err
	})
	now, err := s.Petition(s.ctx, p.Code)
	if err != nil {
		t.Fatal(err)
	}
	won, named := 0, 0
	for i, err := range errs {
		var refusal *triage.Refusal
		switch {
		case err == nil:
			won++
		case Officer(p.Unit, 1+i%3) == now.Owner && errors.As(err, &refusal):
			// The winner's own second press: the life table has no claim from there.
		default:
			if r := refusedWith(t, err, triage.RefusedOther); r.Name == string(now.Owner) {
				named++
			}
		}
	}
	if won != 1 || named < 13 {
		t.Errorf("%d won and %d were told of the winner, want 1 and at least 13", won, named)
	}
	if len(s.eventsOf(t, p.Code)) != 2 {
		t.Errorf("%d events, want 2", len(s.eventsOf(t, p.Code)))
	}
}
