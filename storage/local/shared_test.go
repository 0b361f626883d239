package local

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestDatabasesOfTestsAreApart(t *testing.T) {
	var prepared atomic.Int32
	prepare := func(ctx context.Context, url string) error {
		prepared.Add(1)
		return execute(ctx, url, "CREATE TABLE seen (n int)")
	}
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			url := TestDatabase(t, "apart", prepare)
			mustExecute(t, url, "INSERT INTO seen VALUES (1)")
			if got := query[int](t, url, "SELECT count(*) FROM seen"); got != 1 {
				t.Errorf("sees %d rows, want its own alone", got)
			}
		})
	}
	t.Cleanup(func() {
		if got := prepared.Load(); got != 1 && !t.Skipped() && got != 0 {
			t.Errorf("the template was prepared %d times", got)
		}
	})
}

func TestDatabaseIsDroppedThoughConnected(t *testing.T) {
	var url string
	t.Run("inner", func(t *testing.T) {
		url = TestDatabase(t, "", nil)
		conn, err := pgx.Connect(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn // left open on purpose
	})
	if url == "" {
		return // no server here: the inner test said so
	}
	if err := execute(context.Background(), url, "SELECT 1"); err == nil {
		t.Error("the database outlives its test")
	}
}

func TestRedisOfTestsAreApart(t *testing.T) {
	a, b := "", ""
	t.Run("lend", func(t *testing.T) {
		a, b = TestRedis(t), TestRedis(t)
		if a == b {
			t.Errorf("two tests were lent %s", a)
		}
	})
	t.Run("again", func(t *testing.T) {
		if c := TestRedis(t); a != "" && c != a && c != b {
			t.Errorf("lent %s, want one that was given back", c)
		}
	})
}

func TestPostgresServerOnABadDay(t *testing.T) {
	s := TestPostgresServer(t)
	url := s.URL("bad")
	mustExecute(t, url, "CREATE TABLE kept AS SELECT 1 AS n")
	for name, end := range map[string]func(){"stop": s.Stop, "kill": s.Kill} {
		end()
		if err := execute(context.Background(), url, "SELECT 1"); err == nil {
			t.Errorf("after %s the server still answers", name)
		}
		s.Start()
		if got := query[int](t, url, "SELECT n FROM kept"); got != 1 {
			t.Errorf("after %s and start: %d", name, got)
		}
	}
}

func TestRedisServerOnABadDay(t *testing.T) {
	s := TestRedisServer(t)
	ctx := context.Background()
	redis := s.servers.redis
	if err := redis.command(ctx, "SET a 1"); err != nil {
		t.Fatal(err)
	}
	s.Stop()
	if err := redis.command(ctx, "PING"); err == nil {
		t.Error("the stopped server answers")
	}
	s.Start()
	if err := redis.command(ctx, "RENAME a b"); err != nil {
		t.Errorf("after stop and start: %v", err)
	}
	s.Pause()
	hung, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if err := redis.command(hung, "PING"); err == nil {
		t.Error("the paused server answers")
	}
	s.Resume()
	if err := redis.command(ctx, "PING"); err != nil {
		t.Errorf("after resume: %v", err)
	}
	s.Flush()
	if err := redis.command(ctx, "RENAME b a"); err == nil {
		t.Error("the flushed server still holds a key")
	}
	s.Kill()
	s.Start()
}

func BenchmarkTestDatabase(b *testing.B) {
	for b.Loop() {
		TestDatabase(b, "", nil)
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s, err := Start(context.Background(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		s.Stop()
	}
}
