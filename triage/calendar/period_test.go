package calendar_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDue(t *testing.T) {
	const h, d, wd, m = calendar.Hours, calendar.Days, calendar.WorkingDays, calendar.Months
	tests := []struct {
		what, from string
		period     calendar.Period
		at         string // the instant of the end
	}{
		{"hours run through the night and the weekend", "2026-03-06 16:40", calendar.Period{N: 24, Unit: h}, "2026-03-07 16:40"},
		{"hours run through Tết", "2026-02-16 23:30", calendar.Period{N: 12, Unit: h}, "2026-02-17 11:30"},
		{"the first day is not counted", "2026-03-02 00:00", calendar.Period{N: 7, Unit: d}, "2026-03-10 00:00"},
		{"nor is it late in the evening", "2026-03-02 23:59", calendar.Period{N: 7, Unit: d}, "2026-03-10 00:00"},
		{"a last day on Saturday rolls to Monday", "2026-03-07 09:00", calendar.Period{N: 7, Unit: d}, "2026-03-17 00:00"},
		{"unless it must not", "2026-03-07 09:00", calendar.Period{N: 7, Unit: d, Custody: true}, "2026-03-15 00:00"},
		{"a last day in Tết rolls over all of it", "2026-02-09 09:00", calendar.Period{N: 5, Unit: d}, "2026-02-24 00:00"},
		{"a last day on a make-up Saturday stays", "2026-08-15 09:00", calendar.Period{N: 7, Unit: d}, "2026-08-23 00:00"},
		{"24 November 2025 is worked", "2025-11-21 09:00", calendar.Period{N: 1, Unit: wd}, "2025-11-25 00:00"},
		{"24 November 2026 is not", "2026-11-23 09:00", calendar.Period{N: 1, Unit: wd}, "2026-11-26 00:00"},
		{"days that end on 24 November 2026 roll", "2026-11-17 09:00", calendar.Period{N: 7, Unit: d}, "2026-11-26 00:00"},
		{"working days pass over Tết", "2026-02-12 09:00", calendar.Period{N: 3, Unit: wd}, "2026-02-25 00:00"},
		{"working days count the make-up Saturday", "2026-08-21 17:00", calendar.Period{N: 2, Unit: wd}, "2026-08-25 00:00"},
		{"received on a day off, working days start after it", "2026-03-08 09:00", calendar.Period{N: 5, Unit: wd}, "2026-03-14 00:00"},
		{"a month ends on the same-numbered day", "2026-03-12 09:00", calendar.Period{N: 2, Unit: m}, "2026-05-13 00:00"},
		{"or the last of the month", "2026-08-31 09:00", calendar.Period{N: 1, Unit: m}, "2026-10-01 00:00"},
		{"a month of detention is thirty days", "2025-12-31 09:00", calendar.Period{N: 2, Unit: m, Custody: true}, "2026-03-02 00:00"},
		{"and ends on a Sunday too", "2026-01-16 09:00", calendar.Period{N: 1, Unit: m, Custody: true}, "2026-02-16 00:00"},
		{"also in a leap year", "2027-12-31 09:00", calendar.Period{N: 2, Unit: m}, "2028-03-01 00:00"},
		{"months roll as well", "2025-12-31 09:00", calendar.Period{N: 2, Unit: m}, "2026-03-03 00:00"},
		{"a year is twelve months", "2025-11-24 09:00", calendar.Period{N: 12, Unit: m}, "2026-11-26 00:00"},
		{"an event told in another zone", "2026-03-02 23:59", calendar.Period{N: 1, Unit: d}, "2026-03-04 00:00"},
	}
	c := calendar.New(nil, nil)
	for _, test := range tests {
		due := c.Due(at(t, test.from).UTC(), test.period)
		if want := at(t, test.at); !due.At.Equal(want) {
			t.Errorf("%s: %s + %v = %v, want %v", test.what, test.from, test.period, due.At, want)
		}
		if _, offset := due.At.Zone(); offset != 7*3600 || !due.From.Equal(at(t, test.from)) {
			t.Errorf("%s: from %v, at %v", test.what, due.From, due.At)
		}
		if test.period.Unit != h && due.Last.End() != due.At {
			t.Errorf("%s: the last day is %v, the end %v", test.what, due.Last, due.At)
		}
	}
}

func TestDueTellsWhy(t *testing.T) {
	c := calendar.New(nil, nil)
	due := c.Due(at(t, "2026-04-23 09:00"), calendar.Period{N: 2, Unit: calendar.WorkingDays})
	want := []calendar.Skip{{day(t, "2026-04-25"), calendar.Weekend},
		{day(t, "2026-04-26"), calendar.HungKingsDay}, {day(t, "2026-04-27"), calendar.Substitute}}
	if due.Last != day(t, "2026-04-28") || !reflect.DeepEqual(due.Skipped, want) {
		t.Errorf("got %v, %v", due.Last, due.Skipped)
	}
	if s := (calendar.Period{N: 5, Unit: calendar.WorkingDays}).String(); s != "5wd" {
		t.Errorf("period %s", s)
	}
}

// Over random events and lengths: a longer period never ends earlier, a later
// event never ends its period earlier, no period ends on a day off, and
// counting back gives the length.
func TestDueProperties(t *testing.T) {
	c := calendar.New(nil, nil)
	r := rand.New(rand.NewPCG(11, 24))
	from := at(t, "2017-06-01 00:00").Unix()
	for range 20000 {
		event := time.Unix(from+r.Int64N(15*365*24*3600), 0)
		n := r.IntN(90)
		for _, unit := range []calendar.Unit{calendar.Hours, calendar.Days, calendar.WorkingDays, calendar.Months} {
			p := calendar.Period{N: n, Unit: unit}
			due := c.Due(event, p)
			longer := c.Due(event, calendar.Period{N: n + 1, Unit: unit})
			later := c.Due(event.Add(time.Duration(r.Int64N(int64(30*24*time.Hour)))), p)
			if longer.At.Before(due.At) || later.At.Before(due.At) || due.At.Before(event) {
				t.Fatalf("%v + %v = %v, longer %v, later %v", event, p, due.At, longer.At, later.At)
			}
			if unit == calendar.Hours {
				if due.At.Sub(event) != time.Duration(n)*time.Hour {
					t.Fatalf("%v + %v = %v", event, p, due.At)
				}
				continue
			}
			if !c.WorkingDay(due.Last) {
				t.Fatalf("%v + %v ends on %v, %s", event, p, due.Last, c.Why(due.Last))
			}
			if unit == calendar.WorkingDays && n > 0 {
				if got := worked(c, calendar.Of(event), due.Last); got != n {
					t.Fatalf("%v + %v = %v, counted back %d", event, p, due.Last, got)
				}
			}
			unrolled := c.Due(event, calendar.Period{N: n, Unit: unit, Custody: true})
			if unit == calendar.Months && unrolled.Last.Sub(calendar.Of(event)) != 30*n {
				t.Fatalf("%v + %v of detention ends on %v", event, p, unrolled.Last)
			}
			if unit == calendar.Days && unrolled.Last.Sub(calendar.Of(event)) != n {
				t.Fatalf("%v + %v ends on %v", event, p, unrolled.Last)
			}
			if unit != calendar.Months && c.NextWorkingDay(unrolled.Last) != due.Last {
				t.Fatalf("%v + %v: %v rolls to %v", event, p, unrolled.Last, due.Last)
			}
		}
	}
}

// worked counts the working days after a up to and including b.
func worked(c calendar.Calendar, a, b calendar.Date) (n int) {
	for a.Before(b) {
		if a = a.AddDays(1); c.WorkingDay(a) {
			n++
		}
	}
	return n
}

func TestWorkingDaysBothWays(t *testing.T) {
	c := calendar.New(nil, nil)
	r := rand.New(rand.NewPCG(2, 9))
	first := day(t, "2017-01-01")
	for range 5000 {
		a := first.AddDays(r.IntN(5000))
		n := r.IntN(200)
		if b := c.AddWorkingDays(a, n); worked(c, a, b) != n {
			t.Fatalf("%v + %d = %v, counted %d", a, n, b, worked(c, a, b))
		}
		if b := c.AddWorkingDays(a, -n); worked(c, b.AddDays(-1), a.AddDays(-1)) != n {
			t.Fatalf("%v - %d = %v, counted %d", a, n, b, worked(c, b.AddDays(-1), a.AddDays(-1)))
		}
	}
}

func BenchmarkDue(b *testing.B) {
	c := calendar.New(nil, nil)
	from := time.Date(2026, 2, 10, 2, 0, 0, 0, time.UTC)
	for b.Loop() {
		c.Due(from, calendar.Period{N: 10, Unit: calendar.WorkingDays})
	}
}
