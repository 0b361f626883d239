package bot

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics counts what goes in and out. No label holds anything about a person.
// A nil *Metrics counts nothing.
type Metrics struct {
	updates  *prometheus.CounterVec // by kind
	setAside *prometheus.CounterVec // by reason
	failures *prometheus.CounterVec // by reason
	calls    *prometheus.CounterVec // by method and outcome
	repeats  *prometheus.CounterVec // by method
	refusals *prometheus.CounterVec // by method
	budgets  prometheus.Counter
	running  prometheus.Gauge
	lasted   *prometheus.HistogramVec // by outcome
	calling  *prometheus.HistogramVec // by method
	turnings *prometheus.CounterVec   // by reason
	steps    *prometheus.CounterVec   // by dialog and outcome
}

// What became of an update.
const (
	updateDone   = "done"
	updateAside  = "set_aside"
	updateAgain  = "away"   // asked for again: something does not answer
	updateFailed = "failed" // asked for again: the handler failed
)

// Why the webhook did not take an update. Those up to turnedFailed come again.
const (
	turnedFull     = "full"     // as many as may are being handled
	turnedDraining = "draining" // this replica ends
	turnedAway     = "away"     // Redis, Postgres or Telegram does not answer
	turnedFailed   = "failed"
	turnedSecret   = "secret" // not from Telegram
	turnedBody     = "body"   // broken off, or too large
)

// quick are the bounds, in seconds, of what a person waits for.
func quick() []float64 {
	return []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// NewMetrics makes the counters and registers them.
func NewMetrics(reg prometheus.Registerer) (*Metrics, error) {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tiepdan_telegram_" + name, Help: help}, labels)
	}
	took := func(name, help, label string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "tiepdan_telegram_" + name, Help: help, Buckets: quick()}, []string{label})
	}
	m := &Metrics{
		updates:  vec("updates_total", "Updates taken, by kind.", "kind"),
		setAside: vec("updates_set_aside_total", "Updates that could not be handled, by reason.", "reason"),
		failures: vec("update_failures_total", "Attempts at an update that failed, by reason.", "reason"),
		calls:    vec("calls_total", "Method calls, by method and outcome.", "method", "outcome"),
		repeats:  vec("call_repeats_total", "Method calls made again, by method.", "method"),
		refusals: vec("too_many_requests_total", "Answers 429, by method.", "method"),
		budgets: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "tiepdan_telegram_budget_failures_total", Help: "Messages sent without asking the budgets, which were away."}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "tiepdan_telegram_updates_running", Help: "Updates being handled now."}),
		lasted:   took("update_seconds", "How long an update was handled, the calls it made included, by outcome.", "outcome"),
		calling:  took("call_seconds", "How long a method call took, its repetitions and its wait for the budgets included.", "method"),
		turnings: vec("webhook_refusals_total", "Updates that the webhook did not take, by reason.", "reason"),
		steps: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiepdan_dialog_steps_total", Help: "Answers given in dialogs, by dialog and what became of them."}, []string{"dialog", "outcome"}),
	}
	for _, c := range []prometheus.Collector{m.updates, m.setAside, m.failures, m.calls, m.repeats, m.refusals, m.budgets,
		m.running, m.lasted, m.calling, m.turnings, m.steps} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

func (m *Metrics) took(kind string) {
	if m != nil {
		m.updates.WithLabelValues(kind).Inc()
	}
}

func (m *Metrics) aside(reason string) {
	if m != nil {
		m.setAside.WithLabelValues(reason).Inc()
	}
}

func (m *Metrics) failed(reason string) {
	if m != nil {
		m.failures.WithLabelValues(reason).Inc()
	}
}

func (m *Metrics) called(method string, err error) {
	if m != nil {
		m.calls.WithLabelValues(method, outcomeOf(err)).Inc()
	}
}

func (m *Metrics) callTook(method string, since time.Time) {
	if m != nil {
		m.calling.WithLabelValues(method).Observe(time.Since(since).Seconds())
	}
}

// begun counts an update that runs, until it is ended.
func (m *Metrics) begun() {
	if m != nil {
		m.running.Inc()
	}
}

func (m *Metrics) ended(since time.Time, outcome string) {
	if m != nil {
		m.running.Dec()
		m.lasted.WithLabelValues(outcome).Observe(time.Since(since).Seconds())
	}
}

func (m *Metrics) turned(reason string) {
	if m != nil {
		m.turnings.WithLabelValues(reason).Inc()
	}
}

func (m *Metrics) stepped(s step) {
	if m != nil && s.dialog != "" {
		m.steps.WithLabelValues(s.dialog, s.outcome).Inc()
	}
}

func (m *Metrics) repeated(method string) {
	if m != nil {
		m.repeats.WithLabelValues(method).Inc()
	}
}

func (m *Metrics) tooMany(method string) {
	if m != nil {
		m.refusals.WithLabelValues(method).Inc()
	}
}

func (m *Metrics) budgetFailed() {
	if m != nil {
		m.budgets.Inc()
	}
}
