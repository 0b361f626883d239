package reading

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"tiepdan/triage"
)

// leastLikely trio that is weighed against the best.
const leastLikely = 0.02

// choice is a trio with the facts that it makes of the text.
type choice struct {
	trio  trio
	facts triage.Facts
	way   triage.Disposition
	p     float64
}

// conclude tells the choice.
func (r *Reader) conclude(text string, p *page, given Given) Reading {
	best, ways := r.choose(text, p, given)
	out := Reading{Facts: best.facts, Kinds: r.kinds(&p.scores), Insult: p.has(r.clues.insult)}
	if len(p.words) == 0 {
		return out
	}
	out.Confidence = r.model.trust.confidence(r.doubt(out.Kinds, p, best, ways))
	if p.guessed(&r.clues, &best.facts, &given.Facts) {
		out.Confidence = min(out.Confidence, guessing)
	}
	out.Evidence = r.evidence(text, p, best)
	return out
}

// choose takes the facts that together explain the scores best.
func (r *Reader) choose(text string, p *page, given Given) (choice, map[triage.Disposition]float64) {
	if !given.At.IsZero() {
		r.freshJudgment(text, p, given.At)
	}
	p.party = r.book.saysParty(text, p, &r.clues)
	r.model.judge(&p.scores)
	r.bind(p, given.Facts)
	choices, ways := r.choices(text, p, given.Facts)
	best := choices[0]
	for _, c := range choices[1:] {
		if c.p+wayWeight*ways[c.way] > best.p+wayWeight*ways[best.way] {
			best = c
		}
	}
	return best, ways
}

// wayWeight is how much it counts that other choices lead to the same disposition.
const wayWeight = 0.5

// bind leaves only the trios that go with what is given, and with what the
// letter says outright.
func (r *Reader) bind(p *page, given triage.Facts) {
	s := &p.scores
	if given.Kind == "" && given.Field == "" && given.Body == "" && p.party && !p.several {
		return
	}
	var sum float32
	for i, t := range r.model.trios {
		if !p.allows(kinds[t.kind], fields[t.field], bodies[t.body], &given) {
			s.trios[i] = 0
		}
		sum += s.trios[i]
	}
	if sum == 0 { // what is given goes together as nothing that was ever seen
		r.model.judge(s)
		return
	}
	for i := range s.trios {
		s.trios[i] /= sum
	}
}

// allows says whether a kind, field and body may go together: as they are given;
// else of the Party only where the letter names it, and of one purpose only where
// the writer does not count up several.
func (p *page) allows(k triage.Kind, f triage.Field, b triage.Body, given *triage.Facts) bool {
	if given.Kind != "" && given.Kind != k || given.Field != "" && given.Field != f || given.Body != "" && given.Body != b {
		return false
	}
	if given.Field != "" || given.Body != "" {
		return true
	}
	if p.several && given.Kind == "" && k != triage.Mixed {
		return false
	}
	return p.party || f != triage.FieldParty && b != triage.BodyParty
}

func (r *Reader) kinds(s *scores) []Guess {
	guesses := make([]Guess, len(kinds))
	for i, k := range kinds {
		guesses[i].Kind = k
	}
	for i, t := range r.model.trios {
		guesses[t.kind].P += float64(s.trios[i])
	}
	slices.SortStableFunc(guesses, func(a, b Guess) int { return cmp.Compare(b.P, a.P) })
	return guesses
}

// choices are the likely trios, and how probable each disposition is by them.
func (r *Reader) choices(text string, p *page, given triage.Facts) ([]choice, map[triage.Disposition]float64) {
	s := &p.scores
	top := slices.Max(s.trios)
	var list []choice
	ways := map[triage.Disposition]float64{}
	for i, t := range r.model.trios {
		if sure := s.trios[i]; sure == top || sure > leastLikely {
			f := r.facts(text, p, t)
			overlay(&f, given)
			list = append(list, choice{trio: t, facts: f, p: float64(sure)})
		}
	}
	for i := range list {
		c := &list[i]
		if len(list) > 1 {
			there := c.facts
			there.Province = "" // whose province it is, the office knows
			c.way = triage.Decide(triage.Office{}, there, time.Time{}).Disposition
		}
		ways[c.way] += c.p
	}
	return list, ways
}

// doubt is what the confidence is made of.
func (r *Reader) doubt(guesses []Guess, p *page, best choice, ways map[triage.Disposition]float64) doubt {
	d := doubt{way: ways[best.way]}
	for _, g := range guesses {
		if g.Kind == best.facts.Kind {
			d.kind = g.P
		}
	}
	known := 0
	for _, h := range p.hits {
		if h.group == syllables {
			known++
		}
	}
	d.known = min(1, float64(known)/float64(2*len(p.words)))
	return d
}

// overlay puts what is given over what was read. It goes through the fields by
// themselves, so that a fact added to triage.Facts needs no line here.
func overlay(f *triage.Facts, given triage.Facts) {
	if given == (triage.Facts{}) {
		return
	}
	court := f.Judgment
	to, from := reflect.ValueOf(f).Elem(), reflect.ValueOf(given)
	for i := range from.NumField() {
		if !from.Field(i).IsZero() {
			to.Field(i).Set(from.Field(i))
		}
	}
	// Of a judgment each part may be given by itself.
	j := &f.Judgment
	j.Court = cmp.Or(given.Judgment.Court, court.Court)
	j.Final = cmp.Or(given.Judgment.Final, court.Final)
	j.Effective = cmp.Or(given.Judgment.Effective, court.Effective)
}
