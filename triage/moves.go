package triage

import (
	"slices"
	"time"
)

// What each row of the life table does beyond its status. Every function works
// on the copy in d; a *Refusal leaves the petition as it was.

// undoWindow is how long an internal act may be taken back.
const undoWindow = time.Minute

func claim(d *doing) error {
	d.p.Owner, d.p.ClaimedAt = d.s.ID, d.env.Now
	d.e.Owner = d.s.ID
	return nil
}

func release(d *doing) error {
	d.p.Owner, d.p.Proposed, d.p.Approved = "", "", ""
	return nil
}

func handOver(d *doing) error {
	to, ok := d.env.Roster.ByID(d.a.To)
	if !ok || !to.Active() || to.Post == Admin || to.Unit != d.p.Unit {
		return refuse(RefusedWho)
	}
	if d.p.conflicted(to) {
		return refuse(RefusedConflict)
	}
	d.p.Owner, d.e.Owner = to.ID, to.ID
	return nil
}

// classify confirms the disposition in force, or changes it with a reason. The
// first decision is kept whatever follows (P12).
func classify(d *doing) error {
	p, next := d.p, d.p.Decision
	if d.a.Facts != nil {
		p.Facts = *d.a.Facts
		next = Decide(d.env.Office, p.Facts, p.FiledAt)
		d.e.Facts = d.a.Facts
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
	return nil
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
	case was == Received && counted && (needs && crossing || back == Unsigned):
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
			o.ClosedAt, o.ClosedBy = d.env.Now, d.a.Verb
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

func ask(d *doing) error {
	// Only the office's own limit stands still while the citizen is asked; no
	// legal clock does (P14).
	for i := range d.p.Obligations {
		if o := &d.p.Obligations[i]; o.Open() && o.Step == StepClassify && o.Deadline.ID == classifyClock {
			o.PausedAt = d.env.Now
		}
	}
	return nil
}

func replied(d *doing) error {
	d.unpause()
	return nil
}

// unpause lets paused clocks go on, later by as long as they stood still; the
// last day that falls on a day off rolls on.
func (d *doing) unpause() {
	cal := d.env.Office.Calendar
	for i := range d.p.Obligations {
		o := &d.p.Obligations[i]
		if !o.Open() || o.PausedAt.IsZero() {
			continue
		}
		o.shift(cal, o.Due.Add(d.env.Now.Sub(o.PausedAt)))
		o.PausedAt = time.Time{}
	}
}

func sign(d *doing) error {
	p := d.p
	if p.Standing == Received {
		return refuse(RefusedSigned)
	}
	d.flow(FlowUnsignedClosed)
	p.Standing, p.ReceivedAt, p.Facts.Signed = Received, d.env.Now, Yes
	d.flow(FlowReceived)
	d.reclock()
	return nil
}

func propose(d *doing) error {
	d.p.Proposed = d.p.Decision.Disposition
	if d.p.Proposed == Human || d.p.Proposed == "" {
		return refuse(RefusedDisposition)
	}
	return nil
}

func approve(d *doing) error {
	d.p.Approved = d.p.Proposed
	return nil
}

func refuseProposal(d *doing) error {
	d.p.Proposed, d.p.Approved = "", ""
	return nil
}

func accept(d *doing) error {
	d.p.AcceptedAt = d.env.Now
	d.flow(FlowAccepted)
	d.start(AtAcceptance)
	return nil
}

func extend(d *doing) error {
	for _, row := range d.p.deadlines(d.env.Office, AtAcceptance, d.env.Now) {
		if row.Step == StepExtension {
			return d.prolong(row)
		}
	}
	return refuse(RefusedNothing)
}

func suspend(d *doing) error {
	for i := range d.p.Obligations {
		if o := &d.p.Obligations[i]; o.Open() && (o.Step == StepFirst || o.Step == StepSecond) {
			o.PausedAt = d.env.Now
		}
	}
	return nil
}

func resume(d *doing) error {
	d.unpause()
	return nil
}

func answer(d *doing) error {
	d.flow(FlowAnswered)
	return nil
}

// transferOut sends the petition away, or moves it to another of our units.
func transferOut(d *doing) error {
	p := d.p
	d.e.Destination = d.a.Destination
	if d.movesUnit() {
		old := d.env.Roster.Groups[p.Unit]
		d.between(UnitID(d.a.Destination))
		p.Status, p.Outcome, p.Owner = StatusFiled, "", ""
		if !p.Restricted {
			d.also = append(d.also, Notice{To: old, Audience: ToGroup, Unit: d.e.Unit})
		}
		for _, s := range onDuty(d.env, p, func() []Staff { return d.env.Roster.Of(p.Unit, Leader) }) {
			if !p.conflicted(s) {
				d.also = append(d.also, Notice{To: s.Person, Audience: ToDuty, Unit: p.Unit})
			}
		}
		return nil
	}
	switch p.Decision.Disposition {
	case Supervise:
		d.flow(FlowSupervisionOpen)
	case ReferProcuracy, RelayCrime:
		elsewhere := p.Decision.Disposition == ReferProcuracy || d.a.Destination == keyPoliceElsewhere
		if p.Kind.CrimeTrack() && elsewhere {
			d.flow(FlowCrimeElsewhere)
		}
	}
	d.start(AtTransfer)
	return nil
}

// between moves the petition to another unit's book.
func (d *doing) between(to UnitID) {
	out, in := FlowMovedOut, FlowMovedIn
	if d.p.Standing != Received {
		out, in = FlowUnsignedClosed, FlowUnsigned
	}
	if d.p.ProcessedAt.IsZero() {
		d.flow(out)
	}
	d.p.Unit, d.e.ToUnit = to, to
	if d.p.ProcessedAt.IsZero() {
		d.flow(in)
	}
}

// demand carries out B2: the other body is asked in writing; what would have
// been supervised is met by it (DESIGN §8).
func demand(d *doing) error {
	d.e.Destination = d.a.Destination
	if !d.p.Kind.CrimeTrack() {
		d.flow(FlowSupervisionOpen)
		d.flow(FlowSupervisionDone)
	}
	d.start(AtDemand)
	return nil
}

func recordResult(d *doing) error {
	open := false
	for _, o := range d.p.Obligations {
		if !o.Open() || o.Step != StepResult || d.a.Clock != "" && d.a.Clock != o.ID {
			continue
		}
		open = true
		// What is recorded is told by the clock: the petition may have been
		// reopened and decided otherwise meanwhile.
		switch crime := o.Deadline.ID == crimeClock || o.Deadline.ID == crimeDemandClock; {
		case crime && d.p.Kind.CrimeTrack():
			d.flow(FlowCrimeSettled)
		case !crime:
			d.flow(FlowSupervisionDone)
		}
	}
	if !open {
		return refuse(RefusedNothing)
	}
	return nil
}

func link(d *doing) error {
	if d.a.Into == "" || d.a.Into == d.p.Code {
		return refuse(RefusedNothing)
	}
	if !slices.Contains(d.p.Links, d.a.Into) {
		d.p.Links = append(d.p.Links, d.a.Into)
	}
	return nil
}

// merge ends every petition but the first in the first.
func merge(d *doing) error {
	main := d.a.Codes[0]
	if len(d.a.Codes) < 2 {
		return refuse(RefusedNothing)
	}
	if d.p.Code == main {
		for _, c := range d.a.Codes[1:] {
			if !slices.Contains(d.p.Links, c) {
				d.p.Links = append(d.p.Links, c)
			}
		}
		return nil
	}
	d.p.Status, d.p.Outcome, d.p.MergedInto = StatusDone, Merged, main
	d.remove()
	return nil
}

func split(d *doing) error {
	if len(d.a.Parts) < 2 {
		return refuse(RefusedNothing)
	}
	d.remove()
	return nil
}

func contest(d *doing) error {
	d.p.ContestAsked = true
	return nil
}

// withdrawAsked is the citizen's wish to withdraw. What waits for a signature is
// withdrawn at once; what is received needs a signed paper, and a denunciation
// may go on all the same (DOMAIN R11).
func withdrawAsked(d *doing) error {
	d.p.WithdrawAsk = true
	if d.p.Standing == Unsigned && d.p.Kind != Denunciation {
		d.p.Status, d.p.Outcome = StatusDone, Withdrawn
		d.remove()
	}
	return nil
}

func removed(d *doing) error {
	d.remove()
	return nil
}

// remove takes the petition off the books before it was processed.
func (d *doing) remove() {
	switch {
	case !d.p.ProcessedAt.IsZero():
		if !d.p.AcceptedAt.IsZero() {
			d.flow(FlowUnaccepted)
		}
	case d.p.Standing == Received:
		d.flow(FlowRemoved)
	default:
		d.flow(FlowUnsignedClosed)
	}
}

// reopen starts a new opening of the same petition, with clocks of its own.
func reopen(d *doing) error {
	p := d.p
	if d.a.Actor.Staff == "" && d.env.Now.After(p.DoneAt.AddDate(0, 0, d.env.Office.ReopenDays)) {
		return refuse(RefusedTooLate)
	}
	if p.Outcome == Merged || p.Outcome == SplitApart {
		return refuse(RefusedStatus)
	}
	p.Opening++
	d.e.Opening = p.Opening
	p.Owner, p.Outcome, p.Proposed, p.Approved = "", "", "", ""
	p.ProcessedAt, p.DoneAt, p.AcceptedAt, p.ClaimedAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	p.WithdrawAsk, p.ContestAsked = false, false
	if p.Standing == Received {
		p.ReceivedAt = d.env.Now
		d.flow(FlowReopened)
	} else {
		p.FiledAt = d.env.Now
		d.flow(FlowUnsigned)
	}
	d.reclock()
	return nil
}

func rate(d *doing) error {
	if d.a.Rating < 1 || d.a.Rating > 5 {
		return refuse(RefusedNothing)
	}
	return nil
}

// remind notes how far the warning has gone, so that each level is told once.
func remind(d *doing) error {
	for i := range d.p.Obligations {
		o := &d.p.Obligations[i]
		if o.ID == d.a.Clock && o.Open() && o.Warned < d.a.Percent {
			o.Warned = d.a.Percent
			return nil
		}
	}
	return refuse(RefusedNothing)
}

func lapse(d *doing) error {
	if d.p.Standing != Unsigned {
		return refuse(RefusedSigned)
	}
	d.remove()
	return nil
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
