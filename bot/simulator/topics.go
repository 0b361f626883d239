package simulator

// topic is a forum topic of a supergroup.
type topic struct {
	name   string
	color  int
	closed bool
}

// forumTopic is the answer of createForumTopic.
type forumTopic struct {
	ThreadID int64  `json:"message_thread_id"`
	Name     string `json:"name"`
	Color    int    `json:"icon_color"`
}

// SetForum turns topics on or off; only a supergroup can have them.
func (g *Group) SetForum(on bool) bool {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	if g.chat.kind != "supergroup" {
		return false
	}
	g.chat.forum = on
	return true
}

// AddTopic makes a topic, with the service message that tells it, and returns
// its message_thread_id; 0 where the group has no topics.
func (g *Group) AddTopic(by *Person, name string) int64 {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	if !g.chat.forum {
		return 0
	}
	return g.chat.addTopic(by.user, name, 0x6FB9F0)
}

// DeleteTopic removes a topic and its messages. Telegram tells bots nothing.
func (g *Group) DeleteTopic(thread int64) {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	g.chat.deleteTopic(thread)
}

func (c *chat) addTopic(by User, name string, color int) int64 {
	m := c.compose(by)
	m.ThreadID, m.IsTopicMessage = m.ID, true
	m.TopicCreated = &TopicEvent{Name: name, Color: color}
	if c.topics == nil {
		c.topics = map[int64]*topic{}
	}
	c.topics[m.ID] = &topic{name: name, color: color}
	c.post(m)
	return m.ID
}

func (c *chat) deleteTopic(thread int64) {
	delete(c.topics, thread)
	for _, m := range c.visible() {
		if m.ThreadID == thread {
			c.remove(m)
		}
	}
}

// topicFor says why the bot may not write into the thread.
func (c *chat) topicFor(b *Bot, thread int64) *apiError {
	if thread == 0 {
		return nil
	}
	t := c.topics[thread]
	switch {
	case !c.forum || t == nil:
		return badRequest("message thread not found")
	case t.closed && c.group.bots[b.user.ID] != "administrator":
		return badRequest("TOPIC_CLOSED")
	}
	return nil
}

// forumOf resolves a forum in which the bot may manage topics. The lock is held.
func (c *call) forumOf() (*chat, *apiError) {
	in, err := c.ofGroup()
	switch {
	case err != nil:
		return nil, err
	case !in.forum:
		return nil, badRequest("the chat is not a forum")
	case in.group.bots[c.bot.user.ID] != "administrator":
		return nil, badRequest("not enough rights to manage topics")
	}
	return in, nil
}

func createForumTopic(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.forumOf()
	if err != nil {
		return nil, err
	}
	name := c.text("name")
	if utf16Len(name) > 128 {
		return nil, badRequest("TOPIC_TITLE_INVALID")
	}
	color := int(c.int("icon_color"))
	switch color {
	case 0:
		color = 0x6FB9F0
	case 0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F:
	default:
		return nil, badRequest("invalid forum topic icon color specified")
	}
	return forumTopic{ThreadID: in.addTopic(c.bot.user, name, color), Name: name, Color: color}, nil
}

// changeTopic finds the topic and lets change tell what happens to it, in a
// service message or, with nil, without one.
func (c *call) changeTopic(change func(in *chat, t *topic) (func(*Message), *apiError)) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	in, err := c.forumOf()
	if err != nil {
		return nil, err
	}
	thread := c.int("message_thread_id")
	t := in.topics[thread]
	if t == nil {
		return nil, badRequest("TOPIC_ID_INVALID")
	}
	fill, err := change(in, t)
	if err != nil {
		return nil, err
	}
	if fill != nil {
		m := in.compose(c.bot.user)
		m.ThreadID, m.IsTopicMessage = thread, true
		fill(m)
		in.post(m)
	}
	return true, nil
}

func editForumTopic(c *call) (any, *apiError) {
	return c.changeTopic(func(_ *chat, t *topic) (func(*Message), *apiError) {
		name := c.text("name")
		if name == "" || name == t.name {
			return nil, badRequest("TOPIC_NOT_MODIFIED")
		}
		t.name = name
		return func(m *Message) { m.TopicEdited = &TopicEvent{Name: name} }, nil
	})
}

func closeForumTopic(c *call) (any, *apiError) {
	return c.changeTopic(func(_ *chat, t *topic) (func(*Message), *apiError) {
		if t.closed {
			return nil, badRequest("TOPIC_NOT_MODIFIED")
		}
		t.closed = true
		return func(m *Message) { m.TopicClosed = &struct{}{} }, nil
	})
}

func reopenForumTopic(c *call) (any, *apiError) {
	return c.changeTopic(func(_ *chat, t *topic) (func(*Message), *apiError) {
		if !t.closed {
			return nil, badRequest("TOPIC_NOT_MODIFIED")
		}
		t.closed = false
		return func(m *Message) { m.TopicReopened = &struct{}{} }, nil
	})
}

func deleteForumTopic(c *call) (any, *apiError) {
	return c.changeTopic(func(in *chat, _ *topic) (func(*Message), *apiError) {
		in.deleteTopic(c.int("message_thread_id"))
		return nil, nil
	})
}
