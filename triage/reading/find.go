package reading

import "slices"

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
	if row := b.steps.row(mix(uint64(at), p.words[i].id)); row >= 0 {
		b.walk(p, b.after[row], start, i+1, 0)
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
