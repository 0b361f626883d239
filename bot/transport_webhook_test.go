package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"tiepdan/bot/simulator"
)

// echo answers a message with its text, in the webhook's body if it may.
func (w *wire) echo(seen *record) handle {
	return func(ctx context.Context, u Update, inline bool) (*Call, error) {
		seen.add(u, nil)
		if u.Message == nil {
			return nil, nil
		}
		call := say(u.Chat(), "nhận: "+u.Message.Text)
		if inline {
			return &call, nil
		}
		_, err := w.client.Do(ctx, call)
		return nil, err
	}
}

func (w *wire) hook(h Handler, change ...func(*WebhookOptions)) *Webhook {
	opt := WebhookOptions{Secret: testSecret, Client: w.client, Metrics: w.metrics, Log: w.log}
	for _, f := range change {
		f(&opt)
	}
	return NewWebhook(h, opt)
}

// post sends a body as Telegram does.
func post(t *testing.T, h http.Handler, secret, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(body))
	r.Header.Set(secretHeader, secret)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// The library's handler answers 200 to a wrong secret and reads any length.
func TestWebhookAdmits(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen, aside record
	hook := w.hook(w.echo(&seen), func(o *WebhookOptions) { o.MaxBody, o.Aside = 4096, aside.aside })
	for secret, want := range map[string]int{testSecret: 200, "": 401, "wrong": 401, testSecret + "x": 401, strings.ToLower(testSecret): 401} {
		if got := post(t, hook, secret, plainMessage).Code; got != want {
			t.Errorf("secret %q: %d", secret, got)
		}
	}
	nobody := w.hook(w.echo(&seen), func(o *WebhookOptions) { o.Secret = "" })
	if got := post(t, nobody, "", plainMessage).Code; got != 401 {
		t.Errorf("without a secret set: %d", got)
	}
	body := &countedReads{Reader: strings.NewReader(plainMessage)}
	r := httptest.NewRequest(http.MethodPost, "/", body)
	hook.ServeHTTP(httptest.NewRecorder(), r)
	if body.reads != 0 {
		t.Error("the body was read before the secret")
	}
	rec := httptest.NewRecorder()
	hook.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	if rec.Code != 405 || rec.Header().Get("Allow") != "POST" {
		t.Errorf("GET: %d, %v", rec.Code, rec.Header())
	}
	if got := post(t, hook, testSecret, `{"update_id":1,"x":"`+strings.Repeat("x", 4096)+`"}`).Code; got != 413 {
		t.Errorf("too large: %d", got)
	}
	if seen.len() != 1 || aside.len() != 0 {
		t.Errorf("%d handled, %d set aside", seen.len(), aside.len())
	}
	for i, poison := range []string{poisonMember, "{", ""} {
		if got := post(t, hook, testSecret, poison).Code; got != 200 || aside.len() != i+1 {
			t.Errorf("poison %q: %d, %d set aside", poison, got, aside.len())
		}
	}
	if got := w.counter("updates_set_aside_total", "reason=unreadable"); got != 3 {
		t.Errorf("%d counted", got)
	}
}

type countedReads struct {
	io.Reader
	reads int
}

func (c *countedReads) Read(p []byte) (int, error) { c.reads++; return c.Reader.Read(p) }

// calls waits until there are so many calls of a method: a message is seen a moment
// before its call is noted.
func (w *wire) calls(t *testing.T, method string, n int) []simulator.Call {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := w.sim.Await(ctx, func() bool { return len(w.sim.Log(method)) >= n }); err != nil {
		t.Fatalf("%d calls of %s: %v", n, method, err)
	}
	return w.sim.Log(method)
}

func TestWebhookAnswersInTheBody(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen record
	w.serveWebhook(w.hook(w.echo(&seen)), 40)
	p := w.sim.Person("Năm")
	p.Say(w.bot, "một")
	if _, err := p.Chat(w.bot).AwaitWords(t.Context(), "nhận: một"); err != nil {
		t.Fatal(err)
	}
	calls := w.calls(t, "sendMessage", 1)
	if len(calls) != 1 || !calls[0].InAnswer {
		t.Fatalf("calls: %+v", calls)
	}
	// Telegram refuses something: from now on a silent refusal would matter.
	w.sim.Inject(simulator.Fault{Method: "sendChatAction", Effect: simulator.TooMany, RetryAfter: 9, Times: 1})
	_, err := w.client.Do(t.Context(), Call{"sendChatAction", &tgbot.SendChatActionParams{ChatID: p.ID(), Action: models.ChatActionTyping}})
	if err == nil {
		t.Fatal("no refusal")
	}
	p.Say(w.bot, "hai")
	if _, err := p.Chat(w.bot).AwaitWords(t.Context(), "nhận: hai"); err != nil {
		t.Fatal(err)
	}
	calls = w.calls(t, "sendMessage", 2)
	if len(calls) != 2 || calls[1].InAnswer {
		t.Errorf("calls: %+v", calls)
	}
}

// A call with a file cannot stand in the body: it is made.
func TestWebhookSendsFiles(t *testing.T) {
	w := newWire(t, simulator.Options{})
	w.serveWebhook(w.hook(handle(func(_ context.Context, u Update, _ bool) (*Call, error) {
		file := &models.InputFileUpload{Filename: "a.txt", Data: bytes.NewReader([]byte("nội dung"))}
		return &Call{"sendDocument", &tgbot.SendDocumentParams{ChatID: u.Chat(), Document: file, Caption: "giấy"}}, nil
	})), 40)
	p := w.sim.Person("Năm")
	p.Say(w.bot, "gửi tôi")
	if m, err := p.Chat(w.bot).AwaitWords(t.Context(), "giấy"); err != nil || m.Document == nil {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestWebhookAsksAgainWhenAway(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen record
	var away atomic.Bool
	away.Store(true)
	echo := w.echo(&seen)
	hook := w.hook(handle(func(ctx context.Context, u Update, inline bool) (*Call, error) {
		if away.Load() {
			seen.add(u, ErrAway)
			return nil, fmt.Errorf("lend the conversation: %w", ErrAway)
		}
		return echo(ctx, u, inline)
	}))
	rec := post(t, hook, testSecret, plainMessage)
	if rec.Code != 503 || rec.Header().Get("Retry-After") != "2" {
		t.Errorf("away: %d, %v", rec.Code, rec.Header())
	}
	for range 2 * maxFailures { // however long it takes, nothing is given up
		post(t, hook, testSecret, plainMessage)
	}
	w.serveWebhook(hook, 40)
	p := w.sim.Person("Năm")
	p.Say(w.bot, "đến lại")
	eventually(t, "the update comes while Redis is away", func() bool { return len(seen.texts(p.ID())) > 0 })
	away.Store(false)
	if _, err := p.Chat(w.bot).AwaitWords(t.Context(), "nhận: đến lại"); err != nil {
		t.Error(err)
	}
	if w.counter("updates_set_aside_total") != 0 {
		t.Error("it was set aside")
	}
}

// awayError is how another package says that it is away.
type awayError struct{}

func (awayError) Error() string { return "no route" }
func (awayError) Away() bool    { return true }

// P13: whatever one person's update does, others are served, and that person's
// next update too.
func TestWebhookBadUpdateStopsNobody(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen, aside record
	echo := w.echo(&seen)
	hook := w.hook(handle(func(ctx context.Context, u Update, inline bool) (*Call, error) {
		switch {
		case u.Message == nil:
		case u.Message.Text == "panic":
			panic("Nguyễn Văn 0912345678")
		case u.Message.Text == "index":
			return nil, []error{}[u.Message.ID]
		case u.Message.Text == "failing":
			return nil, errors.New("a rule does not hold")
		case u.Message.Text == "away":
			return nil, awayError{}
		}
		return echo(ctx, u, inline)
	}), func(o *WebhookOptions) { o.Aside = aside.aside })
	if got := post(t, hook, testSecret, strings.Replace(plainMessage, "Tôi xin gửi đơn", "away", 1)).Code; got != 503 {
		t.Errorf("an error that says Away: %d", got)
	}
	w.serveWebhook(hook, 40)
	bad, good := w.sim.Person("Xấu"), w.sim.Person("Tốt")
	for _, text := range []string{"panic", "index", "failing"} {
		bad.Say(w.bot, text)
	}
	if _, err := w.bot.Raw([]byte(strings.Replace(poisonMember, `"update_id":8,`, "", 1))); err != nil {
		t.Fatal(err)
	}
	good.Say(w.bot, "chào")
	bad.Say(w.bot, "sau đó")
	if _, err := good.Chat(w.bot).AwaitWords(t.Context(), "nhận: chào"); err != nil {
		t.Fatal(err)
	}
	if _, err := bad.Chat(w.bot).AwaitWords(t.Context(), "nhận: sau đó"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "four updates are set aside", func() bool { return aside.len() == 4 })
	for reason, want := range map[string]int{"panic": 2, "failing": 1, "unreadable": 1} {
		if got := w.counter("updates_set_aside_total", "reason="+reason); got != want {
			t.Errorf("%s: %d", reason, got)
		}
	}
	if got := w.counter("update_failures_total", "reason=error"); got != maxFailures {
		t.Errorf("the failing one was tried %d times", got)
	}
	if w.logged.has("0912345678") || w.logged.has("Nguyễn") || w.logged.has("sau đó") || !w.logged.has("index out of range") {
		t.Errorf("the log says: %s", w.logged)
	}
}

func TestWebhookLimitsAndDrains(t *testing.T) {
	w := newWire(t, simulator.Options{})
	begun, release := make(chan int64, 2), make(chan struct{})
	hook := w.hook(handle(func(ctx context.Context, u Update, _ bool) (*Call, error) {
		begun <- u.ID
		<-release
		return nil, ctx.Err()
	}), func(o *WebhookOptions) { o.Limit, o.DrainTimeout = 1, 20*time.Millisecond })
	server := httptest.NewServer(hook)
	defer server.Close()
	request := func(ctx context.Context) (*http.Response, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(plainMessage))
		if err != nil {
			return nil, err
		}
		r.Header.Set(secretHeader, testSecret)
		return http.DefaultClient.Do(r)
	}
	answer := make(chan int, 1)
	go func() {
		resp, err := request(context.Background())
		if err != nil {
			answer <- 0
			return
		}
		resp.Body.Close()
		answer <- resp.StatusCode
	}()
	<-begun
	rec := post(t, hook, testSecret, plainMessage)
	if rec.Code != 503 || rec.Header().Get("Retry-After") != "1" {
		t.Errorf("above the limit: %d, %v", rec.Code, rec.Header())
	}
	if err := hook.Drain(t.Context()); err == nil {
		t.Error("drained while an update runs")
	}
	close(release)
	if got := <-answer; got != 200 {
		t.Errorf("the running update was answered %d", got)
	}
	if err := hook.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	rec = post(t, hook, testSecret, plainMessage)
	if rec.Code != 503 || rec.Header().Get("Retry-After") == "" {
		t.Errorf("after draining: %d, %v", rec.Code, rec.Header())
	}
	if len(begun) != 0 {
		t.Error("an update was begun after draining")
	}
}

// Telegram hanging up does not stop an update in the middle.
func TestWebhookFinishesWhatItBegan(t *testing.T) {
	w := newWire(t, simulator.Options{})
	begun, finished := make(chan struct{}), make(chan error, 1)
	hook := w.hook(handle(func(ctx context.Context, _ Update, _ bool) (*Call, error) {
		close(begun)
		finished <- pause(ctx, 50*time.Millisecond)
		return nil, nil
	}))
	server := httptest.NewServer(hook)
	defer server.Close()
	ctx, hangUp := context.WithCancel(t.Context())
	go func() {
		<-begun
		hangUp()
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(plainMessage))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(secretHeader, testSecret)
	if resp, err := http.DefaultClient.Do(r); err == nil {
		resp.Body.Close()
		t.Error("it was answered before Telegram hung up")
	}
	if err := <-finished; err != nil {
		t.Error("the handler was stopped:", err)
	}
}

func BenchmarkWebhook(b *testing.B) {
	reply := say(9, "Xin ông/bà cho biết nơi ở hiện nay.")
	hook := NewWebhook(handle(func(context.Context, Update, bool) (*Call, error) { return &reply, nil }), WebhookOptions{Secret: testSecret})
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(plainMessage))
		r.Header.Set(secretHeader, testSecret)
		rec := httptest.NewRecorder()
		hook.ServeHTTP(rec, r)
		if rec.Code != 200 || rec.Body.Len() == 0 {
			b.Fatal(rec.Code)
		}
	}
}
