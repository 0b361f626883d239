package app

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
)

// withOwnRedis is a stage whose Redis can be broken.
func withOwnRedis(t *testing.T, replicas int) (*stage, *local.RedisServer) {
	t.Helper()
	redis := local.TestRedisServer(t)
	return newStage(t, servers{local.TestDatabase(t, "tiepdan", postgres.Migrate), redis.URL()}, replicas), redis
}

// checkpoint saves every changed draft now.
func (s *stage) checkpoint() {
	s.t.Helper()
	if err := s.app.checkpoints.Once(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// stopCheckpoints leaves it to the test when drafts are checkpointed.
func (s *stage) stopCheckpoints() {
	s.t.Helper()
	for _, a := range s.replicas {
		if err := a.run.checkpoint.end(context.Background()); err != nil {
			s.t.Fatal(err)
		}
		a.run.checkpoint = nil
	}
}

const restored = "Hệ thống vừa khởi động lại"

// TestRedisFlushedInMidForm holds P5: after Redis is emptied the conversation
// comes back from its checkpoint, the citizen is told, what was answered after
// the checkpoint is asked again, and the draft is sent once.
func TestRedisFlushedInMidForm(t *testing.T) {
	t.Parallel()
	s, redis := withOwnRedis(t, 2)
	s.stopCheckpoints()
	an := s.citizen("An")
	acts := suggestion(plainStory)
	an.must(acts[:11]...) // up to the name
	s.checkpoint()
	redis.Flush()
	mark := an.mark()
	an.must("Trần Thị Mẫu")
	an.sees(mark, restored)
	an.sees(mark, "Ông/bà ở đâu")

	// The address is lost with Redis: it came after the checkpoint.
	s.checkpoint()
	an.must("số 9 đường Ví Dụ")
	redis.Flush()
	mark = an.mark()
	an.must("[Bỏ qua]")
	an.sees(mark, restored)
	an.sees(mark, "Ông/bà ở đâu")
	an.must("số 9 đường Ví Dụ", "[Bỏ qua]", "[Bỏ qua]")

	// Right before and right after the ledger has it.
	d := s.watchDesk()
	s.checkpoint()
	redis.Flush()
	d.around(nil, redis.Flush)
	an.must(send)
	an.receipt()
	s.petitions(1)

	// The checkpoint still holds the draft that was sent: sending it again makes
	// no second petition.
	redis.Flush()
	an.must(send, "/tracuu")
	s.mustSettle()
	s.petitions(1)
	if n := len(an.receipts()); n != 1 {
		t.Errorf("%d receipts are shown", n)
	}
	if got := s.story(an.receipt()); got != plainStory {
		t.Errorf("the story is %q", got)
	}
}

// TestRedisEmptiedWhileDraftsAreSaved holds P5 where Redis is emptied between the
// listing of what changed and the reading of it: what Redis knows nothing of has not
// ended, and its checkpoint stays.
func TestRedisEmptiedWhileDraftsAreSaved(t *testing.T) {
	t.Parallel()
	s, redis := withOwnRedis(t, 1)
	s.stopCheckpoints()
	an := s.citizen("An")
	an.must(suggestion(plainStory)[:11]...) // up to the name
	s.checkpoint()
	redis.Flush()
	client, err := rueidis.NewClient(rueidis.MustParseURL(redis.URL()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	dirty := fmt.Sprintf("tiepdan:{%d:%02d}:dirty", s.app.Me.ID, an.p.ID()%int64(s.app.Sessions.Partitions()))
	listed := client.B().Zadd().Key(dirty).ScoreMember().ScoreMember(float64(time.Now().Add(time.Hour).UnixMilli()), fmt.Sprint(an.p.ID())).Build()
	if err := client.Do(t.Context(), listed).Error(); err != nil {
		t.Fatal(err)
	}
	s.checkpoint()
	if left, err := client.Do(t.Context(), client.B().Zcard().Key(dirty).Build()).AsInt64(); err != nil || left != 0 {
		t.Errorf("%d marks are left; %v", left, err)
	}
	mark := an.mark()
	an.must("Trần Thị Mẫu")
	an.sees(mark, restored)
	an.sees(mark, "Ông/bà ở đâu")
}

// TestRedisDiesBetweenLedgerAndSession holds P1 and P4 at the worst moment: the
// ledger has committed and the conversation is not saved. The press comes again
// and finds the petition.
func TestRedisDiesBetweenLedgerAndSession(t *testing.T) {
	t.Parallel()
	s, redis := withOwnRedis(t, 1)
	d := s.watchDesk()
	for name, breaks := range map[string]struct{ breaks, mends func() }{
		"Anh": {redis.Stop, redis.Start},
		"Ba":  {redis.Kill, redis.Start},
		"Cúc": {redis.Pause, redis.Resume},
	} {
		c := s.citizen(name)
		c.must(suggestion(plainStory)...)
		before := s.count(`SELECT count(*) FROM petition`)
		broken := make(chan struct{})
		d.around(nil, func() { breaks.breaks(); close(broken) })
		if err := c.act(context.Background(), send); err != nil {
			t.Fatal(err)
		}
		<-broken
		if n := s.count(`SELECT count(*) FROM petition`); n != before+1 {
			t.Errorf("%s: %d petitions are committed, want %d", name, n, before+1)
		}
		breaks.mends()
		if err := s.taken(context.Background()); err != nil {
			t.Fatal(err)
		}
		c.receipt()
		c.must("/start") // the conversation is over, and nothing waits to be sent
		if said := c.chat().Last().Words(); strings.Contains(said, "Xin đọc lại") {
			t.Errorf("%s is asked to send again: %q", name, said)
		}
	}
	s.mustSettle()
	s.petitions(3)
	for _, name := range []string{"Anh", "Ba", "Cúc"} {
		if n := len(s.citizen(name).receipts()); n != 1 {
			t.Errorf("%s has %d receipts", name, n)
		}
	}
}

// TestRedisAway holds P6 and P3: while Redis is away the webhook asks Telegram to
// come again, and what was written meanwhile arrives afterwards, in order.
func TestRedisAway(t *testing.T) {
	t.Parallel()
	s, redis := withOwnRedis(t, 2)
	an := s.citizen("An")
	an.must(suggestion("Việc thứ nhất xảy ra hôm thứ hai.")[:9]...) // in the story
	redis.Stop()
	want := []string{"Việc thứ nhất xảy ra hôm thứ hai."}
	for _, day := range []string{"ba", "tư", "năm", "sáu", "bảy"} {
		words := "Rồi đến hôm thứ " + day + " lại xảy ra."
		want = append(want, words)
		an.p.Say(s.bot, words)
	}
	req, err := http.NewRequest(http.MethodPost, s.balancer.url(), bytes.NewReader([]byte(
		`{"update_id":1,"message":{"message_id":1,"date":1,"text":"a","chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"Bé"}}}`)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", string(s.settings.WebhookSecret))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("without Redis the webhook answers %s, Retry-After %q", resp.Status, resp.Header.Get("Retry-After"))
	}
	if ready := s.app.Ready(context.Background()); ready.Ready {
		t.Error("a replica without Redis calls itself ready")
	}
	redis.Start()
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.clock.pass(10 * time.Second)
	an.must(append([]string{}, append(suggestion("")[9:], send)...)...)
	code := an.receipt()
	if got := s.story(code); strings.Join(strings.Fields(got), " ") != strings.Join(want, " ") {
		t.Errorf("the story is %q, want %q", got, want)
	}
	s.petitions(1)
}

// TestAnotherReplicaIsFasterThanTheSending: the ledger has the petition, and before the
// conversation is saved another replica changes it. The press is done again and finds
// the petition that it has made: its writer is not told that it is like itself.
func TestAnotherReplicaIsFasterThanTheSending(t *testing.T) {
	t.Parallel()
	s, server := withOwnRedis(t, 1)
	other, err := redis.Open(t.Context(), server.URL(), s.keyset(), redis.Options{Epoch: s.app.Store.Epoch})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	an := s.citizen("An")
	an.must(suggestion("Bãi tập kết rác ở đầu ngõ 9 nằm sát trường mầm non, nước rỉ chảy ra cống, mùi hôi suốt ngày. " +
		"Tổ dân phố đã đề nghị bốn lần mà phường chỉ phun khử mùi một lần.")...)
	s.watchDesk().around(nil, func() {
		key := redis.SessionKey{Bot: s.app.Me.ID, User: an.p.ID()}
		// A space makes it another conversation to Redis, and the same to the program.
		if err := other.Change(context.Background(), key, func(old []byte) ([]byte, bool, error) { return append(old, ' '), false, nil }); err != nil {
			t.Error(err)
		}
	})
	mark := an.mark()
	an.must(send)
	an.receipt()
	s.mustSettle()
	s.petitions(1)
	for _, said := range an.since(mark) {
		if strings.Contains(said, "có vẻ giống việc này") {
			t.Errorf("An is told that the petition is like itself: %q", said)
		}
	}
	an.must("/start")
	if said := an.chat().Last().Words(); strings.Contains(said, "Xin đọc lại") {
		t.Errorf("An is asked to send again: %q", said)
	}
}
