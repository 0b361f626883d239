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
// length, and apart those of each province and district.
func (g *Gazetteer) sortSpellings() {
	longest := 0
	for k, refs := range g.names {
		letters := letterSet(k)
		if len(k) >= shortestTypo-1 {
			g.spellings = append(g.spellings, spelling{key: k, letters: letters})
			longest = max(longest, len(k))
		}
		for _, u := range refs {
			g.listNear(spelling{k, letters, u})
		}
	}
	slices.SortFunc(g.spellings, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(len(a.key), len(b.key)), cmp.Compare(a.key, b.key))
	})
	byName := func(a, b spelling) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.ref.level, b.ref.level), cmp.Compare(a.ref.index, b.ref.index))
	}
	slices.SortFunc(g.provinceNames, byName)
	for i := range g.provinces {
		slices.SortFunc(g.provinces[i].names, byName)
	}
	for i := range g.formerP {
		slices.SortFunc(g.formerP[i].names, byName)
	}
	for i := range g.districts {
		slices.SortFunc(g.districts[i].names, byName)
	}
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
