package simulator

import "time"

// maxPause is the longest that a failing webhook is left alone, unless it asks
// for more by Retry-After, of which an hour is granted at most.
const (
	maxPause      = time.Minute
	maxRetryAfter = time.Hour
)

// lane is one queue of updates that keep their order.
type lane struct {
	key     laneKey
	queue   []*update
	busy    bool // ready, under way, or waiting for a retry
	fails   int
	release *time.Timer // ends a hold
	passed  int64       // the update that was held already
}

// push puts the update into its lane. The mailbox's lock is held.
func (h *hook) push(u *update) {
	l := h.lanes[u.lane]
	if l == nil {
		l = &lane{key: u.lane}
		h.lanes[u.lane] = l
	}
	l.queue = append(l.queue, u)
	if !l.busy {
		l.busy = true
		h.run(l)
	}
}

// run makes the lane ready and sees that somebody works. The lock is held.
func (h *hook) run(l *lane) {
	h.ready = append(h.ready, l)
	if h.workers < h.max && h.ctx.Err() == nil {
		h.workers++
		h.mail.bot.sim.tasks.Go(h.work)
	}
}

// work delivers until nothing is ready.
func (h *hook) work() {
	m := h.mail
	for {
		m.mu.Lock()
		if len(h.ready) == 0 || h.ctx.Err() != nil {
			h.workers--
			m.mu.Unlock()
			return
		}
		l := h.ready[0]
		h.ready = h.ready[1:]
		u := l.queue[0]
		m.mu.Unlock()

		expired := m.bot.sim.now().After(u.expires)
		var result delivered
		if !expired {
			if result = h.deliver(l, u); result.held {
				continue
			}
		}
		m.mu.Lock()
		h.settle(l, u, result, expired)
		m.mu.Unlock()
	}
}

// settle moves the lane on, or plans the retry. The lock is held.
func (h *hook) settle(l *lane, u *update, result delivered, expired bool) {
	if h.ctx.Err() != nil {
		if result.failure == "" {
			delete(h.mail.unsent, u.id)
		}
		return
	}
	if result.failure == "" || expired {
		l.fails = 0
		l.queue = l.queue[1:]
		delete(h.mail.unsent, u.id)
		h.mail.bot.sim.change.fire()
		if u.kind == "callback_query" {
			h.releaseHeld(u.lane.id)
		}
		if len(l.queue) > 0 {
			h.run(l)
		} else {
			l.busy = false
			delete(h.lanes, l.key)
		}
		return
	}
	h.failure, h.failedAt = result.failure, h.mail.bot.sim.now()
	pause := min(h.mail.bot.sim.opt.RetryBase<<min(l.fails, 30), maxPause)
	if pause <= 0 {
		pause = maxPause
	}
	if result.retryAfter > 0 {
		pause = min(result.retryAfter, maxRetryAfter)
	}
	l.fails++
	h.later(l, pause)
}

// later makes the lane ready after a pause. The lock is held.
func (h *hook) later(l *lane, pause time.Duration) {
	time.AfterFunc(pause, func() {
		h.mail.mu.Lock()
		defer h.mail.mu.Unlock()
		if h.ctx.Err() == nil {
			h.run(l)
		}
	})
}

// hold keeps a lane of messages back until a press has gone before, or the
// pause is over; each update once.
func (h *hook) hold(l *lane, u *update, pause time.Duration) bool {
	h.mail.mu.Lock()
	defer h.mail.mu.Unlock()
	if l.passed == u.id {
		return false
	}
	l.passed = u.id
	h.held[l] = struct{}{}
	l.release = time.AfterFunc(pause, func() {
		h.mail.mu.Lock()
		defer h.mail.mu.Unlock()
		h.releaseLane(l)
	})
	return true
}

// releaseHeld lets go what the person's press has overtaken.
func (h *hook) releaseHeld(person int64) {
	for l := range h.held {
		if l.key.id == person || l.key.id < 0 {
			h.releaseLane(l)
		}
	}
}

func (h *hook) releaseLane(l *lane) {
	if _, ok := h.held[l]; ok && h.ctx.Err() == nil {
		l.release.Stop()
		delete(h.held, l)
		h.run(l)
	}
}
