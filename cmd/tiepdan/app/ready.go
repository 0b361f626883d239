package app

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Check is the health of one part.
type Check struct {
	OK   bool   `json:"ok"`
	What string `json:"what,omitempty"` // what is wrong
}

// Readiness is what /readyz tells. Ready says that updates can be taken, which
// needs Redis, and a database that is ours: of this schema and these keys. Without
// Postgres conversations go on and sending is put off (DESIGN §5.6), and without
// Telegram jobs wait, so neither takes a replica out; nor does what every replica
// suffers from alike: late jobs, late checkpoints, nobody who polls. All of it is
// told all the same.
type Readiness struct {
	Ready  bool             `json:"ready"`
	Checks map[string]Check `json:"checks"`
}

// decisive are the parts without which a replica takes no updates.
func decisive() []string { return []string{"serving", "redis", "schema", "keys"} }

const (
	// lateJob is how long a job that could run waits before that is a fault.
	lateJob = time.Minute
	// lateCheckpoint is how long a conversation is in Redis alone before that is a fault.
	lateCheckpoint = 5 * checkpointEvery
)

// Ready asks every part. What the stores hold is looked at every ten seconds.
func (a *App) Ready(ctx context.Context) Readiness {
	r := Readiness{Ready: true, Checks: a.watch.checks(a.watch.look(ctx))}
	// Side by side, each with its own time: a database that hangs says nothing of Redis.
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var database, redis error
	var both sync.WaitGroup
	both.Go(func() { database = a.Store.Ping(ctx) })
	both.Go(func() { redis = a.Sessions.Ping(ctx) })
	both.Wait()
	r.Checks["database"], r.Checks["redis"] = answers(database), answers(redis)
	for _, part := range decisive() {
		r.Ready = r.Ready && r.Checks[part].OK
	}
	return r
}

func answers(err error) Check {
	if err != nil {
		return Check{What: "does not answer"}
	}
	return Check{OK: true}
}

// checks are what a look says about each part. What could not be seen is not held
// against it: the part that did not answer is named.
func (w *watch) checks(now sight) map[string]Check {
	a, well := w.app, Check{OK: true}
	all := map[string]Check{
		"database": answers(now.unseen), "redis": answers(now.noRedis),
		"telegram": well, "serving": well, "schema": well, "keys": well, "jobs": well, "checkpoints": well,
	}
	if a.Client.Troubled(a.deps.Now()) {
		all["telegram"] = Check{What: "refused a call or did not answer in the last 30 seconds; what is to be sent waits"}
	}
	switch a.status.get() {
	case built:
		all["serving"] = Check{What: "is starting"}
	case draining, stopped:
		all["serving"] = Check{What: "is stopping"}
	}
	if now.unseen == nil && !now.schema.Current() {
		all["schema"] = Check{What: fmt.Sprintf("is at %d of %d; run `tiepdan migrate`", now.schema.Version, now.schema.Latest)}
	}
	if now.keys != nil {
		all["keys"] = Check{What: "what the database holds does not open with TIEPDAN_KEYSET"}
	}
	for _, q := range now.ledger.Queues {
		if q.State == "available" && q.Waiting > lateJob {
			all["jobs"] = Check{What: fmt.Sprintf("a job of the queue %s has waited for a worker for %s", q.Queue, q.Waiting.Round(time.Second))}
		}
	}
	if now.lag > lateCheckpoint {
		all["checkpoints"] = Check{What: fmt.Sprintf("%d conversations are in Redis alone, for up to %s", now.waiting, now.lag.Round(time.Second))}
	}
	if a.deps.Settings.WebhookURL == "" {
		all["polling"] = well
		if now.noRedis == nil && now.poller == "" {
			all["polling"] = Check{What: "no replica polls Telegram for updates"}
		}
	}
	return all
}

// ill says whether a look shows anything that is not as it should be.
func (w *watch) ill(now sight) bool {
	for _, check := range w.checks(now) {
		if !check.OK {
			return true
		}
	}
	return false
}
