package reading

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"tiepdan/triage"
)

// Made is who wrote petitions that were put together from parts: they teach, and
// are never counted in a figure.
const Made = "made"

// Course is what a reader is made of.
type Course struct {
	Learn   []Example
	HeldOut []Example     // never learnt: the confidence is fitted to them, and figures are told of them. None: Learn is split
	Office  triage.Office // whose rules say which disposition is right
	At      time.Time     // when petitions came in that do not say so
	Tuning  Tuning
	Story   []string // kept in the head of the weights
}

// Trained is a reader that was just made, and how it does on petitions that it
// had not learnt.
type Trained struct {
	Reader *Reader
	Parts  []PartFigures // held out: a writer's petitions, or a part where few writers are named
	All    Figures
}

// PartFigures are the figures of one writer's petitions.
type PartFigures struct {
	By string
	Figures
}

// leastWriters are needed to hold one out at a time; fewer are cut into parts.
const leastWriters = 3

// Train makes a reader of labelled petitions. It is deterministic. Without
// petitions held out, those of each writer in turn are read by a model that has
// learnt all others', and so are parts of those by fewer than three writers.
func Train(c Course) (*Trained, error) {
	book, err := readPhrases(phraseText)
	if err != nil {
		return nil, err
	}
	if len(c.Learn) == 0 {
		return nil, fmt.Errorf("train: no petitions")
	}
	m := learn(book, c.Learn, c.Tuning)
	t := &Trained{Reader: newReader(book, m)}
	var verdicts []verdict
	hold := func(r *Reader, by string, held []Example) {
		f, _ := r.Measure(c.Office, c.At, held)
		t.Parts = append(t.Parts, PartFigures{by, f})
		t.All.Add(f)
		verdicts = append(verdicts, r.verdicts(c.Office, c.At, held)...)
	}
	if len(c.HeldOut) > 0 {
		for _, by := range writers(c.HeldOut) {
			hold(t.Reader, by, slices.DeleteFunc(slices.Clone(c.HeldOut), func(e Example) bool { return e.By != by }))
		}
	} else {
		parts := partsOf(c.Learn)
		for _, by := range namesOf(parts) {
			var learnt, held []Example
			for i, e := range c.Learn {
				if parts[i] == by {
					held = append(held, e)
				} else {
					learnt = append(learnt, e)
				}
			}
			hold(newReader(book, learn(book, learnt, c.Tuning)), by, held)
		}
	}
	m.trust = fit(verdicts)
	m.story = append(slices.Clone(c.Story), fmt.Sprintf("learnt %d petitions, seed %d", len(c.Learn), c.Tuning.orDefault().Seed))
	for _, p := range t.Parts {
		m.story = append(m.story, "held out, by "+p.By+": "+p.String())
	}
	m.story = append(m.story, "held out, all: "+t.All.String())
	return t, nil
}

// partsOf names the part of each example: its writer, or a number by its id
// where too few writers are named. Made petitions have none.
func partsOf(examples []Example) []string {
	named := 0
	for _, by := range writers(examples) {
		if by != "" && by != Made {
			named++
		}
	}
	parts := make([]string, len(examples))
	for i, e := range examples {
		switch {
		case e.By == Made:
		case named >= leastWriters:
			parts[i] = e.By
		default:
			parts[i] = "part " + strconv.FormatUint(hashOf(e.ID)%5+1, 10)
		}
	}
	return parts
}

// namesOf lists the parts, in order.
func namesOf(parts []string) []string {
	names := slices.Compact(slices.Sorted(slices.Values(parts)))
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// verdicts are how sure the reader was of petitions, and whether it was right.
func (r *Reader) verdicts(o triage.Office, at time.Time, set []Example) []verdict {
	var all []verdict
	var p page
	for i := range set {
		e := &set[i]
		p.open(e.Text)
		if len(p.words) == 0 {
			continue
		}
		r.prepare(&p)
		best, ways := r.choose(e.Text, &p, Given{At: at})
		d := triage.Decide(o, best.facts, at)
		all = append(all, verdict{r.doubt(r.kinds(&p.scores), &p, best, ways), e.RightKind(best.facts.Kind) && e.RightDisposition(d.Disposition)})
	}
	return all
}

// WriteWeights writes what NewWith reads.
func (r *Reader) WriteWeights(w io.Writer) error {
	if err := r.model.write(w); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	return nil
}
