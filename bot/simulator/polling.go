package simulator

import (
	"encoding/json"
	"time"
)

// maxPoll is how long Telegram lets a poll wait.
const maxPoll = 50 * time.Second

// poll is one getUpdates that waits. Ending it closes its channel.
type poll struct {
	end    chan struct{}
	reason string
}

// stopPoll ends the poll that waits, if one does. The lock is held.
func (m *mailbox) stopPoll(reason string) {
	if m.poll != nil {
		m.poll.reason = reason
		close(m.poll.end)
		m.poll = nil
	}
}

func getUpdates(c *call) (any, *apiError) {
	m := c.bot.mail
	kinds, err := c.kinds()
	if err != nil {
		return nil, err
	}
	offset, limit := c.int("offset"), int(c.int("limit"))
	if limit <= 0 || limit > 100 {
		limit = 100
	}
	wait := min(max(time.Duration(c.int("timeout"))*time.Second, 0), maxPoll)
	me := &poll{end: make(chan struct{})}

	m.mu.Lock()
	if m.hook != nil {
		m.mu.Unlock()
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	m.stopPoll("terminated by other getUpdates request; make sure that only one bot instance is running")
	m.allow(kinds)
	m.poll = me
	m.mu.Unlock()

	timer := time.NewTimer(wait)
	defer timer.Stop()
	return c.pollUntil(me, timer.C, offset, limit)
}

// pollUntil waits for an update, the end of the time, or its own end.
func (c *call) pollUntil(me *poll, timeout <-chan time.Time, offset int64, limit int) (any, *apiError) {
	m := c.bot.mail
	done := false
	for {
		next := m.wake.next()
		m.mu.Lock()
		if m.poll != me {
			m.mu.Unlock()
			return nil, conflict(me.reason)
		}
		batch := m.take(offset, limit, c.sim.now())
		if len(batch) > 0 || done {
			m.poll = nil
			m.mu.Unlock()
			return batch, nil
		}
		m.mu.Unlock()
		select {
		case <-next:
		case <-me.end:
		case <-timeout:
			done = true
		case <-c.ctx.Done():
			done = true
		case <-c.sim.ctx.Done():
			done = true
		}
	}
}

// take acknowledges what stands before the offset and returns the next updates.
// A negative offset counts from the end and forgets the rest. The lock is held.
func (m *mailbox) take(offset int64, limit int, now time.Time) []json.RawMessage {
	if offset < 0 && int(-offset) < len(m.queue) {
		offset = m.queue[len(m.queue)+int(offset)].id
	}
	for len(m.queue) > 0 && (m.queue[0].id < offset || now.After(m.queue[0].expires)) {
		delete(m.unsent, m.queue[0].id)
		m.queue = m.queue[1:]
	}
	batch := []json.RawMessage{}
	for _, u := range m.again {
		if len(batch) < limit {
			batch = append(batch, u.body)
		}
	}
	m.again = m.again[len(batch):]
	for _, u := range m.queue {
		if len(batch) == limit {
			break
		}
		if !now.After(u.expires) {
			batch = append(batch, u.body)
		}
	}
	return batch
}

// kinds reads allowed_updates; nil if it was not given.
func (c *call) kinds() ([]string, *apiError) {
	text := c.text("allowed_updates")
	if text == "" {
		return nil, nil
	}
	kinds := []string{}
	if json.Unmarshal([]byte(text), &kinds) != nil {
		return nil, badRequest("can't parse allowed updates JSON object")
	}
	return kinds, nil
}
