package reading

import (
	"cmp"
	"slices"
	"strconv"
)

// mostEvidence is how many stretches of the text are shown.
const mostEvidence = 5

// spoken is a stretch that speaks for something, and how strongly.
type spoken struct {
	Evidence
	weight float32
}

// evidence finds the words that led to a choice: for the kind those that speak
// for it against the next best, for field and body those that speak for them at
// all, and the phrases behind urgency, place and round.
func (r *Reader) evidence(text string, p *page, best choice) []Evidence {
	var list []spoken
	asked := [...]pleading{
		{fact: "kind", value: string(best.facts.Kind), output: int32(best.trio.kind), rival: r.rival(&p.scores, best.trio.kind)},
		{fact: "field", value: string(best.facts.Field), output: int32(fieldsAt + best.trio.field), rival: -1},
		{fact: "body", value: string(best.facts.Body), output: int32(bodiesAt + best.trio.body), rival: -1},
	}
	r.plead(p, asked[:])
	for _, a := range asked {
		most := 1
		if a.fact == "kind" {
			most = 2
		}
		for _, h := range a.apart(most) {
			list = append(list, spoken{p.quote(text, h.from, h.to, a.fact, a.value), h.value})
		}
	}
	for _, q := range r.rules(p, best) {
		list = append(list, spoken{p.quote(text, q.from, q.to, q.fact, q.value), ruleWeight})
	}
	slices.SortStableFunc(list, func(a, b spoken) int { return cmp.Compare(b.weight, a.weight) })
	var out []Evidence
	for _, s := range list {
		if len(out) < mostEvidence {
			out = append(out, s.Evidence)
		}
	}
	return out
}

// ruleWeight puts what a rule found before what the model weighed: it is the
// plainer reason.
const ruleWeight = 1

// rival is the best kind beside the chosen one.
func (r *Reader) rival(s *scores, chosen int) int32 {
	best := -1
	for k := range kinds {
		if k != chosen && (best < 0 || s.out[k] > s.out[best]) {
			best = k
		}
	}
	return int32(best)
}

// pleading collects what speaks for an output, against a rival if there is one.
type pleading struct {
	fact, value   string
	output, rival int32
	top           [6]hit // the strongest first; value 0 ends them
}

// plead gives each hit that stands in one place to the pleadings that it speaks for.
func (r *Reader) plead(p *page, list []pleading) {
	var place [mostOutputs]uint8 // of an output in said; 0: nobody asks for it
	n := uint8(1)
	for _, l := range list {
		place[l.output] = n
		n++
		if l.rival >= 0 {
			place[l.rival] = n
			n++
		}
	}
	for _, h := range p.hits {
		if h.from == h.to || h.group == together {
			continue
		}
		var says [mostAsked]float32
		for _, c := range r.model.cells[r.model.from[h.row]:r.model.from[h.row+1]] {
			says[place[c.output%mostOutputs]%mostAsked] = weightStep * float32(c.steps) * h.value
		}
		for i := range list {
			l := &list[i]
			v := says[place[l.output]]
			if l.rival >= 0 {
				v -= says[place[l.rival]]
			}
			l.take(h, v)
		}
	}
}

// mostAsked is how many outputs pleadings ask for, and one for all others.
const mostAsked = 8

// take keeps a hit if it is among the strongest.
func (l *pleading) take(h hit, value float32) {
	last := len(l.top) - 1
	if value <= l.top[last].value {
		return
	}
	h.value = value
	i := last
	for ; i > 0 && l.top[i-1].value < h.value; i-- {
		l.top[i] = l.top[i-1]
	}
	l.top[i] = h
}

// apart returns the strongest hits that do not overlap.
func (l *pleading) apart(most int) []hit {
	var kept []hit
	for _, h := range l.top {
		overlaps := func(k hit) bool { return h.from < k.to && k.from < h.to }
		if h.value > 0 && len(kept) < most && !slices.ContainsFunc(kept, overlaps) {
			kept = append(kept, h)
		}
	}
	return kept
}

// quoted is a phrase that a rule went by.
type quoted struct {
	fact, value string
	from, to    int32
}

// rules lists the phrases that rules went by in what was chosen.
func (r *Reader) rules(p *page, best choice) []quoted {
	c, f := &r.clues, &best.facts
	var list []quoted
	for _, m := range p.found {
		if m.denied {
			continue
		}
		switch m.means {
		case c.second:
			if f.Round > 1 {
				list = append(list, quoted{"round", strconv.Itoa(f.Round), m.from, m.to})
			}
		case c.group:
			if f.GroupSize > 0 {
				list = append(list, quoted{"group_size", strconv.Itoa(f.GroupSize), m.from, m.to})
			}
		default:
			if slices.Contains(c.dangers(), m.means) && !f.Danger.IsZero() {
				list = append(list, quoted{"danger", "true", m.from, m.to})
			}
			if code, ok := c.places[m.means]; ok && code == f.Province {
				list = append(list, quoted{"province", code, m.from, m.to})
			}
		}
	}
	return slices.CompactFunc(list, func(a, b quoted) bool { return a.fact == b.fact })
}

// quote cuts words[from:to] out of the text.
func (p *page) quote(text string, from, to int32, fact, value string) Evidence {
	e := Evidence{Fact: fact, Value: value, From: int(p.words[from].from), To: int(p.words[to-1].to)}
	e.Words = text[e.From:e.To]
	return e
}
