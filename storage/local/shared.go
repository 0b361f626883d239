package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// TB is the part of testing.TB that is used here. Naming it keeps the testing
// package out of the program, which starts its demo through this package too.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
}

const (
	// testDatabases is the number of logical Redis databases, one per test.
	testDatabases = 512
	// dropLimit bounds making and dropping a test's database.
	dropLimit = 20 * time.Second
)

// testServers are the servers shared by the tests of one process. Starting one
// server for each test would cost a second each.
type testServers struct {
	mu        sync.Mutex
	postgres  *Servers
	redis     *Servers
	errPG     error
	errRedis  error
	made      int // databases made so far, for their names
	templates map[string]*template
	free      []int // logical Redis databases not lent
}

// template is a prepared database that tests copy.
type template struct {
	once sync.Once
	name string
	err  error
}

// shared belongs to the process of one test binary. It holds no setting, only
// what Main has to stop.
var shared testServers

// TestDatabase makes a database for this test alone and returns its address. It is
// a copy of the template, which prepare fills once in each process (migrations,
// say); an empty template name or a nil prepare gives an empty database. The
// database is dropped when the test ends, with whatever is still connected to it.
// Without an installed Postgres the test is skipped, but fails where CI=true.
func TestDatabase(t TB, templateName string, prepare func(ctx context.Context, url string) error) (url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	servers, err := shared.postgresServers(ctx)
	orSkip(t, err)
	source := "template1"
	if templateName != "" && prepare != nil {
		tmpl := shared.template(templateName)
		tmpl.once.Do(func() { tmpl.err = tmpl.fill(ctx, servers, prepare) })
		if tmpl.err != nil {
			t.Fatalf("prepare the template database %s: %v", templateName, tmpl.err)
		}
		source = tmpl.name
	}
	name := shared.newName("test")
	if err := createFrom(ctx, servers, name, source); err != nil {
		t.Fatalf("make a test database: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), dropLimit)
		defer cancel()
		if err := execute(ctx, servers.DatabaseURL("postgres"), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Fatalf("drop the test database: %v", err)
		}
	})
	return servers.DatabaseURL(name)
}

// TestRedis lends this test a logical database of a real Redis and returns its
// address. It is empty, and emptied again when the test ends. Use FLUSHDB in it,
// never FLUSHALL, which would empty those of other tests; for that, and to stop
// and start a server, take TestRedisServer.
// Without an installed Redis the test is skipped, but fails where CI=true.
func TestRedis(t TB) (url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	servers, err := shared.redisServers(ctx)
	orSkip(t, err)
	number, ok := shared.lend()
	if !ok {
		t.Fatalf("lend a Redis database: all %d are lent", testDatabases)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), dropLimit)
		defer cancel()
		if err := servers.redis.command(ctx, "SELECT "+strconv.Itoa(number), "FLUSHDB"); err != nil {
			t.Fatalf("empty the Redis database: %v", err)
		}
		shared.giveBack(number)
	})
	return servers.RedisURL() + "?db=" + strconv.Itoa(number)
}

// Main runs the tests and stops the shared servers afterwards; call it from
// TestMain. It ends the process, with a failure if a goroutine is left running.
func Main(m interface{ Run() int }) {
	before := runtime.NumGoroutine()
	code := m.Run()
	shared.stop()
	if leaked(before, os.Stderr) && code == 0 {
		code = 1
	}
	os.Exit(code)
}

// orSkip ends the test if its server cannot be had: skipped on a laptop without
// the program, failed in every other case.
func orSkip(t TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, ErrMissing) && os.Getenv("CI") != "true":
		t.Skipf("this test needs a real server: %v", err)
	default:
		t.Fatalf("start a server for the tests: %v", err)
	}
}

func (s *testServers) postgresServers(ctx context.Context) (*Servers, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.postgres == nil && s.errPG == nil {
		s.postgres, s.errPG = Start(ctx, Options{Postgres: true})
	}
	return s.postgres, s.errPG
}

func (s *testServers) redisServers(ctx context.Context) (*Servers, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.redis == nil && s.errRedis == nil {
		s.redis, s.errRedis = Start(ctx, Options{Redis: true, RedisDatabases: testDatabases})
		for number := testDatabases - 1; number >= 0; number-- {
			s.free = append(s.free, number)
		}
	}
	return s.redis, s.errRedis
}

func (s *testServers) lend() (number int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.free) == 0 {
		return 0, false
	}
	number = s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	return number, true
}

func (s *testServers) giveBack(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, number)
}

func (s *testServers) newName(kind string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	return fmt.Sprintf("%s_%d", kind, s.made)
}

func (s *testServers) template(name string) *template {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.templates == nil {
		s.templates = map[string]*template{}
	}
	if s.templates[name] == nil {
		s.templates[name] = &template{}
	}
	return s.templates[name]
}

func (s *testServers) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, servers := range []*Servers{s.redis, s.postgres} {
		if servers != nil {
			servers.Stop()
		}
	}
}

func (t *template) fill(ctx context.Context, servers *Servers, prepare func(context.Context, string) error) error {
	t.name = shared.newName("template")
	if err := createFrom(ctx, servers, t.name, "template1"); err != nil {
		return err
	}
	return prepare(ctx, servers.DatabaseURL(t.name))
}

// createFrom copies a database, file by file: without fsync the checkpoints that
// this asks for are free, and it takes half the time of a logged copy. A connection that prepare has just closed may
// still be known to the server, which then refuses for a moment.
func createFrom(ctx context.Context, servers *Servers, name, source string) error {
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	deadline := time.After(dropLimit)
	for {
		err := execute(ctx, servers.DatabaseURL("postgres"), "CREATE DATABASE "+name+" STRATEGY file_copy TEMPLATE "+source)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != "55006" { // object_in_use
			return err
		}
		select {
		case <-deadline:
			return err
		case <-poll.C:
		}
	}
}
