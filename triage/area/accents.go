package area

import (
	"strings"
	"unicode"
)

func (g *Gazetteer) unitName(u ref) string {
	switch u.level {
	case levelProvince:
		return g.provinces[u.index].name
	case levelFormerProvince:
		return g.formerP[u.index].name
	case levelDistrict:
		return g.districts[u.index].name
	case levelCommune:
		return g.communes[u.index].name
	}
	return g.wards[u.index].name
}

// accents compares the accents typed with those of the name.
func (r *reader) accents(m mention) accord {
	marked := false
	for _, w := range r.words[m.from:m.to] {
		marked = marked || w.marked
	}
	if !marked || m.alias {
		return unmarked
	}
	name := words(r.g.unitName(m.ref))
	if len(name) != m.to-m.from {
		return unmarked
	}
	wrong := 0
	for i, w := range r.words[m.from:m.to] {
		if w.marked && spell(w.typed) != spell(name[i].typed) {
			wrong++
		}
	}
	switch {
	case wrong == 0:
		return agree
	case wrong == 1 && len(name) > 1:
		return slip
	}
	return differ
}

// nearlyTyped reports whether the letters typed are one mistake from the name, accents included.
func (r *reader) nearlyTyped(m mention) bool {
	var typed, name []rune
	for _, w := range r.words[m.from:m.to] {
		typed = append(typed, []rune(strings.ToLower(w.typed))...)
	}
	for _, c := range strings.ToLower(r.g.unitName(m.ref)) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			name = append(name, c)
		}
	}
	return oneMistake(typed, name)
}
