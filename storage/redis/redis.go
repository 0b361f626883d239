// Package redis lends each person's conversation to one turn at a time, and keeps
// rate budgets and leases.
//
// It promises that two turns of one person never overwrite each other on whatever
// replica they run, that a session is sealed before it leaves the process, that an
// emptied Redis is told from a person who is new, and that a Redis that is away is
// told within about two seconds. It needs Redis 7.0: a single node, Sentinel or
// Cluster.
//
// Keys, where <pp> is the partition of the person:
//
//	tiepdan:{<bot>:<pp>}:session:<user>  version (16 digits) and the sealed session; the version alone once deleted
//	tiepdan:{<bot>:<pp>}:dirty           sorted set of the users whose session waits for its checkpoint, by version
//	tiepdan:{<bot>:<pp>}:epoch           the epoch of the partition; its absence says that Redis was emptied
//	tiepdan:{budget}:<key>               the moment, in microseconds, at which a budget is whole again
//	tiepdan:lease:<name>                 owner of a lease
package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/rueidis"

	"tiepdan/storage/seal"
)

var (
	// ErrBusy is returned when a session was changed by others at every attempt, or
	// when too many wait to change it. Nothing was written; the caller answers that
	// it should be sent again.
	ErrBusy = errors.New("the session is being changed by others")
	// ErrUnreadable is wrapped when a stored session does not open with the keys
	// given: a wrong TIEPDAN_KEYSET, or one that another replica has already
	// rotated.
	ErrUnreadable = errors.New("the stored session does not open")
)

const (
	defaultTTL     = 30 * 24 * time.Hour
	defaultTimeout = 2 * time.Second
	dialTimeout    = time.Second
	// longestDelay caps the back-off of every retry: a person waits behind it.
	longestDelay = 50 * time.Millisecond
	// reconnects is how often a command is sent again when its connection broke:
	// about a third of a second in all, enough for a restart.
	reconnects = 10
	// longestLine is how many changes of one person a process lets wait. Telegram
	// sends one update of a chat after the other, so that more come of repeats alone;
	// they must not take the places of everybody else.
	longestLine = 32
)

// Options complete a Store. The zero value keeps sessions for 30 days and recovers
// nothing.
type Options struct {
	// Epoch keeps the durable number of each partition: it returns the number,
	// after adding one to it if bump is set. The first number ever is 1. It is asked
	// when Redis does not know the partition's epoch, that is, once per partition
	// and emptying. Without it, a missing session is always that of a new person.
	Epoch func(ctx context.Context, partition int, bump bool) (int64, error)
	// Recover reads a session that Redis lost from its checkpoint: the state in
	// clear (nil: there is none) and the version it was saved with (0: never
	// saved). It is asked only about missing sessions of a partition that was
	// emptied at least once.
	Recover func(ctx context.Context, key SessionKey) (state []byte, version int64, err error)
	// TTL is how long a session lives after its last change; 0 means 30 days.
	TTL time.Duration
	// Timeout bounds each trip to Redis; 0 means two seconds.
	Timeout time.Duration
	// Clock gives the time that versions are made of; nil means time.Now.
	Clock func() time.Time
}

// Store is a connection to Redis. It is safe for concurrent use.
type Store struct {
	client  rueidis.Client
	keys    *seal.Keys
	options Options
	scripts scripts
	turns   *turns[SessionKey]
	epochs  *turns[partition]
}

// scripts are the Lua programs, each of them one atomic step. All may be sent again
// when a connection broke before the answer: done twice they do no more than once,
// but for a budget, which then loses a unit.
type scripts struct {
	swap, clean, take, lease, release *rueidis.Lua
}

// Open connects to the Redis of a URL: redis://, rediss:// or unix://, with
// ?master_set= for Sentinel and ?addr= for more nodes of a Cluster. It fails when
// Redis does not answer. Errors never show the URL, which may hold a password.
func Open(ctx context.Context, url string, keys *seal.Keys, options Options) (*Store, error) {
	if options.TTL == 0 {
		options.TTL = defaultTTL
	}
	if options.Timeout == 0 {
		options.Timeout = defaultTimeout
	}
	if options.Clock == nil {
		options.Clock = time.Now
	}
	client, err := connect(ctx, url, options.Timeout)
	if err != nil {
		return nil, err
	}
	s := &Store{
		client: client, keys: keys, options: options, turns: newTurns[SessionKey](longestLine), epochs: newTurns[partition](0),
		scripts: scripts{
			swap:    rueidis.NewLuaScriptRetryable(swapScript),
			clean:   rueidis.NewLuaScriptRetryable(cleanScript),
			take:    rueidis.NewLuaScriptRetryable(takeScript),
			lease:   rueidis.NewLuaScriptRetryable(leaseScript),
			release: rueidis.NewLuaScriptRetryable(releaseScript),
		},
	}
	if err := s.Ping(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func connect(ctx context.Context, url string, timeout time.Duration) (rueidis.Client, error) {
	option, err := rueidis.ParseURL(url)
	if err != nil {
		return nil, errors.New("open Redis: TIEPDAN_REDIS_URL is not an address such as redis://host:6379/0 or unix:///path/redis.sock?db=0")
	}
	option.DisableCache = true
	option.Dialer.Timeout = min(dialTimeout, timeout)
	option.ConnWriteTimeout = timeout
	option.RetryDelay = retryDelay
	// The library dials without a context: a caller that is told to stop must not
	// wait for it.
	type connected struct {
		client rueidis.Client
		err    error
	}
	result := make(chan connected, 1)
	go func() {
		client, err := rueidis.NewClient(option)
		result <- connected{client, err}
	}()
	select {
	case got := <-result:
		if got.err != nil {
			return nil, fmt.Errorf("open Redis: %w", got.err)
		}
		return got.client, nil
	case <-ctx.Done():
		go func() {
			if late := <-result; late.err == nil {
				late.client.Close()
			}
		}()
		return nil, fmt.Errorf("open Redis: %w", ctx.Err())
	}
}

// retryDelay doubles from one millisecond, and gives up after reconnects.
func retryDelay(attempts int, _ rueidis.Completed, _ error) time.Duration {
	if attempts > reconnects {
		return -1
	}
	return min(time.Millisecond<<attempts, longestDelay)
}

// Close ends the connections. Changes under way fail.
func (s *Store) Close() { s.client.Close() }

// Ping tells whether Redis answers.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := s.trip(ctx)
	defer cancel()
	if err := s.client.Do(ctx, s.client.B().Ping().Build()).Error(); err != nil {
		return fmt.Errorf("ping Redis: %w", err)
	}
	return nil
}

// trip bounds one trip to Redis.
func (s *Store) trip(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.options.Timeout)
}
