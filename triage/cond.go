package triage

import (
	"fmt"
	"slices"
	"strings"
)

// Cond is a condition over facts, as data: it can be read from the office file,
// printed for a legal officer, and asked which facts it names. Exactly one of
// Fact, All, Any and Not is set; the zero Cond holds always.
type Cond struct {
	Fact string   `json:"fact,omitempty" yaml:"fact"` // one of FactNames
	Is   []string `json:"is,omitempty" yaml:"is"`     // values that satisfy it; NotKnown is one of them
	All  []Cond   `json:"all,omitempty" yaml:"all"`
	Any  []Cond   `json:"any,omitempty" yaml:"any"`
	Not  *Cond    `json:"not,omitempty" yaml:"not"`
}

// NotKnown is the value of a fact that nobody has told. A condition that does
// not name it can be neither met nor failed by an unknown fact.
const NotKnown = "unknown"

func is[T ~string](fact string, values ...T) Cond {
	c := Cond{Fact: fact}
	for _, v := range values {
		c.Is = append(c.Is, string(v))
	}
	return c
}

func allOf(list ...Cond) Cond { return Cond{All: list} }
func anyOf(list ...Cond) Cond { return Cond{Any: list} }
func not(c Cond) Cond         { return Cond{Not: &c} }

// Facts lists the facts that the condition names, each once, in order.
func (c Cond) Facts() []string {
	var names []string
	add := func(list ...string) {
		for _, n := range list {
			if n != "" && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	add(c.Fact)
	for _, k := range append(slices.Clone(c.All), c.Any...) {
		add(k.Facts()...)
	}
	if c.Not != nil {
		add(c.Not.Facts()...)
	}
	return names
}

// Check returns an error that names the first unknown fact or value, or a
// condition that is of no form or of several.
func (c Cond) Check() error {
	forms := 0
	for _, set := range []bool{c.Fact != "" || len(c.Is) > 0, len(c.All) > 0, len(c.Any) > 0, c.Not != nil} {
		if set {
			forms++
		}
	}
	if forms > 1 {
		return fmt.Errorf("condition %s: only one of fact, all, any, not", c)
	}
	if c.Fact != "" || len(c.Is) > 0 {
		i := factIndex(c.Fact)
		if i < 0 {
			return fmt.Errorf("condition names no known fact: %q", c.Fact)
		}
		if len(c.Is) == 0 {
			return fmt.Errorf("condition on %s allows no value", c.Fact)
		}
		for _, v := range c.Is {
			if v != NotKnown && !slices.Contains(factTable[i].values, v) {
				return fmt.Errorf("condition on %s: no such value %q", c.Fact, v)
			}
		}
	}
	for _, k := range append(slices.Clone(c.All), c.Any...) {
		if err := k.Check(); err != nil {
			return err
		}
	}
	if c.Not != nil {
		return c.Not.Check()
	}
	return nil
}

// String prints the condition for people: kind = complaint|denunciation and not (role = head).
func (c Cond) String() string {
	join := func(list []Cond, with string) string {
		var parts []string
		for _, k := range list {
			s := k.String()
			if len(k.All) > 1 || len(k.Any) > 1 {
				s = "(" + s + ")"
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, with)
	}
	switch {
	case c.Fact != "":
		return c.Fact + " = " + strings.Join(c.Is, "|")
	case len(c.All) > 0:
		return join(c.All, " and ")
	case len(c.Any) > 0:
		return join(c.Any, " or ")
	case c.Not != nil:
		return "not (" + c.Not.String() + ")"
	}
	return "always"
}

// node is a compiled condition: values are bits, so that a whole table is
// judged in well under a microsecond.
type node struct {
	op   byte // 'f' fact, 'a' all, 'o' any, 'n' not
	fact uint8
	mask uint32 // bit 0: not known; bit i+1: the i-th value
	kids []node
}

func (c Cond) compile() node {
	list := func(op byte, from []Cond) node {
		n := node{op: op}
		for _, k := range from {
			n.kids = append(n.kids, k.compile())
		}
		return n
	}
	switch {
	case c.Fact != "":
		n := node{op: 'f'}
		i := factIndex(c.Fact)
		if i < 0 {
			return n // no value satisfies a fact that does not exist; Check reports it
		}
		n.fact = uint8(i)
		for _, v := range c.Is {
			if v == NotKnown {
				n.mask |= 1
			} else if j := slices.Index(factTable[i].values, v); j >= 0 {
				n.mask |= 1 << (j + 1)
			}
		}
		return n
	case len(c.Any) > 0:
		return list('o', c.Any)
	case c.Not != nil:
		return list('n', []Cond{*c.Not})
	}
	return list('a', c.All)
}

func (n *node) eval(v *vector) Tri {
	switch n.op {
	case 'f':
		switch value := v[n.fact]; {
		case n.mask>>value&1 == 1:
			return Yes
		case value == 0:
			return Unknown
		}
		return No
	case 'a':
		t := Yes
		for i := range n.kids {
			if t = t.And(n.kids[i].eval(v)); t == No {
				return No
			}
		}
		return t
	case 'o':
		t := No
		for i := range n.kids {
			if t = t.Or(n.kids[i].eval(v)); t == Yes {
				return Yes
			}
		}
		return t
	}
	return n.kids[0].eval(v).Not()
}

// wants returns the facts that have to be known for the condition to hold.
func (c Cond) wants() uint64 {
	set := ^uint64(0)
	for _, w := range c.ways() {
		var known uint64
		for fact := range factTable {
			if w.names>>fact&1 == 1 && !w.mask.has(fact, 0) {
				known |= 1 << fact
			}
		}
		set &= known
	}
	return set
}
