package area

import (
	"slices"
)

// around is what the text names about a commune.
type around struct {
	provinces []int // of today
	former    []int // until 30 June 2025
	districts []int // in those provinces, if any is named
	home      bool  // nothing is named; the provinces are those of home
}

func (r *reader) around() around {
	var a around
	put := func(to *[]int, i int) {
		if !slices.Contains(*to, i) {
			*to = append(*to, i)
		}
	}
	for _, m := range r.mentions {
		switch m.level {
		case levelProvince:
			put(&a.provinces, m.index)
		case levelFormerProvince:
			put(&a.former, m.index)
			if m.era == oldEra {
				put(&a.provinces, r.g.formerP[m.index].province) // its communes of today are named by it too
			}
		}
	}
	for _, m := range r.mentions {
		if m.level != levelDistrict || !m.sound() || m.said.isCommune() || m.said == kindStreet {
			continue
		}
		if r.g.districtIn(m.index, a) || len(a.provinces)+len(a.former) == 0 && m.said.isDistrict() {
			put(&a.districts, m.index)
		}
	}
	if len(a.provinces)+len(a.former)+len(a.districts) == 0 && r.home >= 0 {
		a.home, a.provinces = true, append(a.provinces, r.home)
		for i := range r.g.formerP {
			if r.g.formerP[i].province == r.home {
				a.former = append(a.former, i)
			}
		}
	}
	return a
}

// districtIn reports whether a former district lies in what is named.
func (g *Gazetteer) districtIn(i int, a around) bool {
	d := &g.districts[i]
	return slices.Contains(a.former, d.former) || slices.ContainsFunc(d.communes, func(c int) bool {
		return slices.Contains(a.provinces, g.communes[c].province)
	})
}

// fits reports whether a commune, of today or former, lies in what is named.
func (r *reader) fits(m mention, a around) bool {
	var communes, districts []int
	if m.level == levelCommune {
		communes, districts = []int{m.index}, r.g.communes[m.index].districts
	} else {
		w := &r.g.wards[m.index]
		communes, districts = w.communes, []int{w.district}
	}
	in := func(d int) bool { return slices.Contains(a.districts, d) }
	if len(a.districts) > 0 {
		return slices.ContainsFunc(districts, in)
	}
	if len(a.provinces)+len(a.former) == 0 {
		return true
	}
	return slices.ContainsFunc(communes, func(c int) bool { return slices.Contains(a.provinces, r.g.communes[c].province) }) ||
		slices.ContainsFunc(districts, func(d int) bool { return slices.Contains(a.former, r.g.districts[d].former) })
}
