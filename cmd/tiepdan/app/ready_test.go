package app

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"tiepdan/storage/seal"
)

// readiness looks anew, whatever was seen before.
func (s *stage) readiness() Readiness {
	s.freshLooks()
	return s.app.Ready(context.Background())
}

// TestReadyTellsWhatIsWrong breaks one thing after the other: each is told by its
// name, and takes the replica out only where it must take no updates.
func TestReadyTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	s, redis := withOwnRedis(t, 1)
	s.stopCheckpoints()
	s.citizen("An").must("/start") // somebody, sealed
	s.checkpoint()
	exec := func(sql string, args ...any) func() {
		return func() {
			t.Helper()
			if _, err := s.db.Exec(context.Background(), sql, args...); err != nil {
				t.Fatal(err)
			}
		}
	}
	if now := s.readiness(); !now.Ready {
		t.Fatalf("nothing is broken, and: %+v", now)
	}
	exec(`CREATE TABLE kept AS SELECT id, sealed FROM person`)()
	client, err := rueidis.NewClient(rueidis.MustParseURL(redis.URL()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	mark := func(command ...string) func() {
		return func() {
			t.Helper()
			if err := client.Do(context.Background(), client.B().Arbitrary(command...).Build()).Error(); err != nil {
				t.Fatal(err)
			}
		}
	}
	dirty := fmt.Sprintf("tiepdan:{%d:03}:dirty", s.app.Me.ID)
	for _, c := range []struct {
		part, words   string
		stays         bool // ready all the same
		breaks, mends func()
	}{
		{"schema", "tiepdan migrate", false,
			exec(`UPDATE goose_db_version SET is_applied = false WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`),
			exec(`UPDATE goose_db_version SET is_applied = true`)},
		{"keys", "TIEPDAN_KEYSET", false,
			exec(`UPDATE person SET sealed = overlay(sealed PLACING $1 FROM 1)`, s.otherKeys()),
			exec(`UPDATE person SET sealed = kept.sealed FROM kept WHERE kept.id = person.id`)},
		{"jobs", "has waited for a worker", true,
			exec(`INSERT INTO river_job (kind, queue, args, max_attempts, scheduled_at, state) VALUES ('tell', 'nobodys', '{}', 1, now() - interval '2 minutes', 'available')`),
			exec(`DELETE FROM river_job WHERE queue = 'nobodys'`)},
		{"checkpoints", "in Redis alone", true,
			mark("ZADD", dirty, "1000", "3"), mark("DEL", dirty)},
		{"redis", "does not answer", false, redis.Stop, redis.Start},
	} {
		c.breaks()
		now := s.readiness()
		if check := now.Checks[c.part]; check.OK || !strings.Contains(check.What, c.words) || now.Ready != c.stays {
			t.Errorf("%s is broken, and: %+v", c.part, now)
		}
		if up := s.metric("up", "part="+c.part); up != 0 {
			t.Errorf("%s is broken, and up is %v", c.part, up)
		}
		c.mends()
		s.eventually(c.part+" is mended", func() bool { return s.readiness().Checks[c.part].OK })
	}
}

// otherKeys is the beginning of what another keyset seals: it names the key.
func (s *stage) otherKeys() []byte {
	s.t.Helper()
	text, err := seal.Generate()
	if err != nil {
		s.t.Fatal(err)
	}
	keys, err := seal.Parse(text)
	if err != nil {
		s.t.Fatal(err)
	}
	sealed, err := keys.Seal([]byte("x"), "person", "sealed", "x")
	if err != nil {
		s.t.Fatal(err)
	}
	return sealed[:5]
}

// TestReadyWithoutPoller tells when no replica asks Telegram for updates.
func TestReadyWithoutPoller(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	s.polling(1)
	s.eventually("the replica polls", func() bool { return s.readiness().Checks["polling"].OK })
	if err := s.app.run.poller.end(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.app.run.poller = nil
	if err := s.app.Sessions.Release(context.Background(), s.app.run.lease.name, s.app.run.lease.owner); err != nil {
		t.Fatal(err)
	}
	if now := s.readiness(); now.Checks["polling"].OK || !now.Ready {
		t.Errorf("nobody polls, and: %+v", now)
	}
}

// TestLooksAreShared holds what many scrapes cost the stores to one look.
func TestLooksAreShared(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	first := s.app.watch.look(context.Background())
	for range 50 {
		s.metric("up")
		s.app.Ready(context.Background())
	}
	if again := s.app.watch.look(context.Background()); !again.at.Equal(first.at) && again.at.Sub(first.at) < watchAgain {
		t.Errorf("looked again after %s", again.at.Sub(first.at).Round(time.Millisecond))
	}
}
