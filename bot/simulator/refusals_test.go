package simulator

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Every refusal in Telegram's own words.
func TestRefusals(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	stranger := w.Person("Người lạ")
	var sent, keyed, photo Message
	chat := fmt.Sprintf(`"chat_id":%d`, an.ID())
	w.must("sendMessage", `{`+chat+`,"text":"<b>một</b>","parse_mode":"HTML"}`, &sent)
	w.must("sendMessage", `{`+chat+`,"text":"hai","reply_markup":{"keyboard":[[{"text":"a"}]]}}`, &keyed)
	theirs := an.Say(w.bot, "của tôi").Message
	an.SendPhoto(w.bot, picture(t, 50, 50), "")
	photo = *an.Chat(w.bot).Last()
	message := func(m *Message) string { return fmt.Sprintf(`%s,"message_id":%d`, chat, m.ID) }
	button := func(b string) string {
		return `{` + chat + `,"text":"x","reply_markup":{"inline_keyboard":[[` + b + `]]}}`
	}
	const bad = "Bad Request: "

	for _, c := range []struct{ method, body, want string }{
		{"sendMessage", `{"text":"x"}`, bad + "chat_id is empty"},
		{"sendMessage", `{` + chat + `}`, bad + "message text is empty"},
		{"sendMessage", `{` + chat + `,"text":""}`, bad + "message text is empty"},
		{"sendMessage", `{` + chat + `,"text":" \n "}`, bad + "text must be non-empty"},
		{"sendMessage", `{` + chat + `,"text":"<b></b>","parse_mode":"HTML"}`, bad + "text must be non-empty"},
		{"sendMessage", `{` + chat + `,"text":"` + strings.Repeat("ơ", 4097) + `"}`, bad + "message is too long"},
		{"sendMessage", `{` + chat + `,"text":"` + strings.Repeat("😀", 2049) + `"}`, bad + "message is too long"},
		{"sendMessage", `{` + chat + `,"text":"<b>x","parse_mode":"HTML"}`, bad + `can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"sendMessage", `{` + chat + `,"text":"x","parse_mode":"Markdown"}`, bad + "unsupported parse_mode"},
		{"sendMessage", `{"chat_id":99,"text":"x"}`, bad + "chat not found"},
		{"sendMessage", `{"chat_id":"@nobody","text":"x"}`, bad + "chat not found"},
		{"sendMessage", `{"chat_id":-99,"text":"x"}`, bad + "chat not found"},
		{"sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, stranger.ID()), "Forbidden: bot can't initiate conversation with a user"},
		{"sendMessage", `{` + chat + `,"text":"x","colour":1}`, bad + `field "colour" is not known in sendMessage`},
		{"sendMessage", `{` + chat + `,"text":5}`, bad + `field "text" must be of type String`},
		{"sendMessage", `{` + chat + `,"text":"x","protect_content":"perhaps"}`, bad + `field "protect_content" must be of type Boolean`},
		{"sendMessage", `{` + chat + `,"text":"x","message_thread_id":"a"}`, bad + `field "message_thread_id" must be of type Number`},
		{"sendMessage", `{` + chat + `,"text":"x","message_thread_id":5}`, bad + "message thread not found"},
		{"sendMessage", `{` + chat + `,"text":"x","reply_parameters":{"message_id":9999}}`, bad + "message to be replied not found"},
		{"sendMessage", `{` + chat + `,"text":"x","reply_parameters":{}}`, bad + `can't find field "reply_parameters.message_id" in ReplyParameters`},
		{"sendMessage", `{` + chat + `,"text":"x","reply_markup":"{"}`, bad + "can't parse reply markup JSON object"},
		{"sendMessage", `{` + chat + `,"text":"x","reply_markup":{"inline_keyboard":[{}]}}`, bad + `field "reply_markup.inline_keyboard[0]" must be of type Array`},
		{"sendMessage", button(`{"text":"a","callback_data":"` + strings.Repeat("đ", 33) + `"}`), bad + "BUTTON_DATA_INVALID"},
		{"sendMessage", button(`{"text":"a","callback_data":""}`), bad + "BUTTON_DATA_INVALID"},
		{"sendMessage", button(`{"text":"a"}`), bad + "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", button(`{"text":"a","copy_text":{"text":""}}`), bad + "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", button(`{"text":"a","callback_data":"b","url":"https://a.vn"}`), bad + "can't parse inline keyboard button: exactly one action is allowed"},
		{"sendMessage", button(`{"text":"a","url":"file:///etc"}`), bad + "inline keyboard button URL 'file:///etc' is invalid: Wrong HTTP URL"},
		{"sendMessage", button(`{"text":"a","colour":"red","callback_data":"b"}`), bad + `field "reply_markup.inline_keyboard[0][0].colour" is not known in InlineKeyboardButton`},
		{"sendMessage", button(`{"text":7,"callback_data":"b"}`), bad + `field "reply_markup.inline_keyboard[0][0].text" must be of type String`},
		{"sendMessage", `{` + chat + `,"text":"x","reply_markup":{"keyboard":[]}}`, bad + "reply markup is empty"},
		{"sendPhoto", `{` + chat + `}`, bad + "there is no photo in the request"},
		{"sendPhoto", `{` + chat + `,"photo":"nonsense"}`, bad + "wrong file identifier/HTTP URL specified"},
		{"sendPhoto", `{` + chat + `,"photo":"https://a.vn/b.png"}`, bad + "failed to get HTTP URL content"},
		{"sendPhoto", `{` + chat + `,"photo":"` + photo.Photo[0].FileID + `","caption":"` + strings.Repeat("a", 1025) + `"}`, bad + "message caption is too long"},
		{"sendDocument", `{` + chat + `}`, bad + "there is no document in the request"},
		{"sendDocument", `{` + chat + `,"document":"attach://f"}`, bad + `attached file "f" was not found`},
		{"sendMediaGroup", `{` + chat + `,"media":[{"type":"photo","media":"` + photo.Photo[0].FileID + `"}]}`, bad + "media group must include 2-10 items"},
		{"sendMediaGroup", `{` + chat + `,"media":[{"type":"paper","media":"x"}]}`, bad + `field "media[0].type" must be "audio"`},
		{"sendChatAction", `{` + chat + `,"action":"sleeping"}`, bad + "wrong parameter action in request"},
		{"editMessageText", `{"message_id":1,"text":"x"}`, bad + "chat_id is empty"},
		{"editMessageText", `{` + chat + `,"text":"x"}`, bad + "message identifier is not specified"},
		{"editMessageText", `{` + chat + `,"message_id":9999,"text":"x"}`, bad + "message to edit not found"},
		{"editMessageText", `{` + message(&sent) + `}`, bad + "message text is empty"},
		{"editMessageText", `{` + message(&sent) + `,"text":" <b>một</b> ","parse_mode":"html"}`, bad + "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"editMessageText", `{` + message(theirs) + `,"text":"x"}`, bad + "message can't be edited"},
		{"editMessageText", `{` + message(&keyed) + `,"text":"x"}`, bad + "message can't be edited"},
		{"editMessageCaption", `{` + message(&sent) + `,"caption":"x"}`, bad + "there is no caption in the message to edit"},
		{"editMessageReplyMarkup", `{` + message(&sent) + `,"reply_markup":{"keyboard":[[{"text":"a"}]]}}`, bad + `field "reply_markup.keyboard" is not known in InlineKeyboardMarkup`},
		{"deleteMessage", `{` + chat + `,"message_id":9999}`, bad + "message to delete not found"},
		{"deleteMessage", `{` + chat + `}`, bad + "message identifier is not specified"},
		{"deleteMessages", `{` + chat + `,"message_ids":[]}`, bad + "message identifiers are not specified"},
		{"answerCallbackQuery", `{"callback_query_id":"123"}`, bad + "query is too old and response timeout expired or query ID is invalid"},
		{"answerCallbackQuery", `{"callback_query_id":"123","text":"` + strings.Repeat("a", 201) + `"}`, bad + "MESSAGE_TOO_LONG"},
		{"getFile", `{"file_id":"x"}`, bad + "invalid file_id"},
		{"getFile", `{"file_id":"` + an.SendBigDocument(w.bot, "phim.mp4", 25<<20, "").Message.Document.FileID + `"}`, bad + "file is too big"},
		{"setMyCommands", `{"commands":[{"command":"Đơn","description":"x"}]}`, bad + "BOT_COMMAND_INVALID"},
		{"setMyCommands", `{"commands":[{"command":"don","description":""}]}`, bad + "BOT_COMMAND_DESCRIPTION_INVALID"},
		{"setMyCommands", `{"commands":[{"command":"don"}]}`, bad + `can't find field "commands[0].description" in BotCommand`},
		{"setMyCommands", `{"commands":[],"scope":{"type":"chat"}}`, bad + `can't find field "scope.chat_id" in BotCommandScopeChat`},
		{"setMyDescription", `{"description":"` + strings.Repeat("a", 513) + `"}`, bad + "the description is too long"},
		{"getChat", `{"chat_id":99}`, bad + "chat not found"},
		{"getChatMember", `{` + chat + `,"user_id":99}`, bad + "user not found"},
		{"leaveChat", `{` + chat + `}`, bad + "method is available only for groups and supergroups"},
		{"pinChatMessage", `{` + chat + `,"message_id":9999}`, bad + "message to pin not found"},
		{"unpinChatMessage", `{` + chat + `}`, bad + "message to unpin not found"},
		{"forwardMessage", `{` + chat + `,"from_chat_id":` + jsonInt(an.ID()) + `,"message_id":9999}`, bad + "message to forward not found"},
		{"copyMessage", `{` + chat + `,"from_chat_id":` + jsonInt(an.ID()) + `,"message_id":9999}`, bad + "message to copy not found"},
		{"setMessageReaction", `{` + message(theirs) + `,"reaction":[{"type":"emoji"}]}`, bad + `can't find field "reaction[0].emoji" in ReactionTypeEmoji`},
		{"setWebhook", `{"url":"http://example.vn/x"}`, bad + "bad webhook: An HTTPS URL must be provided for webhook"},
		{"setWebhook", `{"url":"https://example.vn:9000/x"}`, bad + "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"},
		{"setWebhook", `{"url":"http://127.0.0.1:1/x","secret_token":"có dấu"}`, bad + "secret token contains unallowed characters"},
		{"sendMoney", `{}`, "Not Found"},
		{"sendMessage", `{`, bad + "can't parse JSON object"},
	} {
		w.refused(c.method, c.body, c.want)
	}
	if n := len(an.Chat(w.bot).View().FromBots()); n != 2 {
		t.Errorf("refused calls left traces: %d messages of the bot", n)
	}
	for _, c := range w.Log("sendMessage") {
		if c.Applied != (c.Code == 200) {
			t.Errorf("log: %+v", c)
		}
	}
}

func TestBadToken(t *testing.T) {
	w := newWorld(t, Options{})
	for path, code := range map[string]int{
		"/bot1:x/getMe": 401, "/bot/getMe": 401, "/file/bot1:x/a": 401,
		"/bot" + testToken + "/nothing": 404, "/file/bot" + testToken + "/a": 404, "/nothing": 404,
	} {
		resp, err := http.Get(w.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != code {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, code)
		}
	}
}

// A file link works only after getFile, and for an hour.
func TestFileLinkExpires(t *testing.T) {
	at := newClock()
	w := newWorld(t, Options{Clock: at.Now})
	m := w.Person("An").SendBigDocument(w.bot, "a.bin", 100_000, "").Message
	path := w.server.URL + "/file/bot" + testToken + "/" + w.files.find(m.Document.FileID).path
	get := func() (int, int64) {
		resp, err := http.Get(path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.StatusCode, resp.ContentLength
	}
	if code, _ := get(); code != 404 {
		t.Errorf("before getFile: %d", code)
	}
	w.must("getFile", `{"file_id":"`+m.Document.FileID+`"}`, nil)
	if code, n := get(); code != 200 || n != 100_000 {
		t.Errorf("after getFile: %d, %d bytes", code, n)
	}
	at.pass(2 * time.Hour)
	if code, _ := get(); code != 404 {
		t.Errorf("after two hours: %d", code)
	}
}

// Every encoding that Telegram takes means the same.
func TestEncodings(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	values := url.Values{"chat_id": {jsonInt(an.ID())}, "text": {"chào"}, "protect_content": {"true"},
		"reply_markup": {`{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`}}
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	for name := range values {
		parts.WriteField(name, values.Get(name))
	}
	parts.Close()
	base := w.server.URL + "/bot" + testToken + "/sendMessage"
	for name, send := range map[string]func() (*http.Response, error){
		"query":     func() (*http.Response, error) { return http.Get(base + "?" + values.Encode()) },
		"form":      func() (*http.Response, error) { return http.PostForm(base, values) },
		"multipart": func() (*http.Response, error) { return http.Post(base, parts.FormDataContentType(), &form) },
		"json": func() (*http.Response, error) {
			return http.Post(base, "application/json", strings.NewReader(`{"chat_id":`+jsonInt(an.ID())+`,"text":"chào","protect_content":true,"reply_markup":`+values.Get("reply_markup")+`}`))
		},
		"json in strings": func() (*http.Response, error) {
			return http.Post(base, "application/json", strings.NewReader(`{"chat_id":"`+jsonInt(an.ID())+`","text":"chào","protect_content":"true","reply_markup":`+quoted(values.Get("reply_markup"))+`}`))
		},
	} {
		before := an.Chat(w.bot).Len()
		resp, err := send()
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		last := an.Chat(w.bot).Last()
		if resp.StatusCode != 200 || an.Chat(w.bot).Len() != before+1 || last.Text != "chào" || !last.Protected || last.Inline == nil {
			t.Errorf("%s: %d %+v", name, resp.StatusCode, last)
		}
	}
}

// What is too big is refused with 413, and the bot hears it.
func TestUploadTooBig(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	parts.WriteField("chat_id", jsonInt(an.ID()))
	file, _ := parts.CreateFormFile("document", "a.bin")
	file.Write(make([]byte, maxUpload+1))
	parts.Close()
	r, err := w.try(t.Context(), "sendDocument", parts.FormDataContentType(), form.Bytes())
	if err != nil || r.Code != 413 || r.Description != "Request Entity Too Large" {
		t.Errorf("%v %+v", err, r)
	}
}

// A press can be answered for 150 seconds, and more than once.
func TestPressGrowsOld(t *testing.T) {
	at := newClock()
	w := newWorld(t, Options{Clock: at.Now})
	an := w.Person("An")
	an.Start(w.bot, "")
	w.must("sendMessage", `{"chat_id":`+jsonInt(an.ID())+`,"text":"?","reply_markup":{"inline_keyboard":[[{"text":"Có","callback_data":"yes"}]]}}`, nil)
	if _, err := an.Press(w.bot, "Không có nút này"); err != ErrNoButton {
		t.Errorf("press: %v", err)
	}
	if _, err := an.Press(w.bot, "yes"); err != nil {
		t.Fatal(err)
	}
	list := w.poll()
	answer := `{"callback_query_id":"` + list[len(list)-1].Press.ID + `"}`
	w.must("answerCallbackQuery", answer, nil)
	w.must("answerCallbackQuery", answer, nil)
	at.pass(151 * time.Second)
	w.refused("answerCallbackQuery", answer, "Bad Request: query is too old and response timeout expired or query ID is invalid")
	// A message can be deleted by the bot for 48 hours.
	at.pass(48 * time.Hour)
	w.refused("deleteMessage", fmt.Sprintf(`{"chat_id":%d,"message_id":%d}`, an.ID(), an.Chat(w.bot).Last().ID), "Bad Request: message can't be deleted for everyone")
}

func TestRateLimits(t *testing.T) {
	at := newClock()
	w := newWorld(t, Options{Clock: at.Now, RateLimits: true})
	an := w.Person("An")
	an.Start(w.bot, "")
	send := func(chat int64) reply { return w.call("sendMessage", `{"chat_id":`+jsonInt(chat)+`,"text":"x"}`) }
	for range 3 {
		if r := send(an.ID()); !r.OK {
			t.Fatalf("burst: %s", r.Description)
		}
	}
	if r := send(an.ID()); r.Code != 429 || r.Parameters.RetryAfter != 1 || r.Description != "Too Many Requests: retry after 1" {
		t.Errorf("fourth in a second: %+v", r)
	}
	at.pass(time.Second)
	if r := send(an.ID()); !r.OK {
		t.Errorf("a second later: %s", r.Description)
	}
	g := w.Group("Tổ trực")
	an.AddBotTo(g, w.bot, "")
	at.pass(time.Minute)
	for range 20 {
		if r := send(g.ID()); !r.OK {
			t.Fatalf("group: %s", r.Description)
		}
	}
	if r := send(g.ID()); r.Code != 429 || r.Parameters.RetryAfter != 3 {
		t.Errorf("21st in a group: %+v", r)
	}
}
