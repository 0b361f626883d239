package redis

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tiepdan/storage/local"
)

// toldWithin fails the test unless the call returns an error in time.
func toldWithin(t *testing.T, limit time.Duration, what string, call func() error) {
	t.Helper()
	result := make(chan error, 1)
	go func() { result <- call() }()
	select {
	case err := <-result:
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	case <-time.After(limit):
		t.Fatalf("%s: not told within %v", what, limit)
	}
}

func TestRedisAwayIsToldFast(t *testing.T) {
	server := local.TestRedisServer(t)
	s := open(t, server.URL(), newKeys(t), Options{})
	put(t, s, person(1), "a", false)
	ran := false
	change := func() error {
		return s.Change(context.Background(), person(1), func(old []byte) ([]byte, bool, error) {
			ran = true
			return append(old, '+'), false, nil
		})
	}
	const limit = 4 * time.Second // two seconds, and as much again for a busy machine
	server.Pause()
	toldWithin(t, limit, "a change while Redis hangs", change)
	toldWithin(t, limit, "a ping while Redis hangs", func() error { return s.Ping(context.Background()) })
	server.Resume()
	server.Stop()
	toldWithin(t, limit, "a change while Redis is stopped", change)
	toldWithin(t, limit, "a budget while Redis is stopped", func() error {
		_, err := s.Take(context.Background(), time.Now(), []Bucket{{Key: "a", Rate: 1, Burst: 1}})
		return err
	})
	toldWithin(t, limit, "opening while Redis is stopped", func() error {
		_, err := Open(context.Background(), server.URL(), newKeys(t), Options{})
		return err
	})
	if ran {
		t.Error("a turn was played on a session that could not be read")
	}
	server.Start()
	if got := see(t, s, person(1)); string(got) != "a" {
		t.Errorf("when Redis is back: %q", got)
	}
}

func TestRestartLosesScriptsAndNothingElse(t *testing.T) {
	server := local.TestRedisServer(t)
	durable := newLedger()
	s := open(t, server.URL(), newKeys(t), durable.options())
	put(t, s, person(1), "a", true)
	server.Stop()
	server.Start()
	put(t, s, person(1), "b", true)
	if got := see(t, s, person(1)); string(got) != "b" || durable.recoveries() != 0 {
		t.Errorf("after a restart: %q, %d recoveries", got, durable.recoveries())
	}
	server.Flush()
	if got := see(t, s, person(1)); got != nil || durable.recoveries() != 1 {
		t.Errorf("after an emptying: %q, %d recoveries", got, durable.recoveries())
	}
}

func TestOpenHidesItsAddress(t *testing.T) {
	for _, url := range []string{"redis://user:canary@host:port:1/0", "http://user:canary@host", "canary", ""} {
		_, err := Open(context.Background(), url, newKeys(t), Options{})
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, "redis://192.0.2.1:6379", newKeys(t), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("opening when told to stop: %v", err)
	}
}
