package app

import (
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"

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
