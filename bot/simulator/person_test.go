package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"
)

// What people send decodes in the product's library, and is what it should be.
func TestWhatPeopleSend(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.SetUsername("an")
	an.SetLanguage("en")
	for name, c := range map[string]struct {
		send func() Sent
		is   func(m *models.Message) bool
	}{
		"text":      {func() Sent { return an.Say(w.bot, "😀 /don") }, func(m *models.Message) bool { return m.Entities[0].Offset == 3 && m.From.LanguageCode == "en" }},
		"photo":     {func() Sent { return an.SendPhoto(w.bot, []byte("no picture"), "Ảnh") }, func(m *models.Message) bool { return len(m.Photo) == 2 && m.Caption == "Ảnh" }},
		"big photo": {func() Sent { return an.SendPhoto(w.bot, picture(t, 1000, 500), "") }, func(m *models.Message) bool { return len(m.Photo) == 3 && m.Photo[1].Height == 160 }},
		"document": {func() Sent { return an.SendDocument(w.bot, "đơn.PDF", []byte("x"), "") }, func(m *models.Message) bool {
			return m.Document.MimeType == "application/pdf" && m.Document.FileSize == 1
		}},
		"big":      {func() Sent { return an.SendBigDocument(w.bot, "a.mp4", 25<<20, "") }, func(m *models.Message) bool { return m.Document.FileSize == 25<<20 }},
		"voice":    {func() Sent { return an.SendVoice(w.bot, []byte("x"), 7) }, func(m *models.Message) bool { return m.Voice.Duration == 7 }},
		"video":    {func() Sent { return an.SendVideo(w.bot, []byte("x"), 7, "") }, func(m *models.Message) bool { return m.Video.Duration == 7 && m.Video.Width > 0 }},
		"note":     {func() Sent { return an.SendVideoNote(w.bot, []byte("x"), 7) }, func(m *models.Message) bool { return m.VideoNote.Length == 240 }},
		"sticker":  {func() Sent { return an.SendSticker(w.bot, "👍") }, func(m *models.Message) bool { return m.Sticker.Emoji == "👍" }},
		"contact":  {func() Sent { return an.SendContact(w.bot, "+84900000000") }, func(m *models.Message) bool { return m.Contact.UserID == an.ID() }},
		"location": {func() Sent { return an.SendLocation(w.bot, 20.9, 107.1) }, func(m *models.Message) bool { return m.Location.Latitude == 20.9 }},
		"venue":    {func() Sent { return an.SendVenue(w.bot, "Trụ sở", "Số 1", 20.9, 107.1) }, func(m *models.Message) bool { return m.Venue.Title == "Trụ sở" && m.Location != nil }},
		"dice":     {func() Sent { return an.SendDice(w.bot, 4) }, func(m *models.Message) bool { return m.Dice.Value == 4 }},
		"empty":    {func() Sent { return an.SendEmpty(w.bot) }, func(m *models.Message) bool { return m.Text == "" && m.ID > 0 }},
		"forward": {func() Sent { return an.Forward(w.bot, w.Person("Bình").Say(w.bot, "gốc").Message) },
			func(m *models.Message) bool {
				return m.Text == "gốc" && m.ForwardOrigin.MessageOriginUser.SenderUser.FirstName == "Bình"
			}},
		"reply": {func() Sent { return an.Reply(an.Say(w.bot, "hỏi").Message, "đáp") }, func(m *models.Message) bool { return m.ReplyToMessage.Text == "hỏi" }},
	} {
		id := c.send().UpdateID
		var raw []json.RawMessage
		w.must("getUpdates", `{}`, &raw)
		var u models.Update
		if err := json.Unmarshal(raw[len(raw)-1], &u); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if u.ID != id || u.Message == nil || u.Message.From.Username != "an" || !c.is(u.Message) {
			t.Errorf("%s: %s", name, raw[len(raw)-1])
		}
		w.poll()
	}
}

func TestAlbum(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.SendAlbum(w.bot, []AlbumItem{{Data: []byte("1")}, {Data: []byte("2")}, {Name: "a.txt", Data: []byte("3")}}, "Ba tệp")
	list := w.poll()
	if len(list) != 3 || list[0].Message.MediaGroupID == "" || list[2].Message.MediaGroupID != list[0].Message.MediaGroupID ||
		list[0].Message.Caption != "Ba tệp" || list[1].Message.Caption != "" || list[2].Message.Document == nil {
		t.Errorf("%+v", list)
	}
}

func TestLongTextIsSplit(t *testing.T) {
	w := newWorld(t, Options{})
	w.Person("An").Say(w.bot, strings.Repeat("từ ", 2000))
	if list := w.poll(); len(list) != 2 || utf16Len(list[0].Message.Text) > maxText {
		t.Errorf("%d messages", len(list))
	}
}

// Only one's own messages can be edited; deleting tells nobody.
func TestEditAndDelete(t *testing.T) {
	w := newWorld(t, Options{})
	an, binh := w.Person("An"), w.Person("Bình")
	m := an.Say(w.bot, "một").Message
	if got := binh.Edit(m, "khác"); got.UpdateID != 0 {
		t.Error("Bình edited An's message")
	}
	an.Edit(m, "hai")
	an.Delete(m)
	if got := an.Edit(m, "ba"); got.UpdateID != 0 {
		t.Error("a deleted message was edited")
	}
	if got := texts(w.poll()); got != "một edit:hai" {
		t.Errorf("got %s", got)
	}
	if v := an.Chat(w.bot).View(); len(v.Messages) != 0 || v.Deleted[0].Text != "hai" {
		t.Errorf("%+v", v)
	}
}

func TestBlock(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	if an.Block(w.bot) == 0 || an.Block(w.bot) != 0 {
		t.Error("blocking is told once")
	}
	if r := w.send(an.ID(), "x"); r.Code != 403 || r.Description != "Forbidden: bot was blocked by the user" {
		t.Errorf("%+v", r)
	}
	an.Start(w.bot, "")
	if r := w.send(an.ID(), "x"); !r.OK {
		t.Errorf("%+v", r)
	}
	if got := texts(w.poll()); got != "/start member:kicked member:member /start" {
		t.Errorf("got %s", got)
	}
}

// Old buttons can be pressed: on a changed message the bot gets the message as
// it is, on a deleted one only its number.
func TestStalePress(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	w.must("sendMessage", `{"chat_id":`+jsonInt(an.ID())+`,"text":"?","reply_markup":{"inline_keyboard":[[{"text":"Có","callback_data":"yes"}]]}}`, nil)
	old := an.Chat(w.bot).Last()
	at := fmt.Sprintf(`{"chat_id":%d,"message_id":%d`, an.ID(), old.ID)
	w.must("editMessageText", at+`,"text":"xong"}`, nil)
	w.poll()
	if _, err := an.Press(w.bot, "Có"); !errors.Is(err, ErrNoButton) {
		t.Errorf("the button is gone: %v", err)
	}
	if _, err := an.PressOn(old, "Có"); err != nil {
		t.Fatal(err)
	}
	w.must("deleteMessage", at+`}`, nil)
	if _, err := an.PressOn(old, "yes"); err != nil {
		t.Fatal(err)
	}
	if _, err := an.PressData(old, "giả"); err != nil {
		t.Fatal(err)
	}
	list := w.poll()
	if got := texts(list); got != "press:yes press:yes press:giả" {
		t.Fatal(got)
	}
	if list[0].Press.Message.Text != "xong" || list[1].Press.Message.Text != "" || list[1].Press.Message.Date != 0 || list[1].Press.Message.ID != old.ID {
		t.Errorf("%+v, %+v", list[0].Press.Message, list[1].Press.Message)
	}
	if _, err := w.Person("Bình").PressOn(old, "Có"); err == nil {
		t.Error("Bình pressed a button of An's chat")
	}
}

// Reply keyboards show, send their text, and go.
func TestReplyKeyboard(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	chat := an.Chat(w.bot)
	show := func(markup string) {
		t.Helper()
		w.must("sendMessage", `{"chat_id":`+jsonInt(an.ID())+`,"text":"?","reply_markup":`+markup+`}`, nil)
	}
	show(`{"keyboard":[[{"text":"Gửi số","request_contact":true}],[{"text":"Vị trí","request_location":true},{"text":"Bỏ qua"}]],"resize_keyboard":true,"one_time_keyboard":true}`)
	if k := chat.View().Keyboard; k == nil || len(k.Rows) != 2 {
		t.Fatalf("%+v", k)
	}
	w.poll()
	for _, key := range []string{"Gửi số", "Vị trí", "Bỏ qua"} {
		if _, err := an.Press(w.bot, key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	list := w.poll()
	if list[0].Message.Contact == nil || list[1].Message.Location == nil || list[2].Message.Text != "Bỏ qua" {
		t.Errorf("%+v", list)
	}
	if chat.View().Keyboard != nil {
		t.Error("a one-time keyboard stayed")
	}
	show(`{"keyboard":[[{"text":"a"}]]}`)
	show(`{"remove_keyboard":true}`)
	if chat.View().Keyboard != nil {
		t.Error("a removed keyboard stayed")
	}
}

func TestTypingAndReactions(t *testing.T) {
	at := newClock()
	w := newWorld(t, Options{Clock: at.Now})
	an := w.Person("An")
	m := an.Say(w.bot, "x").Message
	chat := `{"chat_id":` + jsonInt(an.ID())
	w.must("sendChatAction", chat+`,"action":"typing"}`, nil)
	if got := an.Chat(w.bot).View().Typing; got != "typing" {
		t.Errorf("typing: %q", got)
	}
	at.pass(6 * time.Second)
	if got := an.Chat(w.bot).View().Typing; got != "" {
		t.Errorf("later: %q", got)
	}
	w.must("setMessageReaction", chat+`,"message_id":`+jsonInt(m.ID)+`,"reaction":[{"type":"emoji","emoji":"👍"}]}`, nil)
	if got := an.Chat(w.bot).Last().Reactions; len(got) != 1 || got[0] != "👍" {
		t.Errorf("reactions: %v", got)
	}
}

// Protected messages cannot be passed on; others can, with their origin or
// without.
func TestForwardAndCopy(t *testing.T) {
	w := newWorld(t, Options{})
	an, binh := w.Person("An"), w.Person("Bình")
	m := an.Say(w.bot, "gốc").Message
	binh.Start(w.bot, "")
	pass := fmt.Sprintf(`{"chat_id":%d,"from_chat_id":%d,"message_id":%d`, binh.ID(), an.ID(), m.ID)
	w.must("forwardMessage", pass+`}`, nil)
	if got := binh.Chat(w.bot).Last(); got.Text != "gốc" || got.ForwardOrigin == nil || !got.From.IsBot {
		t.Errorf("forwarded: %+v", got)
	}
	w.must("copyMessage", pass+`,"protect_content":true}`, nil)
	last := binh.Chat(w.bot).Last()
	if last.Text != "gốc" || last.ForwardOrigin != nil || !last.Protected {
		t.Errorf("copied: %+v", last)
	}
	w.refused("copyMessage", fmt.Sprintf(`{"chat_id":%d,"from_chat_id":%d,"message_id":%d}`, an.ID(), binh.ID(), last.ID), "Bad Request: message can't be copied")
	w.refused("forwardMessage", fmt.Sprintf(`{"chat_id":%d,"from_chat_id":%d,"message_id":%d}`, an.ID(), binh.ID(), last.ID), "Bad Request: message can't be forwarded")
}

func TestDeleteMessagesSkipsWhatIsGone(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	a, b := an.Say(w.bot, "a").Message, an.Say(w.bot, "b").Message
	w.must("deleteMessages", fmt.Sprintf(`{"chat_id":%d,"message_ids":[%d,%d,9999]}`, an.ID(), a.ID, b.ID), nil)
	if n := len(an.Chat(w.bot).Messages()); n != 0 {
		t.Errorf("%d left", n)
	}
}

func TestProfile(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	w.must("setMyCommands", `{"commands":[{"command":"don","description":"Gửi đơn"}]}`, nil)
	w.must("setMyCommands", `{"commands":[{"command":"viec","description":"Việc của tôi"}],"scope":{"type":"chat","chat_id":`+jsonInt(an.ID())+`}}`, nil)
	w.must("setMyDescription", `{"description":"Tiếp nhận đơn"}`, nil)
	w.must("setMyDescription", `{"description":"Petitions","language_code":"en"}`, nil)
	var words struct {
		Description string `json:"description"`
	}
	w.must("getMyDescription", `{"language_code":"fr"}`, &words)
	if words.Description != "Tiếp nhận đơn" {
		t.Errorf("description: %q", words.Description)
	}
	w.mu.Lock()
	other := w.botlessPerson()
	mine, others := w.bot.chatFor(an).commandsFor(an), w.bot.chatFor(other).commandsFor(other)
	w.mu.Unlock()
	if mine[0].Command != "viec" || others[0].Command != "don" {
		t.Errorf("%v, %v", mine, others)
	}
	w.must("deleteMyCommands", `{}`, nil)
	var list []BotCommand
	w.must("getMyCommands", `{}`, &list)
	if len(list) != 0 {
		t.Errorf("%v", list)
	}
	w.must("setChatMenuButton", `{"menu_button":{"type":"commands"}}`, nil)
	var button struct{ Type string }
	w.must("getChatMenuButton", `{"chat_id":`+jsonInt(an.ID())+`}`, &button)
	if button.Type != "commands" {
		t.Errorf("%+v", button)
	}
}

func (w *world) botlessPerson() *Person { return &Person{user: User{ID: 1, LanguageCode: "vi"}} }

// Await ends with its context.
func TestAwaitGivesUp(t *testing.T) {
	w := newWorld(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Person("An").Chat(w.bot).Await(ctx, func(View) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A chat remembers only so much where it is told to.
func TestKeepMessages(t *testing.T) {
	w := newWorld(t, Options{KeepMessages: 5, KeepCalls: 3})
	an := w.Person("An")
	first := an.Say(w.bot, "0")
	for i := range 30 {
		an.Say(w.bot, fmt.Sprint(i+1))
		w.send(an.ID(), "x")
	}
	chat := an.Chat(w.bot)
	if n := len(chat.Messages()); n > 10 || chat.Len() != 61 {
		t.Errorf("%d kept of %d", n, chat.Len())
	}
	if len(w.Log()) != 3 || w.Calls() != 30 || w.Redeliver(first.UpdateID) {
		t.Errorf("log of %d, %d calls", len(w.Log()), w.Calls())
	}
}
