package triage

import "tiepdan/triage/calendar"

// limitsOfCrime are the clocks of crime reports (T01–T07).
func limitsOfCrime() []Limit {
	relay, report := []Disposition{RelayCrime}, ofKind(CrimeReport)
	near := is("province", placeHere, NotKnown)
	const hours, days, workingDays, months = calendar.Hours, calendar.Days, calendar.WorkingDays, calendar.Months
	return []Limit{
		{ID: "T01", On: AtReceipt, For: relay, Step: StepTransfer, N: 24, Unit: hours, Basis: "CPC 146.2; TTLT 01/2017 8.3", Mark: MarkRead},
		{ID: "T01", On: AtReceipt, For: []Disposition{ReferProcuracy}, When: report, Step: StepTransfer, N: 24, Unit: hours, Basis: "CPC 146.2; TTLT 01/2017 8.3", Mark: MarkRead},
		{ID: "T02", On: AtTransfer, For: relay, Step: StepReply, N: 3, Unit: workingDays, Basis: "TTLT 01/2017 14.1", Mark: MarkRead},
		{ID: "T02", Listed: true, On: AtLodging, When: report, Step: StepNotify, N: 3, Unit: days, Basis: "CPC 146.5", Mark: MarkRead},
		{ID: "T03", Listed: true, On: AtLodging, When: report, Step: StepAct, N: 3, Unit: days, Basis: "TTLT 01/2017 9.1", Mark: MarkRead},
		{ID: "T03", Listed: true, On: AtNotice, When: report, Step: StepAct, N: 3, Unit: workingDays, Basis: "TTLT 01/2017 10.2", Mark: MarkRead},
		{ID: crimeClock, On: AtTransfer, For: relay, When: near, Step: StepResult, N: 20, Unit: days, Basis: "CPC 147; TTLT 01/2017 11", Mark: MarkRead},
		// A complex case may take two months in all, and two more once: counted by the police.
		{ID: crimeClock, Listed: true, On: AtLodging, When: report, Step: StepFirst, N: 2, Unit: months, Basis: "CPC 147", Mark: MarkRead},
		{ID: crimeClock, Listed: true, On: AtExpiry, When: report, Step: StepExtension, N: 2, Unit: months, Basis: "CPC 147", Mark: MarkRead},
		{ID: crimeClock, Listed: true, On: AtExpiry, Before: true, When: report, Step: StepAct, N: 5, Unit: days, Basis: "TTLT 01/2017 11", Mark: MarkRead},
		{ID: crimeClock, Listed: true, On: AtRequest, When: report, Step: StepReply, N: 3, Unit: days, Basis: "TTLT 01/2017 11", Mark: MarkRead},
		{ID: "T05", Listed: true, On: AtResumption, When: report, Step: StepFirst, N: 1, Unit: months, Basis: "CPC 149", Mark: MarkRead},
		// Three days after the twenty for settling: the informant is told the result.
		{ID: "T06", On: AtTransfer, For: relay, When: near, Step: StepReply, N: 23, Unit: days, Basis: "CPC 147; TTLT 01/2017 14.3", Mark: MarkRead},
		{ID: "T06", Listed: true, On: AtTheirDecision, When: report, Step: StepNotify, N: 3, Unit: days, Basis: "TTLT 01/2017 14.3", Mark: MarkRead},
		{ID: crimeDemandClock, On: AtDemand, For: []Disposition{Demand}, When: report, Step: StepResult, N: 15, Unit: days, Basis: "CPC 146.2; TTLT 01/2017 5.2.b", Mark: MarkRead},
		{ID: crimeDemandClock, Listed: true, On: AtRequest, When: report, Step: StepReply, N: 5, Unit: days, Basis: "CPC 146.2; TTLT 01/2017 5.2.b", Mark: MarkRead},
	}
}

// limitsOfMeasures are what the procuracy asks of others when it supervises how
// they settle (T23–T27).
func limitsOfMeasures() []Limit {
	demand := []Disposition{Demand}
	kn, tc := allOf(ofKind(Complaint), inCriminalProcedure()), allOf(ofKind(Denunciation), inCriminalProcedure())
	both := allOf(ofKind(Complaint, Denunciation), inCriminalProcedure())
	caught := allOf(ofKind(Complaint, Denunciation), ofField(FieldArrest))
	late := allOf(ofKind(Complaint, Denunciation), ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyCourt))
	money := anyOf(ofBody(BodyCivilEnforce), ofField(FieldCivilEnforce))
	const hours, days = calendar.Hours, calendar.Days
	return []Limit{
		{ID: "T23", Listed: true, On: AtTheirAcceptance, When: both, Step: StepNotify, N: 3, Unit: days, Basis: "TTLT 02/2018 8.2", Mark: MarkRead},
		{ID: "T23", Listed: true, On: AtTheirDecision, When: both, Step: StepNotify, N: 3, Unit: days, Basis: "TTLT 02/2018 8.2, 12.2", Mark: MarkRead},
		{ID: "T23", Listed: true, On: AtNotice, When: both, Step: StepReply, N: 3, Unit: days, Basis: "TTLT 02/2018 12.2", Mark: MarkRead},
		{ID: "T24", Listed: true, On: AtRequest, When: kn, Step: StepReply, N: 3, Unit: days, Basis: "TTLT 02/2018 8.3", Mark: MarkRead},
		{ID: "T24", Listed: true, On: AtRequest, When: tc, Step: StepReply, N: 5, Unit: days, Basis: "TTLT 02/2018 12.3", Mark: MarkRead},
		{ID: "T24", Listed: true, On: AtRequest, When: caught, Step: StepReply, N: 12, Unit: hours, Basis: "TTLT 02/2018 8.3, 12.3", Mark: MarkRead},
		{ID: "T25", On: AtReceipt, For: demand, When: late, Step: StepTransfer, N: 3, Unit: days, Basis: "TTLT 02/2018 15.1", Mark: MarkRead},
		{ID: "T25", On: AtDemand, For: demand, When: late, Step: StepReply, N: 7, Unit: days, Basis: "TTLT 02/2018 15.1", Mark: MarkRead},
		// Fifteen days in all.
		{ID: "T25", On: AtDemand, For: demand, When: late, Step: StepExtension, N: 8, Unit: days, Basis: "TTLT 02/2018 15.1", Mark: MarkRead},
		{ID: "T26", Listed: true, On: AtDemand, When: both, Step: StepReply, N: 15, Unit: days, Basis: "TTLT 02/2018 15.2-4", Mark: MarkRead},
		{ID: "T26", On: AtDemand, For: demand, When: money, Step: StepReply, N: 15, Unit: days, Basis: "TTLT 02/2018 15.2-4", Mark: MarkDerived},
		// Thirty days in all.
		{ID: "T26", On: AtDemand, For: demand, When: money, Step: StepExtension, N: 15, Unit: days, Basis: "TTLT 02/2018 15.2-4", Mark: MarkDerived},
		{ID: "T27", Listed: true, On: AtProtest, When: ofKind(Complaint, Denunciation), Step: StepReply, N: 15, Unit: days, Basis: "TTLT 02/2018 16", Mark: MarkRead},
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
		{ID: "T11", Listed: true, On: AtLodging, When: kn, Step: StepTransfer, N: 24, Unit: calendar.Hours, Basis: "CPC 474.2", Mark: MarkRead},
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
// proceedings (T13–T20, T22). They run from receipt.
func limitsOfCriminalProcedure() []Limit {
	settle, supervise := []Disposition{Settle}, []Disposition{Supervise}
	kn := allOf(ofKind(Complaint), inCriminalProcedure(), notYes("outside_proceedings"))
	police := allOf(kn, ofBody(BodyInvestigation, BodyCommunePolice))
	approved := anyOf(yes("approved_by_procuracy"), allOf(headed(), ofBody(BodyInvestigation)))
	plain := allOf(notYes("approved_by_procuracy"), anyOf(ordinary(), ofBody(BodyCommunePolice)))
	assigned := allOf(kn, ofBody(BodyAssigned))
	procuracy := allOf(kn, ofBody(BodyProcuracy), ofField(FieldCriminalProc, FieldCriminal))
	ourAnyCase := allOf(kn, ofBody(BodyProcuracy), caseOpen())
	court := allOf(ofKind(Complaint), ofBody(BodyCourt), ofField(FieldCriminalProc, FieldCriminal, FieldSentence))
	anyCase := allOf(ofKind(Complaint), ofBody(BodyCourt), caseOpen())
	tc := allOf(ofKind(Denunciation), inCriminalProcedure(), notYes("outside_proceedings"),
		ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyProcuracy, BodyCourt))
	tcOpen := allOf(tc, ofBody(BodyCourt, BodyProcuracy), caseOpen())
	tcCriminal := allOf(tc, anyOf(ofField(FieldCriminalProc, FieldCriminal), ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice)))
	days := func(id string, on Trigger, For []Disposition, when Cond, step Step, n int, basis string) Limit {
		return Limit{ID: id, On: on, For: For, When: when, Step: step, N: n, Unit: calendar.Days, Basis: basis, Mark: MarkRead}
	}
	own := allOf(ofKind(Complaint), ofField(FieldArrest, FieldCriminalProc), notYes("outside_proceedings"), firstRound())
	return []Limit{
		{ID: "T13", On: AtReceipt, Since: SinceKnown, When: own, Step: StepLodge, N: 15, Unit: calendar.Days, Basis: "CPC 471", Mark: MarkRead},
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
		// Of a case whose type nobody told, the shortest of the three: nobody who goes by it is late.
		days("T17", AtReceipt, settle, allOf(ourAnyCase, ordinary(), firstRound()), StepFirst, 7, "CPC 476.1; CPC civil 505; LAP 333"),
		days("T17", AtDecision, settle, allOf(ourAnyCase, ordinary(), firstRound()), StepLodge, 3, "CPC 476.1; CPC civil 507"),
		days("T17", AtReceipt, settle, allOf(ourAnyCase, ordinary(), laterRound()), StepSecond, 15, "CPC 476.1; CPC civil 505; LAP 333"),
		days("T18", AtReceipt, settle, allOf(ourAnyCase, headed()), StepFirst, 15, "CPC 476.2-3; CPC civil 505; LAP 333"),
		days("T19", AtTransfer, supervise, allOf(anyCase, ordinary(), firstRound()), StepResult, 7, "CPC 477; CPC civil 505; LAP 333"),
		days("T19", AtTransfer, supervise, allOf(anyCase, anyOf(headed(), laterRound())), StepResult, 15, "CPC 477; CPC civil 505; LAP 333"),
		days("T19", AtDecision, supervise, allOf(anyCase, ordinary(), firstRound()), StepLodge, 3, "CPC 477; CPC civil 507"),
		days("T20", AtReceipt, settle, tcCriminal, StepFirst, 30, "CPC 481.3"),
		days("T20", AtReceipt, settle, tcOpen, StepFirst, 30, "CPC 481.3; CPC civil 512; LAP 340"),
		days("T20", AtAcceptance, settle, tc, StepExtension, 30, "CPC 481.3"),
		days("T20", AtTransfer, supervise, tcCriminal, StepResult, 30, "CPC 481.3"),
		days("T20", AtTransfer, supervise, tcOpen, StepResult, 30, "CPC 481.3; CPC civil 512; LAP 340"),
		days("T22", AtReceipt, settle, tc, StepClassify, 10, "TTLT 02/2018 10.1"),
	}
}
