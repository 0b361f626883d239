package redis

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestBudgetIsKept takes at random moments, waiting as told or not, and checks
// every window of what was granted against the budget.
func TestBudgetIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		for _, bucket := range []Bucket{
			{Key: "all", Rate: 30, Burst: 30}, {Key: "chat", Rate: 1, Burst: 1}, {Key: "group", Rate: 20.0 / 60, Burst: 20},
		} {
			now := time.UnixMilli(1_700_000_000_000)
			var granted []time.Time
			for range 400 {
				wait, err := s.Take(context.Background(), now, []Bucket{bucket})
				if err != nil {
					t.Fatal(err)
				}
				if wait == 0 {
					granted = append(granted, now)
					now = now.Add(time.Duration(rand.Int64N(int64(float64(time.Second) / bucket.Rate))))
					continue
				}
				if again, err := s.Take(context.Background(), now.Add(wait-time.Millisecond), []Bucket{bucket}); err != nil || again == 0 {
					t.Fatalf("%s: granted before the wait of %v was over (%v)", bucket.Key, wait, err)
				}
				now = now.Add(wait)
				if again, err := s.Take(context.Background(), now, []Bucket{bucket}); err != nil || again != 0 {
					t.Fatalf("%s: refused after the wait of %v, %v more (%v)", bucket.Key, wait, again, err)
				}
				granted = append(granted, now)
			}
			for from := range granted {
				for to := from; to < len(granted); to++ {
					most := float64(bucket.Burst) + bucket.Rate*granted[to].Sub(granted[from]).Seconds() + 0.01
					if n := to - from + 1; float64(n) > most {
						t.Fatalf("%s: %d granted within %v", bucket.Key, n, granted[to].Sub(granted[from]))
					}
				}
			}
		}
	})
}

func TestTakeIsFromAllOrNone(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		now := time.UnixMilli(1_700_000_000_000)
		chat, all := Bucket{Key: "chat", Rate: 1, Burst: 1}, Bucket{Key: "all", Rate: 1, Burst: 3}
		take := func(buckets ...Bucket) time.Duration {
			t.Helper()
			wait, err := s.Take(context.Background(), now, buckets)
			if err != nil {
				t.Fatal(err)
			}
			return wait
		}
		if wait := take(chat, all); wait != 0 {
			t.Fatalf("the first waits %v", wait)
		}
		for range 5 {
			if wait := take(chat, all); wait != time.Second {
				t.Errorf("the chat's second waits %v", wait)
			}
		}
		// The five refusals took nothing from the other: two of three are left.
		for left := 2; left > 0; left-- {
			if wait := take(all); wait != 0 {
				t.Errorf("a refusal was paid for by another bucket: with %d left it waits %v", left, wait)
			}
		}
		if take(all) == 0 {
			t.Error("more was taken than the bucket holds")
		}
		if wait, err := s.Take(context.Background(), now, nil); wait != 0 || err != nil {
			t.Errorf("nothing to take: %v, %v", wait, err)
		}
		for _, bad := range []Bucket{{Key: "x", Rate: 0, Burst: 1}, {Key: "x", Rate: 1}, {Key: "x", Rate: 1, Burst: 2, Units: 3}} {
			if _, err := s.Take(context.Background(), now, []Bucket{bad}); err == nil {
				t.Errorf("taken from %+v", bad)
			}
		}
	})
}

func TestTakeManyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		now := time.UnixMilli(1_700_000_000_000)
		take := func(units int) time.Duration {
			t.Helper()
			wait, err := s.Take(context.Background(), now, []Bucket{{Key: "all", Rate: 10, Burst: 10, Units: units}})
			if err != nil {
				t.Fatal(err)
			}
			return wait
		}
		for _, step := range []struct {
			units int
			wait  time.Duration
		}{{7, 0}, {4, 100 * time.Millisecond}, {3, 0}, {1, 100 * time.Millisecond}, {5, 500 * time.Millisecond}} {
			if wait := take(step.units); wait != step.wait {
				t.Errorf("%d units wait %v, want %v", step.units, wait, step.wait)
			}
		}
		now = now.Add(500 * time.Millisecond)
		if wait := take(5); wait != 0 {
			t.Errorf("after the wait they wait %v", wait)
		}
	})
}

func TestReplicasShareABudget(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		keys := newKeys(t)
		replicas := []*Store{open(t, url, keys, Options{}), open(t, url, keys, Options{})}
		now := time.UnixMilli(1_700_000_000_000)
		var granted atomic.Int32
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				wait, err := replicas[i%2].Take(context.Background(), now, []Bucket{{Key: "all", Rate: 30, Burst: 30}})
				if err != nil {
					t.Error(err)
				}
				if wait == 0 {
					granted.Add(1)
				}
			})
		}
		wg.Wait()
		if got := granted.Load(); got != 30 {
			t.Errorf("%d were granted at once, want 30", got)
		}
	})
}
