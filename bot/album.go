package bot

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"tiepdan/bot/dialog"
)

// An album comes as one update a picture, in any number. Every picture is put
// into the conversation at once; the answer waits until it has been quiet for
// Settle, so that an album is answered once. A replica that dies meanwhile
// leaves an album unanswered but not lost: the next message is answered.

// gathering says whether an input is part of an album, whose answer waits.
func (t *talk) gathering(in dialog.Input) bool {
	return t.s.Album != "" && in.Kind == dialog.Shown && len(in.Files) > 0 && in.Files[0].Album == t.s.Album
}

// said keeps what a picture of an album gave to say, until the album is complete.
func (t *talk) said(v dialog.View) {
	t.s.Said = append(t.s.Said, v.Notes...)
	if v.Problem != nil {
		t.s.Said = append(t.s.Said, dialog.Problem{Key: refusedMark + v.Problem.Key, Args: v.Problem.Args})
	}
}

// refusedMark tells a refusal among the notes of an album.
const refusedMark = "!"

// gather marks the album under way; settle answers it when it is quiet.
func (t *talk) gather(album string) {
	if t.repeat {
		return
	}
	if t.s.Album != album {
		t.s.Album, t.s.Said = album, nil
	}
	t.s.AlbumEnd = t.u.ID
	t.album = album
}

// settle answers an album if no further picture of it came meanwhile. While too many
// are gathered it answers at once, in the update's own time: an album may then be
// answered more than once, and nothing piles up.
func (b *Bot) settle(ctx context.Context, u Update, t *talk) {
	end := u.ID
	answer := func(ctx context.Context) {
		var again *talk
		err := b.Sessions.Change(ctx, b.ID, t.user.ID, func(old []byte) ([]byte, bool, error) {
			again = nil
			s, err := decodeSession(old)
			if err != nil || s.Album != t.album || s.AlbumEnd != end {
				return old, false, err
			}
			b.resume(&s)
			again = &talk{b: b, s: &s, u: Update{}, user: t.user, chat: t.chat}
			again.greet()
			again.albumDone(ctx)
			state, err := s.encode()
			return state, again.dirty, err
		})
		if err != nil {
			b.Log.Warn("an album was not answered", "error", err)
			return
		}
		if again == nil {
			return
		}
		for _, m := range again.out.Messages {
			if err := b.do(ctx, m.send(again.chat)); err != nil {
				b.Log.Warn("an album was not answered", "error", err)
				return
			}
		}
	}
	if !b.later.after(b.Settle, answer) {
		answer(ctx)
	}
}

// albumDone says once what became of the whole album.
func (t *talk) albumDone(ctx context.Context) {
	said := distinct(t.s.Said)
	t.s.Album, t.s.AlbumEnd, t.s.Said, t.dirty = "", 0, nil, true
	switch {
	case t.s.Task != nil:
		if d, ok := t.b.taskDialog(t.say, *t.s.Task); ok {
			view := d.View(t.b.env(t.say, d.ID), t.s.Task.State)
			view.Notes = said
			t.showTask(&view)
		}
	case t.s.Draft != nil:
		view := t.b.petition.View(t.b.env(t.say, t.b.petition.ID), *t.s.Draft)
		view.Notes = said
		t.out.say(t.b.render(t.say, *t.s.Draft, view))
	default:
		if err := t.askWhere(ctx); err != nil {
			t.b.Log.Warn("loose pictures were not asked about", "error", err)
		}
	}
}

// distinct drops notes said before: ten pictures give one "kept".
func distinct(notes []dialog.Problem) []dialog.Problem {
	var all []dialog.Problem
	seen := map[string]bool{}
	for _, n := range notes {
		if k := n.Key + n.Args["name"]; !seen[k] {
			seen[k] = true
			all = append(all, n)
		}
	}
	return all
}

// mostLater bounds what waits in one process.
const mostLater = 2000

// later runs things after a while, and lets a drain wait for them.
type later struct {
	mu     sync.Mutex
	closed bool
	count  int // waiting or running
	most   int
	log    *slog.Logger
	wg     sync.WaitGroup
	ctx    context.Context
	stop   context.CancelFunc
}

func newLater(log *slog.Logger) *later {
	ctx, stop := context.WithCancel(context.Background())
	return &later{log: log, ctx: ctx, stop: stop, most: mostLater}
}

// after runs f after a while. It says whether it will: not when too many wait
// already, nor after a drain has begun.
func (l *later) after(d time.Duration, f func(context.Context)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.count >= l.most {
		return false
	}
	l.count++
	l.wg.Add(1)
	time.AfterFunc(d, func() {
		defer l.done()
		defer l.wg.Done()
		l.run(f)
	})
	return true
}

// perhaps runs f after a while, unless a drain comes first or too many wait:
// nobody waits for it.
func (l *later) perhaps(d time.Duration, f func(context.Context)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.count >= l.most {
		return
	}
	l.count++
	time.AfterFunc(d, func() {
		defer l.done()
		l.mu.Lock()
		if l.closed {
			l.mu.Unlock()
			return
		}
		l.wg.Add(1)
		l.mu.Unlock()
		defer l.wg.Done()
		l.run(f)
	})
}

// run lets a panic end nothing but f itself.
func (l *later) run(f func(context.Context)) {
	defer func() {
		if v := recover(); v != nil {
			l.log.Error("what was put off panicked", "error", panicCause(v), "stack", string(debug.Stack()))
		}
	}()
	f(l.ctx)
}

func (l *later) done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count--
}

// close takes nothing new and waits for what is under way, as long as ctx allows.
func (l *later) close(ctx context.Context) error {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	done := make(chan struct{})
	go func() {
		l.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		l.stop()
		return nil
	case <-ctx.Done():
		l.stop()
		return ctx.Err()
	}
}
