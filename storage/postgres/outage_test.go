package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/local"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

func TestAnOldSchemaIsRefused(t *testing.T) {
	ctx := t.Context()
	url := local.TestDatabase(t, "", nil)
	before, err := Status(ctx, url)
	must(t, err)
	if before.Current() || before.Version != 0 || before.Latest < 4 || before.QueueLast < 6 {
		t.Errorf("the status of an empty database is %+v", before)
	}
	if _, err := Open(ctx, Options{URL: url, Keys: newKeys(t)}); !errors.Is(err, ErrOldSchema) {
		t.Fatalf("got %v, want ErrOldSchema", err)
	}
	errs := make([]error, 4)
	together(4, func(i int) { errs[i] = Migrate(ctx, url) })
	must(t, errors.Join(errs...))
	must(t, Migrate(ctx, url))
	after, err := Status(ctx, url)
	must(t, err)
	if !after.Current() || after.Version != after.Latest || after.QueueVersion != after.QueueLast {
		t.Errorf("the status after migrating is %+v", after)
	}
	s := openStore(t, url, newKeys(t))
	exec(t, s, `DELETE FROM goose_db_version WHERE version_id = $1`, after.Latest)
	if _, err := Open(ctx, Options{URL: url, Keys: newKeys(t)}); !errors.Is(err, ErrOldSchema) {
		t.Errorf("got %v, want ErrOldSchema", err)
	}
}

func TestFiftyOfficersClaimAtOnce(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	staff := triagetest.Roster()
	for i := range 50 {
		staff.Staff = append(staff.Staff, triage.Staff{ID: triage.StaffID(fmt.Sprintf("extra-%d", i)), Name: "Vũ Mẫu Thêm", Unit: triagetest.Region1,
			Post: triage.Officer, Person: triage.PersonID(fmt.Sprintf("person-extra-%d", i))})
	}
	desk.Directory = fixed(staff)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	var mu sync.Mutex
	won := 0
	winners := map[string]int{}
	together(50, func(i int) {
		_, err := desk.Do(t.Context(), triage.Act{Key: fmt.Sprintf("c%d", i), Codes: []triage.Code{p.Code}, Verb: triage.Claim,
			Actor: triage.Actor{Staff: triage.StaffID(fmt.Sprintf("extra-%d", i))}})
		mu.Lock()
		defer mu.Unlock()
		var refusal *triage.Refusal
		switch {
		case err == nil:
			won++
		case errors.As(err, &refusal) && refusal.Reason == triage.RefusedOther:
			winners[refusal.Name]++
		default:
			t.Errorf("officer %d: %v", i, err)
		}
	})
	now, err := s.Petition(t.Context(), p.Code)
	must(t, err)
	if won != 1 || winners[string(now.Owner)] != 49 {
		t.Errorf("%d won; the others were told of %v; the owner is %s", won, winners, now.Owner)
	}
}

type fixed triage.Roster

func (f fixed) Roster(context.Context) (triage.Roster, error) { return triage.Roster(f), nil }

func TestAConnectionCutInTheMiddleLeavesNothing(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	jobs := count(t, s, `SELECT count(*) FROM river_job`)
	err := s.Change(t.Context(), []triage.Code{p.Code}, func(c *triage.Case) error {
		q := &c.Petitions[0]
		q.Version++
		c.Events = append(c.Events, triage.Event{Key: "k", Code: q.Code, Opening: 1, Version: q.Version, Verb: triage.Note, At: triagetest.Start(), To: q.Status, Unit: q.Unit})
		c.Notices = append(c.Notices, triage.Notice{Code: q.Code, Event: "k", Verb: triage.Note, Audience: triage.ToCitizen, To: "citizen"})
		killed := count(t, s, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'`)
		if killed == 0 {
			t.Error("nothing was killed, so nothing is tested")
		}
		return nil
	})
	if err == nil {
		t.Error("an act whose connection was cut was called done")
	}
	now, err := s.Petition(t.Context(), p.Code)
	must(t, err)
	if !triagetest.Same(now, p) || count(t, s, `SELECT count(*) FROM event`) != 1 || count(t, s, `SELECT count(*) FROM river_job`) != jobs {
		t.Errorf("something of the act was left: %+v", now)
	}
	mustDo(t, desk, claimOf(p, "c", 1))
	must(t, s.Verify(t.Context(), p.Code))
}

func TestThePoolsDeadConnectionsAreReplaced(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	// The server cuts every connection that lies idle in the pool.
	conn, err := pgx.Connect(t.Context(), s.pool.Config().ConnString())
	must(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	_, err = conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	must(t, err)
	if _, err := s.Roster(t.Context()); err != nil {
		t.Errorf("reading by a dead connection: %v", err)
	}
	mustDo(t, desk, claimOf(p, "c", 1))
}

func TestAServerThatHangsIsToldSoon(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	var pids []int
	err := pgx.BeginFunc(t.Context(), s.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		if err != nil {
			return err
		}
		if pids, err = pgx.CollectRows(rows, pgx.RowTo[int]); err != nil {
			return err
		}
		var own int
		err = tx.QueryRow(t.Context(), `SELECT pg_backend_pid()`).Scan(&own)
		pids = append(pids, own)
		return err
	})
	must(t, err)
	signal := func(sig syscall.Signal) {
		for _, pid := range pids {
			_ = syscall.Kill(pid, sig) // a connection may have ended meanwhile
		}
	}
	t.Cleanup(func() { signal(syscall.SIGCONT) })
	signal(syscall.SIGSTOP)
	began := time.Now()
	if _, err := desk.Do(t.Context(), claimOf(p, "c", 1)); err == nil {
		t.Error("a server that hangs did a claim")
	}
	if took := time.Since(began); took > answerLimit+time.Second {
		t.Errorf("it took %v to say so", took)
	}
	signal(syscall.SIGCONT)
	eventually(t, "it can be claimed again", func() bool {
		done, err := desk.Do(t.Context(), claimOf(p, "c", 1))
		return err == nil && done.Petition.Owner != ""
	})
}

func TestTheStoreComesBackWithTheServer(t *testing.T) {
	server := local.TestPostgresServer(t)
	url := server.URL("tiepdan")
	must(t, Migrate(t.Context(), url))
	s := openStore(t, url, newKeys(t))
	desk := newDesk(s)
	o := &office{}
	startWork(t, s, o)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	receipt := triage.Notice{Code: p.Code, Event: "d", Version: 1, Verb: triage.FileIt, Audience: triage.ToCitizen, To: "citizen"}
	eventually(t, "the receipt is sent", func() bool { return o.timesTold(receipt) == 1 })
	for name, down := range map[string]func(){"stopped": server.Stop, "killed": server.Kill} {
		down()
		for range 3 {
			began := time.Now()
			if _, err := desk.File(t.Context(), triagetest.Draft("e-"+name, "citizen")); err == nil {
				t.Error("a petition was filed without a database")
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("%s: it took %v to say so", name, took)
			}
			if err := s.Ping(t.Context()); err == nil {
				t.Error("a dead database answered")
			}
		}
		server.Start()
		began := time.Now()
		var q triage.Petition
		eventually(t, "a petition can be filed again", func() bool {
			done, err := desk.File(t.Context(), triagetest.Draft("e-"+name, "citizen"))
			q = done.Petition
			return err == nil
		})
		t.Logf("%s: back after %v", name, time.Since(began))
		receipt := triage.Notice{Code: q.Code, Event: "e-" + name, Version: 1, Verb: triage.FileIt, Audience: triage.ToCitizen, To: "citizen"}
		eventually(t, "the work goes on", func() bool { return o.timesTold(receipt) == 1 })
	}
	must(t, s.Verify(t.Context(), p.Code))
}
