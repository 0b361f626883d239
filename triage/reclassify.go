package triage

import (
	"slices"
	"time"
)

// undoWindow is how long an internal act may be taken back.
const undoWindow = time.Minute

// classify confirms the disposition in force, or changes it with a reason. The
// first decision is kept whatever follows (P12).
func classify(d *doing) error {
	p, next := d.p, d.p.Decision
	if d.a.Kind != "" && !Known(d.a.Kind, Kinds()) {
		return refuse(RefusedDisposition)
	}
	if d.a.Kind != "" && d.a.Facts == nil {
		facts := p.Facts
		facts.Kind = d.a.Kind
		d.a.Facts = &facts
	}
	if d.a.Facts != nil {
		facts := *d.a.Facts
		if p.Facts.Signed == Yes {
			facts.Signed = Yes // a signature that was noted is not classified away
		}
		p.Facts, d.e.Facts = facts, &facts
		next = Decide(d.env.Office, p.Facts, p.FiledAt)
	}
	if d.a.Disposition != "" && d.a.Disposition != next.Disposition {
		if d.a.Reason == "" {
			return refuse(RefusedReason)
		}
		if !Known(d.a.Disposition, Dispositions()) {
			return refuse(RefusedDisposition)
		}
		next.Disposition, next.Bucket, next.Override = d.a.Disposition, d.a.Disposition.Carried().Bucket, true
	}
	if d.a.Destination != "" {
		if _, ok := d.env.Office.Destination(d.a.Destination); !ok {
			return refuse(RefusedDestination)
		}
		next.Destination = d.a.Destination
	}
	kind := p.Facts.Kind
	if kind == "" {
		kind = p.Kind
	}
	d.refile(kind, next, "")
	d.e.Disposition, d.e.Rule, d.e.Destination = next.Disposition, next.Rule, next.Destination
	if !p.Restricted && accusesUs(p.Kind, p.Facts) {
		d.restrict()
	}
	return nil
}

// restrict takes a petition that turns out to be about our own people out of
// its unit's hands: it goes to the leaders of the unit above, and nobody of the
// unit keeps it (P17).
func (d *doing) restrict() {
	p, above := d.p, d.env.Office.Provincial().ID
	d.also = append(d.also, Notice{To: d.env.Roster.Groups[p.Unit], Audience: ToGroup, Unit: p.Unit})
	p.Restricted = true
	p.About = append(p.About, heads(d.env, *p)...)
	if p.Unit != above {
		d.unpause()
		d.between(above)
	}
	if s, ok := d.env.Roster.ByID(p.Owner); !ok || s.Unit != above || s.Post != Leader || p.conflicted(s) {
		p.Status, p.Owner, p.Before = StatusFiled, "", ""
	}
	p.LastMove = LastMove{}
	for _, s := range d.env.Roster.Of(above, Leader) {
		if !p.conflicted(s) {
			d.also = append(d.also, Notice{To: s.Person, Audience: ToLeaders, Unit: above})
		}
	}
}

// refile puts a kind and a decision in force: it moves the petition between the
// petitions' and the crime reports' books and derives the clocks anew. back is
// the standing that an undo returns to, else empty.
func (d *doing) refile(kind Kind, next Decision, back Standing) {
	p := d.p
	was, counted := p.Standing, p.Standing == Received && p.ProcessedAt.IsZero()
	crossing := track(kind) != track(p.Kind)
	needs := kind.NeedsSignature() && d.env.Office.SignatureNeeded && p.Facts.Signed != Yes
	switch {
	case was == Unsigned && !needs:
		// A crime report or a suggestion is received the moment it was sent.
		d.flow(FlowUnsignedClosed)
		p.Kind, p.Standing, p.ReceivedAt = kind, Received, p.FiledAt
		d.flow(FlowReceived)
	case was == Received && counted && (needs || back == Unsigned):
		d.flow(FlowRemoved)
		p.Kind, p.Standing, p.ReceivedAt = kind, Unsigned, time.Time{}
		d.flow(FlowUnsigned)
	case crossing && counted:
		// Each side names the kind on the other, so that a report can tell a
		// crossing of books from a move between units.
		from := p.Kind
		d.flowAs(FlowMovedOut, track(from), kind)
		d.flowAs(FlowMovedIn, track(kind), from)
	}
	p.Kind, p.Decision = kind, next
	p.Confidential = p.Confidential || kind.Confidential()
	p.Proposed, p.Approved = "", ""
	d.reclock()
}

// reclock derives the clocks that start at filing and receipt from the decision
// in force; one that no longer applies is closed, one that stays keeps its date.
func (d *doing) reclock() {
	p := d.p
	wanted := p.clocks(d.env.Office)
	for i := range p.Obligations {
		o := &p.Obligations[i]
		started := o.Trigger == AtFiling || o.Trigger == AtReceipt
		if o.Open() && o.Opening == p.Opening && started && !slices.ContainsFunc(wanted, func(w Obligation) bool { return w.ID == o.ID }) {
			o.ClosedAt, o.ClosedBy, o.PausedAt = d.env.Now, d.a.Verb, time.Time{}
		}
	}
	for _, w := range wanted {
		p.owe(w)
	}
}

// owe adds an obligation; one of the same id that was closed runs again.
func (p *Petition) owe(w Obligation) {
	for i := range p.Obligations {
		if o := &p.Obligations[i]; o.ID == w.ID {
			if !o.Open() {
				o.ClosedAt, o.ClosedBy = time.Time{}, ""
			}
			return
		}
	}
	p.Obligations = append(p.Obligations, w)
}

// undo takes back one's own last internal act within a minute.
func undo(d *doing) error {
	p, was := d.p, d.p.LastMove
	switch {
	case was.Verb == "" || was.By != d.a.Actor.Staff:
		return refuse(RefusedNothing)
	case d.env.Now.Sub(was.At) > undoWindow:
		return refuse(RefusedTooLate)
	}
	p.Status, p.Owner, p.LastMove = was.Status, was.Owner, LastMove{}
	if was.Verb == Classify {
		p.Facts = was.Facts
		d.refile(was.Kind, was.Decision, was.Standing)
	}
	return nil
}
