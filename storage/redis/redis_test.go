package redis

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"tiepdan/storage/local"
	"tiepdan/storage/seal"
)

func TestMain(m *testing.M) { local.Main(m) }

// person is somebody whose session is changed in the tests.
func person(n int64) SessionKey { return SessionKey{Bot: 7_000_000_001, User: 5_000_000_000 + n} }

func newKeys(t testing.TB) *seal.Keys {
	t.Helper()
	text, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func open(t testing.TB, url string, keys *seal.Keys, options Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), url, keys, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// onBoth runs a test on miniredis and on a real Redis. pass lets time pass for
// what the server holds.
func onBoth(t *testing.T, test func(t *testing.T, url string, pass func(time.Duration))) {
	t.Helper()
	t.Run("miniredis", func(t *testing.T) {
		server := miniredis.RunT(t)
		test(t, "redis://"+server.Addr(), server.FastForward)
	})
	t.Run("redis", func(t *testing.T) {
		test(t, local.TestRedis(t), func(d time.Duration) {
			<-time.After(d)
		})
	})
}

// run sends one command as it is written here.
func run(t *testing.T, s *Store, command ...string) {
	t.Helper()
	if err := s.client.Do(context.Background(), s.client.B().Arbitrary(command...).Build()).Error(); err != nil {
		t.Fatalf("%s: %v", strings.Join(command, " "), err)
	}
}

// put writes a session outright.
func put(t *testing.T, s *Store, key SessionKey, state string, dirty bool) {
	t.Helper()
	if err := s.Change(context.Background(), key, func([]byte) ([]byte, bool, error) { return []byte(state), dirty, nil }); err != nil {
		t.Fatal(err)
	}
}

// see reads a session by the door that turns use.
func see(t *testing.T, s *Store, key SessionKey) (state []byte) {
	t.Helper()
	if err := s.Change(context.Background(), key, func(old []byte) ([]byte, bool, error) {
		state = old
		return old, false, nil
	}); err != nil {
		t.Fatal(err)
	}
	return state
}

// ledger is the durable side: the epochs counted and the checkpoints written.
type ledger struct {
	mu          sync.Mutex
	epochs      map[int]int64
	checkpoints map[SessionKey]Session
	asked       int
	err         error
}

func newLedger() *ledger {
	return &ledger{epochs: map[int]int64{}, checkpoints: map[SessionKey]Session{}}
}

func (l *ledger) options() Options {
	return Options{
		Epoch: func(_ context.Context, partition int, bump bool) (int64, error) {
			l.mu.Lock()
			defer l.mu.Unlock()
			if bump {
				l.epochs[partition]++
			}
			return l.epochs[partition], l.err
		},
		Recover: func(_ context.Context, key SessionKey) ([]byte, int64, error) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.asked++
			return l.checkpoints[key].State, l.checkpoints[key].Version, l.err
		},
	}
}

func (l *ledger) recoveries() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked
}
