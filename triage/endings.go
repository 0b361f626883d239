package triage

import (
	"slices"
	"time"
)

// What the rows do that end a petition, join it to others, or begin it anew.

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

func lapse(d *doing) error {
	if d.p.Standing != Unsigned {
		return refuse(RefusedSigned)
	}
	d.remove()
	return nil
}
