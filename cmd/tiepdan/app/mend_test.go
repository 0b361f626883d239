package app

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// TestManyAtOnce holds that nobody is left without an answer when more people
// write than Telegram lets us answer at a time: what would be refused in a
// webhook's body, in silence, goes by calls. Three replicas take them by turns, so
// that each of them alone is below the limits.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 3, true)
	var wg sync.WaitGroup
	for i := range 80 {
		wg.Go(func() {
			p := s.sim.Person(fmt.Sprint("Công Dân ", i))
			p.Say(s.bot, "/don")
			ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
			defer cancel()
			if _, err := p.Chat(s.bot).AwaitBeyond(ctx, 1); err != nil {
				t.Errorf("%s is not answered", p.Name())
			}
		})
	}
	wg.Wait()

	s.refusesNoAnswer()
}

// TestTypingAhead holds the same for one person whose messages go to two
// replicas by turns: what the chat was sent is remembered in the conversation.
func TestTypingAhead(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2, true)
	an := s.citizen("An")
	for range 6 {
		an.p.Say(s.bot, "/trogiup")
	}
	s.eventually("each of six messages is answered", func() bool { return len(an.since(0)) >= 6 })
	s.refusesNoAnswer()
}

// refusesNoAnswer fails if an answer in a webhook's body was refused, or if there
// was none that could be.
func (s *stage) refusesNoAnswer() {
	s.t.Helper()
	refused, inline := 0, 0
	for _, c := range s.sim.Log() {
		if c.InAnswer {
			inline++
			if c.Code != http.StatusOK {
				refused++
			}
		}
	}
	if refused > 0 || inline == 0 {
		s.t.Errorf("of %d answers in a webhook's body %d were refused", inline, refused)
	}
}

// TestLongCase holds that a case of many pages is read a few pages a press under
// Telegram's limits, whole, and blocks its reader for no longer.
func TestLongCase(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1, true)
	var story strings.Builder
	for i := 0; story.Len() < 60_000; i++ {
		fmt.Fprintf(&story, "Đoạn thứ %04d của câu chuyện. ", i)
	}
	code := s.filed(s.citizen("An"), story.String())
	binh := s.citizen("Bình")
	mark := binh.mark()
	last := binh.chat().Last()
	if _, err := binh.p.PressData(last, "a:claim:"+string(code)+":1"); err != nil {
		t.Fatal(err)
	}
	binh.readsOn(mark)
	read := strings.Join(binh.since(0), "\n")
	for i := range strings.Count(story.String(), "Đoạn") {
		if n := strings.Count(read, fmt.Sprintf("%04d", i)); n != 1 {
			t.Fatalf("part %d is read %d times", i, n)
		}
	}
}

// readsOn presses for the next pages, until there are none.
func (c *citizen) readsOn(mark int) {
	c.s.t.Helper()
	for range 10 {
		c.s.eventually("the pages are through", func() bool { return c.s.bot.Pending() == 0 })
		on, data := readOn(c.chat().Messages()[mark:])
		if on == nil {
			return
		}
		mark = c.mark()
		if _, err := c.p.PressOn(on, data); err != nil {
			c.s.t.Fatal(err)
		}
	}
	c.s.t.Fatal("the reading does not end")
}

// pages are the contents that this person was shown after a mark, without the
// cards that end each part.
func (c *citizen) pages(mark int) []string {
	var all []string
	for _, m := range c.chat().Messages()[mark:] {
		if m.From.IsBot && m.Protected {
			all = append(all, m.Words())
		}
	}
	return all
}

// readOn finds the button that brings the next pages.
func readOn(messages []*simulator.Message) (*simulator.Message, string) {
	for _, m := range messages {
		if m.Inline == nil {
			continue
		}
		for _, row := range m.Inline.Rows {
			for _, b := range row {
				if strings.HasPrefix(b.Text, "Đọc tiếp") {
					return m, b.Data
				}
			}
		}
	}
	return nil, ""
}

// filed lets a person say hello, and files a petition for them.
func (s *stage) filed(c *citizen, story string) triage.Code {
	s.t.Helper()
	c.p.Say(s.bot, "/start")
	if err := s.taken(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	return s.fileFor(c, story)
}

// fileFor files a petition past the dialog.
func (s *stage) fileFor(c *citizen, story string) triage.Code {
	s.t.Helper()
	p, err := s.app.Store.Person(context.Background(), fmt.Sprintf("tg:%d:%d", s.app.Me.ID, c.p.ID()), "vi")
	if err != nil {
		s.t.Fatal(err)
	}
	done, err := s.app.Desk.File(context.Background(), triage.Draft{Key: "k" + fmt.Sprint(c.p.ID()), Filer: p.ID, Channel: "chat", Language: "vi",
		Facts: triage.Facts{Kind: triage.Suggestion, Body: triage.BodyProcuracy}, Words: triage.Words{Story: story}, Commune: "06652"})
	if err != nil {
		s.t.Fatal(err)
	}
	return done.Petition.Code
}

// TestOurBudgetIsNoAttempt holds the delivery ledger to what Telegram was asked.
func TestOurBudgetIsNoAttempt(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1, true)
	an := s.citizen("An")
	for range 8 {
		an.p.Say(s.bot, "/trogiup") // the chat's budget is spent for seconds
	}
	code := s.filed(an, plainStory)
	an.receipt()
	s.eventually("the receipt is written down", func() bool { return len(s.outcomes(code, triage.FileIt)) > 0 })
	if got := s.outcomes(code, triage.FileIt); !slices.Equal(got, []string{"sent"}) {
		t.Errorf("the ledger says %v of the receipt", got)
	}
}

// TestRefusedNoticeIsTold holds that somebody knows of a notice that Telegram
// will never take.
func TestRefusedNoticeIsTold(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	an.must("/start")
	s.sim.Inject(simulator.Fault{Effect: simulator.BadRequest, Method: "sendMessage", Chat: an.chat().ID(), Times: 1})
	mark := s.citizen("Bình").mark()
	// The receipt is the next thing that An is sent.
	code := s.fileFor(an, plainStory)
	s.eventually("the refusal is written down", func() bool { return slices.Equal(s.outcomes(code, triage.FileIt), []string{"refused"}) })
	s.citizen("Bình").sees(mark, "Không rõ thư trả lời đã đến")
}

// TestSpoiledConversation holds that a conversation that does not open fails a
// few times, is told to its owner, and stops nobody else.
func TestSpoiledConversation(t *testing.T) {
	t.Parallel()
	on := sharedServers(t)
	s := newStage(t, on, 1)
	an, cuc := s.citizen("An"), s.citizen("Cúc")
	an.must("/don")
	client := redisClient(t, on.redis)
	keys, err := client.Do(t.Context(), client.B().Keys().Pattern(fmt.Sprintf("tiepdan:*session:%d", an.p.ID())).Build()).AsStrSlice()
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	if err := client.Do(t.Context(), client.B().Set().Key(keys[0]).Value("0000001700000000not what we sealed").Build()).Error(); err != nil {
		t.Fatal(err)
	}
	mark := an.mark()
	an.p.Say(s.bot, "lời của tôi")
	cuc.must("/don")
	an.sees(mark, "Xin ông/bà gửi lại bằng chữ")
	s.eventually("the update is let go", func() bool { return s.bot.Pending() == 0 })
	s.quiet("lời của tôi")

	// What cannot be read is told as well, but not in a group.
	mark, group := cuc.mark(), len(s.group.Chat().Messages())
	raw := `{"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"C"},"chat":{"id":%d,"type":"%s"},"date":1,"caption":"ảnh","forward_origin":{"type":"unheard_of"}}}`
	for _, in := range []struct {
		chat int64
		kind string
	}{{s.group.Chat().ID(), "supergroup"}, {cuc.p.ID(), "private"}} {
		if _, err := s.bot.Raw(fmt.Appendf(nil, raw, 900, cuc.p.ID(), in.chat, in.kind)); err != nil {
			t.Fatal(err)
		}
	}
	cuc.sees(mark, "Xin ông/bà gửi lại bằng chữ")
	s.eventually("both are let go", func() bool { return s.bot.Pending() == 0 })
	if n := len(s.group.Chat().Messages()); n != group {
		t.Error("it was told in a group")
	}
}
