package reading

import "tiepdan/triage"

// urgentEnough is how sure the model must be that a petition is urgent: less than
// even, since a miss costs more than a second look.
const urgentEnough = 0.35

// facts are those of a trio, with what the flags and the rules add to it.
func (r *Reader) facts(text string, p *page, t trio) triage.Facts {
	s, c := &p.scores, &r.clues
	f := triage.Facts{Kind: kinds[t.kind], Field: fields[t.field], Body: bodies[t.body]}
	yes := func(g flag) bool { return s.sure(g) > 0.5 }
	set := func(to *triage.Tri, is bool) {
		if is {
			*to = triage.Yes
		}
	}
	personal := f.Kind == triage.Complaint || f.Kind == triage.Denunciation
	if personal || f.Kind == triage.Cassation || f.Kind == triage.Compensation || f.Kind == triage.Suggestion || f.Kind == triage.Request || f.Kind == triage.CrimeReport {
		f.Province = p.place
	}
	if personal {
		role, told := p.head(c, f.Body)
		switch {
		case told:
			f.Role = role
		case yes(flagHead):
			f.Role = triage.RoleHead
		case yes(flagDeputy):
			f.Role = triage.RoleDeputy
		}
		set(&f.OverdueProof, yes(flagOverdue))
		set(&f.OutsideProceedings, yes(flagOutside) && f.Kind == triage.Denunciation)
	}
	if f.Kind == triage.Complaint && (yes(flagSecond) || p.has(c.second)) {
		f.Round = 2
	}
	set(&f.Military, yes(flagMilitary))
	set(&f.Detained, yes(flagDetained) || f.Field == triage.FieldArrest)
	set(&f.Anonymous, yes(flagAnonymous))
	set(&f.Insult, p.has(c.insult))
	switch f.Kind {
	case triage.CrimeReport:
		set(&f.Ignored, yes(flagIgnored))
		set(&f.JudicialOffender, yes(flagJudicial))
	case triage.Complaint:
		police := f.Body == triage.BodyInvestigation || f.Body == triage.BodyCommunePolice
		set(&f.ApprovedByProcuracy, yes(flagApproved) || police && p.has(c.approved) && !p.has(c.notApproved))
	case triage.Compensation:
		set(&f.ApprovedByProcuracy, yes(flagApproved))
	case triage.Cassation, triage.MisdirectedAppeal:
		f.Judgment = r.judgment(p, f.Kind)
	}
	if f.Field != triage.FieldArrest && f.Kind != triage.Surrender {
		serious := personal || f.Kind == triage.CrimeReport
		set(&f.Danger, serious && s.sure(flagUrgent) > urgentEnough || p.alarming(c, f.Kind))
	}
	f.Level = r.level(p, f.Body, f.Round)
	if f.Kind != triage.Other {
		f.GroupSize = p.groupSize(text, c)
	}
	return f
}

// level is the tier of the body complained of, where the letter names it.
func (r *Reader) level(p *page, b triage.Body, round int) triage.Level {
	c, s := &r.clues, &p.scores
	switch {
	case b == triage.BodyInvestigation && (p.has(c.central) || s.sure(flagCentralLevel) > 0.5):
		return triage.LevelCentral
	case b == triage.BodyProcuracy:
		return p.procuracyLevel(c, round)
	case b == triage.BodyCommunePolice:
		return triage.LevelCommune
	case b == triage.BodyInvestigation:
		return ""
	case s.sure(flagProvincialLevel) > 0.7:
		return triage.LevelProvincial
	}
	return ""
}

// judgment is what the letter tells of the judgment that it attacks.
func (r *Reader) judgment(p *page, k triage.Kind) triage.Judgment {
	j := triage.Judgment{Final: triage.Is(k == triage.Cassation), Court: triage.CourtRegional}
	s := &p.scores
	top := s.sure(flagRegionalCourt)
	for _, c := range []struct {
		flag  flag
		court triage.Court
	}{{flagProvincialCourt, triage.CourtProvincial}, {flagHighCourt, triage.CourtHigh}, {flagDistrictCourt, triage.CourtDistrict}} {
		if sure := s.sure(c.flag); sure > top {
			top, j.Court = sure, c.court
		}
	}
	return j
}
