package redis

import (
	"context"
	"regexp"
	"strconv"
	"testing"

	"tiepdan/storage/local"
)

// TestChangeReadsOnceAndWritesOnce holds a turn to what it may cost Redis: one
// read and one script, whatever the script does inside. The calls are counted by
// Redis itself.
func TestChangeReadsOnceAndWritesOnce(t *testing.T) {
	s := open(t, local.TestRedisServer(t).URL(), newKeys(t), Options{})
	put(t, s, person(1), "warm", true)
	const turns = 20
	before := calls(t, s)
	for i := range turns {
		put(t, s, person(1), "turn "+strconv.Itoa(i), true)
	}
	after := calls(t, s)
	for command, want := range map[string]int{"mget": turns, "evalsha": turns, "eval": 0, "exists": 0} {
		if got := after[command] - before[command]; got != want {
			t.Errorf("%d turns called %s %d times, want %d", turns, command, got, want)
		}
	}
}

var commandCalls = regexp.MustCompile(`cmdstat_(\w+):calls=(\d+)`)

// calls are how often each command was called, as Redis counts them.
func calls(t *testing.T, s *Store) map[string]int {
	t.Helper()
	info, err := s.client.Do(context.Background(), s.client.B().Info().Section("commandstats").Build()).ToString()
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]int{}
	for _, m := range commandCalls.FindAllStringSubmatch(info, -1) {
		counted[m[1]], _ = strconv.Atoi(m[2])
	}
	return counted
}
