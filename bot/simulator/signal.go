package simulator

import (
	"context"
	"sync"
)

// signal wakes everyone who waits for a change. Its zero value is ready, and
// it costs nearly nothing while nobody waits.
type signal struct {
	mu sync.Mutex
	ch chan struct{}
}

// fire wakes all who wait.
func (s *signal) fire() {
	s.mu.Lock()
	if s.ch != nil {
		close(s.ch)
		s.ch = nil
	}
	s.mu.Unlock()
}

// next is closed at the next fire.
func (s *signal) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	return s.ch
}

// await looks at the condition now and after every fire.
func (s *signal) await(ctx context.Context, condition func() bool) error {
	for {
		next := s.next()
		if condition() {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
