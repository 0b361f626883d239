package bot

import (
	"context"
	"errors"
	"io"
	"net"
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

// bodies keeps what goes over the wire.
type bodies struct {
	next http.RoundTripper
	last atomic.Value
}

func (b *bodies) RoundTrip(r *http.Request) (*http.Response, error) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	b.last.Store(r.Header.Get("Content-Type") + " " + string(text))
	r.Body = io.NopCloser(strings.NewReader(string(text)))
	return b.next.RoundTrip(r)
}

func TestDoSendsAndEdits(t *testing.T) {
	seen := &bodies{next: http.DefaultTransport}
	w := newWire(t, simulator.Options{}, func(o *ClientOptions) { o.HTTP = &http.Client{Transport: seen} })
	p := w.citizen("Năm")
	ctx := t.Context()
	keys := &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Gửi <đơn>", CallbackData: "send"}}}}
	text := `ông "bà" ,"copy_text":{"text":""} & 😀`
	id, err := w.client.Do(ctx, Call{"sendMessage", &tgbot.SendMessageParams{ChatID: p.ID(), Text: text, ReplyMarkup: keys}})
	if err != nil {
		t.Fatal(err)
	}
	last := p.Chat(w.bot).Last()
	if last.Text != text || last.ID != int64(id) || last.Inline.Rows[0][0].Text != "Gửi <đơn>" {
		t.Errorf("the chat shows %+v, the id is %d", last, id)
	}
	if sent := seen.last.Load().(string); !strings.HasPrefix(sent, "application/json {") || strings.Contains(sent, `"copy_text"`) && !strings.Contains(sent, `\"copy_text\"`) {
		t.Errorf("sent: %s", sent)
	}
	edit := Call{"editMessageText", &tgbot.EditMessageTextParams{ChatID: p.ID(), MessageID: id, Text: "Đã nhận"}}
	for range 2 { // the second changes nothing, which Telegram refuses
		if same, err := w.client.Do(ctx, edit); err != nil || same != id {
			t.Errorf("edit: id %d, %v", same, err)
		}
	}
	if got := w.counter("calls_total", "method=editMessageText", "outcome=done"); got != 2 {
		t.Errorf("%d edits counted", got)
	}
}

// outcome is one fault and what the caller is told.
type outcome struct {
	name   string
	fault  simulator.Fault
	call   string // sendMessage by default
	shown  int    // messages that arrive
	tries  int
	verify func(error) bool
}

func isLater(after time.Duration) func(error) bool {
	return func(err error) bool {
		var e *Later
		return errors.As(err, &e) && e.RetryAfter() == after
	}
}

func isUnknown(err error) bool {
	var e *Unknown
	return errors.As(err, &e)
}

func isDone(err error) bool { return err == nil }

func TestOutcomes(t *testing.T) {
	for _, c := range []outcome{
		{name: "429 for long", fault: simulator.Fault{Effect: simulator.TooMany, RetryAfter: 30}, tries: 1, verify: isLater(30 * time.Second)},
		{name: "429 for a moment", fault: simulator.Fault{Effect: simulator.TooMany, RetryAfter: 1, Nth: 1}, shown: 1, tries: 2, verify: isDone},
		{name: "500 once", fault: simulator.Fault{Effect: simulator.ServerError, Times: 1}, shown: 1, tries: 2, verify: isDone},
		{name: "502 twice, with HTML", fault: simulator.Fault{Effect: simulator.BadGateway, Times: 2}, shown: 1, tries: 3, verify: isDone},
		{name: "500 always", fault: simulator.Fault{Effect: simulator.ServerError}, tries: 3, verify: isLater(downAfter)},
		{name: "answer lost, done", fault: simulator.Fault{Effect: simulator.CutAfter}, shown: 1, tries: 1, verify: isUnknown},
		{name: "answer lost, not done", fault: simulator.Fault{Effect: simulator.CutBefore}, tries: 1, verify: isUnknown},
		{name: "no answer", fault: simulator.Fault{Effect: simulator.Hang}, tries: 1, verify: func(err error) bool {
			return isUnknown(err) && errors.Is(err, context.DeadlineExceeded)
		}},
		{name: "edit cut once", call: "editMessageText", fault: simulator.Fault{Effect: simulator.CutBefore, Times: 1}, tries: 2, verify: isDone},
		{name: "edit done, answer lost", call: "editMessageText", fault: simulator.Fault{Effect: simulator.CutAfter, Times: 1}, tries: 2, verify: isDone},
		{name: "edit always cut", call: "editMessageText", fault: simulator.Fault{Effect: simulator.CutBefore}, tries: 3, verify: isUnknown},
		{name: "deleted, answer lost", call: "deleteMessage", fault: simulator.Fault{Effect: simulator.CutAfter, Times: 1}, tries: 2, verify: isDone},
		{name: "a page that is not Bot API's", fault: simulator.Fault{Effect: simulator.BadGateway, Times: 2}, call: "editMessageText", tries: 3, verify: isDone},
		{name: "403", fault: simulator.Fault{Effect: simulator.Forbid}, tries: 1, verify: func(err error) bool {
			var e *Blocked
			return errors.As(err, &e) && e.Permanent()
		}},
		{name: "400", fault: simulator.Fault{Effect: simulator.BadRequest}, tries: 1, verify: func(err error) bool {
			var e *Refused
			return errors.As(err, &e) && e.Permanent() && e.Code == 400
		}},
		{name: "a deleted topic", fault: simulator.Fault{Effect: simulator.BadRequest, Description: "Bad Request: message thread not found"}, tries: 1, verify: func(err error) bool {
			var e *TopicGone
			return errors.As(err, &e) && e.Permanent()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWire(t, simulator.Options{}, func(o *ClientOptions) { o.Timeout = 2500 * time.Millisecond })
			p := w.citizen("Năm")
			target, err := w.client.Do(t.Context(), say(p.ID(), "cũ"))
			if err != nil {
				t.Fatal(err)
			}
			call := say(p.ID(), "mới")
			switch c.call {
			case "editMessageText":
				call = Call{c.call, &tgbot.EditMessageTextParams{ChatID: p.ID(), MessageID: target, Text: "mới"}}
			case "deleteMessage":
				call = Call{c.call, &tgbot.DeleteMessageParams{ChatID: p.ID(), MessageID: target}}
			}
			if w.client.Troubled(time.Now()) {
				t.Error("troubled before anything happened")
			}
			before, shown := w.sim.Calls(), p.Chat(w.bot).Len()
			c.fault.Method = call.Method
			w.sim.Inject(c.fault)
			_, err = w.client.Do(t.Context(), call)
			if !c.verify(err) {
				t.Errorf("the outcome is %v", err)
			}
			if got := w.sim.Calls() - before; got != c.tries {
				t.Errorf("%d calls arrived, not %d", got, c.tries)
			}
			if got := p.Chat(w.bot).Len() - shown; got != c.shown {
				t.Errorf("%d messages are shown, not %d", got, c.shown)
			}
			// 400 and 403 concern one chat; all else means that Telegram has trouble.
			troubled := c.fault.Effect != simulator.Forbid && c.fault.Effect != simulator.BadRequest
			if w.client.Troubled(time.Now()) != troubled || w.client.Troubled(time.Now().Add(31*time.Second)) {
				t.Errorf("troubled now: %v, in 31 s: %v", w.client.Troubled(time.Now()), w.client.Troubled(time.Now().Add(31*time.Second)))
			}
		})
	}
}

func TestHastyDoesNotWait(t *testing.T) {
	w := newWire(t, simulator.Options{})
	p := w.citizen("Năm")
	w.sim.Inject(simulator.Fault{Effect: simulator.TooMany, RetryAfter: 1, Nth: 1})
	if _, err := w.client.Hasty().Do(t.Context(), say(p.ID(), "x")); !isLater(time.Second)(err) {
		t.Error("the outcome is", err)
	}
	if !w.client.Troubled(time.Now()) {
		t.Error("what the hasty client met is not known to the other")
	}
	if got := w.counter("too_many_requests_total", "method=sendMessage"); got != 1 {
		t.Errorf("%d times 429 counted", got)
	}
}

func TestWhoCannotBeWrittenTo(t *testing.T) {
	w := newWire(t, simulator.Options{})
	p, stranger := w.citizen("Năm"), w.sim.Person("Lạ")
	p.Block(w.bot)
	for _, chat := range []int64{p.ID(), stranger.ID()} {
		_, err := w.client.Do(t.Context(), say(chat, "x"))
		if e := (*Blocked)(nil); !errors.As(err, &e) {
			t.Error("the outcome is", err)
		}
	}
	_, err := w.client.Do(t.Context(), say(424242, "x"))
	if e := (*Refused)(nil); !errors.As(err, &e) || !e.Permanent() {
		t.Error("an unknown chat:", err)
	}
	g := w.sim.Group("Tổ tiếp dân")
	p.AddBotTo(g, w.bot, "")
	old := g.ID()
	g.Upgrade(p)
	_, err = w.client.Do(t.Context(), say(old, "x"))
	var moved *Migrated
	if !errors.As(err, &moved) || moved.To != g.ID() {
		t.Fatal("an upgraded group:", err)
	}
	if _, err := w.client.Do(t.Context(), say(moved.To, "x")); err != nil {
		t.Error("the new id:", err)
	}
	wrong := w.newClient(func(o *ClientOptions) { o.Token = "123456:WRONG" })
	_, err = wrong.Me(t.Context())
	if e := (*Refused)(nil); !errors.As(err, &e) || e.Permanent() || e.Code != 401 {
		t.Error("a wrong token is the program's fault, not the message's:", err)
	}
}

// A refused connection means for certain that nothing was done: it is no
// unknown outcome.
func TestNothingSent(t *testing.T) {
	w := newWire(t, simulator.Options{})
	p := w.citizen("Năm")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.client.Do(cancelled, say(p.ID(), "hai")); !errors.Is(err, context.Canceled) || isUnknown(err) {
		t.Error("cancelled before:", err)
	}
	w.api.Close()
	if _, err := w.client.Do(t.Context(), say(p.ID(), "ba")); !isLater(downAfter)(err) {
		t.Error("nobody listens:", err)
	}
	if got := w.counter("call_repeats_total", "method=sendMessage"); got != maxTries-1 {
		t.Errorf("repeated %d times", got)
	}
	if outcome := w.counter("calls_total", "outcome=not_sent"); outcome != 1 {
		t.Errorf("%d calls not sent", outcome)
	}
}

// P9: whatever goes wrong, no error, log or metric shows the token or what the
// message says.
func TestErrorsTellNothing(t *testing.T) {
	t.Parallel()
	const canary = "nguyenthicanary"
	w := newWire(t, simulator.Options{}, func(o *ClientOptions) { o.Timeout, o.Backoff = 300*time.Millisecond, time.Millisecond })
	p := w.citizen("Năm")
	ctx := t.Context()
	var errs []error
	try := func(c *Client) {
		_, err := c.Do(ctx, say(p.ID(), canary))
		_, more := c.Me(ctx)
		_, _, file := c.Download(ctx, canary)
		_, typed := c.API().SendMessage(ctx, &tgbot.SendMessageParams{ChatID: p.ID(), Text: canary})
		_, photo := c.Do(ctx, Call{"sendPhoto", &tgbot.SendPhotoParams{ChatID: p.ID(), Photo: &models.InputFileUpload{Filename: canary, Data: strings.NewReader("x")}}})
		errs = append(errs, err, more, file, typed, photo)
	}
	for _, effect := range []simulator.Effect{simulator.TooMany, simulator.Forbid, simulator.BadRequest, simulator.ServerError,
		simulator.BadGateway, simulator.Hang, simulator.CutBefore, simulator.CutAfter} {
		remove := w.sim.Inject(simulator.Fault{Effect: effect, RetryAfter: 60, Description: `Bad Request: can't parse entities: Unsupported start tag "` + canary + `" at 'x`})
		try(w.client)
		remove()
	}
	_, err := w.client.Do(ctx, Call{"sendMessage", &tgbot.SendMessageParams{ChatID: p.ID(), Text: "<" + canary + ">", ParseMode: models.ParseModeHTML}})
	errs = append(errs, err)
	for name, answer := range map[string]http.HandlerFunc{
		"redirect": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://127.0.0.1:1"+r.URL.Path, http.StatusFound)
		},
		"garbage": func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, canary) },
		"half": func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Length", "99")
			io.WriteString(rw, canary)
		},
		"not HTTP": func(rw http.ResponseWriter, r *http.Request) {
			c, _, err := rw.(http.Hijacker).Hijack()
			if err == nil {
				io.WriteString(c, canary+r.URL.Path+"\r\n\r\n")
				c.Close()
			}
		},
		"wrong result": func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, `{"ok":true,"result":"`+canary+`"}`) },
	} {
		server := httptest.NewServer(answer)
		c := w.newClient(func(o *ClientOptions) {
			o.API, o.Timeout, o.Backoff = server.URL, 300*time.Millisecond, time.Millisecond
		})
		try(c)
		server.Close()
		try(c) // nobody listens
		t.Log(name, errs[len(errs)-10:])
	}
	try(w.newClient(func(o *ClientOptions) { o.API, o.Timeout = "http://no-such-host.invalid", 300*time.Millisecond }))
	_, err = NewClient(ClientOptions{Token: testToken, API: "http://[::1"})
	errs = append(errs, err)

	said := w.everythingSaid()
	for _, err := range errs {
		if err != nil {
			said += err.Error() + "\n"
			for e := err; e != nil; e = errors.Unwrap(e) {
				said += e.Error() + "\n"
			}
		}
	}
	for _, secret := range []string{testToken, "CANARY", canary, "Năm"} {
		if i := strings.Index(said, secret); i >= 0 {
			t.Errorf("%q is told: …%s…", secret, said[max(0, i-80):min(len(said), i+40)])
		}
	}
}

// A server that resets the connection while the request is written has not
// taken it: the call is made again.
func TestResetWhileWriting(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var connections atomic.Int32
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			_ = c.(*net.TCPConn).SetLinger(0)
			_, _ = io.ReadFull(c, make([]byte, 64))
			c.Close()
		}
	}()
	w := newWire(t, simulator.Options{})
	c := w.newClient(func(o *ClientOptions) { o.API = "http://" + l.Addr().String() })
	_, err = c.SendFile(t.Context(), 1, "a.bin", "application/octet-stream", strings.NewReader(strings.Repeat("x", 8<<20)), "", false)
	if !isLater(downAfter)(err) || connections.Load() != maxTries {
		t.Errorf("%d connections, %v", connections.Load(), err)
	}
}
