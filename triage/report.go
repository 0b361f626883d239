package triage

import (
	"maps"
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Share is a part of a whole. Rate is nil where there is no whole: no zero is
// hidden behind a percentage (DOMAIN §6.4).
type Share struct {
	Done int      `json:"done"`
	Of   int      `json:"of"`
	Rate *float64 `json:"rate"` // 0..1
}

func share(done, of int) Share { return Share{done, of, ratio(done, of)} }

func ratio(a, b int) *float64 {
	if b == 0 {
		return nil
	}
	r := float64(a) / float64(b)
	return &r
}

// KindCount is what came in and what was processed of one kind.
type KindCount struct {
	Received  int `json:"received"`
	Processed int `json:"processed"`
}

// CrimeReports is the section of crime reports, apart from petitions.
type CrimeReports struct {
	Received int      `json:"received"`
	Settled  int      `json:"settled"`
	Of       int      `json:"of"` // carried over and received, without those of other provinces
	Rate     *float64 `json:"rate"`
}

// Figures are the numbers of one unit, or of the province, for one period
// (DESIGN §8). Opening to Closing count petitions, without crime reports.
type Figures struct {
	Period string    `json:"period"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Unit   UnitID    `json:"unit"` // "" is the whole province

	Opening   int `json:"opening"`
	Received  int `json:"received"`
	Reopened  int `json:"reopened"`
	MovedIn   int `json:"moved_in"`
	MovedOut  int `json:"moved_out"`
	Processed int `json:"processed"`
	Removed   int `json:"removed"`
	Closing   int `json:"closing"`

	Rate         *float64            `json:"rate"`
	OnTime       Share               `json:"on_time"`
	Unsigned     int                 `json:"unsigned"` // wait for a signature at the end
	Kinds        map[Kind]KindCount  `json:"kinds"`
	Dispositions map[Disposition]int `json:"dispositions"` // processed, under each

	Classified     Share        `json:"classified"` // processed of all that was to be processed
	Settle         Share        `json:"settle"`     // answered of accepted, carried over included
	Supervise      Share        `json:"supervise"`  // results recorded of supervisions opened, carried over included
	CrimeReports   CrimeReports `json:"crime_reports"`
	HandledOverNew *float64     `json:"handled_over_new"` // may exceed 1
	Visits         Visits       `json:"visits"`
}

// TargetFigure sets a figure against what the office is to reach. Value, Delta
// and Met are nil where the period has no such figure.
type TargetFigure struct {
	Name   string   `json:"name"`
	Value  *float64 `json:"value"`
	Target float64  `json:"target"`
	Delta  *float64 `json:"delta"`
	Met    *bool    `json:"met"`
}

// Report is what a leader asks for: the figures, what is late, the targets, and
// the same figures of the period before and of a year before.
type Report struct {
	Figures
	Overdue      []Code         `json:"overdue"`
	Targets      []TargetFigure `json:"targets"`
	Previous     *Figures       `json:"previous"`
	SameLastYear *Figures       `json:"same_last_year"`
	Frozen       *Freeze        `json:"frozen,omitempty"` // nil: the figures still change

	office string // for the heading of the printed form
}

// MakeReport adds up a report (báo cáo) for a unit, or for the province where
// unit is "". Tallies hold the counts of the period, of the one before and of
// the same a year before; a zero tally leaves its comparison out. It is pure.
func MakeReport(o Office, p Period, unit UnitID, now, prev, lastYear Tally) Report {
	compare := func(p Period, t Tally) *Figures {
		if t.To.IsZero() {
			return nil
		}
		f := figures(p, unit, t)
		return &f
	}
	return reportOf(o, p, figures(p, unit, now), now.Overdue, compare(p.Previous(), prev), compare(p.SameLastYear(), lastYear))
}

// reportOf sets figures beside what the office is to reach and what was before.
func reportOf(o Office, p Period, f Figures, overdue []Code, prev, lastYear *Figures) Report {
	r := Report{Figures: f, Overdue: slices.Clone(overdue), Targets: []TargetFigure{}, Previous: prev, SameLastYear: lastYear, office: o.Name}
	if r.Overdue == nil {
		r.Overdue = []Code{}
	}
	if u, ok := o.Unit(f.Unit); ok {
		r.office = u.Name
	}
	last := calendar.Of(p.To.Add(-time.Nanosecond))
	for _, t := range o.Targets {
		if t.From.IsZero() || !last.Before(t.From) {
			if t.To.IsZero() || !t.To.Before(last) {
				r.Targets = append(r.Targets, r.against(t))
			}
		}
	}
	return r
}

// against finds the figure that a target names.
func (f *Figures) against(t Target) TargetFigure {
	found := TargetFigure{Name: t.Name, Target: t.Value}
	switch t.Name {
	case "rate", "classified":
		found.Value = f.Rate
	case "on_time":
		found.Value = f.OnTime.Rate
	case "settle":
		found.Value = f.Settle.Rate
	case "supervise":
		found.Value = f.Supervise.Rate
	case "crime_reports":
		found.Value = f.CrimeReports.Rate
	}
	if found.Value != nil {
		delta, met := *found.Value-t.Value, *found.Value >= t.Value
		found.Delta, found.Met = &delta, &met
	}
	return found
}

// TargetNames lists the figures for which an office file may set a target.
func TargetNames() []string {
	return []string{"rate", "classified", "on_time", "settle", "supervise", "crime_reports"}
}

// sums are the counts of one tally by track and flow, moves between units
// cancelled where the whole province is asked for.
type sums map[Track]map[FlowKind]int

func addUp(counts []Count, unit UnitID) sums {
	s := sums{TrackPetition: {}, TrackCrime: {}}
	for _, c := range counts {
		if unit != "" && c.Unit != unit {
			continue
		}
		moved := c.What == FlowMovedIn || c.What == FlowMovedOut
		if unit == "" && moved && track(c.Kind) == c.Track {
			continue // from one of our units to another: nothing to the province
		}
		if s[c.Track] != nil {
			s[c.Track][c.What] += c.N
		}
	}
	return s
}

// balance is what a book holds after these counts.
func (s sums) balance(t Track) int { return s.due(t) - s[t][FlowProcessed] }

// due is what there was to do: all that came and did not leave undone.
func (s sums) due(t Track) int {
	f := s[t]
	return f[FlowReceived] + f[FlowReopened] + f[FlowMovedIn] - f[FlowMovedOut] - f[FlowRemoved]
}

// both adds a flow up over petitions and crime reports.
func (s sums) both(f FlowKind) int { return s[TrackPetition][f] + s[TrackCrime][f] }

func (s sums) settling() int {
	return s[TrackPetition][FlowAccepted] - s[TrackPetition][FlowUnaccepted]
}

func (s sums) crime() int { return s.due(TrackCrime) - s[TrackCrime][FlowCrimeElsewhere] }

// figures is the arithmetic of DESIGN §8.
func figures(p Period, unit UnitID, t Tally) Figures {
	if p.form == formWeek {
		t = t.booked()
	}
	was, is := addUp(t.Before, unit), addUp(t.Within, unit)
	in := is[TrackPetition]
	f := Figures{
		Period: p.String(), From: p.From.In(calendar.Zone()), To: p.To.In(calendar.Zone()), Unit: unit,
		Opening: was.balance(TrackPetition), Received: in[FlowReceived], Reopened: in[FlowReopened],
		MovedIn: in[FlowMovedIn], MovedOut: in[FlowMovedOut], Processed: in[FlowProcessed], Removed: in[FlowRemoved],
		Unsigned: was.both(FlowUnsigned) - was.both(FlowUnsignedClosed) + is.both(FlowUnsigned) - is.both(FlowUnsignedClosed),
		Kinds:    map[Kind]KindCount{}, Dispositions: map[Disposition]int{}, Visits: t.Visits,
	}
	due := f.Opening + is.due(TrackPetition)
	f.Closing = due - f.Processed
	f.Rate = ratio(f.Processed, due)
	f.Classified = share(f.Processed, due)
	f.HandledOverNew = ratio(f.Processed, f.Received)

	onTime := 0
	for _, c := range t.Within {
		if unit != "" && c.Unit != unit || c.Track != TrackPetition {
			continue
		}
		k := f.Kinds[c.Kind]
		switch c.What {
		case FlowReceived:
			k.Received += c.N
		case FlowProcessed:
			k.Processed += c.N
			f.Dispositions[c.Disposition] += c.N
			if c.OnTime {
				onTime += c.N
			}
		}
		f.Kinds[c.Kind] = k
	}
	maps.DeleteFunc(f.Kinds, func(_ Kind, k KindCount) bool { return k == KindCount{} })
	f.OnTime = share(onTime, f.Processed)

	answered := is[TrackPetition][FlowAnswered]
	f.Settle = share(answered, was.settling()-was[TrackPetition][FlowAnswered]+is.settling())
	f.Supervise = share(is.both(FlowSupervisionDone), was.both(FlowSupervisionOpen)-was.both(FlowSupervisionDone)+is.both(FlowSupervisionOpen))
	settled := is[TrackCrime][FlowCrimeSettled]
	of := was.crime() - was[TrackCrime][FlowCrimeSettled] + is.crime()
	f.CrimeReports = CrimeReports{Received: is[TrackCrime][FlowReceived], Settled: settled, Of: of, Rate: ratio(settled, of)}
	return f
}
