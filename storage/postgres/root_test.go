package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/triagetest"
)

// days is a ledger whose clock is moved from day to day.
func days(t *testing.T) (s *Store, next func() Root) {
	t.Helper()
	s = newStore(t)
	day := calendar.NewDate(2026, time.November, 23).Start().Add(time.Minute)
	s.now = func() time.Time { return day }
	return s, func() Root {
		t.Helper()
		r, made, err := s.SealDay(t.Context())
		must(t, err)
		if !made {
			t.Fatalf("no root was made on %s", calendar.Of(day))
		}
		day = day.AddDate(0, 0, 1)
		return r
	}
}

func petitionsNamed(t *testing.T, s *Store, names ...string) (all []triage.Petition) {
	t.Helper()
	for _, name := range names {
		all = append(all, mustFile(t, newDesk(s), triagetest.Draft(name, "citizen")))
	}
	return all
}

func TestOneRootADayCoversEverythingBefore(t *testing.T) {
	s, next := days(t)
	if v, err := s.VerifyAll(t.Context(), calendar.Date{}); err != nil || v.Faults > 0 || v.Last.N != 0 {
		t.Errorf("an empty ledger: %+v, %v", v, err)
	}
	petitionsNamed(t, s, "a", "b")
	first := next()
	if first.N != 1 || first.Petitions != 2 || first.Events != 2 || first.Day.String() != "2026-11-23" {
		t.Errorf("the first root: %+v", first)
	}
	p := petitionsNamed(t, s, "c")[0]
	mustDo(t, newDesk(s), claimOf(p, "claim", 1))
	second := next()
	if second.N != 2 || second.Petitions != 3 || second.Events != 4 || !bytes.Equal(second.Prev, first.Hash()) {
		t.Errorf("the second root: %+v", second)
	}
	empty := next()
	if empty.Events != 4 || bytes.Equal(empty.Hash(), second.Hash()) {
		t.Errorf("a day without events: %+v", empty)
	}
	if got, err := s.LastRoot(t.Context()); err != nil || !bytes.Equal(got.Statement(), empty.Statement()) || !bytes.Equal(got.Signature, empty.Signature) {
		t.Errorf("kept as %+v, %v", got, err)
	}
	petitionsNamed(t, s, "d") // after the last root
	for since, want := range map[calendar.Date][2]int{{}: {3, 4}, first.Day: {3, 4}, second.Day: {2, 2}, empty.Day: {1, 1}, empty.Day.AddDays(1): {0, 1}} {
		v, err := s.VerifyAll(t.Context(), since)
		if err != nil || v.Faults > 0 || v.Roots != want[0] || v.Petitions != int64(want[1]) {
			t.Errorf("since %s: %d roots, %d petitions, %+v, %v; want %v", since, v.Roots, v.Petitions, v.Findings, err, want)
		}
	}
	if v, err := openStore(t, s.pool.Config().ConnString(), newKeys(t)).VerifyAll(t.Context(), calendar.Date{}); !errors.Is(err, ErrOtherKeys) {
		t.Errorf("with another's keys: %+v, %v", v, err)
	}
}

func TestReplicasMakeOneRoot(t *testing.T) {
	s, _ := days(t)
	petitionsNamed(t, s, "a", "b")
	together(8, func(int) {
		if _, _, err := s.SealDay(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if n := count(t, s, `SELECT count(*) FROM root`); n != 1 {
		t.Errorf("%d roots", n)
	}
}

// An event whose number is drawn is waited for, so that none slips in below a root.
func TestARootWaitsForWhatIsBeingWritten(t *testing.T) {
	s, _ := days(t)
	p := petitionsNamed(t, s, "a")[0]
	writing, err := s.pool.Begin(t.Context())
	must(t, err)
	const copyOfLast = `
		INSERT INTO event (` + eventColumns + `)
		SELECT code, key || $1, opening, version + 1, 'note', staff, person, at, from_status, to_status, outcome, unit, to_unit, owner,
		       disposition, rule, destination, reason, text, amends, reason_digest, text_digest, amends_digest, internal,
		       facts, rating, prev_hash, hash FROM event WHERE code = $2 ORDER BY version DESC LIMIT 1`
	_, err = writing.Exec(t.Context(), copyOfLast, "/x", p.Code)
	must(t, err)
	made := make(chan Root, 1)
	go func() {
		r, _, err := s.SealDay(t.Context())
		if err != nil {
			t.Error(err)
		}
		made <- r
	}()
	eventually(t, "the root waits for the writer", func() bool {
		return count(t, s, `SELECT count(*) FROM pg_locks WHERE relation = 'event'::regclass AND NOT granted`) == 1
	})
	must(t, writing.Commit(t.Context()))
	if r := <-made; r.Events != 2 {
		t.Errorf("the root covers %d events of 2", r.Events)
	}
}

// Whoever holds the disk but not the keys, and whoever holds both but not the paper
// on which the last root was noted.
func TestRootsTellWhatTheChainsCannot(t *testing.T) {
	s, next := days(t)
	all := petitionsNamed(t, s, "a", "b", "c")
	mustDo(t, newDesk(s), claimOf(all[0], "claim", 1))
	next()
	mustDo(t, newDesk(s), claimOf(all[1], "claim-b", 1))
	last := next()
	for _, table := range []string{"event", "flow", "root", "read_log"} {
		exec(t, s, `ALTER TABLE `+table+` DISABLE TRIGGER USER`)
	}
	gone := func(code triage.Code) string {
		var b strings.Builder
		fmt.Fprintf(&b, `DELETE FROM flow_fresh; DELETE FROM flow WHERE event IN (SELECT seq FROM event WHERE code = '%s');`, code)
		for _, table := range []string{"event", "obligation", "identity", "content", "summary", "message", "likeness", "petition"} {
			fmt.Fprintf(&b, `DELETE FROM %s WHERE code = '%s';`, table, code)
		}
		return b.String()
	}
	for name, sql := range map[string]string{
		"petition removed without a trace": gone(all[2].Code),
		"set back to before the claim": fmt.Sprintf(`
			WITH gone AS (DELETE FROM event WHERE code = '%s' AND version = 2 RETURNING prev_hash)
			UPDATE petition SET head = gone.prev_hash, version = 1, status = 'filed', owner = NULL, claimed_at = NULL FROM gone WHERE code = '%[1]s'`, all[1].Code),
		"root changed":       `UPDATE root SET petitions = petitions - 1 WHERE n = 2`,
		"first root removed": `DELETE FROM root WHERE n = 1`,
		"roots exchanged":    `UPDATE root r SET digest = o.digest, signature = o.signature FROM root o WHERE o.n = 3 - r.n`,
		"signature removed":  `UPDATE root SET signature = ''`,
	} {
		t.Run(name, func(t *testing.T) {
			tx, err := s.pool.Begin(t.Context())
			must(t, err)
			defer func() { _ = tx.Rollback(t.Context()) }()
			_, err = tx.Exec(t.Context(), sql, pgx.QueryExecModeSimpleProtocol)
			must(t, err)
			v, err := s.verifyAll(t.Context(), tx, calendar.Date{})
			must(t, err)
			if v.Faults == 0 || !errors.Is(v.Findings[0].Err, ErrRootAltered) {
				t.Errorf("not noticed: %+v", v)
			}
		})
	}
	// The newest roots taken away leave a ledger that is whole by itself: it is the
	// root noted elsewhere that tells.
	exec(t, s, `DELETE FROM root WHERE n = 2`)
	if r, err := s.LastRoot(t.Context()); err != nil || bytes.Equal(r.Hash(), last.Hash()) {
		t.Errorf("the last root is %+v, %v", r, err)
	}
}

func TestRootsAreAppendOnlyAndMadeByTheWorkers(t *testing.T) {
	s := newStore(t)
	petitionsNamed(t, s, "a")
	startWork(t, s, &office{})
	eventually(t, "the root of the day", func() bool { return count(t, s, `SELECT count(*) FROM root WHERE petitions = 1`) == 1 })
	for _, sql := range []string{`UPDATE root SET n = n`, `DELETE FROM root`, `TRUNCATE root`} {
		if _, err := s.pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was allowed", sql)
		}
	}
}
