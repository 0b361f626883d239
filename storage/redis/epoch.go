package redis

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/rueidis"
)

// firstEpoch is the epoch of a partition whose Redis was never emptied.
const firstEpoch = "1"

// Prepare gives every partition of a bot its epoch now, while the durable counter
// answers, so that a person of a partition that nobody has used needs Redis alone.
func (s *Store) Prepare(ctx context.Context, bot int64) error {
	if s.options.Epoch == nil {
		return nil
	}
	for number := range partitions {
		if err := s.ensureEpoch(ctx, partition{bot: bot, number: number}); err != nil {
			return err
		}
	}
	return nil
}

// ensureEpoch gives the partition its epoch in Redis. Where it has none, Redis is
// new or was emptied, and the durable counter tells which. Replicas may count one
// emptying twice; only "1 or more than 1" matters.
func (s *Store) ensureEpoch(ctx context.Context, part partition) error {
	done, err := s.epochs.wait(ctx, part)
	if err != nil {
		return fmt.Errorf("wait for the epoch: %w", err)
	}
	defer done()
	known, err := s.epochKnown(ctx, part)
	if known || err != nil {
		return err
	}
	number, err := s.options.Epoch(ctx, part.number, true)
	if err != nil {
		return fmt.Errorf("count the epoch: %w", err)
	}
	if number < 1 {
		return fmt.Errorf("count the epoch: the durable counter gave %d, and its first number is 1", number)
	}
	ctx, cancel := s.trip(ctx)
	defer cancel()
	set := s.client.B().Set().Key(part.epoch()).Value(strconv.FormatInt(number, 10)).Nx().Build()
	// Nil: another replica was faster, and its number is as good.
	if err := s.client.Do(ctx, set).Error(); err != nil && !rueidis.IsRedisNil(err) {
		return fmt.Errorf("set the epoch: %w", err)
	}
	return nil
}

// epochKnown asks again once it is our turn: the one before us may have set it.
func (s *Store) epochKnown(ctx context.Context, part partition) (bool, error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	known, err := s.client.Do(ctx, s.client.B().Exists().Key(part.epoch()).Build()).AsBool()
	if err != nil {
		return false, fmt.Errorf("read the epoch: %w", err)
	}
	return known, nil
}
