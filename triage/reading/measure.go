package reading

import (
	"fmt"
	"io"
	"slices"
	"time"

	"tiepdan/triage"
)

// Figures say how often a reader is right on labelled petitions.
type Figures struct {
	N           int
	Kind        int // kinds right
	Disposition int // dispositions right
	Urgent      Share
	Calm        Share
	Confusion   map[[2]triage.Kind]int // {what it is, what was read}, where an accepted kind counts as what it is
}

// Share is how many of some were told rightly.
type Share struct{ Right, Of int }

// Rate is a percentage; 0 of nothing.
func (s Share) Rate() float64 {
	if s.Of == 0 {
		return 0
	}
	return 100 * float64(s.Right) / float64(s.Of)
}

// KindRate is the share of kinds that are right, in percent.
func (f Figures) KindRate() float64 { return Share{f.Kind, f.N}.Rate() }

// DispositionRate is the share of dispositions that are right, in percent.
func (f Figures) DispositionRate() float64 { return Share{f.Disposition, f.N}.Rate() }

// String is one line for people.
func (f Figures) String() string {
	return fmt.Sprintf("n %d  kind %.1f %%  disposition %.1f %%  urgent caught %.1f %% of %d  calm left calm %.1f %% of %d",
		f.N, f.KindRate(), f.DispositionRate(), f.Urgent.Rate(), f.Urgent.Of, f.Calm.Rate(), f.Calm.Of)
}

// Miss is a labelled petition that was read wrongly.
type Miss struct {
	Example  *Example
	Reading  Reading
	Decision triage.Decision
	Kind     bool // the kind is wrong
	Way      bool // the disposition is wrong
	Urgency  bool // urgency is wrong
}

// Measure reads labelled petitions and decides each by the office's rules at a
// moment (or when it came in, if it says so).
func (r *Reader) Measure(o triage.Office, at time.Time, set []Example) (Figures, []Miss) {
	f := Figures{Confusion: map[[2]triage.Kind]int{}}
	var misses []Miss
	for i := range set {
		e := &set[i]
		on := at
		if !e.ReceivedAt.IsZero() {
			on = e.ReceivedAt
		}
		read := r.ReadGiven(e.Text, Given{At: on})
		m := Miss{Example: e, Reading: read, Decision: triage.Decide(o, read.Facts, on)}
		m.Kind, m.Way = !e.RightKind(read.Facts.Kind), !e.RightDisposition(m.Decision.Disposition)
		f.count(&m)
		if m.Kind || m.Way || m.Urgency {
			misses = append(misses, m)
		}
	}
	return f, misses
}

func (f *Figures) count(m *Miss) {
	f.N++
	is, got := m.Example.Kind, m.Reading.Facts.Kind
	if !m.Kind {
		f.Kind++
		is = got
	}
	f.Confusion[[2]triage.Kind{is, got}]++
	if !m.Way {
		f.Disposition++
	}
	switch m.Example.Urgent {
	case triage.Yes:
		m.Urgency = !m.Decision.Urgent
		f.Urgent.add(m.Decision.Urgent)
	case triage.No:
		m.Urgency = m.Decision.Urgent
		f.Calm.add(!m.Decision.Urgent)
	}
}

func (s *Share) add(right bool) {
	s.Of++
	if right {
		s.Right++
	}
}

// Add puts the figures of another set to these.
func (f *Figures) Add(g Figures) {
	f.N, f.Kind, f.Disposition = f.N+g.N, f.Kind+g.Kind, f.Disposition+g.Disposition
	f.Urgent = Share{f.Urgent.Right + g.Urgent.Right, f.Urgent.Of + g.Urgent.Of}
	f.Calm = Share{f.Calm.Right + g.Calm.Right, f.Calm.Of + g.Calm.Of}
	if f.Confusion == nil {
		f.Confusion = map[[2]triage.Kind]int{}
	}
	for pair, n := range g.Confusion {
		f.Confusion[pair] += n
	}
}

// Matrix prints the confusion of kinds: a line for what petitions are, a column
// for what was read.
func (f Figures) Matrix(w io.Writer) error {
	all := triage.Kinds()
	if _, err := fmt.Fprintf(w, "%-20s", "is \\ read"); err != nil {
		return err
	}
	for i := range all {
		fmt.Fprintf(w, "%5d", i+1)
	}
	fmt.Fprintln(w)
	for i, is := range all {
		fmt.Fprintf(w, "%2d %-17s", i+1, is)
		for _, got := range all {
			fmt.Fprintf(w, "%5d", f.Confusion[[2]triage.Kind{is, got}])
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return nil
}

// writers lists who wrote the examples, in order.
func writers(set []Example) []string {
	var by []string
	for _, e := range set {
		if !slices.Contains(by, e.By) {
			by = append(by, e.By)
		}
	}
	slices.Sort(by)
	return by
}
