package triage

// rulesOfAdministration are administrative complaints, officials of other
// agencies, suggestions and requests (rows 37–39, 42, 46).
func rulesOfAdministration() []Rule {
	kn, tc := ofKind(Complaint), ofKind(Denunciation)
	administrative := allOf(kn, anyOf(ofBody(BodyAdministration), outsideProceedings()))
	notOurs := is("body", BodyAdministration, BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyCourt,
		BodyCivilEnforce, BodyCustody, BodyPrison, BodyParty, BodyOther, NotKnown)
	official := allOf(tc, anyOf(ofBody(BodyAdministration), outsideProceedings(), allOf(ofBody(BodyPrivate, BodyOther), ofField(FieldNone, NotKnown))))
	return []Rule{
		{
			ID: "J38", When: allOf(kn, ofBody(BodyProcuracy), ofField(FieldPersonnel)),
			Disposition: Settle, Settles: TierProvincial, Basis: []string{"LC 3.4", "LC 47-50", "Dec. 233/2022"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldPersonnel, Body: BodyProcuracy},
		},
		{
			ID: "J38b", When: allOf(kn, ofBody(BodyProcuracy), anyOf(outsideProceedings(), ofField(FieldSentence, FieldCivilEnforce))),
			Disposition: Settle, Basis: []string{"LC 17-21", "Dec. 233/2022"}, Mark: MarkDerived,
			Example: Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyProcuracy},
		},
		{
			ID: "J37b", When: allOf(administrative, notOurs, laterRound()),
			Disposition: Guide, Destination: OfSuperior, Basis: []string{"LC 7", "LC 17-21", "TTLT 02/2018 6.2.b"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, Round: 2},
		},
		{
			ID: "J37", When: allOf(administrative, notOurs),
			Disposition: Guide, Destination: OfBody, Basis: []string{"LC 7", "LC 17-21", "TTLT 02/2018 6.2.b"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration},
		},
		{
			ID: "J39b", When: allOf(official, headed()),
			Disposition: Transfer, Destination: OfSuperior, Basis: []string{"LD 12", "LD 24.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration, Role: RoleHead},
		},
		{
			ID: "J39", When: official,
			Disposition: Transfer, Destination: OfBody, Basis: []string{"LD 12", "LD 24.2"}, Mark: MarkRead,
			Example: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration},
		},
		{
			ID: "J42", When: allOf(ofKind(Suggestion), ofBody(BodyProcuracy)),
			Disposition: Settle, Basis: []string{"LTCD 26.2"}, Mark: MarkRead,
			Example: Facts{Kind: Suggestion, Body: BodyProcuracy},
		},
		{
			ID: "J42b", When: ofKind(Suggestion),
			Disposition: Transfer, Destination: OfBody, Basis: []string{"LTCD 26.2"}, Mark: MarkRead,
			Example: Facts{Kind: Suggestion, Body: BodyAdministration},
		},
		{
			ID: "J46", When: allOf(ofKind(Request), ofBody(BodyProcuracy)),
			Disposition: Settle, Basis: []string{"QC 51 Art 2"}, Mark: MarkSecondHand,
			Example: Facts{Kind: Request, Body: BodyProcuracy},
		},
		{
			ID: "J46b", When: ofKind(Request),
			Disposition: Guide, Destination: OfBody, Basis: []string{"QC 51 Art 2"}, Mark: MarkSecondHand,
			Example: Facts{Kind: Request, Body: BodyInvestigation},
		},
	}
}
