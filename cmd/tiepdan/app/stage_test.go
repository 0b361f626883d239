package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"tiepdan/bot/simulator"
	"tiepdan/bot/simulator/talk"
	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage"
)

func TestMain(m *testing.M) { local.Main(m) }

// stage is the whole program on private servers, with the simulator as Telegram
// and the staff of a small office already bound.
type stage struct {
	t        testing.TB
	sim      *simulator.Simulator
	bot      *simulator.Bot
	group    *simulator.Group
	app      *App
	replicas []*App
	settings Settings
	office   triage.Office
	clock    *clock
	logs     *logBook
	talk     talk.Stage
	balancer *balancer
	db       *pgxpool.Pool // to look behind the scenes
}

// clock is real time, moved forward by what a talk says has passed.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// logBook keeps everything that was logged, to look for what must not be there.
type logBook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if os.Getenv("TIEPDAN_TEST_LOG") != "" {
		os.Stderr.Write(p)
	}
	return l.b.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// servers are where the program stands; each test has its own.
type servers struct{ database, redis string }

func sharedServers(t testing.TB) servers {
	return servers{
		database: local.TestDatabase(t, "tiepdan", postgres.Migrate),
		redis:    local.TestRedis(t),
	}
}

// newStage starts n replicas behind one webhook address. limited is for a
// Telegram that keeps its rate limits.
func newStage(t testing.TB, on servers, n int, limited ...bool) *stage {
	t.Helper()
	ctx := context.Background()
	s := &stage{t: t, clock: &clock{}, logs: &logBook{}}
	keeps := len(limited) > 0 && limited[0]
	s.sim = simulator.New(simulator.Options{Clock: s.clock.now, RetryBase: 50 * time.Millisecond, WebhookTimeout: 10 * time.Second, RateLimits: keeps})
	t.Cleanup(s.sim.Close)
	s.bot = s.sim.AddBot("4242:TEST-TOKEN-OF-NOBODY", "tiepdan_test_bot")
	telegram := httptest.NewServer(s.sim.Handler())
	t.Cleanup(telegram.Close)

	office, err := ReadOffice("sample", deploy.SampleOffice(), places(t))
	if err != nil {
		t.Fatal(err)
	}
	s.office = office
	keyset, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	s.balancer = newBalancer(t)
	s.settings = Settings{
		TelegramToken: "4242:TEST-TOKEN-OF-NOBODY", TelegramAPI: telegram.URL,
		DatabaseURL: Secret(on.database), RedisURL: Secret(on.redis), Keyset: Secret(keyset),
		WebhookURL: s.balancer.url(), WebhookSecret: "a-secret-of-nobody",
		TelegramRate: 1000, ChatRate: 100, // players do not wait
	}
	if keeps {
		s.settings.TelegramRate, s.settings.ChatRate = 0, 0 // as everywhere else
	}
	if s.db, err = pgxpool.New(ctx, on.database); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.db.Close)
	for range n {
		s.start()
	}
	t.Cleanup(func() {
		for _, a := range s.replicas {
			if err := a.Stop(ctx); err != nil {
				t.Errorf("stop: %v", err)
			}
			a.Close()
		}
	})
	s.app = s.replicas[0]
	s.cast()
	return s
}

// start adds a replica.
func (s *stage) start() *App {
	s.t.Helper()
	ctx := context.Background()
	a, err := Build(ctx, Deps{Settings: s.settings, Office: s.office, Now: s.clock.now, Settle: 300 * time.Millisecond,
		Log: slog.New(slog.NewJSONHandler(s.logs, &slog.HandlerOptions{Level: slog.LevelInfo}))})
	if err != nil {
		s.t.Fatal(err)
	}
	hook, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	if err := a.Start(ctx, hook); err != nil {
		s.t.Fatal(err)
	}
	s.balancer.add(hook.Addr().String())
	s.replicas = append(s.replicas, a)
	return a
}

// cast binds two officers and a leader of khu vực 1, a leader of the province,
// and the group, each by the one-time link that they would be given.
func (s *stage) cast() {
	s.t.Helper()
	ctx := context.Background()
	for _, who := range []triage.Invitation{
		{Unit: "vks-kv-1", Name: "Cán Bộ Bình", Post: triage.Officer, Duty: true},
		{Unit: "vks-kv-1", Name: "Cán Bộ Dũng", Post: triage.Officer},
		{Unit: "vks-kv-1", Name: "Lãnh Đạo Hà", Post: triage.Leader},
		{Unit: "vks-tinh", Name: "Lãnh Đạo Tỉnh", Post: triage.Leader},
		{Unit: "vks-tinh", Name: "Cán Bộ Tâm", Post: triage.Officer, Duty: true},
	} {
		who.Until = s.clock.now().Add(time.Hour)
		token, err := s.app.Store.Invite(ctx, who)
		if err != nil {
			s.t.Fatal(err)
		}
		p := s.sim.Person(lastWord(who.Name))
		p.Start(s.bot, "s_"+token)
		s.await(p, "từ nay là của")
	}
	token, err := s.app.Store.Invite(ctx, triage.Invitation{Unit: "vks-kv-1", Group: true, Until: s.clock.now().Add(time.Hour)})
	if err != nil {
		s.t.Fatal(err)
	}
	s.group = s.sim.Group("Tiếp dân khu vực 1")
	boss := s.sim.Person("Hà")
	for _, name := range []string{"Hà", "Bình", "Dũng"} {
		s.group.Join(s.sim.Person(name))
	}
	boss.AddBotTo(s.group, s.bot, "g_"+token)
	wait, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if _, err := s.group.Chat().AwaitWords(wait, "đã gắn với"); err != nil {
		s.t.Fatalf("the group was not bound: %v", err)
	}
	s.talk = talk.Stage{Sim: s.sim, Bot: s.bot, Group: s.group, Then: s.then, Links: map[string]string{}}
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

func (s *stage) await(p *simulator.Person, words string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if _, err := p.Chat(s.bot).AwaitWords(ctx, words); err != nil {
		s.t.Fatalf("%s does not see %q", p.Name(), words)
	}
}

// then does what only the test can do in a talk.
func (s *stage) then(ctx context.Context, what string) error {
	if after, ok := strings.CutPrefix(what, "pass "); ok {
		d, err := time.ParseDuration(after)
		s.clock.pass(d)
		return err
	}
	switch what {
	case "sweep":
		return s.app.sweep(ctx)
	case "freeze":
		return s.app.Store.Freeze(ctx, s.office, s.clock.now())
	case "all is delivered":
		return s.settled(ctx)
	}
	return fmt.Errorf("the stage cannot %q", what)
}

// settled waits until no update and no notice is under way.
func (s *stage) settled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		var n int
		err := s.db.QueryRow(ctx, `SELECT count(*) FROM river_job WHERE kind NOT IN ('sweep', 'freeze') AND state IN ('available', 'running', 'pending', 'retryable')`).Scan(&n)
		if err == nil && n == 0 && s.bot.Pending() == 0 {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%d jobs and %d updates are still under way: %w", n, s.bot.Pending(), ctx.Err())
		}
	}
}

// play plays a talk written in place.
func (s *stage) play(script string) {
	s.t.Helper()
	steps, err := talk.Parse(strings.NewReader(script))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.talk.Play(context.Background(), steps); err != nil {
		s.t.Fatalf("%v\n\nlog:\n%s", err, tail(s.logs.String(), 3000))
	}
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

// quiet fails if a citizen's words stand in the log.
func (s *stage) quiet(words ...string) {
	s.t.Helper()
	for _, w := range append(words, "TEST-TOKEN-OF-NOBODY", "a-secret-of-nobody") {
		if strings.Contains(s.logs.String(), w) {
			s.t.Errorf("the log holds %q", w)
		}
	}
}
