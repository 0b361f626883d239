package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// maxFailures is how often an update may fail in this process before it is set
// aside, so that its queue goes on.
const maxFailures = 5

// intake decodes and handles updates, one call of take for each. It is what
// webhook and poller share.
type intake struct {
	handler Handler
	aside   Aside
	metrics *Metrics
	log     *slog.Logger

	mu       sync.Mutex
	failures map[int64]int
}

func newIntake(h Handler, aside Aside, m *Metrics, log *slog.Logger) *intake {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &intake{handler: h, aside: aside, metrics: m, log: log, failures: map[int64]int{}}
}

// take handles one update. Without an error it may be acknowledged: it was
// handled or set aside. With one it has to come again. Nothing panics out of it.
func (in *intake) take(ctx context.Context, u Update, unreadable error, inline bool) (*Call, error) {
	in.metrics.took(u.Kind)
	in.metrics.begun()
	outcome, since := updateDone, time.Now()
	defer func() { in.metrics.ended(since, outcome) }()
	if unreadable != nil && !legible(u) {
		outcome = updateAside
		in.putAside(ctx, u, "unreadable", unreadable)
		return nil, nil
	}
	call, err, panicked := in.handle(ctx, u, inline)
	switch {
	case panicked:
		outcome = updateAside
		in.putAside(ctx, u, "panic", err)
		return nil, nil
	case err == nil:
		in.forget(u.ID)
		return call, nil
	case isAway(err), errors.Is(ctx.Err(), context.Canceled):
		outcome = updateAgain
		in.metrics.failed("away")
		return nil, err
	}
	outcome = updateFailed
	in.metrics.failed("error")
	if n := in.failed(u.ID); n >= maxFailures {
		outcome = updateAside
		in.putAside(ctx, u, "failing", err)
		return nil, nil
	}
	in.log.Warn("an update failed and comes again", "update", u.ID, "kind", u.Kind, "error", err)
	return nil, err
}

// legible says whether an update that does not decode holds words to the bot
// that could be read: these are taken as a message of words alone. What else it
// holds nobody here knows.
func legible(u Update) bool {
	m := u.Message
	return m != nil && m.From != nil && m.Chat.ID == m.From.ID && m.Text != ""
}

func (in *intake) handle(ctx context.Context, u Update, inline bool) (call *Call, err error, panicked bool) {
	defer func() {
		if v := recover(); v != nil {
			call, err, panicked = nil, panicCause(v), true
			in.log.Error("the handler panicked", "update", u.ID, "kind", u.Kind, "error", err, "stack", string(debug.Stack()))
		}
	}()
	call, err = in.handler.Handle(ctx, u, inline)
	return call, err, false
}

func (in *intake) putAside(ctx context.Context, u Update, reason string, err error) {
	defer func() {
		if v := recover(); v != nil {
			in.log.Error("an update could not be set aside", "update", u.ID, "kind", u.Kind, "error", panicCause(v))
		}
	}()
	in.forget(u.ID)
	in.metrics.aside(reason)
	in.log.Error("an update is set aside", "update", u.ID, "kind", u.Kind, "reason", reason, "error", err)
	if in.aside != nil {
		in.aside(ctx, u, err)
	}
}

func (in *intake) failed(id int64) int {
	const most = 10000 // failing at the same time; beyond it some start over
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.failures) >= most {
		clear(in.failures)
	}
	in.failures[id]++
	return in.failures[id]
}

func (in *intake) forget(id int64) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.failures, id)
}

// panicCause repeats only what the runtime itself says: a value that somebody
// panicked with may hold a person's words.
func panicCause(v any) error {
	if err, ok := v.(runtime.Error); ok {
		return fmt.Errorf("panic: %w", err)
	}
	return fmt.Errorf("panic with a %T", v)
}
