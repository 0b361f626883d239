package calendar

import (
	"slices"
	"time"
)

// Names of days off, as keys for texts.
const (
	Weekend       = "weekend"       // thứ bảy, chủ nhật
	NewYear       = "new_year"      // Tết Dương lịch, 1 January
	TetHoliday    = "tet"           // Tết Âm lịch, five days
	HungKingsDay  = "hung_kings"    // Giỗ Tổ Hùng Vương, 10th of the third lunar month
	Reunification = "reunification" // Ngày Chiến thắng, 30 April
	Labour        = "labour"        // Quốc tế Lao động, 1 May
	National      = "national"      // Quốc khánh, 2 September and one adjacent day
	Culture       = "culture"       // Ngày Văn hóa Việt Nam, 24 November, from 2026
	Substitute    = "substitute"    // nghỉ bù
	Swap          = "swap"          // ngày nghỉ hoán đổi
	OfficeClosed  = "office_closed" // ngày nghỉ riêng của cơ quan, for the office file
)

// Names returns every name of a day off that this package knows, so that texts can be complete.
func Names() []string {
	return []string{Weekend, NewYear, TetHoliday, HungKingsDay, Reunification, Labour,
		National, Culture, Substitute, Swap, OfficeClosed}
}

// Sources of days that no law names, as keys for texts: how sure we are of them.
const (
	Draft     = "draft"     // dự thảo: the decision of the year is not known
	Announced = "announced" // the officials' holidays announced for the year; background knowledge of high certainty
	Likely    = "likely"    // the same, of medium certainty: to be confirmed
	Reported  = "reported"  // the same, read in a second-hand source
)

// Sources returns every source that is a key, so that texts can be complete.
func Sources() []string { return []string{Draft, Announced, Likely, Reported} }

const (
	paidDays   = "Labour Code 112"
	substitute = "Labour Code 111.3"
)

// The years from which the law gives a day, and how many days it gives.
const (
	hungKingsFrom      = 2007
	fiveDayTetFrom     = 2014
	secondNationalFrom = 2021
	cultureFrom        = 2026
	tetDays            = 5
	nationalDays       = 2
)

// year is what is known of one calendar year.
type year struct {
	working   [12]uint32 // bit n of a month is its day n
	off       map[Date]DayOff
	confirmed bool
}

func newYear(y int, extra []DayOff, makeUps []MakeUp) *year {
	builtIn, builtInWork := Decided()
	own, builtIn := ofYear(y, extra), ofYear(y, builtIn)
	decided := func(name string) []DayOff {
		if days := named(name, own); len(days) > 0 {
			return days
		}
		return named(name, builtIn)
	}
	tet, national := decided(TetHoliday), decided(National)
	out := &year{
		off:       map[Date]DayOff{},
		confirmed: len(tet) > 0 && (len(national) > 0 || y < secondNationalFrom),
	}
	if len(tet) == 0 {
		tet = draftTet(y)
	}
	if len(national) == 0 {
		national = draftNational(y)
	}
	if second := (Date{y, time.September, 2}); !slices.ContainsFunc(national, func(d DayOff) bool { return d.Date == second }) {
		national = append([]DayOff{{second, National, paidDays}}, national...)
	}

	out.add(fixed(y)...)
	out.add(tet...)
	out.add(national...)
	earning := fixed(y)
	if len(tet) <= tetDays {
		earning = append(earning, tet...)
	}
	if len(national) <= nationalDays {
		earning = append(earning, national...)
	}
	out.addSubstitutes(earning)
	out.add(decided(Swap)...)
	for _, d := range own {
		if d.Name != TetHoliday && d.Name != National && d.Name != Swap {
			out.add(d)
		}
	}
	out.markWorking(y, workedWeekends(y, makeUps, builtInWork))
	return out
}

// fixed returns the days of the law that need no decision.
func fixed(y int) []DayOff {
	days := []DayOff{
		{Date{y, time.January, 1}, NewYear, paidDays},
		{Date{y, time.April, 30}, Reunification, paidDays},
		{Date{y, time.May, 1}, Labour, paidDays},
	}
	if y >= hungKingsFrom {
		days = append(days, DayOff{HungKings(y), HungKingsDay, paidDays})
	}
	if y >= cultureFrom {
		days = append(days, DayOff{Date{y, time.November, 24}, Culture, "Resolution 28/2026"})
	}
	return days
}

// draftTet guesses the usual choice: two days before and three from Tết on, or
// one before and four where Tết is a Tuesday and the week becomes whole.
func draftTet(y int) []DayOff {
	first := Tet(y)
	before, days := 2, tetDays
	if y < fiveDayTetFrom {
		before, days = 1, tetDays-1
	} else if first.Weekday() == time.Tuesday {
		before = 1
	}
	var out []DayOff
	for i := range days {
		out = append(out, DayOff{first.AddDays(i - before), TetHoliday, Draft})
	}
	return out
}

// draftNational guesses the adjacent day that makes the longer rest.
func draftNational(y int) []DayOff {
	if y < secondNationalFrom {
		return nil
	}
	second := Date{y, time.September, 2}
	adjacent := second.AddDays(-1)
	switch second.Weekday() {
	case time.Sunday, time.Monday, time.Thursday:
		adjacent = second.AddDays(1)
	}
	return []DayOff{{adjacent, National, Draft}}
}

func (y *year) works(d Date) bool {
	return d.Month >= 1 && d.Month <= 12 && y.working[d.Month-1]&(1<<d.Day) != 0
}

func (y *year) add(days ...DayOff) {
	for _, d := range days {
		if _, taken := y.off[d.Date]; !taken {
			y.off[d.Date] = d
		}
	}
}

// addSubstitutes gives, for each day of the law on a weekend, the next day that is still worked.
func (y *year) addSubstitutes(earning []DayOff) {
	slices.SortFunc(earning, func(a, b DayOff) int { return a.Date.Compare(b.Date) })
	for i, d := range earning {
		if !weekend(d.Date) || i > 0 && earning[i-1].Date == d.Date {
			continue
		}
		next := d.Date
		for taken := true; taken; {
			next = next.AddDays(1)
			_, taken = y.off[next]
			taken = taken || weekend(next)
		}
		source := substitute
		if d.Source == Draft {
			source = Draft
		}
		y.add(DayOff{next, Substitute, source})
	}
}

func (y *year) markWorking(number int, worked map[Date]bool) {
	for d := (Date{number, time.January, 1}); d.Year == number; d = d.AddDays(1) {
		_, off := y.off[d]
		if !off && (!weekend(d) || worked[d]) {
			y.working[d.Month-1] |= 1 << d.Day
		}
	}
}

func workedWeekends(y int, own, builtIn []MakeUp) map[Date]bool {
	out := map[Date]bool{}
	for _, list := range [][]MakeUp{own, builtIn} {
		for _, m := range list {
			if m.Date.Year == y {
				out[m.Date] = true
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

func ofYear(y int, days []DayOff) []DayOff {
	return filter(days, func(d DayOff) bool { return d.Date.Year == y && d.Date.Valid() })
}

func named(name string, days []DayOff) []DayOff {
	return filter(days, func(d DayOff) bool { return d.Name == name })
}

func filter(days []DayOff, keep func(DayOff) bool) []DayOff {
	var out []DayOff
	for _, d := range days {
		if keep(d) {
			out = append(out, d)
		}
	}
	return out
}
