package postgres

import (
	"errors"
	"sync"
	"testing"
	"time"

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

// unnoted is the error of a worker that has told somebody and could not write it down.
type unnoted struct{}

func (unnoted) Error() string   { return "the ledger was away" }
func (unnoted) LostSight() bool { return true }

// TestAnAttemptThatWasNotWrittenDownIsUnknown: an error says that nobody was told only
// where it came before the telling; nor does the line that River's own rescuer leaves.
func TestAnAttemptThatWasNotWrittenDownIsUnknown(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	for _, key := range []string{"before", "after", "rescued"} {
		mustFile(t, desk, triagetest.Draft(key, "citizen"))
	}
	exec(t, s, `UPDATE river_job SET attempt = 1, errors = ARRAY[jsonb_build_object('attempt', 1, 'at', now(), 'error', 'Stuck job rescued by JobRescuer', 'trace', '')]
	             WHERE kind = 'tell' AND args->>'audience' = 'citizen' AND args->>'event' = 'rescued'`)
	var lost sync.Map
	o := &office{tell: func(n triage.Notice, attempt, time int) error {
		switch {
		case n.Audience != triage.ToCitizen || attempt > 1:
			return nil
		case n.Event == "after":
			return unnoted{}
		}
		return errors.New("nobody was told")
	}}
	h := o.handlers()
	o.told = map[triage.Notice]int{}
	h.Lost = func(n triage.Notice) { lost.Store(n.Event, true) }
	stop, err := s.Work(t.Context(), h)
	must(t, err)
	defer func() { must(t, stop(t.Context())) }()
	eventually(t, "all are told", func() bool {
		return count(t, s, `SELECT count(*) FROM river_job WHERE kind = 'tell' AND state <> 'completed'`) == 0
	})
	for event, want := range map[string]int{"before": 0, "after": 1, "rescued": 1} {
		n := count(t, s, `SELECT count(*) FROM delivery WHERE event = $1 AND audience = 'citizen' AND outcome = 'unknown' AND attempt = 1`, event)
		_, heard := lost.Load(event)
		if n != want || heard != (want == 1) {
			t.Errorf("%s: %d lines say that its first attempt is unknown, want %d; it is heard of: %v", event, n, want, heard)
		}
	}
}

// TestUnsureOfAnyEarlierAttempt: the one after a lost attempt may have failed before
// anybody looked.
func TestUnsureOfAnyEarlierAttempt(t *testing.T) {
	s := newStore(t)
	p := mustFile(t, newDesk(s), triagetest.Draft("one", "citizen"))
	n := triage.Notice{Code: p.Code, Event: "one", Version: 1, Verb: triage.Answer, Audience: triage.ToCitizen, To: "citizen"}
	must(t, s.Deliver(t.Context(), triage.Delivery{Notice: n, At: time.Now(), Outcome: triage.DeliveryUnknown, Attempt: 1}))
	for attempt, want := range map[int]bool{1: false, 2: true, 3: true} {
		if unsure, err := s.Unsure(t.Context(), n, attempt); err != nil || unsure != want {
			t.Errorf("attempt %d is unsure: %v, want %v; %v", attempt, unsure, want, err)
		}
	}
}

// TestAFollowUpIsQueuedOnce, however many ask for it at the same time.
func TestAFollowUpIsQueuedOnce(t *testing.T) {
	s := newStore(t)
	p := mustFile(t, newDesk(s), triagetest.Draft("one", "citizen"))
	n := triage.Notice{Code: p.Code, Event: "one", Version: 1, Verb: triage.Answer, Audience: triage.ToCitizen, To: "citizen"}
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = s.Enqueue(t.Context(), n) })
	}
	all.Wait()
	must(t, errors.Join(errs...))
	if queued := count(t, s, `SELECT count(*) FROM river_job WHERE kind = 'tell' AND args->>'verb' = 'answer'`); queued != 1 {
		t.Errorf("it is queued %d times", queued)
	}
}

// TestAnAttemptIsOneLine, however often it is written: the ledger's answer may be lost.
func TestAnAttemptIsOneLine(t *testing.T) {
	s := newStore(t)
	p := mustFile(t, newDesk(s), triagetest.Draft("one", "citizen"))
	n := triage.Notice{Code: p.Code, Event: "one", Version: 1, Verb: triage.FileIt, Audience: triage.ToCitizen, To: "citizen"}
	d := triage.Delivery{Notice: n, At: time.Now(), Outcome: triage.DeliverySent, Ref: "m1", Attempt: 1}
	must(t, s.Deliver(t.Context(), d))
	must(t, s.Deliver(t.Context(), d))
	d.Attempt = 2
	must(t, s.Deliver(t.Context(), d))
	if lines := count(t, s, `SELECT count(*) FROM delivery`); lines != 2 {
		t.Errorf("two attempts are %d lines", lines)
	}
}
