package triage

import "tiepdan/triage/calendar"

// limitsOfCourtProcedure are civil and administrative proceedings, cassation
// and state compensation (T30–T33, T87, T90, T91, T95).
func limitsOfCourtProcedure() []Limit {
	settle, supervise := []Disposition{Settle}, []Disposition{Supervise}
	both := []Disposition{Settle, Supervise}
	civil, admin := allOf(ofKind(Complaint), ofField(FieldCivilProc)), allOf(ofKind(Complaint), ofField(FieldAdminProc))
	tcCivil, tcAdmin := allOf(ofKind(Denunciation), ofField(FieldCivilProc)), allOf(ofKind(Denunciation), ofField(FieldAdminProc))
	money, review := ofKind(Compensation), allOf(ofKind(Cassation), inCourtProcedure())
	const days, workingDays, months = calendar.Days, calendar.WorkingDays, calendar.Months
	return []Limit{
		{ID: "T30", On: AtReceipt, Since: SinceKnown, When: allOf(civil, firstRound()), Step: StepLodge, N: 15, Unit: days, Basis: "CPC civil 502", Mark: MarkRead},
		{ID: "T30", On: AtReceipt, For: settle, When: allOf(civil, firstRound()), Step: StepFirst, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtReceipt, For: settle, When: allOf(civil, laterRound()), Step: StepSecond, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtAcceptance, For: settle, When: civil, Step: StepExtension, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtTransfer, For: supervise, When: civil, Step: StepResult, N: 15, Unit: days, Basis: "CPC civil 505", Mark: MarkRead},
		{ID: "T30", On: AtDecision, For: both, When: allOf(civil, firstRound()), Step: StepLodge, N: 5, Unit: workingDays, Basis: "CPC civil 507", Mark: MarkRead},
		{ID: "T31", On: AtAcceptance, For: settle, When: tcCivil, Step: StepFirst, N: 2, Unit: months, Basis: "CPC civil 512", Mark: MarkRead},
		{ID: "T31", On: AtAcceptance, For: settle, When: tcCivil, Step: StepExtension, N: 1, Unit: months, Basis: "CPC civil 512", Mark: MarkRead},
		{ID: "T31", On: AtTransfer, For: supervise, When: tcCivil, Step: StepResult, N: 2, Unit: months, Basis: "CPC civil 512", Mark: MarkRead},
		{ID: "T32", On: AtReceipt, Since: SinceKnown, When: allOf(admin, firstRound()), Step: StepLodge, N: 10, Unit: days, Basis: "LAP 330", Mark: MarkRead},
		{ID: "T32", On: AtReceipt, For: settle, When: allOf(admin, firstRound()), Step: StepFirst, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T32", On: AtReceipt, For: settle, When: allOf(admin, laterRound()), Step: StepSecond, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T32", On: AtAcceptance, For: settle, When: admin, Step: StepExtension, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T32", On: AtTransfer, For: supervise, When: admin, Step: StepResult, N: 15, Unit: days, Basis: "LAP 333", Mark: MarkRead},
		{ID: "T33", On: AtReceipt, For: settle, When: tcAdmin, Step: StepFirst, N: 60, Unit: days, Basis: "LAP 340", Mark: MarkRead},
		{ID: "T33", On: AtAcceptance, For: settle, When: tcAdmin, Step: StepExtension, N: 30, Unit: days, Basis: "LAP 340", Mark: MarkRead},
		{ID: "T33", On: AtTransfer, For: supervise, When: tcAdmin, Step: StepResult, N: 60, Unit: days, Basis: "LAP 340", Mark: MarkRead},

		// Only where Party or State bodies forwarded the petition, which no fact tells.
		{ID: "T87", Listed: true, On: AtReceipt, When: ofKind(Cassation), Step: StepClassify, N: 5, Unit: workingDays, Basis: "QC 51", Mark: MarkSecondHand},
		{ID: "T90", On: AtReceipt, Since: SinceJudgment, For: settle, When: review, Step: StepLodge, N: 12, Unit: months, Basis: "CPC civil 327; LAP 256", Mark: MarkRead},
		{ID: "T90", Listed: true, On: AtRequest, When: review, Step: StepAct, N: 1, Unit: months, Basis: "CPC civil 329", Mark: MarkRead},
		{ID: "T90", On: AtReceipt, Since: SinceJudgment, For: settle, When: review, Step: StepFirst, N: 36, Unit: months, Basis: "CPC civil 334", Mark: MarkRead},
		{ID: "T90", Listed: true, On: AtExpiry, When: review, Step: StepExtension, N: 24, Unit: months, Basis: "CPC civil 334", Mark: MarkRead},
		// In favour of the convict a protest is possible at any time: this one binds nobody.
		{ID: "T91", On: AtReceipt, Since: SinceJudgment, For: settle, When: allOf(ofKind(Cassation), inCriminalProcedure()), Step: StepLodge, N: 12, Unit: months, Basis: "CPC 379", Mark: MarkRead},
		{ID: "T95", On: AtReceipt, Since: SinceKnown, When: money, Step: StepLodge, N: 36, Unit: months, Basis: "Law 10/2017 Art 6", Mark: MarkRead},
		{ID: "T95", Listed: true, On: AtReceipt, When: money, Step: StepNotify, N: 2, Unit: workingDays, Basis: "Law 10/2017 Art 42", Mark: MarkRead},
		{ID: "T95", On: AtReceipt, For: settle, When: money, Step: StepClassify, N: 5, Unit: workingDays, Basis: "Law 10/2017 Art 42", Mark: MarkRead},
		{ID: "T95", Listed: true, On: AtRequest, When: money, Step: StepAct, N: 5, Unit: workingDays, Basis: "Law 10/2017 Art 42", Mark: MarkRead},
		// Two working days after the five for completeness.
		{ID: "T95", On: AtReceipt, For: settle, When: money, Step: StepAccept, N: 7, Unit: workingDays, Basis: "Law 10/2017 Art 43", Mark: MarkRead},
	}
}
