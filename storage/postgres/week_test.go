package postgres

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// reportOf is the report of a period by its name.
func reportOf(t *testing.T, s *Store, unit triage.UnitID, name string) triage.Report {
	t.Helper()
	o := triagetest.Office()
	p, err := triage.ParsePeriod(name, o)
	must(t, err)
	r, err := triage.ReportOn(t.Context(), s, o, p, unit, p.To)
	must(t, err)
	return r
}

// filedAt files a crime suggestion at a moment of somebody's clock.
func filedAt(t *testing.T, s *Store, key string, at time.Time) triage.Petition {
	t.Helper()
	desk := newDesk(s)
	desk.Now = func() time.Time { return at }
	d := triagetest.Draft(key, "citizen")
	d.Facts.Kind = triage.Suggestion
	return mustFile(t, desk, d)
}

// bookNow lets the database's clock, by which late figures are booked, stand in the
// week that is open in these tests.
func bookNow(t *testing.T, s *Store) {
	t.Helper()
	exec(t, s, `ALTER TABLE late DISABLE TRIGGER append_only`)
	exec(t, s, `UPDATE late SET booked = (SELECT starts FROM open_week) WHERE booked > now() - interval '1 hour'`)
}

func TestAWeekIsClosedOnceAndStays(t *testing.T) {
	s, o := newStore(t), triagetest.Office()
	week := triage.WeekOf(triagetest.Start(), o.Week)
	next := triage.WeekOf(week.To, o.Week)
	filedAt(t, s, "a", week.To.Add(-time.Hour))
	must(t, s.RecordVisit(t.Context(), triage.Visit{Key: "v1", At: week.To.Add(-time.Hour), Unit: triagetest.Region1, Turns: 2, People: 2}))

	must(t, s.Freeze(t.Context(), o, week.To.Add(-time.Second)))
	if _, err := s.Week(t.Context(), "", week.String()); !errors.Is(err, triage.ErrNotFound) {
		t.Fatalf("closed before its cut-off: %v", err)
	}
	if r := reportOf(t, s, "", week.String()); r.Frozen != nil || r.Received != 1 {
		t.Errorf("an open week: %+v", r)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := s.Freeze(t.Context(), o, week.To); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	rows := count(t, s, `SELECT count(*) FROM week`)
	if rows < 3 || rows != count(t, s, `SELECT count(DISTINCT unit) FROM week`) {
		t.Errorf("%d rows for one week", rows)
	}
	first := reportOf(t, s, "", week.String())
	if first.Frozen == nil || !first.Frozen.At.Equal(week.To) || !first.Frozen.Corrections.None() || first.Received != 1 || first.Visits.Turns != 2 {
		t.Fatalf("closed with %+v", first)
	}

	// What comes to light later stands apart, and counts in the week that is open.
	filedAt(t, s, "late", week.To.Add(-time.Minute))
	must(t, s.RecordVisit(t.Context(), triage.Visit{Key: "v2", At: week.To.Add(-time.Minute), Unit: triagetest.Region1, Turns: 5, People: 5}))
	bookNow(t, s)
	for _, unit := range []triage.UnitID{"", triagetest.Region1} {
		r := reportOf(t, s, unit, week.String())
		if want := (triage.Corrections{Received: 1, Turns: 5}); r.Frozen == nil || r.Frozen.Corrections != want || r.Received != 1 || r.Visits.Turns != 2 {
			t.Errorf("%q after a late filing: %+v, frozen %+v", unit, r.Figures, r.Frozen)
		}
		n := reportOf(t, s, unit, next.String())
		if n.Frozen != nil || n.Opening != r.Closing || n.Received != 1 || n.Visits.Turns != 5 || n.Previous.Received != 1 {
			t.Errorf("%q: the week after: %+v", unit, n.Figures)
		}
	}
	if r := reportOf(t, s, "", triagetest.Start().Format("2006")); r.Received != 2 || r.Visits.Turns != 7 || r.Frozen != nil {
		t.Errorf("the year comes from events: %+v", r.Figures)
	}
	must(t, s.Freeze(t.Context(), o, week.To.Add(time.Hour)))
	if again := count(t, s, `SELECT count(*) FROM week`); again != rows {
		t.Errorf("closed again: %d rows, %d before", again, rows)
	}
	if _, err := s.pool.Exec(t.Context(), `UPDATE week SET overdue = '{}'`); err == nil {
		t.Error("the figures of a closed week were changed")
	}
}

// A writer that is under way at the cut-off is waited for; one that comes later finds
// the week closed.
func TestTheFreezeWaitsForWhoeverIsWriting(t *testing.T) {
	s, o := newStore(t), triagetest.Office()
	week := triage.WeekOf(triagetest.Start(), o.Week)
	filedAt(t, s, "before", week.From)
	writer, err := s.pool.Begin(t.Context())
	must(t, err)
	defer func() { _ = writer.Rollback(t.Context()) }()
	var batch pgx.Batch
	shareWeek(&batch)
	must(t, writer.SendBatch(t.Context(), &batch).Close())
	if err := s.Freeze(t.Context(), o, week.To); err == nil {
		t.Fatal("the week was closed under a writer's hands")
	}
	if n := count(t, s, `SELECT count(*) FROM week`) + count(t, s, `SELECT count(*) FROM open_week`); n != 0 {
		t.Errorf("a freeze that gave up left %d rows", n)
	}
	must(t, writer.Commit(t.Context()))
	must(t, s.Freeze(t.Context(), o, week.To))
	if r := reportOf(t, s, "", week.String()); r.Frozen == nil || r.Received != 1 {
		t.Errorf("%+v", r)
	}
}

// Whatever is filed while the week is being closed stands in one week and in no other.
func TestFilingAtTheCutOffFallsIntoOneWeek(t *testing.T) {
	s, o := newStore(t), triagetest.Office()
	week := triage.WeekOf(triagetest.Start(), o.Week)
	next := triage.WeekOf(week.To, o.Week)
	const writers, each = 8, 15
	filedAt(t, s, "first", week.From)
	var all sync.WaitGroup
	var filed atomic.Int64
	half := make(chan struct{})
	for w := range writers {
		all.Go(func() {
			for n := range each {
				// Some clocks are behind, some ahead.
				at := week.To.Add(time.Duration(w*each+n-writers*each/2) * time.Millisecond)
				filedAt(t, s, fmt.Sprintf("%d-%d", w, n), at)
				if filed.Add(1) == writers*each/2 {
					close(half)
				}
			}
		})
	}
	all.Go(func() {
		<-half
		if err := s.Freeze(t.Context(), o, week.To); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	must(t, s.Freeze(t.Context(), o, week.To))
	bookNow(t, s)
	closed, open := reportOf(t, s, "", week.String()), reportOf(t, s, "", next.String())
	total := writers*each + 1
	t.Logf("%d in the week that was closed, %d in the next, of those %d late", closed.Received, open.Received, closed.Frozen.Corrections.Received)
	if closed.Received+open.Received != total || open.Opening != closed.Closing {
		t.Errorf("%d and %d of %d; opens with %d after %d", closed.Received, open.Received, total, open.Opening, closed.Closing)
	}
	byEvents := count(t, s, `SELECT count(*) FROM flow WHERE what = 'received' AND at < $1`, week.To)
	if closed.Received+closed.Frozen.Corrections.Received != byEvents {
		t.Errorf("%d and %d corrected, by events %d", closed.Received, closed.Frozen.Corrections.Received, byEvents)
	}
}

// P11 across closed weeks: on any history, with some of it written late, each week
// opens as the one before it closed, units make the province, and together with the
// corrections the weeks hold what the events hold.
func TestFiguresOfClosedWeeksAddUp(t *testing.T) {
	w := newTwins(t)
	s, o, ctx := w.store, triagetest.Office(), t.Context()
	r := rand.New(rand.NewPCG(47, 2026))
	var closed []string
	end := triage.WeekOf(w.now, o.Week)
	for n := range 420 {
		w.step(t, r, n)
		if r.IntN(12) == 0 && len(closed) > 0 { // a clock that is days behind
			ahead := w.now
			w.now = w.now.Add(-time.Duration(24+r.IntN(9*24)) * time.Hour)
			w.file(t, triagetest.Draft(fmt.Sprintf("late-%d", n), "citizen-1"))
			w.now = ahead
			bookNow(t, s)
		}
		for !w.now.Before(end.To) {
			if r.IntN(2) == 0 {
				must(t, s.Fold(ctx))
			}
			must(t, s.Freeze(ctx, o, end.To))
			closed, end = append(closed, end.String()), triage.WeekOf(end.To, o.Week)
		}
	}
	if len(closed) < 5 || count(t, s, `SELECT count(*) FROM late`) == 0 {
		t.Fatalf("%d weeks and nothing late: nothing is tested", len(closed))
	}
	units := []triage.UnitID{triagetest.Province, triagetest.Region1, triagetest.Region2}
	for _, u := range o.Units {
		if u.ID != units[0] && u.ID != units[1] && u.ID != units[2] {
			units = append(units, u.ID)
		}
	}
	for i, name := range closed {
		sum := triage.Figures{}
		for _, unit := range append([]triage.UnitID{""}, units...) {
			f := reportOf(t, s, unit, name)
			if f.Frozen == nil && unit == "" {
				t.Fatalf("%s is not closed", name)
			}
			if f.Closing != f.Opening+f.Received+f.Reopened+f.MovedIn-f.MovedOut-f.Processed-f.Removed {
				t.Errorf("%s of %q does not add up: %+v", name, unit, f.Figures)
			}
			if i > 0 {
				if before := reportOf(t, s, unit, closed[i-1]); before.Closing != f.Opening || !reflect.DeepEqual(before.Figures, *f.Previous) {
					t.Errorf("%s of %q opens with %d after %d", name, unit, f.Opening, before.Closing)
				}
			}
			if unit == "" {
				sum.Received, sum.Processed, sum.Closing = f.Received, f.Processed, f.Closing
			} else {
				sum.Received, sum.Processed, sum.Closing = sum.Received-f.Received, sum.Processed-f.Processed, sum.Closing-f.Closing
			}
		}
		if sum.Received != 0 || sum.Processed != 0 || sum.Closing != 0 {
			t.Errorf("%s: the province has %d, %d, %d more than its units", name, sum.Received, sum.Processed, sum.Closing)
		}
	}
	last := reportOf(t, s, "", closed[len(closed)-1])
	open := reportOf(t, s, "", triage.WeekOf(last.To, o.Week).String())
	if open.Frozen != nil || open.Opening != last.Closing {
		t.Errorf("the open week begins with %d after %d", open.Opening, last.Closing)
	}
	received := open.Received
	for _, name := range closed {
		received += reportOf(t, s, "", name).Received
	}
	if all := count(t, s, `SELECT count(*) FROM flow WHERE what IN ('received') AND track = 'petition'`); received != all {
		t.Errorf("the weeks hold %d received, the events %d", received, all)
	}
}
