package redis

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func listDirty(t *testing.T, s *Store, key SessionKey, limit int) []Dirty {
	t.Helper()
	list, err := s.Dirty(context.Background(), key.Bot, partitionOf(key).number, limit)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDirtySessionsWaitForTheirCheckpoint(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		now := time.UnixMilli(1_700_000_000_000)
		s := open(t, url, newKeys(t), Options{Clock: func() time.Time { return now }})
		// Three of one partition, the middle one not dirty.
		one, two, three := person(0), person(partitions), person(2*partitions)
		put(t, s, one, "1", true)
		now = now.Add(time.Second)
		put(t, s, two, "2", false)
		put(t, s, three, "3", true)
		list := listDirty(t, s, one, 10)
		if len(list) != 2 || list[0].Key != one || list[1].Key != three {
			t.Fatalf("dirty: %v", list)
		}
		if !list[1].At.Equal(now) || list[1].Version != now.UnixMilli() {
			t.Errorf("dirty since %v, version %d", list[1].At, list[1].Version)
		}
		if short := listDirty(t, s, one, 1); len(short) != 1 || short[0].Key != one {
			t.Errorf("the longest waiting: %v", short)
		}
		if none := listDirty(t, s, one, 0); len(none) != 0 {
			t.Errorf("no more than none: %v", none)
		}
		sessions, err := s.Read(context.Background(), list)
		if err != nil || string(sessions[0].State) != "1" || string(sessions[1].State) != "3" {
			t.Errorf("read %v, %v", sessions, err)
		}
		// It changes between the list and the cleaning, in the same millisecond.
		put(t, s, three, "3+", true)
		if err := s.Clean(context.Background(), list); err != nil {
			t.Fatal(err)
		}
		list = listDirty(t, s, one, 10)
		if len(list) != 1 || list[0].Key != three {
			t.Errorf("after cleaning: %v", list)
		}
		if err := s.Clean(context.Background(), list); err != nil {
			t.Fatal(err)
		}
		if list = listDirty(t, s, one, 10); len(list) != 0 {
			t.Errorf("after cleaning again: %v", list)
		}
	})
}

func TestOneUnreadableSessionSpoilsNoOther(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		s := open(t, url, newKeys(t), Options{})
		var list []Dirty
		for n := range int64(40) {
			put(t, s, person(n), fmt.Sprint(n), true)
			list = append(list, Dirty{Key: person(n)})
		}
		run(t, s, "SET", partitionOf(person(7)).session(person(7).User), "0000000000000001 broken")
		run(t, s, "DEL", partitionOf(person(8)).session(person(8).User))
		sessions, err := s.Read(context.Background(), list)
		if err != nil || len(sessions) != len(list) {
			t.Fatalf("read %d of %d, %v", len(sessions), len(list), err)
		}
		for n, found := range sessions {
			switch {
			case found.Key != list[n].Key:
				t.Errorf("place %d holds another's session", n)
			case n == 7:
				if !errors.Is(found.Err, ErrUnreadable) {
					t.Errorf("the broken one: %v", found.Err)
				}
			case n == 8:
				if found.State != nil || found.Version != 0 || found.Err != nil {
					t.Errorf("the missing one: %v", found)
				}
			case string(found.State) != fmt.Sprint(n) || found.Version == 0 || found.Err != nil:
				t.Errorf("session %d: %v", n, found)
			}
		}
	})
}
