package simulator

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// typingLife is how long a chat action shows.
const typingLife = 5 * time.Second

// chat is one conversation: a person with a bot, or a group. The simulator's
// lock guards it.
type chat struct {
	sim   *Simulator
	id    int64
	kind  string // private, group or supergroup
	title string
	forum bool

	bot     *Bot    // of a private chat
	person  *Person // of a private chat
	group   *Group  // of a group
	started bool    // the person has written or pressed Start
	blocked bool

	messages   []*Message // by id
	added      int        // how many there ever were
	nextID     int64      // of a group
	keyboard   *ReplyKeyboard
	toasts     []Toast
	answered   map[int64]int // presses, by person
	typing     string
	typingTill time.Time
	pinned     []int64
	topics     map[int64]*topic
	migratedTo int64
	instance   string
	change     signal
}

func (s *Simulator) newChat(id int64, kind string) *chat {
	s.serial++
	return &chat{sim: s, id: id, kind: kind, nextID: s.opt.First + 1, instance: strconv.FormatInt(-7000000000000000000-s.serial, 10)}
}

func (c *chat) info() ChatInfo {
	if c.kind == "private" {
		u := c.person.user
		return ChatInfo{ID: c.id, Type: c.kind, FirstName: u.FirstName, Username: u.Username}
	}
	return ChatInfo{ID: c.id, Type: c.kind, Title: c.title, IsForum: c.forum}
}

// compose begins a message in the chat; add ends it.
func (c *chat) compose(from User) *Message {
	m := &Message{From: &from, Chat: c.info(), Date: c.sim.now().Unix(), home: c}
	if c.bot != nil {
		m.ID = c.bot.nextMessage
		c.bot.nextMessage++
	} else {
		m.ID = c.nextID
		c.nextID++
	}
	return m
}

func (c *chat) add(m *Message) {
	c.messages = append(c.messages, m)
	c.added++
	if keep := c.sim.opt.KeepMessages; keep > 0 && len(c.messages) > 2*keep {
		c.messages = slices.Clone(c.messages[len(c.messages)-keep:])
	}
	c.touch()
}

// touch tells those who watch that the chat looks different now.
func (c *chat) touch() {
	c.change.fire()
	c.sim.announce(c.key())
}

// key names the chat for the page.
func (c *chat) key() string {
	if c.bot != nil {
		return "p" + strconv.FormatInt(c.id, 10) + "b" + strconv.FormatInt(c.bot.user.ID, 10)
	}
	return "g" + strconv.FormatInt(c.id, 10)
}

func (c *chat) at(id int64) int {
	i := sort.Search(len(c.messages), func(i int) bool { return c.messages[i].ID >= id })
	if i == len(c.messages) || c.messages[i].ID != id {
		return -1
	}
	return i
}

// find gives the message as it stands, or nil if it is gone.
func (c *chat) find(id int64) *Message {
	if i := c.at(id); i >= 0 && !c.messages[i].Deleted {
		return c.messages[i]
	}
	return nil
}

// alter puts a changed copy in the message's place and returns it.
func (c *chat) alter(m *Message, change func(*Message)) *Message {
	next := *m
	change(&next)
	if i := c.at(m.ID); i >= 0 {
		c.messages[i] = &next
	}
	c.touch()
	return &next
}

func (c *chat) remove(m *Message) {
	c.alter(m, func(m *Message) { m.Deleted = true })
	c.pinned = slices.DeleteFunc(c.pinned, func(id int64) bool { return id == m.ID })
}

// visible is the messages that are still there.
func (c *chat) visible() []*Message {
	out := make([]*Message, 0, len(c.messages))
	for _, m := range c.messages {
		if !m.Deleted {
			out = append(out, m)
		}
	}
	return out
}

// recipients are the bots that get to see the message, and for which it makes
// an update.
func (c *chat) recipients(m *Message) []*Bot {
	if c.bot != nil {
		return []*Bot{c.bot}
	}
	var out []*Bot
	for _, b := range c.sim.bots {
		status := c.group.bots[b.user.ID]
		if status == "administrator" || status == "member" && (b.readsAll || m.concerns(b)) {
			out = append(out, b)
		}
	}
	return out
}

// post adds a person's message and sends it to the bots.
func (c *chat) post(m *Message) Sent {
	c.add(m)
	sent := Sent{Message: m}
	for _, b := range c.recipients(m) {
		if id := b.enqueueMessage("message", m); sent.UpdateID == 0 {
			sent.UpdateID = id
		}
	}
	m.update = sent.UpdateID
	return sent
}

// concerns says whether a bot in privacy mode sees the message: service
// messages, replies to the bot, commands that are not for another bot.
func (m *Message) concerns(b *Bot) bool {
	if m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == b.user.ID {
		return true
	}
	if m.Text == "" {
		return m.Caption == "" && !m.hasMedia()
	}
	for _, e := range m.Entities {
		if e.Type == "bot_command" && e.Offset == 0 {
			return commandFor(m.Text[:e.Length], b.user.Username)
		}
		if e.Type == "mention" && strings.EqualFold(utf16Slice(m.Text, e.Offset, e.Length), "@"+b.user.Username) {
			return true
		}
	}
	return false
}

func (m *Message) hasMedia() bool {
	return m.Photo != nil || m.Document != nil || m.Voice != nil || m.Video != nil || m.VideoNote != nil || m.Audio != nil ||
		m.Sticker != nil || m.Contact != nil || m.Dice != nil || m.Location != nil || m.Venue != nil
}
