package redis

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/rueidis"
)

// Lag tells how many sessions of a bot wait for their checkpoint, and how long ago the
// one that has been quiet the longest was changed. Each change begins the count of its
// session anew. It is one trip.
func (s *Store) Lag(ctx context.Context, bot int64) (waiting int64, longest time.Duration, err error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	asks := make(rueidis.Commands, 0, 2*partitions)
	for number := range partitions {
		name := partition{bot: bot, number: number}.dirty()
		asks = append(asks, s.client.B().Zcard().Key(name).Build(),
			s.client.B().Zrange().Key(name).Min("0").Max("0").Withscores().Build())
	}
	now := s.options.Clock()
	answers := s.client.DoMulti(ctx, asks...)
	for i := 0; i < len(answers); i += 2 {
		n, err := answers[i].AsInt64()
		if err != nil {
			return 0, 0, fmt.Errorf("count the dirty sessions: %w", err)
		}
		first, err := answers[i+1].AsZScores()
		if err != nil {
			return 0, 0, fmt.Errorf("list the dirty sessions: %w", err)
		}
		waiting += n
		if len(first) > 0 {
			longest = max(longest, now.Sub(time.UnixMilli(int64(first[0].Score))))
		}
	}
	return waiting, longest, nil
}

// Holder tells who holds the lease of a name; "" if nobody does.
func (s *Store) Holder(ctx context.Context, name string) (owner string, err error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	owner, err = s.client.Do(ctx, s.client.B().Get().Key(leaseName(name)).Build()).ToString()
	if rueidis.IsRedisNil(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read lease %s: %w", name, err)
	}
	return owner, nil
}
