package simulator

import "slices"

// fullChat is the answer of getChat, with what Bot API requires there.
type fullChat struct {
	ChatInfo
	Accent    int             `json:"accent_color_id"`
	Reactions int             `json:"max_reaction_count"`
	Gifts     map[string]bool `json:"accepted_gift_types"`
	Pinned    *Message        `json:"pinned_message,omitempty"`
}

func getChat(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	if in.kind != "private" {
		if err := c.bot.mayWrite(in); err != nil {
			return nil, err
		}
	}
	full := fullChat{ChatInfo: in.info(), Reactions: 11, Gifts: map[string]bool{
		"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
		"premium_subscription": false, "gifts_from_channels": false,
	}}
	if n := len(in.pinned); n > 0 {
		if m := in.find(in.pinned[n-1]); m != nil {
			full.Pinned = m.bare()
		}
	}
	return full, nil
}

// ofGroup resolves chat_id to a group that the bot is in. The lock is held.
func (c *call) ofGroup() (*chat, *apiError) {
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	if in.group == nil {
		return nil, badRequest("method is available only for groups and supergroups")
	}
	return in, c.bot.mayWrite(in)
}

func getChatMember(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	id := c.int("user_id")
	if in.group == nil {
		switch id {
		case in.person.user.ID:
			return newMember(in.person.user, "member"), nil
		case c.bot.user.ID:
			return newMember(c.bot.user, "member"), nil
		}
		return nil, badRequest("user not found")
	}
	if err := c.bot.mayWrite(in); err != nil {
		return nil, err
	}
	m, ok := in.group.member(id)
	if !ok {
		return nil, badRequest("user not found")
	}
	return m, nil
}

func getChatMemberCount(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	if in.group == nil {
		return 2, nil
	}
	if err := c.bot.mayWrite(in); err != nil {
		return nil, err
	}
	return in.group.count(), nil
}

func getChatAdministrators(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.ofGroup()
	if err != nil {
		return nil, err
	}
	return in.group.administrators(c.bool("return_bots")), nil
}

func leaveChat(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.ofGroup()
	if err != nil {
		return nil, err
	}
	before := in.group.bots[c.bot.user.ID]
	in.group.bots[c.bot.user.ID] = "left"
	c.bot.enqueueMember(in, c.bot.user, before, "left")
	in.touch()
	return true, nil
}

// pinnable resolves a chat in which the bot may pin. The lock is held.
func (c *call) pinnable() (*chat, *apiError) {
	in, err := c.chat("chat_id")
	if err == nil {
		err = c.bot.mayWrite(in)
	}
	if err == nil && in.group != nil && in.group.bots[c.bot.user.ID] != "administrator" {
		err = badRequest("not enough rights to manage pinned messages in the chat")
	}
	return in, err
}

func pinChatMessage(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.pinnable()
	if err != nil {
		return nil, err
	}
	m, err := c.message(in, "message to pin not found")
	if err != nil {
		return nil, err
	}
	in.pinned = append(slices.DeleteFunc(in.pinned, func(id int64) bool { return id == m.ID }), m.ID)
	// Everybody is shown that it was pinned, the bot in an update too.
	notice := in.compose(c.bot.user)
	notice.Pinned = m.bare()
	in.post(notice)
	return true, nil
}

func unpinChatMessage(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.pinnable()
	if err != nil {
		return nil, err
	}
	n := len(in.pinned)
	if n == 0 {
		return nil, badRequest("message to unpin not found")
	}
	id := in.pinned[n-1]
	if c.text("message_id") != "" {
		id = c.int("message_id")
	}
	in.pinned = slices.DeleteFunc(in.pinned, func(other int64) bool { return other == id })
	if len(in.pinned) == n {
		return nil, badRequest("message to unpin not found")
	}
	in.touch()
	return true, nil
}

func unpinAllChatMessages(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.pinnable()
	if err != nil {
		return nil, err
	}
	in.pinned = nil
	in.touch()
	return true, nil
}
