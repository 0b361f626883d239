package triage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tiepdan/triage/calendar"
)

// Late is a count that was written after the week in which it happened was closed.
// Of the weeks it counts in the one that was open then; longer periods are counted
// from events, and there it counts when it happened.
type Late struct {
	Flow   Flow      // of a visit only its unit
	Visits Visits    // zero: a flow
	At     time.Time // when it happened
	Booked time.Time // from when on it counts in the weeks
}

// booked is the tally as the weeks count: what was written late has moved from the
// week in which it happened to the one in which it was written. So the figures of a
// closed week stay, and the next one opens with what it closed with.
func (t Tally) booked() Tally {
	if len(t.Late) == 0 {
		return t
	}
	t.Before, t.Within = append([]Count(nil), t.Before...), append([]Count(nil), t.Within...)
	for _, l := range t.Late {
		before, within := l.At.Before(t.From) && !l.Booked.Before(t.From), !l.At.Before(t.From) && !l.Booked.Before(t.To)
		switch {
		case before:
			t.Before = l.add(t.Before, -1)
			if l.Booked.Before(t.To) {
				t.Within = l.add(t.Within, 1)
				t.Visits = t.Visits.plus(l.Visits, 1)
			}
		case within:
			t.Within = l.add(t.Within, -1)
			t.Visits = t.Visits.plus(l.Visits, -1)
		}
	}
	return t
}

func (l Late) add(counts []Count, n int) []Count {
	if l.Flow.What == "" {
		return counts
	}
	return append(counts, Count{l.Flow, n})
}

func (v Visits) plus(w Visits, times int) Visits {
	return Visits{v.Turns + times*w.Turns, v.People + times*w.People, v.Groups + times*w.Groups}
}

// FrozenWeek is what an office week was closed with (số liệu đã chốt), for one unit or
// for the province. It never changes.
type FrozenWeek struct {
	Figures Figures
	Overdue []Code
	At      time.Time // when it was closed
}

// Freeze says that a report's figures were closed, and what came to light afterwards.
type Freeze struct {
	At          time.Time   `json:"at"`
	Corrections Corrections `json:"corrections"`
}

// Corrections are what would be added to a closed week's figures (đính chính sau khi
// chốt). They count in the weeks in which they were written.
type Corrections struct {
	Received     int `json:"received"`
	Reopened     int `json:"reopened"`
	MovedIn      int `json:"moved_in"`
	MovedOut     int `json:"moved_out"`
	Processed    int `json:"processed"`
	Removed      int `json:"removed"`
	CrimeReports int `json:"crime_reports"` // received
	Turns        int `json:"turns"`         // citizens received in person
}

// None says that nothing was corrected.
func (c Corrections) None() bool { return c == Corrections{} }

func (c Corrections) text() string {
	if c.None() {
		return "không có"
	}
	var parts []string
	for _, p := range []struct {
		name string
		n    int
	}{
		{"tiếp nhận", c.Received}, {"mở lại", c.Reopened}, {"chuyển đến", c.MovedIn}, {"chuyển đi", c.MovedOut}, {"xử lý", c.Processed},
		{"đưa ra khỏi sổ", c.Removed}, {"nguồn tin về tội phạm", c.CrimeReports}, {"tiếp công dân", c.Turns},
	} {
		if p.n != 0 {
			parts = append(parts, fmt.Sprintf("%s %+d", p.name, p.n))
		}
	}
	return strings.Join(parts, ", ")
}

// corrections adds up what happened in the tally's week and was written later.
func (t Tally) corrections(unit UnitID) Corrections {
	var counts []Count
	var turns int
	for _, l := range t.Late {
		if l.At.Before(t.From) || l.Booked.Before(t.To) {
			continue
		}
		counts = l.add(counts, 1)
		turns += l.Visits.Turns
	}
	in := addUp(counts, unit)
	f := in[TrackPetition]
	return Corrections{
		Received: f[FlowReceived], Reopened: f[FlowReopened], MovedIn: f[FlowMovedIn], MovedOut: f[FlowMovedOut],
		Processed: f[FlowProcessed], Removed: f[FlowRemoved], CrimeReports: in[TrackCrime][FlowReceived], Turns: turns,
	}
}

// Books are where the numbers of a report come from.
type Books interface {
	// Tally adds up [from, to) for one unit or, with "", for all.
	Tally(ctx context.Context, unit UnitID, from, to, now time.Time) (Tally, error)
	// Week is what a week was closed with, by the name that ParsePeriod reads;
	// ErrNotFound while it is open.
	Week(ctx context.Context, unit UnitID, name string) (FrozenWeek, error)
}

// ReportOn makes the report of a period for a unit, or for the province where unit is
// "". A week that was closed is reported as it was then, with the corrections since
// beside it.
func ReportOn(ctx context.Context, b Books, o Office, p Period, unit UnitID, now time.Time) (Report, error) {
	frozen, f, err := weekOn(ctx, b, p, unit)
	if err != nil {
		return Report{}, fmt.Errorf("report on %s: %w", p, err)
	}
	if frozen {
		p.From, p.To = f.Figures.From, f.Figures.To // the cut-off may have been another then
	}
	t, err := b.Tally(ctx, unit, p.From, p.To, now)
	if err != nil {
		return Report{}, fmt.Errorf("report on %s: %w", p, err)
	}
	before := func(p Period) (*Figures, error) {
		frozen, f, err := weekOn(ctx, b, p, unit)
		if frozen || err != nil {
			return &f.Figures, err
		}
		t, err := b.Tally(ctx, unit, p.From, p.To, now)
		past := figures(p, unit, t)
		return &past, err
	}
	prev, err := before(p.Previous())
	if err != nil {
		return Report{}, fmt.Errorf("report on the period before %s: %w", p, err)
	}
	lastYear, err := before(p.SameLastYear())
	if err != nil {
		return Report{}, fmt.Errorf("report on a year before %s: %w", p, err)
	}
	if !frozen {
		return reportOf(o, p, figures(p, unit, t), t.Overdue, prev, lastYear), nil
	}
	r := reportOf(o, p, f.Figures, f.Overdue, prev, lastYear)
	r.Frozen = &Freeze{At: f.At.In(calendar.Zone()), Corrections: t.corrections(unit)}
	return r, nil
}

// weekOn looks for what a period was closed with; only weeks are.
func weekOn(ctx context.Context, b Books, p Period, unit UnitID) (bool, FrozenWeek, error) {
	if p.form != formWeek {
		return false, FrozenWeek{}, nil
	}
	f, err := b.Week(ctx, unit, p.String())
	if errors.Is(err, ErrNotFound) {
		return false, FrozenWeek{}, nil
	}
	return err == nil, f, err
}

// FreezeWeek is what a week is closed with, from a tally of all units or of one.
func FreezeWeek(p Period, unit UnitID, t Tally, at time.Time) FrozenWeek {
	return FrozenWeek{Figures: figures(p, unit, t), Overdue: t.Overdue, At: at}
}

// Nothing says that the week held nothing at all of the unit's.
func (f FrozenWeek) Nothing() bool {
	g := f.Figures
	return g.Opening == 0 && g.Received == 0 && g.Reopened == 0 && g.MovedIn == 0 && g.MovedOut == 0 && g.Processed == 0 && g.Removed == 0 &&
		g.Unsigned == 0 && g.Settle.Of == 0 && g.Supervise.Of == 0 && g.CrimeReports.Of == 0 && g.CrimeReports.Received == 0 &&
		g.Visits == Visits{} && len(f.Overdue) == 0
}

// NextFreeze is the week to be closed after everything before starts was. It begins
// there, and ends at a cut-off under a name that is not last's, also where the office
// has moved its cut-off since.
func NextFreeze(starts time.Time, c Cutoff, last string) Period {
	p := WeekOf(starts, c)
	for p.String() <= last {
		p = p.shifted(1)
	}
	p.From = starts
	return p
}
