package triage

// rulesOfDenunciations are denunciations of people in proceedings and of our own
// people (rows 20–23).
func rulesOfDenunciations() []Rule {
	tc := ofKind(Denunciation)
	ours := allOf(tc, ofBody(BodyProcuracy))
	inside := allOf(notYes("outside_proceedings"),
		ofField(FieldArrest, FieldCriminalProc, FieldCivilProc, FieldAdminProc, FieldSentence, FieldNone, NotKnown))
	theirs := allOf(tc, inside, ofBody(BodyInvestigation, BodyCommunePolice, BodyCourt))
	lawsuit := allOf(theirs, ofBody(BodyCourt), inCourtProcedure())
	anyCase := allOf(theirs, ofBody(BodyCourt), caseOpen())
	ofLawsuits := []string{"CPC civil 512", "LAP 340"}
	ofAnyCase := append([]string{"CPC 481.1", "CPC 483", "TTLT 02/2018 10.2"}, ofLawsuits...)
	caught := allOf(tc, notYes("outside_proceedings"), ofField(FieldArrest), not(is("stage", StageTrial)))
	return []Rule{
		{
			ID: "J23b", When: allOf(ours, ofRole(RoleHead, RoleDeputy, RoleBody), ofLevel(LevelProvincial)),
			Disposition: ReferProcuracy, Destination: "VKSTC", Basis: []string{"LD 15"}, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial},
		},
		{
			ID: "J23", When: allOf(ours, ofRole(RoleHead, RoleDeputy, RoleBody), ourHalf()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"LD 15"}, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Role: RoleDeputy, Level: LevelRegional},
		},
		{
			ID: "J21", When: allOf(caught, is("body", BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyProcuracy, BodyCustody, BodyOther, NotKnown)),
			Disposition: Settle, Basis: []string{"CPC 481.4"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldArrest, Body: BodyInvestigation},
		},
		{
			ID: "J20d", When: allOf(tc, inside, ofBody(BodyAssigned)),
			Disposition: Settle, Basis: []string{"CPC 481.1", "TTLT 02/2018 10.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyAssigned},
		},
		{
			ID: "J20j", When: allOf(ours, inside, inCourtProcedure()),
			Disposition: Settle, Basis: ofLawsuits, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Field: FieldCivilProc, Body: BodyProcuracy},
		},
		{
			ID: "J20i", When: allOf(ours, inside, caseOpen()),
			Disposition: Settle, Basis: append([]string{"CPC 481.1", "TTLT 02/2018 10.2"}, ofLawsuits...), Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Body: BodyProcuracy},
		},
		{
			ID: "J20c", When: allOf(ours, inside),
			Disposition: Settle, Basis: []string{"CPC 481.1", "TTLT 02/2018 10.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyProcuracy},
		},
		{
			ID: "J20h", When: allOf(lawsuit, headed()),
			Disposition: Supervise, Destination: OfSuperior, Basis: ofLawsuits, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Field: FieldCivilProc, Body: BodyCourt, Role: RoleHead},
		},
		{
			ID: "J20g", When: lawsuit,
			Disposition: Supervise, Destination: OfBody, Basis: ofLawsuits, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Field: FieldAdminProc, Body: BodyCourt},
		},
		{
			ID: "J20f", When: allOf(anyCase, headed()),
			Disposition: Supervise, Destination: OfSuperior, Basis: ofAnyCase, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Body: BodyCourt, Role: RoleHead},
		},
		{
			ID: "J20e", When: anyCase,
			Disposition: Supervise, Destination: OfBody, Basis: ofAnyCase, Mark: MarkDerived,
			Example: Facts{Kind: Denunciation, Body: BodyCourt},
		},
		{
			ID: "J20b", When: allOf(theirs, headed()),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"CPC 481.1", "CPC 483"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead},
		},
		{
			ID: "J20", When: theirs,
			Disposition: Supervise, Destination: OfBody, Basis: []string{"CPC 481.1", "CPC 483", "TTLT 02/2018 10.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyInvestigation},
		},
		{
			ID: "J22", When: allOf(ours, outsideProceedings()),
			Disposition: Settle, Basis: []string{"TTLT 02/2018 10.4", "LD 12"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy},
		},
		{
			ID: "J22c", When: allOf(tc, outsideProceedings(), judicialOrPolice(), headed()),
			Disposition: Transfer, Destination: OfSuperior, Basis: []string{"TTLT 02/2018 10.4", "LD 12", "LD 24.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyCommunePolice, Role: RoleHead},
		},
		{
			ID: "J22b", When: allOf(tc, outsideProceedings(), judicialOrPolice()),
			Disposition: Transfer, Destination: OfBody, Basis: []string{"TTLT 02/2018 10.4", "LD 12", "LD 24.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyCommunePolice},
		},
	}
}

func judicialOrPolice() Cond {
	return ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyCourt, BodyCivilEnforce, BodyCustody, BodyPrison)
}

// rulesOfEnforcement are the detention regime, sentences and civil enforcement
// (rows 24, 25, 29, 30). Their laws were replaced in 2025 and 2026: to confirm.
func rulesOfEnforcement() []Rule {
	either := ofKind(Complaint, Denunciation)
	plain := ofField(FieldNone, FieldCriminalProc, FieldCriminal, NotKnown)
	regime := allOf(either, anyOf(ofField(FieldDetention), allOf(ofBody(BodyCustody), plain)))
	sentence := allOf(either, anyOf(allOf(ofField(FieldSentence), is("body", BodyPrison, BodyCustody, BodyOther, NotKnown)),
		allOf(ofBody(BodyPrison), plain)))
	money := anyOf(allOf(ofBody(BodyCivilEnforce), ofField(FieldCivilEnforce, FieldCivilProc, FieldNone, NotKnown)),
		allOf(ofField(FieldCivilEnforce), is("body", BodyOther, NotKnown)))
	return []Rule{
		{
			ID: "J24b", When: allOf(regime, ofKind(Complaint), laterRound()),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"Custody law 46"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody, Round: 2},
		},
		{
			// The provincial procuracy looks after the detention camp, the regional one
			// after houses of custody.
			ID: "J24c", When: allOf(regime, ofBody(BodyCustody), ofLevel(LevelProvincial)),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"Custody law 46", "Custody law 56"}, Mark: MarkBackground,
			Example: Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody, Level: LevelProvincial},
		},
		{
			ID: "J24", When: regime,
			Disposition: Settle, Basis: []string{"Custody law 46", "Custody law 56"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody},
		},
		{
			ID: "J25", When: sentence,
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"Org. law 29.1.đ"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Complaint, Field: FieldSentence, Body: BodyPrison},
		},
		{
			ID: "J25b", When: allOf(either, ofField(FieldSentence), ofBody(BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyAdministration)),
			Disposition: Supervise, Destination: OfBody, Basis: []string{"Org. law 29.2.d", "LCJE 178"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Complaint, Field: FieldSentence, Body: BodyCommunePolice},
		},
		{
			ID: "J29b", When: allOf(ofKind(Complaint), money, anyOf(headed(), laterRound())),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"LCJE civil 142", "LCJE civil 159"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleHead},
		},
		{
			ID: "J29", When: allOf(ofKind(Complaint), money),
			Disposition: Supervise, Destination: OfBody, Basis: []string{"LCJE civil 142", "LCJE civil 159"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce},
		},
		{
			ID: "J30b", When: allOf(ofKind(Denunciation), money, headed()),
			Disposition: Supervise, Destination: OfSuperior, Basis: []string{"LCJE civil 157"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Denunciation, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleHead},
		},
		{
			ID: "J30", When: allOf(ofKind(Denunciation), money),
			Disposition: Supervise, Destination: OfBody, Basis: []string{"LCJE civil 157"}, Mark: MarkOld, Replaced: newLaw(),
			Example: Facts{Kind: Denunciation, Field: FieldCivilEnforce, Body: BodyCivilEnforce},
		},
	}
}
