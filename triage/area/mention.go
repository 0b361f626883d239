package area

import (
	"math/bits"
	"slices"
	"strings"
)

// mention is a stretch of the text that may name a unit.
type mention struct {
	from, to int    // words
	start    int    // the word its type begins with; from if none is said
	said     kind   // the type of unit said just before, if any
	way      way    // how sure the name itself is
	era      era    // whether the old or the new unit was asked for
	accents  accord // whether the accents typed are those of the name
	single   bool   // one word that is a name only because of what stands beside it
	ref
}

// way is how a name was found.
type way uint8

const (
	exact    way = iota
	mistyped     // one mistake away
	nearly       // one mistake away, accents included
	initials     // "QN" for Quảng Ninh, Quảng Nam or Quảng Ngãi
)

// sound reports whether the name itself was typed.
func (m mention) sound() bool { return m.way == exact }

// accord says whether the accents typed are those of a name.
type accord uint8

const (
	unmarked accord = iota // none were typed, or none can be compared
	agree
	slip // one word of several differs
	differ
)

func (m mention) overlaps(o mention) bool { return m.from < o.to && o.from < m.to }

func (m mention) within(o mention) bool {
	return o.from <= m.from && m.to <= o.to && o.to-o.from > m.to-m.from
}

// beside reports whether nothing stands between the two.
func (m mention) beside(o mention) bool { return m.to == o.start || o.to == m.start }

// isPlace reports whether a commune or district was named as it is.
func (m mention) isPlace() bool {
	return m.sound() && !m.isProvince() && !m.single && m.said != kindStreet && m.accents != differ
}

func (m mention) isProvince() bool { return m.level == levelProvince || m.level == levelFormerProvince }

// What is longer than this is a letter, not an address; its beginning is read.
const (
	maxWords    = 300
	maxMentions = 300
	shortText   = 14 // words: an address, where any word may be part of a name; what is longer tells a story
	longestName = 6  // words
	longestKey  = 40
)

// reader finds the mentions of one text.
type reader struct {
	g        *Gazetteer
	home     int // province, or -1
	words    []word
	types    []typed // by word: the type of unit that begins there
	said     []kind  // by word: the type of unit said just before it
	start    []int   // by word: where that type begins
	mentions []mention

	explained []bool // by word: whether something known begins there
}

func (g *Gazetteer) read(text string, home int) *reader {
	// A word takes at least two bytes with its space.
	const most = maxWords * 16
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	ws := g.readKeys(words(text))
	if len(ws) > maxWords {
		ws = ws[:maxWords]
	}
	r := &reader{g: g, home: home, words: ws}
	r.readTypes()
	r.readNames()
	r.readInitials()
	r.readSingles()
	r.dropCities()
	r.readEras()
	if len(ws) > shortText {
		r.keepSupported()
	}
	r.explain()
	r.readMistakes()
	return r
}

// readNames finds the names as they are typed.
func (r *reader) readNames() {
	for i := range r.words {
		if t := r.types[i]; t.words > 0 && t.kind != kindStreet && len(r.words[i].key) <= 2 && r.words[i].key != "xa" {
			continue // "p. Hạ Long" is not Pha Long
		}
		r.spans(i, func(to int, k []byte) {
			if to-1 > i && r.types[to-1].words > 0 && len(r.words[to-1].key) == 1 {
				return // "Hải An h. Hải Hậu" is not Hải Anh
			}
			cuts := r.cuts(i, to)
			for _, unit := range r.g.names[string(k)] {
				if cuts != unit.cuts && bits.OnesCount64(cuts) == bits.OnesCount64(unit.cuts) {
					continue // "công an" is not Cô Ngân
				}
				r.add(mention{from: i, to: to, ref: unit})
			}
		})
	}
}

// spans calls f for each stretch of words from i on that may be a name, with its key.
func (r *reader) spans(i int, f func(to int, key []byte)) {
	var buf [longestKey]byte
	k := buf[:0]
	for to := i; to < len(r.words) && to < i+longestName; {
		if len(k)+len(r.words[to].key) > longestKey {
			return
		}
		k = append(k, r.words[to].key...)
		to++
		f(to, k)
		if r.words[to-1].comma {
			return
		}
	}
}

// cuts returns where the words of a stretch end in its key, by bit.
func (r *reader) cuts(from, to int) uint64 {
	n, cuts := 0, uint64(0)
	for _, w := range r.words[from : to-1] {
		n += len(w.key)
		cuts |= 1 << min(n, 63)
	}
	return cuts
}

// readSingles finds names of one word and bare numbers, which are ordinary
// words unless a district or province stands beside: "Láng, Hà Nội", "5, Gò Vấp".
func (r *reader) readSingles() {
	tried := make([]bool, len(r.words))
	for n := 0; n < len(r.mentions); n++ { // what is found may be a district, beside which is another
		o := r.mentions[n]
		if !o.isProvince() && o.level != levelDistrict {
			continue
		}
		for _, i := range [...]int{o.start - 1, o.to} {
			if i < 0 || i >= len(r.words) || tried[i] || r.said[i] != noKind || r.types[i].words > 0 {
				continue
			}
			tried[i] = true
			for _, unit := range r.g.names[r.words[i].key] {
				if unit.level != levelProvince && unit.level != levelFormerProvince {
					r.keep(mention{from: i, to: i + 1, single: true, ref: unit})
				}
			}
		}
	}
}

// add keeps a mention unless the stretch is more likely an ordinary word or number.
func (r *reader) add(m mention) {
	m.said = r.said[m.from]
	first := r.words[m.from].key
	switch {
	case digit(first[0]) && m.to == m.from+1: // "phường 5", not "5"
		if m.said != m.kind {
			return
		}
	case m.to == m.from+1 && m.said == noKind && !(m.from == 0 && m.to == len(r.words)):
		// One word alone is a name if it is two run together ("halong") or a known short form.
		short := m.isProvince() && len(first) <= 5
		if !short && (len(first) < shortestTypo+1 || !strings.Contains(r.g.unitName(m.ref), " ")) {
			return
		}
	}
	if m.isProvince() && m.said.isCommune() {
		if !r.endsName(r.start[m.from]) {
			return
		}
		m.said = noKind
	}
	if m.level == levelDistrict && m.said == kindTinh {
		return
	}
	r.keep(m)
}

// endsName reports whether a type of unit is rather the end of a name, as in
// "Bình Xá Lạng Sơn" without accents.
func (r *reader) endsName(i int) bool {
	if i == 0 || r.words[i-1].comma {
		return false
	}
	return slices.ContainsFunc(r.g.names[r.words[i-1].key+r.words[i].key], func(u ref) bool {
		return u.level == levelCommune || u.level == levelWard
	})
}

func (r *reader) keep(m mention) {
	if len(r.mentions) == maxMentions { // a list of names, not an address
		return
	}
	m.start = r.start[m.from]
	if m.way == exact {
		m.accents = r.accents(m)
	}
	r.mentions = append(r.mentions, m)
}

// straddled reports whether m runs into a province named beside it, as "Láng
// Hạ" does in "Láng Hà Nội".
func (r *reader) straddled(m mention) bool {
	for _, o := range r.mentions {
		if o.isProvince() && o.sound() && o.overlaps(m) && o.to > m.to {
			return true
		}
	}
	return false
}

// key joins the words of a mention.
func (r *reader) key(m mention) string {
	k := ""
	for _, w := range r.words[m.from:m.to] {
		k += w.key
	}
	return k
}
