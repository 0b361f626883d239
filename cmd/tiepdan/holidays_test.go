package main

import (
	"strings"
	"testing"

	"tiepdan/triage/calendar"
)

func TestHolidaysOfAYear(t *testing.T) {
	cal := calendar.New(nil, nil)
	for name, c := range map[string]struct {
		command holidaysConfirmCommand
		want    string // the days, or a word of the refusal
	}{
		"as drafted":          {holidaysConfirmCommand{Year: 2027}, "2027-02-04 tet, 2027-02-05 tet, 2027-02-06 tet, 2027-02-07 tet, 2027-02-08 tet, 2027-09-03 national"},
		"as decided":          {holidaysConfirmCommand{Year: 2027, Tet: "2027-02-03..2027-02-07", National: "2027-09-01"}, "2027-02-03 tet, 2027-02-04 tet, 2027-02-05 tet, 2027-02-06 tet, 2027-02-07 tet, 2027-09-01 national"},
		"with a swap":         {holidaysConfirmCommand{Year: 2027, Tet: "2027-02-06..2027-02-06", Swap: []string{"2027-08-30=2027-08-28"}}, "2027-02-06 tet, 2027-09-03 national, 2027-08-30 swap, 2027-08-28 worked"},
		"Tết without mùng 1":  {holidaysConfirmCommand{Year: 2027, Tet: "2027-02-01..2027-02-05"}, "mùng 1"},
		"Tết of a month":      {holidaysConfirmCommand{Year: 2027, Tet: "2027-02-01..2027-02-28"}, "--tet"},
		"Tết of another year": {holidaysConfirmCommand{Year: 2027, Tet: "2026-02-14..2026-02-22"}, "--tet"},
		"no neighbour":        {holidaysConfirmCommand{Year: 2027, National: "2027-09-06"}, "--national"},
		"a worked Monday":     {holidaysConfirmCommand{Year: 2027, Swap: []string{"2027-08-31=2027-08-30"}}, "--swap"},
		"a Sunday off":        {holidaysConfirmCommand{Year: 2027, Swap: []string{"2027-08-29=2027-08-28"}}, "--swap"},
		"half a swap":         {holidaysConfirmCommand{Year: 2027, Swap: []string{"2027-08-30"}}, "--swap"},
	} {
		var got []string
		off, makeUps, err := c.command.decided(cal)
		for _, d := range off {
			got = append(got, d.Date.String()+" "+d.Name)
		}
		for _, d := range makeUps {
			got = append(got, d.Date.String()+" worked")
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if said := strings.Join(got, ", "); said != c.want && (err == nil || !strings.Contains(said, c.want)) {
			t.Errorf("%s: %s, want %s", name, said, c.want)
		}
	}
}
