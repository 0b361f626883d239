package postgres

import (
	"errors"
	"testing"
	"time"

	"tiepdan/triage/triagetest"
)

// TestWatchSeesWhatStandsOpen counts by status, clock and queue what two petitions
// leave open, of which one is claimed.
func TestWatchSeesWhatStandsOpen(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	first := mustFile(t, desk, triagetest.Draft("first", "p-1"))
	mustFile(t, desk, triagetest.Draft("second", "p-2"))
	mustDo(t, desk, claimOf(first, "claim", 1))
	now, err := s.Watch(t.Context(), time.Now())
	must(t, err)
	for _, st := range now.Statuses {
		if st.N != 1 || time.Since(st.Since) > time.Minute {
			t.Errorf("%+v", st)
		}
	}
	if len(now.Statuses) != 2 {
		t.Errorf("statuses: %+v", now.Statuses)
	}
	if owed := count(t, s, `SELECT count(DISTINCT code) FROM obligation WHERE step = 'classify' AND closed_at IS NULL`); now.Unclassified != owed || owed == 0 {
		t.Errorf("%d unclassified, want %d", now.Unclassified, owed)
	}
	jobs := 0
	for _, q := range now.Queues {
		jobs += q.Jobs
	}
	if want := count(t, s, `SELECT count(*) FROM river_job`); jobs != want || want == 0 {
		t.Errorf("%d jobs, want %d", jobs, want)
	}
	late := func(at time.Time) (n int) {
		now, err := s.Watch(t.Context(), at)
		must(t, err)
		for _, c := range now.Clocks {
			n += c.Late
		}
		return n
	}
	if n := late(time.Now()); n != 0 {
		t.Errorf("%d clocks are late at once", n)
	}
	year := time.Now().AddDate(1, 0, 0)
	open := `SELECT count(*) FROM obligation WHERE closed_at IS NULL AND paused_at IS NULL AND step <> 'lodge'`
	if n := late(year); n != count(t, s, open) || n == 0 {
		t.Errorf("%d clocks are late after a year, of %d", n, count(t, s, open))
	}
	exec(t, s, `UPDATE obligation SET paused_at = now() WHERE closed_at IS NULL`)
	if n := late(year); n != 0 {
		t.Errorf("%d clocks are late that stand still", n)
	}
}

func TestOtherKeysAreTold(t *testing.T) {
	s := newStore(t)
	must(t, s.CheckKeys(t.Context())) // nothing is sealed yet
	_, err := s.Person(t.Context(), "tg:1:2", "vi")
	must(t, err)
	must(t, s.CheckKeys(t.Context()))
	other := *s
	other.keys = newKeys(t)
	if err := other.CheckKeys(t.Context()); !errors.Is(err, ErrSealedOtherwise) {
		t.Errorf("with other keys: %v", err)
	}
}

// TestASpoiltRowIsNoOtherKey: it would take every replica out.
func TestASpoiltRowIsNoOtherKey(t *testing.T) {
	s := newStore(t)
	for _, address := range []string{"tg:1:2", "tg:1:3"} {
		_, err := s.Person(t.Context(), address, "vi")
		must(t, err)
	}
	exec(t, s, `UPDATE person SET sealed = overlay(sealed PLACING 'spoilt' FROM 20) WHERE id = (SELECT id FROM person LIMIT 1)`)
	must(t, s.CheckKeys(t.Context()))
}
