package triage

import (
	"slices"
	"strings"

	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

// newFiling decides a draft and prepares everything that is written with it.
func newFiling(env Env, draft Draft, code Code) Filing {
	o, now := env.Office, env.Now
	facts := draft.Facts
	decision := Decide(o, facts, now)
	p := Petition{
		Code: code, Opening: 1, Version: 1,
		Filer: draft.Filer, Channel: draft.Channel, Language: draft.Language,
		Status: StatusFiled, Standing: Received,
		Kind: facts.Kind, Confidential: facts.Kind.Confidential() || draft.Identity.Withheld,
		Commune: draft.Commune, Facts: facts, Decision: decision, FirstDecision: decision,
		FiledAt: now, Unit: UnitID(decision.Unit),
	}
	if p.Kind == "" {
		p.Kind = Other
	}
	if o.SignatureNeeded && p.Kind.NeedsSignature() && facts.Signed != Yes {
		p.Standing = Unsigned
	} else {
		p.ReceivedAt = now
	}
	p.Unit = startUnit(o, p, calendar.Of(now))
	p.About, p.Restricted = conflict(env, p, draft.Words.Against)
	if p.Restricted {
		p.Unit = o.Provincial().ID
	}
	p.Obligations = p.clocks(o)

	e := Event{
		Key: draft.Key, Code: code, Opening: 1, Version: 1, Verb: FileIt, Actor: Actor{Person: draft.Filer}, At: now,
		To: StatusFiled, Unit: p.Unit, Disposition: decision.Disposition, Rule: decision.Rule, Destination: decision.Destination,
	}
	what := FlowReceived
	if p.Standing == Unsigned {
		what = FlowUnsigned
	}
	e.Flows = []Flow{{Unit: p.Unit, Track: track(p.Kind), What: what, Kind: p.Kind, Disposition: decision.Disposition}}
	return Filing{
		Petition: p, Words: draft.Words, Identity: draft.Identity, Files: draft.Files, Messages: draft.Messages, Event: e,
		Notices: tell(env, &p, e, []Audience{ToCitizen, ToDuty, ToGroup}, nil),
	}
}

// startUnit is where a new petition lands: the unit the decision names, else the
// unit of its place, else the province's single gate.
func startUnit(o Office, p Petition, on calendar.Date) UnitID {
	if u, ok := o.Unit(p.Unit); ok && u.On(on) {
		return u.ID
	}
	return o.UnitFor(p.Commune, on).ID
}

// conflict finds our own people in what the citizen wrote of who is complained
// of. A petition about a procuracy's own head or people goes to the unit above
// and is in no group and no common queue (DESIGN §3).
func conflict(env Env, p Petition, against string) (about []StaffID, restricted bool) {
	named := " " + area.Fold(against) + " "
	for _, s := range env.Roster.Staff {
		if name := area.Fold(s.Name); strings.Contains(name, " ") && strings.Contains(named, " "+name+" ") {
			about = append(about, s.ID)
		}
	}
	p.About = about
	about = append(about, heads(env, p)...)
	return about, len(about) > 0 || accusesUs(p.Kind, p.Facts)
}

// heads are our leaders that a petition about the head of a procuracy means,
// beside those that it names already.
func heads(env Env, p Petition) []StaffID {
	if p.Facts.Body != BodyProcuracy || p.Facts.Role != RoleHead {
		return nil
	}
	var found []StaffID
	for _, s := range env.Roster.Staff {
		ours := p.Facts.Level == LevelProvincial && s.Unit == env.Office.Provincial().ID || p.Facts.Level == LevelRegional && s.Unit == p.Unit
		if s.Post == Leader && ours && !slices.Contains(p.About, s.ID) {
			found = append(found, s.ID)
		}
	}
	return found
}

// accusesUs says whether a petition complains of a procuracy or its people.
func accusesUs(k Kind, f Facts) bool {
	return f.Body == BodyProcuracy && (k == Complaint || k == Denunciation || k == CrimeReport)
}
