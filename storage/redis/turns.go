package redis

import (
	"context"
	"sync"
)

// turns lets those of this process who want the same thing have it one after the
// other, in the order they came. It spares them from losing to each other in Redis
// again and again; between replicas Redis decides.
type turns[K comparable] struct {
	mu    sync.Mutex
	lines map[K]*line
}

// line is those who wait for one thing, and who has it.
type line struct {
	turn  chan struct{} // holds one token while nobody has the thing
	count int           // waiting or having
}

func newTurns[K comparable]() *turns[K] {
	return &turns[K]{lines: map[K]*line{}}
}

// wait returns when it is the caller's turn, or with the context's error.
func (t *turns[K]) wait(ctx context.Context, key K) (done func(), err error) {
	t.mu.Lock()
	l := t.lines[key]
	if l == nil {
		l = &line{turn: make(chan struct{}, 1)}
		l.turn <- struct{}{}
		t.lines[key] = l
	}
	l.count++
	t.mu.Unlock()
	select {
	case <-l.turn:
		return func() { l.turn <- struct{}{}; t.leave(key, l) }, nil
	case <-ctx.Done():
		t.leave(key, l)
		return nil, ctx.Err()
	}
}

func (t *turns[K]) leave(key K, l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.count--; l.count == 0 {
		delete(t.lines, key)
	}
}
