package redis

import (
	"context"
	"testing"
	"time"
)

func TestLagIsThatOfTheLongestWaiting(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		now := time.UnixMilli(1_700_000_000_000)
		s := open(t, url, newKeys(t), Options{Clock: func() time.Time { return now }})
		lag := func() (int64, time.Duration) {
			t.Helper()
			n, longest, err := s.Lag(context.Background(), person(0).Bot)
			if err != nil {
				t.Fatal(err)
			}
			return n, longest
		}
		put(t, s, person(9), "not for a checkpoint", false)
		if n, longest := lag(); n != 0 || longest != 0 {
			t.Errorf("nothing waits, and: %d for %s", n, longest)
		}
		for i := range int64(3) {
			put(t, s, person(i), "a", true)
			now = now.Add(time.Second)
		}
		if n, longest := lag(); n != 3 || longest != 3*time.Second {
			t.Errorf("three wait, the first for 3 s, and: %d for %s", n, longest)
		}
		if err := s.Clean(context.Background(), []Dirty{{Key: person(0), Version: 1_700_000_000_000}}); err != nil {
			t.Fatal(err)
		}
		if n, longest := lag(); n != 2 || longest != 2*time.Second {
			t.Errorf("two wait, the first for 2 s, and: %d for %s", n, longest)
		}
	})
}

func TestHolderOfALease(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		holder := func() string {
			t.Helper()
			owner, err := s.Holder(context.Background(), "poller")
			if err != nil {
				t.Fatal(err)
			}
			return owner
		}
		if owner := holder(); owner != "" {
			t.Errorf("%q holds what nobody took", owner)
		}
		lease(t, s, "a", time.Minute)
		if owner := holder(); owner != "a" {
			t.Errorf("%q holds what a took", owner)
		}
	})
}
