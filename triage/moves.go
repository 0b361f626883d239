package triage

import (
	"slices"
	"time"
)

// What each row of the life table does beyond its status. Every function works
// on the copy in d; a *Refusal leaves the petition as it was.

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
		d.unpause()
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
	p.Decision.Destination = d.a.Destination
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
	d.e.Destination, d.p.Decision.Destination = d.a.Destination, d.a.Destination
	if !d.p.Kind.CrimeTrack() {
		d.flow(FlowSupervisionOpen)
		d.flow(FlowSupervisionDone)
	}
	d.start(AtDemand)
	return nil
}

func recordResult(d *doing) error {
	open, counted := false, map[int]bool{}
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
		case !crime && !counted[o.Opening]:
			// The supervision of one opening may run on two clocks; it ends once.
			d.flow(FlowSupervisionDone)
			counted[o.Opening] = true
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

// remind notes how far the warning has gone, so that each level is told once.
func remind(d *doing) error {
	for i := range d.p.Obligations {
		o := &d.p.Obligations[i]
		if o.ID == d.a.Clock && o.Open() && o.Warned < d.a.Percent {
			o.Warned = d.a.Percent
			if o.Step == StepSign {
				// It is the citizen who has to act (DESIGN §1).
				d.m.Tells = []Audience{ToCitizen}
			}
			return nil
		}
	}
	return refuse(RefusedNothing)
}
