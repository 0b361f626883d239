package calendar_test

import (
	"testing"

	"tiepdan/triage/calendar"
)

// The days of Tết from 1968, when the North took UTC+7. In 1968, 1985 and 2007
// they differ from the Chinese New Year.
func TestTet(t *testing.T) {
	known := map[int]string{
		1968: "01-29", 1969: "02-16", 1970: "02-06", 1971: "01-27", 1972: "02-15", 1973: "02-03", 1974: "01-23",
		1975: "02-11", 1976: "01-31", 1977: "02-18", 1978: "02-07", 1979: "01-28", 1980: "02-16", 1981: "02-05",
		1982: "01-25", 1983: "02-13", 1984: "02-02", 1985: "01-21", 1986: "02-09", 1987: "01-29", 1988: "02-17",
		1989: "02-06", 1990: "01-27", 1991: "02-15", 1992: "02-04", 1993: "01-23", 1994: "02-10", 1995: "01-31",
		1996: "02-19", 1997: "02-07", 1998: "01-28", 1999: "02-16", 2000: "02-05", 2001: "01-24", 2002: "02-12",
		2003: "02-01", 2004: "01-22", 2005: "02-09", 2006: "01-29", 2007: "02-17", 2008: "02-07", 2009: "01-26",
		2010: "02-14", 2011: "02-03", 2012: "01-23", 2013: "02-10", 2014: "01-31", 2015: "02-19", 2016: "02-08",
		2017: "01-28", 2018: "02-16", 2019: "02-05", 2020: "01-25", 2021: "02-12", 2022: "02-01", 2023: "01-22",
		2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26", 2029: "02-13", 2030: "02-02",
		2031: "01-23", 2032: "02-11", 2033: "01-31", 2034: "02-19",
	}
	for y := 1968; y <= 2034; y++ {
		if got := calendar.Tet(y).String()[5:]; got != known[y] {
			t.Errorf("Tết %d = %s, want %s", y, got, known[y])
		}
	}
}

func TestHungKings(t *testing.T) {
	for y, want := range map[int]string{
		2018: "2018-04-25", 2019: "2019-04-14", 2020: "2020-04-02", 2021: "2021-04-21", 2022: "2022-04-10",
		2023: "2023-04-29", 2024: "2024-04-18", 2025: "2025-04-07", 2026: "2026-04-26",
		2027: "2027-04-16", 2028: "2028-04-04", 2029: "2029-04-23", 2030: "2030-04-12",
	} {
		if got := calendar.HungKings(y).String(); got != want {
			t.Errorf("Giỗ Tổ %d = %s, want %s", y, got, want)
		}
	}
}

func TestLeapMonths(t *testing.T) {
	// Year and its leap month; 1985 has its leap month two months before the Chinese calendar's.
	for y, month := range map[int]int{
		1984: 0, 1985: 2, 1987: 7, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6,
		2026: 0, 2028: 5, 2031: 3, 2033: 11,
	} {
		got := 0
		for d := calendar.Tet(y); d.Before(calendar.Tet(y + 1)); d = d.AddDays(1) {
			if l := calendar.Lunar(d); l.Leap {
				got = l.Month
			}
		}
		if got != month {
			t.Errorf("leap month of %d = %d, want %d", y, got, month)
		}
	}
}

// Each lunar day follows the one before it, and leads back to its solar day.
func TestLunarRunsOn(t *testing.T) {
	last := calendar.Lunar(calendar.Date{Year: 1900, Month: 12, Day: 31})
	for d := (calendar.Date{Year: 1901, Month: 1, Day: 1}); d.Year < 2150; d = d.AddDays(1) {
		l := calendar.Lunar(d)
		sameMonth := l.Year == last.Year && l.Month == last.Month && l.Leap == last.Leap && l.Day == last.Day+1
		newMonth := l.Day == 1 && last.Day >= 29 &&
			(l.Year == last.Year && l.Month == last.Month+1 && !l.Leap ||
				l.Year == last.Year && l.Month == last.Month && l.Leap && !last.Leap ||
				l.Year == last.Year+1 && l.Month == 1 && last.Month == 12 && !l.Leap)
		if !sameMonth && !newMonth {
			t.Fatalf("%v: %+v follows %+v", d, l, last)
		}
		if back, ok := l.Solar(); !ok || back != d {
			t.Fatalf("%v is %+v, which is %v, %v", d, l, back, ok)
		}
		last = l
	}
	for _, l := range []calendar.LunarDate{{2026, 1, 31, false}, {2026, 13, 1, false}, {2026, 6, 1, true}, {2026, 0, 1, false}, {2026, 1, 0, false}} {
		if d, ok := l.Solar(); ok {
			t.Errorf("%+v is %v", l, d)
		}
	}
}
