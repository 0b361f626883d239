package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"tiepdan/bot/simulator"
	"tiepdan/cmd/tiepdan/app"
	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/area"
)

const (
	token  = "4646:TEST-TOKEN-OF-NOBODY"
	secret = "a-secret-of-nobody"
)

// world is everything of one run: private servers, replicas, Telegram, people.
type world struct {
	ctx  context.Context
	opt  options
	dir  string
	ends []func() // what ends the parts, in reverse

	postgres   *local.PostgresServer
	redis      *local.RedisServer
	toPostgres *proxy
	toRedis    *proxy
	url        string // of the database, past the proxy
	db         *pgxpool.Pool
	store      *postgres.Store // to look, and to invite
	keys       *seal.Keys
	office     triage.Office

	sim      *simulator.Simulator
	bot      *simulator.Bot
	balancer *balancer
	replicas []*replica
	logs     *logBook
	diary    *diary

	offices  []*office
	mu       sync.Mutex
	citizens []*citizen    // all who ever came
	tempo    time.Duration // how long people think, on average
	faster   atomic.Int64  // how many times faster they do everything now
	closing  chan struct{} // closed when nobody begins anything new
}

// newWorld starts everything but the people. The caller ends it.
func newWorld(ctx context.Context, opt options, program string) (w *world, err error) {
	w = &world{ctx: ctx, opt: opt, logs: &logBook{}, diary: &diary{}, closing: make(chan struct{})}
	defer func() {
		if err != nil {
			w.end()
		}
	}()
	if w.dir, err = os.MkdirTemp("", "tiepdan-chaos-"); err != nil {
		return w, fmt.Errorf("make a folder: %w", err)
	}
	w.ends = append(w.ends, func() { _ = os.RemoveAll(w.dir) })
	if err := w.startServers(); err != nil {
		return w, err
	}
	hook, err := w.startTelegram()
	if err != nil {
		return w, err
	}
	return w, w.startReplicas(program, hook)
}

// end ends everything that was started, whatever state it is in.
func (w *world) end() {
	for i := len(w.ends) - 1; i >= 0; i-- {
		w.ends[i]()
	}
	w.ends = nil
}

// stagehand is who starts the servers: a failure ends the run and not a test.
type stagehand struct{ w *world }

func (stagehand) Helper() {}

func (s stagehand) Cleanup(end func()) { s.w.ends = append(s.w.ends, end) }

func (stagehand) Fatalf(format string, args ...any) { panic(fmt.Errorf(format, args...)) }

func (stagehand) Skipf(format string, args ...any) { panic(fmt.Errorf(format, args...)) }

// startServers starts Postgres and Redis, with a proxy before each.
func (w *world) startServers() (err error) {
	hand := stagehand{w}
	// The moment of every commit is kept, to compare with what people were told.
	w.postgres = local.TestPostgresServer(hand, map[string]string{"track_commit_timestamp": "on"})
	w.redis = local.TestRedisServer(hand)
	w.url = w.postgres.URL("tiepdan")
	config, err := pgxpool.ParseConfig(w.url)
	if err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	// Bytes as they are: in hexadecimal random ones look like telephone numbers.
	config.ConnConfig.RuntimeParams["bytea_output"] = "escape"
	if w.db, err = pgxpool.NewWithConfig(w.ctx, config); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	w.ends = append(w.ends, w.db.Close)
	target := w.db.Config().ConnConfig
	if w.toPostgres, err = newProxy(filepath.Join(w.dir, ".s.PGSQL.5432"), filepath.Join(target.Host, ".s.PGSQL.5432")); err != nil {
		return err
	}
	w.ends = append(w.ends, w.toPostgres.close)
	if w.toRedis, err = newProxy(filepath.Join(w.dir, "redis.sock"), strings.TrimPrefix(w.redis.URL(), "unix://")); err != nil {
		return err
	}
	w.ends = append(w.ends, w.toRedis.close)
	return nil
}

// startTelegram starts the simulator and the balancer behind its webhook.
func (w *world) startTelegram() (hook string, err error) {
	w.sim = simulator.New(simulator.Options{
		Seed: w.opt.Seed, WebhookTimeout: 30 * time.Second, RetryBase: 250 * time.Millisecond, KeepCalls: 1 << 21, RateLimits: w.opt.Limits,
	})
	w.ends = append(w.ends, w.sim.Close)
	w.bot = w.sim.AddBot(token, "tiepdan_chaos_bot")
	w.balancer = newBalancer()
	return w.serve(w.balancer)
}

// serve serves on an address of this machine.
func (w *world) serve(h http.Handler) (url string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }()
	w.ends = append(w.ends, func() { _ = server.Close() })
	return "http://" + l.Addr().String(), nil
}

// startReplicas starts the program as often as the options say.
func (w *world) startReplicas(program, hook string) error {
	telegram, err := w.serve(w.sim.Handler())
	if err != nil {
		return err
	}
	// The program makes its own schema: a broken one may have a broken one.
	migrate := exec.CommandContext(w.ctx, program, "migrate", "--database-url", w.url)
	if out, err := migrate.CombinedOutput(); err != nil {
		return fmt.Errorf("make the schema: %w\n%s", err, out)
	}
	keyset, err := seal.Generate()
	if err != nil {
		return err
	}
	if w.keys, err = seal.Parse(keyset); err != nil {
		return err
	}
	if w.store, err = postgres.Open(w.ctx, postgres.Options{URL: w.url, Keys: w.keys}); err != nil {
		return err
	}
	w.ends = append(w.ends, w.store.Close)
	file := filepath.Join(w.dir, "office.yaml")
	text := strings.Replace(string(deploy.SampleOffice()), "\nsample: true", "", 1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write the office file: %w", err)
	}
	places, err := area.Load()
	if err != nil {
		return err
	}
	if w.office, err = app.OpenOffice(file, places); err != nil {
		return err
	}
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.dir,
		"TIEPDAN_TELEGRAM_TOKEN=" + token, "TIEPDAN_TELEGRAM_API=" + telegram,
		"TIEPDAN_DATABASE_URL=postgres:///tiepdan?host=" + w.dir + "&port=5432&user=tiepdan&sslmode=disable",
		"TIEPDAN_REDIS_URL=unix://" + filepath.Join(w.dir, "redis.sock"),
		"TIEPDAN_KEYSET=" + keyset, "TIEPDAN_OFFICE=" + file,
		"TIEPDAN_WEBHOOK_URL=" + hook + "/telegram", "TIEPDAN_WEBHOOK_SECRET=" + secret,
	}
	if !w.opt.Limits {
		// These people are many times faster than Telegram lets a bot answer.
		env = append(env, "TIEPDAN_TELEGRAM_RATE=100000", "TIEPDAN_TELEGRAM_CHAT_RATE=1000")
	}
	w.ends = append(w.ends, w.endReplicas)
	for range w.opt.Replicas {
		r, err := newReplica(program, env, w.logs)
		if err != nil {
			return err
		}
		w.replicas = append(w.replicas, r)
		if err := r.start(); err != nil {
			return err
		}
	}
	for _, r := range w.replicas {
		if err := r.awaitReady(w.ctx); err != nil {
			return err
		}
	}
	w.checkHealth(w.ctx)
	go w.watchHealth()
	return nil
}

// endReplicas kills what still runs.
func (w *world) endReplicas() {
	for _, r := range w.replicas {
		_ = r.end(syscall.SIGKILL, drainPatience)
	}
}

// watchHealth tells the balancer which replicas are up, four times a second.
func (w *world) watchHealth() {
	for pause(w.ctx, 250*time.Millisecond) {
		w.checkHealth(w.ctx)
	}
}

func (w *world) checkHealth(ctx context.Context) {
	var all, up []string
	for _, r := range w.replicas {
		hook, _ := r.addresses()
		if all = append(all, hook); r.ready(ctx) {
			up = append(up, hook)
		}
	}
	if ctx.Err() == nil {
		w.balancer.set(all, up)
	}
}

// settled waits until Telegram has nothing left for the bot and no notice is under
// way, or says what is left.
func (w *world) settled(ctx context.Context) error {
	var jobs, held int
	err := poll(ctx, 200*time.Millisecond, func() (bool, error) {
		err := w.db.QueryRow(ctx, `
			SELECT count(*), count(*) FILTER (WHERE state = 'running')
			  FROM river_job
			 WHERE kind IN ('tell', 'card', 'fetch') AND state IN ('available', 'running', 'pending', 'retryable', 'scheduled')`).Scan(&jobs, &held)
		return err == nil && jobs == 0 && w.bot.Pending() == 0, nil
	})
	if err != nil && errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%d updates are not taken, %d jobs are not done, %d of them are held by somebody", w.bot.Pending(), jobs, held)
	}
	return err
}
