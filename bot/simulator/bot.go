package simulator

import (
	"encoding/json"
	"time"
)

// callbackLife is how long a button press can be answered, and is kept for
// delivery; messageLife is the same for everything else.
const (
	callbackLife = 150 * time.Second
	messageLife  = 24 * time.Hour
)

// Bot is one bot account: its settings, its chats, and its undelivered updates.
type Bot struct {
	sim     *Simulator
	token   string
	user    User
	mail    *mailbox
	limits  limits
	profile profile

	chats       map[int64]*chat // private ones, by person
	nextMessage int64           // private chats of a bot number together
	queries     map[string]query
	queryOrder  []string
	readsAll    bool
}

// query is a button press that waits for its answer.
type query struct {
	person *Person
	chat   *chat
	data   string
	at     time.Time
}

func newBot(s *Simulator, token string, user User, index int) *Bot {
	b := &Bot{
		sim:         s,
		token:       token,
		user:        user,
		chats:       map[int64]*chat{},
		nextMessage: s.opt.First + 1,
		queries:     map[string]query{},
		profile:     newProfile(user.FirstName),
	}
	b.mail = newMailbox(b, s.opt.First+int64(index+1)*100_000_000)
	b.limits.init()
	return b
}

// ID is the bot's user id.
func (b *Bot) ID() int64 { return b.user.ID }

// Username is the bot's name after "@".
func (b *Bot) Username() string { return b.user.Username }

// Token is the bot's secret.
func (b *Bot) Token() string { return b.token }

// ReadAll turns the privacy mode off: in groups the bot then sees everything,
// not only commands, replies to it and service messages.
func (b *Bot) ReadAll(on bool) {
	b.sim.mu.Lock()
	b.readsAll = on
	b.sim.mu.Unlock()
}

// Pending counts the updates that the bot has not taken yet.
func (b *Bot) Pending() int { return b.mail.pending() }

// chatFor is the private chat with the person. The lock is held.
func (b *Bot) chatFor(p *Person) *chat {
	c := b.chats[p.user.ID]
	if c == nil {
		c = b.sim.newChat(p.user.ID, "private")
		c.bot, c.person = b, p
		b.chats[p.user.ID] = c
	}
	return c
}

// enqueue makes an update and returns its id, or 0 if the bot does not want
// that kind. The lock is held, so updates are numbered as things happened.
func (b *Bot) enqueue(kind string, lane laneKey, payload any) int64 {
	body, err := json.Marshal(payload)
	if err != nil {
		b.sim.opt.Log.Error("encode an update", "kind", kind, "error", err)
		return 0
	}
	life := messageLife
	if kind == "callback_query" {
		life = callbackLife
	}
	return b.mail.add(kind, lane, body, b.sim.now().Add(life))
}

// enqueueMessage sends a message, new or edited, to the bot.
func (b *Bot) enqueueMessage(kind string, m *Message) int64 {
	return b.enqueue(kind, laneKey{kind: "message", id: m.Chat.ID}, m)
}

// addQuery remembers a press until it is too old to be answered.
func (b *Bot) addQuery(id string, q query) {
	for len(b.queryOrder) > 0 {
		oldest := b.queryOrder[0]
		if q.at.Sub(b.queries[oldest].at) <= callbackLife {
			break
		}
		delete(b.queries, oldest)
		b.queryOrder = b.queryOrder[1:]
	}
	b.queries[id] = q
	b.queryOrder = append(b.queryOrder, id)
}

// findChat resolves a chat_id for the bot. The lock is held.
func (b *Bot) findChat(id int64) (*chat, *apiError) {
	if id > 0 {
		if c := b.chats[id]; c != nil {
			return c, nil
		}
		// Telegram lets a bot name a person it has never met, and refuses later.
		if p := b.sim.byPerson[id]; p != nil {
			return b.chatFor(p), nil
		}
		return nil, badRequest("chat not found")
	}
	c := b.sim.byGroup[id]
	if c == nil || c.group.bots[b.user.ID] == "" {
		return nil, badRequest("chat not found")
	}
	if c.migratedTo != 0 {
		err := badRequest("group chat was upgraded to a supergroup chat")
		err.MigrateTo = c.migratedTo
		return nil, err
	}
	return c, nil
}

// mayWrite says why the bot may not write into the chat. The lock is held.
func (b *Bot) mayWrite(c *chat) *apiError {
	if c.kind == "private" {
		switch {
		case c.blocked:
			return forbidden("bot was blocked by the user")
		case !c.started:
			return forbidden("bot can't initiate conversation with a user")
		}
		return nil
	}
	switch c.group.bots[b.user.ID] {
	case "kicked":
		return forbidden("bot was kicked from the " + c.kind + " chat")
	case "left":
		return forbidden("bot is not a member of the " + c.kind + " chat")
	}
	return nil
}
