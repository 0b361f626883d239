package simulator

import (
	"encoding/json"
	"slices"
	"time"
)

// deliverMessage composes a bot's message and puts it into the chat: the common
// end of everything that sends.
func (c *call) deliverMessage(fill func(*Message)) (*Message, *apiError) {
	marks, err := parseMarkup(c.text("reply_markup"))
	if err != nil {
		return nil, err
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	return c.deliverLocked(marks, fill)
}

func (c *call) deliverLocked(marks markup, fill func(*Message)) (*Message, *apiError) {
	to, err := c.chat("chat_id")
	if err != nil {
		return nil, err
	}
	if err := c.bot.mayWrite(to); err != nil {
		return nil, err
	}
	thread := c.int("message_thread_id")
	if err := to.topicFor(c.bot, thread); err != nil {
		return nil, err
	}
	reply, err := c.replyTo(to)
	if err != nil {
		return nil, err
	}
	m := to.compose(c.bot.user)
	fill(m)
	m.ReplyTo, m.Inline, m.Reply = reply, marks.inline, marks.reply
	m.Protected = c.bool("protect_content")
	if thread != 0 {
		m.ThreadID, m.IsTopicMessage = thread, true
	}
	if r := marks.reply; r != nil {
		to.keyboard = r
		if r.Remove || r.ForceReply {
			to.keyboard = nil
		}
	}
	to.typing = ""
	to.add(m)
	return m, nil
}

// replyTo finds the message that reply_parameters names.
func (c *call) replyTo(to *chat) (*Message, *apiError) {
	text := c.text("reply_parameters")
	if text == "" {
		return nil, nil
	}
	var p struct {
		MessageID int64 `json:"message_id"`
		Without   bool  `json:"allow_sending_without_reply"`
	}
	if json.Unmarshal([]byte(text), &p) != nil {
		return nil, badRequest("can't parse reply parameters JSON object")
	}
	if m := to.find(p.MessageID); m != nil {
		return m.bare(), nil
	}
	if p.Without {
		return nil, nil
	}
	return nil, badRequest("message to be replied not found")
}

// sent is the answer of a method that sends: never a typed nil.
func sent(m *Message, err *apiError) (any, *apiError) {
	if err != nil {
		return nil, err
	}
	return m, nil
}

func sendMessage(c *call) (any, *apiError) {
	f, err := formatText(c)
	if err != nil {
		return nil, err
	}
	return sent(c.deliverMessage(func(m *Message) { m.Text, m.Entities = f.text, f.entities }))
}

func (c *call) caption() (formatted, *apiError) {
	return formatCaption(c.text("caption"), c.text("parse_mode"), c.text("caption_entities"))
}

func sendPhoto(c *call) (any, *apiError) {
	f, err := c.caption()
	if err != nil {
		return nil, err
	}
	photo, err := c.photo("photo", c.text("photo"))
	if err != nil {
		return nil, err
	}
	return sent(c.deliverMessage(func(m *Message) {
		m.Photo, m.Caption, m.CaptionEntities = photo(), f.text, f.entities
	}))
}

// sendFile is sendDocument and its like; the field has the kind's name.
func sendFile(kind, folder string) func(*call) (any, *apiError) {
	return func(c *call) (any, *apiError) {
		f, err := c.caption()
		if err != nil {
			return nil, err
		}
		take, err := c.file(kind, c.text(kind), folder)
		if err != nil {
			return nil, err
		}
		return sent(c.deliverMessage(func(m *Message) {
			m.setFile(kind, take(), int(c.int("duration")))
			m.Caption, m.CaptionEntities = f.text, f.entities
		}))
	}
}

func (m *Message) setFile(kind string, d *Document, seconds int) {
	if kind != "document" {
		d.Duration = &seconds
	}
	switch kind {
	case "document":
		m.Document = d
	case "voice":
		m.Voice = d
	case "audio":
		m.Audio = d
	case "video":
		m.Video = d
	}
}

func sendLocation(c *call) (any, *apiError) {
	at := &Location{}
	if json.Unmarshal([]byte(c.text("latitude")), &at.Latitude) != nil ||
		json.Unmarshal([]byte(c.text("longitude")), &at.Longitude) != nil ||
		at.Latitude < -90 || at.Latitude > 90 || at.Longitude < -180 || at.Longitude > 180 {
		return nil, badRequest("invalid location specified")
	}
	return sent(c.deliverMessage(func(m *Message) { m.Location = at }))
}

func sendContact(c *call) (any, *apiError) {
	contact := &Contact{Phone: c.text("phone_number"), FirstName: c.text("first_name"), LastName: c.text("last_name")}
	return sent(c.deliverMessage(func(m *Message) { m.Contact = contact }))
}

func sendChatAction(c *call) (any, *apiError) {
	switch action := c.text("action"); action {
	case "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
		"choose_sticker", "find_location", "record_video_note", "upload_video_note":
		c.sim.mu.Lock()
		defer c.sim.mu.Unlock()
		to, err := c.chat("chat_id")
		if err == nil {
			err = c.bot.mayWrite(to)
		}
		if err != nil {
			return nil, err
		}
		to.typing, to.typingTill = action, c.sim.now().Add(typingLife)
		to.touch()
		return true, nil
	}
	return nil, badRequest("wrong parameter action in request")
}

func forwardMessage(c *call) (any, *apiError) {
	return sent(c.pass("forward", true, formatted{}))
}

func copyMessage(c *call) (any, *apiError) {
	f, err := c.caption()
	if err != nil {
		return nil, err
	}
	m, err := c.pass("copy", false, f)
	if err != nil {
		return nil, err
	}
	return map[string]int64{"message_id": m.ID}, nil
}

// pass forwards or copies a message.
func (c *call) pass(verb string, origin bool, caption formatted) (*Message, *apiError) {
	marks, err := parseMarkup(c.text("reply_markup"))
	if err != nil {
		return nil, err
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	from, err := c.chat("from_chat_id")
	if err != nil {
		return nil, err
	}
	original, err := c.message(from, "message to "+verb+" not found")
	if err != nil {
		return nil, err
	}
	if original.Protected || original.Words() == "" && !original.hasMedia() {
		return nil, badRequest("message can't be %s", map[string]string{"forward": "forwarded", "copy": "copied"}[verb])
	}
	return c.deliverLocked(marks, func(m *Message) {
		m.takeContent(original, origin)
		if caption.text != "" && m.hasMedia() {
			m.Caption, m.CaptionEntities = caption.text, caption.entities
		}
	})
}

// mostToasts is how many answers to presses a chat remembers.
const mostToasts = 2000

func answerCallbackQuery(c *call) (any, *apiError) {
	text := c.text("text")
	if utf16Len(text) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	q, ok := c.bot.queries[c.text("callback_query_id")]
	now := c.sim.now()
	if !ok || now.Sub(q.at) > callbackLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	address := c.text("url")
	if address != "" {
		if l, ok := parseLink(address); !ok || l.bot == "" {
			return nil, badRequest("URL_INVALID")
		}
	}
	if q.chat.answered == nil {
		q.chat.answered = map[int64]int{}
	}
	q.chat.answered[q.person.user.ID]++
	if text != "" || address != "" {
		q.chat.toasts = append(q.chat.toasts, Toast{
			PersonID: q.person.user.ID, Pressed: q.data, Text: text, Alert: c.bool("show_alert"), URL: address, At: now.Truncate(time.Millisecond),
		})
		if n := len(q.chat.toasts); n > mostToasts {
			q.chat.toasts = slices.Delete(q.chat.toasts, 0, n-mostToasts)
		}
	}
	q.chat.touch()
	return true, nil
}
