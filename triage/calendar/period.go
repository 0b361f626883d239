package calendar

import (
	"fmt"
	"time"
)

// Unit is what a legal period is counted in.
type Unit string

// The units, as they stand in rules and output.
const (
	Hours       Unit = "h"
	Days        Unit = "d"
	WorkingDays Unit = "wd"
	Months      Unit = "m"
)

// Valid reports whether u is one of the four units.
func (u Unit) Valid() bool {
	return u == Hours || u == Days || u == WorkingDays || u == Months
}

// Period is the length of a legal period, thời hạn.
type Period struct {
	N    int
	Unit Unit
	// Custody counts as for custody and detention (Criminal Procedure Code 134): a
	// month is thirty days, and the last day stays where it falls, also on a day off.
	Custody bool
}

// custodyMonth is how many days a month of custody or detention has.
const custodyMonth = 30

// String writes the period as in "24h", "7d", "5wd", "2m".
func (p Period) String() string { return fmt.Sprintf("%d%s", p.N, p.Unit) }

// Skip is a day that was passed over in counting, and why.
type Skip struct {
	Date Date
	Why  string // Weekend or the name of the day off
}

// Due is the end of a period and how it was reached.
type Due struct {
	From    time.Time // the event, in Zone
	At      time.Time // the instant at which the period has ended, in Zone
	Last    Date      // the last day on which the act is in time
	Skipped []Skip    // days off passed over, in order
}

// Due counts p from the event.
//
// Hours run from the exact moment and never stop (Civil Code 147.1). Of days,
// the day of the event is not counted, and the last day ends at 24:00 (147,
// 148). A month ends on the same-numbered day, else on the last of the month.
// A last day that is a day off moves to the end of the next working day
// (148.5), unless it is of Custody. Working days pass over all days off. A negative N
// counts as zero; an unknown unit is counted in days.
func (c Calendar) Due(from time.Time, p Period) Due {
	from = from.In(zone)
	n := max(p.N, 0)
	if p.Unit == Hours {
		at := from.Add(time.Duration(n) * time.Hour)
		return Due{From: from, At: at, Last: Of(at)}
	}
	day := Of(from)
	due := Due{From: from}
	switch p.Unit {
	case WorkingDays:
		due.Skipped = make([]Skip, 0, min(n, 1000)/2+12) // weekends and Tết, without growing
		for n > 0 {
			day = day.AddDays(1)
			if why := c.Why(day); why != "" {
				due.Skipped = append(due.Skipped, Skip{day, why})
			} else {
				n--
			}
		}
	case Months:
		if p.Custody {
			day = day.AddDays(n * custodyMonth)
		} else {
			day = day.AddMonths(n)
		}
	default:
		day = day.AddDays(n)
	}
	if !p.Custody {
		for why := c.Why(day); why != ""; why = c.Why(day) {
			due.Skipped = append(due.Skipped, Skip{day, why})
			day = day.AddDays(1)
		}
	}
	due.Last, due.At = day, day.End()
	return due
}
