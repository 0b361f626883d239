package bot

import (
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// chatBurst is how many messages a chat takes at once.
	chatBurst = 3
	// Nobody sees the refusal of an answer in a webhook's body, so such answers
	// stop a little before the limits: the network may bunch what left apart.
	inlineSpare, inlineChatSpare = 5, 1
	// urgentSpare is what jobs that can wait leave to those that cannot.
	urgentSpare = 5
	// longestLine is the longest that a job is put off because of others.
	longestLine = time.Minute
	// mostChats bounds what is remembered; a chat is forgotten when its budget is whole.
	mostChats = 10000
)

// pace keeps what this process sends below Telegram's limits without a trip to
// Redis, so that an answer in a webhook's body can be counted too. Each budget
// is the moment at which it is whole again.
type pace struct {
	every, chatEvery time.Duration // what one message takes to come back
	burst, chatBurst int

	mu    sync.Mutex
	all   time.Time
	chats map[int64]time.Time
	line  time.Time // when the job that was put off last may come again
}

// newPace makes the budgets; nil, which counts nothing, if a rate is not above zero.
func newPace(rate, chatRate float64) *pace {
	if rate <= 0 || chatRate <= 0 {
		return nil
	}
	return &pace{
		every: time.Duration(float64(time.Second) / rate), burst: max(int(rate), 1),
		chatEvery: time.Duration(float64(time.Second) / chatRate), chatBurst: max(chatBurst, int(chatBurst*chatRate)),
		chats: map[int64]time.Time{},
	}
}

// take takes one message's worth if it may be sent within patience, and says how
// long to wait until then; else it takes nothing, and ok is false. The spares
// are what has to be left over for others. A group has its own budget elsewhere.
func (p *pace) take(now time.Time, chat int64, patience time.Duration, spare, chatSpare int) (wait time.Duration, ok bool) {
	if p == nil {
		return 0, true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait, all, one := p.look(now, chat, spare, chatSpare)
	if wait > patience {
		return wait, false
	}
	p.all = all
	if chat > 0 {
		if len(p.chats) >= mostChats {
			p.forget(now)
		}
		p.chats[chat] = one
	}
	return wait, true
}

// wait is how long a message would have to wait. It takes nothing.
func (p *pace) wait(now time.Time, chat int64, spare, chatSpare int) time.Duration {
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait, _, _ := p.look(now, chat, spare, chatSpare)
	return wait
}

// look computes the wait and what the budgets would be afterwards.
func (p *pace) look(now time.Time, chat int64, spare, chatSpare int) (wait time.Duration, all, one time.Time) {
	all = latest(p.all, now).Add(p.every)
	wait = all.Sub(now) - p.every*time.Duration(max(p.burst-spare, 1))
	if chat > 0 {
		one = latest(p.chats[chat], now).Add(p.chatEvery)
		wait = max(wait, one.Sub(now)-p.chatEvery*time.Duration(max(p.chatBurst-chatSpare, 1)))
	}
	return max(wait, 0), all, one
}

// putOff gives a job that may not send now a moment of its own to come again, so
// that a thousand that wait do not all wake for the same free place.
func (p *pace) putOff(now time.Time, wait time.Duration) time.Duration {
	if p == nil {
		return wait
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	slot := latest(p.line, now.Add(wait)).Add(p.every)
	if slot.Sub(now) > longestLine {
		return wait + rand.N(longestLine)
	}
	p.line = slot
	return slot.Sub(now)
}

// forget drops chats whose budget is whole, or all if that leaves too many.
func (p *pace) forget(now time.Time) {
	for chat, whole := range p.chats {
		if !whole.After(now) {
			delete(p.chats, chat)
		}
	}
	if len(p.chats) >= mostChats {
		clear(p.chats)
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
