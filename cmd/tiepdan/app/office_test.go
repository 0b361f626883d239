package app

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

func places(t testing.TB) *area.Gazetteer {
	t.Helper()
	g, err := area.Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func sample(t testing.TB) triage.Office {
	t.Helper()
	o, err := ReadOffice(deploy.SampleName, deploy.SampleOffice(), places(t))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestSampleCoversEveryCommuneOnce(t *testing.T) {
	o := sample(t)
	if !o.Sample || o.Province != "22" || !o.SignatureNeeded || o.SignDays != 30 || o.ClassifyDays != 5 || o.ReopenDays != 30 {
		t.Errorf("the sample's plain values: %+v", o)
	}
	if o.Week != (triage.Cutoff{Weekday: time.Sunday, Clock: 24 * time.Hour}) {
		t.Errorf("the sample's week ends at %+v", o.Week)
	}
	held := map[string]triage.UnitID{}
	for _, u := range o.Units {
		if u.Kind == triage.UnitFormer {
			continue // held the same places before
		}
		for _, code := range u.Communes {
			if other, twice := held[code]; twice {
				t.Errorf("%s is held by %s and %s", code, other, u.ID)
			}
			held[code] = u.ID
		}
	}
	all := places(t).Communes("22")
	if len(all) != 54 || len(held) != len(all) {
		t.Errorf("%d communes are held of %d", len(held), len(all))
	}
	for _, place := range all {
		if held[place.Commune] == "" {
			t.Errorf("%s %s is held by no unit", place.Commune, place.Name)
		}
		if u := o.UnitFor(place.Commune, calendar.NewDate(2026, time.November, 20)); u.Kind != triage.UnitRegional {
			t.Errorf("%s goes to %s", place.Commune, u.ID)
		}
		if u := o.UnitFor(place.Commune, calendar.NewDate(2024, time.November, 20)); u.Kind != triage.UnitFormer {
			t.Errorf("%s went to %s in 2024", place.Commune, u.ID)
		}
	}
}

func TestSampleNamesEveryDestination(t *testing.T) {
	o := sample(t)
	for _, key := range triage.DestinationKeys() {
		if d, ok := o.Destination(key); !ok || d.Name == "" {
			t.Errorf("destination %s has no name", key)
		}
	}
	ended := 0
	for _, u := range o.Units {
		if u.Kind != triage.UnitFormer {
			continue
		}
		ended++
		next, ok := o.Unit(u.Successor)
		if !ok || u.To != calendar.NewDate(2025, time.June, 30) || !next.On(u.To.AddDays(1)) {
			t.Errorf("former unit %s ended %s and goes over to %q", u.ID, u.To, u.Successor)
		}
	}
	if ended == 0 {
		t.Error("the sample has no former units")
	}
}

func TestSampleCalendar(t *testing.T) {
	cal := sample(t).Calendar
	if !cal.Confirmed(2026) || cal.Confirmed(2027) {
		t.Errorf("confirmed: 2026 %t, 2027 %t", cal.Confirmed(2026), cal.Confirmed(2027))
	}
	for day, works := range map[string]bool{"2026-01-02": false, "2026-01-10": true, "2026-02-18": false, "2026-09-01": false, "2026-11-24": false, "2026-11-25": true} {
		d, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if cal.WorkingDay(d) != works {
			t.Errorf("%s is worked: %t, want %t", day, !works, works)
		}
	}
}

// edited is the sample with some lines changed, and the number of each changed line.
func edited(t *testing.T, changes ...string) (text string, lines []string) {
	t.Helper()
	all := strings.Split(string(deploy.SampleOffice()), "\n")
	for i := 0; i < len(changes); i += 2 {
		at := slices.IndexFunc(all, func(l string) bool { return strings.Contains(l, changes[i]) })
		if at < 0 {
			t.Fatalf("the sample has no %q", changes[i])
		}
		all[at] = strings.Replace(all[at], changes[i], changes[i+1], 1)
		lines = append(lines, "office.yaml:"+strconv.Itoa(at+1))
	}
	return strings.Join(all, "\n"), lines
}

func TestOfficeMistakesAreToldAtOnceWithLines(t *testing.T) {
	changes := []string{
		"province: \"22\"", "provinz: \"22\"",
		"\"06658\"", "\"99999\"",
		"id: vks-kv-2", "id: vks-kv-1",
		"to: 2025-06-30", "to: 2025-06-31",
		"successor: vks-kv-3", "#",
		`number: "113"`, `number: "một một ba"`,
		"value: 0.9", "value: 90",
		"ends: sunday", "ends: chủ nhật",
		"date: 2026-01-10", "date: 2026-01-12",
	}
	text, lines := edited(t, changes...)
	_, err := ReadOffice("office.yaml", []byte(text), places(t))
	var found Mistakes
	if !errors.As(err, &found) {
		t.Fatalf("want mistakes, got %v", err)
	}
	told := err.Error()
	for i, line := range lines {
		if strings.HasPrefix(changes[2*i+1], "#") {
			continue // the line is gone: the mistake stands at the unit
		}
		if !strings.Contains(told, line+": ") {
			t.Errorf("%s (%q) is not told:\n%s", line, changes[2*i+1], told)
		}
	}
	for _, word := range []string{`không có khóa "provinz"`, "99999", `"vks-kv-1" đã có`, "ngày có thật", "không có đơn vị kế tục", "một một ba", "90 ", "chủ nhật", "không phải thứ bảy"} {
		if !strings.Contains(told, word) {
			t.Errorf("nothing is said of %s:\n%s", word, told)
		}
	}
	for _, m := range found {
		if m.Mend == "" {
			t.Errorf("%s has no mend", m)
		}
	}
}

// Who is in danger is told whom to call: an office without a number is refused.
func TestAnOfficeHasANumberForDanger(t *testing.T) {
	sample := string(deploy.SampleOffice())
	from, to := strings.Index(sample, "hotlines:\n"), strings.Index(sample, "# Tuần báo cáo")
	if from < 0 || to < from {
		t.Fatal("the sample has no such list")
	}
	if _, err := ReadOffice("office.yaml", []byte(sample[:from]+sample[to:]), places(t)); err == nil || !strings.Contains(err.Error(), "nguy hiểm") {
		t.Errorf("got %v", err)
	}
}

func TestADestinationsKeyFitsAButton(t *testing.T) {
	long := strings.Repeat("K", longestKey+1)
	sample := string(deploy.SampleOffice())
	text := strings.Replace(sample, "key: DDBQH", "key: "+long, 1)
	if text == sample {
		t.Fatal("the sample has no such key")
	}
	if _, err := ReadOffice("office.yaml", []byte(text), places(t)); err == nil || !strings.Contains(err.Error(), long) {
		t.Errorf("got %v", err)
	}
}

func TestOfficeThatIsNoYAML(t *testing.T) {
	for _, text := range []string{"", "name: [a", "- a\n- b", "name: a\nname: b"} {
		_, err := ReadOffice("office.yaml", []byte(text), places(t))
		var found Mistakes
		if !errors.As(err, &found) || !strings.HasPrefix(found[0].Where, "office.yaml:") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzReadOffice(f *testing.F) {
	f.Add(string(deploy.SampleOffice()))
	f.Add("units: {a: 1}\nweek: 3\nrules: [{when: {not: {fact: kind}}}]")
	g := places(f)
	f.Fuzz(func(t *testing.T, text string) {
		_, err := ReadOffice("office.yaml", []byte(text), g)
		var found Mistakes
		if err != nil && !errors.As(err, &found) {
			t.Errorf("an error that tells no line: %v", err)
		}
	})
}
