package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// A job whose replica died while it held it, and one whose end could not be written
// because the database was away, stay "running" in the queue, and River takes them
// up again only when no job can last that long. People wait for their receipts
// behind them. So every replica holds a lock in the database's memory under its
// name for as long as it lives, and all look for jobs that nobody alive is doing.

const (
	// rescueEvery is how often a replica looks.
	rescueEvery = 500 * time.Millisecond
	// rescueWhen is how long a job must have been nobody's. It covers the moment in
	// which a replica that lost its connection takes its lock again, and that between
	// the end of a job and the writing of it.
	rescueWhen = 2500 * time.Millisecond
	// lockSpace keeps these locks apart from all others of the database.
	lockSpace = "tiepdan.worker"
)

// abandonedJobs are the jobs that run according to the queue, while their replica
// is gone, or is this one and does not know of them.
const abandonedJobs = `
	WITH held AS (
		SELECT id, attempt, attempted_by[array_upper(attempted_by, 1)] AS holder
		  FROM river_job
		 WHERE state = 'running'
	), gone AS MATERIALIZED (
		SELECT holder
		  FROM (SELECT DISTINCT holder FROM held WHERE holder <> $1) AS others
		 WHERE pg_try_advisory_xact_lock_shared(hashtext($2), hashtext(holder))
	)
	SELECT id, attempt
	  FROM held
	 WHERE holder IN (SELECT holder FROM gone) OR holder = $1 AND NOT id = ANY ($3)`

// attempt is one try of one job.
type attempt struct {
	Job int64
	N   int
}

// rescuer gives jobs that nobody is doing back to the queue.
type rescuer struct {
	store *Store
	name  string // of this replica in the queue

	mu    sync.Mutex
	doing map[int64]int   // jobs in hand here; how often, should one come twice
	drawn map[string]bool // cards that are being drawn here

	talking sync.Mutex            // on the connection
	conn    *pgx.Conn             // holds the locks of this replica; nil while there is none
	since   map[attempt]time.Time // since when a job has been nobody's
}

func newRescuer(s *Store) *rescuer {
	return &rescuer{store: s, doing: map[int64]int{}, drawn: map[string]bool{}, since: map[attempt]time.Time{}}
}

// begins and ends keep count of what is in hand here.
func (r *rescuer) begins(job int64) {
	r.mu.Lock()
	r.doing[job]++
	r.mu.Unlock()
}

func (r *rescuer) ends(job int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.doing[job]--; r.doing[job] == 0 {
		delete(r.doing, job)
	}
}

func (r *rescuer) inHand() []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]int64, 0, len(r.doing))
	for job := range r.doing {
		all = append(all, job)
	}
	return all
}

// run looks until ctx ends, and gives the lock up then.
func (r *rescuer) run(ctx context.Context) {
	tick := time.NewTicker(rescueEvery)
	defer tick.Stop()
	defer r.forget()
	for {
		if err := r.talk(ctx, r.look); err != nil {
			if ctx.Err() != nil {
				return
			}
			r.store.log.WarnContext(ctx, "abandoned jobs were not looked for", "error", err)
			r.forget()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// forget drops the lock and what was seen: after a time without a connection others
// may have lost theirs too, and are given the time to come back.
func (r *rescuer) forget() {
	r.talking.Lock()
	defer r.talking.Unlock()
	clear(r.since)
	r.drop()
}

// drop closes the connection, and so gives up every lock. It is being talked on.
func (r *rescuer) drop() {
	if r.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = r.conn.Close(ctx)
	r.conn = nil
}

// talk does something on the connection, with the lock held. Nothing is also something:
// it takes the lock before the first job.
func (r *rescuer) talk(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	r.talking.Lock()
	defer r.talking.Unlock()
	if err := r.hold(ctx); err != nil {
		return fmt.Errorf("hold the lock of this replica: %w", err)
	}
	return do(ctx)
}

// deadAfter has the server see within seconds that this replica's host is gone: its
// locks stay as long as its connection seems to live, by default two hours. On a Unix
// socket it means nothing.
func deadAfter() map[string]string {
	return map[string]string{"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3", "tcp_user_timeout": "11000"}
}

// hold takes the lock under this replica's name, on a connection of its own.
func (r *rescuer) hold(ctx context.Context) error {
	if r.conn != nil {
		return nil
	}
	config := r.store.pool.Config().ConnConfig
	maps.Copy(config.RuntimeParams, deadAfter())
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	r.conn = conn
	_, err = conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext($1), hashtext($2))`, lockSpace, r.name)
	return err
}

// look takes note of jobs that are nobody's, and gives back those that have been so
// for long enough.
func (r *rescuer) look(ctx context.Context) error {
	rows, err := r.conn.Query(ctx, abandonedJobs, r.name, lockSpace, r.inHand())
	if err != nil {
		return fmt.Errorf("look for abandoned jobs: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[attempt])
	if err != nil {
		return fmt.Errorf("look for abandoned jobs: %w", err)
	}
	return r.giveBack(ctx, r.ripe(found, time.Now()))
}

// ripe are those that have been nobody's for long enough.
func (r *rescuer) ripe(found []attempt, now time.Time) []attempt {
	for a := range r.since {
		if !slices.Contains(found, a) {
			delete(r.since, a)
		}
	}
	var ripe []attempt
	for _, a := range found {
		if _, known := r.since[a]; !known {
			r.since[a] = now
		}
		if now.Sub(r.since[a]) >= rescueWhen {
			ripe = append(ripe, a)
		}
	}
	return ripe
}

// giveBack lets jobs be taken up again at once, unless another replica was faster.
func (r *rescuer) giveBack(ctx context.Context, ripe []attempt) error {
	if len(ripe) == 0 {
		return nil
	}
	jobs, tries := make([]int64, len(ripe)), make([]int, len(ripe))
	for i, a := range ripe {
		jobs[i], tries[i] = a.Job, a.N
		delete(r.since, a)
	}
	tag, err := r.conn.Exec(ctx, `
		UPDATE river_job AS j
		   SET state = 'available', scheduled_at = now()
		  FROM unnest($1::bigint[], $2::int[]) AS a (id, attempt)
		 WHERE j.id = a.id AND j.attempt = a.attempt AND j.state = 'running' AND j.attempt < j.max_attempts`, jobs, tries)
	if err != nil {
		return fmt.Errorf("give abandoned jobs back: %w", err)
	}
	if n := tag.RowsAffected(); n > 0 {
		r.store.log.InfoContext(ctx, "abandoned jobs are taken up again", "jobs", n)
	}
	return nil
}

// lostSight begins the error of an attempt that has told somebody, or may have, and
// could not write it down.
const lostSight = "lost sight of"

// rescued begins the error that River's own rescuer leaves in the place of a worker.
const rescued = "Stuck job rescued"

// noteLost writes into the delivery ledger that nobody knows what became of the
// attempt before this one: whoever made it left neither a line nor an error by which
// nobody was told (P7). It says whether it did.
func (s *Store) noteLost(ctx context.Context, job *river.Job[tellArgs]) (lost bool, err error) {
	before := job.Attempt - 1
	untold := func(e rivertype.AttemptError) bool {
		return e.Attempt == before && !strings.HasPrefix(e.Error, lostSight) && !strings.HasPrefix(e.Error, rescued)
	}
	if before < 1 || slices.ContainsFunc(job.Errors, untold) {
		return false, nil
	}
	n := job.Args.Notice
	tag, err := s.exec(ctx, `
		INSERT INTO delivery (code, event, version, verb, audience, person, unit, urgent, at, outcome, attempt)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 'unknown', $10
		 WHERE NOT EXISTS (SELECT FROM delivery
		                    WHERE code = $1 AND event = $2 AND verb = $4 AND audience = $5 AND person = $6
		                      AND (attempt = $10 AND outcome <> 'delayed' OR outcome = 'sent'))`,
		n.Code, n.Event, n.Version, n.Verb, n.Audience, n.To, orNull(n.Unit), n.Urgent, s.now(), before)
	if err != nil {
		return false, fmt.Errorf("note a delivery that was lost sight of: %w", err)
	}
	return tag.RowsAffected() > 0, nil
}
