package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Outlook returns the legal periods that lie ahead of a petition with these
// facts and this decision, received at a moment, for a reader who asks what the
// law sets and not what is owed yet: as if it were accepted, transferred,
// demanded, or lodged where it was guided to, at once. The rows in force on the
// day of receipt in Asia/Ho_Chi_Minh apply.
//
// Steps are named as the law names them, whoever takes them: what to us is a
// reply or a result to wait for is the other body's notice, acceptance or
// settlement. So every step is one of classify, transfer, notify, accept, first,
// lodge, second, extension. Prolongations and the citizen's next step are counted
// from the end of the settlement. Of the office's own periods only the limit for
// classifying (O01) is among them.
func Outlook(o Office, f Facts, d Decision, at time.Time) []Deadline {
	moments := []Trigger{AtReceipt, AtAcceptance, AtTransfer, AtDemand}
	if slices.Contains([]Disposition{Guide, Transfer, ReferProcuracy}, d.Disposition) {
		moments = append(moments, AtLodging, AtTheirAcceptance)
	}
	var ahead []Deadline
	var settled time.Time
	for _, on := range moments {
		for _, x := range Deadlines(o, f, d, on, at, at) {
			x.Step = x.named(f)
			if x.Step == StepExtension || x.Step == "" {
				continue
			}
			if x.Step == StepFirst || x.Step == StepSecond {
				if settled = x.Due; x.Unit != calendar.Hours {
					settled = settled.Add(-time.Second) // still on the last day
				}
			}
			ahead = append(ahead, x)
		}
	}
	if settled.IsZero() {
		return ahead
	}
	for _, on := range moments {
		for _, x := range Deadlines(o, f, d, on, settled, at) {
			if x.Step == StepExtension {
				ahead = append(ahead, x)
			}
		}
	}
	return append(ahead, Deadlines(o, f, d, AtDecision, settled, at)...)
}

// named is the step of a period as the law names it; none where the period is
// only the office's own.
func (x Deadline) named(f Facts) Step {
	switch {
	case slices.Contains([]string{signClock, followUpClock, settleClock}, x.ID):
		return ""
	case x.Step == StepReply && x.Trigger == AtTransfer && f.Kind.CrimeTrack():
		return StepNotify
	case x.Step == StepReply && x.Trigger == AtTransfer:
		return StepAccept
	case x.Step != StepReply && x.Step != StepResult:
		return x.Step
	case f.Round > 1 && !f.Kind.CrimeTrack():
		return StepSecond
	}
	return StepFirst
}
