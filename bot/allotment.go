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
	most    int
	// reserve is what everybody leaves in the budget: what was taken up to
	// `allotted` ago may leave together with what came back meanwhile. It is none
	// where an allotment is a single message, which leaves at once.
	reserve int

	mu         sync.Mutex // held during a trip: whoever comes meanwhile waits for it
	size, left int
	until      time.Time // it may be spent before
	rest       time.Time // budgets that did not answer are not asked before
}

// newAllotment makes an empty one; without budgets it has no end.
func newAllotment(budgets Budgets, rate float64, now func() time.Time) *allotment {
	a := &allotment{budgets: budgets, now: now, size: 1, most: max(int(rate/allotmentPart), 1)}
	if a.most > 1 {
		a.reserve = int(math.Ceil(rate * allotted.Seconds()))
	}
	return a
}

// spend takes one message's worth. It says no where the budgets have none left or do
// not answer soon: nobody waits for that, a call is made instead.
func (a *allotment) spend(ctx context.Context, chat int64) bool {
	if a.budgets == nil {
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if now := a.now(); a.left == 0 || !now.Before(a.until) {
		if now.Before(a.rest) || !a.refill(ctx, now, chat) {
			return false
		}
	}
	a.left--
	return true
}

// refill asks for the next allotment.
func (a *allotment) refill(ctx context.Context, now time.Time, chat int64) bool {
	if a.size = max(a.size-a.left, 1); now.Before(a.until) {
		a.size = min(2*a.size, a.most)
	}
	a.left = 0
	ctx, cancel := context.WithTimeout(ctx, allotted)
	defer cancel()
	wait, err := a.budgets.Take(ctx, now, Portion{Chat: chat, Messages: a.size, Spare: inlineSpare + a.reserve, ChatSpare: inlineChatSpare})
	if err != nil {
		a.rest = now.Add(allotmentRest)
	}
	if err != nil || wait > 0 {
		a.size = 1
		return false
	}
	a.left, a.until = a.size, now.Add(allotted)
	return a.now().Before(a.until)
}
