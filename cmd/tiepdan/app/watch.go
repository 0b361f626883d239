package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tiepdan/storage/postgres"
)

const (
	// watchEvery is how long one look serves every scrape and question: so many
	// scrapers as may come cost the stores one look.
	watchEvery = 10 * time.Second
	// watchAgain is how soon a look that showed a fault is repeated, so that its end
	// is told at once.
	watchAgain = time.Second
	// watchLimit is how long one look may take.
	watchLimit = 2 * time.Second
)

// sight is what one look at the stores has shown.
type sight struct {
	at     time.Time
	ledger postgres.Watch
	schema postgres.Schema
	keys   error // postgres.ErrSealedOtherwise
	unseen error // the database showed nothing

	waiting int64         // conversations without their checkpoint
	lag     time.Duration // of the longest waiting
	poller  string        // who holds the lease to poll
	noRedis error
}

// watch looks at what the stores hold, for the metrics and /readyz: queues, clocks
// and checkpoints, which no single replica knows.
type watch struct {
	app   *App
	every time.Duration

	mu   sync.Mutex
	last sight
}

func newWatch(a *App) *watch { return &watch{app: a, every: watchEvery} }

// look is the last sight, or a new one if that is old. Who asks meanwhile waits
// for the same one.
func (w *watch) look(ctx context.Context) sight {
	w.mu.Lock()
	defer w.mu.Unlock()
	valid := w.every
	if w.ill(w.last) {
		valid = min(valid, watchAgain)
	}
	if !w.last.at.IsZero() && time.Since(w.last.at) < valid {
		return w.last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), watchLimit)
	defer cancel()
	var now sight
	var both sync.WaitGroup
	both.Go(func() { w.lookAtLedger(ctx, &now) })
	both.Go(func() { w.lookAtSessions(ctx, &now) })
	both.Wait()
	now.at = time.Now()
	w.last = now
	return now
}

func (w *watch) lookAtLedger(ctx context.Context, now *sight) {
	a := w.app
	now.ledger, now.unseen = a.Store.Watch(ctx, a.deps.Now())
	if now.unseen == nil {
		now.schema, now.unseen = a.Store.Schema(ctx)
	}
	if now.unseen == nil {
		if err := a.Store.CheckKeys(ctx); errors.Is(err, postgres.ErrSealedOtherwise) {
			now.keys = err
		} else {
			now.unseen = err
		}
	}
}

func (w *watch) lookAtSessions(ctx context.Context, now *sight) {
	a := w.app
	now.waiting, now.lag, now.noRedis = a.Sessions.Lag(ctx, a.Me.ID)
	if now.noRedis == nil && a.deps.Settings.WebhookURL == "" {
		now.poller, now.noRedis = a.Sessions.Holder(ctx, a.pollLease())
	}
}

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("tiepdan_"+name, help, labels, nil)
}

// gauges are what a look is shown as.
type gauges struct {
	up, jobs, oldest, ready, petitions, petitionAge, unclassified, unclassifiedAge, clocks, unsaved, lag *prometheus.Desc
}

func newGauges() gauges {
	return gauges{
		up:              gauge("up", "1 if a part answers and is as it should be.", "part"),
		jobs:            gauge("queue_jobs", "Jobs that are not done, by queue and state; discarded ones were given up.", "queue", "state"),
		oldest:          gauge("queue_oldest_seconds", "How long ago the oldest job that is not done was queued.", "queue"),
		ready:           gauge("queue_wait_seconds", "How long the first job that could run has waited for a worker.", "queue"),
		petitions:       gauge("petitions_open", "Petitions that are not done, by status.", "status"),
		petitionAge:     gauge("petition_oldest_seconds", "How old the oldest petition of a status is; filed: nobody has claimed it.", "status"),
		unclassified:    gauge("petitions_unclassified", "Petitions whose classification is owed."),
		unclassifiedAge: gauge("petition_unclassified_oldest_seconds", "How long the longest of them has waited for it."),
		clocks:          gauge("clocks", "Open obligations past their date (late) or within a day of it (soon), by clock.", "clock", "when"),
		unsaved:         gauge("checkpoint_waiting", "Conversations that are in Redis alone."),
		lag:             gauge("checkpoint_lag_seconds", "How long ago the one that has been quiet the longest was changed; those who go on writing count from their last line."),
	}
}

// Describe names nothing: what there is depends on what stands open.
func (*watch) Describe(chan<- *prometheus.Desc) {}

// Collect shows the last look. What could not be seen is left out, and "up" says so.
func (w *watch) Collect(out chan<- prometheus.Metric) {
	now, g := w.look(context.Background()), newGauges()
	give := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	for part, check := range w.checks(now) {
		up := 0.0
		if check.OK {
			up = 1
		}
		give(g.up, up, part)
	}
	if now.noRedis == nil {
		give(g.unsaved, float64(now.waiting))
		give(g.lag, now.lag.Seconds())
	}
	if now.unseen != nil {
		return
	}
	oldest, ready := map[string]time.Duration{}, map[string]time.Duration{}
	for _, queue := range postgres.Queues() {
		oldest[queue] = 0 // an empty queue is shown too
	}
	for _, q := range now.ledger.Queues {
		give(g.jobs, float64(q.Jobs), q.Queue, q.State)
		if q.State != "discarded" {
			oldest[q.Queue] = max(oldest[q.Queue], q.Oldest)
		}
		if q.State == "available" {
			ready[q.Queue] = q.Waiting
		}
	}
	for queue, age := range oldest {
		give(g.oldest, age.Seconds(), queue)
		give(g.ready, ready[queue].Seconds(), queue)
	}
	today := w.app.deps.Now()
	for _, s := range now.ledger.Statuses {
		give(g.petitions, float64(s.N), string(s.Status))
		give(g.petitionAge, today.Sub(s.Since).Seconds(), string(s.Status))
	}
	give(g.unclassified, float64(now.ledger.Unclassified))
	if since := now.ledger.UnclassifiedSince; !since.IsZero() {
		give(g.unclassifiedAge, today.Sub(since).Seconds())
	}
	for _, c := range now.ledger.Clocks {
		give(g.clocks, float64(c.Late), c.Clock, "late")
		give(g.clocks, float64(c.Soon), c.Clock, "soon")
	}
}
