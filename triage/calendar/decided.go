package calendar

import "time"

// Marks of certainty as in the domain reference: V2 was read in a second-hand
// source, B-h and B-m are background knowledge of high and medium certainty.
const (
	announced = "officials' holidays announced for the year; B-h"
	likely    = "officials' holidays announced for the year; B-m, confirm"
	tet2026   = "officials' Tết 2026, 14 to 22 February; V2"
)

// Decided returns the days off and make-up days that were decided for the
// years 2018 to 2026, each with its source. The office file overrides them.
func Decided() ([]DayOff, []MakeUp) {
	var off []DayOff
	tet := func(y int, m time.Month, d, days int, source string) {
		for i := range days {
			off = append(off, DayOff{NewDate(y, m, d+i), TetHoliday, source})
		}
	}
	// The five days of the law; substitutes for weekends follow from them.
	tet(2018, time.February, 14, 5, announced)
	tet(2019, time.February, 4, 5, announced)
	tet(2020, time.January, 23, 5, announced)
	tet(2021, time.February, 10, 5, announced)
	tet(2022, time.January, 31, 5, announced)
	tet(2023, time.January, 20, 5, announced)
	tet(2024, time.February, 8, 5, announced)
	tet(2025, time.January, 27, 5, announced)
	tet(2026, time.February, 16, 5, tet2026)

	for _, n := range []struct {
		year, day int
		source    string
	}{
		{2021, 3, announced}, {2022, 1, announced}, {2023, 1, announced},
		{2024, 3, announced}, {2025, 1, announced}, {2026, 1, likely},
	} {
		off = append(off, DayOff{Date{n.year, time.September, n.day}, National, n.source})
	}

	var work []MakeUp
	swap := func(free, worked Date, source string) {
		off = append(off, DayOff{free, Swap, source})
		work = append(work, MakeUp{worked, source})
	}
	swap(Date{2018, time.December, 31}, Date{2019, time.January, 5}, likely)
	swap(Date{2019, time.April, 29}, Date{2019, time.May, 4}, likely)
	swap(Date{2024, time.April, 29}, Date{2024, time.May, 4}, announced)
	swap(Date{2025, time.May, 2}, Date{2025, time.April, 26}, announced)
	swap(Date{2026, time.January, 2}, Date{2026, time.January, 10}, likely)
	swap(Date{2026, time.August, 31}, Date{2026, time.August, 22}, likely)
	return off, work
}
