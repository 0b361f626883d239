package app

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestFloodOfOneStopsNobody sends hundreds of updates of one person past Telegram's
// order, all at a time, while a turn of theirs hangs: few may wait, the others are
// asked to come again, and somebody else goes through a whole petition meanwhile.
func TestFloodOfOneStopsNobody(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, be := s.citizen("An"), s.citizen("Bé")
	an.must(suggestion(plainStory)...)
	hangs, release := make(chan struct{}), make(chan struct{})
	s.watchDesk().around(func() { close(hangs); <-release }, nil)
	if err := an.act(context.Background(), send); err != nil {
		t.Fatal(err)
	}
	<-hangs

	const flood = 300
	answers := make(chan int, flood)
	var wg sync.WaitGroup
	for i := range flood {
		wg.Go(func() { answers <- s.deliver(an, i) })
	}
	// 31 wait behind the turn that hangs; nobody else does.
	for range flood - 31 {
		if code := <-answers; code != http.StatusServiceUnavailable {
			t.Errorf("one too many is answered %d", code)
		}
	}
	for _, act := range suggestion(plainStory) {
		mark := be.mark()
		if err := be.act(context.Background(), act); err != nil {
			t.Fatal(err)
		}
		s.eventually("Bé is answered", func() bool { return len(be.since(mark)) > 0 })
	}
	be.sees(0, "Xin đọc lại")
	close(release)
	wg.Wait()
	close(answers)
	for code := range answers {
		if code != http.StatusOK {
			t.Errorf("one who waited is answered %d", code)
		}
	}
	an.receipt()
	be.must(send)
	be.receipt()
	s.mustSettle()
	s.petitions(2)
	if n := s.metric("session_failures_total", "reason=busy"); n != flood-31 {
		t.Errorf("%v were counted as too many", n)
	}
}

// TestFloodByPolling lets one person write far more than a poll holds, with
// Telegram's limits in force: somebody else is answered at once all the same, and
// of the flood nothing is lost. It was a wait of a second for each message.
func TestFloodByPolling(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1, true)
	s.polling(1)
	an, be := s.citizen("An"), s.citizen("Bé")
	stop := s.hurry()
	defer stop()
	an.must(suggestion(plainStory)[:9]...)
	const flood = 250
	for n := range flood {
		an.p.Say(s.bot, fmt.Sprintf("Việc thứ %d.", n))
	}
	mark := be.mark()
	be.p.Say(s.bot, "/don")
	s.eventually("Bé is answered", func() bool { return len(be.since(mark)) > 0 })
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	an.must(append(suggestion("")[9:], send)...)
	story := s.story(an.receipt())
	for n := range flood {
		if !strings.Contains(story, fmt.Sprintf("Việc thứ %d.", n)) {
			t.Errorf("the %dth message is lost", n)
		}
	}
}

// deliver brings an update of a person past the queue that Telegram has for them.
func (s *stage) deliver(c *citizen, n int) int {
	return s.post(fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1,"text":"/trogiup","chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"A"}}}`,
		900_000_000+n, 900_000+n, c.p.ID(), c.p.ID()))
}

// post delivers an update, and returns the status of the answer.
func (s *stage) post(body string) int {
	req, err := http.NewRequest(http.MethodPost, s.balancer.url(), strings.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return 0
	}
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", string(s.settings.WebhookSecret))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Error(err)
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}
