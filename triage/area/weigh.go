package area

import "slices"

// The weights by which readings of an address are compared. A name found is
// worth 100; what speaks for or against it is set so that a named province
// outweighs a type of unit, and an exact name outweighs a mistyped one.
const (
	exactName     = 100
	nearlyName    = 80
	mistypedName  = 72
	bareProvince  = 108
	bareDistrict  = 60
	bareInitials  = 60
	sameType      = 20
	otherType     = -8
	formerOther   = -12
	districtSaid  = -55
	provinceSaid  = -70
	streetSaid    = -35
	accentsAgree  = 6
	accentsSlip   = -20
	accentsDiffer = -40
	formerUnit    = -2
	olderName     = -6
	olderNameBare = -35
	askedEra      = 15
	otherEra      = -15
	inProvince    = 40
	inOldProvince = 52
	besideOld     = 15 // in the present province, but not in the old one that was named
	byInitials    = 32
	elsewhere     = -60
	provinceFirst = -20 // without its type: "Quảng Bình, Thanh Hoá" is a commune of Thanh Hóa
	inDistrict    = 30
	tookDistrict  = 22
	otherDistrict = -30
	atHome        = 20
	namesake      = 8 // the commune that bears the name of its district
	insideLonger  = -45
	insideOther   = -25 // a province in which a place is named
	leftOver      = -15
	wellNamed     = 85
	leastScore    = 55
	widestGap     = 45 // readings further below the best are not offered,
	gapInContext  = 30 // nor these, if a district or province speaks for the best
)

// score weighs a mention by itself.
func (r *reader) score(m mention) int {
	score := exactName
	switch {
	case m.way == initials:
		if score = bareInitials; m.said == noKind && len(r.words) > 1 {
			return 0
		}
	case m.isProvince():
		score = bareProvince
	case m.level == levelDistrict:
		score = bareDistrict
	}
	switch m.way {
	case mistyped:
		score += mistypedName - exactName
	case nearly:
		score += nearlyName - exactName
	}
	score += typeWeight(m)
	switch m.accents {
	case agree:
		score += accentsAgree
	case slip:
		score += accentsSlip
	case differ:
		score += accentsDiffer
	}
	if m.level == levelWard {
		score += formerUnit
	}
	switch {
	case m.alias && m.said == m.kind:
		score += olderName
	case m.alias:
		score += olderNameBare
	}
	if old := m.level == levelWard || m.level == levelDistrict || m.level == levelFormerProvince; m.era == oldEra && old || m.era == newEra && !old {
		score += askedEra
	} else if m.era != anyEra {
		score += otherEra
	}
	for _, o := range r.mentions {
		if m.within(o) && o.sound() && o.accents < slip && !r.straddled(o) {
			score += insideLonger
			break
		}
	}
	return score + leftOver*r.leftOver(m) - min(m.from/2, 5)
}

// leftOver counts the words of a short text beside a mention that it does not
// explain: one between the type and the name, one between the name and what follows.
func (r *reader) leftOver(m mention) int {
	n := 0
	if m.from > 0 && m.said == noKind && r.said[m.from-1].isCommune() {
		n++
	}
	if m.to < len(r.words) && len(r.words) <= shortText && !r.words[m.to-1].comma && !r.explained[m.to] {
		n++
	}
	return n
}

// explain notes the words that begin something known: a type, a district or
// province, or what tells old from new.
func (r *reader) explain() {
	for i, t := range r.types {
		r.explained[i] = r.explained[i] || t.words > 0
	}
	for _, m := range r.mentions {
		if m.sound() && (m.isProvince() || m.level == levelDistrict) || m.way == initials {
			r.explained[m.from] = true
		}
	}
}

// typeWeight weighs the type of unit said before the name.
func typeWeight(m mention) int {
	switch {
	case m.said == noKind:
		return 0
	case m.said == m.kind:
		return sameType
	case m.said == kindStreet:
		return streetSaid
	case m.level == levelDistrict && m.said.isDistrict():
		return otherType
	case m.isProvince() && (m.said == kindTinh || m.said == kindThanhPho):
		return otherType
	case m.isProvince():
		return streetSaid
	case m.said == kindTinh:
		return provinceSaid
	case m.said.isDistrict():
		return districtSaid
	case m.level == levelCommune && m.said == kindThiTran: // towns became communes or wards
		return 0
	case m.level == levelCommune:
		return otherType
	}
	return formerOther
}

// neighbours are the mentions of the province and district that speak for a
// reading, by their place in the list, or -1.
type neighbours struct{ province, district int }

func (n neighbours) any() bool { return n.province >= 0 || n.district >= 0 }

// leansOn reports whether a neighbour was read from the same words as m.
func (r *reader) leansOn(n neighbours, m mention) bool {
	return n.province >= 0 && r.mentions[n.province].overlaps(m) || n.district >= 0 && r.mentions[n.district].overlaps(m)
}

// beside weighs a reading by the provinces and districts named beside it:
// province is that of today, former the one until June 2025 if the unit is one
// of then, and districts are those it lay in.
func (r *reader) beside(m mention, province, former int, districts []int) (int, neighbours) {
	n := neighbours{-1, -1}
	best, bestDistrict, against := 0, 0, 0
	for i := range r.mentions {
		o := &r.mentions[i]
		if !o.isProvince() && o.level != levelDistrict || o.overlaps(m) {
			continue
		}
		worth := 0
		switch {
		case o.level == levelFormerProvince && o.index == former && (!r.g.formerP[former].kept || o.era == oldEra || m.level == levelDistrict):
			worth = inOldProvince
		case r.province(*o) == province:
			worth = inProvince
			if o.level == levelFormerProvince && !r.cameFrom(o.index, former, districts) {
				worth = besideOld
			}
		case o.way == initials:
			against = min(against, elsewhere/2)
		case o.isProvince():
			against = min(against, elsewhere)
		case slices.Contains(districts, o.index):
			worth := inDistrict
			if former < 0 {
				worth = tookDistrict
			}
			if !o.sound() || o.said.isDistrict() && o.said != o.kind {
				worth /= 2
			}
			if worth > bestDistrict {
				bestDistrict, n.district = worth, i
			}
		case o.said.isDistrict() && districts != nil && bestDistrict == 0:
			bestDistrict = otherDistrict
		}
		switch {
		case o.way == initials:
			worth = min(worth, byInitials)
		case !o.sound():
			worth /= 2
		}
		if worth > 0 && o.to <= m.start && o.said == noKind {
			worth += provinceFirst
		}
		if worth > 0 && worth >= best { // the province is said last
			best, n.province = worth, i
		}
	}
	if n.province >= 0 && n.district >= 0 && r.mentions[n.province].overlaps(r.mentions[n.district]) {
		bestDistrict, n.district = 0, -1 // "Cao Bằng" is the province or its city, not both
	}
	if n.province >= 0 {
		against = 0
	}
	return best + bestDistrict + against, n
}

// cameFrom reports whether a unit lay in a former province: one of then by its
// own, one of today by the districts it took from.
func (r *reader) cameFrom(province, former int, districts []int) bool {
	return former == province || former < 0 && slices.ContainsFunc(districts, func(d int) bool { return r.g.districts[d].former == province })
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
