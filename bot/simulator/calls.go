package simulator

import (
	"slices"
	"sync"
	"time"
)

// Call is one call of a bot, as Log tells it.
type Call struct {
	At          time.Time
	Bot         string // username
	Method      string
	ChatID      int64 // 0 where the method has none
	Params      map[string]string
	Files       []string // names of the uploaded files
	InAnswer    bool     // came in the body of a webhook's answer
	Code        int      // 200, or the refusal's
	Description string   // of a refusal
	Fault       string   // the injected fault that met it
	Applied     bool     // the call had its effect, even if the answer was lost
	MessageID   int64    // of the message that was made or changed
}

// callLog remembers the latest calls.
type callLog struct {
	mu    sync.Mutex
	keep  int
	ring  []Call
	next  int
	total int
}

func (l *callLog) add(c Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
	if len(l.ring) < l.keep {
		l.ring = append(l.ring, c)
		return
	}
	l.ring[l.next] = c
	l.next = (l.next + 1) % l.keep
}

// Log is the calls that are remembered, oldest first; with methods named, only
// those.
func (s *Simulator) Log(methods ...string) []Call {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	all := append(slices.Clone(s.calls.ring[s.calls.next:]), s.calls.ring[:s.calls.next]...)
	if len(methods) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(c Call) bool { return !slices.Contains(methods, c.Method) })
}

// Calls counts all calls that ever came, except getUpdates.
func (s *Simulator) Calls() int {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	return s.calls.total
}
