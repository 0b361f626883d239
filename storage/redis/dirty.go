package redis

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// Dirty is a session whose last dirty change has not been checkpointed.
type Dirty struct {
	Key SessionKey
	// Version is that of the session's last dirty change; the session itself may
	// have moved on since.
	Version int64
	// At is about when that change was made.
	At time.Time
}

// Session is what Redis holds of one person at this moment.
type Session struct {
	Key     SessionKey
	State   []byte // in clear; nil: there is none
	Version int64  // 0: Redis knows nothing of it, not even a deletion
	Err     error  // why this one cannot be read; the others can
}

// cleanScript forgets users who are still dirty with the version that was written.
// KEYS dirty; ARGV user, version, user, version, …
const cleanScript = `
local cleaned = 0
for i = 1, #ARGV, 2 do
  local version = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if version and tonumber(version) == tonumber(ARGV[i + 1]) then
    cleaned = cleaned + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return cleaned`

// Dirty lists at most limit sessions of one partition that wait for a checkpoint,
// the longest waiting first.
func (s *Store) Dirty(ctx context.Context, bot int64, number, limit int) ([]Dirty, error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	if limit <= 0 {
		return nil, nil
	}
	part := partition{bot: bot, number: number}
	scores, err := s.client.Do(ctx, s.client.B().Zrange().Key(part.dirty()).Min("0").Max(strconv.Itoa(limit-1)).Withscores().Build()).AsZScores()
	if err != nil {
		return nil, fmt.Errorf("list the dirty sessions: %w", err)
	}
	list := make([]Dirty, 0, len(scores))
	for _, score := range scores {
		user, err := strconv.ParseInt(score.Member, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("list the dirty sessions: one is not named by a number: %w", strconv.ErrSyntax)
		}
		version := int64(score.Score)
		list = append(list, Dirty{Key: SessionKey{Bot: bot, User: user}, Version: version, At: time.UnixMilli(version)})
	}
	return list, nil
}

// Read reads the sessions of one list of Dirty in one trip per partition, in the
// order of the list. One that cannot be read carries its error and spoils no other.
func (s *Store) Read(ctx context.Context, list []Dirty) ([]Session, error) {
	sessions := make([]Session, len(list))
	for part, places := range byPartition(list) {
		names := make([]string, len(places))
		for i, place := range places {
			names[i] = part.session(list[place].Key.User)
		}
		values, err := s.values(ctx, names)
		if err != nil {
			return nil, err
		}
		for i, place := range places {
			found := &sessions[place]
			found.Key = list[place].Key
			if values[i].IsNil() {
				continue
			}
			value, err := values[i].AsBytes()
			if err != nil {
				found.Err = fmt.Errorf("read the session: %w", err)
				continue
			}
			found.State, found.Version, found.Err = decode(s.keys, found.Key, value)
		}
	}
	return sessions, nil
}

func (s *Store) values(ctx context.Context, names []string) ([]rueidis.RedisMessage, error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	values, err := s.client.Do(ctx, s.client.B().Mget().Key(names...).Build()).ToArray()
	if err != nil {
		return nil, fmt.Errorf("read the sessions: %w", err)
	}
	if len(values) != len(names) {
		return nil, fmt.Errorf("read the sessions: Redis answered %d values of %d", len(values), len(names))
	}
	return values, nil
}

// Clean says that these are checkpointed. One that became dirty again since it was
// listed stays dirty.
func (s *Store) Clean(ctx context.Context, list []Dirty) error {
	for part, places := range byPartition(list) {
		args := make([]string, 0, 2*len(places))
		for _, place := range places {
			args = append(args, strconv.FormatInt(list[place].Key.User, 10), strconv.FormatInt(list[place].Version, 10))
		}
		if err := s.clean(ctx, part, args); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) clean(ctx context.Context, part partition, args []string) error {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	if err := s.scripts.clean.Exec(ctx, s.client, []string{part.dirty()}, args).Error(); err != nil {
		return fmt.Errorf("clean the checkpointed sessions: %w", err)
	}
	return nil
}

// byPartition groups the places in a list by the partition of their session.
func byPartition(list []Dirty) map[partition][]int {
	groups := map[partition][]int{}
	for place, dirty := range list {
		part := partitionOf(dirty.Key)
		groups[part] = append(groups[part], place)
	}
	return groups
}
