package app

import (
	"context"
	"testing"
	"time"

	"tiepdan/bot"
	"tiepdan/storage/local"
	"tiepdan/storage/redis"
	"tiepdan/storage/seal"
)

// TestBudgetsAreShared holds that calls and answers in webhooks' bodies, of whatever
// replica, are taken from the same budgets of a chat and of all: an answer leaves a
// little to the others, and several messages are taken whole or not at all.
func TestBudgetsAreShared(t *testing.T) {
	t.Parallel()
	keyset, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.Parse(keyset)
	if err != nil {
		t.Fatal(err)
	}
	url := local.TestRedis(t)
	var replicas []budgets
	for range 2 {
		store, err := redis.Open(t.Context(), url, keys, redis.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(store.Close)
		replicas = append(replicas, budgets{store: store, bot: 4242, rate: 30, chat: 1})
	}
	now := time.UnixMilli(1_700_000_000_000)
	for i, step := range []struct {
		what string
		of   bot.Portion
		wait time.Duration
	}{
		{"an answer", bot.Portion{Chat: 7, Messages: 1, Spare: 5, ChatSpare: 1}, 0},
		{"an answer of another replica", bot.Portion{Chat: 7, Messages: 1, Spare: 5, ChatSpare: 1}, 0},
		{"a third answer", bot.Portion{Chat: 7, Messages: 1, Spare: 5, ChatSpare: 1}, time.Second},
		{"a call", bot.Portion{Chat: 7, Messages: 1}, 0},
		{"a second call", bot.Portion{Chat: 7, Messages: 1}, time.Second},
		{"an allotment", bot.Portion{Chat: 8, Messages: 22, Spare: 5, ChatSpare: 1}, 0},
		{"an answer when that is spent", bot.Portion{Chat: 9, Messages: 1, Spare: 5, ChatSpare: 1}, time.Second / 30},
		{"a call in a group", bot.Portion{Chat: -9, Messages: 1}, 0},
		{"four of the others", bot.Portion{Chat: 9, Messages: 4}, 0},
		{"one more", bot.Portion{Chat: 10, Messages: 1}, time.Second / 30},
	} {
		wait, err := replicas[i%2].Take(context.Background(), now, step.of)
		if err != nil {
			t.Fatal(err)
		}
		if (wait - step.wait).Abs() > time.Millisecond {
			t.Errorf("%s waits %v, want %v", step.what, wait, step.wait)
		}
	}
}
