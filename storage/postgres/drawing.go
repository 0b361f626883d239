package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// drawingPause is about how long a job waits for another that draws the same card.
const drawingPause = 200 * time.Millisecond

// inHand is the error of a job whose card another job is drawing at this moment.
type inHand struct{}

func (inHand) Error() string { return "another job draws this card" }

// RetryAfter is scattered, so that two that met do not meet again.
func (inHand) RetryAfter() time.Duration { return drawingPause + rand.N(drawingPause) }

// drawnAlone fails where another job, on whatever replica, draws the same card: both
// would find no card there yet, and the group would get two. Each looks after it
// was marked as running, so of two that begin at once at least one sees the other.
func (s *Store) drawnAlone(ctx context.Context, job int64, card cardArgs) error {
	var other bool
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM river_job
			                WHERE state = 'running' AND kind = 'card' AND id <> $1 AND args->>'code' = $2 AND args->>'unit' = $3)`,
			job, card.Code, card.Unit).Scan(&other)
	})
	switch {
	case err != nil:
		return fmt.Errorf("look who draws a card: %w", err)
	case other:
		return inHand{}
	}
	return nil
}
