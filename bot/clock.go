package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// mostClocks bounds the dates on a card; the ones that end first are shown.
const mostClocks = 6

// clocks are the open obligations, the next one first, each with the why of its
// date (thời hạn và căn cứ).
func (b *Bot) clocks(say text.Speaker, p triage.Petition) []string {
	var open []triage.Obligation
	for _, o := range p.Obligations {
		if o.Open() && o.Step != triage.StepLodge {
			open = append(open, o)
		}
	}
	if len(open) == 0 {
		return nil
	}
	slices.SortStableFunc(open, func(x, y triage.Obligation) int { return x.Due.Compare(y.Due) })
	lines := []string{say.Say("officer.clocks")}
	for i, o := range open {
		if i == mostClocks {
			lines = append(lines, say.Say("officer.clocks.more", "n", strconv.Itoa(len(open)-i)))
			break
		}
		lines = append(lines, say.Say("officer.clock", "step", say.Plain("officer.step."+string(o.Step)), "date", dueWords(say, o))+lateMark(say, o, b.Now()),
			"   "+why(say, o))
	}
	return lines
}

// dueWords is the end of a period: a moment where the law counts hours, else the
// last day.
func dueWords(say text.Speaker, o triage.Obligation) string {
	if o.Unit == calendar.Hours || o.Last.IsZero() {
		return say.Time(o.Due)
	}
	return say.Plain("officer.due.day", "date", say.Date(o.Last.Year, o.Last.Month, o.Last.Day))
}

// why says how a date was reached: so long, since when, by which law, over how
// many days off.
func why(say text.Speaker, o triage.Obligation) string {
	line := say.Say("officer.clock.why", "period", say.Plain("officer.period."+string(o.Unit), "n", strconv.Itoa(o.N)),
		"trigger", say.Plain("officer.trigger."+string(o.Trigger)), "from", say.Day(o.From), "law", clockLaw(say, o))
	if len(o.Skip) > 0 {
		line += say.Say("officer.clock.skip", "n", strconv.Itoa(len(o.Skip)))
	}
	if o.Confirm() {
		line += say.Say("officer.clock.confirm")
	}
	return line
}

// clockLaw is the law that sets the period, or that the office set it itself.
func clockLaw(say text.Speaker, o triage.Obligation) string {
	if o.Basis == "" || officeClock(o) {
		return say.Plain("officer.clock.office")
	}
	return Citation(say, o.Basis)
}

// officeClock says whether the period comes from the office file, not the law.
func officeClock(o triage.Obligation) bool {
	return strings.HasPrefix(o.Deadline.ID, "O")
}

// lateMark stands after a date: overdue, nearly so, or standing still. Nearly is
// less than a day and less than half of the period, so that a period of 24 hours
// does not begin with a warning.
func lateMark(say text.Speaker, o triage.Obligation, now time.Time) string {
	left := o.Due.Sub(now)
	switch {
	case !o.PausedAt.IsZero():
		return " " + say.Say("officer.mark.paused")
	case o.Late(now):
		return " " + say.Say("officer.mark.late")
	case left < 24*time.Hour && 2*left < o.Due.Sub(o.From):
		return " " + say.Say("officer.mark.soon", "n", strconv.Itoa(int(left/time.Hour)+1))
	}
	return ""
}
