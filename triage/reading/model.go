package reading

import (
	"math"
	"slices"
)

// model is a linear model: every feature adds its weights to the outputs. Kind,
// field and body are judged together, as trios that go together.
type model struct {
	slots   slots // rows by feature
	from    []int32
	cells   []cell
	trios   []trio
	lean    []float32 // of each trio: how often it comes at all
	bias    [mostOutputs]float32
	trust   trust
	story   []string // how the weights were made, as comments
	rowName []string // only where they are to be written or explained
}

// cell is one weight of a row, in steps of weightStep: two bytes, because what
// scoring costs is fetching them.
type cell struct {
	output uint8
	steps  int8
}

// hit is a feature of the text that the model knows.
type hit struct {
	row      int32
	group    group
	from, to int32 // words
	value    float32
}

// scores are the outputs for one text.
type scores struct {
	out   [mostOutputs]float32
	trios []float32 // probabilities
}

// groupWeight is how much all features of a group say together.
var groupWeight = [groups]float64{syllables: 2, said: 1.2, denied: 0.5, request: 0.6, together: 0.7, size: 0.2}

// groupFloor damps groups with few features in the text: one phrase alone is
// no certainty.
var groupFloor = [groups]float64{syllables: 10, said: 2, denied: 2, request: 2, together: 4, size: 1}

// weigh fills p.hits with the features of the page that the model knows, each
// once, with their values.
func (m *model) weigh(p *page) {
	p.hits = p.hits[:0]
	if len(p.seen) < len(m.from) {
		p.seen, p.turn = make([]uint32, len(m.from)), 0
	}
	if p.turn++; p.turn == math.MaxUint32 {
		clear(p.seen)
		p.turn = 1
	}
	var n [groups]int
	for _, k := range p.marks {
		row := m.slots.row(k.id)
		if row < 0 || p.seen[row] == p.turn {
			continue
		}
		p.seen[row] = p.turn
		n[k.group]++
		p.hits = append(p.hits, hit{row: row, group: k.group, from: k.from, to: k.to})
	}
	var value [groups]float32
	for g := range groups {
		value[g] = float32(groupWeight[g] / math.Sqrt(max(float64(n[g]), groupFloor[g])))
	}
	for i := range p.hits {
		p.hits[i].value = value[p.hits[i].group]
	}
}

// score adds up what the hits say.
func (m *model) score(p *page, s *scores) {
	s.out = m.bias
	for _, h := range p.hits {
		step := h.value * weightStep
		for _, c := range m.cells[m.from[h.row]:m.from[h.row+1]] {
			s.out[c.output%mostOutputs] += step * float32(c.steps)
		}
	}
}

// judge turns the outputs into probabilities of the trios.
func (m *model) judge(s *scores) {
	s.trios = slices.Grow(s.trios[:0], len(m.trios))[:len(m.trios)]
	top := float32(math.Inf(-1))
	for i, t := range m.trios {
		o := t.outputs()
		v := s.out[o[0]] + s.out[o[1]] + s.out[o[2]] + m.lean[i]
		s.trios[i] = v
		top = max(top, v)
	}
	sum := float32(0)
	for i, v := range s.trios {
		e := float32(math.Exp(float64(v - top)))
		s.trios[i] = e
		sum += e
	}
	for i := range s.trios {
		s.trios[i] /= sum
	}
}

// sure is the probability of a flag.
func (s *scores) sure(f flag) float64 {
	return 1 / (1 + math.Exp(-float64(s.out[flagsAt+int(f)])))
}
