package simulator

import (
	"encoding/json"
	"slices"
	"time"
)

// deleteLife is how long a message can be deleted by a bot.
const deleteLife = 48 * time.Hour

// edit finds the message that may be edited and changes it. The change returns
// what it refuses.
func (c *call) edit(change func(m *Message) *apiError) (any, *apiError) {
	marks, err := parseMarkup(c.text("reply_markup"))
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"chat_id", "message_id"} {
		if c.text(name) == "" {
			return nil, badRequest("%s", missing(name))
		}
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	if err := c.bot.mayWrite(in); err != nil {
		return nil, err
	}
	old, err := c.message(in, "message to edit not found")
	if err != nil {
		return nil, err
	}
	// Bot API: only messages without reply_markup or with an inline keyboard.
	if old.From == nil || old.From.ID != c.bot.user.ID || old.Reply != nil || old.ForwardOrigin != nil {
		return nil, badRequest("message can't be edited")
	}
	next := *old
	if err := change(&next); err != nil {
		return nil, err
	}
	next.Inline = marks.inline
	if next.Text == old.Text && next.Caption == old.Caption && next.Inline.same(old.Inline) &&
		slices.Equal(next.Entities, old.Entities) && slices.Equal(next.CaptionEntities, old.CaptionEntities) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the " +
			"same as a current content and reply markup of the message")
	}
	return in.alter(old, func(m *Message) {
		*m = next
		m.EditDate = c.sim.now().Unix()
	}), nil
}

func editMessageText(c *call) (any, *apiError) {
	if c.text("text") == "" {
		return nil, badRequest("message text is empty")
	}
	f, err := formatText(c)
	if err != nil {
		return nil, err
	}
	return c.edit(func(m *Message) *apiError {
		if m.Text == "" {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities = f.text, f.entities
		return nil
	})
}

func editMessageCaption(c *call) (any, *apiError) {
	f, err := c.caption()
	if err != nil {
		return nil, err
	}
	return c.edit(func(m *Message) *apiError {
		if !m.hasMedia() {
			return badRequest("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities = f.text, f.entities
		return nil
	})
}

func editMessageReplyMarkup(c *call) (any, *apiError) {
	return c.edit(func(*Message) *apiError { return nil })
}

func deleteMessage(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	m, err := c.message(in, "message to delete not found")
	if err != nil {
		return nil, err
	}
	if !c.mayDelete(in, m) {
		return nil, badRequest("message can't be deleted for everyone")
	}
	in.remove(m)
	return true, nil
}

// mayDelete: within 48 hours; in a group the messages of others only by an
// administrator.
func (c *call) mayDelete(in *chat, m *Message) bool {
	if c.sim.now().Sub(time.Unix(m.Date, 0)) > deleteLife || c.bot.mayWrite(in) != nil {
		return false
	}
	own := m.From != nil && m.From.ID == c.bot.user.ID
	return own || in.kind == "private" || in.group.bots[c.bot.user.ID] == "administrator"
}

func deleteMessages(c *call) (any, *apiError) {
	var ids []int64
	if json.Unmarshal([]byte(c.text("message_ids")), &ids) != nil || len(ids) == 0 {
		return nil, badRequest("message identifiers are not specified")
	}
	if len(ids) > 100 {
		return nil, badRequest("too many message identifiers specified")
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	var gone []*Message
	for _, id := range ids {
		m := in.find(id)
		if m != nil && !c.mayDelete(in, m) {
			return nil, badRequest("message can't be deleted for everyone")
		}
		if m != nil {
			gone = append(gone, m)
		}
	}
	for _, m := range gone {
		in.remove(m)
	}
	return true, nil
}

func setMessageReaction(c *call) (any, *apiError) {
	var reactions []struct {
		Emoji  string `json:"emoji"`
		Custom string `json:"custom_emoji_id"`
	}
	if text := c.text("reaction"); text != "" && json.Unmarshal([]byte(text), &reactions) != nil {
		return nil, badRequest("can't parse reaction types JSON object")
	}
	if len(reactions) > 1 {
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	m, err := c.message(in, "message to react not found")
	if err != nil {
		return nil, err
	}
	in.alter(m, func(m *Message) {
		m.Reactions = nil
		for _, r := range reactions {
			m.Reactions = append(m.Reactions, r.Emoji+r.Custom)
		}
	})
	return true, nil
}
