package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// polling turns a stage from the webhook to long polling.
func (s *stage) polling(replicas int) {
	s.t.Helper()
	for _, a := range s.replicas {
		if err := a.Stop(context.Background()); err != nil {
			s.t.Fatal(err)
		}
		a.Close()
	}
	s.replicas = nil
	s.settings.WebhookURL, s.settings.WebhookSecret = "", ""
	for range replicas {
		s.start()
	}
	s.app = s.replicas[0]
}

// TestPolling plays the same conversation without a webhook, with two replicas of
// which one polls. In the middle the one that polls is stopped in good order: what
// was sent meanwhile is taken by the other, once and in order.
func TestPolling(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	s.polling(2)
	an := s.citizen("An")
	stop := s.hurry()
	defer stop()
	acts := filing("Tin thứ 0 của câu chuyện rất dài này.")
	an.must(acts[:9]...)
	want := []string{"Tin thứ 0 của câu chuyện rất dài này."}
	say := func(n int) {
		words := fmt.Sprintf("Tin thứ %d của câu chuyện rất dài này.", n)
		want = append(want, words)
		an.p.Say(s.bot, words)
	}
	for n := 1; n <= 5; n++ {
		say(n)
	}
	if err := s.replicas[0].Stop(context.Background()); err != nil {
		t.Fatalf("the graceful stop: %v", err)
	}
	s.replicas[0].Close()
	s.replicas = s.replicas[1:]
	s.app = s.replicas[0]
	for n := 6; n <= 10; n++ {
		say(n)
	}
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	an.must(acts[9:]...)
	code := an.receipt()
	s.mustSettle()
	s.petitions(1)
	if got := strings.Join(strings.Fields(s.story(code)), " "); got != strings.Join(want, " ") {
		t.Errorf("the story is %q", got)
	}
	if strings.Contains(s.logs.String(), "another program polls") {
		t.Error("two replicas polled at a time")
	}
}

// TestTalkByPolling plays a whole talk of citizen, officer and leader without a
// webhook.
func TestTalkByPolling(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(filepath.Join("..", "..", "..", "bot", "testdata", "arrest.talk"))
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t, sharedServers(t), 1)
	s.polling(1)
	s.talk.Patience = badPatience
	stop := s.hurry()
	defer stop()
	s.play(string(script))
	s.quiet("Nguyễn Thị Mẫu", "0912345678", "022185001234")
}

// TestNothingIsLeftRunning: a stage with two replicas that has served people
// leaves no goroutine behind when it has stopped.
func TestNothingIsLeftRunning(t *testing.T) {
	on := sharedServers(t) // the shared servers live on: they are counted before
	before := runtime.NumGoroutine()
	t.Run("life", func(t *testing.T) {
		s := newStage(t, on, 2)
		an := s.citizen("An")
		acts := filing(plainStory)
		an.must(acts[:11]...)
		s.album(an, 3, "ảnh") // its answer is on its way when all stops
		other := s.citizen("Ba")
		other.must(acts...)
		other.receipt()
	})
	awaitGoroutines(t, before)
}

// TestStopKeepsWhatWasSaid holds P4: everything that was said before a graceful
// stop is there for the next start, though Redis is emptied between.
func TestStopKeepsWhatWasSaid(t *testing.T) {
	t.Parallel()
	s, redis := withOwnRedis(t, 1)
	an := s.citizen("An")
	acts := filing(plainStory)
	an.must(acts[:13]...)
	began := time.Now()
	if err := s.app.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > drainLimit {
		t.Errorf("the stop took %s", took)
	}
	s.app.Close()
	s.replicas = nil
	s.balancer.mu.Lock()
	s.balancer.hosts = nil
	s.balancer.mu.Unlock()
	redis.Flush()
	mark := an.mark()
	if err := an.act(context.Background(), acts[13]); err != nil { // waits at Telegram
		t.Fatal(err)
	}
	s.app = s.start()
	an.sees(mark, restored)
	an.must(acts[14:]...)
	if got := s.story(an.receipt()); got != plainStory {
		t.Errorf("the story is %q", got)
	}
	s.petitions(1)
}
