package triage

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// history is one random run of an office: who does what is drawn, what is
// possible is left to the life table.
type history struct {
	t      *testing.T
	random *rand.Rand
	desk   *Desk
	kept   *memory
	now    time.Time
	rules  []Rule
	done   map[Verb]int
	cuts   []cut
}

// cut is what the books really held at a moment.
type cut struct {
	at         time.Time
	open       map[UnitID]int // petitions received, not processed, not done
	unsigned   map[UnitID]int
	settling   map[UnitID]int
	supervised int
}

func newHistory(t *testing.T, seed uint64) *history {
	h := &history{
		t: t, random: rand.New(rand.NewPCG(seed, 7)), now: noon(t, "2026-10-01"), rules: Rules(), done: map[Verb]int{},
		kept: &memory{roster: testRoster(), petitions: map[Code]Petition{}},
	}
	o := testOffice()
	o.Approval = []Disposition{Decline, Return}
	var letters [32]byte
	letters[0] = byte(seed)
	h.desk = &Desk{Ledger: h.kept, Directory: h.kept, Office: o, Now: func() time.Time { return h.now }, Random: rand.NewChaCha8(letters)}
	return h
}

func pick[T any](h *history, list []T) T { return list[h.random.IntN(len(list))] }

func (h *history) facts() Facts {
	f := pick(h, h.rules).Example
	if h.random.IntN(3) == 0 {
		f.Signed = Yes
	}
	if h.random.IntN(6) == 0 {
		f.GuidedBefore = Yes
	}
	return f
}

// step lets some time pass and somebody do something.
func (h *history) step(n int) {
	h.now = h.now.Add(time.Duration(h.random.IntN(300)) * time.Minute)
	key := fmt.Sprintf("k%d", n)
	if len(h.kept.codes) == 0 || h.random.IntN(20) == 0 {
		_, err := h.desk.File(context.Background(), Draft{
			Key: key, Filer: PersonID(fmt.Sprintf("citizen-%d", h.random.IntN(9))), Channel: "chat", Facts: h.facts(),
			Commune: pick(h, []string{"00001", "00002", ""}),
		})
		if err != nil {
			h.t.Fatal(err)
		}
		h.done[FileIt]++
		return
	}
	p := h.kept.petitions[pick(h, h.kept.codes)]
	act := h.act(p)
	act.Key = key
	before := p
	_, err := h.desk.Do(context.Background(), act)
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		if after := h.kept.petitions[p.Code]; after.Version != before.Version {
			h.t.Fatalf("%s was refused (%v), yet it moved", act.Verb, err)
		}
	case err != nil:
		h.t.Fatal(err)
	default:
		h.done[act.Verb]++
		checkClocks(h.t, before, h.kept.petitions[p.Code], act)
		if h.random.IntN(8) == 0 {
			h.regret(act)
		}
	}
}

// regret takes an act back within the minute, if it can be.
func (h *history) regret(a Act) {
	h.now = h.now.Add(30 * time.Second)
	before := h.kept.petitions[a.Codes[0]]
	undo := Act{Key: a.Key + "/undo", Codes: a.Codes[:1], Verb: Undo, Actor: a.Actor}
	if _, err := h.desk.Do(context.Background(), undo); err == nil {
		h.done[Undo]++
		checkClocks(h.t, before, h.kept.petitions[a.Codes[0]], undo)
	}
}

// act draws something that somebody near the petition could try.
func (h *history) act(p Petition) Act {
	a := Act{Codes: []Code{p.Code}, Reason: "lý do", Text: "nội dung", Rating: 1 + h.random.IntN(5), Percent: 100}
	s := pick(h, h.kept.roster.Staff)
	if owner, ok := h.kept.roster.ByID(p.Owner); ok && h.random.IntN(5) > 0 {
		s = owner
	} else if near := h.kept.roster.Of(p.Unit); len(near) > 0 {
		s = pick(h, near)
	}
	a.Actor, a.Verb = Actor{Staff: s.ID, Person: s.Person}, pick(h, Verbs())
	switch verbs := p.Moves(s, h.desk.Office); {
	case h.random.IntN(6) == 0:
		a.Actor, a.Verb = Actor{Person: p.Filer}, pick(h, []Verb{Reply, Withdraw, Reopen, Contest, Rate})
	case h.random.IntN(12) == 0:
		a.Actor, a.Verb = Actor{}, pick(h, []Verb{Lapse, Remind, Escalate})
	case p.Status == StatusProposed && h.random.IntN(2) == 0:
		leader := pick(h, h.kept.roster.Of(p.Unit, Leader))
		a.Actor, a.Verb = Actor{Staff: leader.ID, Person: leader.Person}, pick(h, []Verb{Approve, Refuse})
	case len(verbs) > 0:
		a.Verb = pick(h, verbs)
		carried := p.Decision.Disposition.Carried().Verb
		switch {
		case slices.Contains(verbs, carried) && (p.Approved != "" || h.random.IntN(5) == 0):
			a.Verb = carried
		case slices.Contains(verbs, Propose) && p.NeedsApproval(h.desk.Office):
			a.Verb = Propose
		case slices.Contains(verbs, Classify) && h.random.IntN(4) == 0:
			a.Verb = Classify
		}
	}
	switch a.Verb {
	case Classify:
		switch h.random.IntN(3) {
		case 0:
			f := h.facts()
			a.Facts = &f
		case 1:
			a.Disposition = pick(h, append(Dispositions(), Decline, Return, Decline, Return))
			a.Destination = "UBND_XA"
		}
	case TransferOut:
		if h.random.IntN(3) == 0 {
			a.Destination = string(pick(h, h.desk.Office.Units).ID)
		}
	case HandOver:
		a.To = pick(h, h.kept.roster.Of(p.Unit, Officer)).ID
	case Merge:
		for _, code := range h.kept.codes {
			if q := h.kept.petitions[code]; q.Owner == p.Owner && q.Code != p.Code && slices.Contains([]Status{StatusClaimed, StatusWaiting}, q.Status) {
				a.Codes = append(a.Codes, code)
				break
			}
		}
	case SplitUp:
		a.Parts = []Part{{Facts: h.facts()}, {Facts: h.facts()}}
	case Remind, Escalate:
		if len(p.Obligations) > 0 {
			a.Clock = pick(h, p.Obligations).ID
		}
	case Link:
		a.Into = pick(h, h.kept.codes)
	}
	return a
}

// look notes what the books hold now, and lets a moment pass.
func (h *history) look() {
	c := cut{at: h.now.Add(time.Second), open: map[UnitID]int{}, unsigned: map[UnitID]int{}, settling: map[UnitID]int{}}
	for _, p := range h.kept.petitions {
		for _, unit := range []UnitID{p.Unit, ""} {
			switch {
			case p.Status == StatusDone:
			case p.Standing == Unsigned:
				c.unsigned[unit]++
			case p.ProcessedAt.IsZero() && !p.Kind.CrimeTrack():
				c.open[unit]++
			}
			if p.Status != StatusDone && !p.AcceptedAt.IsZero() && !p.Kind.CrimeTrack() {
				c.settling[unit]++
			}
		}
		openings := map[int]bool{}
		for _, o := range p.Obligations {
			if o.Open() && o.Step == StepResult && o.Deadline.ID != crimeClock && o.Deadline.ID != crimeDemandClock {
				openings[o.Opening] = true
			}
		}
		c.supervised += len(openings)
	}
	h.now = h.now.Add(2 * time.Second)
	h.cuts = append(h.cuts, c)
}

// tally adds up the flows as a ledger would.
func (h *history) tally(unit UnitID, from, to time.Time) Tally {
	t := Tally{From: from, To: to}
	for _, e := range h.kept.events {
		for _, f := range e.Flows {
			switch {
			case unit != "" && f.Unit != unit, !e.At.Before(to):
			case e.At.Before(from):
				t.Before = append(t.Before, Count{f, 1})
			default:
				t.Within = append(t.Within, Count{f, 1})
			}
		}
	}
	return t
}

// TestFiguresOfRandomHistories is P11: what the report says of any history is
// what the books really held.
func TestFiguresOfRandomHistories(t *testing.T) {
	done := map[Verb]int{}
	for seed := range uint64(80) {
		h := newHistory(t, seed)
		for n := range 700 {
			h.step(n)
			if h.random.IntN(90) == 0 {
				h.look()
			}
		}
		h.look()
		checkFigures(t, h)
		checkEndings(t, h)
		for v, n := range h.done {
			done[v] += n
		}
		if t.Failed() {
			t.Fatalf("history %d", seed)
		}
	}
	for _, v := range append(Verbs(), FileIt) {
		if done[v] < 3 {
			t.Errorf("%s was done only %d times in all histories", v, done[v])
		}
	}
}

func checkFigures(t *testing.T, h *history) {
	units := []UnitID{""}
	for _, u := range h.desk.Office.Units {
		units = append(units, u.ID)
	}
	from := noon(t, "2026-09-30")
	whole := map[UnitID]Figures{}
	for _, c := range h.cuts {
		province := Figures{}
		for _, unit := range units {
			f := figures(Period{From: from, To: c.at}, unit, h.tally(unit, from, c.at))
			if f.Closing != c.open[unit] || f.Unsigned != c.unsigned[unit] {
				t.Errorf("%q at %s: closing %d, waiting for a signature %d; the books hold %d and %d", unit, c.at, f.Closing, f.Unsigned, c.open[unit], c.unsigned[unit])
			}
			if got := f.Settle.Of - f.Settle.Done; got != c.settling[unit] {
				t.Errorf("%q at %s: %d settlements open; the books hold %d", unit, c.at, got, c.settling[unit])
			}
			if got := f.Supervise.Of - f.Supervise.Done; unit == "" && got != c.supervised {
				t.Errorf("at %s: %d supervisions open; the books hold %d", c.at, got, c.supervised)
			}
			if f.Closing != f.Opening+f.Received+f.Reopened+f.MovedIn-f.MovedOut-f.Processed-f.Removed {
				t.Errorf("%q: the balance does not add up: %+v", unit, f)
			}
			kinds, dispositions := 0, 0
			for _, k := range f.Kinds {
				kinds += k.Processed
			}
			for _, n := range f.Dispositions {
				dispositions += n
			}
			if kinds != f.Processed || dispositions != f.Processed || f.OnTime.Done > f.Processed {
				t.Errorf("%q: processed %d, by kind %d, by disposition %d, in time %d", unit, f.Processed, kinds, dispositions, f.OnTime.Done)
			}
			if f.CrimeReports.Settled > f.CrimeReports.Of {
				t.Errorf("%q: crime reports %+v", unit, f.CrimeReports)
			}
			if unit == "" {
				province = f
			} else if before, ok := whole[unit]; ok {
				// A longer period is the sum of its parts, and opens as the one before closed.
				part := figures(Period{From: before.To, To: c.at}, unit, h.tally(unit, before.To, c.at))
				if part.Opening != before.Closing || part.Closing != f.Closing || before.Received+part.Received != f.Received ||
					before.Processed+part.Processed != f.Processed || before.Removed+part.Removed != f.Removed ||
					before.MovedIn+part.MovedIn != f.MovedIn || before.OnTime.Done+part.OnTime.Done != f.OnTime.Done {
					t.Errorf("%q: %+v and %+v do not make %+v", unit, before, part, f)
				}
			}
			whole[unit] = f
		}
		sum, moved := Figures{}, 0
		for _, unit := range units[1:] {
			f := whole[unit]
			sum.Received, sum.Processed, sum.Closing = sum.Received+f.Received, sum.Processed+f.Processed, sum.Closing+f.Closing
			sum.Removed, sum.Reopened, sum.Unsigned = sum.Removed+f.Removed, sum.Reopened+f.Reopened, sum.Unsigned+f.Unsigned
			moved += f.MovedIn - f.MovedOut
		}
		if sum.Received != province.Received || sum.Processed != province.Processed || sum.Closing != province.Closing ||
			sum.Removed != province.Removed || sum.Reopened != province.Reopened || sum.Unsigned != province.Unsigned || moved != province.MovedIn-province.MovedOut {
			t.Errorf("at %s: the units make %+v, moved %d; the province says %+v", c.at, sum, moved, province)
		}
	}
}

// checkEndings is P12 and P15: the first decision is kept, and nothing ends as
// "not ours" without a transfer or a guidance on record.
func checkEndings(t *testing.T, h *history) {
	for _, p := range h.kept.petitions {
		if p.FirstDecision.Rule == "" || len(p.FirstDecision.Basis) == 0 || p.Decision.Rule == "" {
			t.Errorf("%s: %+v, first %+v", p.Code, p.Decision, p.FirstDecision)
		}
		if p.Status != StatusDone {
			continue
		}
		var last Event
		for _, e := range h.kept.events {
			if e.Code == p.Code && e.Opening == p.Opening && e.To == StatusDone && e.From != StatusDone {
				last = e
			}
		}
		ok := false
		switch p.Outcome {
		case Transferred, Demanded:
			ok = last.Destination != ""
		case Guided, Answered:
			ok = last.Text != ""
		case Returned, FiledAway, Declined:
			ok = last.Reason != ""
		case Withdrawn, Merged, Lapsed, SplitApart:
			ok = true
		}
		if !ok || last.Outcome != p.Outcome || p.Outcome == Merged && p.MergedInto == "" || p.Outcome == SplitApart && len(p.Children) < 2 {
			t.Errorf("%s ended as %q by %s, destination %q", p.Code, p.Outcome, last.Verb, last.Destination)
		}
	}
}

// checkClocks is P14: a legal clock pauses only where the law lets it, and no
// word of anybody restarts one.
func checkClocks(t *testing.T, before, after Petition, a Act) {
	t.Helper()
	if before.FirstDecision.Rule != after.FirstDecision.Rule || before.FirstDecision.Disposition != after.FirstDecision.Disposition {
		t.Fatalf("%s changed the first decision", a.Verb)
	}
	for _, o := range before.Obligations {
		i := slices.IndexFunc(after.Obligations, func(n Obligation) bool { return n.ID == o.ID })
		if i < 0 {
			t.Fatalf("%s forgot the obligation %s", a.Verb, o.ID)
		}
		n := after.Obligations[i]
		if !n.From.Equal(o.From) {
			t.Fatalf("%s restarted %s: %s, was %s", a.Verb, o.ID, n.From, o.From)
		}
		if !n.Due.Equal(o.Due) {
			switch a.Verb {
			case Extend:
			case Resume, Reply, TransferOut, Classify: // the last two where the petition leaves the unit
				if o.PausedAt.IsZero() || n.Due.Before(o.Due) {
					t.Fatalf("%s moved %s from %s to %s", a.Verb, o.ID, o.Due, n.Due)
				}
			default:
				t.Fatalf("%s moved %s from %s to %s", a.Verb, o.ID, o.Due, n.Due)
			}
		}
		if n.PausedAt.IsZero() || !o.PausedAt.IsZero() {
			continue
		}
		if officeClock := n.Deadline.ID == classifyClock; !(a.Verb == Suspend || a.Verb == Ask && officeClock) {
			t.Fatalf("%s paused %s", a.Verb, o.ID)
		}
	}
	if slices.Contains([]Verb{Note, Rate, Link, Remind, Escalate, Contest, Claim, Release, HandOver, Propose, Approve, Refuse, Reply}, a.Verb) &&
		len(after.Obligations) != len(before.Obligations) {
		t.Fatalf("%s started a clock", a.Verb)
	}
}
