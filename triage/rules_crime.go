package triage

// Words that the rows share.
func ofKind(k ...Kind) Cond   { return is("kind", k...) }
func ofBody(b ...Body) Cond   { return is("body", b...) }
func ofField(f ...Field) Cond { return is("field", f...) }
func ofRole(r ...Role) Cond   { return is("role", r...) }
func yes(fact string) Cond    { return is(fact, answerYes) }
func no(fact string) Cond     { return is(fact, answerNo) }
func notYes(fact string) Cond { return is(fact, answerNo, NotKnown) }
func ofLevel(l ...Level) Cond { return is("level", l...) }
func elsewhere() Cond         { return is("province", placeElsewhere) }
func ourHalf() Cond           { return ofLevel(LevelCommune, LevelRegional) }
func firstRound() Cond        { return is("round", "1") }
func laterRound() Cond        { return is("round", "2", "3") }
func ordinary() Cond          { return ofRole(RoleDeputy, RoleOfficer, RoleBody) }
func headed() Cond            { return ofRole(RoleHead) }
func inCriminalProcedure() Cond {
	return ofField(FieldCriminalProc, FieldCriminal, FieldNone, NotKnown)
}
func inCourtProcedure() Cond { return ofField(FieldCivilProc, FieldAdminProc) }

// caseOpen holds where nobody told whether a court's case is criminal, civil or
// administrative. Rows about it cite the law of all three.
func caseOpen() Cond { return ofField(FieldNone, NotKnown) }

func outsideProceedings() Cond {
	return anyOf(yes("outside_proceedings"), ofField(FieldOfficialDuty, FieldAdministrative, FieldPersonnel))
}
func judicialBody() Cond {
	return ofBody(BodyProcuracy, BodyInvestigation, BodyAssigned, BodyCourt, BodyCivilEnforce, BodyCustody, BodyPrison)
}

// notOfField holds unless the field is known to be f.
func notOfField(f Field) Cond { return anyOf(not(ofField(f)), ofField(NotKnown)) }

// reportsCrime is a crime report, or a letter under another name that reports a
// crime (CPC 481.2).
func reportsCrime() Cond {
	return anyOf(ofKind(CrimeReport),
		allOf(ofKind(Denunciation), ofField(FieldCriminal)),
		allOf(ofKind(Complaint), ofField(FieldCriminal), ofBody(BodyPrivate)))
}

// rulesOfCrime are danger and surrender, what has several contents or none, and
// crime reports (DOMAIN §2.5 rows 1–4).
func rulesOfCrime() []Rule {
	now := anyOf(ofKind(Surrender), allOf(yes("danger"),
		is("kind", CrimeReport, Suggestion, Request, Mixed, Other, MisdirectedLawsuit, NotKnown)))
	return []Rule{
		{
			ID: "J01b", When: allOf(now, elsewhere()),
			Disposition: RelayCrime, Destination: keyPoliceElsewhere, Basis: []string{"CPC 145", "CPC 146", "CPC 152"}, Mark: MarkRead,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Danger: Yes, Province: "40"},
		},
		{
			ID: "J01", When: now,
			Disposition: RelayCrime, Destination: "CQDT_CAT", Basis: []string{"CPC 145", "CPC 146", "CPC 152"}, Mark: MarkRead,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Danger: Yes},
		},
		{
			ID: "J49", When: ofKind(Mixed), Disposition: Split,
			Basis: []string{"TTLT 02/2018 6.1.d", "LTCD 25.3"}, Mark: MarkRead, Example: Facts{Kind: Mixed},
		},
		{
			ID: "J47", When: ofKind(Other), Disposition: File,
			Basis: []string{"Circ. 07/2014 6.2.b"}, Mark: MarkBackground, Example: Facts{Kind: Other},
		},
		{
			ID: "J04", When: allOf(ofKind(CrimeReport), yes("ignored"), is("province", placeHere, NotKnown)),
			Disposition: Demand, Destination: "CQDT_CAT", Basis: []string{"CPC 145.3.c", "TTLT 01/2017 5.2.b"}, Mark: MarkRead,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyInvestigation, Ignored: Yes, JudicialOffender: No, Province: "22"},
		},
		{
			ID: "J04b", When: allOf(ofKind(CrimeReport), yes("ignored"), elsewhere()),
			Disposition: ReferProcuracy, Destination: "VKS_TINH_KHAC", Basis: []string{"CPC 145.3.c"}, Mark: MarkDerived,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Ignored: Yes, Province: "40"},
		},
		{
			ID: "J02", When: allOf(reportsCrime(), anyOf(yes("judicial_offender"), allOf(judicialBody(), is("judicial_offender", NotKnown)))),
			Disposition: RelayCrime, Destination: "CQDT_VKSTC", Basis: []string{"CPC 145", "CPC 146.2"}, Mark: MarkSecondHand,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyCourt, JudicialOffender: Yes},
		},
		{
			ID: "J03b", When: allOf(reportsCrime(), anyOf(yes("military"), ofBody(BodyMilitary))),
			Disposition: RelayCrime, Destination: "CQDT_QS", Basis: []string{"CPC 145.3", "TTLT 01/2017 8.3"}, Mark: MarkBackground,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyMilitary, Military: Yes},
		},
		{
			ID: "J03c", When: allOf(reportsCrime(), elsewhere()),
			Disposition: RelayCrime, Destination: keyPoliceElsewhere, Basis: []string{"CPC 145.3", "TTLT 01/2017 8.3"}, Mark: MarkRead,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Province: "40"},
		},
		{
			ID: "J03", When: reportsCrime(),
			Disposition: RelayCrime, Destination: "CQDT_CAT", Basis: []string{"CPC 145.3", "TTLT 01/2017 8.3"}, Mark: MarkRead,
			Example: Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate},
		},
	}
}
