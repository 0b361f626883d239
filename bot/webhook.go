package bot

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// secretHeader is where Telegram repeats the secret that setWebhook was given.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token"

// WebhookOptions are all optional but the secret.
type WebhookOptions struct {
	// Secret is what Telegram sends with each update. An empty one admits nobody.
	Secret string
	// Client makes the calls that cannot stand in the answer's body, and tells
	// when Telegram refuses: then nothing is answered in the body. Nil: the
	// handler returns no call that carries a file.
	Client *Client
	// MaxBody is the longest update in bytes. Default: 1 MB.
	MaxBody int64
	// Limit is how many updates are handled at a time; Telegram is asked to
	// wait with more. Default: 256.
	Limit int
	// Timeout bounds the handling of one update. Default: 30 s.
	Timeout time.Duration
	// DrainTimeout is how long Drain waits. Default: 10 s.
	DrainTimeout time.Duration
	Aside        Aside
	Metrics      *Metrics
	Log          *slog.Logger
	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

// Webhook takes updates from Telegram by HTTP. It answers 200 when an update
// was handled or set aside, and asks for it again otherwise: 503 with
// Retry-After when something is away or too much comes at a time, 500 when the
// handler failed. Its server should have read and idle timeouts.
type Webhook struct {
	opt    WebhookOptions
	in     *intake
	secret [sha256.Size]byte

	mu      sync.Mutex
	running int
	closed  bool
	idle    chan struct{} // closed when Drain was called and nothing runs
}

// NewWebhook makes the handler of the path that setWebhook names.
func NewWebhook(h Handler, opt WebhookOptions) *Webhook {
	if opt.MaxBody <= 0 {
		opt.MaxBody = 1 << 20
	}
	if opt.Limit <= 0 {
		opt.Limit = 256
	}
	if opt.Timeout <= 0 {
		opt.Timeout = 30 * time.Second
	}
	if opt.DrainTimeout <= 0 {
		opt.DrainTimeout = 10 * time.Second
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	in := newIntake(h, opt.Aside, opt.Metrics, opt.Log)
	return &Webhook{opt: opt, in: in, secret: sha256.Sum256([]byte(opt.Secret)), idle: make(chan struct{})}
}

// ServeHTTP takes one update.
func (w *Webhook) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		rw.Header().Set("Allow", http.MethodPost)
		http.Error(rw, "POST only", http.StatusMethodNotAllowed)
		return
	}
	given := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
	if w.opt.Secret == "" || subtle.ConstantTimeCompare(given[:], w.secret[:]) != 1 {
		w.opt.Metrics.turned(turnedSecret)
		rw.Header().Set("Connection", "close") // so that the server reads no body either
		http.Error(rw, "wrong secret", http.StatusUnauthorized)
		return
	}
	if turned := w.enter(); turned != "" {
		w.opt.Metrics.turned(turned)
		busy(rw, time.Second)
		return
	}
	defer w.leave()
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, w.opt.MaxBody))
	if err != nil {
		w.opt.Metrics.turned(turnedBody)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			http.Error(rw, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(rw, "the body broke off", http.StatusBadRequest)
		return
	}
	// An update that was begun is finished even if Telegram hangs up: when it
	// comes again, it meets a finished effect.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), w.opt.Timeout)
	defer cancel()
	w.take(ctx, rw, body)
}

func (w *Webhook) take(ctx context.Context, rw http.ResponseWriter, body []byte) {
	inline := w.opt.Client == nil || !w.opt.Client.Troubled(w.opt.Now())
	u, unreadable := decode(body)
	call, err := w.in.take(ctx, u, unreadable, inline)
	switch {
	case err != nil && isAway(err):
		w.opt.Metrics.turned(turnedAway)
		busy(rw, 2*time.Second)
	case err != nil:
		w.opt.Metrics.turned(turnedFailed)
		http.Error(rw, "failed", http.StatusInternalServerError)
	case call != nil:
		w.answer(ctx, rw, *call)
	default:
		rw.WriteHeader(http.StatusOK)
	}
}

// answer puts the call into the body, or makes it if it carries a file.
func (w *Webhook) answer(ctx context.Context, rw http.ResponseWriter, call Call) {
	if call.uploads() && w.opt.Client != nil {
		if _, err := w.opt.Client.Do(ctx, call); err != nil {
			w.in.log.Warn("a reply could not be sent", "error", err)
		}
		rw.WriteHeader(http.StatusOK)
		return
	}
	text, err := call.Inline()
	if err != nil {
		w.in.log.Error("a reply cannot stand in a webhook's answer", "error", err)
		rw.WriteHeader(http.StatusOK)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = rw.Write(text) // if it is lost, the update comes again and is answered again
}

// busy asks Telegram to deliver the update again after a while.
func busy(rw http.ResponseWriter, after time.Duration) {
	rw.Header().Set("Retry-After", strconv.Itoa(int(after.Seconds())))
	http.Error(rw, "later", http.StatusServiceUnavailable)
}

// Drain lets no further update in and waits for those that run, at most
// DrainTimeout.
func (w *Webhook) Drain(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.opt.DrainTimeout)
	defer cancel()
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		if w.running == 0 {
			close(w.idle)
		}
	}
	w.mu.Unlock()
	select {
	case <-w.idle:
		return nil
	case <-ctx.Done():
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running == 0 {
		return nil
	}
	return fmt.Errorf("drain webhook: %d updates still run: %w", w.running, ctx.Err())
}

// enter takes one of the places, or says why there is none.
func (w *Webhook) enter() (turned string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.closed:
		return turnedDraining
	case w.running >= w.opt.Limit:
		return turnedFull
	}
	w.running++
	return ""
}

func (w *Webhook) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running--
	if w.closed && w.running == 0 {
		close(w.idle)
	}
}
