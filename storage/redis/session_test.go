package redis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tiepdan/storage/local"
)

func TestEveryChangeIsAppliedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		keys := newKeys(t)
		replicas := []*Store{open(t, url, keys, Options{}), open(t, url, keys, Options{})}
		const changes = 200
		var wg sync.WaitGroup
		for i := range changes {
			wg.Go(func() {
				// Busy is an honest answer; the update would be delivered again.
				for {
					err := replicas[i%2].Change(context.Background(), person(1), func(old []byte) ([]byte, bool, error) {
						n, _ := strconv.Atoi(string(old))
						return []byte(strconv.Itoa(n + 1)), i%3 == 0, nil
					})
					if err == nil {
						return
					}
					if !errors.Is(err, ErrBusy) {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		if got := string(see(t, replicas[0], person(1))); got != strconv.Itoa(changes) {
			t.Errorf("%s of %d changes were applied", got, changes)
		}
	})
}

func TestTurnsOfOneProcessKeepTheirOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		first, entered := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := s.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) {
				close(entered)
				<-first
				return []byte("a"), false, nil
			}); err != nil {
				t.Error(err)
			}
		})
		<-entered
		// The second waits for the first, until it has no more time.
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		ran := false
		err := s.Change(ctx, person(1), func([]byte) ([]byte, bool, error) { ran = true; return nil, false, nil })
		if !errors.Is(err, context.DeadlineExceeded) || ran {
			t.Errorf("the second turn: %v, ran: %v", err, ran)
		}
		// Another person does not wait.
		put(t, s, person(2), "b", false)
		close(first)
		wg.Wait()
		if got := see(t, s, person(1)); string(got) != "a" {
			t.Errorf("holds %q", got)
		}
		if len(s.turns.lines) != 0 {
			t.Errorf("%d lines are left behind", len(s.turns.lines))
		}
	})
}

func TestDeletionLeavesItsVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		// A clock that stands still, and then goes back: versions must not.
		now := time.UnixMilli(1_700_000_000_000)
		s := open(t, url, newKeys(t), Options{Clock: func() time.Time { return now }})
		put(t, s, person(1), "a", true)
		_, first, err := s.Peek(context.Background(), person(1))
		if err != nil || first != now.UnixMilli() {
			t.Fatalf("version %d, %v; want the clock's", first, err)
		}
		if err := s.Change(context.Background(), person(1), func(old []byte) ([]byte, bool, error) { return nil, true, nil }); err != nil {
			t.Fatal(err)
		}
		state, deleted, err := s.Peek(context.Background(), person(1))
		if err != nil || state != nil || deleted <= first {
			t.Errorf("after the deletion: %q, version %d after %d, %v", state, deleted, first, err)
		}
		now = now.Add(-time.Hour)
		if got := see(t, s, person(1)); got != nil {
			t.Errorf("a deleted session was lent: %q", got)
		}
		put(t, s, person(1), "b", false)
		if state, again, err := s.Peek(context.Background(), person(1)); err != nil || string(state) != "b" || again <= deleted {
			t.Errorf("a new life: %q, version %d after %d, %v", state, again, deleted, err)
		}
	})
}

func TestUnchangedIsNotWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		put(t, s, person(1), "a", false)
		_, before, _ := s.Peek(context.Background(), person(1))
		put(t, s, person(1), "a", true)
		if _, after, _ := s.Peek(context.Background(), person(1)); after != before {
			t.Errorf("version %d after %d though nothing changed", after, before)
		}
		// fn owns its copy: a state changed in place is a change.
		if err := s.Change(context.Background(), person(1), func(old []byte) ([]byte, bool, error) {
			old[0] = 'b'
			return old, false, nil
		}); err != nil {
			t.Fatal(err)
		}
		if got := see(t, s, person(1)); string(got) != "b" {
			t.Errorf("a change in place was lost: %q", got)
		}
		put(t, s, person(2), "", false)
		if got := see(t, s, person(2)); got == nil || len(got) != 0 {
			t.Errorf("an empty state came back as %#v", got)
		}
	})
}

func TestAnErrorWritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		put(t, s, person(1), "a", false)
		mine := errors.New("mine")
		if err := s.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) { return []byte("b"), true, mine }); err != mine {
			t.Errorf("the error of the function came back as %v", err)
		}
		if got := see(t, s, person(1)); string(got) != "a" {
			t.Errorf("holds %q", got)
		}
	})
}

func TestBusy(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		keys := newKeys(t)
		s, faster := open(t, url, keys, Options{}), open(t, url, keys, Options{})
		runs := 0
		err := s.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) {
			runs++
			put(t, faster, person(1), fmt.Sprint(runs), false)
			return []byte("slow"), false, nil
		})
		if !errors.Is(err, ErrBusy) || runs != attempts {
			t.Errorf("after %d runs: %v", runs, err)
		}
		if got := see(t, s, person(1)); string(got) != fmt.Sprint(attempts) {
			t.Errorf("the slow one overwrote the fast: %q", got)
		}
	})
}

func TestSessionsExpire(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, pass func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		put(t, s, person(1), "a", false)
		name := partitionOf(person(1)).session(person(1).User)
		left, err := s.client.Do(context.Background(), s.client.B().Pttl().Key(name).Build()).AsInt64()
		if err != nil || left < (30*24*time.Hour-time.Minute).Milliseconds() || left > (30*24*time.Hour).Milliseconds() {
			t.Errorf("a session lives %d ms, %v", left, err)
		}
		short := open(t, url, newKeys(t), Options{TTL: 30 * time.Millisecond})
		put(t, short, person(2), "a", false)
		pass(60 * time.Millisecond)
		if got := see(t, short, person(2)); got != nil {
			t.Errorf("an expired session was lent: %q", got)
		}
	})
}

func TestStoredBytesAreSealed(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		const canary = "Nguyễn Thị Hoàng Yến 0912345678"
		put(t, s, person(1), canary, true)
		part := partitionOf(person(1))
		value, err := s.client.Do(context.Background(), s.client.B().Get().Key(part.session(person(1).User)).Build()).AsBytes()
		if err != nil || bytes.Contains(value, []byte("0912345678")) || bytes.Contains(value, []byte("Yến")) {
			t.Errorf("the stored bytes can be read (%v)", err)
		}
		// One person's session is nobody else's.
		run(t, s, "COPY", part.session(person(1).User), part.session(person(1+partitions).User))
		err = s.Change(context.Background(), person(1+partitions), func([]byte) ([]byte, bool, error) { return nil, false, nil })
		if !errors.Is(err, ErrUnreadable) {
			t.Errorf("a session moved to another person: %v", err)
		}
		other := open(t, url, newKeys(t), Options{})
		err = other.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) { return nil, false, nil })
		if !errors.Is(err, ErrUnreadable) || strings.Contains(err.Error(), fmt.Sprint(person(1).User)) {
			t.Errorf("with other keys: %v", err)
		}
		for _, bad := range []string{"", "short", "not sixteen digits and more"} {
			run(t, s, "SET", part.session(person(1).User), bad)
			if _, _, err := s.Peek(context.Background(), person(1)); !errors.Is(err, ErrUnreadable) {
				t.Errorf("the value %q: %v", bad, err)
			}
		}
	})
}

func TestKeysOfAPartitionShareASlot(t *testing.T) {
	for user := int64(-40); user < 40; user++ {
		part := partitionOf(SessionKey{Bot: 42, User: user})
		if part.number < 0 || part.number >= partitions {
			t.Fatalf("user %d is in partition %d", user, part.number)
		}
		want := fmt.Sprintf("tiepdan:{42:%02d}:", part.number)
		for _, name := range []string{part.session(user), part.dirty(), part.epoch()} {
			if !strings.HasPrefix(name, want) {
				t.Errorf("key %s has another hash tag than %s", name, want)
			}
		}
	}
}

func BenchmarkChange(b *testing.B) {
	s := open(b, local.TestRedis(b), newKeys(b), newLedger().options())
	state := bytes.Repeat([]byte("a"), 1000)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		if err := s.Change(context.Background(), person(int64(n%1000)), func([]byte) ([]byte, bool, error) {
			copy(state, strconv.Itoa(n))
			return state, true, nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChangeParallel(b *testing.B) {
	s := open(b, local.TestRedis(b), newKeys(b), newLedger().options())
	var mu sync.Mutex
	next := int64(0)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		mu.Lock()
		next++
		me := person(next)
		mu.Unlock()
		state := bytes.Repeat([]byte("a"), 1000)
		n := 0
		for pb.Next() {
			n++
			if err := s.Change(context.Background(), me, func([]byte) ([]byte, bool, error) {
				copy(state, strconv.Itoa(n))
				return state, true, nil
			}); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// TestWriteSentAgainIsTheSameWrite plays the library's retry after a connection
// that broke between the write and its answer.
func TestWriteSentAgainIsTheSameWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		part := partitionOf(person(1))
		send := func(held, value string) int64 {
			t.Helper()
			swapped, err := s.scripts.swap.Exec(context.Background(), s.client,
				[]string{part.session(person(1).User), part.epoch(), part.dirty()},
				[]string{held, "", value, "60000", "", "1"}).AsInt64()
			if err != nil {
				t.Fatal(err)
			}
			return swapped
		}
		first, other := "0000000000000001 first", "0000000000000001 other"
		for before := range 2 {
			if send("", first) != 1 {
				t.Errorf("the same write sent %d times before was taken for another's", before)
			}
		}
		if send("", other) != 0 {
			t.Error("another's write was taken for ours")
		}
	})
}

// TestALineIsBounded holds how many changes of one person wait: who is one too many
// is told at once, and nobody else waits for them.
func TestALineIsBounded(t *testing.T) {
	s := open(t, local.TestRedis(t), newKeys(t), Options{})
	held, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		err := s.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) {
			close(held)
			<-release
			return []byte("0"), false, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	add := func(old []byte) ([]byte, bool, error) {
		n, err := strconv.Atoi(string(old))
		return []byte(strconv.Itoa(n + 1)), false, err
	}
	answers := make(chan error, 2*longestLine)
	for range 2 * longestLine {
		wg.Go(func() { answers <- s.Change(context.Background(), person(1), add) })
	}
	for range longestLine + 1 { // all but the one who has it and those who wait
		if err := <-answers; !errors.Is(err, ErrBusy) {
			t.Errorf("one too many: %v", err)
		}
	}
	put(t, s, person(2), "another", false)
	close(release)
	for range longestLine - 1 {
		if err := <-answers; err != nil {
			t.Errorf("one who waited: %v", err)
		}
	}
	if got := string(see(t, s, person(1))); got != strconv.Itoa(longestLine-1) {
		t.Errorf("%s changes were made", got)
	}
}
