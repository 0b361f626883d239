package triage

import (
	"errors"
	"testing"
	"time"
)

func TestParsePeriod(t *testing.T) {
	o := testOffice() // the week ends on Thursday at 17:00
	for given, want := range map[string][2]string{
		"2026-W47":               {"2026-11-12T17:00:00+07:00", "2026-11-19T17:00:00+07:00"},
		"2026-w1":                {"2025-12-25T17:00:00+07:00", "2026-01-01T17:00:00+07:00"},
		"2026-W53":               {"2026-12-24T17:00:00+07:00", "2026-12-31T17:00:00+07:00"},
		"2026-11":                {"2026-11-01T00:00:00+07:00", "2026-12-01T00:00:00+07:00"},
		"2026-Q4":                {"2026-10-01T00:00:00+07:00", "2027-01-01T00:00:00+07:00"},
		"2026-H2":                {"2026-07-01T00:00:00+07:00", "2027-01-01T00:00:00+07:00"},
		"2026-9M":                {"2026-01-01T00:00:00+07:00", "2026-10-01T00:00:00+07:00"},
		"2026":                   {"2026-01-01T00:00:00+07:00", "2027-01-01T00:00:00+07:00"},
		"WY2026":                 {"2025-12-01T00:00:00+07:00", "2026-12-01T00:00:00+07:00"},
		"2024-01-01..2024-12-31": {"2024-01-01T00:00:00+07:00", "2025-01-01T00:00:00+07:00"},
		"2024-02-29..2024-02-29": {"2024-02-29T00:00:00+07:00", "2024-03-01T00:00:00+07:00"},
	} {
		p, err := ParsePeriod(given, o)
		if err != nil {
			t.Errorf("%s: %v", given, err)
			continue
		}
		if from, to := p.From.Format(time.RFC3339), p.To.Format(time.RFC3339); from != want[0] || to != want[1] {
			t.Errorf("%s: [%s, %s), want [%s, %s)", given, from, to, want[0], want[1])
		}
		again, err := ParsePeriod(p.String(), o)
		if err != nil || again != p {
			t.Errorf("%s: String gives %q, which is another period (%v)", given, p, err)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	o := testOffice()
	for _, given := range []string{"", "x", "26-11", "2026-13", "2026-00", "2026-W54", "2025-W53", "2026-W0", "2026-Q5", "2026-H3", "2026-0M", "2026-13M",
		"2026-", "2026-+1", "WY", "WY26", "2024-12-31..2024-01-01", "2024-02-30..2024-03-01", "2024-01-01..", "99999", "2026-W", "2026-M", "2026-111"} {
		var wrong *PeriodError
		if p, err := ParsePeriod(given, o); !errors.As(err, &wrong) || wrong.Given != given {
			t.Errorf("%q: %v, %v", given, p, err)
		}
	}
}

func TestWorkYearOfTheOffice(t *testing.T) {
	o := testOffice()
	for start, want := range map[time.Month]string{0: "2025-12-01", time.December: "2025-12-01", time.October: "2025-10-01", time.January: "2026-01-01"} {
		o.WorkYearStart = start
		p, err := ParsePeriod("WY2026", o)
		if err != nil || p.From.Format(time.DateOnly) != want || p.To.Format(time.DateOnly)[4:] != want[4:] {
			t.Errorf("starting in %s: [%s, %s), %v", start, p.From, p.To, err)
		}
	}
}

// Weeks, months, quarters, halves and years meet without gap, whatever the cut-off.
func TestPeriodsMeet(t *testing.T) {
	o := testOffice()
	cutoffs := []Cutoff{{}, {Weekday: time.Sunday, Clock: 24 * time.Hour}, {Weekday: time.Friday, Clock: 16*time.Hour + 30*time.Minute}, {Weekday: time.Monday}}
	for _, c := range cutoffs {
		o.Week = c
		for _, given := range []string{"2026-W53", "2021-W01", "2026-01", "2026-Q1", "2026-H1", "2026", "WY2026", "2024-02-01..2024-02-29"} {
			p, err := ParsePeriod(given, o)
			if err != nil {
				t.Fatal(err)
			}
			for range 110 {
				before := p.Previous()
				if !before.To.Equal(p.From) {
					t.Fatalf("%v: %s ends at %s, %s begins at %s", c, before, before.To, p, p.From)
				}
				if after := before.Next(); after != p {
					t.Fatalf("%v: after %s comes %s, not %s", c, before, after, p)
				}
				p = before
			}
		}
	}
}

func TestWeekOf(t *testing.T) {
	for _, c := range []Cutoff{{}, {Weekday: time.Thursday, Clock: 17 * time.Hour}, {Weekday: time.Sunday, Clock: 24 * time.Hour}, {Weekday: time.Monday, Clock: 0}} {
		at := noon(t, "2024-12-20")
		for range 24 * 20 {
			at = at.Add(53 * time.Minute)
			if p := WeekOf(at, c); at.Before(p.From) || !at.Before(p.To) || p.To.Sub(p.From) != 7*24*time.Hour {
				t.Fatalf("%v: %s is not in %s [%s, %s)", c, at, p, p.From, p.To)
			}
		}
	}
	o := testOffice()
	end := noon(t, "2026-11-19").Add(5 * time.Hour)
	if p := WeekOf(end.Add(-time.Nanosecond), o.Week); p.String() != "2026-W47" {
		t.Errorf("just before the cut-off: %s", p)
	}
	if p := WeekOf(end, o.Week); p.String() != "2026-W48" {
		t.Errorf("at the cut-off: %s", p)
	}
}

func TestSameLastYear(t *testing.T) {
	o := testOffice()
	for given, want := range map[string]string{
		"2026-W47": "2025-W47", "2026-W53": "2025-W52", "2026-11": "2025-11", "2026-Q4": "2025-Q4", "2026-H2": "2025-H2",
		"2026-9M": "2025-9M", "2026": "2025", "WY2026": "WY2025", "2024-02-01..2024-02-29": "2023-02-01..2023-02-28",
	} {
		p, err := ParsePeriod(given, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.SameLastYear().String(); got != want {
			t.Errorf("%s: %s, want %s", given, got, want)
		}
	}
	p, _ := ParsePeriod("2026-9M", o)
	if got := p.Previous().String(); got != "2025-9M" {
		t.Errorf("the first nine months follow %s", got)
	}
}

func FuzzParsePeriod(f *testing.F) {
	o := testOffice()
	for _, s := range []string{"2026-W47", "2026-9M", "WY2026", "2024-01-01..2024-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePeriod(s, o)
		if err != nil {
			return
		}
		if !p.From.Before(p.To) {
			t.Fatalf("%q: [%s, %s)", s, p.From, p.To)
		}
		if again, err := ParsePeriod(p.String(), o); err != nil || again != p {
			t.Fatalf("%q prints as %q: %v, %v", s, p, again, err)
		}
	})
}
