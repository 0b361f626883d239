package simulator

import (
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"strconv"
	"sync"
	"time"
)

// laneKey names a queue of updates that keep their order: the messages of a
// chat, the presses of a person, and so on.
type laneKey struct {
	kind string
	id   int64
}

// update is one update, encoded once.
type update struct {
	id      int64
	kind    string
	lane    laneKey
	body    []byte
	expires time.Time
}

// mailbox holds what a bot has not taken yet. Its lock is taken after the
// simulator's, never before.
type mailbox struct {
	bot *Bot

	mu      sync.Mutex
	last    int64
	allowed map[string]bool // nil: the default kinds
	unsent  map[int64]*update
	queue   []*update // in polling mode, by id
	again   []*update // to be polled once more, whatever the offset
	history []*update // a ring, for Redeliver
	next    int       // the ring's position
	wake    signal
	poll    *poll
	hook    *hook // nil in polling mode
}

func newMailbox(b *Bot, first int64) *mailbox {
	return &mailbox{bot: b, last: first, unsent: map[int64]*update{}}
}

// wants says whether the bot asked for that kind of update. The lock is held.
func (m *mailbox) wants(kind string) bool {
	if m.allowed == nil {
		return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
	}
	return m.allowed[kind]
}

// allow sets the kinds that the bot wants: nil leaves them, none is the
// default. The lock is held.
func (m *mailbox) allow(kinds []string) {
	switch {
	case kinds == nil:
	case len(kinds) == 0:
		m.allowed = nil
	default:
		m.allowed = map[string]bool{}
		for _, k := range kinds {
			m.allowed[k] = true
		}
	}
}

func (m *mailbox) add(kind string, lane laneKey, payload []byte, expires time.Time) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.wants(kind) {
		return 0
	}
	m.last++
	body := make([]byte, 0, len(payload)+48)
	body = append(body, `{"update_id":`...)
	body = strconv.AppendInt(body, m.last, 10)
	body = append(body, `,"`...)
	body = append(body, kind...)
	body = append(body, `":`...)
	body = append(body, payload...)
	body = append(body, '}')
	m.push(&update{id: m.last, kind: kind, lane: lane, body: body, expires: expires})
	return m.last
}

// addRaw queues an update that was made by hand, in a queue of its own.
func (m *mailbox) addRaw(body map[string]json.RawMessage, expires time.Time) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last++
	id := m.last
	if given, err := strconv.ParseInt(string(body["update_id"]), 10, 64); err == nil && given > 0 {
		id = given
	} else {
		body["update_id"] = json.RawMessage(strconv.FormatInt(id, 10))
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return 0
	}
	m.push(&update{id: id, kind: "raw", lane: laneKey{kind: "raw", id: id}, body: encoded, expires: expires})
	return id
}

// push puts an update on its way. The lock is held.
func (m *mailbox) push(u *update) {
	m.unsent[u.id] = u
	if keep := m.bot.sim.opt.KeepCalls; len(m.history) < keep {
		m.history = append(m.history, u)
	} else {
		m.history[m.next%keep] = u
		m.next++
	}
	if m.hook != nil {
		m.hook.push(u)
		return
	}
	if n := len(m.queue); n > 0 && m.queue[n-1].id > u.id {
		m.queue = append(m.queue, u)
		sortUpdates(m.queue)
	} else {
		m.queue = append(m.queue, u)
	}
	m.wake.fire()
}

func sortUpdates(list []*update) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].id < list[j].id })
}

// redeliver sends a remembered update again.
func (m *mailbox) redeliver(id int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.history, func(u *update) bool { return u.id == id })
	if i < 0 {
		return false
	}
	if m.hook != nil {
		m.hook.push(m.history[i])
	} else {
		m.again = append(m.again, m.history[i])
		m.wake.fire()
	}
	return true
}

func (m *mailbox) pending() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.unsent)
}

// settled returns once no delivery can begin any more; the simulator's context
// has ended before.
func (m *mailbox) settled() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wake.fire()
}

// forget drops everything that was not taken. The lock is held.
func (m *mailbox) forget() {
	clear(m.unsent)
	m.queue, m.again = nil, nil
}

// useHook switches to a webhook, or to polling with nil. What was not taken
// goes the new way. The lock is held.
func (m *mailbox) useHook(h *hook) {
	if m.hook != nil {
		m.hook.cancel()
	}
	m.hook = h
	waiting := slices.Collect(maps.Values(m.unsent))
	sortUpdates(waiting)
	if h == nil {
		m.queue = waiting
		m.wake.fire()
		return
	}
	m.queue, m.again = nil, nil
	for _, u := range waiting {
		h.push(u)
	}
}
