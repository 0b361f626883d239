package area

import (
	"cmp"
	"slices"
	"strings"
)

// candidate is one reading of the text.
type candidate struct {
	place   int  // commune, or province if whole
	whole   bool // a province by itself
	score   int
	mention mention
	beside  neighbours
}

// Suggest returns the places that the text may mean, the likeliest first and
// at most max. The text may be as people write it: without accents, with
// abbreviations (p., x., tx, tp, q9), words around ("nhà tôi ở …"), a small
// typing error, Telex or VNI keys left as struck, names until June 2025
// (Place.Former then says which) and districts, which give their communes. Of
// a commune that was divided all parts are given. homeProvince is the two-digit
// code of the province preferred where the text leaves it open, or "". No place is nil.
func (g *Gazetteer) Suggest(text, homeProvince string, max int) []Place {
	if max <= 0 {
		return nil
	}
	home := -1
	if i, ok := g.byCode[homeProvince]; ok && len(homeProvince) == 2 {
		home = i
	}
	r := g.read(text, home)
	found := make([]candidate, 0, len(r.mentions)+8)
	for _, m := range r.mentions {
		found = r.candidates(found, m)
	}
	r.yield(found)
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	if len(found) == 0 {
		return nil
	}
	best := found[0]
	gap := widestGap
	if best.beside.any() {
		gap = gapInContext
	}
	var out []Place
	var seen []candidate
	for _, c := range found {
		if c.score < leastScore || c.score < best.score-gap || len(out) == max {
			break
		}
		if r.leansOn(best.beside, c.mention) {
			continue // "Hạ Long" in "Hồng Gai, Hạ Long"
		}
		if best.beside.any() && !c.beside.any() {
			continue // the district named has the best, but not this one
		}
		if best.mention.accents == agree && (c.mention.accents == slip || c.mention.accents == differ) && c.mention.overlaps(best.mention) {
			continue // "Yên Bái" is not Yên Bài
		}
		if slices.ContainsFunc(seen, func(s candidate) bool { return s.place == c.place && s.whole == c.whole }) {
			continue
		}
		seen = append(seen, c)
		place := Place{}
		if c.whole {
			place = g.provincePlace(c.place)
		} else {
			place = g.place(c.place)
		}
		place.Former = g.former(c.mention.ref, c.place)
		out = append(out, place)
	}
	return out
}

// yield lets a province give way to the places named in it.
func (r *reader) yield(found []candidate) {
	for i := range found {
		if w := &found[i]; w.whole && slices.ContainsFunc(found, func(c candidate) bool {
			return !c.whole && c.score >= wellNamed && r.leansOn(c.beside, w.mention)
		}) {
			w.score += insideOther
		}
	}
}

// candidates appends the readings of one mention.
func (r *reader) candidates(to []candidate, m mention) []candidate {
	g := r.g
	base := r.score(m)
	whole := func(province, more int) {
		c := candidate{place: province, whole: true, score: base + more, mention: m, beside: neighbours{-1, -1}}
		if m.way == initials && province == r.home {
			c.score += atHome
		}
		to = append(to, c)
	}
	add := func(place, former int, districts []int, more int) {
		province := g.communes[place].province
		c := candidate{place: place, score: base + more, mention: m}
		score, beside := r.beside(m, province, former, districts)
		if m.single && !beside.any() {
			return
		}
		c.score, c.beside = c.score+score, beside
		if r.home == province && !r.provinceNamed(m) {
			c.score += atHome
		}
		to = append(to, c)
	}
	switch m.level {
	case levelProvince:
		whole(m.index, 0)
	case levelFormerProvince:
		if p := g.formerP[m.index]; !p.kept || m.era == oldEra {
			whole(p.province, formerUnit*2)
		}
	case levelCommune:
		add(m.index, -1, g.communes[m.index].districts, 0)
	case levelWard:
		w := &g.wards[m.index]
		for _, place := range w.communes {
			add(place, g.districts[w.district].former, []int{w.district}, 0)
		}
	case levelDistrict:
		d := &g.districts[m.index]
		if m.said.isCommune() || m.said == kindStreet {
			return to
		}
		said := r.key(m)
		for _, place := range d.communes {
			more := 0
			if strings.HasPrefix(g.communes[place].key, said) {
				more = namesake
			}
			add(place, d.former, nil, more)
		}
	}
	return to
}

// provinceNamed reports whether a province is named apart from the mention.
func (r *reader) provinceNamed(m mention) bool {
	return slices.ContainsFunc(r.mentions, func(o mention) bool { return o.isProvince() && o.way != initials && !o.overlaps(m) })
}
