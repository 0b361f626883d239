package triage

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

func TestEveryPeriodOfTheLawIsThere(t *testing.T) {
	var have []string
	for _, l := range Limits() {
		have = append(have, l.ID)
	}
	for _, id := range strings.Fields(`T01 T02 T03 T04 T05 T06 T07 T10 T11 T12 T13 T14 T15 T16 T17 T18 T19 T20 T21 T22 T23 T24 T25 T26 T27
		T30 T31 T32 T33 T40 T41 T42 T43 T44 T50 T51 T52 T53 T54 T60 T61 T62 T63 T64 T65 T70 T71 T72 T73 T74 T75
		T80 T81 T82 T83 T84 T85 T86 T87 T88 T89 T90 T91 T95`) {
		if !slices.Contains(have, id) {
			t.Errorf("%s is missing", id)
		}
	}
	for _, l := range Limits() {
		if !slices.Contains(Steps(), l.Step) || !slices.Contains(Triggers(), l.On) || !slices.Contains(Marks(), l.Mark) {
			t.Errorf("%s: step %q, trigger %q, mark %q", l.ID, l.Step, l.On, l.Mark)
		}
		if l.Step == StepAct && !l.Listed {
			t.Errorf("%s is counted, and no step of ours meets it", l.ID)
		}
	}
}

// Both sides of every date on which a row begins or ends: the row itself, and
// another one where it ends.
func TestBothSidesOfEveryValidityDate(t *testing.T) {
	all := Limits()
	dated := 0
	for _, l := range all {
		if !l.From.IsZero() {
			dated++
			if l.valid(l.From.AddDays(-1)) || !l.valid(l.From) {
				t.Errorf("%s (%s %s) is not valid from %s", l.ID, l.On, l.Step, l.From)
			}
		}
		if l.To.IsZero() {
			continue
		}
		dated++
		if !l.valid(l.To) || l.valid(l.To.AddDays(1)) {
			t.Errorf("%s (%s %s) is not valid until %s", l.ID, l.On, l.Step, l.To)
		}
		if !slices.ContainsFunc(all, func(next Limit) bool {
			return next.ID == l.ID && next.On == l.On && next.Step == l.Step && next.From == l.To.AddDays(1) && next.Listed == l.Listed
		}) {
			t.Errorf("%s (%s %s) ends on %s and no row follows", l.ID, l.On, l.Step, l.To)
		}
	}
	if dated < 10 {
		t.Errorf("only %d dates", dated)
	}
	// As the petition sees it: one row before, another one after, never two or none.
	o := testOffice()
	for _, l := range all {
		if l.To.IsZero() || l.Listed {
			continue
		}
		seen := 0
		for _, f := range variations() {
			before, after := l.To.End().Add(-time.Second), l.To.End()
			d := Decide(o, f, before)
			x, was := find(Deadlines(o, f, d, l.On, before, before), l.ID, l.Step)
			if !was || x.N != l.N || x.Unit != l.Unit {
				continue
			}
			seen++
			y, is := find(Deadlines(o, f, d, l.On, after, after), l.ID, l.Step)
			if !is || y.N == l.N && y.Unit == l.Unit {
				t.Errorf("%s (%s %s): %+v before, %+v after %s", l.ID, l.On, l.Step, x, y, l.To)
			}
			// The day of receipt decides, not that of the moment.
			if z, _ := find(Deadlines(o, f, d, l.On, after, before), l.ID, l.Step); z.N != l.N || z.Unit != l.Unit {
				t.Errorf("%s (%s %s): received before and started after: %+v", l.ID, l.On, l.Step, z)
			}
		}
		if seen == 0 {
			t.Errorf("%s (%s %s) until %s was met by no petition", l.ID, l.On, l.Step, l.To)
		}
	}
}

// Whatever the row and the day: counted back it has its length, it never ends
// on a day off unless counted in hours, and the days it passes over are off.
func TestEveryPeriodCountsBack(t *testing.T) {
	cal := calendar.New(nil, nil)
	r := rand.New(rand.NewPCG(7, 11))
	start := noon(t, "2018-01-02")
	for _, l := range Limits() {
		for range 60 {
			from := start.Add(time.Duration(r.IntN(9*365*24*60)) * time.Minute)
			due := cal.Due(from, calendar.Period{N: l.N, Unit: l.Unit})
			day := calendar.Of(from)
			for _, skip := range due.Skipped {
				if cal.WorkingDay(skip.Date) || skip.Why == "" || !skip.Date.After(day) || !skip.Date.Before(due.Last) {
					t.Fatalf("%s from %s until %s passes over %s (%s)", l.ID, day, due.Last, skip.Date, skip.Why)
				}
			}
			switch l.Unit {
			case calendar.Hours:
				if due.At.Sub(from) != time.Duration(l.N)*time.Hour {
					t.Fatalf("%s: %s from %s", l.ID, due.At.Sub(from), from)
				}
				continue
			case calendar.WorkingDays:
				got := 0
				for d := day; d != due.Last; {
					if d = d.AddDays(1); cal.WorkingDay(d) {
						got++
					}
				}
				if got != l.N {
					t.Fatalf("%s from %s until %s: %d working days", l.ID, day, due.Last, got)
				}
			case calendar.Days:
				if got := due.Last.Sub(day) - len(due.Skipped); got != l.N {
					t.Fatalf("%s from %s until %s: %d days", l.ID, day, due.Last, got)
				}
			case calendar.Months:
				if got := day.AddMonths(l.N); cal.NextWorkingDay(got) != due.Last {
					t.Fatalf("%s from %s until %s", l.ID, day, due.Last)
				}
			}
			if !cal.WorkingDay(due.Last) || !due.At.Equal(due.Last.End()) {
				t.Fatalf("%s from %s ends on %s at %s", l.ID, day, due.Last, due.At)
			}
		}
	}
}

// What other bodies owe, and what is only told, never becomes an obligation.
func TestOnlyWhatIsOursIsOwed(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	ours := []Trigger{AtReceipt, AtFiling, AtAcceptance, AtTransfer, AtDemand, AtDecision}
	for _, l := range Limits() {
		if !l.Listed && !slices.Contains(ours, l.On) && l.On != AtLodging && l.On != AtTheirAcceptance {
			t.Errorf("%s (%s): nothing of ours happens then", l.ID, l.On)
		}
	}
	for _, f := range variations() {
		p := Petition{Facts: f, Decision: Decide(o, f, at), FiledAt: at, ReceivedAt: at, Standing: Received, Opening: 1}
		for _, on := range ours {
			for _, owed := range p.owed(p.deadlines(o, on, at)) {
				if owed.Step == StepAct || owed.Step == StepLodge || owed.Step == StepExtension {
					t.Fatalf("%s: %s %s is owed", p.Decision.Rule, owed.Deadline.ID, owed.Step)
				}
			}
		}
	}
}

// A clock that rests on a replaced law says so from the day of its replacement.
func TestAClockOfAReplacedLawIsToBeConfirmed(t *testing.T) {
	o := testOffice()
	f := Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody}
	for day, want := range map[string]bool{"2026-06-30": false, "2026-07-01": true} {
		at := noon(t, day)
		d := Decide(o, f, at)
		x, ok := find(Deadlines(o, f, d, AtAcceptance, at, at), "T41", StepFirst)
		if !ok || x.Confirm() != want || d.Confirm != want {
			t.Errorf("on %s: clock %v, decision %v, want %v", day, x.Confirm(), d.Confirm, want)
		}
	}
	at := noon(t, "2026-11-20")
	if x, _ := find(Deadlines(o, Facts{Kind: CrimeReport}, Decide(o, Facts{Kind: CrimeReport}, at), AtReceipt, at, at), "T01", StepTransfer); x.Confirm() {
		t.Error("the 24 hours were read in the law")
	}
}
