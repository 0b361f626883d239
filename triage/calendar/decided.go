package calendar

import "time"

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
	tet(2018, time.February, 14, 5, Announced)
	tet(2019, time.February, 4, 5, Announced)
	tet(2020, time.January, 23, 5, Announced)
	tet(2021, time.February, 10, 5, Announced)
	tet(2022, time.January, 31, 5, Announced)
	tet(2023, time.January, 20, 5, Announced)
	tet(2024, time.February, 8, 5, Announced)
	tet(2025, time.January, 27, 5, Announced)
	tet(2026, time.February, 16, 5, Reported)

	for _, n := range []struct {
		year, day int
		source    string
	}{
		{2021, 3, Announced}, {2022, 1, Announced}, {2023, 1, Announced},
		{2024, 3, Announced}, {2025, 1, Announced}, {2026, 1, Likely},
	} {
		off = append(off, DayOff{Date{n.year, time.September, n.day}, National, n.source})
	}

	var work []MakeUp
	swap := func(free, worked Date, source string) {
		off = append(off, DayOff{free, Swap, source})
		work = append(work, MakeUp{worked, source})
	}
	swap(Date{2018, time.December, 31}, Date{2019, time.January, 5}, Likely)
	swap(Date{2019, time.April, 29}, Date{2019, time.May, 4}, Likely)
	swap(Date{2024, time.April, 29}, Date{2024, time.May, 4}, Announced)
	swap(Date{2025, time.May, 2}, Date{2025, time.April, 26}, Announced)
	swap(Date{2026, time.January, 2}, Date{2026, time.January, 10}, Likely)
	swap(Date{2026, time.August, 31}, Date{2026, time.August, 22}, Likely)
	return off, work
}
