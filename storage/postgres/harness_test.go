package postgres

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/local"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

func TestMain(m *testing.M) { local.Main(m) }

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

// newStore opens a ledger on a database of this test's own.
func newStore(t testing.TB) *Store {
	t.Helper()
	return openStore(t, local.TestDatabase(t, "tiepdan", Migrate), newKeys(t))
}

func openStore(t testing.TB, url string, keys *seal.Keys) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{URL: url, Keys: keys, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// subject is a store with what the suite reads back.
type subject struct{ *Store }

func (s subject) Events(ctx context.Context, code triage.Code) ([]triage.Event, error) {
	return s.events(ctx, s.pool, code)
}

func (s subject) Notices(ctx context.Context) ([]triage.Notice, error) {
	rows, err := s.pool.Query(ctx, `SELECT args FROM river_job WHERE kind IN ('tell', 'card') ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Notice, error) {
		var args []byte
		var n triage.Notice
		if err := row.Scan(&args); err != nil {
			return n, err
		}
		return n, json.Unmarshal(args, &n)
	})
}

func TestLedgerOnPostgres(t *testing.T) {
	triagetest.Suite(t, func(t *testing.T) triagetest.Subject { return subject{newStore(t)} })
}

// roster is a directory of the invented staff, for desks whose staff are not bound.
type roster struct{}

func (roster) Roster(context.Context) (triage.Roster, error) { return triagetest.Roster(), nil }

func newDesk(s *Store) *triage.Desk {
	return &triage.Desk{Ledger: s, Directory: roster{}, Office: triagetest.Office(), Now: time.Now, Random: rand.Reader}
}

func mustFile(t testing.TB, desk *triage.Desk, draft triage.Draft) triage.Petition {
	t.Helper()
	done, err := desk.File(t.Context(), draft)
	if err != nil {
		t.Fatalf("file: %v", err)
	}
	return done.Petition
}

func mustDo(t testing.TB, desk *triage.Desk, a triage.Act) triage.Petition {
	t.Helper()
	done, err := desk.Do(t.Context(), a)
	if err != nil {
		t.Fatalf("%s: %v", a.Verb, err)
	}
	return done.Petition
}

func claimOf(p triage.Petition, key string, officer int) triage.Act {
	return triage.Act{Key: key, Codes: []triage.Code{p.Code}, Verb: triage.Claim, Actor: triage.Actor{Staff: triagetest.Officer(p.Unit, officer)}}
}

// must fails the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// exec runs a statement in the test's database.
func exec(t testing.TB, s *Store, sql string, args ...any) {
	t.Helper()
	_, err := s.pool.Exec(t.Context(), sql, args...)
	must(t, err)
}

// count reads one number.
func count(t testing.TB, s *Store, sql string, args ...any) int {
	t.Helper()
	var n int
	must(t, s.pool.QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// eventually polls until holds, and fails after ten seconds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for !holds() {
		select {
		case <-deadline:
			t.Fatalf("%s: not within ten seconds", what)
		case <-poll.C:
		}
	}
}
