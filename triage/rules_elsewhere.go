package triage

import (
	"time"

	"tiepdan/triage/calendar"
)

// rulesElsewhere are what is nobody's business here whatever it says: sent to
// the wrong kind of body, the army's, another province's, the centre's, the
// Party's (DOMAIN §2.5 rows 19, 40, 41, 43, 44 and row 48 of DESIGN §3).
func rulesElsewhere() []Rule {
	return []Rule{
		{
			ID: "J41", When: anyOf(ofKind(MisdirectedLawsuit), allOf(ofKind(Complaint), ofBody(BodyPrivate))),
			Disposition: Guide, Destination: "TAND_KV", Basis: []string{"Law 85/2025"}, Mark: MarkSecondHand,
			Example: Facts{Kind: MisdirectedLawsuit, Body: BodyPrivate},
		},
		{
			ID: "J19", When: anyOf(ofKind(MisdirectedAppeal), allOf(ofKind(Cassation), no("judgment.final")),
				allOf(ofKind(Complaint), ofBody(BodyCourt, BodyProcuracy), no("judgment.final"))),
			Disposition: Guide, Destination: OfCourt, Basis: []string{"CPC 469.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Body: BodyCourt, Judgment: Judgment{Final: No}},
		},
		{
			ID: "J43", When: allOf(anyOf(yes("military"), ofBody(BodyMilitary)), ofKind(Complaint, Denunciation, Cassation, Compensation),
				is("field", append(inOurCare(), NotKnown)...)),
			Disposition: ReferProcuracy, Destination: "VKSQS", Basis: []string{"CPC 145.3"}, Mark: MarkBackground,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyMilitary, Military: Yes},
		},
		{
			ID: "J43b", When: allOf(anyOf(yes("military"), ofBody(BodyMilitary)), ofKind(Complaint, Denunciation, Cassation, Compensation, Suggestion, Request)),
			Disposition: Transfer, Destination: "CQ_QUAN_DOI", Basis: []string{"LTCD 26.2", "LD 24.2"}, Mark: MarkBackground,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyMilitary, Military: Yes},
		},
		{
			ID: "J44", When: allOf(elsewhere(), ofKind(Complaint, Denunciation, Cassation, Compensation, Suggestion, Request)),
			Disposition: ReferProcuracy, Destination: "VKS_TINH_KHAC", Basis: []string{"TTLT 02/2018 6.2"}, Mark: MarkBackground,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Province: "40"},
		},
		{
			ID: "J48", When: allOf(ofKind(Complaint, Denunciation), ofBody(BodyInvestigation), ofLevel(LevelCentral)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"CPC 475", "Org. law 29"}, Mark: MarkDerived,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Level: LevelCentral},
		},
		{
			ID: "J48b", When: allOf(ofKind(Complaint, Denunciation), ofBody(BodyProcuracy, BodyCourt), ofLevel(LevelCentral)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"CPC 476", "Org. law 29"}, Mark: MarkDerived,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Level: LevelCentral},
		},
		{
			ID: "J40", When: allOf(ofKind(Complaint, Denunciation, Suggestion),
				anyOf(ofField(FieldParty), allOf(ofBody(BodyParty), ofField(FieldOfficialDuty, FieldPersonnel, FieldNone, NotKnown)))),
			Disposition: Transfer, Destination: "UBKT", Basis: []string{"Circ. 05/2021 Art 15"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldParty, Body: BodyParty},
		},
	}
}

// inOurCare lists the fields that a procuracy of some kind looks after.
func inOurCare() []Field {
	return []Field{FieldArrest, FieldCriminalProc, FieldCivilProc, FieldAdminProc, FieldDetention,
		FieldSentence, FieldCivilEnforce, FieldCriminal, FieldNone}
}

// rulesOfDelay are bodies that do nothing in time, with proof of lodging (rows 31, 32).
func rulesOfDelay() []Rule {
	return []Rule{
		{
			ID: "J31", When: allOf(ofKind(Complaint, Denunciation, Request), yes("overdue_proof"),
				anyOf(ofBody(BodyCivilEnforce), allOf(ofField(FieldCivilEnforce), is("body", BodyOther, NotKnown)))),
			Disposition: Demand, Destination: OfBody, Basis: []string{"Org. law 30", "LCJE civil 159", "LCJE civil 160"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, OverdueProof: Yes},
		},
		{
			// What we settle ourselves is not overdue at theirs: arrests by the police are left out.
			ID: "J32", When: allOf(ofKind(Complaint, Denunciation), yes("overdue_proof"),
				ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyCourt),
				ofField(FieldCriminalProc, FieldCivilProc, FieldAdminProc, FieldSentence, FieldNone, NotKnown)),
			Disposition: Demand, Destination: OfBody, Basis: []string{"TTLT 02/2018 15.1"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, OverdueProof: Yes},
		},
		{
			ID: "J32b", When: allOf(ofKind(Complaint), yes("overdue_proof"), ofBody(BodyCourt), ofField(FieldArrest)),
			Disposition: Demand, Destination: OfBody, Basis: []string{"TTLT 02/2018 15.1", "CPC 474.3"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyCourt, OverdueProof: Yes},
		},
	}
}

// rulesOfJudgments are requests for cassation or reopening of a judgment in
// effect, under whatever name (rows 33–36).
func rulesOfJudgments() []Rule {
	attacks := anyOf(ofKind(Cassation), allOf(ofKind(Complaint), ofBody(BodyCourt), yes("judgment.final")))
	lower, upper := is("judgment.court", CourtRegional, CourtDistrict), is("judgment.court", CourtProvincial, CourtHigh, CourtSupreme)
	since, until := twoTiers(), twoTiers().AddDays(-1)
	review := []string{"CPC 373", "CPC civil 331", "LAP 260"}
	return []Rule{
		{
			ID: "J35", When: allOf(attacks, inCourtProcedure(), yes("judgment.over_a_year")),
			Disposition: Guide, Destination: OfReview, Basis: []string{"CPC civil 327", "LAP 256"}, Mark: MarkRead,
			Example: Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt,
				Judgment: Judgment{Court: CourtRegional, Final: Yes, Effective: calendar.NewDate(2020, time.March, 2)}},
		},
		{
			ID: "J33", From: since, When: allOf(attacks, lower),
			Disposition: Settle, Settles: TierProvincial, Basis: review, Mark: MarkBackground,
			Example: Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: Yes}},
		},
		{
			ID: "J34", From: since, When: allOf(attacks, upper),
			Disposition: ReferProcuracy, Destination: OfReview, Basis: review, Mark: MarkBackground,
			Example: Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtProvincial, Final: Yes}},
		},
		{
			// Until the reform the high-level procuracies, and no provincial one, protested
			// what district and provincial courts had judged.
			ID: "J34b", To: until, When: attacks,
			Disposition: ReferProcuracy, Destination: OfReview, Basis: review, Mark: MarkRead,
			Example: Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtDistrict, Final: Yes}},
		},
		{
			ID: "J36", When: allOf(ofKind(Compensation), anyOf(ofBody(BodyProcuracy), yes("approved_by_procuracy"))),
			Disposition: Settle, Basis: []string{"Law 10/2017 Art 35"}, Mark: MarkRead,
			Example: Facts{Kind: Compensation, Body: BodyProcuracy},
		},
		{
			ID: "J36b", When: ofKind(Compensation), Disposition: Guide, Destination: OfBody,
			Basis: []string{"Law 10/2017 Art 35"}, Mark: MarkRead, Example: Facts{Kind: Compensation, Body: BodyCourt},
		},
	}
}
