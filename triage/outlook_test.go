package triage

import (
	"slices"
	"testing"

	"tiepdan/triage/calendar"
)

func TestOutlook(t *testing.T) {
	o, friday := testOffice(), noon(t, "2026-11-20")
	for name, c := range map[string]struct {
		facts Facts
		want  []string
	}{
		"prosecutor": {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy},
			[]string{"O01 classify 2026-11-30", "T17 first 2026-11-27", "T80 notify 2026-12-07", "T17 lodge 2026-11-30"}},
		"prosecutor, when the citizen knew of it": {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, KnownOn: calendar.NewDate(2026, 11, 13)},
			[]string{"O01 classify 2026-11-30", "T13 lodge 2026-11-30", "T17 first 2026-11-27", "T80 notify 2026-12-07", "T17 lodge 2026-11-30"}},
		"investigator": {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation},
			[]string{"O01 classify 2026-11-30", "T80 notify 2026-12-07", "T14 first 2026-11-27", "T14 lodge 2026-11-30"}},
		"investigator, second": {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 2},
			[]string{"O01 classify 2026-11-30", "T14 second 2026-11-27", "T80 notify 2026-12-07"}},
		"investigator, overdue": {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, OverdueProof: Yes},
			[]string{"O01 classify 2026-11-30", "T25 transfer 2026-11-23", "T80 notify 2026-12-07", "T25 first 2026-11-27", "T25 extension 2026-12-07"}},
		"arrest": {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation},
			[]string{"O01 classify 2026-11-30", "T10 first 2026-11-21 12:00", "T80 notify 2026-12-07", "T10 extension 2026-11-23 12:00", "T12 lodge 2026-11-25"}},
		"arrest, second": {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, Round: 2},
			[]string{"O01 classify 2026-11-30", "T12 second 2026-11-27", "T80 notify 2026-12-07"}},
		"arrest denounced": {Facts{Kind: Denunciation, Field: FieldArrest, Body: BodyInvestigation},
			[]string{"O01 classify 2026-11-30", "T21 first 2026-11-21 12:00", "T22 classify 2026-11-21 00:00", "T80 notify 2026-12-07", "T21 extension 2026-11-23 12:00"}},
		"crime report": {Facts{Kind: CrimeReport},
			[]string{"O01 classify 2026-11-30", "T01 transfer 2026-11-21 12:00", "T02 notify 2026-11-26", "T04 first 2026-12-10", "T06 notify 2026-12-14"}},
		"ignored crime report": {Facts{Kind: CrimeReport, Ignored: Yes},
			[]string{"O01 classify 2026-11-30", "T07 first 2026-12-07"}},
		"land": {Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration},
			[]string{"O01 classify 2026-11-30", "T80 notify 2026-12-07", "T60 accept 2026-12-02", "T61 first 2026-12-21", "T61 extension 2027-01-05", "T62 lodge 2027-01-20"}},
		"land, second": {Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, Round: 2},
			[]string{"O01 classify 2026-11-30", "T80 notify 2026-12-07", "T60 accept 2026-12-02", "T62 second 2027-01-04", "T62 extension 2027-01-19"}},
		"chairman denounced": {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration},
			[]string{"O01 classify 2026-11-30", "T71 transfer 2026-11-30", "T80 notify 2026-12-07", "T70 accept 2026-12-02", "T72 notify 2026-11-30", "T73 first 2026-12-21", "T73 extension 2027-01-20"}},
		"enforcement officer": {Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce},
			[]string{"O01 classify 2026-11-30", "T80 notify 2026-12-07", "T50 accept 2026-11-30", "T51 first 2026-12-21", "T51 extension 2027-01-20", "T52 lodge 2027-01-05"}},
		"suggestion": {Facts{Kind: Suggestion, Body: BodyProcuracy},
			[]string{"O01 classify 2026-11-30", "T80 notify 2026-12-07"}},
	} {
		var got []string
		for _, d := range Outlook(o, c.facts, Decide(o, c.facts, friday), friday) {
			got = append(got, d.ID+" "+string(d.Step)+" "+d.due())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n  %q, want\n  %q", name, got, c.want)
		}
	}
}

// Whatever the petition, steps have the names that the law has for them, each
// period ends after it begins, and none stands twice.
func TestOutlookSpeaksAsTheLaw(t *testing.T) {
	o := testOffice()
	steps := []Step{StepClassify, StepTransfer, StepNotify, StepAccept, StepFirst, StepLodge, StepSecond, StepExtension}
	for _, day := range []string{"2018-06-01", "2024-05-02", "2026-06-30", "2026-07-01", "2026-11-20"} {
		at := noon(t, day)
		for _, f := range variations() {
			d := Decide(o, f, at)
			list := Outlook(o, f, d, at)
			for i, x := range list {
				if !slices.Contains(steps, x.Step) || x.Basis == "" || x.Due.Before(x.From) {
					t.Fatalf("%s on %s: %+v", d.Rule, day, x)
				}
				for _, y := range list[i+1:] {
					if x.ID == y.ID && x.Step == y.Step && x.From.Equal(y.From) {
						t.Fatalf("%s on %s: %s %s stands twice", d.Rule, day, x.ID, x.Step)
					}
				}
			}
		}
	}
}
