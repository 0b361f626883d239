package bot

import (
	"context"
	"reflect"
	"strings"
	"time"
)

// Budgets keeps all replicas together below Telegram's limits: about 30
// messages a second in all, one a second in a chat, 20 a minute in a group.
// Take takes the portion from every bucket concerned and returns 0, or takes
// nothing and returns how long to wait before asking again.
type Budgets interface {
	Take(ctx context.Context, now time.Time, p Portion) (wait time.Duration, err error)
}

// Portion is what is taken from the budgets: one message to a chat (a group's id is
// negative), and Messages from the bucket of all.
type Portion struct {
	Chat     int64
	Messages int
	// Spare and ChatSpare are how many messages have to be left over in the bucket
	// of all, and of the chat.
	Spare, ChatSpare int
}

// admit waits until the call may be sent, or says Later if that takes longer
// than the client's patience. Budgets that do not answer hold nothing up:
// Telegram's own 429 remains.
func (c *Client) admit(ctx context.Context, call Call) error {
	if c.budgets == nil && c.pace == nil || !counted(call.Method) {
		return nil
	}
	chat := call.Chat()
	if chat == 0 {
		return nil
	}
	left := c.patience
	wait, ok := c.pace.take(c.now(), chat, left, c.spare, 0)
	if !ok {
		return c.overspent(call.Method, wait)
	}
	if err := c.idle(ctx, wait); err != nil {
		return err
	}
	for left -= wait; c.budgets != nil; {
		wait, err := c.budgets.Take(ctx, c.now(), Portion{Chat: chat, Messages: 1, Spare: c.spare + c.allotment.reserve})
		if err != nil {
			c.metrics.budgetFailed()
			return nil
		}
		if wait <= 0 {
			return nil
		}
		if wait > left {
			return c.overspent(call.Method, wait)
		}
		left -= wait
		if err := c.idle(ctx, wait); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) idle(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	return pause(ctx, d)
}

// overspent is our own refusal: Telegram was not asked. Whoever has no patience
// is given a place in the line.
func (c *Client) overspent(method string, wait time.Duration) error {
	if c.patience == 0 {
		wait = c.pace.putOff(c.now(), wait)
	}
	return &Later{Method: method, After: wait, Reason: "the budget is spent", Own: true}
}

// Ready says Later if a message to the chat could not be sent now, before work is
// spent on wording it. It takes nothing.
func (c *Client) Ready(chat int64) error {
	if wait := c.pace.wait(c.now(), chat, c.spare, 0); wait > c.patience {
		return c.overspent("sendMessage", wait)
	}
	return nil
}

// foresee counts n messages in what a conversation remembers of its chat's
// budget (the Unix milliseconds at which it is whole), so that replicas that
// answer one person by turns keep the limit together. It says whether the last
// of them may stand in a webhook's body.
func (c *Client) foresee(whole int64, now time.Time, n int) (after int64, inline bool) {
	if c == nil || c.pace == nil {
		return 0, true
	}
	every, at := c.pace.chatEvery.Milliseconds(), now.UnixMilli()
	after = min(max(whole, at)+int64(n)*every, at+longestLine.Milliseconds())
	return after, after-at <= every*int64(c.pace.chatBurst-inlineChatSpare)
}

// mayInline says whether the call may stand in a webhook's body, and then counts
// it: over Telegram's limits it would be refused there in silence. It is counted in
// this process, and paid from what the replicas' budgets allotted to it. What may not
// stand there is counted when it is called; so is a file, which never may.
func (c *Client) mayInline(ctx context.Context, call Call) bool {
	if call.uploads() || c.Troubled(c.now()) {
		return false
	}
	if !counted(call.Method) {
		return true
	}
	chat := call.Chat()
	if c.pace.wait(c.now(), chat, inlineSpare, inlineChatSpare) > 0 || !c.allotment.spend(ctx, chat) {
		return false
	}
	_, ok := c.pace.take(c.now(), chat, 0, inlineSpare, inlineChatSpare)
	return ok
}

// counted says whether Telegram counts the method against its limits.
func counted(method string) bool {
	switch {
	case method == "sendChatAction":
		return false
	case strings.HasPrefix(method, "send"), strings.HasPrefix(method, "edit"),
		strings.HasPrefix(method, "copy"), strings.HasPrefix(method, "forward"):
		return true
	}
	return false
}

// Chat is the call's chat_id, 0 if it has none.
func (c Call) Chat() int64 { return c.number("ChatID") }

// number reads a member that the library's parameter structs share by name.
func (c Call) number(member string) int64 {
	v := reflect.Indirect(reflect.ValueOf(c.Params))
	if v.Kind() != reflect.Struct {
		return 0
	}
	v = v.FieldByName(member)
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.CanInt() {
		return v.Int()
	}
	return 0
}

// pause waits, or returns the context's error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
