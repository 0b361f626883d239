package bot

import (
	"context"
	"math"
	"sync"
	"time"
)

const (
	// allotted is how long an allotment may be spent: the budget that it was taken
	// from fills again meanwhile.
	allotted = 100 * time.Millisecond
	// allotmentPart is how many of the largest allotments make a second's messages:
	// of thirty messages each is a single one, so that none is lost to the others.
	allotmentPart = 50
	// allotmentRest is how long budgets that did not answer are left alone.
	allotmentRest = time.Second
)

// allotment is what this process may answer in webhooks' bodies just now: messages
// taken from the replicas' budget of all before they are needed, so that many are
// answered for one trip. It grows while it is spent before its time, and is as large
// as what was spent of the last one otherwise: what is not spent in time is lost.
// The chat's budget is taken from on the same trip, and so for every answer at the
// rate that Telegram allows everybody; a bot that may send many times more keeps to
// what each conversation remembers of its chat: see foresee.
type allotment struct {
	budgets Budgets
	now     func() time.Time
	metrics *Metrics
	most    int
	// reserve is what everybody leaves in the budget: what was taken up to
	// `allotted` ago may leave together with what came back meanwhile. It is none
	// where an allotment is a single message, which leaves at once.
	reserve int

	mu         sync.Mutex
	away       bool // somebody is on a trip for more
	size, left int
	until      time.Time // it may be spent before
	rest       time.Time // budgets that did not answer are not asked before
}

// newAllotment makes an empty one; without budgets it has no end.
func newAllotment(budgets Budgets, rate float64, now func() time.Time, m *Metrics) *allotment {
	a := &allotment{budgets: budgets, now: now, metrics: m, size: 1, most: max(int(rate/allotmentPart), 1)}
	if a.most > 1 {
		a.reserve = int(math.Ceil(rate * allotted.Seconds()))
	}
	return a
}

// spend takes one message's worth. It says no where the budgets have none left, do not
// answer soon, or are being asked by somebody else: nobody waits for that, a call is
// made instead.
func (a *allotment) spend(ctx context.Context, chat int64) bool {
	if a.budgets == nil {
		return true
	}
	now := a.now()
	a.mu.Lock()
	switch {
	case a.left > 0 && now.Before(a.until):
		a.left--
		a.mu.Unlock()
		return true
	case a.away, now.Before(a.rest):
		a.mu.Unlock()
		return false
	}
	if a.size = max(a.size-a.left, 1); now.Before(a.until) {
		a.size = min(2*a.size, a.most)
	}
	a.left, a.away = 0, true
	size := a.size
	a.mu.Unlock()
	return a.refill(ctx, now, chat, size)
}

// refill asks for the next allotment and spends one message of it.
func (a *allotment) refill(ctx context.Context, now time.Time, chat int64, size int) bool {
	ctx, cancel := context.WithTimeout(ctx, allotted)
	defer cancel()
	wait, err := a.budgets.Take(ctx, now, Portion{Chat: chat, Messages: size, Spare: inlineSpare + a.reserve, ChatSpare: inlineChatSpare})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.away = false
	if err != nil {
		a.metrics.budgetFailed()
		a.rest = now.Add(allotmentRest)
	}
	if err != nil || wait > 0 {
		a.size = 1
		return false
	}
	a.left, a.until = size, now.Add(allotted)
	if !a.now().Before(a.until) {
		return false
	}
	a.left--
	return true
}
