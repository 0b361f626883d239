package bot

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/prometheus/client_golang/prometheus"

	"tiepdan/bot/metrictest"
	"tiepdan/bot/simulator"
)

// testToken is also a canary: it may stand nowhere but in the addresses called.
const testToken = "123456:CANARY-AAEhBOweik6ad9r"

// wire is one bot account at the simulator, and the client that speaks for it.
type wire struct {
	t        testing.TB
	sim      *simulator.Simulator
	bot      *simulator.Bot
	api      *httptest.Server
	client   *Client
	metrics  *Metrics
	registry *prometheus.Registry
	log      *slog.Logger
	logged   *syncBuffer
}

func newWire(t testing.TB, opt simulator.Options, change ...func(*ClientOptions)) *wire {
	t.Helper()
	if opt.RetryBase == 0 {
		opt.RetryBase = time.Millisecond
	}
	w := &wire{t: t, sim: simulator.New(opt), registry: prometheus.NewRegistry(), logged: &syncBuffer{}}
	w.bot = w.sim.AddBot(testToken, "tiepdan_bot")
	w.api = httptest.NewServer(w.sim.Handler())
	t.Cleanup(func() {
		w.sim.Close()
		w.api.CloseClientConnections()
		w.api.Close()
	})
	w.log = slog.New(slog.NewTextHandler(w.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if w.metrics, err = NewMetrics(w.registry); err != nil {
		t.Fatal(err)
	}
	w.client = w.newClient(change...)
	return w
}

func (w *wire) newClient(change ...func(*ClientOptions)) *Client {
	w.t.Helper()
	opt := ClientOptions{Token: testToken, API: w.api.URL, Metrics: w.metrics}
	for _, f := range change {
		f(&opt)
	}
	c, err := NewClient(opt)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// citizen is a person who has started the bot, without an update left over.
func (w *wire) citizen(name string) *simulator.Person {
	w.t.Helper()
	p := w.sim.Person(name)
	p.Start(w.bot, "")
	return p
}

// counter reads a metric, summed over the labels not named ("name=value").
func (w *wire) counter(name string, labels ...string) int {
	w.t.Helper()
	return int(metrictest.Sum(w.t, w.registry, "tiepdan_telegram_"+name, labels...))
}

// everythingSaid is all that the transport wrote for operators.
func (w *wire) everythingSaid() string {
	families, err := w.registry.Gather()
	if err != nil {
		w.t.Fatal(err)
	}
	return w.logged.String() + fmt.Sprint(families)
}

// serveWebhook lets the simulator deliver to the webhook.
func (w *wire) serveWebhook(hook http.Handler, connections int) *httptest.Server {
	w.t.Helper()
	server := httptest.NewServer(hook)
	w.t.Cleanup(server.Close)
	if err := w.client.SetWebhook(w.t.Context(), server.URL, testSecret, connections); err != nil {
		w.t.Fatal(err)
	}
	return server
}

const testSecret = "Secret_of-the-webhook"

// handle is a Handler made of a function.
type handle func(ctx context.Context, u Update, inline bool) (*Call, error)

func (h handle) Handle(ctx context.Context, u Update, inline bool) (*Call, error) {
	return h(ctx, u, inline)
}

// record is what handlers saw, in order.
type record struct {
	mu   sync.Mutex
	seen []Update
	why  []error
}

func (r *record) add(u Update, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.why = append(r.seen, u), append(r.why, err)
}

func (r *record) aside(_ context.Context, u Update, reason error) { r.add(u, reason) }

func (r *record) len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.seen)
}

// texts are the messages seen, in order, of one chat (0: all).
func (r *record) texts(chat int64) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for _, u := range r.seen {
		if u.Message != nil && (chat == 0 || u.Chat() == chat) {
			out = append(out, u.Message.Text)
		}
	}
	return out
}

func (r *record) ids() map[int64]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[int64]int{}
	for _, u := range r.seen {
		out[u.ID]++
	}
	return out
}

// eventually waits for a condition, ten seconds at most.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(10 * time.Second)
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("it never came about: %s", what)
		}
	}
}

func say(chat int64, text string) Call {
	return Call{Method: "sendMessage", Params: &tgbot.SendMessageParams{ChatID: chat, Text: text}}
}

// syncBuffer is a log that can be read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func (b *syncBuffer) has(words string) bool { return strings.Contains(b.String(), words) }
