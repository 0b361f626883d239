package simulator

// Person is somebody with a telephone. What a person does reaches the bots as
// an update, exactly as Telegram would send it.
type Person struct {
	sim  *Simulator
	user User
}

// Place is where a person can write: a *Bot (the private chat with it) or a
// *Group.
type Place interface {
	chatOf(p *Person) *chat // the lock is held
}

func (b *Bot) chatOf(p *Person) *chat {
	c := b.chatFor(p)
	if c.blocked {
		b.changeBlock(c, false)
	}
	c.started = true
	return c
}

// Sent is what came of an act: the message as it was sent, and the id of the
// update about it (of the first bot, if several see it; 0 if none does).
type Sent struct {
	UpdateID int64
	Message  *Message
}

// Extra changes a message that is about to be sent.
type Extra func(*Message)

// ReplyingTo answers a message of the same chat.
func ReplyingTo(to *Message) Extra {
	return func(m *Message) {
		m.ReplyTo = to.bare()
		if to.ThreadID != 0 {
			InTopic(to.ThreadID)(m)
		}
	}
}

// InTopic writes into a forum topic.
func InTopic(thread int64) Extra {
	return func(m *Message) { m.ThreadID, m.IsTopicMessage = thread, true }
}

// ID is the person's user id, which is also the id of a private chat.
func (p *Person) ID() int64 { return p.user.ID }

// Name is what the person is called.
func (p *Person) Name() string { return p.user.FirstName }

// SetUsername gives the person a public name; "" takes it away.
func (p *Person) SetUsername(name string) { p.change(func() { p.user.Username = name }) }

// SetLanguage sets the language of the person's telephone, like "vi".
func (p *Person) SetLanguage(code string) { p.change(func() { p.user.LanguageCode = code }) }

func (p *Person) change(f func()) {
	p.sim.mu.Lock()
	f()
	p.sim.mu.Unlock()
}

// Chat is the person's private chat with the bot.
func (p *Person) Chat(b *Bot) *Chat {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	return &Chat{b.chatFor(p)}
}

// send composes, fills and posts one message.
func (p *Person) send(to Place, extras []Extra, fill func(*Message)) Sent {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	return p.sendLocked(to, extras, fill)
}

func (p *Person) sendLocked(to Place, extras []Extra, fill func(*Message)) Sent {
	c := to.chatOf(p)
	m := c.compose(p.user)
	fill(m)
	for _, extra := range extras {
		extra(m)
	}
	return c.post(m)
}

// Say writes a text. One above 4,096 UTF-16 units becomes several messages, as
// on a telephone; the last is returned. Writing to a bot that the person has
// blocked unblocks it.
func (p *Person) Say(to Place, text string, extras ...Extra) Sent {
	var last Sent
	for _, piece := range splitText(text, maxText) {
		last = p.send(to, extras, func(m *Message) {
			m.Text, m.Entities = piece, findEntities(piece)
			if k := m.home.keyboard; k != nil && k.OneTime {
				m.home.keyboard = nil
			}
		})
	}
	return last
}

// Start presses Start, with the payload of a deep link or "".
func (p *Person) Start(b *Bot, payload string) Sent {
	text := "/start"
	if payload != "" {
		text += " " + payload
	}
	return p.Say(b, text)
}

// Reply answers a message with a text.
func (p *Person) Reply(to *Message, text string) Sent {
	return p.Say(placeOf(to), text, ReplyingTo(to))
}

// placeOf is where a message stands.
func placeOf(m *Message) Place {
	if m.home.bot != nil {
		return m.home.bot
	}
	return m.home.group
}

// Edit changes the text or caption of a message that the person sent.
func (p *Person) Edit(old *Message, text string) Sent {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	c := old.home
	current := c.find(old.ID)
	if current == nil || current.From == nil || current.From.ID != p.user.ID {
		return Sent{}
	}
	edited := c.alter(current, func(m *Message) {
		m.EditDate = p.sim.now().Unix()
		if m.Text != "" {
			m.Text, m.Entities = text, findEntities(text)
		} else {
			m.Caption, m.CaptionEntities = text, findEntities(text)
		}
	})
	sent := Sent{Message: edited}
	for _, b := range c.recipients(edited) {
		sent.UpdateID = b.enqueueMessage("edited_message", edited)
	}
	edited.update = sent.UpdateID
	return sent
}

// Delete takes a message out of the chat. Telegram tells bots nothing of it.
func (p *Person) Delete(m *Message) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	if current := m.home.find(m.ID); current != nil {
		m.home.remove(current)
	}
}

// Clear takes everything out of the private chat, as one who deletes the chat
// and comes back later finds it. Telegram tells bots nothing of it.
func (p *Person) Clear(b *Bot) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	c := b.chatFor(p)
	for _, m := range c.visible() {
		c.remove(m)
	}
	c.keyboard, c.pinned, c.toasts, c.answered = nil, nil, nil, nil
	c.touch()
}

// Forward sends a copy of a message with its origin.
func (p *Person) Forward(to Place, original *Message) Sent {
	return p.send(to, nil, func(m *Message) { m.takeContent(original, true) })
}

// takeContent copies what a message says, but not who sent it where.
func (m *Message) takeContent(from *Message, origin bool) {
	id, home := m.ID, m.home
	who, chat, date := m.From, m.Chat, m.Date
	thread, topic := m.ThreadID, m.IsTopicMessage
	*m = *from
	m.ID, m.home, m.From, m.Chat, m.Date = id, home, who, chat, date
	m.ThreadID, m.IsTopicMessage = thread, topic
	m.update = 0
	m.EditDate, m.ReplyTo, m.Inline, m.Reply, m.Reactions, m.Protected, m.MediaGroupID = 0, nil, nil, nil, nil, false, ""
	if origin && from.ForwardOrigin == nil {
		m.ForwardOrigin = &Origin{Type: "user", Date: from.Date, User: from.From}
	}
	if !origin {
		m.ForwardOrigin = nil
	}
}

// Block stops the bot from writing to the person; it is told so.
func (p *Person) Block(b *Bot) int64 { return p.setBlock(b, true) }

// Unblock lets it write again.
func (p *Person) Unblock(b *Bot) int64 { return p.setBlock(b, false) }

func (p *Person) setBlock(b *Bot, blocked bool) int64 {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	c := b.chatFor(p)
	if c.blocked == blocked {
		return 0
	}
	return b.changeBlock(c, blocked)
}

func (b *Bot) changeBlock(c *chat, blocked bool) int64 {
	c.blocked = blocked
	c.touch()
	before, after := "member", "kicked"
	if !blocked {
		before, after = after, before
	}
	return b.enqueueMember(c, c.person.user, before, after)
}
