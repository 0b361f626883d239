package triage

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// tallyOf2024 is a year like the one of the seed articles.
func tallyOf2024(p Period) Tally {
	c := func(n int, f Flow) Count { return Count{f, n} }
	unit := UnitID("vks-tinh")
	return Tally{From: p.From, To: p.To,
		Before: []Count{
			c(6, Flow{Unit: unit, Track: TrackPetition, What: FlowReceived, Kind: Complaint}),
			c(3, Flow{Unit: unit, Track: TrackPetition, What: FlowAccepted, Kind: Complaint, Disposition: Settle}),
			c(1, Flow{Unit: unit, Track: TrackPetition, What: FlowAnswered, Kind: Complaint, Disposition: Settle}),
			c(5, Flow{Unit: unit, Track: TrackPetition, What: FlowUnsigned, Kind: Complaint}),
			c(3, Flow{Unit: unit, Track: TrackPetition, What: FlowUnsignedClosed, Kind: Complaint}),
			c(28, Flow{Unit: unit, Track: TrackCrime, What: FlowReceived, Kind: CrimeReport}),
		},
		Within: []Count{
			c(590, Flow{Unit: unit, Track: TrackPetition, What: FlowReceived, Kind: Complaint}),
			c(9, Flow{Unit: unit, Track: TrackPetition, What: FlowMovedOut, Kind: Complaint}),
			c(9, Flow{Unit: "vks-kv-1", Track: TrackPetition, What: FlowMovedIn, Kind: Complaint}),
			c(4, Flow{Unit: unit, Track: TrackPetition, What: FlowMovedOut, Kind: CrimeReport}), // became crime reports
			c(4, Flow{Unit: unit, Track: TrackCrime, What: FlowMovedIn, Kind: Complaint}),
			c(4, Flow{Unit: unit, Track: TrackPetition, What: FlowReceived, Kind: Request}),
			c(500, Flow{Unit: unit, Track: TrackPetition, What: FlowProcessed, Kind: Complaint, Disposition: Guide, OnTime: true}),
			c(87, Flow{Unit: unit, Track: TrackPetition, What: FlowProcessed, Kind: Complaint, Disposition: Transfer}),
			c(9, Flow{Unit: "vks-kv-1", Track: TrackPetition, What: FlowProcessed, Kind: Complaint, Disposition: Settle, OnTime: true}),
			c(9, Flow{Unit: "vks-kv-1", Track: TrackPetition, What: FlowAccepted, Kind: Complaint, Disposition: Settle}),
			c(8, Flow{Unit: "vks-kv-1", Track: TrackPetition, What: FlowAnswered, Kind: Complaint, Disposition: Settle}),
			c(1, Flow{Unit: unit, Track: TrackPetition, What: FlowUnaccepted, Kind: Complaint, Disposition: Settle}),
			c(2, Flow{Unit: unit, Track: TrackPetition, What: FlowAnswered, Kind: Complaint, Disposition: Settle}),
			c(17, Flow{Unit: unit, Track: TrackPetition, What: FlowSupervisionOpen, Kind: Complaint, Disposition: Supervise}),
			c(17, Flow{Unit: unit, Track: TrackPetition, What: FlowSupervisionDone, Kind: Complaint, Disposition: Supervise}),
			c(1498, Flow{Unit: unit, Track: TrackCrime, What: FlowReceived, Kind: CrimeReport}),
			c(2, Flow{Unit: unit, Track: TrackCrime, What: FlowCrimeElsewhere, Kind: CrimeReport}),
			c(1444, Flow{Unit: unit, Track: TrackCrime, What: FlowCrimeSettled, Kind: CrimeReport}),
			c(1, Flow{Unit: unit, Track: TrackPetition, What: FlowUnsigned, Kind: Complaint}),
		},
		Visits: Visits{Turns: 138, People: 141, Groups: 2}, Overdue: []Code{"26-K7QM-4TXC"},
	}
}

func reportOf2024(t *testing.T) Report {
	t.Helper()
	o := testOffice()
	p, err := ParsePeriod("2024", o)
	if err != nil {
		t.Fatal(err)
	}
	return MakeReport(o, p, "", tallyOf2024(p), Tally{}, Tally{})
}

func TestReportText(t *testing.T) {
	var b bytes.Buffer
	if err := reportOf2024(t).Text(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	for _, want := range []string{
		"Xử lý: 596/596 (100 %)",
		"Xử lý đúng hạn: 509/596 (85,4 %)",
		"Thuộc thẩm quyền giải quyết: 10/10",
		"Kiểm sát giải quyết: 17/17",
		"Tiếp công dân: 138",
		"Nguồn tin về tội phạm: 1444/1528 (94,5 %), mới tiếp nhận 1498",
		"  Nguồn tin về tội phạm: 94,5 %, chỉ tiêu 90 % (+4,5 điểm, đạt)",
		"Tồn cuối kỳ: 0", "Chờ ký: 3", "Chuyển đi: 4", "Chuyển đến: 0",
		"Đã xử lý so với mới tiếp nhận: 100,3 %",
		"  Khiếu nại: 590, 596",
		"  26-K7QM-4TXC",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in\n%s", want, b.String())
		}
	}
}

func TestReportOfAUnit(t *testing.T) {
	o := testOffice()
	p, _ := ParsePeriod("2024", o)
	r := MakeReport(o, p, "vks-kv-1", tallyOf2024(p), tallyOf2024(p), Tally{})
	if r.MovedIn != 9 || r.Processed != 9 || r.Closing != 0 || r.Opening != 0 || r.Settle.Done != 8 || r.Settle.Of != 9 {
		t.Errorf("%+v", r.Figures)
	}
	if r.Previous == nil || r.Previous.Period != "2023" || r.SameLastYear != nil {
		t.Errorf("previous %+v, a year before %+v", r.Previous, r.SameLastYear)
	}
	var b bytes.Buffer
	if err := r.Text(&b); err != nil || !strings.Contains(b.String(), "VKSND khu vực 1") || !strings.Contains(b.String(), "Kỳ trước (2023)") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// Nothing is hidden behind a percentage: no whole, no rate.
func TestReportOfNothing(t *testing.T) {
	o := testOffice()
	p, _ := ParsePeriod("2026-W47", o)
	r := MakeReport(o, p, "", Tally{}, Tally{}, Tally{})
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range strings.Fields("period from to unit opening received reopened moved_in moved_out processed removed closing rate on_time unsigned " +
		"kinds dispositions classified settle supervise crime_reports handled_over_new visits overdue targets previous same_last_year") {
		if _, ok := got[key]; !ok {
			t.Errorf("no %q in %s", key, out)
		}
		delete(got, key)
	}
	if len(got) > 0 {
		t.Errorf("nobody asked for %v", got)
	}
	for _, want := range []string{`"rate":null`, `"on_time":{"done":0,"of":0,"rate":null}`, `"overdue":[]`, `"kinds":{}`, `"handled_over_new":null`,
		`"crime_reports":{"received":0,"settled":0,"of":0,"rate":null}`, `"visits":{"turns":0,"people":0,"groups":0}`,
		`"from":"2026-11-12T17:00:00+07:00"`, `{"name":"rate","value":null,"target":1,"delta":null,"met":null}`, `"previous":null`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	var b bytes.Buffer
	if err := r.Text(&b); err != nil || !strings.Contains(b.String(), "Xử lý: 0/0 (—)") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestTargetsHoldInTheirTime(t *testing.T) {
	o := testOffice()
	o.Targets = []Target{
		{Name: "crime_reports", Value: 0.95, To: onDay("2023-12-31")},
		{Name: "crime_reports", Value: 0.9, From: onDay("2024-01-01")},
		{Name: "supervise", Value: 1.01},
	}
	p, _ := ParsePeriod("2024", o)
	r := MakeReport(o, p, "", tallyOf2024(p), Tally{}, Tally{})
	if len(r.Targets) != 2 || r.Targets[0].Target != 0.9 || !*r.Targets[0].Met || *r.Targets[1].Met {
		t.Errorf("%+v", r.Targets)
	}
	for _, name := range TargetNames() {
		if got := r.against(Target{Name: name}); got.Value == nil {
			t.Errorf("a target for %s has nothing to be set against", name)
		}
	}
}

func TestPercent(t *testing.T) {
	for want, r := range map[string][2]int{
		"100 %": {596, 596}, "94,5 %": {1444, 1528}, "99,9 %": {99999, 100000}, "0,1 %": {1, 100000}, "0 %": {0, 4}, "108,6 %": {1608, 1481}, "—": {0, 0}, "33,3 %": {1, 3}, "50 %": {1, 2},
	} {
		if got := Percent(ratio(r[0], r[1])); got != want {
			t.Errorf("%d/%d: %q, want %q", r[0], r[1], got, want)
		}
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestReportTextReportsAFullDisk(t *testing.T) {
	if err := reportOf2024(t).Text(broken{}); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

func BenchmarkMakeReport(b *testing.B) {
	o := testOffice()
	p, _ := ParsePeriod("2024", o)
	t := tallyOf2024(p)
	for b.Loop() {
		MakeReport(o, p, "", t, t, t)
	}
}
