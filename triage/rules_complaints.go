package triage

// rulesOfArrest are complaints and denunciations about holding, arrest, custody
// and detention, which have clocks of 24 hours (rows 5–8).
func rulesOfArrest() []Rule {
	arrest := allOf(ofKind(Complaint), ofField(FieldArrest))
	byCourt := anyOf(ofBody(BodyCourt), allOf(is("stage", StageTrial), is("body", BodyOther, NotKnown)))
	ours := is("body", BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyProcuracy, BodyCustody, BodyOther, NotKnown)
	return []Rule{
		{
			ID: "J08", When: allOf(arrest, byCourt, firstRound(), ordinary()),
			Disposition: Supervise, Destination: OfCourt, Basis: []string{"CPC 474.3", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyCourt, Stage: StageTrial},
		},
		{
			ID: "J08b", When: allOf(arrest, byCourt),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"CPC 474.3", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyCourt, Role: RoleHead},
		},
		{
			ID: "J06b", When: allOf(arrest, ofBody(BodyProcuracy), anyOf(headed(), laterRound()), ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"CPC 474.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial},
		},
		{
			ID: "J07", When: allOf(arrest, laterRound(), ours),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"CPC 474.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, Round: 2},
		},
		{
			ID: "J06", When: allOf(arrest, ofBody(BodyProcuracy), headed()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"CPC 474.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional},
		},
		{
			ID: "J05", When: allOf(arrest, ours),
			Disposition: Settle, Basis: []string{"CPC 474.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation},
		},
	}
}

// rulesOfComplaints are complaints in criminal, civil and administrative
// proceedings (rows 9–18, 26–28): approved by the procuracy, then second
// complaints, then heads, then the ordinary officer.
func rulesOfComplaints() []Rule {
	criminal := allOf(ofKind(Complaint), inCriminalProcedure(), notYes("outside_proceedings"))
	police := allOf(criminal, ofBody(BodyInvestigation, BodyCommunePolice))
	assigned := allOf(criminal, ofBody(BodyAssigned))
	procuracy := allOf(criminal, ofBody(BodyProcuracy))
	court := allOf(ofKind(Complaint), ofBody(BodyCourt), ofField(FieldCriminalProc, FieldCriminal, FieldSentence))
	anyCase := allOf(ofKind(Complaint), ofBody(BodyCourt), caseOpen())
	ofAnyCase := []string{"CPC 477", "CPC 483", "CPC civil 504", "LAP 332"}
	trial := allOf(ofKind(Complaint), inCourtProcedure(), is("body", BodyCourt, BodyOther, NotKnown))
	prosecutor := allOf(ofKind(Complaint), inCourtProcedure(), ofBody(BodyProcuracy))
	ourAnyCase := allOf(procuracy, caseOpen())
	oursOfAnyCase := func(criminal ...string) []string { return append(criminal, "CPC civil 504.2", "LAP 332") }
	approved := anyOf(yes("approved_by_procuracy"), allOf(headed(), ofBody(BodyInvestigation)))
	up := anyOf(headed(), laterRound())
	return []Rule{
		{
			ID: "J11", When: allOf(police, approved, firstRound()),
			Disposition: Settle, Basis: []string{"CPC 475.1"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead},
		},
		{
			// Who is "up" where a regional unit looks after a file of the provincial police is DOMAIN's Q4.
			ID: "J11b", When: allOf(police, approved, laterRound()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"CPC 475.1"}, Mark: MarkBackground,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead, Round: 2},
		},
		{
			ID: "J10", When: allOf(police, laterRound()),
			Disposition: Settle, Basis: []string{"CPC 475.1"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 2},
		},
		{
			ID: "J12b", When: allOf(assigned, ordinary(), laterRound()),
			Disposition: Settle, Basis: []string{"CPC 475.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Round: 2},
		},
		{
			ID: "J13", When: allOf(assigned, headed()),
			Disposition: Settle, Basis: []string{"CPC 475.2"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Role: RoleHead},
		},
		{
			ID: "J14f", From: twoTiers(), When: allOf(ourAnyCase, ordinary(), laterRound(), ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: oursOfAnyCase("CPC 476.1"), Mark: MarkRead,
			Example: Facts{Kind: Complaint, Body: BodyProcuracy, Level: LevelProvincial, Round: 2},
		},
		{
			ID: "J14e", When: allOf(ourAnyCase, ordinary(), laterRound(), ourHalf()),
			Disposition: Settle, Settles: TierProvincial, Basis: oursOfAnyCase("CPC 476.1"), Mark: MarkRead,
			Example: Facts{Kind: Complaint, Body: BodyProcuracy, Round: 2},
		},
		{
			ID: "J16c", From: twoTiers(), When: allOf(ourAnyCase, headed(), ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: oursOfAnyCase("CPC 476.3", "Circ. 02/2025"), Mark: MarkBackground,
			Example: Facts{Kind: Complaint, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial},
		},
		{
			ID: "J15b", When: allOf(ourAnyCase, headed(), ourHalf()),
			Disposition: Settle, Settles: TierProvincial, Basis: oursOfAnyCase("CPC 476.2"), Mark: MarkDerived,
			Example: Facts{Kind: Complaint, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional},
		},
		{
			ID: "J14c", When: allOf(procuracy, ordinary(), laterRound(), ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"CPC 476.1"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Level: LevelProvincial, Round: 2},
		},
		{
			ID: "J14b", When: allOf(procuracy, ordinary(), laterRound(), ourHalf()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"CPC 476.1"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Round: 2},
		},
		{
			// At trial the high-level procuracy stood above the provincial one.
			ID: "J16b", To: twoTiers().AddDays(-1), When: allOf(procuracy, headed(), ofLevel(LevelProvincial), is("stage", StageTrial)),
			Disposition: ReferProcuracy, Destination: keyHigh, Basis: []string{"CPC 476.3"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial, Stage: StageTrial},
		},
		{
			ID: "J16", When: allOf(procuracy, headed(), ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"CPC 476.3", "Circ. 02/2025"}, Mark: MarkBackground,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial},
		},
		{
			ID: "J15", When: allOf(procuracy, headed(), ourHalf()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"CPC 476.2"}, Mark: MarkDerived,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional},
		},
		{
			ID: "J18", When: allOf(court, headed()),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"CPC 477", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Role: RoleHead},
		},
		{
			ID: "J17b", When: allOf(court, laterRound()),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"CPC 477", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Round: 2},
		},
		{
			ID: "J27", When: allOf(trial, up),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"CPC civil 504", "LAP 332"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt, Role: RoleHead},
		},
		{
			ID: "J17d", When: allOf(anyCase, up),
			Disposition: Supervise, Destination: OfSuperior, Basis: ofAnyCase, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Body: BodyCourt, Role: RoleHead},
		},
		{
			ID: "J28d", To: twoTiers().AddDays(-1), When: allOf(prosecutor, up, ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: keyHigh, Basis: []string{"CPC civil 504.2", "LAP 332"}, Mark: MarkDerived,
			Example: Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial},
		},
		{
			ID: "J28c", From: twoTiers(), When: allOf(prosecutor, up, ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"CPC civil 504.2", "LAP 332"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial},
		},
		{
			ID: "J28b", When: allOf(prosecutor, up, ourHalf()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"CPC civil 504.2", "LAP 332"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy, Round: 2},
		},
		{
			ID: "J09", When: police,
			Disposition: Supervise, Destination: OfBody, Basis: []string{"CPC 475.1", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation},
		},
		{
			ID: "J12", When: assigned,
			Disposition: Supervise, Destination: OfBody, Basis: []string{"CPC 475.2", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned},
		},
		{
			ID: "J14d", When: ourAnyCase,
			Disposition: Settle, Basis: oursOfAnyCase("CPC 476.1"), Mark: MarkRead,
			Example: Facts{Kind: Complaint, Body: BodyProcuracy},
		},
		{
			ID: "J14", When: procuracy,
			Disposition: Settle, Basis: []string{"CPC 476.1"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy},
		},
		{
			ID: "J17", When: court,
			Disposition: Supervise, Destination: OfBody, Basis: []string{"CPC 477", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt},
		},
		{
			ID: "J26", When: trial,
			Disposition: Supervise, Destination: OfBody, Basis: []string{"CPC civil 504", "LAP 332"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt},
		},
		{
			ID: "J17c", When: anyCase,
			Disposition: Supervise, Destination: OfBody, Basis: ofAnyCase, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Body: BodyCourt},
		},
		{
			ID: "J28", When: prosecutor,
			Disposition: Settle, Basis: []string{"CPC civil 504.2", "LAP 332"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy},
		},
	}
}
