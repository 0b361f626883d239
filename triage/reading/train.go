package reading

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"tiepdan/triage"
)

// Tuning are the knobs of training. The zero value is what the shipped weights
// were made with.
type Tuning struct {
	Seed   uint64
	Epochs int     // passes over the examples
	Rate   float64 // step of AdaGrad
	L2     float64 // pull of weights towards nothing
	Rarest int     // a run of words must stand in this many examples
	Thin   float64 // share of features left out at random
	Votes  int     // how often it is learnt anew; the mean counts, so that chance counts less
	Real   float64 // how much a petition that somebody wrote counts beside one that was made
}

func (t Tuning) orDefault() Tuning {
	return Tuning{cmp.Or(t.Seed, 22), cmp.Or(t.Epochs, 8), cmp.Or(t.Rate, 0.25), cmp.Or(t.L2, 1e-3), cmp.Or(t.Rarest, 2), cmp.Or(t.Thin, 0.5), cmp.Or(t.Votes, 4), cmp.Or(t.Real, 3)}
}

// lesson is an example made ready: which rows it hits, and what is right.
type lesson struct {
	example *Example
	hits    []hit
	right   []int // trios
	flags   [flags]float32
	ask     [flags]bool
	urged   float32 // how much the example counts
}

// trainer holds the weights while they are being learnt.
type trainer struct {
	book    *phraseBook
	m       *model
	ids     []uint64  // of the features, by row
	weights []float32 // rows × outputs
	grads   []float32 // sums of squares, for AdaGrad
	tuning  Tuning
	lessons []lesson
	kept    []hit          // features of the lesson in hand
	boost   [flags]float32 // yes is rarer than no
}

// learn makes a model of examples. It is deterministic: the same examples in
// the same order with the same tuning give the same weights.
func learn(book *phraseBook, examples []Example, tuning Tuning) *model {
	t := &trainer{book: book, m: &model{}, tuning: tuning.orDefault()}
	t.collect(examples)
	t.prepare(examples)
	var sum []float32
	for vote := range t.tuning.Votes {
		t.run(uint64(vote) + 1)
		if sum == nil {
			sum = make([]float32, len(t.weights))
		}
		for i, w := range t.weights {
			sum[i] += w / float32(t.tuning.Votes)
		}
	}
	t.weights = sum
	t.settle()
	return t.m
}

// collect decides which features and which trios the model knows.
func (t *trainer) collect(examples []Example) {
	type feature struct {
		name  string
		group group
		n     int
		last  int
	}
	known := map[uint64]*feature{}
	var order []uint64
	var p page
	for i := range examples {
		p.open(examples[i].Text)
		t.book.find(&p)
		t.book.note(&p)
		for _, k := range p.marks {
			f := known[k.id]
			if f == nil {
				f = &feature{name: t.book.name(&p, k), group: k.group, last: -1}
				known[k.id] = f
				order = append(order, k.id)
			}
			if f.last != i {
				f.n, f.last = f.n+1, i
			}
		}
	}
	var ids []uint64
	for _, id := range order {
		f := known[id]
		rarest := t.tuning.Rarest
		if f.group == together {
			rarest++
		}
		if f.n >= rarest {
			ids = append(ids, id)
			t.m.rowName = append(t.m.rowName, f.name)
		}
	}
	t.ids = ids
	t.m.slots = slotsOf(ids)
	t.m.from = make([]int32, len(ids)+1) // no cells yet: only weigh needs its length
	t.trios(examples)
}

// trios lists what goes together: what was seen, and what each two were seen of.
func (t *trainer) trios(examples []Example) {
	seen := map[trio]int{}
	pairs := map[[2]int]bool{}
	for i := range examples {
		e := &examples[i]
		if tr, ok := trioOf(e.Kind, e.Field, e.Body); ok {
			seen[tr]++
			o := tr.outputs()
			pairs[[2]int{o[0], o[1]}], pairs[[2]int{o[1], o[2]}], pairs[[2]int{o[0], o[2]}] = true, true, true
		}
	}
	for k := range kinds {
		for f := range fields {
			for b := range bodies {
				tr := trio{k, f, b}
				o := tr.outputs()
				if seen[tr] == 0 && !(pairs[[2]int{o[0], o[1]}] && pairs[[2]int{o[1], o[2]}] && pairs[[2]int{o[0], o[2]}]) {
					continue
				}
				t.m.trios = append(t.m.trios, tr)
				t.m.lean = append(t.m.lean, float32(0.5*math.Log(float64(seen[tr])+0.3)))
			}
		}
	}
}

// prepare weighs every example once.
func (t *trainer) prepare(examples []Example) {
	var yes, no [flags]float64
	var p page
	t.lessons = make([]lesson, 0, len(examples))
	for i := range examples {
		e := &examples[i]
		p.open(e.Text)
		t.book.find(&p)
		t.book.note(&p)
		t.m.weigh(&p)
		l := lesson{example: e, hits: slices.Clone(p.hits), urged: 1}
		if e.By != Made {
			l.urged = float32(t.tuning.Real)
		}
		for j, tr := range t.m.trios {
			exact := kinds[tr.kind] == e.Kind && fields[tr.field] == e.Field && bodies[tr.body] == e.Body
			beside := slices.Contains(e.AlsoKind, kinds[tr.kind]) && bodies[tr.body] == e.Body
			if exact || beside {
				l.right = append(l.right, j)
			}
		}
		for f, row := range flagTable {
			answer := row.of(e)
			if l.ask[f] = !answer.IsZero(); !l.ask[f] {
				continue
			}
			if answer == triage.Yes {
				l.flags[f] = 1
				yes[f]++
			} else {
				no[f]++
			}
		}
		t.lessons = append(t.lessons, l)
	}
	for f := range t.boost {
		t.boost[f] = 1
		if yes[f] > 0 {
			t.boost[f] = float32(min(4, max(1, math.Sqrt(no[f]/yes[f])/2)))
		}
		t.m.bias[flagsAt+f] = float32(math.Log((yes[f] + 0.5) / (no[f] + 0.5)))
	}
}

// run makes the passes, in an order of its own for each stream.
func (t *trainer) run(stream uint64) {
	rows := len(t.m.from) - 1
	t.weights = make([]float32, rows*outputs)
	t.grads = make([]float32, rows*outputs)
	dice := rand.New(rand.NewPCG(t.tuning.Seed, stream))
	order := make([]int, len(t.lessons))
	for i := range order {
		order[i] = i
	}
	var s scores
	var grad [mostOutputs]float32
	for range t.tuning.Epochs {
		dice.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l := &t.lessons[i]
			t.thin(l, dice)
			t.guess(l, &s)
			t.blame(l, &s, &grad)
			t.mend(l, &grad)
		}
	}
}

// thin leaves some features of a lesson out, others each time, so that no
// petition is learnt by a single word.
func (t *trainer) thin(l *lesson, dice *rand.Rand) {
	t.kept = t.kept[:0]
	for _, h := range l.hits {
		if dice.Float64() >= t.tuning.Thin {
			t.kept = append(t.kept, h)
		}
	}
}

// guess scores a lesson by the present weights.
func (t *trainer) guess(l *lesson, s *scores) {
	s.out = t.m.bias
	for _, h := range t.kept {
		row := t.weights[int(h.row)*outputs : int(h.row+1)*outputs]
		for o, w := range row {
			s.out[o] += h.value * w
		}
	}
	t.m.judge(s)
}

// blame fills grad with how wrong each output is.
func (t *trainer) blame(l *lesson, s *scores, grad *[mostOutputs]float32) {
	*grad = [mostOutputs]float32{}
	var right float32
	for _, j := range l.right {
		right += s.trios[j]
	}
	if len(l.right) > 0 && right > 0 {
		for j, p := range s.trios {
			for _, o := range t.m.trios[j].outputs() {
				grad[o] += p
			}
		}
		for _, j := range l.right {
			for _, o := range t.m.trios[j].outputs() {
				grad[o] -= s.trios[j] / right
			}
		}
	}
	for f := range flags {
		if !l.ask[f] {
			continue
		}
		g := float32(s.sure(f)) - l.flags[f]
		if l.flags[f] == 1 {
			g *= t.boost[f]
		}
		grad[flagsAt+int(f)] = g
	}
}

// mend moves the weights of a lesson's rows against the blame.
func (t *trainer) mend(l *lesson, grad *[mostOutputs]float32) {
	rate, l2 := float32(t.tuning.Rate), float32(t.tuning.L2)
	for _, h := range t.kept {
		at := int(h.row) * outputs
		w, g2 := t.weights[at:at+outputs], t.grads[at:at+outputs]
		for o := range w {
			g := grad[o]*h.value*l.urged + l2*w[o]
			if g == 0 {
				continue
			}
			g2[o] += g * g
			w[o] -= rate * g / float32(math.Sqrt(float64(g2[o])+1e-3))
		}
	}
}

// leastSteps is the smallest weight that is kept: less moves nothing.
const leastSteps = 6

// settle turns the learnt weights into the model's cells, rounded as they are
// written, so that a model read from its file is the same. What rounds to
// nothing is dropped, and with it features that say nothing.
func (t *trainer) settle() {
	m := t.m
	names := m.rowName
	m.rowName, m.from, m.cells = nil, nil, nil
	var ids []uint64
	for row, name := range names {
		before := len(m.cells)
		for o, w := range t.weights[row*outputs : (row+1)*outputs] {
			if steps := rounded(w); steps >= leastSteps || steps <= -leastSteps {
				m.cells = append(m.cells, cell{uint8(o), int8(steps)})
			}
		}
		if len(m.cells) > before {
			m.rowName, m.from, ids = append(m.rowName, name), append(m.from, int32(before)), append(ids, t.ids[row])
		}
	}
	m.from = append(m.from, int32(len(m.cells)))
	m.slots = slotsOf(ids)
}
