package bot

import (
	"fmt"

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
}

// NewMetrics makes the counters and registers them.
func NewMetrics(reg prometheus.Registerer) (*Metrics, error) {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tiepdan_telegram_" + name, Help: help}, labels)
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
	}
	for _, c := range []prometheus.Collector{m.updates, m.setAside, m.failures, m.calls, m.repeats, m.refusals, m.budgets} {
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
