package postgres

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// TestAbandonedJobsAreTakenUpAgain: a job whose replica died, and one whose end was
// never written, are done a few seconds later; one whose replica lives is left to it.
func TestAbandonedJobsAreTakenUpAgain(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	for _, key := range []string{"dead", "alive"} {
		mustFile(t, desk, triagetest.Draft(key, "citizen"))
	}
	receipts := map[string]triage.Notice{}
	remember := func() {
		all, err := subject{s}.Notices(t.Context())
		must(t, err)
		for _, n := range all {
			if n.Audience == triage.ToCitizen {
				receipts[n.Event] = n
			}
		}
	}
	remember()
	held := func(key, holder string) {
		exec(t, s, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY[$2], finalized_at = NULL
		             WHERE kind = 'tell' AND args->>'audience' = 'citizen' AND args->>'event' = $1`, key, holder)
	}
	held("dead", "a replica that died")
	held("alive", "a replica that lives")
	living, err := pgx.ConnectConfig(t.Context(), s.pool.Config().ConnConfig)
	must(t, err)
	defer living.Close(t.Context())
	_, err = living.Exec(t.Context(), `SELECT pg_advisory_lock(hashtext($1), hashtext($2))`, lockSpace, "a replica that lives")
	must(t, err)

	o := &office{}
	startWork(t, s, o)
	eventually(t, "the dead replica's job is done", func() bool { return o.timesTold(receipts["dead"]) == 1 })

	if n := count(t, s, `SELECT count(*) FROM delivery WHERE event = 'dead' AND audience = 'citizen' AND outcome = 'unknown' AND attempt = 1`); n != 1 {
		t.Errorf("%d lines say that the dead replica's attempt is unknown, want 1", n)
	}

	// What this replica has fetched and does not know of.
	mustFile(t, desk, triagetest.Draft("mine", "citizen"))
	remember()
	eventually(t, "it is done", func() bool { return o.timesTold(receipts["mine"]) == 1 && unfinished(t, s) == 1 })
	exec(t, s, `UPDATE river_job SET state = 'running', finalized_at = NULL WHERE state = 'completed' AND args->>'event' = 'mine' AND args->>'audience' = 'citizen'`)
	eventually(t, "the forgotten job is done again", func() bool { return o.timesTold(receipts["mine"]) == 2 })

	if n := o.timesTold(receipts["alive"]); n != 0 {
		t.Errorf("a living replica's job was taken from it %d times", n)
	}
	must(t, living.Close(t.Context()))
	eventually(t, "its job is done when it is gone", func() bool { return o.timesTold(receipts["alive"]) == 1 })
}
