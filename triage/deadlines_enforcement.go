package triage

import "tiepdan/triage/calendar"

// limitsOfDetention are custody, detention and the serving of sentences by the
// laws of 2015 and 2019 (T40–T44), which stand in since 1 July 2026.
func limitsOfDetention() []Limit {
	settle := []Disposition{Settle}
	regime := anyOf(ofField(FieldDetention), ofBody(BodyCustody))
	kn, tc := allOf(ofKind(Complaint), regime, notOfField(FieldArrest)), allOf(ofKind(Denunciation), regime, notOfField(FieldArrest))
	serving := allOf(ofKind(Complaint), ofField(FieldSentence))
	const hours, days = calendar.Hours, calendar.Days
	return standIn([]Limit{
		{ID: "T40", On: AtReceipt, Since: SinceKnown, When: allOf(kn, firstRound()), Step: StepLodge, N: 30, Unit: days, Basis: "Custody law 44"},
		{ID: "T40", On: AtDecision, For: settle, When: allOf(kn, firstRound()), Step: StepLodge, N: 15, Unit: days, Basis: "Custody law 44"},
		// Custody (tạm giữ) has the shortest period of the law; whether a person is in
		// custody or detention is not among the facts, so the strictest stands.
		{ID: detentionClock, On: AtAcceptance, For: settle, When: allOf(kn, firstRound()), Step: StepFirst, N: 2, Unit: days, Basis: "Custody law 50"},
		{ID: detentionClock, On: AtAcceptance, For: settle, When: allOf(kn, laterRound()), Step: StepSecond, N: 3, Unit: days, Basis: "Custody law 50"},
		{ID: detentionClock, Listed: true, On: AtAcceptance, When: allOf(kn, firstRound()), Step: StepFirst, N: 5, Unit: days, Basis: "Custody law 50"},
		{ID: detentionClock, Listed: true, On: AtAcceptance, When: allOf(kn, laterRound()), Step: StepSecond, N: 10, Unit: days, Basis: "Custody law 50"},
		{ID: detentionExtension, On: AtAcceptance, For: settle, When: kn, Step: StepExtension, N: 5, Unit: days, Basis: "Custody law 50"},
		{ID: detentionExtension, Listed: true, On: AtAcceptance, When: kn, Step: StepExtension, N: 20, Unit: days, Basis: "Custody law 50"},
		{ID: detentionExtension, Listed: true, On: AtDecision, When: kn, Step: StepNotify, N: 24, Unit: hours, Basis: "Custody law 50"},
		{ID: "T43", On: AtAcceptance, For: settle, When: tc, Step: StepFirst, N: 60, Unit: days, Basis: "Custody law 60"},
		{ID: "T43", On: AtAcceptance, For: settle, When: tc, Step: StepExtension, N: 30, Unit: days, Basis: "Custody law 60"},
		{ID: "T43", Listed: true, On: AtLodging, When: tc, Step: StepTransfer, N: 24, Unit: hours, Basis: "Custody law 56"},
		{ID: "T44", On: AtReceipt, Since: SinceKnown, When: allOf(serving, firstRound()), Step: StepLodge, N: 30, Unit: days, Basis: "LCJE 176"},
		{ID: "T44", On: AtDecision, When: allOf(serving, firstRound()), Step: StepLodge, N: 15, Unit: days, Basis: "LCJE 176"},
	})
}

// limitsOfCivilEnforcement are civil enforcement by the law of 2008 (T50–T54),
// which stands in since 1 July 2026. Which measure is complained of is not among
// the facts: the rows that are counted are those that hold of most.
func limitsOfCivilEnforcement() []Limit {
	supervise := []Disposition{Supervise}
	money := anyOf(ofBody(BodyCivilEnforce), ofField(FieldCivilEnforce))
	kn, tc := allOf(ofKind(Complaint), money), allOf(ofKind(Denunciation), money)
	first, later := allOf(kn, firstRound()), allOf(kn, laterRound())
	const days, workingDays = calendar.Days, calendar.WorkingDays
	return standIn([]Limit{
		{ID: "T50", On: AtTransfer, For: supervise, When: kn, Step: StepReply, N: 5, Unit: workingDays, Basis: "LCJE civil 148"},
		{ID: "T51", On: AtTransfer, For: supervise, When: first, Step: StepResult, N: 30, Unit: days, Basis: "LCJE civil 146"},
		{ID: "T51", On: AtTransfer, For: supervise, When: later, Step: StepResult, N: 45, Unit: days, Basis: "LCJE civil 146"},
		{ID: "T51", On: AtTransfer, For: supervise, When: kn, Step: StepExtension, N: 30, Unit: days, Basis: "LCJE civil 146"},
		{ID: "T51", Listed: true, On: AtTheirAcceptance, When: first, Step: StepFirst, N: 15, Unit: days, Basis: "LCJE civil 146"},
		{ID: "T51", Listed: true, On: AtTheirAcceptance, When: later, Step: StepSecond, N: 30, Unit: days, Basis: "LCJE civil 146"},
		{ID: "T51", Listed: true, On: AtTheirAcceptance, When: kn, Step: StepFirst, N: 5, Unit: workingDays, Basis: "LCJE civil 146"},
		{ID: "T52", On: AtReceipt, Since: SinceKnown, When: first, Step: StepLodge, N: 15, Unit: days, Basis: "LCJE civil 140"},
		{ID: "T52", Listed: true, On: AtReceipt, Since: SinceKnown, When: first, Step: StepLodge, N: 3, Unit: workingDays, Basis: "LCJE civil 140"},
		{ID: "T52", Listed: true, On: AtReceipt, Since: SinceKnown, When: first, Step: StepLodge, N: 10, Unit: days, Basis: "LCJE civil 140"},
		{ID: "T52", Listed: true, On: AtReceipt, Since: SinceKnown, When: first, Step: StepLodge, N: 30, Unit: days, Basis: "LCJE civil 140"},
		{ID: "T52", On: AtDecision, For: supervise, When: first, Step: StepLodge, N: 15, Unit: days, Basis: "LCJE civil 140"},
		{ID: "T53", On: AtTransfer, For: supervise, When: tc, Step: StepResult, N: 60, Unit: days, Basis: "LCJE civil 157"},
		{ID: "T53", On: AtTransfer, For: supervise, When: tc, Step: StepExtension, N: 30, Unit: days, Basis: "LCJE civil 157"},
		{ID: "T54", Listed: true, On: AtTheirDecision, When: money, Step: StepAct, N: 15, Unit: days, Basis: "LCJE civil 160"},
		{ID: "T54", Listed: true, On: AtTheirDecision, When: money, Step: StepAct, N: 30, Unit: days, Basis: "LCJE civil 160"},
	})
}
