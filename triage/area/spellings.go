package area

import (
	"cmp"
	"math/bits"
	"slices"
)

// spelling is a name as the search for mistakes sees it.
type spelling struct {
	key     string
	letters uint32 // which letters it has
	ref     ref
}

func letterSet[T string | []byte](k T) uint32 {
	set := uint32(0)
	for i := range len(k) {
		if k[i] >= 'a' && k[i] <= 'z' {
			set |= 1 << (k[i] - 'a')
		}
	}
	return set
}

// oneApart reports whether the letter sets may belong to words one mistake apart.
func oneApart(a, b uint32) bool { return bits.OnesCount32(a^b) <= 2 }

// sortSpellings lists the names in which mistakes are looked for: all by their
// length, and apart those of each province and district, in the order of the tables.
func (g *Gazetteer) sortSpellings() {
	longest := 0
	for _, s := range g.listed {
		if first := g.names[s.key][0]; len(s.key) >= shortestTypo-1 && first == s.ref {
			g.spellings = append(g.spellings, spelling{key: s.key, letters: s.letters})
			longest = max(longest, len(s.key))
		}
		g.listNear(s)
	}
	g.listed = nil
	slices.SortStableFunc(g.spellings, func(a, b spelling) int { return cmp.Compare(len(a.key), len(b.key)) })
	g.lengths = make([]int, longest+2)
	for n := range g.lengths {
		at, _ := slices.BinarySearchFunc(g.spellings, n, func(s spelling, n int) int { return len(s.key) - n })
		g.lengths[n] = at
	}
}

func (g *Gazetteer) listNear(s spelling) {
	put := func(to *[]spelling) { *to = append(*to, s) }
	switch u := s.ref; u.level {
	case levelProvince, levelFormerProvince:
		put(&g.provinceNames)
	case levelCommune:
		put(&g.provinces[g.communes[u.index].province].names)
		for _, d := range g.communes[u.index].districts {
			put(&g.districts[d].names)
		}
	case levelDistrict:
		put(&g.formerP[g.districts[u.index].former].names)
	case levelWard:
		d := &g.districts[g.wards[u.index].district]
		put(&d.names)
		put(&g.formerP[d.former].names)
	}
}
