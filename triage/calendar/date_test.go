package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

func TestDateAgainstTime(t *testing.T) {
	d := calendar.Date{Year: 1890, Month: 1, Day: 1}
	for want := time.Date(1890, 1, 1, 0, 0, 0, 0, calendar.Zone()); want.Year() < 2150; want = want.AddDate(0, 0, 1) {
		if !d.Start().Equal(want) || calendar.Of(want) != d || d.Weekday() != want.Weekday() || d.String() != want.Format(time.DateOnly) {
			t.Fatalf("%v is not %v", d, want)
		}
		next := d.AddDays(1)
		if next.Sub(d) != 1 || !d.Before(next) || !next.After(d) || next.AddDays(-1) != d || !d.End().Equal(next.Start()) || !d.Valid() {
			t.Fatalf("%v is followed by %v", d, next)
		}
		d = next
	}
}

func TestOfIsTheDayInVietnam(t *testing.T) {
	if got := calendar.Of(time.Date(2026, 3, 4, 17, 0, 0, 0, time.UTC)).String(); got != "2026-03-05" {
		t.Errorf("17:00 UTC falls on %s", got)
	}
}

func TestAddMonths(t *testing.T) {
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2026-12-15", 1, "2027-01-15"},
		{"2026-01-15", -1, "2025-12-15"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-05-31", 25, "2028-06-30"}, {"2026-05-31", 0, "2026-05-31"},
		{"2026-05-31", -29, "2023-12-31"},
	} {
		if got := day(t, test.from).AddMonths(test.n).String(); got != test.want {
			t.Errorf("%s + %d months = %s, want %s", test.from, test.n, got, test.want)
		}
	}
}

func TestDateAsText(t *testing.T) {
	type record struct {
		On calendar.Date `json:"on"`
	}
	in := record{calendar.Date{Year: 2026, Month: 3, Day: 5}}
	data, err := json.Marshal(in)
	if err != nil || string(data) != `{"on":"2026-03-05"}` {
		t.Fatalf("%s, %v", data, err)
	}
	var out record
	if err := json.Unmarshal(data, &out); err != nil || out != in {
		t.Fatalf("%v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"on":""}`), &out); err != nil || !out.On.IsZero() {
		t.Fatalf("%v, %v", out, err)
	}
	for _, s := range []string{"2026-02-30", "2026-2-3", "5/3/2026", "2026-03-05T00:00:00Z", "0000-01-01", "x"} {
		if _, err := calendar.ParseDate(s); !errors.Is(err, calendar.ErrBadDate) {
			t.Errorf("%q: %v", s, err)
		}
	}
	if d := calendar.NewDate(2026, 13, 32); d.String() != "2027-02-01" {
		t.Errorf("carried over to %v", d)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-03-05", "2024-02-29", "0001-01-01", "9999-12-31", "2026-02-30", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q gives %v and %v", s, d, err)
			}
			return
		}
		if d.String() != s || !d.Valid() || calendar.Of(d.Start()) != d || d.AddDays(0) != d {
			t.Fatalf("%q is read as %v", s, d)
		}
	})
}
