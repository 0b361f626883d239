package triage

import "tiepdan/triage/calendar"

// limitsOfCrime are the clocks of crime reports and of demands (T01–T07, T25, T26).
func limitsOfCrime() []Limit {
	relay := []Disposition{RelayCrime}
	near := is("province", placeHere, NotKnown)
	late := allOf(ofKind(Complaint, Denunciation), ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyCourt))
	return []Limit{
		{ID: "T01", On: AtReceipt, For: relay, Step: StepTransfer, N: 24, Unit: calendar.Hours, Basis: "CPC 146.2; TTLT 01/2017 8.3", Mark: MarkRead},
		{ID: "T01", On: AtReceipt, For: []Disposition{ReferProcuracy}, When: ofKind(CrimeReport), Step: StepTransfer, N: 24, Unit: calendar.Hours, Basis: "CPC 146.2; TTLT 01/2017 8.3", Mark: MarkRead},
		{ID: "T02", On: AtTransfer, For: relay, Step: StepReply, N: 3, Unit: calendar.WorkingDays, Basis: "TTLT 01/2017 14.1", Mark: MarkRead},
		{ID: crimeClock, On: AtTransfer, For: relay, When: near, Step: StepResult, N: 20, Unit: calendar.Days, Basis: "CPC 147; TTLT 01/2017 11", Mark: MarkRead},
		// Three days after the twenty for settling: the informant is told the result.
		{ID: "T06", On: AtTransfer, For: relay, When: near, Step: StepReply, N: 23, Unit: calendar.Days, Basis: "CPC 147; TTLT 01/2017 14.3", Mark: MarkRead},
		{ID: crimeDemandClock, On: AtDemand, For: []Disposition{Demand}, When: ofKind(CrimeReport), Step: StepResult, N: 15, Unit: calendar.Days, Basis: "CPC 146.2; TTLT 01/2017 5.2.b", Mark: MarkRead},
		{ID: "T25", On: AtReceipt, For: []Disposition{Demand}, When: late, Step: StepTransfer, N: 3, Unit: calendar.Days, Basis: "TTLT 02/2018 15.1", Mark: MarkRead},
		{ID: "T25", On: AtDemand, For: []Disposition{Demand}, When: late, Step: StepReply, N: 7, Unit: calendar.Days, Basis: "TTLT 02/2018 15.1", Mark: MarkRead},
		{ID: "T26", On: AtDemand, For: []Disposition{Demand}, When: anyOf(ofBody(BodyCivilEnforce), ofField(FieldCivilEnforce)),
			Step: StepReply, N: 15, Unit: calendar.Days, Basis: "TTLT 02/2018 15.2-4", Mark: MarkDerived},
	}
}

// limitsOfArrest are the 24-hour clocks of arrest and custody (T10–T12, T21, T22).
func limitsOfArrest() []Limit {
	settle, supervise := []Disposition{Settle}, []Disposition{Supervise}
	kn, tc := allOf(ofKind(Complaint), ofField(FieldArrest)), allOf(ofKind(Denunciation), ofField(FieldArrest))
	return []Limit{
		{ID: "T10", On: AtReceipt, For: settle, When: allOf(kn, firstRound()), Step: StepFirst, N: 24, Unit: calendar.Hours, Basis: "CPC 474.1", Mark: MarkRead},
		// With verification three days in all: 24 hours and these.
		{ID: "T10", On: AtAcceptance, For: settle, When: allOf(kn, firstRound()), Step: StepExtension, N: 48, Unit: calendar.Hours, Basis: "CPC 474.1", Mark: MarkRead},
		{ID: "T10", On: AtTransfer, For: supervise, When: kn, Step: StepResult, N: 3, Unit: calendar.Days, Basis: "CPC 474.1, 474.3", Mark: MarkRead},
		{ID: "T11", On: AtReceipt, For: []Disposition{Supervise, ReferProcuracy, Transfer}, When: kn, Step: StepTransfer, N: 24, Unit: calendar.Hours, Basis: "CPC 474.2", Mark: MarkDerived},
		{ID: "T12", On: AtDecision, For: settle, When: allOf(kn, firstRound()), Step: StepLodge, N: 3, Unit: calendar.Days, Basis: "CPC 474.2", Mark: MarkRead},
		{ID: "T12", On: AtReceipt, For: settle, When: allOf(kn, laterRound()), Step: StepSecond, N: 7, Unit: calendar.Days, Basis: "CPC 474.2", Mark: MarkRead},
		{ID: "T21", On: AtReceipt, For: settle, When: tc, Step: StepFirst, N: 24, Unit: calendar.Hours, Basis: "CPC 481.4", Mark: MarkRead},
		{ID: "T21", On: AtAcceptance, For: settle, When: tc, Step: StepExtension, N: 48, Unit: calendar.Hours, Basis: "CPC 481.4", Mark: MarkRead},
		{ID: "T21", On: AtTransfer, For: supervise, When: tc, Step: StepResult, N: 3, Unit: calendar.Days, Basis: "CPC 481.4", Mark: MarkRead},
		{ID: "T22", On: AtReceipt, For: settle, When: tc, Step: StepClassify, N: 12, Unit: calendar.Hours, Basis: "TTLT 02/2018 10.1", Mark: MarkRead},
	}
}

// limitsOfCriminalProcedure are complaints and denunciations in criminal
// proceedings (T14–T20, T22). They run from receipt.
func limitsOfCriminalProcedure() []Limit {
	settle, supervise := []Disposition{Settle}, []Disposition{Supervise}
	kn := allOf(ofKind(Complaint), inCriminalProcedure(), notYes("outside_proceedings"))
	police := allOf(kn, ofBody(BodyInvestigation, BodyCommunePolice))
	approved := anyOf(yes("approved_by_procuracy"), allOf(headed(), ofBody(BodyInvestigation)))
	plain := allOf(notYes("approved_by_procuracy"), anyOf(ordinary(), ofBody(BodyCommunePolice)))
	assigned := allOf(kn, ofBody(BodyAssigned))
	procuracy := allOf(kn, ofBody(BodyProcuracy))
	court := allOf(ofKind(Complaint), ofBody(BodyCourt), ofField(FieldCriminalProc, FieldCriminal, FieldSentence, FieldNone, NotKnown))
	tc := allOf(ofKind(Denunciation), inCriminalProcedure(), notYes("outside_proceedings"),
		ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyProcuracy, BodyCourt))
	days := func(id string, on Trigger, For []Disposition, when Cond, step Step, n int, basis string) Limit {
		return Limit{ID: id, On: on, For: For, When: when, Step: step, N: n, Unit: calendar.Days, Basis: basis, Mark: MarkRead}
	}
	return []Limit{
		days("T14", AtTransfer, supervise, police, StepResult, 7, "CPC 475.1"),
		days("T14", AtReceipt, settle, allOf(police, plain, laterRound()), StepSecond, 7, "CPC 475.1"),
		days("T14", AtDecision, supervise, allOf(police, firstRound()), StepLodge, 3, "CPC 475.1"),
		days("T15", AtReceipt, settle, allOf(police, approved, firstRound()), StepFirst, 7, "CPC 475.1"),
		days("T15", AtDecision, settle, allOf(police, approved, firstRound()), StepLodge, 3, "CPC 475.1"),
		days("T15", AtReceipt, settle, allOf(police, approved, laterRound()), StepSecond, 15, "CPC 475.1"),
		days("T16", AtTransfer, supervise, assigned, StepResult, 7, "CPC 475.2"),
		days("T16", AtDecision, supervise, allOf(assigned, firstRound()), StepLodge, 3, "CPC 475.2"),
		days("T16", AtReceipt, settle, allOf(assigned, headed()), StepFirst, 7, "CPC 475.2"),
		days("T16", AtReceipt, settle, allOf(assigned, ordinary(), laterRound()), StepSecond, 7, "CPC 475.2"),
		days("T17", AtReceipt, settle, allOf(procuracy, ordinary(), firstRound()), StepFirst, 7, "CPC 476.1"),
		days("T17", AtDecision, settle, allOf(procuracy, ordinary(), firstRound()), StepLodge, 3, "CPC 476.1"),
		days("T17", AtReceipt, settle, allOf(procuracy, ordinary(), laterRound()), StepSecond, 15, "CPC 476.1"),
		days("T18", AtReceipt, settle, allOf(procuracy, headed()), StepFirst, 15, "CPC 476.2-3"),
		days("T19", AtTransfer, supervise, allOf(court, ordinary(), firstRound()), StepResult, 7, "CPC 477"),
		days("T19", AtTransfer, supervise, allOf(court, anyOf(headed(), laterRound())), StepResult, 15, "CPC 477"),
		days("T19", AtDecision, supervise, allOf(court, ordinary(), firstRound()), StepLodge, 3, "CPC 477"),
		days("T20", AtReceipt, settle, tc, StepFirst, 30, "CPC 481.3"),
		days("T20", AtAcceptance, settle, tc, StepExtension, 30, "CPC 481.3"),
		days("T20", AtTransfer, supervise, tc, StepResult, 30, "CPC 481.3"),
		days("T22", AtReceipt, settle, tc, StepClassify, 10, "TTLT 02/2018 10.1"),
	}
}
