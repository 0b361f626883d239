package triage

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

// find returns the deadline of an id and step.
func find(list []Deadline, id string, step Step) (Deadline, bool) {
	i := slices.IndexFunc(list, func(d Deadline) bool { return d.ID == id && d.Step == step })
	if i < 0 {
		return Deadline{}, false
	}
	return list[i], true
}

// due is the end of a deadline as an officer would write it: the last day, or
// for hours the minute.
func (d Deadline) due() string {
	if d.Unit == calendar.Hours {
		return d.Due.Format("2006-01-02 15:04")
	}
	return d.Last.String()
}

func TestDeadlines(t *testing.T) {
	o := testOffice()
	saturday, friday := noon(t, "2026-11-21"), noon(t, "2026-11-20")
	for name, c := range map[string]struct {
		facts Facts
		on    Trigger
		at    time.Time
		id    string
		step  Step
		want  string
	}{
		"crime report, on a Saturday":          {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, AtReceipt, saturday, "T01", StepTransfer, "2026-11-22 12:00"},
		"crime report, receipt is confirmed":   {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, AtTransfer, friday, "T02", StepReply, "2026-11-26"}, // 24 November is a holiday
		"crime report, result":                 {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, AtTransfer, friday, "T04", StepResult, "2026-12-10"},
		"crime report, result is told":         {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, AtTransfer, friday, "T06", StepReply, "2026-12-14"},
		"ignored crime report":                 {Facts{Kind: CrimeReport, Ignored: Yes}, AtDemand, friday, "T07", StepResult, "2026-12-07"},
		"arrest":                               {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}, AtReceipt, saturday, "T10", StepFirst, "2026-11-22 12:00"},
		"arrest, second":                       {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, Round: 2}, AtReceipt, friday, "T12", StepSecond, "2026-11-27"},
		"arrest, citizen goes on":              {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}, AtDecision, friday, "T12", StepLodge, "2026-11-23"},
		"investigator, their head settles":     {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation}, AtTransfer, friday, "T14", StepResult, "2026-11-27"},
		"investigator, second":                 {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 2}, AtReceipt, friday, "T14", StepSecond, "2026-11-27"},
		"head of the police":                   {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead}, AtReceipt, friday, "T15", StepFirst, "2026-11-27"},
		"head of the police, second":           {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead, Round: 2}, AtReceipt, friday, "T15", StepSecond, "2026-12-07"},
		"ranger":                               {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned}, AtTransfer, friday, "T16", StepResult, "2026-11-27"},
		"prosecutor":                           {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy}, AtReceipt, friday, "T17", StepFirst, "2026-11-27"},
		"prosecutor, second":                   {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Round: 2}, AtReceipt, friday, "T17", StepSecond, "2026-12-07"},
		"head of a regional procuracy":         {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead}, AtReceipt, friday, "T18", StepFirst, "2026-12-07"},
		"judge before trial":                   {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt}, AtTransfer, friday, "T19", StepResult, "2026-11-27"},
		"chief judge":                          {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Role: RoleHead}, AtTransfer, friday, "T19", StepResult, "2026-12-07"},
		"investigator denounced":               {Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyInvestigation}, AtTransfer, friday, "T20", StepResult, "2026-12-21"},
		"arrest denounced":                     {Facts{Kind: Denunciation, Field: FieldArrest, Body: BodyInvestigation}, AtReceipt, saturday, "T21", StepFirst, "2026-11-22 12:00"},
		"arrest denounced, who is it":          {Facts{Kind: Denunciation, Field: FieldArrest, Body: BodyInvestigation}, AtReceipt, saturday, "T22", StepClassify, "2026-11-22 00:00"},
		"overdue at the police, we ask":        {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, OverdueProof: Yes}, AtReceipt, friday, "T25", StepTransfer, "2026-11-23"},
		"overdue at the police, they answer":   {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, OverdueProof: Yes}, AtDemand, friday, "T25", StepReply, "2026-11-27"},
		"judge in a civil case":                {Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt}, AtTransfer, friday, "T30", StepResult, "2026-12-07"},
		"prosecutor in a civil case":           {Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy}, AtReceipt, friday, "T30", StepFirst, "2026-12-07"},
		"civil case, citizen goes on":          {Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy}, AtDecision, friday, "T30", StepLodge, "2026-11-30"},
		"prosecutor denounced, civil":          {Facts{Kind: Denunciation, Field: FieldCivilProc, Body: BodyProcuracy}, AtAcceptance, friday, "T31", StepFirst, "2027-01-20"},
		"judge, administrative case":           {Facts{Kind: Complaint, Field: FieldAdminProc, Body: BodyCourt}, AtTransfer, friday, "T32", StepResult, "2026-12-07"},
		"detention regime":                     {Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody}, AtAcceptance, friday, "T41", StepFirst, "2026-11-23"},
		"enforcement officer":                  {Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce}, AtTransfer, friday, "T51", StepResult, "2026-12-21"},
		"our administrative act":               {Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyProcuracy}, AtReceipt, friday, "T60", StepAccept, "2026-12-02"},
		"our official disciplined":             {Facts{Kind: Complaint, Field: FieldPersonnel, Body: BodyProcuracy}, AtReceipt, friday, "T64", StepAccept, "2026-11-30"},
		"our prosecutor denounced":             {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy}, AtReceipt, friday, "T70", StepAccept, "2026-12-02"},
		"commune chairman denounced":           {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration}, AtReceipt, friday, "T71", StepTransfer, "2026-11-30"},
		"our prosecutor denounced, settled":    {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy}, AtAcceptance, friday, "T73", StepFirst, "2026-12-21"},
		"everyone is told within ten days":     {Facts{Kind: Suggestion, Body: BodyAdministration}, AtReceipt, friday, "T80", StepNotify, "2026-12-07"},
		"compensation":                         {Facts{Kind: Compensation, Body: BodyProcuracy}, AtReceipt, friday, "T95", StepAccept, "2026-12-02"},
		"the office's own limit":               {Facts{Kind: CrimeReport}, AtReceipt, friday, "O01", StepClassify, "2026-11-30"},
		"waiting for a signature":              {Facts{Kind: Complaint}, AtFiling, friday, "O02", StepSign, "2026-12-21"},
		"judgment of 2026, protest until 2029": {Facts{Kind: Cassation, Field: FieldCivilProc, Judgment: Judgment{Effective: calendar.NewDate(2026, 4, 10)}}, AtReceipt, friday, "T90", StepFirst, "2029-04-10"},
	} {
		d := Decide(o, c.facts, c.at)
		got, ok := find(Deadlines(o, c.facts, d, c.on, c.at, c.at), c.id, c.step)
		if !ok || got.due() != c.want {
			t.Errorf("%s (%s, %s): %s %s is %q, want %q", name, d.Rule, d.Disposition, c.id, c.step, got.due(), c.want)
		}
		if ok && (got.Basis == "" || got.Trigger != c.on || got.From.IsZero()) {
			t.Errorf("%s: incomplete %+v", name, got)
		}
	}
}

// Both sides of the change of law on 1 July 2026, by the day of receipt.
func TestNewLawOfJuly2026(t *testing.T) {
	o := testOffice()
	f := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyProcuracy}
	for day, want := range map[string]string{"2026-06-29": "10d", "2026-06-30": "10d", "2026-07-01": "7wd", "2026-07-02": "7wd"} {
		at := noon(t, day)
		list := Deadlines(o, f, Decide(o, f, at), AtReceipt, at, at)
		d, ok := find(list, "T60", StepAccept)
		if got := (calendar.Period{N: d.N, Unit: d.Unit}).String(); !ok || got != want {
			t.Errorf("received on %s: %s, want %s", day, got, want)
		}
		n := 0
		for _, d := range list {
			if d.ID == "T60" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("received on %s: T60 applies %d times", day, n)
		}
	}
	// The day of receipt in Viet Nam decides, not in Greenwich; and not the day of the moment.
	late := calendar.NewDate(2026, 7, 1).Start()
	for received, want := range map[time.Time]int{late.Add(-time.Second): 10, late: 7} {
		list := Deadlines(o, f, Decide(o, f, received), AtReceipt, late.Add(time.Hour), received.UTC())
		if d, _ := find(list, "T60", StepAccept); d.N != want {
			t.Errorf("received at %s: %d", received, d.N)
		}
	}
}

func TestLimitsAreWellFormed(t *testing.T) {
	type slot struct {
		id, basis string
		on        Trigger
		step      Step
		unit      calendar.Unit
		when      string
		n         int
		For       Disposition
	}
	seen := map[slot]bool{}
	for _, l := range Limits() {
		if err := l.When.Check(); err != nil {
			t.Errorf("%s: %v", l.ID, err)
		}
		if l.N <= 0 || !l.Unit.Valid() || l.Basis == "" || l.Step == "" || l.On == "" || l.Mark == "" {
			t.Errorf("incomplete: %+v", l)
		}
		if !l.From.IsZero() && !l.To.IsZero() && l.To.Before(l.From) {
			t.Errorf("%s is never valid", l.ID)
		}
		for _, d := range append(l.For, "") {
			s := slot{l.ID, l.Basis, l.On, l.Step, l.Unit, l.When.String(), l.N, d}
			if d != "" && seen[s] {
				t.Errorf("%s stands twice: %+v", l.ID, s)
			}
			seen[s] = true
		}
	}
}

// No row is idle, and no petition has the same clock twice.
func TestEveryLimitApplies(t *testing.T) {
	o := testOffice()
	type row struct {
		id   string
		on   Trigger
		step Step
		n    int
		unit calendar.Unit
	}
	applied := map[row]bool{}
	for _, day := range []string{"2018-06-01", "2026-06-01", "2026-11-20"} {
		at := noon(t, day)
		for _, f := range variations() {
			d := Decide(o, f, at)
			for _, on := range Triggers() {
				list := Deadlines(o, f, d, on, at, at)
				for i, x := range list {
					applied[row{x.ID, on, x.Step, x.N, x.Unit}] = true
					if _, again := find(list[i+1:], x.ID, x.Step); again {
						t.Fatalf("%s, %s: %s %s stands twice", d.Rule, on, x.ID, x.Step)
					}
				}
			}
		}
	}
	for _, l := range Limits() {
		if !l.Listed && !applied[row{l.ID, l.On, l.Step, l.N, l.Unit}] {
			t.Errorf("%s (%s, %s, %d%s) never applies", l.ID, l.On, l.Step, l.N, l.Unit)
		}
	}
}

// variations are the examples of all rules, also in other rounds, proceedings and bodies.
func variations() []Facts {
	var list []Facts
	for _, r := range Rules() {
		for round := range 3 {
			f := r.Example
			f.KnownOn = calendar.NewDate(2026, 4, 20)
			if f.Round == 0 {
				f.Round = round
			}
			list = append(list, f)
			if f.Kind == Cassation {
				f.Judgment.Effective = calendar.NewDate(2026, 4, 10)
			}
			for _, f.Field = range []Field{FieldCivilProc, FieldAdminProc, FieldArrest, FieldDetention, FieldCriminalProc} {
				list = append(list, f)
				if court := f; f.Kind == Denunciation {
					court.Body = BodyCourt
					list = append(list, court)
				}
			}
		}
	}
	return list
}

// What is settled has a clock, what is supervised a result to record, what is
// demanded an answer to wait for, and a crime report its 24 hours.
func TestEveryDispositionHasItsClock(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	// No law that we could read sets a period for settling these.
	free := []Kind{Cassation, Compensation, Request, Suggestion}
	steps := func(f Facts, d Decision, on ...Trigger) []Step {
		var all []Step
		for _, trigger := range on {
			for _, x := range Deadlines(o, f, d, trigger, at, at) {
				all = append(all, x.Step)
			}
		}
		return all
	}
	for _, r := range Rules() {
		f, d := r.Example, Decide(o, r.Example, at)
		all := steps(f, d, AtReceipt, AtAcceptance)
		if !slices.Contains(all, StepClassify) {
			t.Errorf("%s: no limit for classifying", r.ID)
		}
		if !f.Kind.CrimeTrack() && !slices.Contains(all, StepNotify) {
			t.Errorf("%s: nobody has to tell the citizen", r.ID)
		}
		switch r.Disposition {
		case Settle:
			if !slices.Contains(all, StepFirst) && !slices.Contains(all, StepSecond) && !slices.Contains(free, f.Kind) && r.ID != "J25" && r.ID != "J38b" {
				t.Errorf("%s: settled without a clock: %v", r.ID, all)
			}
		case Supervise:
			if !slices.Contains(steps(f, d, AtTransfer), StepResult) {
				t.Errorf("%s: supervised without a result to record", r.ID)
			}
		case Demand:
			if s := steps(f, d, AtDemand); !slices.Contains(s, StepReply) && !slices.Contains(s, StepResult) {
				t.Errorf("%s: demanded without an answer to wait for", r.ID)
			}
		case RelayCrime:
			if x, ok := find(Deadlines(o, f, d, AtReceipt, at, at), "T01", StepTransfer); !ok || !x.Due.Equal(at.Add(24*time.Hour)) {
				t.Errorf("%s: %+v", r.ID, x)
			}
		}
	}
	// An officer may choose to supervise what the table did not: it has a result all the same.
	f := Facts{Kind: Suggestion, Body: BodyAdministration}
	if !slices.Contains(steps(f, Decision{Disposition: Supervise}, AtTransfer), StepResult) {
		t.Error("a supervision by override has no result to record")
	}
}

// Later is never sooner; a period ends after it begins, on a working day unless
// it is counted in hours, at the end of its last day.
func TestDeadlinesAreMonotone(t *testing.T) {
	o := testOffice()
	rules := Rules()
	random := rand.New(rand.NewPCG(1, 2))
	start := noon(t, "2026-07-01")
	for range 4000 {
		f := rules[random.IntN(len(rules))].Example
		f.Round = random.IntN(3)
		a := start.Add(time.Duration(random.IntN(700*24*60)) * time.Minute)
		b := a.Add(time.Duration(random.IntN(20*24*60)) * time.Minute)
		d := Decide(o, f, a)
		on := []Trigger{AtFiling, AtReceipt, AtAcceptance, AtTransfer, AtDemand, AtDecision}[random.IntN(6)]
		first, second := Deadlines(o, f, d, on, a, a), Deadlines(o, f, d, on, b, a)
		if len(first) != len(second) {
			t.Fatalf("%s of %+v: %d periods, and %d later under the same law", on, f, len(first), len(second))
		}
		for i, x := range first {
			y := second[i]
			if y.Due.Before(x.Due) || x.Due.Before(x.From) {
				t.Fatalf("%s %s: from %s due %s; from %s due %s", x.ID, x.Step, x.From, x.Due, y.From, y.Due)
			}
			if x.Unit == calendar.Hours {
				if !x.Due.Equal(x.From.Add(time.Duration(x.N) * time.Hour)) {
					t.Fatalf("%s: %d hours from %s end at %s", x.ID, x.N, x.From, x.Due)
				}
				continue
			}
			if !o.Calendar.WorkingDay(x.Last) || !x.Due.Equal(x.Last.End()) {
				t.Fatalf("%s: ends on %s at %s", x.ID, x.Last, x.Due)
			}
		}
	}
}

func BenchmarkDeadlines(b *testing.B) {
	o, at := testOffice(), noon(b, "2026-11-20")
	f := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy}
	d := Decide(o, f, at)
	b.ReportAllocs()
	for b.Loop() {
		Deadlines(o, f, d, AtReceipt, at, at)
	}
}
