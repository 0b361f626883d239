package redis

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"tiepdan/storage/seal"
)

func TestSessionsAreSealedAnewWhileTheyChange(t *testing.T) {
	onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) {
		ctx := context.Background()
		text, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		old := parse(t, text)
		if text, err = seal.Rotate(text); err != nil {
			t.Fatal(err)
		}
		both := parse(t, text)
		if text, err = seal.Retire(text, old.Primary()); err != nil {
			t.Fatal(err)
		}
		before, s := open(t, url, old, Options{}), open(t, url, both, Options{})
		const people = 40
		count := func(s *Store, n int64) {
			err := s.Change(ctx, person(n), func(state []byte) ([]byte, bool, error) {
				was, _ := strconv.Atoi(string(state))
				return []byte(strconv.Itoa(was + 1)), true, nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		for n := range int64(people) {
			count(before, n)
		}
		if err := before.Change(ctx, person(people), func([]byte) ([]byte, bool, error) { return []byte("x"), false, nil }); err != nil {
			t.Fatal(err)
		}
		if err := before.Change(ctx, person(people), func([]byte) ([]byte, bool, error) { return nil, false, nil }); err != nil {
			t.Fatal(err) // a deletion is sealed with nothing
		}
		run(t, s, "SET", "tiepdan:{budget}:session:1", "1") // not a session
		if n, err := s.SealedBy(ctx); err != nil || len(n) != 1 || n[old.Primary()] != people {
			t.Fatalf("sealed before: %v, %v", n, err)
		}
		_, version, err := s.Peek(ctx, person(1))
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for n := range int64(people) {
			if n != 1 {
				wg.Go(func() { count(s, n) })
			}
		}
		done, unopened, err := s.Reseal(ctx)
		wg.Wait()
		if err != nil || unopened != 0 || done == 0 || done > people {
			t.Errorf("sealed anew: %d, %d do not open, %v", done, unopened, err)
		}
		only := open(t, url, parse(t, text), Options{})
		if n, err := only.SealedBy(ctx); err != nil || len(n) != 1 || n[both.Primary()] != people {
			t.Errorf("sealed afterwards: %v, %v", n, err)
		}
		for n := range int64(people) {
			want := "2"
			if n == 1 {
				want = "1"
			}
			state, now, err := only.Peek(ctx, person(n))
			if err != nil || string(state) != want || n == 1 && now != version {
				t.Errorf("person %d: %q, version %d, %v", n, state, now, err)
			}
		}
		left, err := s.client.Do(ctx, s.client.B().Pttl().Key(partitionOf(person(1)).session(person(1).User)).Build()).AsInt64()
		if err != nil || time.Duration(left)*time.Millisecond < 29*24*time.Hour {
			t.Errorf("it lives for %d ms, %v", left, err)
		}
	})
}

func parse(t *testing.T, text string) *seal.Keys {
	t.Helper()
	keys, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
