package triage

import (
	"math/bits"
	"slices"
	"strings"
)

// askNames is what somebody is asked for each fact; built once and never changed.
var askNames = func() (names [factCount]string) {
	for fact, d := range factTable {
		names[fact] = d.name
	}
	// Whether a judgment is over a year in effect follows from its date.
	names[factLate] = "judgment.effective"
	return names
}()

// AskNames lists every name that Decision.Ask can hold, cheapest to ask first.
func AskNames() []string { return slices.Clone(askNames[:]) }

// assumedKeys are the sentences that say what was taken for granted; built once
// and never changed.
var assumedKeys = func() (keys [factCount]string) {
	for _, a := range assumptions() {
		keys[a.fact] = "assumed." + strings.ReplaceAll(factTable[a.fact].name, ".", "_")
	}
	return keys
}()

// asks is the set of facts that nobody has told and that would change disposition
// or destination, with those that the deciding row assumed.
//
// One walk through the rows suffices. A row leads elsewhere by one fact alone
// where it misses the petition in that fact only; the first such row takes a
// value of it, and what no row takes is left to a person.
func (s *view) asks(f *Facts) uint64 {
	w := walk{view: s, f: f, other: *f}
	if s.row != nil {
		w.to = s.row.goes(f, s.on)
	}
	for left := s.rows.names &^ s.told; left != 0; left &= left - 1 {
		fact := bits.TrailingZeros64(left)
		switch {
		case s.row != nil && assumed[fact] != 0 && s.row.names>>fact&1 == 1:
			w.need |= 1 << fact
		case f.coupled(fact):
			w.retry(fact)
		default:
			w.open |= 1 << fact
			w.left[fact] = s.others(fact)
		}
	}
	for _, r := range s.rows.rows {
		if w.open == 0 {
			break
		}
		if r.on(s.on) {
			w.take(r)
		}
	}
	if s.row != nil {
		w.need |= w.open // some value is left to nobody
	}
	return w.need
}

// ask names the facts of a set, cheapest first, and gives as a reason what was
// assumed among them.
func (d *Decision) ask(need uint64) {
	if need == 0 {
		return
	}
	n := bits.OnesCount64(need)
	d.Ask = make([]string, 0, n)
	d.Reasons = slices.Grow(d.Reasons, n)
	for left := need; left != 0; left &= left - 1 {
		fact := bits.TrailingZeros64(left)
		d.Ask = append(d.Ask, askNames[fact])
		if key := assumedKeys[fact]; key != "" {
			d.Reasons = append(d.Reasons, key)
		}
	}
}

// walk is what a walk through the rows has found out so far.
type walk struct {
	*view
	f     *Facts
	other Facts             // … with another value of one fact
	to    string            // where the deciding row sends it
	open  uint64            // facts of which some value is not taken yet
	left  [factCount]uint32 // … and those values
	need  uint64            // facts that change the outcome
}

// others are the values of a fact that the petition does not have.
func (s *view) others(fact int) uint32 {
	all := uint32(1)<<(len(factTable[fact].values)+1) - 2
	return all &^ s.base.values(fact)
}

// take lets a row take the values by which a petition would come to it.
func (w *walk) take(r *compiled) {
	for i := range r.ways {
		allowed := &r.ways[i].mask
		if w.base.meets(allowed) {
			for left := w.open; left != 0; left &= left - 1 {
				fact := bits.TrailingZeros64(left)
				w.give(r, fact, allowed.values(fact))
			}
		} else if fact, one := w.base.only(allowed); one && w.open>>fact&1 == 1 {
			w.give(r, fact, allowed.values(fact))
		}
	}
}

// give hands values of a fact to a row.
func (w *walk) give(r *compiled, fact int, values uint32) {
	taken := w.left[fact] & values
	w.left[fact] &^= values
	for ; taken != 0 && w.need>>fact&1 == 0; taken &= taken - 1 {
		if w.differs(r, fact, bits.TrailingZeros32(taken)) {
			w.need |= 1 << fact
		}
	}
	if w.left[fact] == 0 || w.need>>fact&1 == 1 {
		w.open &^= 1 << fact
	}
}

// differs says whether r leads elsewhere than the deciding row, for a petition
// with another value of a fact.
func (w *walk) differs(r *compiled, fact, value int) bool {
	switch {
	case w.row == nil || r.Disposition != w.row.Disposition:
		return true
	case !r.turns && !w.row.turns:
		return r.Destination != w.row.Destination || r.Settles != w.row.Settles
	case r == w.row && directing>>fact&1 == 0:
		return false
	}
	w.other.tell(fact, value)
	to := r.goes(&w.other, w.on)
	w.restore(fact)
	return to != w.to
}

// directing are the facts on which a destination can depend.
const directing = 1<<factBody | 1<<factRole | 1<<factLevel | 1<<factCourt | 1<<factField | 1<<factOutside

// tell sets a fact that directs.
func (f *Facts) tell(fact, value int) {
	switch fact {
	case factBody:
		f.Body = Body(factTable[fact].values[value-1])
	case factRole:
		f.Role = Role(factTable[fact].values[value-1])
	case factLevel:
		f.Level = Level(factTable[fact].values[value-1])
	case factCourt:
		f.Judgment.Court = Court(factTable[fact].values[value-1])
	case factField:
		f.Field = Field(factTable[fact].values[value-1])
	case factOutside:
		f.OutsideProceedings = Is(value == 1)
	}
}

// restore takes back what was told of a fact that directs.
func (w *walk) restore(fact int) {
	switch fact {
	case factCourt:
		w.other.Judgment.Court = w.f.Judgment.Court
	case factBody, factRole, factLevel, factField, factOutside:
		w.other.Body, w.other.Role, w.other.Level = w.f.Body, w.f.Role, w.f.Level
		w.other.Field, w.other.OutsideProceedings = w.f.Field, w.f.OutsideProceedings
	}
}

// coupled says whether a value of the fact tells another one too: the tier of a
// court complained of is that of the court that judged.
func (f *Facts) coupled(fact int) bool {
	return f.Judgment.Court == "" && (fact == factLevel && f.Body == BodyCourt || fact == factBody && f.Level != "")
}

// retry judges each value of a coupled fact anew.
func (w *walk) retry(fact int) {
	for value := 1; value <= len(factTable[fact].values) && w.need>>fact&1 == 0; value++ {
		w.other.tell(fact, value)
		v := w.given
		v[fact], v[factCourt] = uint8(value), place(factCourt, string(w.other.court()))
		w.restore(fact)
		v = suppose(v)
		b := v.bits()
		if r := w.first(&b); r != w.row && (r == nil || w.row == nil) || r != nil && w.differs(r, fact, value) {
			w.need |= 1 << fact
		}
	}
}
