package postgres

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiepdan/storage/local"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/triagetest"
)

var formats = filepath.Join("testdata", "formats")

// TestStoredValues holds what lies in columns as JSON, sealed or not, and the
// arguments of jobs to what former releases wrote.
func TestStoredValues(t *testing.T) {
	stored[triage.Facts](t, "facts")           // petition.facts, event.facts
	stored[triage.Decision](t, "decision")     // petition.decision, first_decision
	stored[triage.LastMove](t, "move")         // petition.last_move
	stored[[]calendar.Skip](t, "skip")         // obligation.skip
	stored[triage.Words](t, "words")           // content.sealed
	stored[triage.Identity](t, "identity")     // identity.sealed
	stored[triage.Message](t, "message")       // message.sealed
	stored[triage.Attachment](t, "attachment") // attachment.sealed
	stored[tellArgs](t, "job_tell")
	stored[cardArgs](t, "job_card")
	stored[fetchArgs](t, "job_fetch")
	stored[sweepArgs](t, "job_sweep")
	stored[rootArgs](t, "job_root")
}

func stored[T any](t *testing.T, name string) {
	t.Helper()
	triagetest.Stored(t, formats, name, triagetest.Filled[T]())
}

// fixedHashes are the hashes of one event and one root under keys that never change.
type fixedHashes struct {
	Event, Phone, Ref, Draft string // hex
	Statement                string
}

// TestStoredHashes holds to what was hashed and signed before: a chain or a root that
// came out otherwise would call every old ledger altered, and a keyed hash that did
// would find nobody again.
func TestStoredHashes(t *testing.T) {
	s := &Store{keys: keysOfNobody(t)}
	e := triagetest.Filled[triage.Event]()
	r := &eventRow{Event: e, prevHash: []byte("before"), digests: s.digests(&e)}
	facts, err := json.Marshal(triage.Facts{Kind: triage.Complaint, Round: 2})
	must(t, err)
	r.facts = facts
	root := Root{N: 2, Day: calendar.NewDate(2026, 11, 22), At: e.At, Through: 9, Events: 8, Petitions: 3, Prev: []byte("p"), Digest: []byte("d"), Signer: s.keys.SignerID()}
	now := fixedHashes{
		Event: hex.EncodeToString(s.chain(r)), Statement: string(root.Statement()),
		Phone: hex.EncodeToString(s.lookup("phone", foldPhone("+84 912 345 678"))),
		Ref:   hex.EncodeToString(s.refKey("p-1", "55")), Draft: hex.EncodeToString(s.draftKey(1, 7)),
	}
	for _, was := range triagetest.Stored(t, formats, "hashes", now) {
		if was != now {
			t.Errorf("hashed otherwise than before: %+v, was %+v", now, was)
		}
	}
}

// keysOfNobody are keys that stand in the source: they have sealed fixtures only.
func keysOfNobody(t *testing.T) *seal.Keys {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(formats, "keyset_of_nobody.txt"))
	must(t, err)
	keys, err := seal.Parse(string(text))
	must(t, err)
	return keys
}

// TestStoredLedgers restores whole ledgers that former releases wrote, every table
// with something in it, and goes on with them.
func TestStoredLedgers(t *testing.T) {
	keys := keysOfNobody(t)
	latest, err := Status(t.Context(), local.TestDatabase(t, "tiepdan", Migrate))
	must(t, err)
	newest := filepath.Join(formats, fmt.Sprintf("ledger_%d.archive", latest.Latest))
	if _, err := os.Stat(newest); os.IsNotExist(err) {
		if os.Getenv("TIEPDAN_RENEW_FORMATS") == "" {
			t.Fatalf("the schema is at %d, and there is no ledger of it: add one with TIEPDAN_RENEW_FORMATS=1", latest.Latest)
		}
		s := openStore(t, local.TestDatabase(t, "tiepdan", Migrate), keys)
		fillLedger(t, s, "ảnh")
		must(t, os.WriteFile(newest, backup(t, s), 0o644))
	}
	kept, err := filepath.Glob(filepath.Join(formats, "ledger_*.archive"))
	must(t, err)
	for _, path := range kept {
		t.Run(filepath.Base(path), func(t *testing.T) {
			archive, err := os.ReadFile(path)
			must(t, err)
			url := freshURL(t)
			_, err = Restore(t.Context(), url, keys.SignerID(), bytes.NewReader(archive), RestoreOptions{SendWaiting: true})
			must(t, err)
			goOnWith(t, openStore(t, url, keys))
		})
	}
}

// fillLedger writes a small ledger with something in every table.
func fillLedger(t *testing.T, s *Store, photo string) triage.Petition {
	t.Helper()
	p, _ := everySealed(t, s, photo)
	_, err := s.Epoch(t.Context(), 3, true)
	must(t, err)
	must(t, s.Fold(t.Context()))
	later := triagetest.Draft("later", "citizen")
	later.Files = []triage.Attachment{{Source: "not-fetched-yet", Unique: "u-later", Name: "giay.jpg"}}
	mustFile(t, newDesk(s), later)
	_, _, err = s.SealDay(t.Context())
	must(t, err)
	_, err = s.Invite(t.Context(), triage.Invitation{Unit: p.Unit, Name: "Vũ Mẫu", Post: triage.Officer, Until: triagetest.Start().AddDate(10, 0, 0)})
	must(t, err)
	return p
}

// goOnWith reads what fillLedger wrote, acts on it, and lets its jobs be done.
func goOnWith(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	if v, err := s.VerifyAll(ctx, calendar.Date{}); err != nil || v.Faults > 0 || v.Roots != 1 || v.Petitions != 2 {
		t.Errorf("verified: %+v, %v", v, err)
	}
	found, err := s.Search(ctx, "+84 987 654 321", 5)
	if err != nil || len(found) != 1 {
		t.Fatalf("found by phone: %v, %v", found, err)
	}
	p := found[0]
	d, err := s.Dossier(ctx, p.Code, triage.Actor{Staff: p.Owner})
	must(t, err)
	if !strings.HasPrefix(d.Words.Story, "CANARY-STORY") || d.Identity.Phone != "0987654321" || len(d.Files) != 1 || len(d.Events) != 4 || len(p.Obligations) == 0 {
		t.Errorf("the dossier: %+v", d)
	}
	if all, err := s.Deliveries(ctx, p.Code); err != nil || len(all) != 1 || all[0].Ref != "55" {
		t.Errorf("deliveries: %v, %v", all, err)
	}
	if state, version, err := s.Draft(ctx, 1, 7); err != nil || string(state) != "đang viết" || version != 3 {
		t.Errorf("the draft: %q, %d, %v", state, version, err)
	}
	if ref, err := s.Card(ctx, p.Code, p.Unit); err != nil || ref != "66" {
		t.Errorf("the card: %q, %v", ref, err)
	}
	mustDo(t, newDesk(s), triage.Act{Key: "go-on", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: triage.Actor{Staff: p.Owner}, Text: "Đi tiếp."})
	must(t, s.Verify(ctx, p.Code))
	o := &office{}
	startWork(t, s, o)
	eventually(t, "the jobs of a former release are done", func() bool {
		return count(t, s, `SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled')`) == 0
	})
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.told) == 0 || len(o.cards) == 0 || len(o.files) == 0 {
		t.Errorf("%d were told, %d cards drawn, %d files fetched", len(o.told), len(o.cards), len(o.files))
	}
}
