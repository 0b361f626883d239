package redis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/redis/rueidis"

	"tiepdan/storage/seal"
)

// attempts bounds how often Change runs its function. Within a process changes of
// one person wait for each other, so only replicas compete.
const attempts = 40

// swapScript writes a session if neither it nor the partition's epoch changed
// since they were read, and marks it dirty with its new version. Sent again after
// a broken connection, it finds its own value there, which no other sealing gives.
// KEYS session, epoch, dirty; ARGV version and epoch read ("" for none), value,
// TTL in ms, version for the dirty set ("" for none), user.
const swapScript = `
if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] or (redis.call('GET', KEYS[2]) or '') ~= ARGV[2] then
  return redis.call('GET', KEYS[1]) == ARGV[3] and 1 or 0
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
if ARGV[5] ~= '' then
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[6])
end
return 1`

// Change lends the session to fn alone and writes back what it returns, all or
// nothing.
//
// fn gets the old state, nil if there is none, as a copy of its own. It returns the
// new state, nil to delete it, and whether the change must reach a checkpoint
// (dirty; a deletion too, or the checkpoint would revive the session after Redis is
// emptied). Bytes that did not change are not written. fn may run again when
// another replica was faster, so it must be idempotent; it must not call Change for
// the same person.
//
// The error of fn is returned as it is. When fn, Options.Epoch or Options.Recover
// fails, nothing is written. ErrBusy means that others were faster every time, or
// that too many wait already. When
// Redis goes away during the write itself, the error leaves open whether it was
// done: the update is to be delivered again, and fn recognises the repeat.
func (s *Store) Change(ctx context.Context, key SessionKey, fn func(old []byte) (state []byte, dirty bool, err error)) error {
	done, err := s.turns.wait(ctx, key)
	if errors.Is(err, errLine) {
		return ErrBusy
	}
	if err != nil {
		return fmt.Errorf("wait for the session: %w", err)
	}
	defer done()
	for attempt := range attempts {
		if err := pause(ctx, attempt); err != nil {
			return fmt.Errorf("change the session: %w", err)
		}
		old, err := s.current(ctx, key)
		if err != nil {
			return err
		}
		state, dirty, err := fn(bytes.Clone(old.state))
		if err != nil {
			return err
		}
		same := (state == nil) == (old.state == nil) && bytes.Equal(state, old.state)
		if same && !old.recovered {
			return nil
		}
		won, err := s.swap(ctx, key, old, state, dirty && !same)
		if err != nil {
			return err
		}
		if won {
			return nil
		}
	}
	return ErrBusy
}

// Peek reads a session without lending it: its state (nil if there is none) and
// version. A deleted session still has a version, for as long as it would have
// lived; 0 means that Redis knows nothing of it.
func (s *Store) Peek(ctx context.Context, key SessionKey) (state []byte, version int64, err error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	name := partitionOf(key).session(key.User)
	value, err := s.client.Do(ctx, s.client.B().Get().Key(name).Build()).AsBytes()
	if rueidis.IsRedisNil(err) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read the session: %w", err)
	}
	return decode(s.keys, key, value)
}

// session is what Redis, or else the checkpoint, holds of one person.
type session struct {
	state     []byte // nil: none, or deleted
	version   int64  // of the state, or of its deletion
	held      string // the version in Redis, as it stands there; "" if it has none
	epoch     string // of the partition, as it stands in Redis; "" if it has none
	recovered bool   // the state is the checkpoint's and Redis lacks it
}

// current reads the session and its epoch in one trip. Only when Redis knows
// neither is the database asked.
func (s *Store) current(ctx context.Context, key SessionKey) (session, error) {
	now, err := s.read(ctx, key)
	if err != nil {
		return now, err
	}
	if now.epoch == "" && s.options.Epoch != nil {
		if err := s.ensureEpoch(ctx, partitionOf(key)); err != nil {
			return now, err
		}
		if now, err = s.read(ctx, key); err != nil {
			return now, err
		}
	}
	// Epoch 1 is Redis as it was first filled: who is missing is new.
	if now.held != "" || now.epoch == "" || now.epoch == firstEpoch || s.options.Recover == nil {
		return now, nil
	}
	now.state, now.version, err = s.options.Recover(ctx, key)
	if err != nil {
		return now, fmt.Errorf("recover the session from its checkpoint: %w", err)
	}
	now.recovered = now.state != nil
	return now, nil
}

func (s *Store) read(ctx context.Context, key SessionKey) (session, error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	part := partitionOf(key)
	values, err := s.client.Do(ctx, s.client.B().Mget().Key(part.session(key.User), part.epoch()).Build()).ToArray()
	if err != nil {
		return session{}, fmt.Errorf("read the session: %w", err)
	}
	if len(values) != 2 {
		return session{}, fmt.Errorf("read the session: Redis answered %d values of 2", len(values))
	}
	var now session
	if !values[1].IsNil() {
		if now.epoch, err = values[1].ToString(); err != nil {
			return now, fmt.Errorf("read the epoch: %w", err)
		}
	}
	if values[0].IsNil() {
		return now, nil
	}
	value, err := values[0].AsBytes()
	if err != nil {
		return now, fmt.Errorf("read the session: %w", err)
	}
	if now.state, now.version, err = decode(s.keys, key, value); err != nil {
		return now, err
	}
	now.held = string(value[:versionDigits])
	return now, nil
}

// swap writes the new state in place of the old, unless another was faster.
func (s *Store) swap(ctx context.Context, key SessionKey, old session, state []byte, dirty bool) (won bool, err error) {
	// Versions are milliseconds of the clock, pushed on where it lags. They never go
	// backwards, not even over a deletion that Redis has forgotten, so that a late
	// checkpoint of an earlier life is known as such.
	version := max(old.version+1, s.options.Clock().UnixMilli())
	value, err := encode(s.keys, key, state, version)
	if err != nil {
		return false, err
	}
	score := ""
	if dirty {
		score = strconv.FormatInt(version, 10)
	}
	ctx, cancel := s.trip(ctx)
	defer cancel()
	part := partitionOf(key)
	swapped, err := s.scripts.swap.Exec(ctx, s.client,
		[]string{part.session(key.User), part.epoch(), part.dirty()},
		[]string{
			old.held, old.epoch, rueidis.BinaryString(value),
			strconv.FormatInt(s.options.TTL.Milliseconds(), 10), score, strconv.FormatInt(key.User, 10),
		}).AsInt64()
	if err != nil {
		return false, fmt.Errorf("write the session: %w", err)
	}
	return swapped == 1, nil
}

// versionDigits is the fixed width of the version before a sealed session, so that
// the script reads it without the rest. It lasts longer than the calendar.
const versionDigits = 16

// encode makes the value of a session; of a deleted one the version alone is left.
func encode(keys *seal.Keys, key SessionKey, state []byte, version int64) ([]byte, error) {
	value := fmt.Appendf(make([]byte, 0, versionDigits), "%0*d", versionDigits, version)
	if state == nil {
		return value, nil
	}
	sealed, err := keys.Seal(state, "session", "state", sealID(key))
	if err != nil {
		return nil, fmt.Errorf("seal the session: %w", err)
	}
	return append(value, sealed...), nil
}

func decode(keys *seal.Keys, key SessionKey, value []byte) (state []byte, version int64, err error) {
	if len(value) < versionDigits {
		return nil, 0, fmt.Errorf("read the session: %w: it is cut short", ErrUnreadable)
	}
	if version, err = strconv.ParseInt(string(value[:versionDigits]), 10, 64); err != nil {
		return nil, 0, fmt.Errorf("read the session: %w: it has no version", ErrUnreadable)
	}
	if len(value) == versionDigits {
		return nil, version, nil
	}
	if state, err = keys.Open(value[versionDigits:], "session", "state", sealID(key)); err != nil {
		return nil, 0, fmt.Errorf("read the session: %w: %w", ErrUnreadable, err)
	}
	if state == nil {
		state = []byte{} // an empty state is a state
	}
	return state, version, nil
}

// pause waits before every attempt but the first, longer and at random, so that
// replicas do not meet again at once.
func pause(ctx context.Context, attempt int) error {
	if attempt == 0 {
		return nil
	}
	longest := min(time.Millisecond<<min(attempt, 10), longestDelay)
	timer := time.NewTimer(rand.N(longest) + 1)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
