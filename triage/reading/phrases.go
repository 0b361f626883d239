package reading

import (
	_ "embed"
	"fmt"
	"maps"
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
	edges    map[uint64]int32 // node and word to node; only while the book is made
	steps    slots            // the same, for reading
	after    []int32          // by row of steps: the node
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
	b.freeze()
	return b, nil
}

// freeze puts the edges where reading finds them fast.
func (b *phraseBook) freeze() {
	ids := slices.Sorted(maps.Keys(b.edges))
	for _, id := range ids {
		b.after = append(b.after, b.edges[id])
	}
	b.steps, b.edges = slotsOf(ids), nil
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

func setOf(words ...string) map[string]struct{} {
	set := make(map[string]struct{}, len(words))
	for _, w := range words {
		set[w] = struct{}{}
	}
	return set
}
