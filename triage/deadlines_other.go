package triage

import (
	"time"

	"tiepdan/triage/calendar"
)

// limitsOfCourtProcedure are civil and administrative proceedings, cassation
// and state compensation (T30–T33, T90, T91, T95).
func limitsOfCourtProcedure() []Limit {
	settle, supervise := []Disposition{Settle}, []Disposition{Supervise}
	both := []Disposition{Settle, Supervise}
	civil, admin := allOf(ofKind(Complaint), ofField(FieldCivilProc)), allOf(ofKind(Complaint), ofField(FieldAdminProc))
	tcCivil, tcAdmin := allOf(ofKind(Denunciation), ofField(FieldCivilProc)), allOf(ofKind(Denunciation), ofField(FieldAdminProc))
	const days, workingDays, months = calendar.Days, calendar.WorkingDays, calendar.Months
	return []Limit{
		{ID: "T30", On: AtReceipt, For: settle, When: allOf(civil, firstRound()), Step: StepFirst, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtReceipt, For: settle, When: allOf(civil, laterRound()), Step: StepSecond, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtAcceptance, For: settle, When: civil, Step: StepExtension, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtTransfer, For: supervise, When: civil, Step: StepResult, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtDecision, For: both, When: allOf(civil, firstRound()), Step: StepLodge, N: 5, Unit: workingDays, Basis: "CPC civil 507", Mark: MarkRead},
		{ID: "T31", On: AtAcceptance, For: settle, When: tcCivil, Step: StepFirst, N: 2, Unit: months, Basis: "CPC civil 512", Mark: MarkRead},
		{ID: "T31", On: AtAcceptance, For: settle, When: tcCivil, Step: StepExtension, N: 1, Unit: months, Basis: "CPC civil 512", Mark: MarkRead},
		{ID: "T31", On: AtTransfer, For: supervise, When: tcCivil, Step: StepResult, N: 2, Unit: months, Basis: "CPC civil 512", Mark: MarkRead},
		{ID: "T32", On: AtReceipt, For: settle, When: allOf(admin, firstRound()), Step: StepFirst, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T32", On: AtReceipt, For: settle, When: allOf(admin, laterRound()), Step: StepSecond, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T32", On: AtAcceptance, For: settle, When: admin, Step: StepExtension, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T32", On: AtTransfer, For: supervise, When: admin, Step: StepResult, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T33", On: AtReceipt, For: settle, When: tcAdmin, Step: StepFirst, N: 60, Unit: days, Basis: "LAP 340", Mark: MarkRead},
		{ID: "T33", On: AtAcceptance, For: settle, When: tcAdmin, Step: StepExtension, N: 30, Unit: days, Basis: "LAP 340", Mark: MarkRead},
		{ID: "T33", On: AtTransfer, For: supervise, When: tcAdmin, Step: StepResult, N: 60, Unit: days, Basis: "LAP 340", Mark: MarkRead},

		{ID: "T90", On: AtReceipt, Since: SinceJudgment, For: settle, When: allOf(ofKind(Cassation), inCourtProcedure()), Step: StepLodge, N: 12, Unit: months, Basis: "CPC civil 327; LAP 256", Mark: MarkRead},
		{ID: "T90", On: AtReceipt, Since: SinceJudgment, For: settle, When: allOf(ofKind(Cassation), inCourtProcedure()), Step: StepFirst, N: 36, Unit: months, Basis: "CPC civil 334", Mark: MarkRead},
		// In favour of the convict a protest is possible at any time: this one binds nobody.
		{ID: "T91", On: AtReceipt, Since: SinceJudgment, For: settle, When: allOf(ofKind(Cassation), inCriminalProcedure()), Step: StepLodge, N: 12, Unit: months, Basis: "CPC 379", Mark: MarkRead},
		{ID: "T95", On: AtReceipt, For: settle, When: ofKind(Compensation), Step: StepClassify, N: 5, Unit: workingDays, Basis: "Law 10/2017 Art 42", Mark: MarkRead},
		// Two working days after the five for completeness.
		{ID: "T95", On: AtReceipt, For: settle, When: ofKind(Compensation), Step: StepAccept, N: 7, Unit: workingDays, Basis: "Law 10/2017 Art 43", Mark: MarkRead},
	}
}

// limitsOfEnforcement are detention and civil enforcement by the laws of 2015
// and 2008, which stand in until the new periods are confirmed (T40–T53).
func limitsOfEnforcement() []Limit {
	settle, supervise := []Disposition{Settle}, []Disposition{Supervise}
	regime := anyOf(ofField(FieldDetention), ofBody(BodyCustody))
	kn, tc := allOf(ofKind(Complaint), regime, notOfField(FieldArrest)), allOf(ofKind(Denunciation), regime, notOfField(FieldArrest))
	money := anyOf(ofBody(BodyCivilEnforce), ofField(FieldCivilEnforce))
	knMoney, tcMoney := allOf(ofKind(Complaint), money), allOf(ofKind(Denunciation), money)
	const days, workingDays = calendar.Days, calendar.WorkingDays
	return []Limit{
		{ID: "T40", On: AtDecision, For: settle, When: allOf(kn, firstRound()), Step: StepLodge, N: 15, Unit: days, Basis: "Custody law 44", Mark: MarkOld},
		// Custody (tạm giữ) has the shortest period of the law; whether a person is in
		// custody or detention is not among the facts, so the strictest stands.
		{ID: "T41", On: AtAcceptance, For: settle, When: allOf(kn, firstRound()), Step: StepFirst, N: 2, Unit: days, Basis: "Custody law 50", Mark: MarkOld},
		{ID: "T41", On: AtAcceptance, For: settle, When: allOf(kn, laterRound()), Step: StepSecond, N: 3, Unit: days, Basis: "Custody law 50", Mark: MarkOld},
		// T42: a complex case may take so much longer.
		{ID: "T41", On: AtAcceptance, For: settle, When: kn, Step: StepExtension, N: 5, Unit: days, Basis: "Custody law 50", Mark: MarkOld},
		{ID: "T43", On: AtAcceptance, For: settle, When: tc, Step: StepFirst, N: 60, Unit: days, Basis: "Custody law 56", Mark: MarkOld},
		{ID: "T43", On: AtAcceptance, For: settle, When: tc, Step: StepExtension, N: 30, Unit: days, Basis: "Custody law 56", Mark: MarkOld},
		{ID: "T50", On: AtTransfer, For: supervise, When: knMoney, Step: StepReply, N: 5, Unit: workingDays, Basis: "LCJE civil 148", Mark: MarkOld},
		{ID: "T51", On: AtTransfer, For: supervise, When: allOf(knMoney, firstRound()), Step: StepResult, N: 30, Unit: days, Basis: "LCJE civil 146", Mark: MarkOld},
		{ID: "T51", On: AtTransfer, For: supervise, When: allOf(knMoney, laterRound()), Step: StepResult, N: 45, Unit: days, Basis: "LCJE civil 146", Mark: MarkOld},
		{ID: "T52", On: AtDecision, For: supervise, When: allOf(knMoney, firstRound()), Step: StepLodge, N: 15, Unit: days, Basis: "LCJE civil 140", Mark: MarkOld},
		{ID: "T53", On: AtTransfer, For: supervise, When: tcMoney, Step: StepResult, N: 60, Unit: days, Basis: "LCJE civil 157", Mark: MarkOld},
	}
}

// limitsOfAdministration are complaints about our own administrative acts and
// staff, denunciations outside proceedings, and the notice owed to everyone
// who was received (T60–T64, T70–T73, T80). LC and LD run from acceptance.
func limitsOfAdministration() []Limit {
	settle := []Disposition{Settle}
	own := allOf(ofKind(Complaint), ofBody(BodyProcuracy), anyOf(ofField(FieldAdministrative, FieldOfficialDuty),
		allOf(yes("outside_proceedings"), notOfField(FieldPersonnel))))
	staff := allOf(ofKind(Complaint), ofBody(BodyProcuracy), ofField(FieldPersonnel))
	duty := allOf(ofKind(Denunciation), ofBody(BodyProcuracy), outsideProceedings())
	const days, workingDays = calendar.Days, calendar.WorkingDays
	newLaw := calendar.NewDate(2026, time.July, 1) // Law 136/2025 and its decrees
	return []Limit{
		{ID: "T60", To: newLaw.AddDays(-1), On: AtReceipt, For: settle, When: own, Step: StepAccept, N: 10, Unit: days, Basis: "LC 27", Mark: MarkRead},
		{ID: "T60", From: newLaw, On: AtReceipt, For: settle, When: own, Step: StepAccept, N: 7, Unit: workingDays, Basis: "LC 27; Decree 155/2026 Art 10", Mark: MarkRead},
		{ID: "T61", On: AtAcceptance, For: settle, When: allOf(own, firstRound()), Step: StepFirst, N: 30, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T61", On: AtAcceptance, For: settle, When: allOf(own, firstRound()), Step: StepExtension, N: 15, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T62", On: AtDecision, For: settle, When: allOf(own, firstRound()), Step: StepLodge, N: 30, Unit: days, Basis: "LC 33", Mark: MarkRead},
		{ID: "T62", On: AtAcceptance, For: settle, When: allOf(own, laterRound()), Step: StepSecond, N: 45, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T62", On: AtAcceptance, For: settle, When: allOf(own, laterRound()), Step: StepExtension, N: 15, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T63", On: AtDecision, For: settle, When: allOf(staff, firstRound()), Step: StepLodge, N: 10, Unit: days, Basis: "LC 48", Mark: MarkRead},
		{ID: "T64", On: AtReceipt, For: settle, When: staff, Step: StepAccept, N: 10, Unit: days, Basis: "LC 50", Mark: MarkRead},
		{ID: "T64", On: AtAcceptance, For: settle, When: allOf(staff, firstRound()), Step: StepFirst, N: 30, Unit: days, Basis: "LC 50", Mark: MarkRead},
		{ID: "T64", On: AtAcceptance, For: settle, When: allOf(staff, laterRound()), Step: StepSecond, N: 30, Unit: days, Basis: "LC 50", Mark: MarkRead},
		{ID: "T64", On: AtAcceptance, For: settle, When: staff, Step: StepExtension, N: 15, Unit: days, Basis: "LC 50", Mark: MarkRead},
		{ID: "T70", On: AtReceipt, For: settle, When: duty, Step: StepAccept, N: 7, Unit: workingDays, Basis: "LD 24.1", Mark: MarkRead},
		{ID: "T71", On: AtReceipt, For: []Disposition{Transfer, ReferProcuracy, Supervise}, When: allOf(ofKind(Denunciation), notOfField(FieldArrest)),
			Step: StepTransfer, N: 5, Unit: workingDays, Basis: "LD 24.2", Mark: MarkRead},
		{ID: "T72", On: AtAcceptance, For: settle, When: duty, Step: StepNotify, N: 5, Unit: workingDays, Basis: "LD 29.3", Mark: MarkRead},
		{ID: "T73", On: AtAcceptance, For: settle, When: duty, Step: StepFirst, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		{ID: "T73", On: AtAcceptance, For: settle, When: duty, Step: StepExtension, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		{ID: "T80", On: AtReceipt, When: anyOf(not(ofKind(CrimeReport, Surrender)), is("kind", NotKnown)), Step: StepNotify, N: 10, Unit: workingDays, Basis: "LTCD 28.1", Mark: MarkRead},
	}
}
