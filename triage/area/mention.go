package area

import "strings"

// mention is a stretch of the text that may name a unit.
type mention struct {
	from, to int  // words
	said     kind // the type of unit said just before, if any
	typo     bool
	accents  int // 1 if the accents typed agree with the name, -1 if not, 0 if there are none to compare
	ref
}

func (m mention) overlaps(o mention) bool { return m.from < o.to && o.from < m.to }

func (m mention) within(o mention) bool {
	return o.from <= m.from && m.to <= o.to && o.to-o.from > m.to-m.from
}

// What is longer than this is a letter, not an address; its beginning is read.
const (
	maxWords     = 300
	maxTypoWords = 24
	maxMentions  = 300
	longestName  = 6 // words
	longestKey   = 40
)

// reader finds the mentions of one text.
type reader struct {
	g        *Gazetteer
	words    []word
	said     []kind // by word: the type of unit said just before it
	mentions []mention
}

func (g *Gazetteer) read(text string) *reader {
	// A word takes at least two bytes with its space.
	const most = maxWords * 16
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	ws := words(text)
	if len(ws) > maxWords {
		ws = ws[:maxWords]
	}
	r := &reader{g: g, words: ws, said: make([]kind, len(ws)+1)}
	for i := 0; i < len(ws); {
		k, n := typeWord(ws, i)
		if n > 0 && !ws[i+n-1].comma {
			r.said[i+n] = k
		}
		i += max(n, 1)
	}
	for i := range ws {
		if k, n := typeWord(ws, i); n > 0 && k != kindStreet && len(ws[i].key) <= 2 && ws[i].key != "xa" {
			continue // "p. Hạ Long" is not Pha Long
		}
		r.spans(i, func(to int, k []byte) {
			for _, unit := range g.names[string(k)] {
				r.add(mention{from: i, to: to, said: r.said[i], ref: unit})
			}
		})
	}
	r.readTypos()
	return r
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

// readTypos looks for mistakes where a type of unit is followed by no known
// name, or everywhere in a short text that names no commune.
func (r *reader) readTypos() {
	starts := make([]bool, len(r.words))
	anywhere := len(r.words) <= maxTypoWords
	for _, m := range r.mentions {
		starts[m.from] = true
		if m.level == levelCommune || m.level == levelWard {
			anywhere = false
		}
	}
	budget := maxTypoWords
	for i := range r.words {
		asked := r.said[i] != noKind && r.said[i] != kindStreet
		if _, n := typeWord(r.words, i); n > 0 && !asked {
			continue // a type of unit is no part of a mistyped name
		}
		if starts[i] || !anywhere && !asked || budget == 0 {
			continue
		}
		budget--
		r.spans(i, func(to int, k []byte) {
			r.g.typos(string(k), func(name string) {
				for _, unit := range r.g.names[name] {
					r.add(mention{from: i, to: to, said: r.said[i], typo: true, ref: unit})
				}
			})
		})
	}
}

// add keeps a mention unless the stretch is more likely an ordinary word or number.
func (r *reader) add(m mention) {
	first := r.words[m.from].key
	switch {
	case digit(first[0]) && m.to == m.from+1: // "phường 5", not "5"
		if m.said != m.kind {
			return
		}
	case m.to == m.from+1 && m.said == noKind && !(m.from == 0 && m.to == len(r.words)):
		// One word alone is a name if it is two run together ("halong") or a known short form.
		short := m.level == levelProvince && len(first) <= 5
		if !short && (len(first) < shortestTypo+1 || !strings.Contains(r.g.unitName(m.ref), " ")) {
			return
		}
	}
	if m.level == levelProvince || m.level == levelFormerProvince {
		if m.said.isCommune() {
			return
		}
	}
	if m.level == levelDistrict && m.said == kindTinh {
		return
	}
	if len(r.mentions) == maxMentions { // a list of names, not an address
		return
	}
	m.accents = r.accents(m)
	r.mentions = append(r.mentions, m)
}

// straddled reports whether m runs into a province named beside it, as "Láng
// Hạ" does in "Láng Hà Nội".
func (r *reader) straddled(m mention) bool {
	for _, o := range r.mentions {
		if r.province(o) >= 0 && !o.typo && o.overlaps(m) && o.to > m.to {
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

// accents fills mention.accents.
func (r *reader) accents(m mention) int {
	marked := false
	for _, w := range r.words[m.from:m.to] {
		marked = marked || w.marked
	}
	if !marked || m.alias || m.typo {
		return 0
	}
	name := words(r.g.unitName(m.ref))
	if len(name) != m.to-m.from {
		return 0
	}
	for i, w := range r.words[m.from:m.to] {
		if w.marked && spell(w.typed) != spell(name[i].typed) {
			return -1
		}
	}
	return 1
}
