package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// drawingPause is about how long a job waits for another that draws the same card.
const drawingPause = 200 * time.Millisecond

// cardSpace keeps the locks of cards apart from all others of the database.
const cardSpace = "tiepdan.card"

// inHand is the error of a job whose card another job is drawing at this moment.
type inHand struct{}

func (inHand) Error() string { return "another job draws this card" }

// RetryAfter is scattered, so that two that met do not meet again.
func (inHand) RetryAfter() time.Duration { return drawingPause + rand.N(drawingPause) }

// draw runs a job that draws a card, if no other job on whatever replica is drawing
// the same one: both would find no card there yet, and the group would get two. The
// lock is held on the connection that stands for this replica, and goes with it.
func (r *rescuer) draw(ctx context.Context, card cardArgs, do func() error) error {
	key := string(card.Code) + "/" + string(card.Unit)
	r.mu.Lock()
	taken := r.drawn[key]
	r.drawn[key] = true
	r.mu.Unlock()
	if taken {
		return inHand{}
	}
	defer func() {
		r.mu.Lock()
		delete(r.drawn, key)
		r.mu.Unlock()
	}()
	if err := r.lock(ctx, key); err != nil {
		return err
	}
	defer r.unlock(key)
	return do()
}

func (r *rescuer) lock(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	r.talking.Lock()
	defer r.talking.Unlock()
	if r.conn == nil {
		return inHand{} // not connected: in a moment
	}
	var free bool
	if err := r.conn.QueryRow(ctx, `SELECT pg_try_advisory_lock(hashtext($1), hashtext($2))`, cardSpace, key).Scan(&free); err != nil {
		return fmt.Errorf("lock a card: %w", err)
	}
	if !free {
		return inHand{}
	}
	return nil
}

// unlock gives a card back. A connection that is gone has given it back already.
func (r *rescuer) unlock(key string) {
	ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
	defer cancel()
	r.talking.Lock()
	defer r.talking.Unlock()
	if r.conn == nil {
		return
	}
	if _, err := r.conn.Exec(ctx, `SELECT pg_advisory_unlock(hashtext($1), hashtext($2))`, cardSpace, key); err != nil {
		r.drop() // what cannot be given back alone goes with the connection
	}
}
