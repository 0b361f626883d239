package triage

import (
	"fmt"
	"slices"
	"testing"

	"tiepdan/triage/calendar"
)

func TestEligibilityTakesOverOnlyWhenTold(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	officer := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation}
	land := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration}
	with := func(f Facts, change func(*Facts)) Facts {
		change(&f)
		return f
	}
	for name, c := range map[string]struct {
		facts  Facts
		want   Disposition
		reason string
	}{
		"unsigned by chat is not known":             {officer, Supervise, ""},
		"told to be unsigned":                       {with(officer, func(f *Facts) { f.Signed = No }), Supplement, "R02"},
		"signed":                                    {with(officer, func(f *Facts) { f.Signed = Yes }), Supervise, ""},
		"anonymous complaint":                       {with(officer, func(f *Facts) { f.Anonymous = Yes }), File, "R01"},
		"named complaint":                           {with(officer, func(f *Facts) { f.Anonymous = No }), Supervise, ""},
		"anonymous crime report":                    {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Anonymous: Yes, Signed: No}, RelayCrime, ""},
		"a denunciation that reports a crime":       {Facts{Kind: Denunciation, Field: FieldCriminal, Body: BodyCourt, Anonymous: Yes}, RelayCrime, ""},
		"guided before":                             {with(land, func(f *Facts) { f.GuidedBefore = Yes }), File, "R05"},
		"not guided before":                         {with(land, func(f *Facts) { f.GuidedBefore = No }), Guide, ""},
		"guided before, but ours":                   {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, GuidedBefore: Yes}, Settle, ""},
		"the right place has it":                    {with(officer, func(f *Facts) { f.SentRightPlace = Yes }), File, "R04"},
		"the right place has it and sleeps":         {with(officer, func(f *Facts) { f.SentRightPlace, f.OverdueProof = Yes, Yes }), Demand, ""},
		"handled before":                            {with(officer, func(f *Facts) { f.SettledBefore = Yes }), File, "R03"},
		"handled before, and this is the second":    {with(officer, func(f *Facts) { f.SettledBefore, f.Round = Yes, 2 }), Settle, ""},
		"settled for good":                          {with(officer, func(f *Facts) { f.Round = 3 }), Decline, "R06"},
		"settled for good, they say not":            {with(officer, func(f *Facts) { f.Round, f.SettledBefore = 3, No }), Settle, ""},
		"third time about land is guided all along": {with(land, func(f *Facts) { f.Round = 3 }), Guide, ""},
	} {
		d := Decide(o, c.facts, at)
		if d.Disposition != c.want || d.Bucket != c.want.Carried().Bucket {
			t.Errorf("%s: %s in %q, want %s", name, d.Disposition, d.Bucket, c.want)
		}
		if d.Rule == NoRule {
			t.Errorf("%s: no rule", name)
		}
		took := slices.Contains(d.Reasons, "eligibility."+c.reason)
		if c.reason != "" && (!took || len(d.Eligibility) == 0 || d.Eligibility[0].Basis == "") {
			t.Errorf("%s: reasons %v, findings %v", name, d.Reasons, d.Eligibility)
		}
		if c.reason == "" && len(d.Eligibility) > 0 {
			t.Errorf("%s: finds %v", name, d.Eligibility)
		}
	}
}

// The sentence that decides stands first. That of the row, which says who settles,
// follows only where somebody still does.
func TestTheSentenceThatDecidesStandsFirst(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	prosecutor := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelRegional}
	for name, c := range map[string]struct {
		change func(*Facts)
		want   []string
	}{
		"second time":             {func(f *Facts) { f.Round = 2 }, []string{"rule.J14b"}},
		"third time":              {func(f *Facts) { f.Round = 3 }, []string{"eligibility.R06"}},
		"third time, new facts":   {func(f *Facts) { f.Round, f.NewEvidence = 3, Yes }, []string{"rule.J14b"}},
		"withdrawn":               {func(f *Facts) { f.Round, f.Withdrawn = 2, Yes }, []string{"eligibility.R11"}},
		"second time, not signed": {func(f *Facts) { f.Round, f.Signed = 2, No }, []string{"eligibility.R02", "rule.J14b"}},
	} {
		f := prosecutor
		c.change(&f)
		if d := Decide(o, f, at); !slices.Equal(d.Reasons, c.want) || d.Rule != "J14b" {
			t.Errorf("%s: %s by %s, because %v, want %v", name, d.Disposition, d.Rule, d.Reasons, c.want)
		}
	}
	// What was assumed is told after what decides.
	if d := Decide(o, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Signed: No}, at); d.Reasons[0] != "eligibility.R02" || d.Reasons[1] != "rule.J09" {
		t.Errorf("%s because %v", d.Disposition, d.Reasons)
	}
}

func TestSignatureRuleOfTheOffice(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	o.SignatureNeeded = false
	f := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Signed: No}
	if d := Decide(o, f, at); d.Disposition != Supervise || len(d.Eligibility) > 0 {
		t.Errorf("%s, %v", d.Disposition, d.Eligibility)
	}
	if list := Deadlines(o, f, Decision{}, AtFiling, at, at); len(list) > 0 {
		t.Errorf("waits for a signature that nobody needs: %v", list)
	}
}

// A late complaint is found to be late but not turned away: an excuse is asked for.
func TestLatenessIsFoundAndDecidesNothing(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	for known, late := range map[calendar.Date]bool{
		calendar.NewDate(2026, 11, 5): false, // the fifteenth day is today
		calendar.NewDate(2026, 11, 4): true,
		{}:                            false,
	} {
		f := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, KnownOn: known}
		d := Decide(o, f, at)
		found := slices.ContainsFunc(d.Eligibility, func(f Finding) bool { return f.Reason == "R07" })
		if found != late || d.Disposition != Settle {
			t.Errorf("known on %s: late %v, %s", known, found, d.Disposition)
		}
	}
}

// TestEveryReasonOfTheLaw holds, for each reason of DOMAIN §2.6, what follows from
// it and what does not: written from the law, not from the table in code.
func TestEveryReasonOfTheLaw(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	officer := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation}
	prosecutor := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy}
	held := Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}
	land := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration}
	ours := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyProcuracy}
	chairman := Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration}
	theft := Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}
	review := Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional}}
	long := calendar.NewDate(2026, 3, 2)
	for _, c := range []struct {
		reason, what string
		facts        Facts
		change       func(*Facts)
		disposition  Disposition
		found        bool
	}{
		{"R01", "a nameless denunciation that names nobody", chairman, func(f *Facts) { f.Anonymous, f.Specific = Yes, No }, File, true},
		{"R01", "a nameless one that is specific is passed for inspection", chairman, func(f *Facts) { f.Anonymous, f.Specific = Yes, Yes }, Transfer, true},
		{"R01", "a nameless one of which that is not known", chairman, func(f *Facts) { f.Anonymous = Yes }, Transfer, true},
		{"R01", "a nameless crime report is received", theft, func(f *Facts) { f.Anonymous = Yes }, RelayCrime, false},
		{"R02", "without a signature", officer, func(f *Facts) { f.Signed = No }, Supplement, true},
		{"R02", "a crime report needs none", theft, func(f *Facts) { f.Signed = No }, RelayCrime, false},
		{"R03", "the same again", officer, func(f *Facts) { f.SettledBefore = Yes }, File, true},
		{"R03", "the same, with new facts", officer, func(f *Facts) { f.SettledBefore, f.NewEvidence = Yes, Yes }, Supervise, false},
		{"R04", "they have it already", chairman, func(f *Facts) { f.SentRightPlace = Yes }, File, true},
		{"R04", "what is ours we keep", held, func(f *Facts) { f.SentRightPlace = Yes }, Settle, false},
		{"R05", "guided before", land, func(f *Facts) { f.GuidedBefore = Yes }, File, true},
		{"R06", "settled for good", officer, func(f *Facts) { f.Round = 3 }, Decline, true},
		{"R06", "settled for good, with new facts", officer, func(f *Facts) { f.Round, f.NewEvidence = 3, Yes }, Settle, false},
		{"R07", "late, nothing stood in the way", prosecutor, func(f *Facts) { f.KnownOn, f.Excused = long, No }, Decline, true},
		{"R07", "late, and nobody asked why", prosecutor, func(f *Facts) { f.KnownOn = long }, Settle, true},
		{"R07", "late for a good reason", prosecutor, func(f *Facts) { f.KnownOn, f.Excused = long, Yes }, Settle, false},
		{"R08", "not the writer's own right", prosecutor, func(f *Facts) { f.Affected = No }, Decline, true},
		{"R08", "a denouncer need not be affected", chairman, func(f *Facts) { f.Affected = No }, Transfer, false},
		{"R09", "a child alone", officer, func(f *Facts) { f.Capable = No }, Supplement, true},
		{"R09", "a child with its mother", officer, func(f *Facts) { f.Capable, f.Represented = No, Yes }, Supervise, false},
		{"R09", "a proxy without papers", review, func(f *Facts) { f.Represented = No }, Supplement, true},
		{"R10", "a court has it, and it is ours", ours, func(f *Facts) { f.InCourt = Yes }, Decline, true},
		{"R10", "a court has it, and it is guided", land, func(f *Facts) { f.InCourt = Yes }, Guide, true},
		{"R11", "withdrawn", officer, func(f *Facts) { f.Withdrawn = Yes }, File, true},
		{"R11", "a denunciation withdrawn freely", chairman, func(f *Facts) { f.Withdrawn, f.Coerced = Yes, No }, File, true},
		{"R11", "a denunciation withdrawn under threat", chairman, func(f *Facts) { f.Withdrawn, f.Coerced = Yes, Yes }, Transfer, false},
		{"R11", "a denunciation withdrawn, nobody knows why", chairman, func(f *Facts) { f.Withdrawn = Yes }, Transfer, true},
		{"R11", "a crime report cannot be withdrawn", theft, func(f *Facts) { f.Withdrawn = Yes }, RelayCrime, false},
		{"R12", "in another language", officer, func(f *Facts) { f.Vietnamese = No }, Supplement, true},
		{"R12", "in another language, and nobody knows what", Facts{}, func(f *Facts) { f.Vietnamese = No }, Supplement, true},
		{"R13", "torn", land, func(f *Facts) { f.Unreadable = Yes }, Supplement, true},
		{"R14", "rude", officer, func(f *Facts) { f.Insult = Yes }, Supervise, true},
		{"R14", "rude, and a crime is reported", theft, func(f *Facts) { f.Insult = Yes }, RelayCrime, true},
		{"R15", "lost a complaint, nothing new", chairman, func(f *Facts) { f.Retaliates, f.NewEvidence = Yes, No }, Decline, true},
		{"R15", "lost a complaint, with new evidence", chairman, func(f *Facts) { f.Retaliates, f.NewEvidence = Yes, Yes }, Transfer, false},
		{"R15", "lost a complaint, nobody asked for evidence", chairman, func(f *Facts) { f.Retaliates = Yes }, Transfer, true},
	} {
		f := c.facts
		c.change(&f)
		d := Decide(o, f, at)
		found := slices.ContainsFunc(d.Eligibility, func(x Finding) bool { return x.Reason == c.reason && x.Basis != "" })
		if d.Disposition != c.disposition || found != c.found {
			t.Errorf("%s, %s: %s (%v), want %s, found %v", c.reason, c.what, d.Disposition, d.Eligibility, c.disposition, c.found)
		}
		if d.Disposition == Transfer && d.Destination == "" {
			t.Errorf("%s, %s: goes nowhere", c.reason, c.what)
		}
		// Danger goes before every form.
		if f.Danger = Yes; c.reason != "R14" {
			if d := Decide(o, f, at); len(d.Eligibility) > 0 {
				t.Errorf("%s, %s, in danger: %v", c.reason, c.what, d.Eligibility)
			}
		}
	}
}

// Each row of the table is found by its own example, and decides it or does not
// as it says.
func TestEveryBarHasItsExample(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	var seen []string
	for i, b := range Bars() {
		seen = append(seen, b.Reason)
		if err := b.When.Check(); err != nil || len(b.Basis) == 0 || !slices.Contains(Marks(), b.Mark) || !Known(b.Effect, Dispositions()) {
			t.Errorf("%d, %s: incomplete %+v (%v)", i, b.Reason, b, err)
		}
		d := Decide(o, b.Example, at)
		at := slices.IndexFunc(d.Eligibility, func(f Finding) bool { return f.Reason == b.Reason && f.Effect == b.Effect })
		if at < 0 {
			t.Errorf("%d, %s: its example finds %v", i, b.Reason, d.Eligibility)
			continue
		}
		if took := slices.Contains(d.Reasons, "eligibility."+b.Reason); took != b.Decides || took && d.Disposition != b.Effect {
			t.Errorf("%d, %s: decides %v, and it is %s by %v", i, b.Reason, took, d.Disposition, d.Reasons)
		}
	}
	for n := 1; n <= 15; n++ {
		if want := fmt.Sprintf("R%02d", n); !slices.Contains(seen, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
