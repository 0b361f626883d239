package script

import (
	"tiepdan/bot/dialog"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// kindOf is the legal kind that the answers so far amount to; "" where a person
// has to find it.
func kindOf(a dialog.Answers) triage.Kind {
	switch a.Value("topic") {
	case topicArrest:
		return triage.Complaint
	case topicPolice, topicCourt, topicEnforcement:
		return byAim(a, "aim")
	case topicProsecutor, topicCustody:
		return byAim(a, "aim_plain")
	case topicCrime:
		return triage.CrimeReport
	case topicSurrender:
		return triage.Surrender
	case topicJudgment:
		if a.Is("judgment_final", "no") {
			return triage.MisdirectedAppeal
		}
		return triage.Cassation
	case topicOfficial:
		switch a.Value("official_what") {
		case "decision":
			return triage.Complaint
		case "wrong", "party":
			return triage.Denunciation
		}
	case topicDispute:
		return triage.MisdirectedLawsuit
	case topicElse:
		switch a.Value("else_what") {
		case "suggestion":
			return triage.Suggestion
		case "request":
			return triage.Request
		case "compensation":
			return triage.Compensation
		}
	}
	return ""
}

// byAim tells a complaint from a denunciation: is one's own right affected, or
// is another's wrongdoing reported (DOMAIN §2.2).
func byAim(a dialog.Answers, question string) triage.Kind {
	switch a.Value(question) {
	case "own", "overdue":
		return triage.Complaint
	case "wrong":
		return triage.Denunciation
	}
	return ""
}

// factsOf are the facts that the answers tell. What was not asked, and what the
// citizen does not know, stays unknown.
func factsOf(a dialog.Answers) triage.Facts {
	f := triage.Facts{Kind: kindOf(a)}
	switch a.Value("topic") {
	case topicArrest:
		f.Field = triage.FieldArrest
		arrestedBy(&f, a)
	case topicCustody:
		custody(&f, a)
	case topicCrime:
		f.Field, f.Stage = triage.FieldCriminal, triage.StageReport
		crime(&f, a)
	case topicSurrender:
		f.Field, f.Stage = triage.FieldCriminal, triage.StageReport
	case topicPolice:
		f.Field = triage.FieldCriminalProc
		police(&f, a.Value("police_who"))
	case topicProsecutor:
		procuracy(&f, a.Value("procuracy_who"))
	case topicCourt:
		f.Body, f.Role = triage.BodyCourt, roleOf(a.Value("court_who"))
		f.Field = courtField(a)
		if f.Field == triage.FieldCriminalProc {
			f.Stage = triage.StageTrial
		}
	case topicJudgment:
		f.Body, f.Role, f.Field = triage.BodyCourt, triage.RoleBody, courtField(a)
		f.Judgment.Final = tri(a, "judgment_final")
		if c := triage.Court(a.Value("judgment_court")); triage.Known(c, triage.Courts()) {
			f.Judgment.Court = c
		}
	case topicEnforcement:
		f.Field, f.Body, f.Stage = triage.FieldCivilEnforce, triage.BodyCivilEnforce, triage.StageEnforcement
		f.Role = roleOf(a.Value("enforcement_who"))
	case topicOfficial:
		official(&f, a.Value("official_what"))
	case topicDispute:
		f.Body, f.Field = triage.BodyPrivate, triage.FieldNone
	case topicElse:
		elseWho(&f, a.Value("else_who"))
	}
	common(&f, a)
	return f
}

func arrestedBy(f *triage.Facts, a dialog.Answers) {
	switch v := a.Value("arrest_who"); v {
	case "procuracy":
		procuracy(f, a.Value("procuracy_who"))
	case "court":
		f.Body, f.Stage = triage.BodyCourt, triage.StageTrial
	case "investigation":
		f.Body = triage.BodyInvestigation
	default:
		police(f, v)
	}
}

func custody(f *triage.Facts, a dialog.Answers) {
	switch a.Value("custody_who") {
	case "custody_facility":
		f.Field, f.Body = triage.FieldDetention, triage.BodyCustody
	case "prison":
		f.Field, f.Body, f.Stage = triage.FieldSentence, triage.BodyPrison, triage.StageEnforcement
	default:
		f.Field = triage.FieldDetention
	}
	f.Detained = triage.Yes
}

func crime(f *triage.Facts, a dialog.Answers) {
	switch a.Value("offender") {
	case "judicial":
		f.JudicialOffender = triage.Yes
	case "someone":
		f.JudicialOffender, f.Body = triage.No, triage.BodyPrivate
	}
	switch a.Value("reported") {
	case "ignored":
		f.Ignored = triage.Yes
	case "no", "handled":
		f.Ignored = triage.No
	}
}

func police(f *triage.Facts, who string) {
	switch who {
	case "commune_police":
		f.Body, f.Level = triage.BodyCommunePolice, triage.LevelCommune
	case "assigned":
		f.Body = triage.BodyAssigned
	case "officer", "deputy", "head":
		f.Body, f.Role = triage.BodyInvestigation, roleOf(who)
	default:
		// Whoever complains of how a case is handled, or of an arrest, and does not
		// know by whom, means the investigators until an officer finds otherwise.
		f.Body = triage.BodyInvestigation
	}
}

func procuracy(f *triage.Facts, who string) {
	f.Body = triage.BodyProcuracy
	switch who {
	case "head_regional":
		f.Role, f.Level = triage.RoleHead, triage.LevelRegional
	case "head_provincial":
		f.Role, f.Level = triage.RoleHead, triage.LevelProvincial
	default:
		f.Role = roleOf(who)
	}
}

func official(f *triage.Facts, what string) {
	switch what {
	case "decision":
		f.Field, f.Body = triage.FieldAdministrative, triage.BodyAdministration
	case "wrong":
		f.Field, f.Body = triage.FieldOfficialDuty, triage.BodyAdministration
	case "party":
		f.Field, f.Body = triage.FieldParty, triage.BodyParty
	}
}

func elseWho(f *triage.Facts, who string) {
	switch who {
	case "procuracy":
		f.Body = triage.BodyProcuracy
		if f.Kind == triage.Compensation {
			f.ApprovedByProcuracy = triage.Yes
		}
	case "police":
		f.Body = triage.BodyInvestigation
	case "court":
		f.Body = triage.BodyCourt
	case "administration":
		f.Body = triage.BodyAdministration
	case "other":
		f.Body = triage.BodyOther
	}
	if f.Kind == triage.Compensation && who != "procuracy" && who != "" {
		f.ApprovedByProcuracy = triage.No
	}
}

// common are the facts that several topics share.
func common(f *triage.Facts, a dialog.Answers) {
	f.Danger = tri(a, "danger")
	f.OverdueProof = tri(a, "proof")
	switch a.Value("settled") {
	case "no":
		f.Round = 1
	case "once":
		f.Round = 2
	case "twice":
		f.Round = 3
	}
	for _, q := range []string{"paper_date", "judgment_date"} {
		if d, err := calendar.ParseDate(a.Value(q)); err == nil {
			f.DecidedOn = d
		}
	}
	f.Province, _ = placeCodes(a["place"])
	f.Anonymous = triage.Is(withheld(a))
}

func courtField(a dialog.Answers) triage.Field {
	switch a.Value("court_field") {
	case "criminal":
		return triage.FieldCriminalProc
	case "civil":
		return triage.FieldCivilProc
	case "administrative":
		return triage.FieldAdminProc
	}
	return ""
}

func roleOf(v string) triage.Role {
	if r := triage.Role(v); triage.Known(r, triage.Roles()) {
		return r
	}
	return ""
}

// tri reads a yes-no question; no answer, or "don't know", is unknown.
func tri(a dialog.Answers, question string) triage.Tri {
	switch a.Value(question) {
	case "yes":
		return triage.Yes
	case "no":
		return triage.No
	}
	return triage.Unknown
}
