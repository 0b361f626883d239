package triage

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
)

// oneBook holds one tally for everything and may have closed one week.
type oneBook struct {
	tally  Tally
	closed map[string]FrozenWeek
}

func (b oneBook) Tally(_ context.Context, _ UnitID, from, to, _ time.Time) (Tally, error) {
	t := b.tally
	t.From, t.To = from, to
	return t, nil
}

func (b oneBook) Week(_ context.Context, _ UnitID, name string) (FrozenWeek, error) {
	if f, ok := b.closed[name]; ok {
		return f, nil
	}
	return FrozenWeek{}, ErrNotFound
}

func TestWhatIsWrittenLateMovesToTheWeekInWhichItWasWritten(t *testing.T) {
	o := testOffice()
	week := WeekOf(noon(t, "2026-11-18"), o.Week)
	next := week.shifted(1)
	in := Flow{Unit: "vks-kv-1", Track: TrackPetition, What: FlowReceived, Kind: Complaint}
	late := Late{Flow: in, At: week.To.Add(-time.Hour), Booked: next.From.Add(time.Hour)}
	visit := Late{Flow: Flow{Unit: "vks-kv-1"}, Visits: Visits{Turns: 2, People: 3}, At: late.At, Booked: late.Booked}
	closing := Tally{From: week.From, To: week.To, Within: []Count{{in, 3}}, Visits: Visits{Turns: 7, People: 8}, Late: []Late{late, visit}}
	opening := Tally{From: next.From, To: next.To, Before: []Count{{in, 3}}, Within: []Count{{in, 1}}, Late: []Late{late, visit}}
	after := Tally{From: next.To, To: next.To.AddDate(0, 0, 7), Before: []Count{{in, 4}}}
	a, b, c := figures(week, "", closing), figures(next, "", opening), figures(next.shifted(1), "", after)
	if a.Received != 2 || a.Closing != 2 || a.Visits.Turns != 5 || b.Opening != 2 || b.Received != 2 || b.Visits.Turns != 2 || c.Opening != b.Closing {
		t.Errorf("%+v\n%+v\n%+v", a, b, c)
	}
	if f := figures(spanOfDays(onDay("2026-11-01"), onDay("2026-11-30")), "", closing); f.Received != 3 || f.Visits.Turns != 7 {
		t.Errorf("a longer period comes from events: %+v", f)
	}
	if got := closing.corrections(""); got != (Corrections{Received: 1, Turns: 2}) || !opening.corrections("").None() {
		t.Errorf("corrections %+v, of the next week %+v", got, opening.corrections(""))
	}
	if closing.Within[0].N != 3 || len(closing.Within) != 1 {
		t.Error("the tally was changed")
	}
}

func TestReportOfAClosedWeek(t *testing.T) {
	o := testOffice()
	week := WeekOf(noon(t, "2026-11-18"), o.Week)
	in := Flow{Unit: "vks-kv-1", Track: TrackPetition, What: FlowReceived, Kind: Complaint}
	books := oneBook{
		tally: Tally{Within: []Count{{in, 9}}, Late: []Late{{Flow: in, At: week.From, Booked: week.To.Add(time.Hour)}}},
		closed: map[string]FrozenWeek{week.String(): FreezeWeek(week, "", Tally{From: week.From, To: week.To, Within: []Count{{in, 8}},
			Overdue: []Code{"26-K7QM-4TXC"}}, week.To)},
	}
	r, err := ReportOn(t.Context(), books, o, week, "", week.To)
	if err != nil {
		t.Fatal(err)
	}
	if r.Received != 8 || len(r.Overdue) != 1 || r.Frozen == nil || r.Previous.Received == 0 || len(r.Targets) == 0 {
		t.Errorf("%+v", r)
	}
	var b bytes.Buffer
	if err := r.Text(&b); err != nil || !strings.Contains(b.String(), "\nĐính chính sau khi chốt: tiếp nhận +1\n") || !strings.Contains(b.String(), "\nĐã chốt lúc ") {
		t.Errorf("%v\n%s", err, &b)
	}
	r, err = ReportOn(t.Context(), books, o, week.shifted(1), "", week.To)
	if err != nil || r.Frozen != nil || r.Previous.Received != 8 {
		t.Errorf("the week after: %v %+v", err, r.Previous)
	}
	if c := (Corrections{Processed: -1, Turns: 2}); c.text() != "xử lý -1, tiếp công dân +2" || (Corrections{}).text() != "không có" {
		t.Errorf("%q", c.text())
	}
}

// The weeks follow each other without a gap, also where the office moves its cut-off.
func TestTheNextWeekToBeClosed(t *testing.T) {
	friday, sunday := Cutoff{Weekday: time.Friday, Clock: 17 * time.Hour}, Cutoff{Weekday: time.Sunday, Clock: 24 * time.Hour}
	p := WeekOf(noon(t, "2026-01-07"), friday)
	last := ""
	for n, c := range []Cutoff{friday, friday, sunday, sunday, friday, friday} {
		next := NextFreeze(p.From, c, last)
		if !next.From.Equal(p.From) || !next.To.After(next.From) || next.String() <= last {
			t.Fatalf("%d: %s from %s to %s after %q", n, next, next.From, next.To, last)
		}
		last, p.From = next.String(), next.To
	}
}
