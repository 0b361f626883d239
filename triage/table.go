package triage

import (
	"slices"
	"strings"

	"tiepdan/triage/calendar"
)

// NoRule is the id of the decision where no row fits: a person classifies it.
const NoRule = "J45"

// Chapter is a run of rows about one matter.
type Chapter struct {
	ID    string
	Rules []Rule
}

// Chapters is the law's decision table of DOMAIN §2.5, in the order of DESIGN §3:
// the most particular row first.
func Chapters() []Chapter {
	return []Chapter{
		{"crime", rulesOfCrime()}, {"elsewhere", rulesElsewhere()}, {"delay", rulesOfDelay()},
		{"judgments", rulesOfJudgments()}, {"arrest", rulesOfArrest()}, {"complaints", rulesOfComplaints()},
		{"denunciations", rulesOfDenunciations()}, {"enforcement", rulesOfEnforcement()}, {"administration", rulesOfAdministration()},
	}
}

// Rules is the law's decision table, all chapters in order.
func Rules() []Rule {
	var all []Rule
	for _, c := range Chapters() {
		all = append(all, c.Rules...)
	}
	return all
}

// Table is a decision table ready to be judged: the rows of the office file,
// then the law's without those that the office switched off. It does not change.
type Table struct {
	own   []Rule
	off   []Off
	kinds [maxKinds]part // by the value of kind; 0: not known
}

// part is what can decide a petition of one kind.
type part struct {
	rows  []*compiled
	names uint64 // the facts that some row looks at, or that its destination depends on
}

const maxKinds = 16

// compiled is a rule ready to be judged.
type compiled struct {
	Rule
	ways   []way
	names  uint64 // the facts that it looks at
	reason string
	dated  bool // in force on some days only
	turns  bool // its destination depends on the facts
	off    []Off
}

// NewTable prepares a table from the rows of an office file, which are checked
// before (CheckRules).
func NewTable(own []Rule, off []Off) *Table {
	t := &Table{own: slices.Clone(own), off: slices.Clone(off)}
	for _, r := range t.Rules() {
		c := &compiled{Rule: r, ways: r.When.ways(), reason: r.Reason()}
		for _, w := range c.ways {
			c.names |= w.names
		}
		if !slices.ContainsFunc(own, func(o Rule) bool { return o.ID == r.ID }) {
			c.off = t.offs(r.ID)
		}
		c.turns = strings.HasPrefix(r.Destination, "@") || r.Disposition == Settle && r.Settles == TierByPlace
		c.dated = !r.From.IsZero() || !r.To.IsZero() || len(c.off) > 0
		for kind := range len(factTable[factKind].values) + 1 {
			t.kinds[kind].add(c, kind)
		}
	}
	return t
}

// add takes the ways of a row that are open to a kind.
func (p *part) add(c *compiled, kind int) {
	own := *c
	own.ways = nil
	for _, w := range c.ways {
		if kind == 0 || w.mask.has(factKind, kind) {
			own.ways = append(own.ways, w)
		}
	}
	if len(own.ways) > 0 {
		p.rows = append(p.rows, &own)
		if p.names |= own.names; own.turns {
			p.names |= directing
		}
	}
}

// Rules lists the rows in order, also those that are switched off.
func (t *Table) Rules() []Rule { return append(slices.Clone(t.own), Rules()...) }

// Own lists the rows of the office file.
func (t *Table) Own() []Rule { return slices.Clone(t.own) }

// Off lists what the office file switches off.
func (t *Table) Off() []Off { return slices.Clone(t.off) }

func (t *Table) offs(id string) []Off {
	var list []Off
	for _, o := range t.off {
		if o.ID == id {
			list = append(list, o)
		}
	}
	return list
}

// Says is the office's own sentence for a reason, "" where it has none.
func (t *Table) Says(reason, language string) string {
	if t == nil {
		return ""
	}
	for _, r := range t.own {
		if r.Reason() == reason {
			return r.Says.In(language)
		}
	}
	return ""
}

// law is the table of an office that has no rows of its own, built once and
// never changed.
var law = NewTable(nil, nil)

// table is the one by which an office decides.
func (o *Office) table() *Table {
	if o.Table == nil {
		return law
	}
	return o.Table
}

// Idle lists the rows that decide nothing on a day on which they are in force,
// because others come before them: neither their example nor what differs from
// it in one fact. A row that is switched off is not idle.
func (t *Table) Idle(o Office, on calendar.Date) []string {
	o.Table = t
	var idle []string
	for _, r := range t.Rules() {
		if !r.On(on) || slices.ContainsFunc(t.offs(r.ID), func(off Off) bool { return within(off.From, off.To, on) }) {
			continue
		}
		if seen := look(&o, &r.Example, on.Start()); !seen.near(r.ID) {
			idle = append(idle, r.ID)
		}
	}
	return idle
}

// near says whether a row decides the petition, or one that differs in one fact.
func (s *view) near(id string) bool {
	if s.row != nil && s.row.ID == id {
		return true
	}
	ordinary := suppose(s.given)
	for fact, d := range factTable {
		if fact == factKind {
			continue // another kind has other rows
		}
		for value := range len(d.values) + 1 {
			v := ordinary
			v[fact] = uint8(value)
			b := v.bits()
			if r := s.first(&b); r != nil && r.ID == id {
				return true
			}
		}
	}
	return false
}

// on says whether the row is in force on a day.
func (r *compiled) on(day calendar.Date) bool {
	return !r.dated || r.On(day) && !slices.ContainsFunc(r.off, func(o Off) bool { return within(o.From, o.To, day) })
}

// holds says whether the row holds of a petition.
func (r *compiled) holds(v *bitmap) bool {
	for i := range r.ways {
		if v.meets(&r.ways[i].mask) {
			return true
		}
	}
	return false
}
