package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Dirty is a conversation that changed since its last checkpoint. Mark lets the
// store forget it only if it has not changed again.
type Dirty struct {
	Bot, User int64
	Version   int64
	State     []byte // nil: the conversation has ended
	// Unknown says that the quick store knows nothing of it, not even that it ended:
	// it was emptied since it was listed. Nothing is to be saved.
	Unknown bool
	Mark    float64
}

// Checkpoints moves changed conversations from the quick store to the lasting one.
type Checkpoints struct {
	// Dirty lists changed conversations of one partition, with their state.
	Dirty func(ctx context.Context, partition, most int) ([]Dirty, error)
	// Save writes them; an older version never replaces a newer one, so a batch
	// that comes late revives nothing.
	Save func(ctx context.Context, batch []Dirty) error
	// Clean forgets what was saved.
	Clean      func(ctx context.Context, partition int, batch []Dirty) error
	Partitions int
	Every      time.Duration // with the writing, the stated loss: 2 s
	Log        *slog.Logger
}

// checkpointBatch bounds one statement.
const checkpointBatch = 500

// Run saves until ctx ends, and once more then. Failures are tried again: the
// marks stay until their conversations are saved.
func (c Checkpoints) Run(ctx context.Context) error {
	tick := time.NewTicker(c.Every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := c.Once(ctx); err != nil && ctx.Err() == nil {
				c.Log.Warn("drafts were not checkpointed", "error", err)
			}
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
			defer cancel()
			return c.Once(last)
		}
	}
}

// Once saves everything that is dirty now.
func (c Checkpoints) Once(ctx context.Context) error {
	for p := range c.Partitions {
		for {
			batch, err := c.Dirty(ctx, p, checkpointBatch)
			if err != nil {
				return fmt.Errorf("list changed drafts: %w", err)
			}
			if len(batch) == 0 {
				break
			}
			if err := c.Save(ctx, batch); err != nil {
				return fmt.Errorf("save drafts: %w", err)
			}
			if err := c.Clean(ctx, p, batch); err != nil {
				return fmt.Errorf("forget saved drafts: %w", err)
			}
			if len(batch) < checkpointBatch {
				break
			}
		}
	}
	return nil
}
