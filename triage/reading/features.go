package reading

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// group is a kind of feature. Its letter begins the feature's name in the weights.
type group uint8

const (
	syllables group = iota // one to three words that follow each other
	said                   // a phrase
	denied                 // a phrase behind a "không"
	request                // a phrase where the writer comes to the point
	together               // two phrases anywhere
	size                   // how long the letter is
	groups
)

var groupNames = [groups]string{"w", "s", "n", "r", "t", "l"}

// mark is a feature of a text before anybody asks what it weighs.
type mark struct {
	id       uint64
	group    group
	a, b     int16 // meanings, or the number of words
	from, to int32 // words
}

// groupSeed tells equal hashes of different groups apart.
func groupSeed(g group) uint64 { return hashOf("group " + groupNames[g]) }

var groupSeeds = func() (seeds [groups]uint64) {
	for g := range groups {
		seeds[g] = groupSeed(g)
	}
	return seeds
}()

// pairFamilies are the families whose phrases are looked at together wherever
// they stand.
var pairFamilies = setOf("say", "told", "paper", "act", "who", "head", "final", "court", "stage", "delay", "form")

// pairID is the same in either order.
func pairID(a, b uint64) uint64 { return mix(min(a, b), max(a, b)) }

// most phrases of a text that are paired.
const mostPaired = 24

// note fills p.marks with the features of the page. Each stands once.
func (b *phraseBook) note(p *page) {
	p.marks = p.marks[:0]
	add := func(g group, id uint64, a, bb int16, from, to int32) {
		p.marks = append(p.marks, mark{mix(groupSeeds[g], id), g, a, bb, from, to})
	}
	for i, w := range p.words {
		at := int32(i)
		id := w.id
		add(syllables, id, 1, 0, at, at+1)
		for n := 1; n < 3 && i+n < len(p.words) && p.words[i+n].sentence == w.sentence; n++ {
			id = mix(id, p.words[i+n].id)
			add(syllables, id, int16(n+1), 0, at, at+int32(n)+1)
		}
	}
	point := p.point()
	for _, m := range p.found {
		means := &b.meanings[m.means]
		if means.silent {
			continue
		}
		g := said
		if m.denied {
			g = denied
		}
		add(g, means.id, m.means, 0, m.from, m.to)
		if m.from >= point {
			add(request, means.id, m.means, 0, m.from, m.to)
		}
	}
	b.pair(p, add)
	b.measure(p, add)
}

// Sizes of a text, as features of their own: how long it is, how many agencies
// and how many purposes it names. Who writes of several matters names several.
const (
	sizeLength   = 0
	sizeAgencies = 100
	sizePurposes = 200
	mostCounted  = 5
)

// measure adds the sizes.
func (b *phraseBook) measure(p *page, add func(g group, id uint64, a, bb int16, from, to int32)) {
	var said [2][]int16
	for _, m := range p.found {
		k := -1
		switch b.meanings[m.means].family {
		case "who":
			k = 0
		case "say":
			k = 1
		}
		if k >= 0 && !m.denied && !slices.Contains(said[k], m.means) {
			said[k] = append(said[k], m.means)
		}
	}
	for _, n := range [...]int16{sizeLength + lengthClass(len(p.words)), sizeAgencies + int16(min(len(said[0]), mostCounted)), sizePurposes + int16(min(len(said[1]), mostCounted))} {
		add(size, uint64(n), n, 0, 0, 0)
	}
}

// pair adds which meanings stand together in the text.
func (b *phraseBook) pair(p *page, add func(g group, id uint64, a, bb int16, from, to int32)) {
	var seen [mostPaired]int16
	n := 0
next:
	for _, m := range p.found {
		if _, ok := pairFamilies[b.meanings[m.means].family]; !ok || m.denied {
			continue
		}
		for _, s := range seen[:n] {
			if s == m.means {
				continue next
			}
		}
		if n == mostPaired {
			return
		}
		for _, s := range seen[:n] {
			add(together, pairID(b.meanings[s].id, b.meanings[m.means].id), s, m.means, m.from, m.to)
		}
		seen[n] = m.means
		n++
	}
}

// point is the word from which on the writer asks for something: the last
// sentence, and before it what follows the last "đề nghị", "nay tôi" and the like.
func (p *page) point() int32 {
	if len(p.words) == 0 {
		return 0
	}
	at := int32(len(p.words)) - 1
	last := p.words[at].sentence
	for at > 0 && p.words[at-1].sentence == last {
		at--
	}
	return min(at, int32(len(p.words)*3/5))
}

func lengthClass(words int) int16 { return int16(math.Log2(float64(words + 1))) }

// name writes a feature as it stands in the weights.
func (b *phraseBook) name(p *page, m mark) string {
	var words []string
	switch m.group {
	case syllables:
		for _, w := range p.words[m.from:m.to] {
			words = append(words, p.letter(w))
		}
	case together:
		words = []string{b.meanings[m.a].name, b.meanings[m.b].name}
		slices.Sort(words)
	case size:
		words = []string{strconv.Itoa(int(m.a))}
	default:
		words = []string{b.meanings[m.a].name}
	}
	return groupNames[m.group] + ":" + strings.Join(words, " ")
}

// featureID finds the feature of a name; it is the inverse of name.
func featureID(name string) (uint64, error) {
	letter, rest, ok := strings.Cut(name, ":")
	g := group(slices.Index(groupNames[:], letter))
	words := strings.Fields(rest)
	if !ok || g >= groups || len(words) == 0 {
		return 0, fmt.Errorf("no such feature %q", name)
	}
	id := hashOf(words[0])
	switch {
	case g == together && len(words) == 2:
		id = pairID(id, hashOf(words[1]))
	case g == size:
		n, err := strconv.Atoi(words[0])
		if err != nil {
			return 0, fmt.Errorf("no such feature %q", name)
		}
		id = uint64(n)
	case g == syllables:
		for _, w := range words[1:] {
			id = mix(id, hashOf(w))
		}
	case len(words) > 1:
		return 0, fmt.Errorf("no such feature %q", name)
	}
	return mix(groupSeeds[g], id), nil
}
