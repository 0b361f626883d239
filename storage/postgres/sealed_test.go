package postgres

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/local"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// canaries are a citizen's words, each unlike anything that stands in a table.
func canaryDraft() (triage.Draft, []string) {
	d := triagetest.Draft("d", "citizen")
	d.Words = triage.Words{Story: "CANARY-STORY chuyện của tôi", Against: "CANARY-AGAINST", Place: "CANARY-PLACE", Paper: "CANARY-PAPER", Settled: "CANARY-SETTLED"}
	d.Identity = triage.Identity{Name: "CANARY-NAME Thị Hoàng Yến", Phone: "0987654321", IDNumber: "022099887766", Address: "CANARY-HOME"}
	d.Files = []triage.Attachment{{Source: "CANARY-SOURCE", Name: "CANARY-FILENAME", Caption: "CANARY-CAPTION", Unique: "CANARY-UNIQUE"}}
	d.Messages = []triage.Message{{Ref: "CANARY-REF", Versions: []triage.Version{{At: triagetest.Start(), Text: "CANARY-MESSAGE"}}}}
	return d, []string{"CANARY", "987654321", "22099887766", "hoang yen", "Hoàng Yến", "CHAT-77", "55443322"}
}

// TestNothingOfACitizenIsReadable writes a canary wherever a citizen's words can go,
// and then searches every column of every table, as text and as bytes.
func TestNothingOfACitizenIsReadable(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	desk := newDesk(s)
	draft, canaries := canaryDraft()
	person, err := s.Person(ctx, "CHAT-77", "vi")
	must(t, err)
	draft.Filer = person.ID
	p := mustFile(t, desk, draft)
	p = mustDo(t, desk, claimOf(p, "c", 1))
	by := triage.Actor{Staff: p.Owner}
	mustDo(t, desk, triage.Act{Key: "n", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: by, Text: "CANARY-NOTE", Reason: "CANARY-REASON"})
	mustDo(t, desk, triage.Act{Key: "r", Codes: []triage.Code{p.Code}, Verb: triage.Reply, Actor: triage.Actor{Person: person.ID},
		Text: "CANARY-REPLY", Amends: "CANARY-REF", Files: []triage.Attachment{{Source: "CANARY-S2", Caption: "CANARY-C2"}}})
	d, err := s.Dossier(ctx, p.Code, by)
	must(t, err)
	for _, f := range d.Files {
		_, err := s.StoreFile(ctx, p.Code, f.ID, strings.NewReader("CANARY-BYTES of a file"))
		must(t, err)
	}
	notice := triage.Notice{Code: p.Code, Event: "d", To: person.ID, Audience: triage.ToCitizen}
	must(t, s.Deliver(ctx, triage.Delivery{Notice: notice, At: triagetest.Start(), Outcome: triage.DeliverySent, Ref: "CANARY-SENT"}))
	must(t, s.SetCard(ctx, p.Code, p.Unit, "CANARY-CARD"))
	must(t, s.SaveDrafts(ctx, []Draft{{Bot: 1, User: 55443322, Version: 1, State: []byte("CANARY-DRAFT")}}))
	must(t, s.RecordVisit(ctx, triage.Visit{Key: "v", At: triagetest.Start(), Unit: p.Unit, Note: "CANARY-VISIT"}))
	token, err := s.Invite(ctx, triage.Invitation{Unit: p.Unit, Name: "Vũ Mẫu", Post: triage.Officer, Until: triagetest.Start().AddDate(10, 0, 0)})
	must(t, err)
	canaries = append(canaries, token)

	everything := dump(t, s)
	for _, table := range []string{"content", "identity", "blob", "message", "river_job", "draft", "person", "delivery", "visit", "attachment"} {
		if !strings.Contains(everything, "\n"+table+": ") {
			t.Errorf("%s is empty, so it is not tested", table)
		}
	}
	for _, c := range canaries {
		// A bytea is printed in hex; an unsealed one would hold the canary's bytes.
		for _, form := range []string{c, hex.EncodeToString([]byte(c))} {
			if i := strings.Index(everything, form); i >= 0 {
				line := everything[strings.LastIndexByte(everything[:i], '\n')+1:]
				t.Errorf("%q is readable in %s", c, line[:strings.IndexByte(line, ':')])
			}
		}
	}
}

// dump prints every row of every table of the database.
func dump(t *testing.T, s *Store) string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`)
	must(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	if !slices.Contains(tables, "river_job") || len(tables) < 20 {
		t.Fatalf("only found the tables %v", tables)
	}
	var b strings.Builder
	for _, table := range tables {
		rows, err := s.pool.Query(t.Context(), `SELECT x::text FROM `+table+` AS x`)
		must(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		must(t, err)
		for _, line := range lines {
			fmt.Fprintf(&b, "\n%s: %s", table, line)
		}
	}
	return b.String() + "\n"
}

func TestAFileComesBackAndOnlyWithItsKeys(t *testing.T) {
	keys, url := newKeys(t), local.TestDatabase(t, "tiepdan", Migrate)
	s := openStore(t, url, keys)
	ctx := t.Context()
	draft := triagetest.Draft("d", "citizen")
	draft.Files = []triage.Attachment{{Source: "s1", Name: "một.jpg", Type: "photo"}, {Source: "s2"}, {Source: "s3"}}
	p := mustFile(t, newDesk(s), draft)
	me := triage.Actor{Person: "citizen"}
	d, err := s.Dossier(ctx, p.Code, me)
	must(t, err)
	if len(d.Files) != 3 || d.Files[0].Name != "một.jpg" || d.Files[0].Event != "d" {
		t.Fatalf("the files came back as %+v", d.Files)
	}
	content := bytes.Repeat([]byte("0123456789abcdef"), 5<<20/16)
	content = append(content, "a last, short chunk"...)
	sum, err := s.StoreFile(ctx, p.Code, d.Files[0].ID, bytes.NewReader(content))
	must(t, err)
	again, err := s.StoreFile(ctx, p.Code, d.Files[0].ID, strings.NewReader("other bytes"))
	must(t, err)
	if again != sum {
		t.Errorf("storing again gave %s, want %s", again, sum)
	}
	stored, r, err := s.File(ctx, p.Code, d.Files[0].ID, me)
	must(t, err)
	got, err := io.ReadAll(r)
	must(t, err)
	must(t, r.Close())
	if stored.SHA256 != sum || !bytes.Equal(got, content) {
		t.Errorf("%d bytes came back, want %d", len(got), len(content))
	}
	_, err = s.StoreFile(ctx, p.Code, d.Files[1].ID, io.MultiReader(strings.NewReader("half"), failing{}))
	if err == nil {
		t.Error("half a file was stored")
	}
	if n := count(t, s, `SELECT count(*) FROM blob WHERE attachment = $1`, d.Files[1].ID); n != 0 {
		t.Errorf("%d chunks of half a file were kept", n)
	}

	if n := count(t, s, `SELECT count(*) FROM river_job WHERE args ->> 'verb' = 'files'`); n != 0 {
		t.Errorf("%d told before the last file was in", n)
	}
	must(t, s.FailFile(ctx, p.Code, d.Files[1].ID, FileUnavailable))
	must(t, s.FailFile(ctx, p.Code, d.Files[0].ID, FileUnavailable)) // it is stored: nothing changes
	_, err = s.StoreFile(ctx, p.Code, d.Files[2].ID, strings.NewReader(""))
	must(t, err)
	_, err = s.StoreFile(ctx, p.Code, d.Files[2].ID, strings.NewReader(""))
	must(t, err)
	if n := count(t, s, `SELECT count(*) FROM river_job WHERE kind = 'tell' AND args ->> 'verb' = 'files' AND args ->> 'to' = 'citizen'`); n != 1 {
		t.Errorf("the citizen is told of the files %d times, want 1", n)
	}

	stranger := openStore(t, url, newKeys(t))
	if _, err := stranger.Dossier(ctx, p.Code, me); err == nil {
		t.Error("a dossier opened with other keys")
	}
	exec(t, s, `UPDATE blob SET sealed = (SELECT b.sealed FROM blob b WHERE b.attachment = blob.attachment AND b.n = 1) WHERE n = 2`)
	_, r, err = s.File(ctx, p.Code, d.Files[0].ID, me)
	must(t, err)
	if _, err := io.ReadAll(r); err == nil {
		t.Error("exchanged chunks were read as if nothing had happened")
	}
	exec(t, s, `DELETE FROM blob WHERE n >= 2`)
	_, r, err = s.File(ctx, p.Code, d.Files[0].ID, me)
	must(t, err)
	if _, err := io.ReadAll(r); err == nil {
		t.Error("a shortened file was read as if nothing had happened")
	}
}

// failing is a source that breaks off.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
