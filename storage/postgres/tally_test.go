package postgres

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// twins are the ledger in memory and the one on Postgres, given the same acts with the
// same codes and moments.
type twins struct {
	memory *triagetest.Ledger
	store  *Store
	desks  [2]*triage.Desk
	now    time.Time
	codes  []triage.Code
}

func newTwins(t *testing.T) *twins {
	w := &twins{memory: triagetest.NewLedger(), store: newStore(t), now: triagetest.Start()}
	for i, ledger := range []triage.Ledger{w.memory, w.store} {
		w.desks[i] = &triage.Desk{Ledger: ledger, Directory: roster{}, Office: triagetest.Office(),
			Now: func() time.Time { return w.now }, Random: rand.NewChaCha8([32]byte{1})}
	}
	return w
}

func (w *twins) file(t *testing.T, d triage.Draft) {
	t.Helper()
	a, err1 := w.desks[0].File(t.Context(), d)
	b, err2 := w.desks[1].File(t.Context(), d)
	must(t, errors.Join(err1, err2))
	if !triagetest.Same(a.Petition, b.Petition) {
		t.Fatalf("filed differently:\n%+v\n%+v", a.Petition, b.Petition)
	}
	w.codes = append(w.codes, a.Petition.Code)
}

// do lets both do the same; both do it, or both refuse for the same reason.
func (w *twins) do(t *testing.T, a triage.Act) {
	t.Helper()
	one, err1 := w.desks[0].Do(t.Context(), a)
	two, err2 := w.desks[1].Do(t.Context(), a)
	var r1, r2 *triage.Refusal
	if (err1 == nil) != (err2 == nil) || errors.As(err1, &r1) != errors.As(err2, &r2) || r1 != nil && *r1 != *r2 {
		t.Fatalf("%s: %v in memory, %v on Postgres", a.Verb, err1, err2)
	}
	if !triagetest.Same(one.Petition, two.Petition) {
		t.Fatalf("%s differs:\n%+v\n%+v", a.Verb, one.Petition, two.Petition)
	}
	w.codes = append(w.codes, one.Opened...)
}

// step does something at random: whatever the life table allows whoever is drawn.
func (w *twins) step(t *testing.T, r *rand.Rand, n int) {
	w.now = w.now.Add(time.Duration(r.IntN(9*3600)) * time.Second)
	if len(w.codes) < 3 || r.IntN(4) == 0 {
		d := triagetest.Draft(fmt.Sprintf("draft-%d", n), triage.PersonID(fmt.Sprintf("citizen-%d", r.IntN(10))))
		d.Facts.Kind = triage.Kinds()[r.IntN(len(triage.Kinds()))]
		d.Facts.Body = triage.Bodies()[r.IntN(len(triage.Bodies()))]
		d.Commune = []string{"06652", "06760", "06811", ""}[r.IntN(4)]
		w.file(t, d)
		return
	}
	code := w.codes[r.IntN(len(w.codes))]
	p, err := w.memory.Petition(t.Context(), code)
	must(t, err)
	a := triage.Act{Key: fmt.Sprintf("act-%d", n), Codes: []triage.Code{code}, Reason: "Lý do.", Text: "Trả lời."}
	staff := triagetest.Roster()
	member := staff.Staff[r.IntN(len(staff.Staff))]
	if owner, ok := staff.ByID(p.Owner); ok && r.IntN(5) > 0 {
		member = owner
	}
	a.Actor = triage.Actor{Staff: member.ID}
	moves := p.Moves(member, triagetest.Office())
	switch {
	case r.IntN(6) == 0 || len(moves) == 0:
		a.Actor = triage.Actor{Person: p.Filer}
		a.Verb = []triage.Verb{triage.Reply, triage.Withdraw, triage.Contest, triage.Reopen, triage.Rate}[r.IntN(5)]
		a.Rating = 4
	default:
		a.Verb = moves[r.IntN(len(moves))]
	}
	switch a.Verb {
	case triage.Classify:
		a.Disposition = triage.Dispositions()[r.IntN(len(triage.Dispositions()))]
	case triage.TransferOut, triage.DemandAction:
		a.Destination = []string{"CQDT_CAT", "vks-kv-2", "vks-kv-3", ""}[r.IntN(4)]
	case triage.HandOver:
		a.To = triagetest.Officer(p.Unit, 1+r.IntN(3))
	case triage.Merge:
		a.Codes = append(a.Codes, w.codes[r.IntN(len(w.codes))])
	case triage.SplitUp:
		a.Parts = []triage.Part{{Facts: p.Facts, Story: "Một."}, {Facts: triage.Facts{Kind: triage.Denunciation}, Story: "Hai."}}
	case triage.Link:
		a.Into = w.codes[r.IntN(len(w.codes))]
	}
	w.do(t, a)
}

func TestFiguresEqualCountingOneByOne(t *testing.T) {
	w := newTwins(t)
	ctx := t.Context()
	r := rand.New(rand.NewPCG(2026, 3))
	for n := range 500 {
		w.step(t, r, n)
		if n == 200 || n == 350 {
			must(t, w.store.Fold(ctx))
		}
	}
	for _, code := range w.codes {
		must(t, w.store.Verify(ctx, code))
	}
	if count(t, w.store, `SELECT count(*) FROM flow_fresh`) == 0 || count(t, w.store, `SELECT count(*) FROM flow_sum WHERE grain = 'month'`) == 0 {
		t.Fatal("folded and fresh flows are not both there, so nothing is tested")
	}
	compare := func() {
		for range 60 {
			from := triagetest.Start().Add(time.Duration(r.IntN(120*24*3600)) * time.Second)
			if r.IntN(3) == 0 {
				from = time.Date(2026, time.Month(3+r.IntN(4)), 1, 0, 0, 0, 0, from.Location())
			}
			to := from.Add(time.Duration(r.IntN(80*24*3600)) * time.Second)
			now := to.Add(time.Duration(r.IntN(48)-24) * time.Hour)
			unit := []triage.UnitID{"", triagetest.Province, triagetest.Region1, triagetest.Region2}[r.IntN(4)]
			want, err := w.memory.Tally(ctx, unit, from, to, now)
			must(t, err)
			got, err := w.store.Tally(ctx, unit, from, to, now)
			must(t, err)
			if !slices.Equal(got.Before, want.Before) || !slices.Equal(got.Within, want.Within) {
				t.Fatalf("%v to %v of %q:\n%+v\nwant\n%+v", from, to, unit, got, want)
			}
			if !slices.Equal(got.Overdue, want.Overdue) {
				t.Fatalf("overdue of %q at %v: %v, want %v", unit, to, got.Overdue, want.Overdue)
			}
		}
	}
	compare()
	must(t, w.store.Fold(ctx))
	if n := count(t, w.store, `SELECT count(*) FROM flow_fresh`); n != 0 {
		t.Errorf("%d flows are fresh after folding", n)
	}
	compare()
	w.findAlike(t, r)
}

// findAlike asks both ledgers the same questions, page by page.
func (w *twins) findAlike(t *testing.T, r *rand.Rand) {
	for range 60 {
		q := triage.Query{Limit: 1 + r.IntN(8), Open: r.IntN(2) == 0, Common: r.IntN(2) == 0, Soonest: r.IntN(2) == 0}
		switch r.IntN(5) {
		case 0:
			q.Unit = triagetest.Region1
		case 1:
			q.Owner = triagetest.Officer(triagetest.Region1, 1)
		case 2:
			q.Filer = "citizen-3"
		case 3:
			q.LateAt = w.now
		case 4:
			q.Statuses = []triage.Status{triage.StatusFiled, triage.StatusDone}
		}
		for page := 0; ; page++ {
			want, err := w.memory.Find(t.Context(), q)
			must(t, err)
			got, err := w.store.Find(t.Context(), q)
			must(t, err)
			if !slices.EqualFunc(got, want, triagetest.Same) {
				t.Fatalf("page %d of %+v: %v, want %v", page, q, codesOf(got), codesOf(want))
			}
			if len(want) < q.Limit {
				break
			}
			q.After = triage.PlaceOf(&want[len(want)-1])
		}
	}
}

// TestAListGoesOnAfterWhatIsDone: the last petition of a page was dealt with before the
// next page is asked for.
func TestAListGoesOnAfterWhatIsDone(t *testing.T) {
	s := newStore(t)
	for i := range 4 {
		mustFile(t, newDesk(s), triagetest.Draft(fmt.Sprint(i), "citizen"))
	}
	for _, soonest := range []bool{true, false} {
		q := triage.Query{Unit: triagetest.Region1, Soonest: soonest, Limit: 4}
		all, err := s.Find(t.Context(), q)
		must(t, err)
		q.After = triage.PlaceOf(&all[1])
		exec(t, s, `UPDATE petition SET next_due = 'infinity' WHERE code = $1`, all[1].Code)
		rest, err := s.Find(t.Context(), q)
		must(t, err)
		if want := codesOf(all[2:]); !slices.Equal(codesOf(rest)[:min(len(rest), len(want))], want) {
			t.Errorf("soonest %v: after %v come %v", soonest, codesOf(all), codesOf(rest))
		}
	}
}

func codesOf(list []triage.Petition) []triage.Code {
	return each(list, func(p triage.Petition) triage.Code { return p.Code })
}

func TestASpanIsCutWithoutGapOrOverlap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		from := triagetest.Start().Add(time.Duration(r.IntN(400*24*3600)) * time.Second)
		to := from.Add(time.Duration(r.IntN(400*24*3600)) * time.Second)
		if r.IntN(4) == 0 {
			to = from.Add(time.Duration(r.IntN(30)) * time.Hour)
		}
		s := spanOf(from, to)
		cuts := []time.Time{s.from, s.firstDay, s.firstMonth, s.lastMonth, s.lastDay, s.to}
		if !slices.IsSortedFunc(cuts, time.Time.Compare) || !s.from.Equal(from) || !s.to.Equal(to) {
			t.Fatalf("%v to %v is cut at %v", from, to, cuts)
		}
		if s.firstMonth.Before(s.lastMonth) && (s.firstMonth.Day() != 1 || s.lastMonth.Day() != 1) {
			t.Fatalf("%v to %v has months at %v", from, to, cuts)
		}
		if to.Sub(from) > 24*time.Hour*63 && !s.firstMonth.Before(s.lastMonth) {
			t.Fatalf("%v to %v uses no sums of months", from, to)
		}
	}
}

func TestVisitsCountOnce(t *testing.T) {
	s := newStore(t)
	at := triagetest.Start()
	for _, v := range []triage.Visit{
		{Key: "v1", At: at, Unit: "vks-kv-1", By: "kv-1-officer-1", Turns: 3, People: 5, Groups: 1, Kind: triage.Complaint, Note: "Ghi chú."},
		{Key: "v1", At: at, Unit: "vks-kv-1", Turns: 3, People: 5, Groups: 1},
		{Key: "v2", At: at.Add(time.Hour), Unit: "vks-kv-2", Turns: 1, People: 1},
		{Key: "v3", At: at.AddDate(0, 0, 7), Unit: "vks-kv-1", Turns: 9, People: 9},
	} {
		must(t, s.RecordVisit(t.Context(), v))
	}
	for unit, want := range map[triage.UnitID]triage.Visits{"": {Turns: 4, People: 6, Groups: 1}, "vks-kv-1": {Turns: 3, People: 5, Groups: 1}, "vks-kv-3": {}} {
		tally, err := s.Tally(t.Context(), unit, at, at.AddDate(0, 0, 7), at)
		must(t, err)
		if tally.Visits != want {
			t.Errorf("visits of %q are %+v, want %+v", unit, tally.Visits, want)
		}
	}
	if err := s.RecordVisit(t.Context(), triage.Visit{Key: "v4", At: at, Unit: "vks-kv-1", Turns: -1}); err == nil {
		t.Error("a negative number of turns was recorded")
	}
}

func TestWhatIsDueIsListedUntilItIsWarnedOf(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	w := &twins{now: triagetest.Start()}
	desk := newDesk(s)
	desk.Now = func() time.Time { return w.now }
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	unsigned := triagetest.Draft("u", "other")
	unsigned.Facts.Kind = triage.Complaint
	q := mustFile(t, desk, unsigned)
	if due, err := s.Due(ctx, w.now, 100); err != nil || len(due) != 0 {
		t.Fatalf("at once %v is due, %v", due, err)
	}
	warned := map[string][]int{}
	for day := range 60 {
		w.now = triagetest.Start().AddDate(0, 0, day)
		due, err := s.Due(ctx, w.now, 100)
		must(t, err)
		for _, owed := range due {
			percent, verb := triage.Warning(owed.Obligation, w.now)
			if verb == triage.Lapse {
				mustDo(t, desk, triage.Act{Key: fmt.Sprintf("l%d", day), Codes: []triage.Code{owed.Code}, Verb: triage.Lapse})
				continue
			}
			if percent <= owed.Obligation.Warned {
				t.Fatalf("day %d: %+v is listed, though nothing new is to be said", day, owed)
			}
			warned[string(owed.Code)+owed.Obligation.ID] = append(warned[string(owed.Code)+owed.Obligation.ID], percent)
			mustDo(t, desk, triage.Act{Key: fmt.Sprintf("w%d-%s-%d", day, owed.Obligation.ID, percent), Codes: []triage.Code{owed.Code},
				Verb: triage.Remind, Clock: owed.Obligation.ID, Percent: percent})
		}
	}
	now, err := s.Petition(ctx, q.Code)
	must(t, err)
	if now.Outcome != triage.Lapsed {
		t.Errorf("the unsigned petition is %s, want it lapsed", now.Status)
	}
	now, err = s.Petition(ctx, p.Code)
	must(t, err)
	for _, o := range now.Obligations {
		got := warned[string(p.Code)+o.ID]
		if !slices.IsSorted(got) || len(got) == 0 || got[len(got)-1] != 100 || o.Warned != 100 {
			t.Errorf("of %s was warned at %v", o.ID, got)
		}
	}
	if reflect.DeepEqual(warned, map[string][]int{}) {
		t.Error("nothing was warned of")
	}
}
