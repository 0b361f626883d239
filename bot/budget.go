package bot

import (
	"context"
	"reflect"
	"strings"
	"time"
)

// Budgets keeps all replicas together below Telegram's limits: about 30
// messages a second in all, one a second in a chat, 20 a minute in a group.
// Take takes one message's worth from every bucket concerned and returns 0, or
// takes nothing and returns how long to wait before asking again.
type Budgets interface {
	Take(ctx context.Context, now time.Time, chat int64, group bool) (wait time.Duration, err error)
}

// admit waits until the call may be sent, or says Later if that takes longer
// than the client's patience. Budgets that do not answer hold nothing up:
// Telegram's own 429 remains.
func (c *Client) admit(ctx context.Context, call Call) error {
	if c.budgets == nil || !counted(call.Method) {
		return nil
	}
	chat := call.Chat()
	if chat == 0 {
		return nil
	}
	for left := c.patience; ; {
		wait, err := c.budgets.Take(ctx, c.now(), chat, chat < 0)
		if err != nil {
			c.metrics.budgetFailed()
			return nil
		}
		if wait <= 0 {
			return nil
		}
		if wait > left {
			return &Later{Method: call.Method, After: wait, Reason: "the budget is spent"}
		}
		left -= wait
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
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
