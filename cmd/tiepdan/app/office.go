package app

import (
	"fmt"
	"os"
	"strings"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

// officeFile is the office file as it is written (tệp đơn vị). What it means
// stands in deploy/office.sample.yaml, key by key.
type officeFile struct {
	Sample        bool                 `yaml:"sample"`
	Name          string               `yaml:"name"`
	Province      string               `yaml:"province"`
	Units         []officeUnit         `yaml:"units"`
	Destinations  []officeDestination  `yaml:"destinations"`
	Desk          officeDesk           `yaml:"desk"`
	Hotlines      []officeHotline      `yaml:"hotlines"`
	Week          officeWeek           `yaml:"week"`
	WorkYearStart int                  `yaml:"work_year_start"`
	Signature     officeSignature      `yaml:"signature"`
	ClassifyDays  int                  `yaml:"classify_days"`
	ReopenDays    int                  `yaml:"reopen_days"`
	Approval      []triage.Disposition `yaml:"approval"`
	Targets       []officeTarget       `yaml:"targets"`
	Holidays      officeHolidays       `yaml:"holidays"`
	Rules         []triage.Rule        `yaml:"rules"`
	RulesOff      []triage.Off         `yaml:"rules_off"`
}

type officeUnit struct {
	ID        triage.UnitID   `yaml:"id"`
	Kind      triage.UnitKind `yaml:"kind"`
	Name      string          `yaml:"name"`
	Short     string          `yaml:"short"`
	Address   string          `yaml:"address"`
	Communes  []string        `yaml:"communes"`
	From      calendar.Date   `yaml:"from"`
	To        calendar.Date   `yaml:"to"`
	Successor triage.UnitID   `yaml:"successor"`
}

type officeDestination struct {
	Key       string        `yaml:"key"`
	Name      string        `yaml:"name"`
	Address   string        `yaml:"address"`
	Note      string        `yaml:"note"`
	From      calendar.Date `yaml:"from"`
	To        calendar.Date `yaml:"to"`
	Successor string        `yaml:"successor"`
}

type officeDesk struct {
	Address string `yaml:"address"`
	Hours   string `yaml:"hours"`
	Phone   string `yaml:"phone"`
}

type officeHotline struct {
	Number string `yaml:"number"`
	Name   string `yaml:"name"`
}

type officeWeek struct {
	Ends string `yaml:"ends"` // a weekday in English
	At   string `yaml:"at"`   // 00:01 to 24:00
}

type officeSignature struct {
	Needed bool `yaml:"needed"`
	Days   int  `yaml:"days"`
}

type officeTarget struct {
	Name   string        `yaml:"name"`
	Value  float64       `yaml:"value"`
	Source string        `yaml:"source"`
	From   calendar.Date `yaml:"from"`
	To     calendar.Date `yaml:"to"`
}

type officeHolidays struct {
	DayOff []officeDay `yaml:"day_off"`
	MakeUp []officeDay `yaml:"make_up"`
}

type officeDay struct {
	Date   calendar.Date `yaml:"date"`
	Name   string        `yaml:"name"`
	Source string        `yaml:"source"`
}

// ReadOffice reads an office file. Everything that is wrong is told at once, as
// Mistakes with the lines; name is what the file is called there.
func ReadOffice(name string, text []byte, places *area.Gazetteer) (triage.Office, error) {
	var f officeFile
	d, ok := readYAML(name, text, &f)
	if ok {
		checkOffice(d, &f, places)
	}
	if len(d.mistakes) > 0 {
		return triage.Office{}, d.inOrder()
	}
	return f.office(), nil
}

// OpenOffice reads the office file at a path.
func OpenOffice(path string, places *area.Gazetteer) (triage.Office, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return triage.Office{}, Mistakes{{envOffice, "không mở được tệp đơn vị " + path, "kiểm tra đường dẫn và quyền đọc"}}
	}
	return ReadOffice(path, text, places)
}

// office is the file as triage wants it. It is called on a file without mistakes.
func (f *officeFile) office() triage.Office {
	weekday, _ := weekdayNamed(f.Week.Ends)
	clock, _ := clockOf(f.Week.At)
	o := triage.Office{
		Name: f.Name, Province: f.Province, Sample: f.Sample,
		Week:            triage.Cutoff{Weekday: weekday, Clock: clock},
		WorkYearStart:   time.Month(f.WorkYearStart),
		SignatureNeeded: f.Signature.Needed, SignDays: f.Signature.Days,
		ClassifyDays: f.ClassifyDays, ReopenDays: f.ReopenDays,
		Approval: f.Approval,
		Desk:     triage.Counter(f.Desk),
	}
	for _, u := range f.Units {
		o.Units = append(o.Units, triage.Unit(u))
	}
	for _, d := range f.Destinations {
		o.Destinations = append(o.Destinations, triage.Destination(d))
	}
	for _, h := range f.Hotlines {
		o.Hotlines = append(o.Hotlines, triage.Hotline(h))
	}
	for _, t := range f.Targets {
		o.Targets = append(o.Targets, triage.Target(t))
	}
	var off []calendar.DayOff
	for _, day := range f.Holidays.DayOff {
		off = append(off, calendar.DayOff(day))
	}
	var makeUps []calendar.MakeUp
	for _, day := range f.Holidays.MakeUp {
		makeUps = append(makeUps, calendar.MakeUp{Date: day.Date, Source: day.Source})
	}
	o.Calendar = calendar.New(off, makeUps)
	if len(f.Rules) > 0 || len(f.RulesOff) > 0 {
		o.Table = triage.NewTable(f.Rules, f.RulesOff)
	}
	return o
}

// weekdayNamed reads a weekday's English name, as "sunday".
func weekdayNamed(name string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), name) {
			return d, true
		}
	}
	return 0, false
}

// clockOf reads a time of day from 00:01 to 24:00 as the time since midnight.
func clockOf(text string) (time.Duration, bool) {
	var h, m int
	if n, err := fmt.Sscanf(text, "%d:%d", &h, &m); n != 2 || err != nil || len(text) != len("24:00") {
		return 0, false
	}
	at := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	return at, h >= 0 && m >= 0 && m < 60 && at > 0 && at <= 24*time.Hour
}
