package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Bucket is a rate budget shared by all replicas: Burst at once, Rate per second in
// the long run. Telegram's are 30/s in all, 1/s per chat, 20/min per group.
type Bucket struct {
	Key   string
	Rate  float64
	Burst int
	// Units are how many are taken at once, no more than Burst; 0 means one.
	Units int
}

// takeScript is the generic cell rate algorithm over several buckets, of which all
// or none are taken from. Each holds the moment at which it would be whole again.
// KEYS buckets; ARGV now in microseconds, then for each bucket the microseconds
// that one unit takes to come back, the burst, and the units. It gives the
// microseconds to wait. A bucket is kept ten seconds past its moment: the replicas' clocks differ.
const takeScript = `
local now = tonumber(ARGV[1])
local wait, whole = 0, {}
for i, key in ipairs(KEYS) do
  local interval, burst, units = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  local at = tonumber(redis.call('GET', key) or '0')
  if at < now then at = now end
  whole[i] = at + interval * units
  local over = whole[i] - now - interval * burst
  if over > wait then wait = over end
end
if wait < 1 then
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.0f', whole[i]), 'PX', string.format('%.0f', math.ceil((whole[i] - now) / 1000) + 10000))
  end
  return '0'
end
return string.format('%.0f', math.ceil(wait))`

// Take takes its units from every bucket, or from none: then it returns how long to
// wait before asking again. All budgets lie in one slot of a cluster, since the
// widest of them allows no more than some thirty calls a second anyway.
func (s *Store) Take(ctx context.Context, now time.Time, buckets []Bucket) (wait time.Duration, err error) {
	if len(buckets) == 0 {
		return 0, nil
	}
	keys := make([]string, len(buckets))
	args := make([]string, 1, 1+3*len(buckets))
	args[0] = strconv.FormatInt(now.UnixMicro(), 10)
	for i, bucket := range buckets {
		units := max(bucket.Units, 1)
		if bucket.Rate <= 0 || bucket.Burst < units {
			return 0, errors.New("take from a budget: its rate must be above zero, and its burst no less than what is taken")
		}
		keys[i] = "tiepdan:{budget}:" + bucket.Key
		args = append(args, strconv.FormatFloat(1e6/bucket.Rate, 'f', 3, 64), strconv.Itoa(bucket.Burst), strconv.Itoa(units))
	}
	ctx, cancel := s.trip(ctx)
	defer cancel()
	text, err := s.scripts.take.Exec(ctx, s.client, keys, args).ToString()
	if err != nil {
		return 0, fmt.Errorf("take from a budget: %w", err)
	}
	micros, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("take from a budget: %w", err)
	}
	return time.Duration(micros) * time.Microsecond, nil
}
