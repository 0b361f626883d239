package simulator

import (
	"math"
	"sync"
	"time"
)

// bucket lets through a burst and then a steady rate.
type bucket struct {
	burst float64
	rate  float64 // per second
	level float64 // what is left
	at    time.Time
}

// wait is how long the next message has to wait at now.
func (b *bucket) wait(now time.Time) time.Duration {
	if b.at.IsZero() {
		b.level = b.burst
	} else {
		b.level = min(b.burst, b.level+now.Sub(b.at).Seconds()*b.rate)
	}
	b.at = now
	if b.level >= 1 {
		return 0
	}
	return time.Duration((1 - b.level) / b.rate * float64(time.Second))
}

// limits are a bot's budgets: 30 messages/s in all, 1/s in a chat with a burst
// of 3, 20/min in a group.
type limits struct {
	mu    sync.Mutex
	all   bucket
	chats map[int64]*bucket
}

func (l *limits) init() {
	l.all = bucket{burst: 30, rate: 30}
	l.chats = map[int64]*bucket{}
}

// take spends one message on the chat, or says how many seconds to wait.
func (l *limits) take(chat int64, now time.Time) (seconds int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.chats[chat]
	if b == nil {
		b = &bucket{burst: 3, rate: 1}
		if chat < 0 {
			b = &bucket{burst: 20, rate: 20.0 / 60}
		}
		l.chats[chat] = b
	}
	if d := max(l.all.wait(now), b.wait(now)); d > 0 {
		return max(1, int(math.Ceil(d.Seconds())))
	}
	l.all.level--
	b.level--
	return 0
}
