package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync/atomic"
	"time"

	tgbot "github.com/go-telegram/bot"
)

// TelegramAPI is Telegram's own address of Bot API.
const TelegramAPI = "https://api.telegram.org"

// ClientOptions are all optional but the token.
type ClientOptions struct {
	// Token is the bot's secret. It stands in no error, log or metric.
	Token string
	// API is the address of Bot API. Default: TelegramAPI.
	API string
	// HTTP sends the requests. Default: a client that keeps 256 connections.
	HTTP *http.Client
	// Budgets are asked before each message. Default: none.
	Budgets Budgets
	// Rate and ChatRate are how many messages a second Telegram allows this bot in
	// all and in one chat. They are counted in this process; Budgets keep the
	// replicas together. Both count answers in a webhook's body. Default: not counted.
	Rate, ChatRate float64
	Metrics        *Metrics
	// Patience is how long a call waits for a budget or after a 429 before it
	// says Later. Default: 2 s.
	Patience time.Duration
	// Timeout bounds a call with all its repetitions. Default: 10 s; a file has
	// six times as long.
	Timeout time.Duration
	// Backoff is the pause before a call is repeated; it doubles. Default: 100 ms.
	Backoff time.Duration
	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

// Client calls Bot API. It repeats a call that certainly was not done and one
// that may be done twice, and says of all others how they ended: see errors.go.
type Client struct {
	token     string
	methods   string // address before a method's name
	files     string // address before a file's path
	http      *http.Client
	api       *tgbot.Bot
	budgets   Budgets
	pace      *pace      // shared with Hasty and Yielding
	allotment *allotment // likewise
	spare     int        // what is left to others of the budget in all
	metrics   *Metrics
	patience  time.Duration
	timeout   time.Duration
	backoff   time.Duration
	now       func() time.Time
	refusedAt *atomic.Int64 // Unix nanoseconds; shared with Hasty
}

// NewClient makes a client. It calls nothing yet.
func NewClient(opt ClientOptions) (*Client, error) {
	if opt.API == "" {
		opt.API = TelegramAPI
	}
	api := strings.TrimRight(opt.API, "/")
	if u, err := url.Parse(api); err != nil || u.Host == "" || opt.Token == "" || strings.ContainsAny(opt.Token, "/?# ") {
		return nil, errors.New("new client: the token or the address of Bot API is not valid")
	}
	if opt.HTTP == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 512, 256
		transport.IdleConnTimeout = 45 * time.Second // before Telegram closes them
		opt.HTTP = &http.Client{Transport: transport}
	}
	client := *opt.HTTP
	client.Timeout = 0 // every call has its own
	// A redirected call would carry the token elsewhere.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c := &Client{
		token:     opt.Token,
		methods:   api + "/bot" + opt.Token + "/",
		files:     api + "/file/bot" + opt.Token + "/",
		http:      &client,
		budgets:   opt.Budgets,
		pace:      newPace(opt.Rate, opt.ChatRate),
		metrics:   opt.Metrics,
		patience:  opt.Patience,
		timeout:   opt.Timeout,
		backoff:   opt.Backoff,
		now:       opt.Now,
		refusedAt: &atomic.Int64{},
	}
	if c.patience <= 0 {
		c.patience = 2 * time.Second
	}
	if c.timeout <= 0 {
		c.timeout = 10 * time.Second
	}
	if c.backoff <= 0 {
		c.backoff = 100 * time.Millisecond
	}
	if c.now == nil {
		c.now = time.Now
	}
	c.allotment = newAllotment(opt.Budgets, opt.Rate, c.now, opt.Metrics)
	typed, err := tgbot.New(opt.Token, tgbot.WithSkipGetMe(), tgbot.WithServerURL(api),
		tgbot.WithHTTPClient(time.Minute, seam{c}), tgbot.WithErrorsHandler(func(error) {}))
	if err != nil {
		return nil, errors.New("new client: the library does not accept the token")
	}
	c.api = typed
	return c, nil
}

// Hasty is the same client without patience: for jobs, which are put off
// instead of waiting. A call that may not be sent now says Later at once.
func (c *Client) Hasty() *Client {
	hasty := *c
	hasty.patience = 0
	return &hasty
}

// Yielding is the same client for what can wait: it leaves a part of the budgets
// to what is urgent and to people who wait for an answer.
func (c *Client) Yielding() *Client {
	yielding := *c
	yielding.spare = urgentSpare
	return &yielding
}

// Do makes the call and returns the id of the message that it sent or changed,
// 0 if there is none. An edit that changes nothing is done.
func (c *Client) Do(ctx context.Context, call Call) (messageID int, err error) {
	defer c.watch(call.Method, &err)()
	if err := c.admit(ctx, call); err != nil {
		return 0, err
	}
	var result json.RawMessage
	if call.uploads() {
		result, err = c.sendForm(ctx, call)
	} else {
		var body []byte
		if body, err = call.encode(); err == nil {
			result, err = c.exchange(ctx, call.Method, "application/json", body, c.timeout)
		}
	}
	if err != nil {
		return 0, err
	}
	if id := messageIDOf(result); id != 0 {
		return id, nil
	}
	return int(call.number("MessageID")), nil
}

// watch counts a call when it has ended.
func (c *Client) watch(method string, err *error) (ended func()) {
	since := time.Now()
	return func() {
		c.metrics.called(method, *err)
		c.metrics.callTook(method, since)
	}
}

// Fetch makes a call that asks something, and decodes the result into dest.
func (c *Client) Fetch(ctx context.Context, call Call, dest any) (err error) {
	defer c.watch(call.Method, &err)()
	body, err := call.encode()
	if err != nil {
		return err
	}
	result, err := c.exchange(ctx, call.Method, "application/json", body, c.timeout)
	if err != nil || dest == nil {
		return err
	}
	if json.Unmarshal(result, dest) != nil {
		return &Unknown{Method: call.Method, Cause: errors.New("the result is not what the method gives")}
	}
	return nil
}

// Troubled says whether Telegram refused a call (429, 5xx) or did not answer in
// the last 30 seconds: then nothing is answered in a webhook's body, where a
// refusal is silent.
func (c *Client) Troubled(now time.Time) bool {
	at := c.refusedAt.Load()
	return at != 0 && now.Sub(time.Unix(0, at)) < 30*time.Second
}

func (c *Client) refused() { c.refusedAt.Store(c.now().UnixNano()) }

// API is the library's typed client for methods that need it, with the same
// repetitions and errors. It asks no budgets.
func (c *Client) API() *tgbot.Bot { return c.api }

// messageIDOf reads message_id from a message, or from the first of an album.
func messageIDOf(result json.RawMessage) int {
	type message struct {
		ID int `json:"message_id"`
	}
	switch {
	case len(result) > 0 && result[0] == '{':
		var m message
		_ = json.Unmarshal(result, &m)
		return m.ID
	case len(result) > 0 && result[0] == '[':
		var album []message
		if json.Unmarshal(result, &album) == nil && len(album) > 0 {
			return album[0].ID
		}
	}
	return 0
}

// seam is where the library's requests go through the client: their bodies are
// kept whole, so that they can be sent again.
type seam struct{ c *Client }

func (s seam) Do(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(io.LimitReader(req.Body, maxUpload+1<<20))
	if err != nil {
		return nil, errors.New("the form cannot be read")
	}
	method := path.Base(req.URL.Path)
	result, err := s.c.exchange(req.Context(), method, req.Header.Get("Content-Type"), body, 6*s.c.timeout)
	if err != nil {
		return nil, err
	}
	if result == nil {
		result = json.RawMessage("null")
	}
	text := fmt.Appendf(nil, `{"ok":true,"result":%s}`, result)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(text)), Request: req}, nil
}
