package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Env is what an act is judged against: the office, the staff and the moment.
type Env struct {
	Office Office
	Roster Roster
	Now    time.Time
}

// Effect is what an act does: the petition as it is then, the event to append
// and the people to tell. It is a value; a ledger makes it true.
type Effect struct {
	Petition *Petition
	Event    Event
	Notices  []Notice
}

// doing is one act under way on a copy of the petition.
type doing struct {
	p   *Petition
	m   Move
	a   Act
	env Env
	s   Staff // the actor, if a member of staff
	e   Event
	// also tells more people than the row names: a move between units tells both.
	also []Notice
}

// Do judges an act by the life table and returns what it would do. It changes
// nothing: p stays as it was. A *Refusal says why an act is not possible.
func (p *Petition) Do(env Env, a Act) (Effect, error) {
	s, _ := env.Roster.ByID(a.Actor.Staff)
	if a.Actor.Staff != "" && !s.Active() {
		return Effect{}, refuse(RefusedWho)
	}
	if s.ID != "" && p.conflicted(s) {
		return Effect{}, refuse(RefusedConflict)
	}
	m, err := p.find(a, s, env.Office)
	if err != nil {
		return Effect{}, err
	}
	if a.Seen != 0 && a.Seen != p.Version {
		return Effect{}, refuse(RefusedStale)
	}
	d := &doing{p: p.clone(), m: m, a: a, env: env, s: s}
	if err := d.check(); err != nil {
		return Effect{}, err
	}
	d.e = Event{
		Key: a.Key, Code: p.Code, Opening: p.Opening, Version: p.Version + 1, Verb: a.Verb, Actor: a.Actor, At: env.Now,
		From: p.Status, Unit: p.Unit, Owner: p.Owner, Disposition: p.Decision.Disposition, Rule: p.Decision.Rule,
		Destination: a.Destination, Reason: a.Reason, Text: a.Text, Internal: m.Internal, Files: a.Files, Messages: a.Messages, Amends: a.Amends, Rating: a.Rating,
	}
	d.p.Version++
	d.move()
	if m.then != nil {
		if err := m.then(d); err != nil {
			return Effect{}, err
		}
	}
	d.settle()
	d.e.To, d.e.Outcome = d.p.Status, d.p.Outcome
	return Effect{Petition: d.p, Event: d.e, Notices: d.notices()}, nil
}

// find takes the row for the verb, and says the most useful thing if there is none.
func (p *Petition) find(a Act, s Staff, o Office) (Move, error) {
	known, here := false, false
	for _, m := range Life() {
		if m.Verb != a.Verb {
			continue
		}
		known = true
		if !slices.Contains(m.From, p.Status) {
			continue
		}
		here = true
		if p.may(m, a.Actor, s, o) {
			return m, nil
		}
	}
	switch {
	case here && s.ID != "" && p.Owner != "" && p.Owner != s.ID:
		return Move{}, &Refusal{Reason: RefusedOther, Name: string(p.Owner)}
	case a.Verb == Claim && p.Owner != "" && p.Owner != s.ID:
		return Move{}, &Refusal{Reason: RefusedOther, Name: string(p.Owner)}
	case known && here:
		return Move{}, refuse(RefusedWho)
	}
	return Move{}, refuse(RefusedStatus)
}

// check refuses what the row needs and the act lacks.
func (d *doing) check() error {
	m, a := d.m, d.a
	if d.p.bars(m) {
		return refuse(RefusedStatus)
	}
	if m.Reason && a.Reason == "" {
		return refuse(RefusedReason)
	}
	if m.Text && a.Text == "" && len(a.Files) == 0 {
		return refuse(RefusedText)
	}
	if m.Signed && d.p.Standing != Received {
		return refuse(RefusedUnsigned)
	}
	if m.OutwardTo {
		if a.Destination == "" {
			d.a.Destination = d.p.Decision.Destination
		}
		d.a.Destination = d.env.Office.Successor(d.a.Destination, calendar.Of(d.env.Now))
		if _, ok := d.env.Office.Destination(d.a.Destination); !ok {
			return refuse(RefusedDestination)
		}
	}
	if m.Carries && !d.movesUnit() {
		disposition := d.p.Decision.Disposition
		if disposition.Carried().Verb != m.Verb {
			return refuse(RefusedDisposition)
		}
		if d.p.NeedsApproval(d.env.Office) && d.p.Approved != disposition {
			return refuse(RefusedApproval)
		}
	}
	return nil
}

// movesUnit says whether a transfer goes to one of our own units: then the
// petition moves there and nothing is processed yet.
func (d *doing) movesUnit() bool {
	u, ok := d.env.Office.Unit(UnitID(d.a.Destination))
	return d.m.Verb == TransferOut && ok && u.ID != d.p.Unit
}

// move sets the status of the row, and remembers for undo where it came from.
func (d *doing) move() {
	p := d.p
	if d.m.Undoable {
		p.LastMove = LastMove{Verb: d.a.Verb, By: d.a.Actor.Staff, At: d.env.Now, Status: p.Status, Owner: p.Owner, Standing: p.Standing, Kind: p.Kind, Facts: p.Facts, Decision: p.Decision}
	} else if d.a.Verb != Note && d.a.Verb != Undo {
		p.LastMove = LastMove{}
	}
	switch d.m.To {
	case "":
	case statusBefore:
		p.Status = p.Before
	default:
		if d.m.To == StatusWaiting || d.m.To == StatusProposed || d.m.To == StatusSuspended {
			p.Before = p.Status
		}
		p.Status = d.m.To
	}
	if d.m.Outcome != "" {
		p.Outcome = d.m.Outcome
	}
}

// settle does what every row shares: it counts as processed what carries out a
// disposition, and meets the obligations that the move meets.
func (d *doing) settle() {
	p := d.p
	if d.m.Carries && d.e.ToUnit == "" { // what moved to another unit is still to be processed there
		d.process()
	}
	ended := p.Status == StatusDone && d.e.From != StatusDone
	for i := range p.Obligations {
		o := &p.Obligations[i]
		outlives := o.Step == StepReply || o.Step == StepResult || o.Step == StepLodge
		if o.Open() && (slices.Contains(d.m.Closes, o.Step) && (d.a.Clock == "" || d.a.Clock == o.ID) || ended && !outlives) {
			o.ClosedAt, o.ClosedBy, o.PausedAt = d.env.Now, d.a.Verb, time.Time{}
		}
	}
	if ended {
		p.DoneAt = d.env.Now
	}
}

// process counts the petition as processed (đã xử lý), once per opening. What
// was never received by law is not counted (DESIGN §1).
func (d *doing) process() {
	p := d.p
	if !p.ProcessedAt.IsZero() {
		return
	}
	p.ProcessedAt = d.env.Now
	if p.Standing != Received {
		d.flow(FlowUnsignedClosed)
		return
	}
	onTime := true
	for _, o := range p.Obligations {
		if o.ID == obligationID(p.Opening, classifyClock, StepClassify) {
			due := o.Due
			if !o.PausedAt.IsZero() {
				due = due.Add(d.env.Now.Sub(o.PausedAt))
			}
			onTime = !d.env.Now.After(due)
		}
	}
	d.e.Flows = append(d.e.Flows, Flow{Unit: p.Unit, Track: track(p.Kind), What: FlowProcessed, Kind: p.Kind,
		Disposition: p.Decision.Disposition, OnTime: onTime})
}

// flow appends a count for the unit that holds the petition.
func (d *doing) flow(what FlowKind) {
	d.flowAs(what, track(d.p.Kind), d.p.Kind)
}

// flowAs appends a count in a book and under a kind that may not be the petition's.
func (d *doing) flowAs(what FlowKind, t Track, k Kind) {
	d.e.Flows = append(d.e.Flows, Flow{Unit: d.p.Unit, Track: t, What: what, Kind: k, Disposition: d.p.Decision.Disposition})
}

func track(k Kind) Track {
	if k.CrimeTrack() {
		return TrackCrime
	}
	return TrackPetition
}
