package app

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tiepdan/bot/simulator"
)

// echo stands before the balancer and delivers every update many times, some of
// them at the same moment, as Telegram does on its worst days.
type echo struct {
	s      *stage
	server *httptest.Server
	copies int

	mu        sync.Mutex
	delivered int
	problems  []string
}

// echoes puts an echo in force.
func (s *stage) echoes(copies int) *echo {
	s.t.Helper()
	if err := s.taken(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	e := &echo{s: s, copies: copies}
	e.server = httptest.NewServer(e)
	s.t.Cleanup(e.server.Close)
	if err := s.app.Client.SetWebhook(context.Background(), e.server.URL+"/telegram", string(s.settings.WebhookSecret), 100); err != nil {
		s.t.Fatal(err)
	}
	return e
}

// ServeHTTP delivers the copies, three at a time. Of the answers, one may hold a
// method; that one is handed on.
func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	before := e.answers()
	var inline [][]byte
	var mu sync.Mutex
	for left := e.copies; left > 0; left -= 3 {
		var round sync.WaitGroup
		for range min(left, 3) {
			round.Go(func() {
				if answer := e.deliver(r.Header, body); len(answer) > 0 {
					mu.Lock()
					inline = append(inline, answer)
					mu.Unlock()
				}
			})
		}
		round.Wait()
		e.s.clock.pass(4 * time.Second) // so that the budget of the chat is whole again
	}
	e.mu.Lock()
	e.delivered += e.copies
	if n := e.answers() - before + len(inline); n < e.copies {
		e.problems = append(e.problems, "a repeat was not answered: "+string(body))
	}
	if len(inline) > 1 {
		e.problems = append(e.problems, "two copies were taken for the first: "+string(body))
	}
	e.mu.Unlock()
	if len(inline) > 0 {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(inline[0])
	}
}

// answers counts what the bot has said or told so far.
func (e *echo) answers() int {
	return len(e.s.sim.Log("sendMessage", "editMessageText", "answerCallbackQuery"))
}

// deliver delivers one copy until it is taken.
func (e *echo) deliver(header http.Header, body []byte) []byte {
	for range 20 {
		req, err := http.NewRequest(http.MethodPost, e.s.balancer.url(), bytes.NewReader(body))
		if err != nil {
			break
		}
		req.Header = header.Clone()
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			break
		}
		answer, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err == nil && resp.StatusCode == http.StatusOK {
			return answer
		}
		e.s.clock.pass(2 * time.Second)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.problems = append(e.problems, "a copy was never taken")
	return nil
}

func (e *echo) check() {
	e.s.t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.delivered == 0 {
		e.s.t.Error("nothing was delivered")
	}
	for _, p := range e.problems {
		e.s.t.Error(p)
	}
}

// TestEveryUpdateTenTimes holds P2: each update of a whole life, delivered ten
// times to two replicas, three at the same moment, has one effect, and every
// delivery is answered.
func TestEveryUpdateTenTimes(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2)
	e := s.echoes(10)
	an, binh := s.citizen("An"), s.citizen("Bình")
	code := an.filed()
	s.petitions(1)
	if n := len(an.receipts()); n != 1 {
		t.Errorf("%d receipts are shown", n)
	}

	an.edits(plainStory, plainStory+" Mong sớm sửa.")
	an.sees(0, "đã ghi lời sửa vào đơn")
	s.pressInGroup(binh, "Nhận xử lý")
	binh.must("[Thụ lý]", "[Trả lời, kết thúc]", "Chúng tôi đã kê thêm ghế và hạ bảng lịch.", "xong")
	an.sees(0, "đã kê thêm ghế")
	s.mustSettle()
	for _, verb := range []string{"file", "reply", "claim", "accept", "answer"} {
		if n := s.count(`SELECT count(*) FROM event WHERE code = $1 AND verb = $2`, code, verb); n != 1 {
			t.Errorf("%d events %s, want 1", n, verb)
		}
	}
	answered := 0
	for _, said := range an.since(0) {
		answered += strings.Count(said, "đã kê thêm ghế")
	}
	if answered != 1 {
		t.Errorf("the answer is shown %d times", answered)
	}
	e.check()
}

// pressInGroup waits for the button in the group, presses it, and waits until
// the press is taken.
func (s *stage) pressInGroup(c *citizen, label string) {
	s.t.Helper()
	wait, cancel := context.WithTimeout(context.Background(), badPatience)
	defer cancel()
	err := s.group.Chat().Await(wait, func(v simulator.View) bool {
		for _, m := range v.Messages {
			if _, ok := m.Button(label); ok {
				return true
			}
		}
		return false
	})
	if err != nil {
		s.t.Fatalf("the group has no button %q; log: %s", label, tail(s.logs.String(), 2000))
	}
	if _, err := c.p.Press(s.group, label); err != nil {
		s.t.Fatal(err)
	}
	if err := s.taken(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// TestWebhookCutAfterEveryStep holds P2: the connection of the webhook breaks
// after each step was saved; the update comes again, is answered from the state,
// and has no second effect.
func TestWebhookCutAfterEveryStep(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	an.before = func(string) {
		s.sim.Inject(simulator.Fault{Effect: simulator.CutAnswer, Times: 1})
		s.clock.pass(3 * time.Second)
	}
	for _, act := range filing(plainStory) {
		mark, toasts := an.mark(), len(an.chat().View().Toasts)
		an.must(act)
		if len(an.since(mark)) == 0 && len(an.chat().View().Toasts) == toasts {
			t.Errorf("%s: the repeat is not answered", act)
		}
	}
	code := an.receipt()
	s.mustSettle()
	s.petitions(1)
	if n := len(an.receipts()); n != 1 {
		t.Errorf("%d receipts are shown", n)
	}
	if got := s.story(code); got != plainStory {
		t.Errorf("the story is %q", got)
	}
}
