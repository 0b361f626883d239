package simulator

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// View is what a person sees of a chat at one moment.
type View struct {
	Messages []*Message     // as they stand now, oldest first
	Deleted  []*Message     // what stood there before
	Keyboard *ReplyKeyboard // below the input field; nil: none
	Toasts   []Toast        // answers to button presses, oldest first
	Answered map[int64]int  // how many presses were answered, by person, in words or without
	Typing   string         // the bot's chat action, "" when it is over
	Pinned   []int64
	Blocked  bool // the person has blocked the bot
}

// Last is the newest message, or an empty one.
func (v View) Last() *Message {
	if len(v.Messages) == 0 {
		return &Message{}
	}
	return v.Messages[len(v.Messages)-1]
}

// FromBots is the messages that bots wrote.
func (v View) FromBots() []*Message {
	return slices.DeleteFunc(slices.Clone(v.Messages), func(m *Message) bool { return m.From == nil || !m.From.IsBot })
}

// Find is the newest message whose text or caption contains the words, or nil.
func (v View) Find(words string) *Message {
	for _, m := range slices.Backward(v.Messages) {
		if strings.Contains(m.Words(), words) {
			return m
		}
	}
	return nil
}

// Chat is a conversation to look at: a person with a bot, or a group.
type Chat struct{ chat *chat }

// ID is the chat's id.
func (c *Chat) ID() int64 { return c.chat.id }

// View is the chat as it looks now.
func (c *Chat) View() View {
	s := c.chat.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.chat.view()
}

func (c *chat) view() View {
	v := View{
		Messages: c.visible(),
		Keyboard: c.keyboard,
		Toasts:   slices.Clone(c.toasts),
		Answered: maps.Clone(c.answered),
		Pinned:   slices.Clone(c.pinned),
		Blocked:  c.blocked,
	}
	if len(v.Messages) < len(c.messages) {
		for _, m := range c.messages {
			if m.Deleted {
				v.Deleted = append(v.Deleted, m)
			}
		}
	}
	if c.typing != "" && c.sim.now().Before(c.typingTill) {
		v.Typing = c.typing
	}
	return v
}

// Messages are the messages that are there now, oldest first.
func (c *Chat) Messages() []*Message { return c.View().Messages }

// Last is the newest message, or an empty one.
func (c *Chat) Last() *Message { return c.View().Last() }

// Len counts the messages that ever stood in the chat, without copying them.
func (c *Chat) Len() int {
	s := c.chat.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.chat.added
}

// Await returns when the condition holds for what is seen, looking again after
// every change of this chat; or with the context's error.
func (c *Chat) Await(ctx context.Context, condition func(View) bool) error {
	return c.chat.change.await(ctx, func() bool { return condition(c.View()) })
}

// AwaitWords waits until a bot's message contains the words, and returns it.
func (c *Chat) AwaitWords(ctx context.Context, words string) (*Message, error) {
	var found *Message
	err := c.Await(ctx, func(v View) bool {
		found = View{Messages: v.FromBots()}.Find(words)
		return found != nil
	})
	return found, err
}

// AwaitBeyond waits until the chat holds more messages than n, counted as Len
// does, and returns how many. It copies nothing, for use under load.
func (c *Chat) AwaitBeyond(ctx context.Context, n int) (int, error) {
	have := 0
	err := c.chat.change.await(ctx, func() bool {
		have = c.Len()
		return have > n
	})
	return have, err
}
