package reading

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed phrases.txt
var phraseText string

// meaning is one line of phrases.txt: what its phrases say.
type meaning struct {
	name   string // as say.complain
	family string // as say
	id     uint64
	silent bool // only rules look at it: it is no feature of the model
}

// phraseBook finds the phrases of a text. It never changes once made.
type phraseBook struct {
	meanings []meaning
	edges    map[uint64]int32 // node and word to node
	nodes    []node
	writings map[string]struct{} // phrases of which the tones count, as writing spells them
}

type node struct {
	means []int16 // what the phrase that ends here says; one of each family
	gap   int32   // node to go on from after up to longestGap words; 0: none
}

// match is a phrase that was found: words[from:to].
type match struct {
	means    int16
	denied   bool
	from, to int32
}

// longestGap is how many words ".." passes over.
const longestGap = 3

// readPhrases reads the table of phrases; its form is told at its head.
func readPhrases(text string) (*phraseBook, error) {
	b := &phraseBook{edges: map[uint64]int32{}, nodes: make([]node, 1), writings: map[string]struct{}{}}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, list, ok := strings.Cut(line, ":")
		family, _, dotted := strings.Cut(name, ".")
		if !ok || !dotted {
			return nil, fmt.Errorf("phrases, line %d: want family.meaning: phrases", number)
		}
		at := int16(len(b.meanings))
		for i, m := range b.meanings {
			if m.name == name {
				at = int16(i)
			}
		}
		if int(at) == len(b.meanings) {
			b.meanings = append(b.meanings, meaning{name, family, hashOf(name), silent(family)})
		}
		for phrase := range strings.SplitSeq(list, "|") {
			if err := b.add(0, strings.Fields(phrase), at); err != nil {
				return nil, fmt.Errorf("phrases, line %d: %q: %w", number, strings.TrimSpace(phrase), err)
			}
			if family == "party" {
				b.keepWriting(phrase)
			}
		}
	}
	return b, nil
}

// silent says whether a family is for rules alone: where a matter lies must not
// sway what it is.
func silent(family string) bool {
	_, ok := silentFamilies[family]
	return ok
}

var silentFamilies = setOf("place", "happened", "selfharm", "threat", "child", "abuse", "wound", "fresh", "near", "held", "hurt", "signs", "party")

// number returns the place of a meaning; -1 if there is none of that name.
func (b *phraseBook) number(name string) int16 {
	return int16(slices.IndexFunc(b.meanings, func(m meaning) bool { return m.name == name }))
}

// add puts the rest of a phrase below a node.
func (b *phraseBook) add(at int32, rest []string, means int16) error {
	if len(rest) == 0 {
		if at == 0 {
			return fmt.Errorf("is empty")
		}
		return b.ends(at, means)
	}
	if rest[0] == ".." {
		if b.nodes[at].gap == 0 {
			b.nodes = append(b.nodes, node{})
			b.nodes[at].gap = int32(len(b.nodes) - 1)
		}
		return b.add(b.nodes[at].gap, rest[1:], means)
	}
	one := rest[0]
	if inner, ok := strings.CutPrefix(one, "("); ok {
		if err := b.add(at, rest[1:], means); at != 0 && err != nil {
			return err
		}
		one = strings.TrimSuffix(inner, ")")
	}
	for choice := range strings.SplitSeq(one, "/") {
		var p page
		p.open(choice)
		if choice == numberWord {
			p.keepText(numberWord, shape{})
		}
		if len(p.words) == 0 {
			return fmt.Errorf("%q is no word", choice)
		}
		to := at
		for _, w := range p.words {
			to = b.step(to, w.id)
		}
		if err := b.add(to, rest[1:], means); err != nil {
			return err
		}
	}
	return nil
}

// ends notes what a phrase says that ends at a node.
func (b *phraseBook) ends(at int32, means int16) error {
	for _, other := range b.nodes[at].means {
		if other == means {
			return nil
		}
		if b.meanings[other].family == b.meanings[means].family {
			return fmt.Errorf("says %s already", b.meanings[other].name)
		}
	}
	b.nodes[at].means = append(b.nodes[at].means, means)
	return nil
}

// step goes to the node below one by a word, and makes it if it is missing.
func (b *phraseBook) step(at int32, id uint64) int32 {
	key := mix(uint64(at), id)
	if to, ok := b.edges[key]; ok {
		return to
	}
	b.nodes = append(b.nodes, node{})
	to := int32(len(b.nodes) - 1)
	b.edges[key] = to
	return to
}

// find fills p.found with the phrases of the page, in the order in which they
// begin; of those of one family that overlap only the longest.
func (b *phraseBook) find(p *page) {
	p.found = p.found[:0]
	for i := range p.words {
		b.walk(p, 0, i, i, 0)
	}
	p.found = b.longest(p.found)
	for i := range p.found {
		p.found[i].denied = p.deniedAt(p.found[i].from)
	}
}

// walk follows the words from i on below a node; start is where the phrase began.
func (b *phraseBook) walk(p *page, at int32, start, i, skipped int) {
	n := b.nodes[at]
	for _, means := range n.means {
		p.found = append(p.found, match{means: means, from: int32(start), to: int32(i)})
	}
	if i == len(p.words) || p.words[i].sentence != p.words[start].sentence {
		return
	}
	if to, ok := b.edges[mix(uint64(at), p.words[i].id)]; ok {
		b.walk(p, to, start, i+1, 0)
	}
	if n.gap != 0 {
		for skip := range longestGap + 1 {
			if i+skip < len(p.words) {
				b.walk(p, n.gap, start, i+skip, skip)
			}
		}
	}
}

// longest drops what lies within a longer phrase of its family, and repeats.
func (b *phraseBook) longest(found []match) []match {
	slices.SortFunc(found, func(x, y match) int {
		if x.from != y.from {
			return int(x.from - y.from)
		}
		return int(y.to - x.to)
	})
	kept := found[:0]
	for _, m := range found {
		covered := false
		for i := len(kept) - 1; i >= 0 && i >= len(kept)-8 && !covered; i-- {
			k := kept[i]
			covered = b.meanings[k.means].family == b.meanings[m.means].family &&
				(k.to >= m.to && (k.to-k.from > m.to-m.from || k.means == m.means) || k.to > m.from && k.to-k.from > m.to-m.from && m.to <= k.to)
		}
		if !covered {
			kept = append(kept, m)
		}
	}
	return kept
}

var denying = wordIDs("khong", "chua", "chang", "cha", "dau")

func wordIDs(words ...string) map[uint64]struct{} {
	set := make(map[uint64]struct{}, len(words))
	for _, w := range words {
		set[hashOf(w)] = struct{}{}
	}
	return set
}

var knowing = wordIDs("biet", "hieu", "dong", "thay", "ro")

// deniedAt says whether what begins at a word is denied: "không phải tôi tố
// cáo". "Không biết" denies nothing of what follows.
func (p *page) deniedAt(at int32) bool {
	for i := at - 1; i >= 0 && i >= at-3; i-- {
		if p.words[i].sentence != p.words[at].sentence || p.words[i+1].starts {
			return false
		}
		if _, ok := knowing[p.words[i].id]; ok {
			return false
		}
		if _, ok := denying[p.words[i].id]; ok {
			return true
		}
	}
	return false
}

func setOf(words ...string) map[string]struct{} {
	set := make(map[string]struct{}, len(words))
	for _, w := range words {
		set[w] = struct{}{}
	}
	return set
}
