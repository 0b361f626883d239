package triage

import (
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
