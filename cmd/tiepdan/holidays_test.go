package main

import (
	"slices"
	"strings"
	"testing"

	"tiepdan/bot/text"
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

// What is listed is read by people: no key of ours stands in it, in any year.
func TestDaysOffAreListedInWords(t *testing.T) {
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	row := dayOffRow(words.In(text.Default))
	cal := calendar.New([]calendar.DayOff{
		{Date: calendar.NewDate(2027, 7, 26), Name: "Ngày truyền thống ngành", Source: "Quyết định 12/QĐ"},
		{Date: calendar.NewDate(2027, 7, 27), Name: calendar.OfficeClosed, Source: "Thông báo 3/TB"},
	}, nil)
	for year := 2018; year <= 2027; year++ {
		for _, d := range cal.DaysOff(year) {
			cells := row(d)
			for _, key := range append(calendar.Names(), calendar.Sources()...) {
				if slices.Contains(cells, key) {
					t.Errorf("%s: %q is a key", d.Date, key)
				}
			}
			if said := strings.Join(cells, " "); strings.ContainsAny(said, "_[") || strings.Contains(said, "Code") || strings.Contains(said, "Resolution") {
				t.Errorf("%s: %q", d.Date, said)
			}
		}
	}
	for day, want := range map[calendar.Date]string{
		calendar.NewDate(2027, 2, 5):   "2027-02-05|6|Tết Âm lịch|dự thảo, chưa có quyết định của năm",
		calendar.NewDate(2027, 5, 3):   "2027-05-03|2|Nghỉ bù|khoản 3 Điều 111 Bộ luật Lao động",
		calendar.NewDate(2027, 11, 24): "2027-11-24|4|Ngày Văn hóa Việt Nam|Nghị quyết 28/2026/QH16",
		calendar.NewDate(2027, 7, 26):  "2027-07-26|2|Ngày truyền thống ngành|Quyết định 12/QĐ",
		calendar.NewDate(2027, 7, 27):  "2027-07-27|3|Cơ quan nghỉ|Thông báo 3/TB",
	} {
		i := slices.IndexFunc(cal.DaysOff(day.Year), func(d calendar.DayOff) bool { return d.Date == day })
		if i < 0 {
			t.Fatalf("%s is no day off", day)
		}
		if got := strings.Join(row(cal.DaysOff(day.Year)[i]), "|"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
