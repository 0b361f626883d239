package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiepdan/bot"
	"tiepdan/storage/redis"
	"tiepdan/triage"
)

// begunActs is how many acts of a suggestion the stored conversations hold: up to the
// name.
const begunActs = 11

// TestAConversationOfAnEarlierRelease goes on with conversations as former releases
// left them in Redis and in their checkpoints, and files the petitions with every
// answer that was given before.
func TestAConversationOfAnEarlierRelease(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("testdata", "formats")
	first := filepath.Join(folder, "begun_1.json")
	if _, err := os.Stat(first); os.IsNotExist(err) && os.Getenv("TIEPDAN_RENEW_FORMATS") != "" {
		keepConversation(t, first)
	}
	kept, err := filepath.Glob(filepath.Join(folder, "begun_*.json"))
	if err != nil || len(kept) == 0 {
		t.Fatalf("no conversation of a former release is kept: %v", err)
	}
	s, server := withOwnRedis(t, 1)
	s.stopCheckpoints()
	for _, path := range kept {
		stored, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("session/"+filepath.Base(path), func(t *testing.T) {
			c := s.citizen("An " + filepath.Base(path))
			s.put(c.p.ID(), stored)
			s.goOn(c, "Ông/bà ở đâu") // the question after the name
		})
		t.Run("checkpoint/"+filepath.Base(path), func(t *testing.T) {
			c := s.citizen("Bảo " + filepath.Base(path))
			s.put(c.p.ID(), stored)
			s.checkpoint()
			server.Flush()
			s.goOn(c, restored)
		})
	}
}

// put lays a conversation into Redis as the program that wrote it would have, as one
// whose draft has a key of its own.
func (s *stage) put(user int64, stored []byte) {
	s.t.Helper()
	var session map[string]any
	if err := json.Unmarshal(stored, &session); err != nil {
		s.t.Fatal(err)
	}
	session["d"].(map[string]any)["k"] = rand.Text()
	state, err := json.Marshal(session)
	if err != nil {
		s.t.Fatal(err)
	}
	key := redis.SessionKey{Bot: s.app.Me.ID, User: user}
	if err := s.app.Sessions.Change(context.Background(), key, func([]byte) ([]byte, bool, error) { return state, true, nil }); err != nil {
		s.t.Fatal(err)
	}
}

// goOn answers what is left, sends, and looks whether anything is missing. says is
// what the bot says first.
func (s *stage) goOn(c *citizen, says string) {
	s.t.Helper()
	mark := c.mark()
	acts := suggestion(plainStory)
	c.must(acts[begunActs])
	c.sees(mark, says)
	c.must(append(acts[begunActs+1:], send)...)
	c.receipt()
	mine, err := s.app.Store.Find(context.Background(), triage.Query{Filer: s.filer(c)})
	if err != nil || len(mine) != 1 {
		s.t.Fatalf("filed: %d, %v", len(mine), err)
	}
	d, err := s.app.Store.Dossier(context.Background(), mine[0].Code, triage.Actor{Person: mine[0].Filer})
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.Contains(d.Words.Story, plainStory) || d.Petition.Kind != triage.Suggestion || len(d.Messages) == 0 {
		s.t.Errorf("the petition is %s, its story %q", d.Petition.Kind, d.Words.Story)
	}
}

// filer is a citizen as the ledger knows them.
func (s *stage) filer(c *citizen) triage.PersonID {
	s.t.Helper()
	p, err := s.app.Store.Person(context.Background(), bot.Address(s.app.Me.ID, c.p.ID()), "vi")
	if err != nil {
		s.t.Fatal(err)
	}
	return p.ID
}

// keepConversation writes a conversation as this release leaves it.
func keepConversation(t *testing.T, path string) {
	t.Helper()
	s, _ := withOwnRedis(t, 1)
	c := s.citizen("An")
	c.must(suggestion(plainStory)[:begunActs]...)
	if err := s.settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	state, _, err := s.app.Sessions.Peek(t.Context(), redis.SessionKey{Bot: s.app.Me.ID, User: c.p.ID()})
	if err != nil {
		t.Fatal(err)
	}
	var session map[string]any
	if err := json.Unmarshal(state, &session); err != nil {
		t.Fatal(err)
	}
	// Updates of another world: the test's own must not be taken for repeats.
	session["r"] = []int{1, 2, 3}
	text, err := json.MarshalIndent(session, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
