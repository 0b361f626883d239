package app

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// phase is where an App is in its life.
type phase int

const (
	built phase = iota
	started
	draining
	stopped
)

// status is the phase, as every goroutine may see it.
type status struct {
	mu  sync.Mutex
	now phase
}

func (s *status) set(p phase) {
	s.mu.Lock()
	s.now = p
	s.mu.Unlock()
}

func (s *status) get() phase {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Check is the health of one part.
type Check struct {
	OK   bool   `json:"ok"`
	What string `json:"what,omitempty"` // what is wrong
}

// Readiness is what /readyz tells. Ready says that updates can be taken, which
// needs Redis. Without Postgres conversations go on and sending is put off
// (DESIGN §5.6), and without Telegram jobs wait, so neither takes a replica out;
// both are told all the same.
type Readiness struct {
	Ready  bool             `json:"ready"`
	Checks map[string]Check `json:"checks"`
}

// Ready asks every part.
func (a *App) Ready(ctx context.Context) Readiness {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	ask := func(ping func(context.Context) error) Check {
		if ping(ctx) != nil {
			return Check{What: "does not answer"}
		}
		return Check{OK: true}
	}
	r := Readiness{Checks: map[string]Check{
		"database": ask(a.Store.Ping),
		"redis":    ask(a.Sessions.Ping),
		"telegram": {OK: true},
		"serving":  {OK: true},
	}}
	if a.Client.Troubled(a.deps.Now()) {
		r.Checks["telegram"] = Check{What: "refused a call or did not answer in the last 30 seconds; what is to be sent waits"}
	}
	switch a.status.get() {
	case built:
		r.Checks["serving"] = Check{What: "is starting"}
	case draining, stopped:
		r.Checks["serving"] = Check{What: "is stopping"}
	}
	r.Ready = r.Checks["serving"].OK && r.Checks["redis"].OK
	return r
}

// Health answers for an App that is served, also before there is one.
type Health struct {
	app   atomic.Pointer[App]
	ready atomic.Bool // all that belongs to the start is done
}

// Handler serves /healthz (the process lives), /readyz (see Readiness) and
// /metrics. Nothing in them tells of a person.
func (h *Health) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok\n"))
	})
	mux.HandleFunc("GET /readyz", h.ServeReady)
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		a := h.app.Load()
		if a == nil {
			http.Error(w, "starting", http.StatusServiceUnavailable)
			return
		}
		promhttp.HandlerFor(a.registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
	})
	return mux
}

// ServeReady answers 200 when updates can be taken, else 503, and names what is
// wrong in either.
func (h *Health) ServeReady(w http.ResponseWriter, r *http.Request) {
	now := Readiness{Checks: map[string]Check{"serving": {What: "is starting"}}}
	if a := h.app.Load(); a != nil {
		now = a.Ready(r.Context())
		if !h.ready.Load() {
			now.Ready, now.Checks["serving"] = false, Check{What: "is starting"}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	if !now.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(now) // whoever asked has gone
}
