package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tiepdan/bot"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
	"tiepdan/triage"
)

// stages counts what becomes of petitions and of what is told about them, as it
// happens in this process. Every label is a word of the program's own, so that
// their number is bounded and nothing in them is about a person.
type stages struct {
	acts       *prometheus.CounterVec   // by verb and outcome
	refusals   *prometheus.CounterVec   // by reason
	deciding   *prometheus.HistogramVec // by verb: file, or any other
	until      *prometheus.HistogramVec // by stage
	deliveries *prometheus.CounterVec   // by audience and outcome
	jobs       *prometheus.CounterVec   // by kind and outcome
	working    *prometheus.HistogramVec // by kind
	conflicts  prometheus.Counter
	sessions   *prometheus.CounterVec // by outcome, of changes that did not go well
	restored   prometheus.Counter
	drafts     prometheus.Counter
	unsaved    prometheus.Counter

	verbs map[triage.Verb]bool
}

// newStages makes the counters and registers them.
func newStages(reg prometheus.Registerer) (*stages, error) {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tiepdan_" + name, Help: help}, labels)
	}
	one := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: "tiepdan_" + name, Help: help})
	}
	took := func(name, help, label string, buckets []float64) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "tiepdan_" + name, Help: help, Buckets: buckets}, []string{label})
	}
	s := &stages{
		acts:       vec("acts_total", "Acts on petitions, filing included, by verb and outcome.", "verb", "outcome"),
		refusals:   vec("refusals_total", "Acts that were refused, by reason.", "reason"),
		deciding:   took("act_seconds", "How long an act took until it was committed.", "act", []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}),
		until:      took("petition_stage_seconds", "How old a petition was when it was claimed, accepted, processed, done.", "stage", waits()),
		deliveries: vec("deliveries_total", "Attempts to tell somebody of a petition, by audience and outcome.", "audience", "outcome"),
		jobs:       vec("jobs_total", "Jobs that ran, by kind and outcome.", "kind", "outcome"),
		working:    took("job_seconds", "How long a job ran.", "kind", prometheus.ExponentialBuckets(.001, 4, 9)),
		conflicts:  one("session_conflicts_total", "Turns that ran again because another replica had changed the conversation."),
		sessions:   vec("session_failures_total", "Turns that could not lend or keep the conversation, by reason.", "reason"),
		restored:   one("sessions_restored_total", "Conversations that Redis had lost and that were read back from their checkpoint."),
		drafts:     one("checkpoint_drafts_total", "Conversations written into their checkpoint."),
		unsaved:    one("checkpoint_failures_total", "Rounds of checkpoints that failed."),
		verbs:      map[triage.Verb]bool{triage.FileIt: true},
	}
	for _, m := range triage.Life() {
		s.verbs[m.Verb] = true
	}
	for _, c := range []prometheus.Collector{s.acts, s.refusals, s.deciding, s.until, s.deliveries, s.jobs, s.working,
		s.conflicts, s.sessions, s.restored, s.drafts, s.unsaved} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return s, nil
}

// waits are the bounds, in seconds, of what the law counts in hours and days.
func waits() []float64 {
	const hour, day = 3600, 24 * 3600
	return []float64{60, 600, hour, 4 * hour, 12 * hour, day, 2 * day, 3 * day, 5 * day, 7 * day, 10 * day, 15 * day, 30 * day, 60 * day, 90 * day}
}

// countedDesk is a desk whose acts are counted.
type countedDesk struct {
	bot.Desk
	*stages
}

// File files a draft: see bot.Desk.
func (d countedDesk) File(ctx context.Context, draft triage.Draft) (triage.Done, error) {
	since := time.Now()
	done, err := d.Desk.File(ctx, draft)
	d.acted(triage.FileIt, since, done, err)
	return done, err
}

// Do carries out an act: see bot.Desk.
func (d countedDesk) Do(ctx context.Context, a triage.Act) (triage.Done, error) {
	since := time.Now()
	done, err := d.Desk.Do(ctx, a)
	d.acted(a.Verb, since, done, err)
	return done, err
}

func (s *stages) acted(verb triage.Verb, since time.Time, done triage.Done, err error) {
	if !s.verbs[verb] {
		verb = "other" // a forged button names what it likes
	}
	outcome := "done"
	var refusal *triage.Refusal
	switch {
	case errors.As(err, &refusal):
		outcome = "refused"
		s.refusals.WithLabelValues(refusal.Reason).Inc()
	case err != nil:
		outcome = "failed"
	case done.Repeated:
		outcome = "repeated"
	}
	s.acts.WithLabelValues(string(verb), outcome).Inc()
	if outcome != "done" {
		return
	}
	act := "act"
	if verb == triage.FileIt {
		act = "file"
	}
	s.deciding.WithLabelValues(act).Observe(time.Since(since).Seconds())
	s.reached(done)
}

// reached notes how old a petition was at the stages that an act brought it to.
func (s *stages) reached(done triage.Done) {
	p, at := done.Petition, done.Event.At
	for stage, then := range map[string]time.Time{"claimed": p.ClaimedAt, "accepted": p.AcceptedAt, "processed": p.ProcessedAt, "done": p.DoneAt} {
		if !then.IsZero() && then.Equal(at) {
			s.until.WithLabelValues(stage).Observe(then.Sub(p.FiledAt).Seconds())
		}
	}
}

// countedDeliveries is the delivery ledger, whose lines are counted.
type countedDeliveries struct {
	bot.Deliveries
	*stages
}

// Deliver notes an attempt: see bot.Deliveries.
func (d countedDeliveries) Deliver(ctx context.Context, line triage.Delivery) error {
	err := d.Deliveries.Deliver(ctx, line)
	if err == nil {
		d.deliveries.WithLabelValues(string(line.Notice.Audience), string(line.Outcome)).Inc()
	}
	return err
}

// counted is the handlers of jobs, with their outcomes counted.
func (s *stages) counted(h postgres.Handlers) postgres.Handlers {
	telling := func(kind string, tell func(context.Context, triage.Notice, int) error) func(context.Context, triage.Notice, int) error {
		return func(ctx context.Context, n triage.Notice, attempt int) error {
			return s.work(kind, func() error { return tell(ctx, n, attempt) })
		}
	}
	periodic := func(kind string, do func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error {
			return s.work(kind, func() error { return do(ctx) })
		}
	}
	return postgres.Handlers{
		Lost: func(n triage.Notice) {
			s.deliveries.WithLabelValues(string(n.Audience), string(triage.DeliveryUnknown)).Inc()
		},
		Tell: telling("tell", h.Tell),
		Card: telling("card", h.Card),
		Fetch: func(ctx context.Context, code triage.Code, file triage.Stored) error {
			return s.work("fetch", func() error { return h.Fetch(ctx, code, file) })
		},
		Sweep:  periodic("sweep", h.Sweep),
		Freeze: periodic("freeze", h.Freeze),
	}
}

// work does a job and counts it.
func (s *stages) work(kind string, do func() error) error {
	since, outcome := time.Now(), "failed" // of a job that panics, too
	defer func() {
		s.jobs.WithLabelValues(kind, outcome).Inc()
		s.working.WithLabelValues(kind).Observe(time.Since(since).Seconds())
	}()
	err := do()
	outcome = jobOutcome(err)
	return err
}

// jobOutcome is what becomes of a job, by the rules of postgres.Handlers.
func jobOutcome(err error) string {
	var wait interface{ RetryAfter() time.Duration }
	var final interface{ Permanent() bool }
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &wait):
		return "later"
	case errors.As(err, &final) && final.Permanent():
		return "given_up"
	}
	return "failed"
}

// lent counts one loan of a conversation, whose function ran so many times.
func (s *stages) lent(runs int, err error) {
	if runs > 1 {
		s.conflicts.Add(float64(runs - 1))
	}
	switch {
	case err == nil:
	case errors.Is(err, redis.ErrBusy):
		s.sessions.WithLabelValues("busy").Inc()
	case errors.Is(err, redis.ErrUnreadable):
		s.sessions.WithLabelValues("unreadable").Inc()
	case errors.Is(err, errCheckpoint):
		s.sessions.WithLabelValues("checkpoint").Inc()
	case isRedisAway(err):
		s.sessions.WithLabelValues("away").Inc()
	}
}

func isRedisAway(err error) bool {
	var away redisAway
	return errors.As(err, &away)
}
