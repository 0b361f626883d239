package local

import (
	"context"
	"maps"
	"syscall"
)

// PostgresServer is a Postgres of one test alone, for tests of bad days.
// Its methods fail the test if they cannot do what they say.
type PostgresServer struct {
	t       TB
	servers *Servers
}

// RedisServer is a Redis of one test alone, for tests of bad days. What it holds
// survives Stop and Start, and not Flush.
// Its methods fail the test if they cannot do what they say.
type RedisServer struct {
	t       TB
	servers *Servers
}

// TestPostgresServer starts a Postgres for this test alone, and stops it when the
// test ends. Settings win over those of this package. It skips and fails as
// TestDatabase does.
func TestPostgresServer(t TB, settings ...map[string]string) *PostgresServer {
	t.Helper()
	options := Options{Postgres: true, Settings: map[string]string{}}
	for _, s := range settings {
		maps.Copy(options.Settings, s)
	}
	return &PostgresServer{t: t, servers: startForTest(t, options)}
}

// TestRedisServer starts a Redis for this test alone, and stops it when the test
// ends. It skips and fails as TestRedis does.
func TestRedisServer(t TB) *RedisServer {
	t.Helper()
	return &RedisServer{t: t, servers: startForTest(t, Options{Redis: true, keepRedis: true})}
}

func startForTest(t TB, options Options) *Servers {
	t.Helper()
	servers, err := Start(context.Background(), options)
	orSkip(t, err)
	t.Cleanup(servers.Stop)
	return servers
}

// URL is the address of a database, which is created if it is not there.
func (s *PostgresServer) URL(db string) string {
	s.t.Helper()
	url, err := s.servers.EnsureDatabase(context.Background(), db)
	if err != nil {
		s.t.Fatalf("make database %s: %v", db, err)
	}
	return url
}

// Stop ends the server in good order; connections are cut off.
func (s *PostgresServer) Stop() { s.servers.postgres.stop() }

// Kill ends the server as a crash would; committed work is recovered by Start.
func (s *PostgresServer) Kill() { s.servers.postgres.process.end(patience, syscall.SIGQUIT) }

// Start starts the stopped or killed server again, at the same address.
func (s *PostgresServer) Start() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	p := s.servers.postgres
	if p.process.running() {
		s.t.Fatalf("start Postgres again: it is still running")
	}
	if err := p.start(ctx, p.process.pid()); err != nil {
		s.t.Fatalf("start Postgres again: %v", err)
	}
	if err := p.ready(ctx); err != nil {
		s.t.Fatalf("start Postgres again: %v", err)
	}
}

// URL is the address of logical database 0.
func (s *RedisServer) URL() string { return s.servers.RedisURL() }

// Stop ends the server in good order.
func (s *RedisServer) Stop() { s.servers.redis.stop() }

// Kill ends the server at once; up to a second of writes is lost.
func (s *RedisServer) Kill() { s.servers.redis.process.end(patience) }

// Pause makes the server hang: it accepts connections and answers nothing.
func (s *RedisServer) Pause() { s.signal(syscall.SIGSTOP) }

// Resume ends a Pause.
func (s *RedisServer) Resume() { s.signal(syscall.SIGCONT) }

func (s *RedisServer) signal(signal syscall.Signal) {
	s.t.Helper()
	if err := s.servers.redis.process.cmd.Process.Signal(signal); err != nil {
		s.t.Fatalf("signal Redis: %v", err)
	}
}

// Start starts the stopped or killed server again, at the same address.
func (s *RedisServer) Start() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	r := s.servers.redis
	if r.process.running() {
		s.t.Fatalf("start Redis again: it is still running")
	}
	if err := r.start(ctx); err != nil {
		s.t.Fatalf("start Redis again: %v", err)
	}
	if err := r.ready(ctx); err != nil {
		s.t.Fatalf("start Redis again: %v", err)
	}
}

// Flush empties the server, as if it had lost its data.
func (s *RedisServer) Flush() {
	s.t.Helper()
	if err := s.servers.redis.command(context.Background(), "FLUSHALL"); err != nil {
		s.t.Fatalf("empty Redis: %v", err)
	}
}
