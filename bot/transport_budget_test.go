package bot

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	tgbot "github.com/go-telegram/bot"

	"tiepdan/bot/simulator"
)

// spacing lets one message through per gap, in this process.
type spacing struct {
	mu    sync.Mutex
	gap   time.Duration
	next  map[int64]time.Time
	asked []int64
	away  error
}

func (s *spacing) Take(_ context.Context, now time.Time, p Portion) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat := p.Chat
	s.asked = append(s.asked, chat)
	if s.away != nil {
		return 0, s.away
	}
	if wait := s.next[chat].Sub(now); wait > 0 {
		return wait, nil
	}
	s.next[chat] = now.Add(s.gap)
	return 0, nil
}

func TestBudgets(t *testing.T) {
	budgets := &spacing{gap: 40 * time.Millisecond, next: map[int64]time.Time{}}
	w := newWire(t, simulator.Options{}, func(o *ClientOptions) { o.Budgets, o.Patience = budgets, 5*time.Second })
	p := w.citizen("Năm")
	begin := time.Now()
	var id int
	for range 3 {
		var err error
		if id, err = w.client.Do(t.Context(), say(p.ID(), "x")); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(begin); took < 2*budgets.gap {
		t.Errorf("three messages went out within %v", took)
	}
	_, err := w.client.Hasty().Do(t.Context(), say(p.ID(), "x"))
	var later *Later
	if !errors.As(err, &later) || later.After <= 0 || later.After > budgets.gap {
		t.Error("without patience:", err)
	}
	asked := len(budgets.asked)
	for _, free := range []Call{
		{"sendChatAction", &tgbot.SendChatActionParams{ChatID: p.ID(), Action: "typing"}},
		{"deleteMessage", &tgbot.DeleteMessageParams{ChatID: p.ID(), MessageID: id}},
	} {
		if _, err := w.client.Do(t.Context(), free); err != nil {
			t.Error(err)
		}
	}
	if len(budgets.asked) != asked {
		t.Error("a budget was asked for what Telegram does not count")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	budgets.gap = time.Hour
	if _, err := w.client.Do(t.Context(), say(-1, "x")); err == nil || budgets.asked[len(budgets.asked)-1] != -1 {
		t.Error("a group's budget was not asked:", err)
	}
	budgets.gap = time.Second
	budgets.next[p.ID()] = time.Now().Add(time.Second)
	if _, err := w.client.Do(cancelled, say(p.ID(), "x")); !errors.Is(err, context.Canceled) {
		t.Error("cancelled while waiting:", err)
	}
	budgets.away = errors.New("away")
	if _, err := w.client.Do(t.Context(), say(p.ID(), "vẫn gửi")); err != nil || w.counter("budget_failures_total") != 1 {
		t.Error("budgets that are away held a message up:", err)
	}
	if c := say(7, "x"); c.Chat() != 7 || (Call{Method: "getMe"}).Chat() != 0 {
		t.Error("the chat of a call is not found")
	}
}
