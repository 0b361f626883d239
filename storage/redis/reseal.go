package redis

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/rueidis"

	"tiepdan/storage/seal"
)

// resealScript puts a session in the place of the very bytes that were read, and
// lets it live as long as it would have. KEYS session; ARGV read, new.
const resealScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1`

// scanned is how many keys Redis looks through at once.
const scanned = 500

// SealedBy counts the sessions by the key they are sealed with. Those that are
// deleted are sealed with none and do not count.
func (s *Store) SealedBy(ctx context.Context) (map[seal.KeyID]int64, error) {
	found := map[seal.KeyID]int64{}
	err := s.eachSession(ctx, func(_ SessionKey, _ string, value []byte) error {
		id, _ := seal.SealedBy(value[versionDigits:])
		found[id]++
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count the sealed sessions: %w", err)
	}
	return found, nil
}

// Reseal seals anew, with the key that seals, the sessions that were sealed with
// another, while the program runs. Their versions stay, so that no checkpoint is
// taken for an older one. A session that changes at that moment is left to its own
// writer; one that does not open is counted as unopened and kept.
func (s *Store) Reseal(ctx context.Context) (done, unopened int64, err error) {
	script := rueidis.NewLuaScriptRetryable(resealScript)
	err = s.eachSession(ctx, func(key SessionKey, name string, value []byte) error {
		if id, _ := seal.SealedBy(value[versionDigits:]); id == s.keys.Primary() {
			return nil
		}
		state, version, err := decode(s.keys, key, value)
		if err != nil {
			unopened++
			return nil
		}
		anew, err := encode(s.keys, key, state, version)
		if err != nil {
			return err
		}
		ctx, cancel := s.trip(ctx)
		defer cancel()
		n, err := script.Exec(ctx, s.client, []string{name}, []string{rueidis.BinaryString(value), rueidis.BinaryString(anew)}).AsInt64()
		done += n
		return err
	})
	if err != nil {
		return done, unopened, fmt.Errorf("seal the sessions anew: %w", err)
	}
	return done, unopened, nil
}

// eachSession gives every session that is sealed, of every bot, on every node. A
// session that stays is given at least once.
func (s *Store) eachSession(ctx context.Context, do func(key SessionKey, name string, value []byte) error) error {
	for _, node := range s.client.Nodes() {
		for cursor := uint64(0); ; {
			names, next, err := s.scan(ctx, node, cursor)
			if err != nil {
				return err
			}
			for _, name := range names {
				key, ok := sessionOf(name)
				if !ok {
					continue
				}
				value, err := s.value(ctx, name)
				if err != nil {
					return err
				}
				if len(value) <= versionDigits {
					continue // gone meanwhile, or deleted
				}
				if err := do(key, name, value); err != nil {
					return err
				}
			}
			if next == 0 {
				break
			}
			cursor = next
		}
	}
	return nil
}

func (s *Store) scan(ctx context.Context, node rueidis.Client, cursor uint64) (names []string, next uint64, err error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	found, err := node.Do(ctx, node.B().Scan().Cursor(cursor).Match("tiepdan:{*}:session:*").Count(scanned).Build()).AsScanEntry()
	return found.Elements, found.Cursor, err
}

func (s *Store) value(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	value, err := s.client.Do(ctx, s.client.B().Get().Key(name).Build()).AsBytes()
	if rueidis.IsRedisNil(err) {
		return nil, nil
	}
	return value, err
}

// sessionOf reads the name of a session's key: whose it is.
func sessionOf(name string) (SessionKey, bool) {
	rest, ok := strings.CutPrefix(name, "tiepdan:{")
	tag, user, between := strings.Cut(rest, "}:session:")
	bot, _, colon := strings.Cut(tag, ":")
	var key SessionKey
	var errBot, errUser error
	key.Bot, errBot = strconv.ParseInt(bot, 10, 64)
	key.User, errUser = strconv.ParseInt(user, 10, 64)
	return key, ok && between && colon && errBot == nil && errUser == nil && partitionOf(key).session(key.User) == name
}
