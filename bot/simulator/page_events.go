package simulator

import (
	"fmt"
	"net/http"
	"sync"
)

// watcher gathers what changed since an open page looked last.
type watcher struct {
	mu   sync.Mutex
	what map[string]struct{}
	wake chan struct{}
}

func (w *watcher) tell(what string) {
	w.mu.Lock()
	w.what[what] = struct{}{}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *watcher) take() map[string]struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	what := w.what
	w.what = map[string]struct{}{}
	return what
}

// serveEvents tells an open page the keys of the chats that changed.
func (s *Simulator) serveEvents(rw http.ResponseWriter, r *http.Request) {
	w := &watcher{what: map[string]struct{}{}, wake: make(chan struct{}, 1)}
	s.mu.Lock()
	s.watchers[w] = struct{}{}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.watchers, w)
		s.mu.Unlock()
	}()
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	control := http.NewResponseController(rw)
	fmt.Fprint(rw, "retry: 1000\ndata: people\n\n")
	control.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		case <-w.wake:
			for what := range w.take() {
				if _, err := fmt.Fprintf(rw, "data: %s\n\n", what); err != nil {
					return
				}
			}
			control.Flush()
		}
	}
}
