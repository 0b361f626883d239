package triage

import "time"

// warningPercents are the parts of a period after which somebody is told (DOMAIN §3).
func warningPercents() []int { return []int{50, 80, 100} }

// Warning says what is to be done about an obligation at a moment: remind its
// owner at 50 and 80 percent of the period, tell the leaders at its end, and
// let a petition lapse whose time for a signature is over. percent is how much
// of the period has passed, one of 50, 80 and 100; verb is "" where nothing is
// to be done: the obligation is met or paused, or the warning was given.
func Warning(o Obligation, now time.Time) (percent int, verb Verb) {
	if !o.Open() || !o.PausedAt.IsZero() {
		return 0, ""
	}
	for _, p := range warningPercents() {
		if !now.Before(o.warningAt(p)) {
			percent = p
		}
	}
	switch {
	case percent == 100 && o.Step == StepSign:
		return percent, Lapse
	case percent <= o.Warned:
		return 0, ""
	case percent == 100:
		return percent, Escalate
	}
	return percent, Remind
}

// NextWarning is the moment at which the next warning of an obligation is to be
// given; zero where none is left. A period of signing goes on being due after its
// last warning, until the petition lapses.
func NextWarning(o Obligation) time.Time {
	for _, p := range warningPercents() {
		if p > o.Warned {
			return o.warningAt(p)
		}
	}
	if o.Step == StepSign {
		return o.Due
	}
	return time.Time{}
}

// warningAt is the moment at which a part of the period has passed.
func (o Obligation) warningAt(percent int) time.Time {
	if percent >= 100 {
		return o.Due
	}
	return o.From.Add(o.Due.Sub(o.From) / 100 * time.Duration(percent))
}
