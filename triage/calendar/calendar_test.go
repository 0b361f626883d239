package calendar_test

import (
	"slices"
	"testing"

	"tiepdan/triage/calendar"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func TestDecidedYears(t *testing.T) {
	c := calendar.New(nil, nil)
	// Whole runs of days off as officials had them, first and last day off.
	for _, run := range [][2]string{
		{"2018-02-14", "2018-02-20"}, {"2018-09-01", "2018-09-03"}, {"2018-12-29", "2019-01-01"},
		{"2019-02-02", "2019-02-10"}, {"2019-04-27", "2019-05-01"},
		{"2020-01-23", "2020-01-29"}, {"2020-04-30", "2020-05-03"},
		{"2021-02-10", "2021-02-16"}, {"2021-09-02", "2021-09-05"},
		{"2022-01-01", "2022-01-03"}, {"2022-01-29", "2022-02-06"}, {"2022-04-30", "2022-05-03"}, {"2022-09-01", "2022-09-04"},
		{"2023-01-20", "2023-01-26"}, {"2023-04-29", "2023-05-03"}, {"2023-09-01", "2023-09-04"},
		{"2024-02-08", "2024-02-14"}, {"2024-04-27", "2024-05-01"}, {"2024-08-31", "2024-09-03"},
		{"2025-01-25", "2025-02-02"}, {"2025-04-30", "2025-05-04"}, {"2025-08-30", "2025-09-02"},
		{"2026-01-01", "2026-01-04"}, {"2026-02-14", "2026-02-22"}, {"2026-04-25", "2026-04-27"},
		{"2026-04-30", "2026-05-03"}, {"2026-08-29", "2026-09-02"}, {"2026-11-24", "2026-11-24"},
	} {
		first, last := day(t, run[0]), day(t, run[1])
		for d := first; !d.After(last); d = d.AddDays(1) {
			if c.WorkingDay(d) {
				t.Errorf("%v is worked in the run %v", d, run)
			}
		}
		for _, d := range []calendar.Date{first.AddDays(-1), last.AddDays(1)} {
			if !c.WorkingDay(d) {
				t.Errorf("%v beside the run %v is not worked: %s", d, run, c.Why(d))
			}
		}
	}
	for _, s := range []string{"2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"} {
		if !c.WorkingDay(day(t, s)) {
			t.Errorf("make-up day %s is not worked", s)
		}
	}
	for y, want := range map[int]bool{2017: false, 2018: true, 2026: true, 2027: false} {
		if c.Confirmed(y) != want {
			t.Errorf("Confirmed(%d) = %v", y, !want)
		}
	}
}

func TestNamesOfDaysOff(t *testing.T) {
	c := calendar.New(nil, nil)
	for s, want := range map[string]string{
		"2026-01-01": calendar.NewYear, "2026-01-02": calendar.Swap, "2026-01-03": calendar.Weekend,
		"2026-01-05": "", "2026-01-10": "", "2026-02-17": calendar.TetHoliday,
		"2026-04-26": calendar.HungKingsDay, "2026-04-27": calendar.Substitute,
		"2026-04-30": calendar.Reunification, "2026-05-01": calendar.Labour,
		"2026-09-01": calendar.National, "2026-09-02": calendar.National,
		"2026-11-24": calendar.Culture, "2025-11-24": "", // a Monday, before the law
		"2029-11-24": calendar.Culture, "2029-11-26": calendar.Substitute, // a Saturday
	} {
		d := day(t, s)
		if got := c.Why(d); got != want {
			t.Errorf("Why(%s) = %q, want %q", s, got, want)
		}
	}
	if plain := (calendar.Calendar{}); plain.WorkingDay(day(t, "2026-02-17")) || !plain.WorkingDay(day(t, "2026-02-23")) {
		t.Error("the zero calendar does not know Tết 2026")
	}
	for _, y := range []int{2018, 2026, 2027, 2031} {
		for _, off := range c.DaysOff(y) {
			if off.Source == "" || !slices.Contains(calendar.Names(), off.Name) {
				t.Errorf("%v has name %q, source %q", off.Date, off.Name, off.Source)
			}
		}
	}
}

func TestOfficeDays(t *testing.T) {
	d := func(s string) calendar.Date { return day(t, s) }
	off := func(name string, days ...string) (out []calendar.DayOff) {
		for _, s := range days {
			out = append(out, calendar.DayOff{Date: d(s), Name: name, Source: "office"})
		}
		return out
	}
	t.Run("a decided Tết replaces the draft", func(t *testing.T) {
		// 6 February 2027 is a Saturday; three days before and two from Tết on.
		c := calendar.New(off(calendar.TetHoliday, "2027-02-03", "2027-02-04", "2027-02-05", "2027-02-06", "2027-02-07"), nil)
		want := map[string]string{"2027-02-02": "", "2027-02-03": calendar.TetHoliday,
			"2027-02-08": calendar.Substitute, "2027-02-09": calendar.Substitute, "2027-02-10": ""}
		for s, why := range want {
			if got := c.Why(d(s)); got != why {
				t.Errorf("Why(%s) = %q, want %q", s, got, why)
			}
		}
		if c.Confirmed(2027) {
			t.Error("confirmed without the second day of National Day")
		}
	})
	t.Run("a whole range earns no substitutes", func(t *testing.T) {
		days := off(calendar.TetHoliday, "2027-02-04", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10")
		days = append(days, off(calendar.National, "2027-09-02", "2027-09-03")...)
		c := calendar.New(days, nil)
		if !c.WorkingDay(d("2027-02-03")) || c.WorkingDay(d("2027-02-10")) || !c.WorkingDay(d("2027-02-11")) {
			t.Error("the range is not kept as given")
		}
		if !c.Confirmed(2027) || c.Confirmed(2028) {
			t.Error("only 2027 is decided")
		}
	})
	t.Run("own days and make-ups", func(t *testing.T) {
		c := calendar.New(off(calendar.OfficeClosed, "2026-07-27"), []calendar.MakeUp{{Date: d("2026-07-25"), Source: "office"}})
		if c.Why(d("2026-07-27")) != calendar.OfficeClosed || !c.WorkingDay(d("2026-07-25")) {
			t.Error("the office's days are not kept")
		}
		if c.WorkingDay(d("2026-08-22")) {
			t.Error("the office's make-ups of a year replace the built-in ones")
		}
		if c.WorkingDay(d("2026-02-17")) {
			t.Error("built-in days are lost")
		}
	})
	t.Run("a make-up does not undo a holiday", func(t *testing.T) {
		c := calendar.New(nil, []calendar.MakeUp{{Date: d("2026-04-26"), Source: "office"}})
		if c.WorkingDay(d("2026-04-26")) {
			t.Error("Giỗ Tổ is worked")
		}
	})
}

func TestDraftYears(t *testing.T) {
	c := calendar.New(nil, nil)
	for y := 2027; y <= 2060; y++ {
		tet := 0
		for _, off := range c.DaysOff(y) {
			if off.Name == calendar.TetHoliday {
				tet++
			}
		}
		if tet != 5 || c.WorkingDay(calendar.Tet(y)) || c.WorkingDay(calendar.HungKings(y)) {
			t.Errorf("%d: %d days of Tết", y, tet)
		}
		// Twelve days of the law and their substitutes leave 11 or more weekdays off.
		weekdays := 0
		for _, off := range c.DaysOff(y) {
			if w := off.Date.Weekday(); w != 0 && w != 6 {
				weekdays++
			}
		}
		if weekdays < 11 || weekdays > 12 {
			t.Errorf("%d: %d weekdays off", y, weekdays)
		}
	}
}

// What an officer confirms reaches every copy at once, in place of the draft and
// of the office file's yearly days; other days of the office stay.
func TestACalendarLearns(t *testing.T) {
	d := func(s string) calendar.Date { return day(t, s) }
	var tet []calendar.DayOff
	for _, s := range []string{"2027-02-03", "2027-02-04", "2027-02-05", "2027-02-06", "2027-02-07"} {
		tet = append(tet, calendar.DayOff{Date: d(s), Name: calendar.TetHoliday, Source: "decision"})
	}
	c := calendar.New([]calendar.DayOff{{Date: d("2027-07-26"), Name: calendar.OfficeClosed, Source: "office"},
		{Date: d("2027-04-29"), Name: calendar.Swap, Source: "office"}}, nil)
	copied := c
	if c.Confirmed(2027) || !c.WorkingDay(d("2027-02-03")) || c.WorkingDay(d("2027-04-29")) {
		t.Fatal("the draft of 2027 is not as expected")
	}
	c.Learn(append(tet, calendar.DayOff{Date: d("2027-09-03"), Name: calendar.National, Source: "decision"},
		calendar.DayOff{Date: d("2027-12-31"), Name: calendar.Swap, Source: "decision"}), []calendar.MakeUp{{Date: d("2027-12-25"), Source: "decision"}})
	for s, worked := range map[string]bool{"2027-02-03": false, "2027-09-03": false, "2027-12-31": false, "2027-12-25": true, "2027-07-26": false, "2027-04-29": true} {
		if copied.WorkingDay(d(s)) != worked {
			t.Errorf("%s is worked: %v", s, !worked)
		}
	}
	if !copied.Confirmed(2027) || copied.Confirmed(2028) {
		t.Error("2027, and only it, is confirmed")
	}
	c.Learn(nil, nil)
	if copied.Confirmed(2027) || copied.WorkingDay(d("2027-04-29")) {
		t.Error("what is no longer confirmed is still known")
	}
	calendar.Calendar{}.Learn(tet, nil)
}
