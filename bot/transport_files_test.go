package bot

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"tiepdan/bot/simulator"
)

func TestSendFile(t *testing.T) {
	w := newWire(t, simulator.Options{})
	p := w.citizen("Năm")
	w.sim.Inject(simulator.Fault{Method: "sendDocument", Effect: simulator.ServerError, Times: 1})
	id, err := w.client.SendFile(t.Context(), p.ID(), "Giấy biên nhận.pdf", "application/pdf", strings.NewReader("%PDF-1.4 nội dung"), "Biên nhận", true)
	if err != nil {
		t.Fatal(err)
	}
	last := p.Chat(w.bot).Last()
	if last.ID != int64(id) || last.Document == nil || last.Document.Name != "Giấy biên nhận.pdf" || last.Caption != "Biên nhận" || !last.Protected {
		t.Fatalf("the chat shows %+v", last)
	}
	r, size, err := w.client.Download(t.Context(), last.Document.FileID)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || string(got) != "%PDF-1.4 nội dung" || size != int64(len(got)) {
		t.Errorf("%q, %d, %v", got, size, err)
	}
	_, err = w.client.SendFile(t.Context(), p.ID(), "x", "application/octet-stream", io.LimitReader(zeros{}, maxUpload+1), "", false)
	if e := (*Refused)(nil); !errors.As(err, &e) || e.Code != http.StatusRequestEntityTooLarge {
		t.Error("a file above 50 MB:", err)
	}
	p.Block(w.bot)
	_, err = w.client.SendFile(t.Context(), p.ID(), "x", "text/plain", strings.NewReader("x"), "", false)
	if e := (*Blocked)(nil); !errors.As(err, &e) {
		t.Error("to a person who blocked the bot:", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// The library writes its forms into a pipe, once; the client can send them again.
func TestFormsAreReplayed(t *testing.T) {
	w := newWire(t, simulator.Options{})
	p := w.citizen("Năm")
	w.sim.Inject(simulator.Fault{Method: "send*", Effect: simulator.ServerError, Nth: 1})
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 320, 200))); err != nil {
		t.Fatal(err)
	}
	upload := &models.InputFileUpload{Filename: "a.png", Data: &picture}
	id, err := w.client.Do(t.Context(), Call{"sendPhoto", &tgbot.SendPhotoParams{ChatID: p.ID(), Photo: upload, Caption: "Biểu đồ"}})
	if last := p.Chat(w.bot).Last(); err != nil || last.ID != int64(id) || len(last.Photo) == 0 || last.Caption != "Biểu đồ" {
		t.Fatalf("%+v, %v", last, err)
	}
	shown := p.Chat(w.bot).Last().Photo[0].FileID
	id, err = w.client.Do(t.Context(), Call{"sendMediaGroup", &tgbot.SendMediaGroupParams{ChatID: p.ID(), Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: shown}, &models.InputMediaPhoto{Media: shown, Caption: "hai"},
	}}})
	messages := p.Chat(w.bot).Messages()
	if err != nil || len(messages) < 2 || messages[len(messages)-2].ID != int64(id) || messages[len(messages)-1].Caption != "hai" {
		t.Errorf("the album: first id %d, %v", id, err)
	}
	if _, err := w.client.Do(t.Context(), Call{"sendPhoto", &tgbot.SendPhotoParams{ChatID: p.ID(), Photo: &models.InputFileString{Data: shown}}}); err != nil {
		t.Error("a picture that Telegram has already:", err)
	}
	if _, err := w.client.API().GetChat(t.Context(), &tgbot.GetChatParams{ChatID: 99}); err == nil {
		t.Error("no error from the typed client")
	} else if e := (*Refused)(nil); !errors.As(err, &e) {
		t.Error("the typed client's errors are of another kind:", err)
	}
}

func TestDownloadLimits(t *testing.T) {
	w := newWire(t, simulator.Options{})
	p := w.citizen("Năm")
	big := p.SendBigDocument(w.bot, "phim.mp4", 25<<20, "")
	_, _, err := w.client.Download(t.Context(), big.Message.Document.FileID)
	if e := (*Refused)(nil); !errors.As(err, &e) || !e.Permanent() {
		t.Error("a file above 20 MB:", err)
	}
	// A server of one's own may not have the limit.
	for _, announced := range []bool{true, false} {
		server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/getFile") {
				io.WriteString(rw, `{"ok":true,"result":{"file_id":"a","file_path":"x/y z.bin"}}`)
				return
			}
			if announced {
				rw.Header().Set("Content-Length", "20971521")
			}
			io.Copy(rw, io.LimitReader(zeros{}, maxDownload+1))
		}))
		c := w.newClient(func(o *ClientOptions) { o.API = server.URL })
		r, _, err := c.Download(t.Context(), "a")
		if err == nil {
			_, err = io.Copy(io.Discard, r)
			r.Close()
		}
		if e := (*Refused)(nil); !errors.As(err, &e) {
			t.Errorf("announced %v: a file above 20 MB ends with %v", announced, err)
		}
		server.Close()
	}
}

func TestSettings(t *testing.T) {
	w := newWire(t, simulator.Options{})
	ctx := t.Context()
	me, err := w.client.Me(ctx)
	if err != nil || me.Username != "tiepdan_bot" || me.ID != 123456 {
		t.Errorf("getMe: %+v, %v", me, err)
	}
	commands := []models.BotCommand{{Command: "don", Description: "Gửi đơn"}, {Command: "new", Description: "Send a petition"}}
	if err := w.client.SetCommands(ctx, commands, &models.BotCommandScopeAllPrivateChats{}, "vi"); err != nil {
		t.Error(err)
	}
	var set []models.BotCommand
	ask := Call{"getMyCommands", map[string]any{"scope": map[string]string{"type": "all_private_chats"}, "language_code": "vi"}}
	if err := w.client.Fetch(ctx, ask, &set); err != nil || len(set) != 2 || set[0].Description != "Gửi đơn" {
		t.Errorf("the commands are %v, %v", set, err)
	}
	if err := w.client.SetCommands(ctx, []models.BotCommand{{Command: "đơn", Description: "x"}}, nil, ""); err == nil {
		t.Error("a command with an accent was accepted")
	}
	if err := w.client.SetProfile(ctx, "Tiếp nhận đơn", "Tiếp dân", "vi"); err != nil {
		t.Error(err)
	}
	p := w.citizen("Năm") // waits before the webhook is set, and is not dropped
	if err := w.client.SetWebhook(ctx, "http://127.0.0.1:1/telegram", testSecret, 40); err != nil {
		t.Fatal(err)
	}
	var info models.WebhookInfo
	if err := w.client.Fetch(ctx, Call{Method: "getWebhookInfo"}, &info); err != nil || len(info.AllowedUpdates) != len(AllowedUpdates()) || info.PendingUpdateCount != 1 {
		t.Errorf("%+v, %v", info, err)
	}
	if err := w.client.DeleteWebhook(ctx); err != nil {
		t.Error(err)
	}
	batch, err := w.client.updates(ctx, 0, 10, 0)
	if err != nil || len(batch) != 1 {
		t.Fatalf("%d updates, %v", len(batch), err)
	}
	if u, err := decode(batch[0]); err != nil || u.Chat() != p.ID() {
		t.Error("the update that waited is not there:", err)
	}
}

func BenchmarkSendMessage(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(rw, `{"ok":true,"result":{"message_id":5,"from":{"id":1,"is_bot":true,"first_name":"b"},"chat":{"id":9,"type":"private"},"date":1,"text":"Xin ông/bà cho biết nơi ở hiện nay."}}`)
	}))
	defer server.Close()
	c, err := NewClient(ClientOptions{Token: testToken, API: server.URL})
	if err != nil {
		b.Fatal(err)
	}
	keys := &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
		{{Text: "Quay lại", CallbackData: "back"}, {Text: "Bỏ qua", CallbackData: "skip"}}, {{Text: "Hủy", CallbackData: "cancel"}}}}
	params := &tgbot.SendMessageParams{ChatID: int64(9), Text: "Xin ông/bà cho biết nơi ở hiện nay.", ReplyMarkup: keys}
	b.Run("json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if id, err := c.Do(b.Context(), Call{"sendMessage", params}); err != nil || id != 5 {
				b.Fatal(id, err)
			}
		}
	})
	b.Run("library", func(b *testing.B) {
		plain, err := tgbot.New(testToken, tgbot.WithSkipGetMe(), tgbot.WithServerURL(server.URL))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if m, err := plain.SendMessage(b.Context(), params); err != nil || m.ID != 5 {
				b.Fatal(err)
			}
		}
	})
	b.Run("inline", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := (Call{"sendMessage", params}).Inline(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
