package triage

import (
	"time"

	"tiepdan/triage/calendar"
)

// limitsOfAdministration are complaints about administrative acts and about the
// discipline of staff, ours and others' (T60–T65). LC runs from acceptance.
func limitsOfAdministration() []Limit {
	settle, guide := []Disposition{Settle}, []Disposition{Guide}
	own := allOf(ofKind(Complaint), ofBody(BodyProcuracy), anyOf(ofField(FieldAdministrative, FieldOfficialDuty),
		allOf(yes("outside_proceedings"), notOfField(FieldPersonnel))))
	theirs := allOf(ofKind(Complaint), not(ofBody(BodyProcuracy)), anyOf(ofBody(BodyAdministration), outsideProceedings()))
	acts, staff := anyOf(own, theirs), allOf(ofKind(Complaint), ofField(FieldPersonnel))
	ours := allOf(staff, ofBody(BodyProcuracy))
	const days, workingDays = calendar.Days, calendar.WorkingDays
	before := newLaw().AddDays(-1)
	return []Limit{
		{ID: "T60", To: before, On: AtReceipt, For: settle, When: own, Step: StepAccept, N: 10, Unit: days, Basis: "LC 27", Mark: MarkRead},
		{ID: "T60", From: newLaw(), On: AtReceipt, For: settle, When: own, Step: StepAccept, N: 7, Unit: workingDays, Basis: "LC 27; Decree 155/2026 Art 10", Mark: MarkRead},
		{ID: "T60", To: before, On: AtLodging, For: guide, When: theirs, Step: StepAccept, N: 10, Unit: days, Basis: "LC 27, 36", Mark: MarkRead},
		{ID: "T60", From: newLaw(), On: AtLodging, For: guide, When: theirs, Step: StepAccept, N: 7, Unit: workingDays, Basis: "LC 27, 36; Decree 155/2026 Art 10", Mark: MarkRead},
		{ID: "T61", On: AtAcceptance, For: settle, When: allOf(own, firstRound()), Step: StepFirst, N: 30, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T61", On: AtAcceptance, For: settle, When: allOf(own, firstRound()), Step: StepExtension, N: 15, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T61", On: AtTheirAcceptance, For: guide, When: allOf(theirs, firstRound()), Step: StepFirst, N: 30, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T61", On: AtTheirAcceptance, For: guide, When: allOf(theirs, firstRound()), Step: StepExtension, N: 15, Unit: days, Basis: "LC 28", Mark: MarkRead},
		// Far and difficult places: forty-five days, sixty where it is complex.
		{ID: "T61", Listed: true, On: AtAcceptance, When: allOf(acts, firstRound()), Step: StepFirst, N: 45, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T61", Listed: true, On: AtAcceptance, When: allOf(acts, firstRound()), Step: StepFirst, N: 60, Unit: days, Basis: "LC 28", Mark: MarkRead},
		{ID: "T62", On: AtDecision, For: []Disposition{Settle, Guide}, When: allOf(acts, firstRound()), Step: StepLodge, N: 30, Unit: days, Basis: "LC 33", Mark: MarkRead},
		{ID: "T62", Listed: true, On: AtDecision, When: allOf(acts, firstRound()), Step: StepLodge, N: 45, Unit: days, Basis: "LC 33", Mark: MarkRead},
		{ID: "T62", On: AtAcceptance, For: settle, When: allOf(own, laterRound()), Step: StepSecond, N: 45, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T62", On: AtAcceptance, For: settle, When: allOf(own, laterRound()), Step: StepExtension, N: 15, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T62", On: AtTheirAcceptance, For: guide, When: allOf(theirs, laterRound()), Step: StepSecond, N: 45, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T62", On: AtTheirAcceptance, For: guide, When: allOf(theirs, laterRound()), Step: StepExtension, N: 15, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T62", Listed: true, On: AtAcceptance, When: allOf(acts, laterRound()), Step: StepSecond, N: 60, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T62", Listed: true, On: AtAcceptance, When: allOf(acts, laterRound()), Step: StepSecond, N: 70, Unit: days, Basis: "LC 37", Mark: MarkRead},
		{ID: "T63", On: AtReceipt, Since: SinceKnown, When: allOf(acts, firstRound(), notOfField(FieldPersonnel)), Step: StepLodge, N: 90, Unit: days, Basis: "LC 9", Mark: MarkRead},
		{ID: "T63", On: AtReceipt, Since: SinceKnown, When: allOf(staff, firstRound()), Step: StepLodge, N: 15, Unit: days, Basis: "LC 48", Mark: MarkRead},
		{ID: "T63", On: AtDecision, For: settle, When: allOf(ours, firstRound()), Step: StepLodge, N: 10, Unit: days, Basis: "LC 48", Mark: MarkRead},
		{ID: "T63", Listed: true, On: AtDecision, When: allOf(staff, firstRound()), Step: StepLodge, N: 30, Unit: days, Basis: "LC 48", Mark: MarkRead},
		{ID: "T64", On: AtReceipt, For: settle, When: ours, Step: StepAccept, N: 10, Unit: days, Basis: "LC 50", Mark: MarkOld, Replaced: newLaw()},
		{ID: "T64", On: AtAcceptance, For: settle, When: allOf(ours, firstRound()), Step: StepFirst, N: 30, Unit: days, Basis: "LC 50", Mark: MarkOld, Replaced: newLaw()},
		{ID: "T64", On: AtAcceptance, For: settle, When: allOf(ours, laterRound()), Step: StepSecond, N: 30, Unit: days, Basis: "LC 50", Mark: MarkOld, Replaced: newLaw()},
		{ID: "T64", On: AtAcceptance, For: settle, When: ours, Step: StepExtension, N: 15, Unit: days, Basis: "LC 50", Mark: MarkOld, Replaced: newLaw()},
		{ID: "T65", Listed: true, From: newLaw(), On: AtSuspension, When: anyOf(acts, staff), Step: StepNotify, N: 3, Unit: workingDays, Basis: "Decree 155/2026 Art 28b", Mark: MarkRead},
	}
}

// limitsOfDenunciations are denunciations outside proceedings (T70–T75): ours to
// settle, or sent to those whose they are.
func limitsOfDenunciations() []Limit {
	settle, away := []Disposition{Settle}, []Disposition{Transfer}
	tc := ofKind(Denunciation)
	duty := allOf(tc, ofBody(BodyProcuracy), outsideProceedings())
	const days, workingDays = calendar.Days, calendar.WorkingDays
	law := calendar.NewDate(2019, time.January, 1) // Law on Denunciations 2018; the one of 2011 before it
	before := law.AddDays(-1)
	return []Limit{
		{ID: "T70", To: before, On: AtReceipt, For: settle, When: duty, Step: StepAccept, N: 10, Unit: days, Basis: "LD 2011 Art 20", Mark: MarkBackground},
		{ID: "T70", From: law, On: AtReceipt, For: settle, When: duty, Step: StepAccept, N: 7, Unit: workingDays, Basis: "LD 24.1", Mark: MarkRead},
		{ID: "T70", From: law, On: AtLodging, For: away, When: tc, Step: StepAccept, N: 7, Unit: workingDays, Basis: "LD 24.1", Mark: MarkRead},
		// Where the denouncer has to be verified in several places.
		{ID: "T70", Listed: true, From: law, On: AtReceipt, When: tc, Step: StepAccept, N: 10, Unit: workingDays, Basis: "LD 24.1", Mark: MarkRead},
		{ID: "T71", On: AtReceipt, For: []Disposition{Transfer, ReferProcuracy, Supervise}, When: allOf(tc, notOfField(FieldArrest)),
			Step: StepTransfer, N: 5, Unit: workingDays, Basis: "LD 24.2", Mark: MarkRead},
		{ID: "T72", From: law, On: AtAcceptance, For: settle, When: duty, Step: StepNotify, N: 5, Unit: workingDays, Basis: "LD 29.3", Mark: MarkRead},
		{ID: "T72", From: law, On: AtTheirAcceptance, For: away, When: tc, Step: StepNotify, N: 5, Unit: workingDays, Basis: "LD 29.3", Mark: MarkRead},
		{ID: "T73", To: before, On: AtAcceptance, For: settle, When: duty, Step: StepFirst, N: 60, Unit: days, Basis: "LD 2011 Art 21", Mark: MarkBackground},
		{ID: "T73", From: law, On: AtAcceptance, For: settle, When: duty, Step: StepFirst, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		{ID: "T73", On: AtAcceptance, For: settle, When: duty, Step: StepExtension, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		{ID: "T73", From: law, On: AtTheirAcceptance, For: away, When: tc, Step: StepFirst, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		{ID: "T73", From: law, On: AtTheirAcceptance, For: away, When: tc, Step: StepExtension, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		// Specially complex: thirty days more a second time.
		{ID: "T73", Listed: true, From: law, On: AtExpiry, When: tc, Step: StepExtension, N: 30, Unit: days, Basis: "LD 30", Mark: MarkRead},
		{ID: "T74", Listed: true, From: law, On: AtReceipt, When: tc, Step: StepNotify, N: 20, Unit: days, Basis: "LD 26.2", Mark: MarkRead},
		{ID: "T75", Listed: true, From: law, On: AtReceipt, When: allOf(tc, laterRound()), Step: StepAct, N: 20, Unit: days, Basis: "LD 37", Mark: MarkRead},
		{ID: "T75", Listed: true, From: law, On: AtNotice, When: tc, Step: StepAct, N: 5, Unit: workingDays, Basis: "LD 38", Mark: MarkRead},
		{ID: "T75", Listed: true, From: law, On: AtRequest, When: tc, Step: StepReply, N: 5, Unit: workingDays, Basis: "LD 38", Mark: MarkRead},
	}
}

// limitsOfReception are the notice owed to everyone who was received, and the
// reception of citizens itself (T80–T86, T88, T89).
func limitsOfReception() []Limit {
	petition := anyOf(not(ofKind(CrimeReport, Surrender)), is("kind", NotKnown))
	const days, workingDays, months = calendar.Days, calendar.WorkingDays, calendar.Months
	return []Limit{
		{ID: "T80", On: AtReceipt, When: petition, Step: StepNotify, N: 10, Unit: workingDays, Basis: "LTCD 28.1", Mark: MarkOld, Replaced: newLaw()},
		{ID: "T81", Listed: true, On: AtDecision, When: petition, Step: StepNotify, N: 7, Unit: workingDays, Basis: "LTCD 27.2", Mark: MarkRead},
		{ID: "T81", Listed: true, On: AtNotice, When: petition, Step: StepNotify, N: 5, Unit: workingDays, Basis: "LTCD 28.2", Mark: MarkRead},
		{ID: "T82", Listed: true, On: AtSchedule, Before: true, Step: StepAct, N: 5, Unit: workingDays, Basis: "LTCD 24.4", Mark: MarkRead},
		{ID: "T83", Listed: true, From: newLaw(), On: AtVisit, Step: StepNotify, N: 3, Unit: workingDays, Basis: "Decree 154/2026 Art 4.3", Mark: MarkRead},
		{ID: "T84", Listed: true, From: newLaw(), On: AtVisit, Before: true, Step: StepNotify, N: 5, Unit: workingDays, Basis: "Decree 154/2026 Art 23", Mark: MarkRead},
		{ID: "T84", Listed: true, From: newLaw(), On: AtVisit, Before: true, Step: StepAct, N: 1, Unit: workingDays, Basis: "Decree 154/2026 Art 23", Mark: MarkRead},
		{ID: "T85", Listed: true, From: newLaw(), On: AtReceipt, When: petition, Step: StepAct, N: 45, Unit: days, Basis: "Decree 154/2026 Art 41.3.b", Mark: MarkRead},
		{ID: "T86", Listed: true, On: AtSchedule, Step: StepAct, N: 1, Unit: months, Basis: "LTCD 18.2, 17.2", Mark: MarkRead},
		{ID: "T88", Listed: true, On: AtReceipt, When: outsideProceedings(), Step: StepClassify, N: 3, Unit: workingDays, Basis: "Dec. 233/2022", Mark: MarkSecondHand},
		{ID: "T89", Listed: true, On: AtReceipt, When: petition, Step: StepClassify, N: 7, Unit: workingDays, Basis: "QC 51", Mark: MarkBackground},
	}
}
