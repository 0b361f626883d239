package triage

import (
	"slices"
	"testing"
)

// situations are what a reader would take from letters of everyday kinds.
func TestDecideOrdinarySituations(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for name, c := range map[string]struct {
		facts Facts
		want  []Disposition
		rule  string
	}{
		"husband detained by the police":            {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, Detained: Yes}, []Disposition{Settle}, "J05"},
		"investigator's refusal to open a case":     {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 1}, []Disposition{Supervise}, "J09"},
		"second complaint after the head's answer":  {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 2}, []Disposition{Settle}, "J10"},
		"decision signed by the head of the police": {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead}, []Disposition{Settle}, "J11"},
		"prosecutor":                              {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleOfficer}, []Disposition{Settle}, "J14"},
		"judge before a criminal trial":           {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Stage: StageTrial}, []Disposition{Supervise}, "J17"},
		"judge slow in a civil case":              {Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt, Level: LevelRegional}, []Disposition{Supervise}, "J26"},
		"chief judge in a civil case":             {Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt, Role: RoleHead, Level: LevelRegional}, []Disposition{Supervise}, "J27"},
		"prosecutor at a civil trial":             {Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy}, []Disposition{Settle}, "J28"},
		"enforcement officer seizes a house":      {Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce}, []Disposition{Supervise}, "J29"},
		"enforcement does nothing, with receipt":  {Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, OverdueProof: Yes}, []Disposition{Demand}, "J31"},
		"complaint unanswered, with receipt":      {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, OverdueProof: Yes}, []Disposition{Demand}, "J32"},
		"sick in detention":                       {Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody, Danger: Yes}, []Disposition{Settle}, "J24"},
		"beaten in custody":                       {Facts{Kind: Denunciation, Field: FieldDetention, Body: BodyCustody, Danger: Yes}, []Disposition{Settle}, "J24"},
		"prison, reduction of sentence":           {Facts{Kind: Complaint, Field: FieldSentence, Body: BodyPrison}, []Disposition{Settle, Supervise, Transfer}, "J25"},
		"land taken by the commune":               {Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, Level: LevelCommune}, []Disposition{Guide}, "J37"},
		"commune chairman denounced":              {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration, Role: RoleHead, Level: LevelCommune}, []Disposition{Transfer}, "J39b"},
		"investigator denounced":                  {Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyInvestigation}, []Disposition{Supervise, Transfer}, "J20"},
		"judge takes a bribe":                     {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyCourt}, []Disposition{RelayCrime}, "J02"},
		"fraud on line":                           {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, []Disposition{RelayCrime}, "J03"},
		"crime report ignored for five months":    {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyInvestigation, Ignored: Yes}, []Disposition{Demand}, "J04"},
		"cassation, regional court":               {Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: Yes}}, []Disposition{Settle}, "J33"},
		"cassation, provincial court":             {Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtProvincial}}, []Disposition{ReferProcuracy}, "J34"},
		"cassation, told by the court's tier":     {Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Level: LevelProvincial}, []Disposition{ReferProcuracy}, "J34"},
		"appeal sent here":                        {Facts{Kind: MisdirectedAppeal, Field: FieldCriminalProc, Body: BodyCourt}, []Disposition{Guide}, "J19"},
		"debt":                                    {Facts{Kind: MisdirectedLawsuit, Body: BodyPrivate, Field: FieldNone}, []Disposition{Guide}, "J41"},
		"compensation, approved by the procuracy": {Facts{Kind: Compensation, Body: BodyProcuracy, Field: FieldNone}, []Disposition{Settle}, "J36"},
		"compensation by the court":               {Facts{Kind: Compensation, Body: BodyCourt, Field: FieldNone}, []Disposition{Guide, Transfer}, "J36b"},
		"suggestion to us":                        {Facts{Kind: Suggestion, Body: BodyProcuracy, Field: FieldNone}, []Disposition{Settle}, "J42"},
		"flooded road":                            {Facts{Kind: Suggestion, Body: BodyAdministration, Field: FieldNone}, []Disposition{Transfer}, "J42b"},
		"copy of the indictment":                  {Facts{Kind: Request, Field: FieldCriminalProc, Body: BodyProcuracy}, []Disposition{Settle}, "J46"},
		"surrender":                               {Facts{Kind: Surrender, Field: FieldCriminal, Body: BodyPrivate}, []Disposition{RelayCrime}, "J01"},
		"being beaten now":                        {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Danger: Yes}, []Disposition{RelayCrime}, "J01"},
		"Party member":                            {Facts{Kind: Denunciation, Field: FieldParty, Body: BodyParty}, []Disposition{Transfer}, "J40"},
		"our prosecutor's debts":                  {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Level: LevelRegional}, []Disposition{Settle}, "J22"},
		"our own official disciplined":            {Facts{Kind: Complaint, Field: FieldPersonnel, Body: BodyProcuracy}, []Disposition{Settle}, "J38"},
		"head of a regional procuracy":            {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional}, []Disposition{Settle}, "J15"},
		"head of the provincial procuracy":        {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial}, []Disposition{ReferProcuracy}, "J16"},
		"ranger, first":                           {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Round: 1}, []Disposition{Supervise}, "J12"},
		"head of the rangers":                     {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Role: RoleHead}, []Disposition{Settle}, "J13"},
		"soldier arrested":                        {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyMilitary, Military: Yes}, []Disposition{ReferProcuracy}, "J43"},
		"several contents":                        {Facts{Kind: Mixed, Field: FieldNone, Body: BodyOther}, []Disposition{Split}, "J49"},
		"thanks":                                  {Facts{Kind: Other, Field: FieldNone, Body: BodyOther}, []Disposition{File}, "J47"},
		"locked up by the commune police":         {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyCommunePolice}, []Disposition{Settle, Transfer}, "J05"},
		"commune police, false residence papers":  {Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyCommunePolice}, []Disposition{Transfer}, "J22b"},
		"head of enforcement denounced":           {Facts{Kind: Denunciation, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleHead}, []Disposition{Transfer, Supervise}, "J30b"},
		"arrest in the court room":                {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyCourt, Stage: StageTrial}, []Disposition{Supervise}, "J08"},
		"extension of detention that we approved": {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, ApprovedByProcuracy: Yes}, []Disposition{Settle}, "J05"},
		"police of another province":              {Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Province: "40"}, []Disposition{ReferProcuracy}, "J44"},
		"police fine, misread as police":          {Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyInvestigation}, []Disposition{Guide}, "J37"},
		"crime in our own province":               {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Province: "22"}, []Disposition{RelayCrime}, "J03"},
	} {
		d := Decide(o, c.facts, at)
		if !slices.Contains(c.want, d.Disposition) || d.Rule != c.rule {
			t.Errorf("%s: %s by %s, want %v by %s", name, d.Disposition, d.Rule, c.want, c.rule)
		}
		if d.Bucket != d.Disposition.Carried().Bucket {
			t.Errorf("%s: bucket %s", name, d.Bucket)
		}
	}
}

func TestUrgent(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for name, c := range map[string]struct {
		facts Facts
		want  bool
	}{
		"arrest":             {Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}, true},
		"surrender":          {Facts{Kind: Surrender}, true},
		"danger":             {Facts{Kind: CrimeReport, Danger: Yes}, true},
		"tortured in prison": {Facts{Kind: CrimeReport, Body: BodyInvestigation, Detained: Yes}, true},
		"sick in detention":  {Facts{Kind: Complaint, Field: FieldDetention, Danger: Yes}, true},
		"gifts in detention": {Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody, Detained: Yes}, false},
		"fraud":              {Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, false},
		"land":               {Facts{Kind: Complaint, Field: FieldAdministrative}, false},
	} {
		if got := Decide(o, c.facts, at).Urgent; got != c.want {
			t.Errorf("%s: urgent is %v", name, got)
		}
	}
}

func TestConflictGoesToTheUnitAbove(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for _, f := range []Facts{
		{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Level: LevelRegional, Role: RoleHead},
		{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Level: LevelRegional, Role: RoleHead},
		{Kind: Suggestion, Body: BodyProcuracy, Level: LevelRegional, Role: RoleHead},
		{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Level: LevelProvincial},
		{Kind: Cassation, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional}},
	} {
		if d := Decide(o, f, at); d.Unit != "vks-tinh" || d.Destination != "VKS_TINH" {
			t.Errorf("%+v: unit %q, destination %q", f, d.Unit, d.Destination)
		}
	}
	if d := Decide(o, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}, at); d.Unit != "" || d.Destination != "VKS_KV" {
		t.Errorf("by place: unit %q, destination %q", d.Unit, d.Destination)
	}
}

func TestDecideIsPure(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	f := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, GuidedBefore: Yes}
	a := Decide(o, f, at)
	a.Basis[0] = "spoiled"
	a.Reasons = append(a.Reasons, "spoiled")
	if b := Decide(o, f, at); b.Basis[0] == "spoiled" {
		t.Error("a caller's change of a decision reached the table")
	}
}

func BenchmarkDecide(b *testing.B) {
	o, at := testOffice(), noon(b, "2026-11-21")
	facts := []Facts{}
	for _, r := range Rules() {
		facts = append(facts, r.Example)
	}
	b.Run("with_ask", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			Decide(o, facts[i%len(facts)], at)
		}
	})
	b.Run("row", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			f := facts[i%len(facts)]
			decide(&o, &f, at)
		}
	})
}
