package simulator

import (
	"strings"
	"unicode/utf16"
)

// Group is a chat of several people and bots. It begins as a basic group.
type Group struct {
	sim     *Simulator
	chat    *chat
	members map[int64]string // people: creator, administrator or member
	bots    map[int64]string // administrator, member, left or kicked
}

func (g *Group) chatOf(p *Person) *chat {
	g.admit(p)
	return g.chat
}

// admit makes the person a member in silence; the first one is the creator.
func (g *Group) admit(p *Person) {
	switch {
	case g.members[p.user.ID] != "":
	case len(g.members) == 0:
		g.members[p.user.ID] = "creator"
	default:
		g.members[p.user.ID] = "member"
	}
}

// ID is the chat's id now; an upgrade changes it.
func (g *Group) ID() int64 {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	return g.chat.id
}

// Title is the group's name.
func (g *Group) Title() string {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	return g.chat.title
}

// Chat is the group's conversation.
func (g *Group) Chat() *Chat {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	return &Chat{g.chat}
}

// Messages are the messages that are there now, oldest first.
func (g *Group) Messages() []*Message { return g.Chat().Messages() }

// Join adds a person, with the service message that tells it.
func (g *Group) Join(p *Person) Sent {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	g.admit(p)
	g.sim.announce("people")
	return g.service(p.user, func(m *Message) { m.NewMembers = []User{p.user} })
}

// Leave takes a person out, with the service message that tells it.
func (g *Group) Leave(p *Person) Sent {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	delete(g.members, p.user.ID)
	g.sim.announce("people")
	return g.service(p.user, func(m *Message) { m.LeftMember = &p.user })
}

// SetTitle renames the group, with the service message that tells it.
func (g *Group) SetTitle(by *Person, title string) Sent {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	g.chat.title = title
	g.sim.announce("people")
	return g.service(by.user, func(m *Message) { m.NewTitle = title })
}

// Pin pins a message, with the service message that tells it.
func (g *Group) Pin(by *Person, pinned *Message) Sent {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	g.chat.pinned = append(g.chat.pinned, pinned.ID)
	return g.service(by.user, func(m *Message) { m.Pinned = pinned.bare() })
}

func (g *Group) service(from User, fill func(*Message)) Sent {
	m := g.chat.compose(from)
	fill(m)
	return g.chat.post(m)
}

// AddBotTo adds the bot: it is told of its membership, sees the service
// message and, with a payload, "/start@bot payload" as from a startgroup link.
// The update returned is the last of them.
func (p *Person) AddBotTo(g *Group, b *Bot, payload string) Sent {
	s := p.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	g.admit(p)
	before := g.bots[b.user.ID]
	var sent Sent
	if before != "member" && before != "administrator" {
		if before == "" {
			before = "left"
		}
		g.bots[b.user.ID] = "member"
		b.enqueueMember(g.chat, p.user, before, "member")
		sent = g.service(p.user, func(m *Message) { m.NewMembers = []User{b.user} })
	}
	if payload != "" {
		sent = g.service(p.user, func(m *Message) {
			m.Text = "/start@" + b.user.Username + " " + payload
			m.Entities = findEntities(m.Text)
		})
	}
	return sent
}

// RemoveBot puts the bot out of the group.
func (p *Person) RemoveBot(g *Group, b *Bot) int64 {
	return g.setBot(p.user, b, "kicked")
}

// Promote makes the bot an administrator.
func (g *Group) Promote(by *Person, b *Bot) int64 {
	return g.setBot(by.user, b, "administrator")
}

// Demote makes the bot an ordinary member again.
func (g *Group) Demote(by *Person, b *Bot) int64 {
	return g.setBot(by.user, b, "member")
}

func (g *Group) setBot(by User, b *Bot, status string) int64 {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	before := g.bots[b.user.ID]
	if before == status {
		return 0
	}
	if before == "" {
		before = "left"
	}
	g.bots[b.user.ID] = status
	return b.enqueueMember(g.chat, by, before, status)
}

// Upgrade makes the group a supergroup. Its id changes; calls with the old one
// are refused with the new one beside the refusal.
func (g *Group) Upgrade(by *Person) Sent {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	old := g.chat
	if old.kind == "supergroup" {
		return Sent{}
	}
	s.serial++
	next := s.newChat(-1002200000000-s.serial, "supergroup")
	next.group, next.title = g, old.title
	s.byGroup[next.id] = next
	g.service(by.user, func(m *Message) { m.MigrateTo = next.id })
	old.migratedTo = next.id
	g.chat = next
	s.announce("people")
	return g.service(by.user, func(m *Message) { m.MigrateFrom = old.id })
}

// memberUpdate tells a bot of its own standing in a chat.
type memberUpdate struct {
	Chat ChatInfo `json:"chat"`
	From User     `json:"from"`
	Date int64    `json:"date"`
	Old  member   `json:"old_chat_member"`
	New  member   `json:"new_chat_member"`
}

func (b *Bot) enqueueMember(c *chat, by User, before, after string) int64 {
	return b.enqueue("my_chat_member", laneKey{kind: "my_chat_member", id: c.id}, memberUpdate{
		Chat: c.info(),
		From: by,
		Date: b.sim.now().Unix(),
		Old:  newMember(b.user, before),
		New:  newMember(b.user, after),
	})
}

// commandFor says whether a command such as "/start@bot" is for the bot.
func commandFor(command, username string) bool {
	_, name, named := strings.Cut(command, "@")
	return !named || strings.EqualFold(name, username)
}

// utf16Slice cuts a stretch out of s, counted in UTF-16 units.
func utf16Slice(s string, offset, length int) string {
	units := utf16.Encode([]rune(s))
	return string(utf16.Decode(units[min(offset, len(units)):min(offset+length, len(units))]))
}
