package triagetest

import (
	"fmt"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// Units of Office.
const (
	Province triage.UnitID = "vks-tinh"
	Region1  triage.UnitID = "vks-kv-1"
	Region2  triage.UnitID = "vks-kv-2"
	Region3  triage.UnitID = "vks-kv-3"
)

// Office is an invented office of province 22: a provincial unit and three regional
// ones, with every destination that a rule names.
func Office() triage.Office {
	region := func(id triage.UnitID, n int, communes ...string) triage.Unit {
		return triage.Unit{ID: id, Kind: triage.UnitRegional, Name: fmt.Sprintf("Viện kiểm sát nhân dân khu vực %d", n),
			Short: fmt.Sprintf("VKS KV %d", n), Address: fmt.Sprintf("Số %d, phố Mẫu", n), Communes: communes, From: calendar.NewDate(2025, time.July, 1)}
	}
	o := triage.Office{
		Name: "Viện kiểm sát nhân dân tỉnh Quảng Ninh", Province: "22", Sample: true,
		Units: []triage.Unit{
			{ID: Province, Kind: triage.UnitProvincial, Name: "Viện kiểm sát nhân dân tỉnh Quảng Ninh", Short: "VKS tỉnh", Address: "Số 0, phố Mẫu"},
			region(Region1, 1, "06652", "06658", "06673", "06685"),
			region(Region2, 2, "06760", "06778", "06793", "06994"),
			region(Region3, 3, "06811", "06820", "06832", "07069"),
		},
		Calendar:        calendar.New(calendar.Decided()),
		Week:            triage.Cutoff{Weekday: time.Thursday, Clock: 17 * time.Hour},
		SignatureNeeded: true, SignDays: 30, ClassifyDays: 5, ReopenDays: 30,
		Desk:     triage.Counter{Address: "Số 0, phố Mẫu", Hours: "7:30–11:30, 13:30–16:30", Phone: "0203 000 0000"},
		Hotlines: []triage.Hotline{{Number: "113", Name: "Công an"}, {Number: "111", Name: "Bảo vệ trẻ em"}},
		Targets: []triage.Target{
			{Name: "rate", Value: 1, Source: "QC 51"},
			{Name: "crime_reports", Value: 0.9, Source: "NQ 96/2019"},
		},
	}
	for _, key := range triage.DestinationKeys() {
		o.Destinations = append(o.Destinations, triage.Destination{Key: key, Name: "Cơ quan " + key, Address: "Số 1, phố Mẫu"})
	}
	return o
}

// Roster is the invented staff of Office: in each unit a leader, three officers, the
// first of them on duty, and an admin in the province. Ids read as "kv-1-officer-2",
// the person of each as "person-kv-1-officer-2", and groups as "group-kv-1".
func Roster() triage.Roster {
	r := triage.Roster{Groups: map[triage.UnitID]triage.PersonID{}}
	middle := []string{"Lãnh", "Trực", "Tiếp", "Nhận"}
	given := map[triage.UnitID]string{Province: "Tỉnh", Region1: "Nhất", Region2: "Nhì", Region3: "Tam"}
	for _, u := range []triage.UnitID{Province, Region1, Region2, Region3} {
		short := string(u)[len("vks-"):]
		r.Groups[u] = triage.PersonID("group-" + short)
		add := func(role string, post triage.Post, n int) {
			id := short + "-" + role
			r.Staff = append(r.Staff, triage.Staff{ID: triage.StaffID(id), Name: "Vũ Mẫu " + middle[n] + " " + given[u], Unit: u,
				Post: post, Person: triage.PersonID("person-" + id), OnDuty: role == "officer-1"})
		}
		add("leader", triage.Leader, 0)
		for n := 1; n <= 3; n++ {
			add(fmt.Sprintf("officer-%d", n), triage.Officer, n)
		}
	}
	r.Staff = append(r.Staff, triage.Staff{ID: "tinh-admin", Name: "Vũ Mẫu Quản Trị", Unit: Province, Post: triage.Admin, Person: "person-tinh-admin"})
	return r
}

// Officer is the id of an officer of a unit, 1 to 3.
func Officer(unit triage.UnitID, n int) triage.StaffID {
	return triage.StaffID(fmt.Sprintf("%s-officer-%d", string(unit)[len("vks-"):], n))
}

// LeaderOf is the id of a unit's leader.
func LeaderOf(unit triage.UnitID) triage.StaffID {
	return triage.StaffID(string(unit)[len("vks-"):] + "-leader")
}

// Draft is a complete petition of a citizen of region 1: a suggestion, which is
// received at once. Key and Filer say whose it is.
func Draft(key string, filer triage.PersonID) triage.Draft {
	return triage.Draft{
		Key: key, Filer: filer, Channel: "chat", Language: "vi", Commune: "06652",
		Facts: triage.Facts{Kind: triage.Suggestion, Field: triage.FieldAdministrative, Body: triage.BodyAdministration,
			Level: triage.LevelCommune, Province: "22"},
		Words: triage.Words{Story: "Tôi kiến nghị sửa đoạn đường trước cổng trường vì hay ngập nước.",
			Against: "Ủy ban nhân dân phường Mẫu", Place: "phường Hà Tu"},
		Identity: triage.Identity{Name: "Đỗ Thị Thí Dụ", Phone: "0912 000 111", IDNumber: "022000000001", Address: "Số 5, phố Mẫu"},
		Messages: []triage.Message{{Ref: "m1", Versions: []triage.Version{{At: Start(), Text: "Tôi kiến nghị sửa đoạn đường"}}}},
	}
}
