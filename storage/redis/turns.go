package redis

import (
	"context"
	"errors"
	"sync"
)

// turns lets those of this process who want the same thing have it one after the
// other, in the order they came. It spares them from losing to each other in Redis
// again and again; between replicas Redis decides.
type turns[K comparable] struct {
	most int // how many may stand in one line; 0: any number

	mu    sync.Mutex
	lines map[K]*line
}

// errLine says that too many wait for the same thing.
var errLine = errors.New("too many wait in line")

// line is those who wait for one thing, and who has it.
type line struct {
	turn  chan struct{} // holds one token while nobody has the thing
	count int           // waiting or having
}

func newTurns[K comparable](most int) *turns[K] {
	return &turns[K]{most: most, lines: map[K]*line{}}
}

// wait returns when it is the caller's turn, or with the context's error, or at
// once with errLine.
func (t *turns[K]) wait(ctx context.Context, key K) (done func(), err error) {
	t.mu.Lock()
	l := t.lines[key]
	if l == nil {
		l = &line{turn: make(chan struct{}, 1)}
		l.turn <- struct{}{}
		t.lines[key] = l
	}
	if t.most > 0 && l.count >= t.most {
		t.mu.Unlock()
		return nil, errLine
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
