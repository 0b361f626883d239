package redis

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"tiepdan/storage/seal"
	"tiepdan/triage/triagetest"
)

// storedSession is a session as it lies in Redis, with all the keys of its partition.
type storedSession struct {
	Bot, User             int64
	Session, Dirty, Epoch string // keys
	EpochValue            string
	Score                 float64 // in the dirty set
	Value                 []byte
	State                 string // what Value holds
}

// TestStoredConversations puts into Redis what former releases wrote, and goes on
// with it. The newest fixture has to be what is written today: the same keys and the
// same layout; sealing never gives the same bytes twice.
func TestStoredConversations(t *testing.T) {
	folder := filepath.Join("testdata", "formats")
	text, err := os.ReadFile(filepath.Join(folder, "keyset_of_nobody.txt"))
	if err != nil {
		t.Fatal(err)
	}
	keys := parse(t, string(text))
	key := SessionKey{Bot: 7_000_000_001, User: 5_000_000_017}
	part := partitionOf(key)
	written := storedSession{
		Bot: key.Bot, User: key.User, Session: part.session(key.User), Dirty: part.dirty(), Epoch: part.epoch(), EpochValue: firstEpoch,
		Score: 1_764_000_000_000, State: `{"d":{"d":"petition"}}`,
	}
	if written.Value, err = os.ReadFile(filepath.Join(folder, "session.value")); os.IsNotExist(err) {
		if written.Value, err = encode(keys, key, []byte(written.State), int64(written.Score)); err == nil {
			err = os.WriteFile(filepath.Join(folder, "session.value"), written.Value, 0o644)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	now, err := encode(keys, key, []byte(written.State), int64(written.Score))
	if err != nil {
		t.Fatal(err)
	}
	byHand := strconv.FormatInt(int64(written.Score), 10)
	for len(byHand) < 16 {
		byHand = "0" + byHand
	}
	if state, err := keys.Open(now[16:], "session", "state", "7000000001:5000000017"); err != nil || string(state) != written.State || string(now[:16]) != byHand {
		t.Errorf("the layout of a session has changed: %.16q, %v", now, err)
	}
	for _, was := range triagetest.Stored(t, folder, "conversation", written) {
		onBoth(t, func(t *testing.T, url string, _ func(time.Duration)) { goOnWith(t, url, keys, was) })
	}
}

// goOnWith finds a stored session, changes it, and checkpoints it.
func goOnWith(t *testing.T, url string, keys *seal.Keys, was storedSession) {
	ctx := context.Background()
	s := open(t, url, keys, Options{Epoch: func(context.Context, int, bool) (int64, error) {
		t.Error("the epoch is not known any more")
		return 1, nil
	}})
	run(t, s, "SET", was.Session, string(was.Value))
	run(t, s, "SET", was.Epoch, was.EpochValue)
	run(t, s, "ZADD", was.Dirty, strconv.FormatFloat(was.Score, 'f', 0, 64), strconv.FormatInt(was.User, 10))
	key := SessionKey{Bot: was.Bot, User: was.User}
	list, err := s.Dirty(ctx, was.Bot, partitionOf(key).number, 10)
	if err != nil || len(list) != 1 || list[0].Key != key {
		t.Fatalf("dirty: %v, %v", list, err)
	}
	read, err := s.Read(ctx, list)
	if err != nil || read[0].Err != nil || string(read[0].State) != was.State || read[0].Version != int64(was.Score) {
		t.Errorf("read: %+v, %v", read, err)
	}
	if err := s.Clean(ctx, list); err != nil {
		t.Error(err)
	}
	if err := s.Change(ctx, key, func(old []byte) ([]byte, bool, error) {
		if string(old) != was.State {
			t.Errorf("lent: %q", old)
		}
		return append(old, ' '), true, nil
	}); err != nil {
		t.Error(err)
	}
	if state, version, err := s.Peek(ctx, key); err != nil || string(state) != was.State+" " || version <= int64(was.Score) {
		t.Errorf("changed: %q, %d, %v", state, version, err)
	}
}
