package triage

import (
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

// testOffice is a small province: one provincial unit and two regional ones.
func testOffice() Office {
	o := Office{
		Name: "Viện kiểm sát nhân dân tỉnh", Province: "22",
		Units: []Unit{
			{ID: "vks-tinh", Kind: UnitProvincial, Name: "VKSND tỉnh"},
			{ID: "vks-kv-1", Kind: UnitRegional, Name: "VKSND khu vực 1", Communes: []string{"00001"}},
			{ID: "vks-kv-2", Kind: UnitRegional, Name: "VKSND khu vực 2", Communes: []string{"00002"}},
		},
		Calendar:        calendar.New(nil, nil),
		Week:            Cutoff{Weekday: time.Thursday, Clock: 17 * time.Hour},
		SignatureNeeded: true, SignDays: 30, ClassifyDays: 5, ReopenDays: 30,
		Targets: []Target{
			{Name: "rate", Value: 1, Source: "QC 51"},
			{Name: "crime_reports", Value: 0.9, Source: "NQ 96/2019"},
		},
	}
	for _, key := range DestinationKeys() {
		o.Destinations = append(o.Destinations, Destination{Key: key, Name: key})
	}
	return o
}

func testRoster() Roster {
	r := Roster{Groups: map[UnitID]PersonID{"vks-tinh": "group-tinh", "vks-kv-1": "group-1", "vks-kv-2": "group-2"}}
	for _, u := range []UnitID{"vks-tinh", "vks-kv-1", "vks-kv-2"} {
		for _, p := range Posts() {
			id := StaffID(string(u) + "/" + string(p))
			r.Staff = append(r.Staff, Staff{ID: id, Name: "Cán bộ " + string(id), Unit: u, Post: p, Person: PersonID("person:" + string(id))})
		}
		id := StaffID(string(u) + "/officer-2")
		r.Staff = append(r.Staff, Staff{ID: id, Name: "Cán bộ " + string(id), Unit: u, Post: Officer, Person: PersonID("person:" + string(id))})
	}
	return r
}

// noon is 12:00 of a day in Viet Nam.
func noon(t testing.TB, day string) time.Time {
	t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d.Start().Add(12 * time.Hour)
}

func onDay(day string) calendar.Date {
	d, err := calendar.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return d
}
