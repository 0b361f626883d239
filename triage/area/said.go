package area

import "slices"

// era says whether the unit of today or the one until 30 June 2025 was asked for.
type era uint8

const (
	anyEra era = iota
	oldEra
	newEra
)

// eraPhrases are the words by which people tell old units from new: "Yên Bái
// cũ", "huyện Văn Giang trước đây", "nay là phường Hạ Long".
var eraPhrases = []struct {
	words  []string // as keys
	before bool     // the name follows
	era    era
}{
	{[]string{"cu"}, false, oldEra},
	{[]string{"truoc", "dai"}, false, oldEra},
	{[]string{"truoc", "kia"}, false, oldEra},
	{[]string{"truoc", "sap", "nhap"}, false, oldEra},
	{[]string{"truoc", "khi", "sap", "nhap"}, false, oldEra},
	{[]string{"ngai", "truoc"}, false, oldEra},
	{[]string{"hoi", "truoc"}, false, oldEra},
	{[]string{"truoc", "la"}, true, oldEra},
	{[]string{"truoc", "dai", "la"}, true, oldEra},
	{[]string{"truoc", "thuoc"}, true, oldEra},
	{[]string{"truoc", "dai", "thuoc"}, true, oldEra},
	{[]string{"ten", "cu"}, true, oldEra},
	{[]string{"ten", "cu", "la"}, true, oldEra},
	{[]string{"moi"}, false, newEra},
	{[]string{"sau", "sap", "nhap"}, false, newEra},
	{[]string{"nai", "la"}, true, newEra},
	{[]string{"nai", "thuoc"}, true, newEra},
	{[]string{"bai", "gio", "la"}, true, newEra},
	{[]string{"gio", "la"}, true, newEra},
}

// readEras notes which mentions are said to be old or new. Where a province
// kept its name, the words decide which of the two is meant.
func (r *reader) readEras() {
	for i := range r.words {
		for _, p := range eraPhrases {
			if !r.phrase(i, p.words) || !p.before && r.begins(i) {
				continue
			}
			r.explained[i] = true
			for n := range r.mentions {
				m := &r.mentions[n]
				if p.before && m.start == i+len(p.words) || !p.before && m.to == i {
					m.era = p.era
				}
			}
		}
	}
	r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool {
		return m.era == oldEra && m.level == levelProvince || m.era == newEra && m.level == levelFormerProvince && r.g.formerP[m.index].kept
	})
}

func (r *reader) phrase(i int, keys []string) bool {
	if i+len(keys) > len(r.words) {
		return false
	}
	for n, k := range keys {
		if r.words[i+n].key != k {
			return false
		}
	}
	return true
}

// begins reports whether a name is typed from word i on: "Củ Chi" is not "cũ".
func (r *reader) begins(i int) bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool { return m.from == i && m.to > i+1 && m.accents != differ })
}

// readInitials finds provinces by their initials, at the end of an address or
// as the whole text: "xã Bình Nguyên, HY".
func (r *reader) readInitials() {
	if len(r.words) > shortText {
		return
	}
	for i, w := range r.words {
		last := i+1 == len(r.words)
		if r.types[i].words > 0 && r.said[i] == noKind || w.marked || !last && !(w.comma && r.words[max(i-1, 0)].comma) {
			continue
		}
		if r.said[i] != noKind && r.said[i] != kindTinh && r.said[i] != kindThanhPho {
			continue
		}
		for _, unit := range r.g.initials[w.key] {
			r.keep(mention{from: i, to: i + 1, said: r.said[i], way: initials, ref: unit})
		}
	}
}

// dropCities takes a city for a city, where it bears the name of its province,
// and not for itself, where it is part of a longer one: "thành phố Cà Mau" does
// not name the province, nor "Bà Rịa - Vũng Tàu" the city Bà Rịa.
func (r *reader) dropCities() {
	r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool {
		return slices.ContainsFunc(r.mentions, func(o mention) bool {
			if o.isProvince() && o.accents < slip && m.within(o) {
				return m.isProvince() || m.level == levelDistrict
			}
			return m.isProvince() && m.said.isDistrict() && m.said != m.kind && o.level == levelDistrict && o.from == m.from && o.to == m.to
		})
	})
}
