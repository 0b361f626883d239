package triage

import (
	"fmt"
	"time"

	"tiepdan/triage/calendar"
)

// Clocks of the office file, beside the law's.
const (
	classifyClock = "O01" // the office's own limit for classifying and processing
	signClock     = "O02" // how long an unsigned petition waits
	settleClock   = "O04" // a settlement for which no law that we could read sets a period
	followUpClock = "O03" // result of a supervision for which no law that we could read sets a period
)

// obligationID names an obligation within its petition.
func obligationID(opening int, clock string, step Step) string {
	return fmt.Sprintf("%d/%s/%s", opening, clock, step)
}

// deadlines are the periods that a moment starts for p.
func (p *Petition) deadlines(o Office, on Trigger, at time.Time) []Deadline {
	return Deadlines(o, p.Facts, p.Decision, on, at, p.FiledAt)
}

// clocks are the obligations that filing and receipt start for p as it is.
func (p *Petition) clocks(o Office) []Obligation {
	var all []Obligation
	if p.Standing == Unsigned {
		all = p.owed(p.deadlines(o, AtFiling, p.FiledAt))
	} else {
		all = p.owed(p.deadlines(o, AtReceipt, p.ReceivedAt))
	}
	return all
}

// owed turns periods into obligations of the present opening. A period for
// appealing further is the citizen's, not ours, and a possible extension is no
// debt; both are left out.
func (p *Petition) owed(list []Deadline) []Obligation {
	var all []Obligation
	for _, d := range list {
		if d.Step == StepLodge || d.Step == StepExtension {
			continue
		}
		all = append(all, Obligation{ID: obligationID(p.Opening, d.ID, d.Step), Deadline: d, Opening: p.Opening})
	}
	return all
}

// start opens the obligations that a moment starts.
func (d *doing) start(on Trigger) {
	for _, o := range d.p.owed(d.p.deadlines(d.env.Office, on, d.env.Now)) {
		d.p.owe(o)
	}
}

// prolong moves the end of the running settlement to the end of its extension.
func (d *doing) prolong(by Deadline) error {
	for i := range d.p.Obligations {
		o := &d.p.Obligations[i]
		if o.Open() && extends(by.ID, o.Deadline.ID) && (o.Step == StepFirst || o.Step == StepSecond) {
			if d.prolonged(*o) {
				return refuse(RefusedTooLate)
			}
			due := d.env.Office.Calendar.Due(o.Due.Add(-time.Second), calendar.Period{N: by.N, Unit: by.Unit})
			o.Due, o.Last, o.Skip, o.N, o.Warned = due.At, due.Last, due.Skipped, o.N+by.N, 0
			return nil
		}
	}
	return refuse(RefusedNothing)
}

// extends says whether an extension is of the settlement of a clock: the two have
// one id, but for the detention regime's.
func extends(by, clock string) bool {
	return by == clock || by == detentionExtension && clock == detentionClock
}

// prolonged says whether a settlement was extended before: it is longer than the
// law's row. The rows that we could read extend once.
func (d *doing) prolonged(o Obligation) bool {
	for _, row := range d.p.deadlines(d.env.Office, o.Trigger, o.From) {
		if row.ID == o.Deadline.ID && row.Step == o.Step {
			return o.N > row.N
		}
	}
	return false
}

// shift moves the end of an obligation to t; unless it is counted in hours it
// ends with its day, and not on a day off.
func (o *Obligation) shift(cal calendar.Calendar, t time.Time) {
	if o.Unit == calendar.Hours {
		o.Due = t
		return
	}
	o.Last = cal.NextWorkingDay(calendar.Of(t.Add(-time.Second)))
	o.Due = o.Last.End()
}
