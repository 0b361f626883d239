package area

import (
	"cmp"
	"slices"
	"strings"
)

// The weights by which readings of an address are compared. A name found is
// worth 100; what speaks for or against it is set so that a named province
// outweighs a type of unit, and an exact name outweighs a mistyped one.
const (
	exactName     = 100
	mistypedName  = 72
	bareProvince  = 108
	bareDistrict  = 60
	sameType      = 20
	otherType     = -8
	formerOther   = -12
	districtSaid  = -55
	provinceSaid  = -70
	streetSaid    = -35
	accentsAgree  = 6
	accentsDiffer = -40
	formerUnit    = -2
	olderName     = -6
	inProvince    = 40
	inOldProvince = 45
	elsewhere     = -60
	inDistrict    = 30
	tookDistrict  = 28
	otherDistrict = -30
	atHome        = 20
	namesake      = 8 // the commune that bears the name of its district
	insideLonger  = -45
	leastScore    = 55
	widestGap     = 45 // readings further below the best are not offered,
	gapInContext  = 30 // nor these, if a district or province speaks for the best
)

// candidate is one reading of the text.
type candidate struct {
	place   int // commune, or province if whole
	whole   bool
	score   int
	mention mention
	context []mention // the province and district that spoke for it
}

// Suggest returns the places that the text may mean, the likeliest first and
// at most max. The text may be as people write it: without accents, with
// abbreviations (p., x., tx, tp, q9), words around ("nhà tôi ở …"), a small
// typing error, names until June 2025 (Place.Former then says which) and
// districts, which give their communes. Of a commune that was divided all
// parts are given. homeProvince is the two-digit code of the province
// preferred where the text leaves it open, or "". No place is nil.
func (g *Gazetteer) Suggest(text, homeProvince string, max int) []Place {
	if max <= 0 {
		return nil
	}
	home := -1
	if i, ok := g.byCode[homeProvince]; ok && len(homeProvince) == 2 {
		home = i
	}
	r := g.read(text)
	var found []candidate
	for _, m := range r.mentions {
		found = r.candidates(found, m, home)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	if len(found) == 0 {
		return nil
	}
	best := found[0]
	least := best.score - widestGap
	if len(best.context) > 0 {
		least = best.score - gapInContext
	}
	var out []Place
	var seen []candidate
	for _, c := range found {
		if c.score < leastScore || c.score < least || len(out) == max {
			break
		}
		if slices.ContainsFunc(best.context, c.mention.overlaps) {
			continue // "Hạ Long" in "Hồng Gai, Hạ Long"
		}
		if len(best.context) > 0 && len(c.context) == 0 {
			continue // the district named has the best, but not this one
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

// candidates appends the readings of one mention.
func (r *reader) candidates(to []candidate, m mention, home int) []candidate {
	g := r.g
	base := r.score(m)
	add := func(c candidate, province int) {
		c.score += base
		if home == province && !slices.ContainsFunc(r.mentions, func(o mention) bool { return r.province(o) >= 0 && !o.overlaps(m) }) {
			c.score += atHome
		}
		c.mention = m
		to = append(to, c)
	}
	switch m.level {
	case levelProvince:
		add(candidate{place: m.index, whole: true}, -1)
	case levelFormerProvince:
		p := g.formerP[m.index]
		if p.kept {
			return to
		}
		add(candidate{place: p.province, whole: true, score: formerUnit * 2}, -1)
	case levelCommune:
		c := candidate{place: m.index}
		c.score, c.context = r.context(m, g.communes[m.index].province, -1, g.communes[m.index].districts)
		add(c, g.communes[m.index].province)
	case levelWard:
		w := &g.wards[m.index]
		for _, place := range w.communes {
			c := candidate{place: place}
			c.score, c.context = r.context(m, g.communes[place].province, g.districts[w.district].former, []int{w.district})
			add(c, g.communes[place].province)
		}
	case levelDistrict:
		d := &g.districts[m.index]
		if m.said.isCommune() || m.said == kindStreet {
			return to
		}
		said := r.key(m)
		for _, place := range d.communes {
			c := candidate{place: place}
			c.score, c.context = r.context(m, g.communes[place].province, d.former, nil)
			if strings.HasPrefix(g.communes[place].key, said) {
				c.score += namesake
			}
			add(c, g.communes[place].province)
		}
	}
	return to
}

// score weighs a mention by itself.
func (r *reader) score(m mention) int {
	score := exactName
	switch {
	case m.level == levelProvince || m.level == levelFormerProvince:
		score = bareProvince
	case m.level == levelDistrict:
		score = bareDistrict
	}
	if m.typo {
		score += mistypedName - exactName
	}
	switch {
	case m.said == noKind:
	case m.said == m.kind:
		score += sameType
	case m.said == kindStreet:
		score += streetSaid
	case m.level == levelDistrict && m.said.isDistrict():
		score += otherType
	case m.level == levelProvince || m.level == levelFormerProvince:
		score += streetSaid
	case m.said == kindTinh:
		score += provinceSaid
	case m.said.isDistrict():
		score += districtSaid
	case m.level == levelCommune && m.said == kindThiTran: // towns became communes or wards
	case m.level == levelCommune:
		score += otherType
	default:
		score += formerOther
	}
	switch m.accents {
	case 1:
		score += accentsAgree
	case -1:
		score += accentsDiffer
	}
	if m.level == levelWard {
		score += formerUnit
	}
	if m.alias {
		score += olderName
	}
	for _, o := range r.mentions {
		if m.within(o) && !o.typo && o.accents >= 0 && !r.straddled(o) {
			score += insideLonger
			break
		}
	}
	return score - min(m.from/2, 5)
}

// context weighs a reading by the provinces and districts named beside it.
func (r *reader) context(m mention, province, former int, districts []int) (int, []mention) {
	best, bestDistrict := 0, 0
	var p, d mention
	otherProvince, otherDist := false, false
	for _, o := range r.mentions {
		if o.overlaps(m) {
			continue
		}
		worth := 0
		switch {
		case o.level == levelFormerProvince && o.index == former && !r.g.formerP[former].kept:
			worth = inOldProvince
		case r.province(o) == province:
			worth = inProvince
		case r.province(o) >= 0:
			otherProvince = true
		case o.level == levelDistrict && slices.Contains(districts, o.index):
			worth := inDistrict
			if former < 0 {
				worth = tookDistrict
			}
			if o.typo {
				worth /= 2
			}
			if worth > bestDistrict {
				bestDistrict, d = worth, o
			}
		case o.level == levelDistrict && o.said.isDistrict():
			otherDist = true
		}
		if o.typo {
			worth /= 2
		}
		if worth > 0 && worth >= best { // the province is said last
			best, p = worth, o
		}
	}
	if best > 0 && bestDistrict > 0 && p.overlaps(d) {
		bestDistrict = 0 // "Cao Bằng" is the province or its city, not both
	}
	score := best + bestDistrict
	var context []mention
	if best > 0 {
		context = append(context, p)
	} else if otherProvince {
		score += elsewhere
	}
	if bestDistrict > 0 {
		context = append(context, d)
	} else if otherDist && districts != nil {
		score += otherDistrict
	}
	return score, context
}

// province returns the present province that a mention names, or -1.
func (r *reader) province(m mention) int {
	switch m.level {
	case levelProvince:
		return m.index
	case levelFormerProvince:
		return r.g.formerP[m.index].province
	}
	return -1
}
