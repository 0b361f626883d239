package area

import "slices"

// stretch is a part of the text in which a mistyped name may stand.
type stretch struct {
	from, to int
	key      string
	letters  uint32
}

// readMistakes looks for names with one mistake: after a type of unit, and in a
// short text everywhere unless a name that fits the rest is there. Where a
// district or province is named, only the names within it are compared, so that
// short ones can be told apart too.
func (r *reader) readMistakes() {
	if len(r.words) <= shortText && !slices.ContainsFunc(r.mentions, mention.isProvince) {
		r.compare(r.stretches(), r.g.provinceNames, shortestTypo)
	}
	stretches := r.stretches()
	if len(stretches) == 0 {
		return
	}
	before := len(r.mentions)
	around := r.around()
	if len(r.words) > shortText && (around.home || len(around.provinces)+len(around.districts) == 0) {
		return // in a story, "công an phường thông đồng" names no Thông Đồng
	}
	for _, d := range around.districts {
		r.compare(stretches, r.g.districts[d].names, shortestNear)
	}
	if len(r.mentions) > before {
		return
	}
	shortest := shortestNear
	if around.home {
		shortest = shortestTypo
	}
	for _, p := range around.provinces {
		r.compare(stretches, r.g.provinces[p].names, shortest)
	}
	for _, p := range around.former {
		r.compare(stretches, r.g.formerP[p].names, shortest)
	}
	if len(r.mentions) > before || len(around.provinces)+len(around.former) > 0 && !around.home {
		return
	}
	r.compareAll(stretches)
}

// mostStretches bounds the search among all names.
const mostStretches = 80

// compareAll compares with the names of the whole country, where nothing tells
// which part is meant: if no place is named, or its type is followed by none.
func (r *reader) compareAll(stretches []stretch) {
	begins := make([]bool, len(r.words))
	place := false
	for _, m := range r.mentions {
		if m.isPlace() {
			begins[m.from], place = true, true
		}
	}
	tried := 0
	for _, s := range stretches {
		if begins[s.from] || place && r.said[s.from] == noKind || tried == mostStretches {
			continue
		}
		tried++
		r.g.typos([]byte(s.key), func(name string) {
			for _, unit := range r.g.names[name] {
				r.keepMistyped(s, unit)
			}
		})
	}
}

func (r *reader) compare(stretches []stretch, names []spelling, shortest int) {
	for i := range names {
		n := &names[i]
		if len(n.key) < shortest {
			continue
		}
		for _, s := range stretches {
			if oneApart(n.letters, s.letters) && len(s.key) >= shortest && n.key != s.key && oneMistake([]byte(n.key), []byte(s.key)) {
				r.keepMistyped(s, n.ref)
			}
		}
	}
}

func (r *reader) keepMistyped(s stretch, unit ref) {
	m := mention{from: s.from, to: s.to, way: mistyped, ref: unit}
	if r.nearlyTyped(m) {
		m.way = nearly
	}
	r.add(m)
}

// use says what a word of the text is taken for.
type use uint8

const (
	free  use = iota
	named     // part of a commune that fits the rest
	apart     // the type of a unit, or part of a district or province
)

// stretches returns where a mistyped name may stand.
func (r *reader) stretches() []stretch {
	uses, settled := r.uses()
	settled = settled || len(r.words) > shortText
	var out []stretch
	for i := range r.words {
		if asked := r.said[i].isCommune() || r.said[i].isDistrict() || r.said[i] == kindTinh; settled && !(asked && uses[i] == free) {
			continue
		}
		open := false
		r.spans(i, func(to int, k []byte) {
			open = open || uses[to-1] == free
			if !open || slices.Contains(uses[i:to], apart) || len(k) < shortestNear {
				return
			}
			out = append(out, stretch{i, to, string(k), letterSet(k)})
		})
	}
	return out
}

// uses returns what each word is taken for, and whether a commune is named that
// leaves no word behind it unexplained.
func (r *reader) uses() (uses []use, settled bool) {
	uses = make([]use, len(r.words)+1)
	for i, t := range r.types {
		if t.kind == kindStreet || r.said[i] != noKind {
			continue // also the beginning of a name: Cầu Giấy
		}
		for j := range t.words {
			uses[i+j] = apart
		}
	}
	around := r.around()
	mark := func(m mention, u use) {
		for i := m.from; i < m.to; i++ {
			uses[i] = max(uses[i], u)
		}
	}
	for _, m := range r.mentions {
		if m.isProvince() || m.level == levelDistrict && slices.Contains(around.districts, m.index) && !m.said.isCommune() {
			mark(m, apart)
		}
	}
	for _, m := range r.mentions {
		if m.level == levelDistrict && !m.said.isCommune() && (m.accents == agree || m.to-m.from == len(r.words)) {
			mark(m, named)
			settled = true
		}
		if m.level != levelCommune && m.level != levelWard || m.said == kindStreet || m.accents == differ || !r.fits(m, around) && !(around.home && m.accents == agree) {
			continue
		}
		mark(m, named)
		settled = settled || m.to == len(r.words) || r.words[m.to-1].comma || uses[m.to] == apart
	}
	return uses, settled
}
