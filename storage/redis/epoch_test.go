package redis

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func TestNewPeopleAreNotLookedUp(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		durable := newLedger()
		s := open(t, url, newKeys(t), durable.options())
		for n := range int64(40) {
			put(t, s, person(n), "a", false)
		}
		if got := durable.recoveries(); got != 0 {
			t.Errorf("%d checkpoints were looked up at the very first start", got)
		}
		for part, epoch := range durable.epochs {
			if epoch != 1 {
				t.Errorf("partition %d counted %d starts", part, epoch)
			}
		}
	})
}

func TestEmptiedRedisIsRecovered(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		durable := newLedger()
		s := open(t, url, newKeys(t), durable.options())
		put(t, s, person(1), "draft", true)
		put(t, s, person(2), "deleted later", true)
		checkpoint(t, s, durable)
		if err := s.Change(context.Background(), person(2), func([]byte) ([]byte, bool, error) { return nil, true, nil }); err != nil {
			t.Fatal(err)
		}
		checkpoint(t, s, durable)
		run(t, s, "FLUSHDB")

		if got := see(t, s, person(1)); string(got) != "draft" {
			t.Errorf("the draft came back as %q", got)
		}
		if got := see(t, s, person(2)); got != nil {
			t.Errorf("a deleted session came back: %q", got)
		}
		if got := see(t, s, person(3)); got != nil {
			t.Errorf("a new person has %q", got)
		}
		// What was recovered is in Redis again, with a version above its
		// checkpoint's, and is not looked up twice.
		asked := durable.recoveries()
		if got := see(t, s, person(1)); string(got) != "draft" || durable.recoveries() != asked {
			t.Errorf("the draft was looked up again (%q)", got)
		}
		if _, version, err := s.Peek(context.Background(), person(1)); err != nil || version <= durable.checkpoints[person(1)].Version {
			t.Errorf("version %d after a checkpoint of %d, %v", version, durable.checkpoints[person(1)].Version, err)
		}
		if got := durable.epochs[partitionOf(person(1)).number]; got != 2 {
			t.Errorf("the emptying was counted as epoch %d", got)
		}
	})
}

func TestDeletionIsNotRevivedByALateCheckpoint(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		durable := newLedger()
		s := open(t, url, newKeys(t), durable.options())
		run(t, s, "SET", partitionOf(person(1)).epoch(), "2")
		put(t, s, person(1), "draft", true)
		checkpoint(t, s, durable)
		// Deleted, and the checkpoint does not know yet.
		if err := s.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) { return nil, true, nil }); err != nil {
			t.Fatal(err)
		}
		if got := see(t, s, person(1)); got != nil {
			t.Errorf("the checkpoint revived %q", got)
		}
	})
}

func TestDurableSideAwayWritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		durable := newLedger()
		s := open(t, url, newKeys(t), durable.options())
		change := func() (ran bool, err error) {
			err = s.Change(context.Background(), person(1), func([]byte) ([]byte, bool, error) {
				ran = true
				return []byte("new"), false, nil
			})
			return ran, err
		}
		durable.err = errors.New("postgres is away")
		// Epochs are asked for a partition that Redis does not know; recoveries for a
		// person missing in a known one.
		for _, epoch := range []string{"", "2"} {
			if epoch != "" {
				run(t, s, "SET", partitionOf(person(1)).epoch(), epoch)
			}
			if ran, err := change(); !errors.Is(err, durable.err) || ran {
				t.Errorf("epoch %q: %v, ran: %v", epoch, err, ran)
			}
		}
		if _, version, err := s.Peek(context.Background(), person(1)); version != 0 || err != nil {
			t.Errorf("something was written: version %d, %v", version, err)
		}
		durable.err = nil
		if ran, err := change(); err != nil || !ran {
			t.Errorf("when it is back: %v, ran: %v", err, ran)
		}
	})
}

func TestEmptyingDuringATurnIsNoticed(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		durable := newLedger()
		s := open(t, url, newKeys(t), durable.options())
		put(t, s, person(1), "draft", true)
		checkpoint(t, s, durable)
		var seen []string
		if err := s.Change(context.Background(), person(1), func(old []byte) ([]byte, bool, error) {
			if seen = append(seen, string(old)); len(seen) == 1 {
				run(t, s, "FLUSHDB")
			}
			return append(old, '+'), true, nil
		}); err != nil {
			t.Fatal(err)
		}
		if len(seen) != 2 || seen[1] != "draft" {
			t.Errorf("the turn saw %q", seen)
		}
		if got := see(t, s, person(1)); string(got) != "draft+" {
			t.Errorf("holds %q", got)
		}
	})
}

func TestManyAtOnceCountOneEmptying(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		durable := newLedger()
		s := open(t, url, newKeys(t), durable.options())
		var wg sync.WaitGroup
		for n := range int64(100) {
			wg.Go(func() { put(t, s, person(n), "a", false) })
		}
		wg.Wait()
		if len(durable.epochs) != partitions {
			t.Errorf("%d partitions were counted", len(durable.epochs))
		}
		for part, epoch := range durable.epochs {
			if epoch != 1 {
				t.Errorf("partition %d was counted %d times", part, epoch)
			}
		}
	})
}

// checkpoint does what the program does every two seconds.
func checkpoint(t *testing.T, s *Store, durable *ledger) {
	t.Helper()
	ctx := context.Background()
	for part := range s.Partitions() {
		list, err := s.Dirty(ctx, person(0).Bot, part, 100)
		if err != nil {
			t.Fatal(err)
		}
		sessions, err := s.Read(ctx, list)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range sessions {
			if found.Err != nil {
				t.Fatal(found.Err)
			}
			if found.Version > durable.checkpoints[found.Key].Version {
				durable.checkpoints[found.Key] = found
			}
		}
		if err := s.Clean(ctx, list); err != nil {
			t.Fatal(err)
		}
	}
}
