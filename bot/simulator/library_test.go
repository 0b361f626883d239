package simulator

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The client library that the product uses works against the simulator.
func TestClientLibrary(t *testing.T) {
	w := newWorld(t, Options{})
	ctx := patience(t)
	got := make(chan *models.Update, 16)
	client, err := bot.New(testToken, bot.WithServerURL(w.server.URL),
		bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { got <- u }))
	if err != nil {
		t.Fatalf("getMe: %v", err)
	}
	done := make(chan struct{})
	pollCtx, stop := context.WithCancel(ctx)
	go func() {
		defer close(done)
		client.Start(pollCtx)
	}()
	defer func() { stop(); <-done }()

	person := w.Person("Nguyễn Thị Một")
	person.Start(w.bot, "abc")
	u := <-got
	if u.Message.Text != "/start abc" || u.Message.From.ID != person.ID() {
		t.Fatalf("update %+v", u.Message)
	}

	m, err := client.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: person.ID(), Text: "Kính chào <b>ông/bà</b>", ParseMode: models.ParseModeHTML,
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Tiếp", CallbackData: "next"}}}},
	})
	if err != nil || m.Text != "Kính chào ông/bà" || m.Entities[0].Offset != 10 {
		t.Fatalf("sendMessage: %v %+v", err, m)
	}
	if _, err := person.Press(w.bot, "Tiếp"); err != nil {
		t.Fatal(err)
	}
	press := (<-got).CallbackQuery
	if press.Data != "next" || press.Message.Message.ID != m.ID {
		t.Fatalf("callback %+v", press)
	}
	if _, err := client.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: press.ID, Text: "Đã nhận", ShowAlert: true}); err != nil {
		t.Fatalf("answerCallbackQuery: %v", err)
	}
	if toasts := person.Chat(w.bot).View().Toasts; len(toasts) != 1 || toasts[0].Text != "Đã nhận" || !toasts[0].Alert {
		t.Fatalf("toasts %+v", toasts)
	}
	if _, err := client.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: person.ID(), MessageID: m.ID, Text: "Khác"}); err != nil {
		t.Fatalf("editMessageText: %v", err)
	}
	seen := person.Chat(w.bot).Last()
	if seen.Text != "Khác" || seen.Inline != nil || seen.EditDate == 0 {
		t.Fatalf("after the edit: %+v", seen)
	}

	_, err = client.SendDocument(ctx, &bot.SendDocumentParams{
		ChatID: person.ID(), Caption: "Phiếu", ProtectContent: true,
		Document: &models.InputFileUpload{Filename: "phieu.pdf", Data: strings.NewReader("%PDF-1.7")},
	})
	if seen := person.Chat(w.bot).Last(); err != nil || seen.Document.Name != "phieu.pdf" || !seen.Protected || seen.Document.MIME != "application/pdf" {
		t.Fatalf("sendDocument: %v %+v", err, seen)
	}
	album, err := client.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: person.ID(), Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://1.png", MediaAttachment: bytes.NewReader(picture(t, 400, 300)), Caption: "Một"},
		&models.InputMediaPhoto{Media: "attach://2.png", MediaAttachment: bytes.NewReader(picture(t, 30, 40))},
	}})
	if err != nil || len(album) != 2 || album[0].MediaGroupID == "" || len(album[0].Photo) != 3 || len(album[1].Photo) != 1 {
		t.Fatalf("sendMediaGroup: %v %+v", err, album)
	}

	person.SendDocument(w.bot, "đơn.txt", []byte("Kính gửi"), "")
	file, err := client.GetFile(ctx, &bot.GetFileParams{FileID: (<-got).Message.Document.FileID})
	if err != nil {
		t.Fatalf("getFile: %v", err)
	}
	resp, err := http.Get(client.FileDownloadLink(file))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if data, _ := io.ReadAll(resp.Body); string(data) != "Kính gửi" {
		t.Fatalf("download: %q", data)
	}
	if _, err := client.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "don", Description: "Gửi đơn"}},
		Scope: &models.BotCommandScopeChat{ChatID: person.ID()}}); err != nil {
		t.Fatalf("setMyCommands: %v", err)
	}
	testLibraryErrors(ctx, t, w, client, person)
}

func testLibraryErrors(ctx context.Context, t *testing.T, w *world, client *bot.Bot, person *Person) {
	t.Helper()
	remove := w.Inject(Fault{Effect: TooMany, RetryAfter: 7, Method: "sendMessage", Times: 1})
	defer remove()
	params := &bot.SendMessageParams{ChatID: person.ID(), Text: "x"}
	_, err := client.SendMessage(ctx, params)
	if limit := new(bot.TooManyRequestsError); !errors.As(err, &limit) || limit.RetryAfter != 7 {
		t.Errorf("429: %v", err)
	}
	if _, err := client.SendMessage(ctx, params); err != nil {
		t.Errorf("after the fault: %v", err)
	}
	person.Block(w.bot)
	if _, err := client.SendMessage(ctx, params); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("blocked: %v", err)
	}
}
