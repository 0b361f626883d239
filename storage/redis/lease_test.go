package redis

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func lease(t *testing.T, s *Store, owner string, ttl time.Duration) bool {
	t.Helper()
	held, err := s.Lease(context.Background(), "poller", owner, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func TestOneHoldsALease(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, pass func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		if !lease(t, s, "a", time.Minute) || lease(t, s, "b", time.Minute) || !lease(t, s, "a", time.Minute) {
			t.Fatal("a takes and prolongs, b waits: not so")
		}
		if err := s.Release(context.Background(), "poller", "b"); err != nil {
			t.Fatal(err)
		}
		if lease(t, s, "b", time.Minute) {
			t.Error("b released what a holds")
		}
		if err := s.Release(context.Background(), "poller", "a"); err != nil {
			t.Fatal(err)
		}
		if !lease(t, s, "b", 30*time.Millisecond) {
			t.Error("b cannot take what a released")
		}
		pass(60 * time.Millisecond)
		if !lease(t, s, "a", time.Minute) {
			t.Error("a cannot take what b let pass")
		}
	})
}

func TestManyWantALease(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		var holders atomic.Int32
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if lease(t, s, string(rune('A'+i)), time.Minute) {
					holders.Add(1)
				}
			})
		}
		wg.Wait()
		if got := holders.Load(); got != 1 {
			t.Errorf("%d hold the lease", got)
		}
	})
}
