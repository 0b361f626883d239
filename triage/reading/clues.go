package reading

import (
	"strings"

	"tiepdan/triage"
)

// clue is a meaning that the rules look for, with its place in the book.
type clues struct {
	selfharm, threat, child, abuse, wound, fresh, near, held, hurt int16
	there, toUs                                                    int16
	second, settled, disagree, approved, notApproved               int16
	headProcuracy, procuracy, central                              int16
	group, insult, judged, inForce, appealed                       int16
	deputy, signs, complain, against                               int16
	party, partyWritten                                            int16
	heads                                                          map[int16]triage.Body // posts of heads, with the body they lead
	places                                                         map[int16]string      // meaning to code of the province
	bodies                                                         map[int16]bool        // meanings that name an agency or its people
	names                                                          []bool                // of each meaning: whether it names a body or its business
	purposes                                                       map[int16]int16       // what a writer may want, numbered from 1: other words for the same share a number
}

func (b *phraseBook) clues() clues {
	c := clues{
		selfharm: b.number("selfharm.said"), threat: b.number("threat.now"), child: b.number("child.told"), abuse: b.number("abuse.told"),
		wound: b.number("wound.told"), fresh: b.number("fresh.told"), near: b.number("near.told"), held: b.number("held.told"), hurt: b.number("hurt.told"),
		there: b.number("happened.there"), toUs: b.number("happened.to_us"),
		second: b.number("say.complain_second"), settled: b.number("paper.settled"), disagree: b.number("not.agree"),
		approved: b.number("form.approved"), notApproved: b.number("form.not_approved"),
		headProcuracy: b.number("head.procuracy"), procuracy: b.number("who.procuracy"), central: b.number("who.police_ministry"),
		group: b.number("group.many"), insult: b.number("form.insult"),
		judged: b.number("paper.judgment"), inForce: b.number("final.yes"), appealed: b.number("court.appeal"),
		deputy: b.number("head.deputy"), signs: b.number("signs.it"), complain: b.number("say.complain"), against: b.number("say.denounce"),
		party: b.number("party.said"), partyWritten: b.number("party.written"),
		heads: map[int16]triage.Body{
			b.number("head.procuracy"): triage.BodyProcuracy, b.number("head.investigation"): triage.BodyInvestigation, b.number("head.court"): triage.BodyCourt,
			b.number("head.enforce"): triage.BodyCivilEnforce, b.number("head.assigned"): triage.BodyAssigned,
		},
		places: map[int16]string{}, bodies: map[int16]bool{}, names: b.names(), purposes: map[int16]int16{},
	}
	for i, names := range [...][]string{
		{"say.complain", "not.agree", "say.appeal"}, {"say.denounce"}, {"say.report"}, {"say.suggest"}, {"say.cassation"}, {"say.sue"}, {"say.compensation"},
	} {
		for _, name := range names {
			c.purposes[b.number(name)] = int16(i + 1)
		}
	}
	for i, m := range b.meanings {
		if code, ok := strings.CutPrefix(m.name, "place."); ok {
			c.places[int16(i)] = code
		}
		switch m.name {
		case "who.procuracy", "who.prosecutor", "who.investigator", "who.police_inv", "who.police", "who.police_commune", "who.traffic",
			"who.ranger", "who.customs", "who.border", "who.court", "who.judge", "who.enforce", "who.executor", "who.custody", "who.prison",
			"who.committee", "who.official", "court.regional", "court.provincial", "court.district", "head.procuracy", "head.investigation",
			"head.court", "head.enforce", "happened.there":
			c.bodies[int16(i)] = true
		}
	}
	return c
}

// dangers are the meanings of phrases that name a danger.
func (c *clues) dangers() []int16 { return []int16{c.selfharm, c.threat, c.wound, c.abuse, c.hurt} }

// has says whether the text says it and does not deny it.
func (p *page) has(means int16) bool {
	for _, m := range p.found {
		if m.means == means && !m.denied {
			return true
		}
	}
	return false
}

// alarming says whether rules alone make a petition urgent (DESIGN §3): words of
// self-harm, danger now, violence to a child, a fresh wound with the suspect
// within reach, health or violence in custody.
func (p *page) alarming(c *clues, k triage.Kind) bool {
	if k == triage.MisdirectedAppeal || k == triage.Other {
		return p.has(c.selfharm)
	}
	switch {
	case p.has(c.selfharm), p.has(c.threat) && k == triage.CrimeReport:
		return true
	case p.has(c.child) && p.has(c.abuse) && k == triage.CrimeReport:
		return true
	case p.has(c.wound) && p.has(c.fresh) && p.has(c.near) && k == triage.CrimeReport:
		return true
	}
	held := k == triage.CrimeReport || k == triage.Complaint || k == triage.Denunciation
	return held && p.has(c.held) && p.has(c.hurt)
}

// farthestPlace is how many words may stand between an agency and its province.
const farthestPlace = 6

// province is the code of the province where the matter lies: one that is named
// with an agency or after "xảy ra ở". Where the writer lives or was born says nothing.
func (p *page) province(c *clues) string {
	found := ""
	for i, m := range p.found {
		code, ok := c.places[m.means]
		if !ok {
			continue
		}
		near, ours := false, false
		for j := i - 1; j >= 0 && m.from-p.found[j].to <= farthestPlace+4; j-- {
			before := p.found[j]
			if p.words[before.from].sentence != p.words[m.from].sentence {
				break
			}
			if before.means == c.toUs {
				ours = true
			}
			if c.bodies[before.means] && m.from-before.to <= farthestPlace && !p.between(before.to, m.from) {
				near = true
			}
		}
		if near && !ours && found == "" {
			found = code
		}
	}
	return found
}

// between says whether a word between two places says that the writer is only at home there.
func (p *page) between(from, to int32) bool {
	for _, w := range p.words[max(from, 0):max(to, from)] {
		if _, ok := athome[w.id]; ok {
			return true
		}
	}
	return false
}

var athome = wordIDs("que", "nha", "toi", "em", "cao", "benh", "song", "vao", "ra", "con")
