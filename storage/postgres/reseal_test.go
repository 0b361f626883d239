package postgres

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/local"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/triagetest"
)

// hashColumns are the columns of bytes that are not sealed: hashes, digests,
// signatures. A new column of bytes is in one list or the other.
func hashColumns() []string {
	return []string{
		"petition.head", "event.reason_digest", "event.text_digest", "event.amends_digest", "event.prev_hash", "event.hash",
		"identity.phone", "identity.id_number", "identity.name", "identity.name_end", "message.ref", "person.address",
		"invitation.token", "delivery.ref", "draft.owner", "likeness.signature", "root.prev", "root.digest", "root.signature",
	}
}

func TestEveryColumnOfBytesIsKnown(t *testing.T) {
	s := newStore(t)
	rows, err := s.pool.Query(t.Context(), `
		SELECT table_name || '.' || column_name FROM information_schema.columns
		 WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name NOT LIKE 'river%'`)
	must(t, err)
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	want := hashColumns()
	for _, c := range sealedColumns() {
		want = append(want, c.table+"."+c.column)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("columns of bytes: the schema has\n%v\nlisted as sealed or as hashes are\n%v", got, want)
	}
}

// everySealed writes something into every sealed column; the file that comes with it
// holds what is given.
func everySealed(t *testing.T, s *Store, photo string) (p triage.Petition, person triage.PersonID) {
	t.Helper()
	ctx, desk := t.Context(), newDesk(s)
	draft, _ := canaryDraft()
	who, err := s.Person(ctx, "CHAT-77", "vi")
	must(t, err)
	draft.Filer = who.ID
	p = mustFile(t, desk, draft)
	p = mustDo(t, desk, claimOf(p, "c", 1))
	by := triage.Actor{Staff: p.Owner}
	mustDo(t, desk, triage.Act{Key: "n", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: by, Text: "Ghi chú", Reason: "Lý do"})
	mustDo(t, desk, triage.Act{Key: "r", Codes: []triage.Code{p.Code}, Verb: triage.Reply, Actor: triage.Actor{Person: who.ID}, Text: "Thêm", Amends: "m1"})
	d, err := s.Dossier(ctx, p.Code, by)
	must(t, err)
	_, err = s.StoreFile(ctx, p.Code, d.Files[0].ID, strings.NewReader(photo))
	must(t, err)
	notice := triage.Notice{Code: p.Code, Event: "d", To: who.ID, Audience: triage.ToCitizen}
	must(t, s.Deliver(ctx, triage.Delivery{Notice: notice, At: triagetest.Start(), Outcome: triage.DeliverySent, Ref: "55"}))
	must(t, s.SetCard(ctx, p.Code, p.Unit, "66"))
	must(t, s.SaveDrafts(ctx, []Draft{{Bot: 1, User: 7, Version: 3, State: []byte("đang viết")}}))
	must(t, s.RecordVisit(ctx, triage.Visit{Key: "v", At: triagetest.Start(), Unit: p.Unit, Note: "ghi"}))
	return p, who.ID
}

// largePhoto takes several chunks.
func largePhoto() string { return strings.Repeat("ảnh", chunkSize) }

func TestKeysAreRotatedWhileTheProgramRuns(t *testing.T) {
	text, err := seal.Generate()
	must(t, err)
	old, err := seal.Parse(text)
	must(t, err)
	url := local.TestDatabase(t, "tiepdan", Migrate)
	before := openStore(t, url, old)
	p, person := everySealed(t, before, largePhoto())
	for i := range 150 { // more than one step
		must(t, before.SaveDrafts(t.Context(), []Draft{{Bot: 2, User: int64(i), Version: 1, State: []byte("x")}}))
	}
	_, _, err = before.SealDay(t.Context())
	must(t, err)

	text, err = seal.Rotate(text)
	must(t, err)
	both, err := seal.Parse(text)
	must(t, err)
	s := openStore(t, url, both)
	sealed, err := s.SealedBy(t.Context())
	must(t, err)
	for _, c := range sealedColumns() {
		if sealed[old.Primary()][c.table] == 0 {
			t.Errorf("nothing is sealed in %s, so nothing is tested", c.table)
		}
	}
	var told int64
	done, unopened, err := s.Reseal(t.Context(), func(n int64) { told = n })
	if err != nil || len(unopened) > 0 || done < 164 || told != done {
		t.Errorf("sealed anew: %d, told %d, %v, %v", done, told, unopened, err)
	}
	if again, _, err := s.Reseal(t.Context(), nil); err != nil || again != 0 {
		t.Errorf("a second time there were %d left, %v", again, err)
	}
	if sealed, err = s.SealedBy(t.Context()); err != nil || len(sealed) != 1 || len(sealed[both.Primary()]) == 0 {
		t.Errorf("afterwards: %v, %v", sealed, err)
	}

	text, err = seal.Retire(text, old.Primary())
	must(t, err)
	only, err := seal.Parse(text)
	must(t, err)
	s = openStore(t, url, only)
	v, err := s.VerifyAll(t.Context(), calendar.Date{})
	if err != nil || v.Faults > 0 || v.Roots != 1 {
		t.Errorf("with the new key alone: %+v, %v", v, err)
	}
	d, err := s.Dossier(t.Context(), p.Code, triage.Actor{Staff: p.Owner})
	if err != nil || !strings.Contains(d.Words.Story, "CANARY-STORY") || len(d.Files) != 1 {
		t.Errorf("the dossier: %+v, %v", d.Words, err)
	}
	if who, err := s.PersonByID(t.Context(), person); err != nil || who.Address != "CHAT-77" {
		t.Errorf("the address is %q, %v", who.Address, err)
	}
	if state, _, err := s.Draft(t.Context(), 1, 7); err != nil || string(state) != "đang viết" {
		t.Errorf("the draft is %q, %v", state, err)
	}
}

func TestWhatDoesNotOpenIsListedAndKept(t *testing.T) {
	text, err := seal.Generate()
	must(t, err)
	url := local.TestDatabase(t, "tiepdan", Migrate)
	first, err := seal.Parse(text)
	must(t, err)
	p, _ := everySealed(t, openStore(t, url, first), "ảnh")
	text, err = seal.Rotate(text)
	must(t, err)
	keys, err := seal.Parse(text)
	must(t, err)
	s := openStore(t, url, keys)
	exec(t, s, `UPDATE content SET sealed = sealed || '\x00'`)
	_, unopened, err := s.Reseal(t.Context(), nil)
	if want := (Unopened{"content", "sealed", string(p.Code)}); err != nil || len(unopened) != 1 || unopened[0] != want {
		t.Errorf("listed: %v, %v; want %v", unopened, err, want)
	}
	if sealed, err := s.SealedBy(t.Context()); err != nil || sealed[first.Primary()]["content"] != 1 {
		t.Errorf("counted: %v, %v", sealed, err)
	}
}

// Sealing anew opens no way to change or to empty what is append-only.
func TestResealingChangesNothingElse(t *testing.T) {
	s := newStore(t)
	everySealed(t, s, "ảnh")
	for _, change := range []string{`at = now()`, `text = NULL, reason = NULL`, `text = reason, reason = NULL`, `verb = 'release'`, `facts = '{}'`, `hash = ''`} {
		tx, err := s.pool.Begin(t.Context())
		must(t, err)
		_, err = tx.Exec(t.Context(), `SET LOCAL tiepdan.reseal = 'on'`)
		must(t, err)
		if _, err := tx.Exec(t.Context(), fmt.Sprintf(`UPDATE event SET %s WHERE key = 'n'`, change)); err == nil {
			t.Errorf("%s was allowed", change)
		}
		must(t, tx.Rollback(t.Context()))
	}
}
