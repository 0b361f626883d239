package area

import "slices"

// In a story most words that make a name are ordinary words or people: "thi
// hành án dân sự" names no An Dân, "bà Nguyễn Thị Hoa" no Thị Hoa. A name
// counts there if its type is said, if a word of place stands before it, or if
// it is beside a name that counts.

// placeWords stand before a place, as keys.
var placeWords = [...]string{"o", "tai", "thuoc", "ve", "tu", "den", "que"}

func (r *reader) keepSupported() {
	kept := make([]bool, len(r.mentions))
	for i, m := range r.mentions {
		kept[i] = r.supported(m)
	}
	for again := true; again; {
		again = false
		for i, m := range r.mentions {
			if kept[i] || m.accents == slip || m.accents == differ {
				continue
			}
			for j, o := range r.mentions {
				if kept[j] && m.beside(o) && r.together(m, o) {
					kept[i], again = true, true
					break
				}
			}
		}
	}
	n := 0
	r.mentions = slices.DeleteFunc(r.mentions, func(mention) bool { n++; return !kept[n-1] })
}

// supported reports whether a mention counts by itself.
func (r *reader) supported(m mention) bool {
	if m.accents == slip || m.accents == differ || m.single {
		return false
	}
	if m.said != noKind {
		return m.said != kindStreet && !(m.to == m.from+1 && m.level != levelProvince && m.kind != m.said)
	}
	if m.isProvince() && m.accents == agree {
		return true
	}
	return m.from > 0 && m.to > m.from+1 && slices.Contains(placeWords[:], r.words[m.from-1].key)
}

// together reports whether one of two mentions lies in the other.
func (r *reader) together(a, b mention) bool {
	if a.level < b.level {
		a, b = b, a
	}
	in := around{}
	switch b.level {
	case levelProvince:
		in.provinces = []int{b.index}
	case levelFormerProvince:
		in.former = []int{b.index}
	case levelDistrict:
		in.districts = []int{b.index}
	default:
		return false
	}
	switch a.level {
	case levelDistrict:
		return r.g.districtIn(a.index, in)
	case levelCommune, levelWard:
		return r.fits(a, in)
	}
	return false
}
