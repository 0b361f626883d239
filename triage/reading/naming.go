package reading

import (
	"slices"

	"tiepdan/triage"
)

// guessing is the confidence at most in a complaint or denunciation whose words name
// neither a body nor a matter that is one body's: whose business it is was guessed
// from how such letters usually sound. What is proposed needs more.
const guessing = 0.3

// naming lists what names a body or its business: families of phrases whole, and
// acts that are one body's. Most acts are anybody's.
func naming() []string {
	return []string{"who", "head", "court", "stage", "held", "party", "paper", "act.arrest", "act.thing_held", "act.search", "act.coerced",
		"act.deny_lawyer", "act.deny_visit", "act.ill_custody", "act.reception", "act.party"}
}

// anybodys lists meanings of those families that are said of every body: people
// concerned, and papers that each writes, asks for or gives back.
func anybodys() []string {
	return []string{"who.family", "who.victim", "paper.returned", "paper.minutes", "paper.summons", "paper.settled"}
}

// names says of each meaning whether it names a body or its business.
func (b *phraseBook) names() []bool {
	names := make([]bool, len(b.meanings))
	for i, m := range b.meanings {
		named := slices.Contains(naming(), m.family) || slices.Contains(naming(), m.name)
		names[i] = named && !slices.Contains(anybodys(), m.name)
	}
	return names
}

// guessed says whether the body of a reading was neither given nor named, though it
// decides whose business the petition is.
func (p *page) guessed(c *clues, f, given *triage.Facts) bool {
	if f.Kind != triage.Complaint && f.Kind != triage.Denunciation || given.Body != "" || given.Field != "" {
		return false
	}
	return !slices.ContainsFunc(p.found, func(m match) bool { return c.names[m.means] })
}
