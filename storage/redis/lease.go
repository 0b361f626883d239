package redis

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// leaseScript prolongs the owner's lease, or takes a free one.
// KEYS lease; ARGV owner, TTL in ms.
const leaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
return 0`

// releaseScript gives up the owner's own lease and nobody else's.
// KEYS lease; ARGV owner.
const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`

// Lease takes or prolongs the lease of a name for one owner, and tells whether the
// owner holds it. The owner must ask again before the time is over. A lease keeps
// two replicas from the same work; it does not guard data against a replica that
// was asleep.
func (s *Store) Lease(ctx context.Context, name, owner string, ttl time.Duration) (held bool, err error) {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	held, err = s.scripts.lease.Exec(ctx, s.client, []string{leaseName(name)}, []string{owner, strconv.FormatInt(milliseconds(ttl), 10)}).AsBool()
	if err != nil {
		return false, fmt.Errorf("take lease %s: %w", name, err)
	}
	return held, nil
}

// Release gives up the owner's lease. One that is not held is no error.
func (s *Store) Release(ctx context.Context, name, owner string) error {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	if err := s.scripts.release.Exec(ctx, s.client, []string{leaseName(name)}, []string{owner}).Error(); err != nil {
		return fmt.Errorf("release lease %s: %w", name, err)
	}
	return nil
}

func leaseName(name string) string { return "tiepdan:lease:" + name }

// milliseconds is a TTL as Redis takes it, at least one.
func milliseconds(ttl time.Duration) int64 { return max(ttl.Milliseconds(), 1) }
