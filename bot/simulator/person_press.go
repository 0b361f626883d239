package simulator

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
)

// ErrNoButton says that no message on the telephone has such a button.
var ErrNoButton = errors.New("no such button")

// Press presses the button with that label or data on the newest message that
// has one. If none does, a key of the reply keyboard with that text is pressed:
// its text is sent, or the telephone number or place it asks for. A button with
// a link into a bot opens the link.
func (p *Person) Press(at Place, labelOrData string) (Sent, error) {
	p.sim.mu.Lock()
	c := at.chatOf(p)
	var on *Message
	for _, m := range slices.Backward(c.messages) {
		if _, ok := m.Button(labelOrData); ok && !m.Deleted {
			on = m
			break
		}
	}
	key, isKey := c.keyboard.key(labelOrData)
	p.sim.mu.Unlock()
	switch {
	case on != nil:
		return p.PressOn(on, labelOrData)
	case !isKey:
		return Sent{}, ErrNoButton
	case key.RequestContact:
		return p.SendContact(at, "+84900000000"), nil
	case key.RequestLocation:
		return p.SendLocation(at, 20.95, 107.08), nil
	}
	return p.Say(at, key.Text), nil
}

func (k *ReplyKeyboard) key(text string) (KeyButton, bool) {
	if k == nil {
		return KeyButton{}, false
	}
	for _, row := range k.Rows {
		for _, b := range row {
			if b.Text == text {
				return b, true
			}
		}
	}
	return KeyButton{}, false
}

// PressOn presses a button of the message as it was when it was seen, even if
// the message has lost the button since or is gone: the bot gets the old data
// with the message as it is now.
func (p *Person) PressOn(m *Message, labelOrData string) (Sent, error) {
	b, ok := m.Button(labelOrData)
	switch {
	case !ok:
		return Sent{}, ErrNoButton
	case b.URL != "":
		return p.Open(b.URL, m.home.group)
	case b.Data == "":
		return Sent{Message: m}, nil
	}
	return p.PressData(m, b.Data)
}

// callback is a press as the bot sees it. The message of one that is gone is
// only its chat and number.
type callback struct {
	ID       string `json:"id"`
	From     User   `json:"from"`
	Message  any    `json:"message"`
	Instance string `json:"chat_instance"`
	Data     string `json:"data"`
}

type goneMessage struct {
	Chat ChatInfo `json:"chat"`
	ID   int64    `json:"message_id"`
	Date int64    `json:"date"` // always 0
}

// PressData sends data that the message may never have had, as a forged or
// very old client could.
func (p *Person) PressData(m *Message, data string) (Sent, error) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	c := m.home
	b := c.bot
	if b == nil && m.From != nil {
		b = p.sim.botByID(m.From.ID)
	}
	if b == nil || c.bot != nil && c.person != p {
		return Sent{}, ErrNoButton
	}
	if c.group != nil {
		c.group.admit(p)
	}
	p.sim.serial++
	query := query{person: p, chat: c, data: data, at: p.sim.now()}
	press := callback{
		ID:       strconv.FormatInt(p.user.ID<<20+p.sim.serial, 10),
		From:     p.user,
		Instance: c.instance,
		Data:     data,
	}
	b.addQuery(press.ID, query)
	if current := c.find(m.ID); current != nil {
		press.Message = current
	} else {
		press.Message = goneMessage{Chat: c.info(), ID: m.ID}
	}
	id := b.enqueue("callback_query", laneKey{kind: "callback_query", id: p.user.ID}, press)
	return Sent{UpdateID: id, Message: m}, nil
}

func (s *Simulator) botByID(id int64) *Bot {
	for _, b := range s.bots {
		if b.user.ID == id {
			return b
		}
	}
	return nil
}

// Raw queues an update exactly as given, except that it gets an update_id if it
// has none. It must be a JSON object. It is how a poison update is made.
func (b *Bot) Raw(update []byte) (int64, error) {
	var body map[string]json.RawMessage
	if err := json.Unmarshal(update, &body); err != nil {
		return 0, err
	}
	b.sim.mu.Lock()
	defer b.sim.mu.Unlock()
	return b.mail.addRaw(body, b.sim.now().Add(messageLife)), nil
}

// SendRaw is Raw for the first bot.
func (s *Simulator) SendRaw(update []byte) (int64, error) {
	s.mu.Lock()
	if len(s.bots) == 0 {
		s.mu.Unlock()
		return 0, errors.New("send raw update: there is no bot")
	}
	b := s.bots[0]
	s.mu.Unlock()
	return b.Raw(update)
}

// Redeliver sends an update again, as Telegram does when an answer was lost.
// It reports whether the update is still known.
func (s *Simulator) Redeliver(updateID int64) bool {
	s.mu.Lock()
	bots := slices.Clone(s.bots)
	s.mu.Unlock()
	return slices.ContainsFunc(bots, func(b *Bot) bool { return b.mail.redeliver(updateID) })
}
