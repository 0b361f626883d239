package triage

import (
	"slices"
	"strings"
	"time"

	"tiepdan/triage/calendar"
)

// EligibilityReasons lists the reasons that Decide can find, each once, in the
// order of the table.
func EligibilityReasons() []string {
	var all []string
	for _, b := range Bars() {
		if !slices.Contains(all, b.Reason) {
			all = append(all, b.Reason)
		}
	}
	return all
}

type compiledBar struct {
	Bar
	when  node
	wants uint64 // the facts without which it cannot hold
	basis string
}

// barTable is built once and never changed.
var barTable = func() []compiledBar {
	var all []compiledBar
	for _, b := range Bars() {
		n := b.When.compile()
		all = append(all, compiledBar{b, n, b.When.wants(), strings.Join(b.Basis, "; ")})
	}
	return all
}()

// eligibility finds what may stand in the way of handling a petition (điều kiện
// thụ lý), and lets the first finding that decides take over from the rule, which
// stays named. Only what was told counts: an unsigned draft is "not known", which
// is no defect. Nothing but an insult is looked for where somebody is in danger
// or a crime is reported.
func eligibility(o *Office, f *Facts, seen *view, d *Decision, at time.Time) {
	crime := f.Kind.CrimeTrack() || d.Disposition == RelayCrime || d.Disposition == Split || f.Danger == Yes
	given := &seen.given
	if !o.SignatureNeeded && given[factSigned] != 0 {
		unsigned := seen.given
		unsigned[factSigned] = 0
		given = &unsigned
	}
	found, took := d.Disposition, false
	for i := range barTable {
		b := &barTable[i]
		if b.wants&^seen.told != 0 || crime && !b.Crime ||
			len(b.For) > 0 && !slices.Contains(b.For, found) || len(b.For) == 0 && found == Human && !b.Crime ||
			b.when.eval(given) != Yes {
			continue
		}
		basis := b.basis
		if b.Late {
			if basis = overdue(o, f, at); basis == "" {
				continue
			}
		}
		d.Eligibility = append(d.Eligibility, Finding{b.Reason, b.Effect, basis})
		if !b.Decides || took {
			continue
		}
		took = true
		d.Disposition = b.Effect
		if b.Effect != Transfer { // passed on for inspection, to where the rule said
			d.Destination = ""
		}
		d.explain(b)
	}
}

// explain puts the sentence of what took over first. Where the petition ends by it
// the sentence of the row, which says who settles, holds no more.
func (d *Decision) explain(b *compiledBar) {
	rest := d.Reasons
	if b.Effect == Decline || b.Effect == File {
		rest = rest[1:]
	}
	d.Reasons = append([]string{eligibilityKey(b.Reason)}, rest...)
}

// overdue names the law by which a first complaint came too late (thời hiệu), ""
// where it did not, or where nobody told when the citizen got to know of the act.
func overdue(o *Office, f *Facts, at time.Time) string {
	if f.KnownOn.IsZero() {
		return ""
	}
	v := suppose(facing(o.Province, f, at))
	for i := range limitTable {
		l := &limitTable[i]
		if l.Since == SinceKnown && l.valid(calendar.Of(at)) && l.when.eval(&v) == Yes {
			if at.After(o.Calendar.Due(f.KnownOn.Start(), calendar.Period{N: l.N, Unit: l.Unit}).At) {
				return l.Basis
			}
			return ""
		}
	}
	return ""
}
