package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-telegram/bot/models"
)

// Update is one update as Telegram sent it. Of an update that the models do
// not know, only what could be read stands in it; Raw always holds all of it.
type Update struct {
	models.Update
	// Raw is what Telegram sent. It holds a citizen's words: it is never logged.
	Raw json.RawMessage
	// Kind is the name of the update's one member, such as "message".
	Kind string
	// Queue is Telegram's own order: "c<chat>" for what happens in a chat,
	// "u<user>" for a person's button presses. Inside a queue updates come one
	// after the other; across queues there is no order.
	Queue string
	// More says that more messages of the queue are at hand than a chat may be
	// answered at a time. An answer that says only where a dialog stands is then
	// left out: the last of them is answered, from the state that all have made.
	More bool
}

// Handler does one update. If inline is true it may return one call, which is
// then answered in the webhook's body; Telegram may refuse that in silence. An
// error that is ErrAway means: not handled, deliver again. Handle may see the
// same update again, also at the same time in another process.
type Handler interface {
	Handle(ctx context.Context, u Update, inline bool) (*Call, error)
}

// Aside takes an update that cannot be handled, with the reason: one that does
// not decode, one that made the handler panic, one that failed again and again.
// It is acknowledged to Telegram afterwards and does not come again.
type Aside func(ctx context.Context, u Update, reason error)

// AllowedUpdates is the kinds of updates that the program asks Telegram for.
func AllowedUpdates() []string {
	return []string{
		models.AllowedUpdateMessage,
		models.AllowedUpdateEditedMessage,
		models.AllowedUpdateCallbackQuery,
		models.AllowedUpdateMyChatMember,
	}
}

// Chat is the chat where the update happened, 0 if it names none.
func (u *Update) Chat() int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.EditedMessage != nil:
		return u.EditedMessage.Chat.ID
	case u.MyChatMember != nil:
		return u.MyChatMember.Chat.ID
	case u.CallbackQuery != nil:
		m := u.CallbackQuery.Message
		switch {
		case m.Message != nil:
			return m.Message.Chat.ID
		case m.InaccessibleMessage != nil:
			return m.InaccessibleMessage.Chat.ID
		}
	}
	return 0
}

// Sender is the person who caused the update, nil if it names none.
func (u *Update) Sender() *models.User {
	switch {
	case u.Message != nil:
		return u.Message.From
	case u.EditedMessage != nil:
		return u.EditedMessage.From
	case u.CallbackQuery != nil:
		return &u.CallbackQuery.From
	case u.MyChatMember != nil:
		return &u.MyChatMember.From
	}
	return nil
}

// decode reads one update. With an error the update still holds Raw, and what
// else could be read: its id, queue, chat, sender and text. The error repeats
// nothing of what the person wrote.
func decode(raw json.RawMessage) (Update, error) {
	u := Update{Raw: raw}
	err := unmarshal(raw, &u.Update)
	if err == nil && u.ID == 0 {
		err = errors.New("it has no update_id")
	}
	if err != nil {
		u.Update = salvage(raw)
		err = fmt.Errorf("decode update: %w", decodingCause(err))
	}
	u.Kind = kindOf(&u.Update)
	u.Queue = queueOf(&u)
	return u, err
}

// unmarshal turns a panic of the library's decoders into an error.
func unmarshal(raw json.RawMessage, u *models.Update) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicCause(v)
		}
	}()
	read := struct {
		*models.Update
		CallbackQuery *pressing `json:"callback_query"`
	}{Update: u}
	if err := json.Unmarshal(raw, &read); err != nil {
		return err
	}
	u.CallbackQuery = read.CallbackQuery.query()
	return nil
}

// pressing is a button press with no more of the message that the button stands under
// than where that is: the library reads it twice, with the whole text and every
// button, and that was a twentieth of an update's cost.
type pressing struct {
	models.CallbackQuery
	Message *models.InaccessibleMessage `json:"message"`
}

func (p *pressing) query() *models.CallbackQuery {
	if p == nil {
		return nil
	}
	q := &p.CallbackQuery
	switch m := p.Message; {
	case m == nil:
	case m.Date == 0:
		q.Message = models.MaybeInaccessibleMessage{Type: models.MaybeInaccessibleMessageTypeInaccessibleMessage, InaccessibleMessage: m}
	default:
		q.Message = models.MaybeInaccessibleMessage{Type: models.MaybeInaccessibleMessageTypeMessage,
			Message: &models.Message{ID: m.MessageID, Date: m.Date, Chat: m.Chat}}
	}
	return q
}

// decodeBatch splits an answer of getUpdates without reading the updates, so
// that one that does not decode spoils no other.
func decodeBatch(result json.RawMessage) ([]json.RawMessage, error) {
	var batch []json.RawMessage
	if err := json.Unmarshal(result, &batch); err != nil {
		return nil, fmt.Errorf("split updates: %w", decodingCause(err))
	}
	return batch, nil
}

// updateID reads the id alone; 0 if there is none.
func updateID(raw json.RawMessage) int64 {
	var v struct {
		ID int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &v) != nil {
		return 0
	}
	return v.ID
}

// salvage reads the plain members of an update that the models refuse.
func salvage(raw json.RawMessage) models.Update {
	u := models.Update{ID: updateID(raw)}
	var members struct {
		Message       json.RawMessage `json:"message"`
		EditedMessage json.RawMessage `json:"edited_message"`
		CallbackQuery json.RawMessage `json:"callback_query"`
		MyChatMember  json.RawMessage `json:"my_chat_member"`
	}
	if json.Unmarshal(raw, &members) != nil {
		return u
	}
	u.Message = salvageMessage(members.Message)
	u.EditedMessage = salvageMessage(members.EditedMessage)
	var press struct {
		ID   string      `json:"id"`
		From models.User `json:"from"`
		Data string      `json:"data"`
	}
	if len(members.CallbackQuery) > 0 && json.Unmarshal(members.CallbackQuery, &press) == nil {
		u.CallbackQuery = &models.CallbackQuery{ID: press.ID, From: press.From, Data: press.Data}
	}
	var member struct {
		Chat models.Chat `json:"chat"`
		From models.User `json:"from"`
	}
	if len(members.MyChatMember) > 0 && json.Unmarshal(members.MyChatMember, &member) == nil {
		u.MyChatMember = &models.ChatMemberUpdated{Chat: member.Chat, From: member.From}
	}
	return u
}

func salvageMessage(raw json.RawMessage) *models.Message {
	var m struct {
		ID      int          `json:"message_id"`
		From    *models.User `json:"from"`
		Chat    models.Chat  `json:"chat"`
		Date    int          `json:"date"`
		Thread  int          `json:"message_thread_id"`
		Text    string       `json:"text"`
		Caption string       `json:"caption"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &m) != nil || m.Chat.ID == 0 {
		return nil
	}
	return &models.Message{ID: m.ID, From: m.From, Chat: m.Chat, Date: m.Date, MessageThreadID: m.Thread, Text: m.Text, Caption: m.Caption}
}

func kindOf(u *models.Update) string {
	switch {
	case u.Message != nil:
		return models.AllowedUpdateMessage
	case u.CallbackQuery != nil:
		return models.AllowedUpdateCallbackQuery
	case u.EditedMessage != nil:
		return models.AllowedUpdateEditedMessage
	case u.MyChatMember != nil:
		return models.AllowedUpdateMyChatMember
	}
	return "other"
}

func queueOf(u *Update) string {
	if u.CallbackQuery != nil {
		return "u" + strconv.FormatInt(u.CallbackQuery.From.ID, 10)
	}
	return "c" + strconv.FormatInt(u.Chat(), 10)
}

// decodingCause says where decoding failed without repeating a value: a value
// may be a telephone number.
func decodingCause(err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return fmt.Errorf("member %q is not a %s", kind.Field, kind.Type)
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at byte %d", syntax.Offset)
	}
	return errors.New("it holds a value that the models do not know")
}
