package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const testToken = "123456:TEST"

// world is a simulator behind a real HTTP server, with one bot.
type world struct {
	*Simulator
	t      *testing.T
	server *httptest.Server
	bot    *Bot
}

func newWorld(t *testing.T, opt Options) *world {
	t.Helper()
	s := New(opt)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		s.Close()
		server.Close()
	})
	return &world{Simulator: s, t: t, server: server, bot: s.AddBot(testToken, "test_bot")}
}

// reply is the answer of a call.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call calls a method with a JSON body.
func (w *world) call(method, body string) reply {
	w.t.Helper()
	r, err := w.try(w.t.Context(), method, "application/json", []byte(body))
	if err != nil {
		w.t.Fatalf("%s: %v", method, err)
	}
	return r
}

func (w *world) try(ctx context.Context, method, contentType string, body []byte) (reply, error) {
	var r reply
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.server.URL+"/bot"+testToken+"/"+method, bytes.NewReader(body))
	if err != nil {
		return r, err
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return r, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(data, &r)
}

// must calls a method that has to succeed and decodes its result.
func (w *world) must(method, body string, into any) {
	w.t.Helper()
	r := w.call(method, body)
	if !r.OK {
		w.t.Fatalf("%s %s: %d %s", method, body, r.Code, r.Description)
	}
	if into != nil {
		if err := json.Unmarshal(r.Result, into); err != nil {
			w.t.Fatalf("%s: %v in %s", method, err, r.Result)
		}
	}
}

// refused calls a method that has to be refused with exactly these words.
func (w *world) refused(method, body, want string) {
	w.t.Helper()
	r := w.call(method, body)
	if r.OK || r.Description != want {
		w.t.Errorf("%s %s:\n got %v %q\nwant %q", method, body, r.OK, r.Description, want)
	}
}

// anUpdate is what the tests read of an update.
type anUpdate struct {
	ID      int64    `json:"update_id"`
	Message *Message `json:"message"`
	Edited  *Message `json:"edited_message"`
	Press   *struct {
		ID      string   `json:"id"`
		Data    string   `json:"data"`
		From    User     `json:"from"`
		Message *Message `json:"message"`
	} `json:"callback_query"`
	Member *struct {
		New struct {
			Status string `json:"status"`
		} `json:"new_chat_member"`
	} `json:"my_chat_member"`
}

// poll takes everything that waits, and acknowledges it.
func (w *world) poll() []anUpdate {
	w.t.Helper()
	var list []anUpdate
	w.must("getUpdates", `{}`, &list)
	if n := len(list); n > 0 {
		w.must("getUpdates", `{"offset":`+jsonInt(list[n-1].ID+1)+`}`, nil)
	}
	return list
}

// patience is how long a test waits for what must happen.
func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// until looks at the condition again and again, for what makes no signal.
func until(t *testing.T, condition func() bool) {
	t.Helper()
	ctx := patience(t)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("waited in vain")
		}
	}
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
}

// hookServer is a bot's webhook that a test answers.
type hookServer struct {
	*httptest.Server
	mu   sync.Mutex
	got  []anUpdate
	some signal
}

// newHook makes a webhook; answer decides by update and by how often the update
// came before.
func newHook(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, u anUpdate, before int)) *hookServer {
	h := &hookServer{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var u anUpdate
		if err := json.NewDecoder(r.Body).Decode(&u); err != nil {
			t.Errorf("webhook got no update: %v", err)
		}
		h.mu.Lock()
		before := 0
		for _, other := range h.got {
			if other.ID == u.ID {
				before++
			}
		}
		h.got = append(h.got, u)
		h.mu.Unlock()
		if answer != nil {
			answer(w, r, u, before)
		}
		h.some.fire()
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hookServer) updates() []anUpdate {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]anUpdate(nil), h.got...)
}

// await waits until n updates came.
func (h *hookServer) await(t *testing.T, n int) []anUpdate {
	t.Helper()
	if err := h.some.await(patience(t), func() bool { return len(h.updates()) >= n }); err != nil {
		t.Fatalf("webhook got %d updates, want %d", len(h.updates()), n)
	}
	return h.updates()
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func texts(list []anUpdate) string {
	var out []string
	for _, u := range list {
		switch {
		case u.Message != nil:
			out = append(out, u.Message.Text)
		case u.Press != nil:
			out = append(out, "press:"+u.Press.Data)
		case u.Edited != nil:
			out = append(out, "edit:"+u.Edited.Text)
		case u.Member != nil:
			out = append(out, "member:"+u.Member.New.Status)
		default:
			out = append(out, "?")
		}
	}
	return strings.Join(out, " ")
}
