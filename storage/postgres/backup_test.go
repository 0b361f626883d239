package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/local"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/triagetest"
)

// backedUp is a ledger with something in every table, and its backup.
func backedUp(t *testing.T) (s *Store, keys *seal.Keys, code triage.Code, archive []byte) {
	t.Helper()
	keys = newKeys(t)
	s = openStore(t, local.TestDatabase(t, "tiepdan", Migrate), keys)
	p := fillLedger(t, s, largePhoto())
	return s, keys, p.Code, backup(t, s)
}

func backup(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := s.Backup(t.Context(), &b)
	must(t, err)
	return b.Bytes()
}

// freshURL is a database without anything in it.
func freshURL(t *testing.T) string {
	t.Helper()
	return local.TestDatabase(t, "", func(context.Context, string) error { return nil })
}

func TestARestoredLedgerIsTheSame(t *testing.T) {
	s, keys, code, archive := backedUp(t)
	m, err := ReadBackup(bytes.NewReader(archive))
	must(t, err)
	rows := map[string]int64{}
	for _, table := range m.Tables {
		rows[table.Table] = table.Rows
	}
	for _, table := range []string{"petition", "event", "flow", "flow_fresh", "flow_sum", "blob", "river_job", "root", "epoch", "invitation"} {
		if rows[table] == 0 {
			t.Errorf("the backup holds nothing of %s: %v", table, rows)
		}
	}
	url := freshURL(t)
	done, err := Restore(t.Context(), url, keys.SignerID(), bytes.NewReader(archive), RestoreOptions{})
	must(t, err)
	again := openStore(t, url, keys)
	if v, err := again.VerifyAll(t.Context(), calendar.Date{}); err != nil || v.Faults > 0 || v.Roots != 1 || v.Petitions != 2 || string(v.Last.Statement()) != done.Manifest.Root {
		t.Errorf("verified: %+v, %v", v, err)
	}
	if _, differences, err := again.Compare(t.Context(), bytes.NewReader(archive)); err != nil || len(differences) > 0 {
		t.Errorf("compared: %v, %v", differences, err)
	}
	by := triage.Actor{Staff: triagetest.Officer("kv-1", 1)}
	was, err := s.Dossier(t.Context(), code, by)
	must(t, err)
	now, err := again.Dossier(t.Context(), code, by)
	must(t, err)
	if !triagetest.Same(was.Petition, now.Petition) || was.Words != now.Words || was.Identity != now.Identity || len(now.Events) != len(was.Events) {
		t.Errorf("restored: %+v, was %+v", now, was)
	}
	_, file, err := again.File(t.Context(), code, now.Files[0].ID, by)
	must(t, err)
	if b, err := io.ReadAll(file); err != nil || len(b) != len(largePhoto()) {
		t.Errorf("the file has %d bytes, %v", len(b), err)
	}
	// Numbers go on behind the last one, and the chain goes on too.
	mustDo(t, newDesk(again), triage.Act{Key: "after", Codes: []triage.Code{code}, Verb: triage.Note, Actor: triage.Actor{Staff: was.Petition.Owner}, Text: "Sau khi khôi phục."})
	must(t, again.Verify(t.Context(), code))
	if _, differences, err := again.Compare(t.Context(), bytes.NewReader(archive)); err != nil || len(differences) < 2 {
		t.Errorf("a ledger that went on is the same: %v, %v", differences, err)
	}
}

// What waited to be sent may have been sent since: it is not sent a second time, and
// the delivery ledger says that nobody knows.
func TestARestoredLedgerSendsNothingTwice(t *testing.T) {
	_, keys, _, archive := backedUp(t)
	for _, sendWaiting := range []bool{false, true} {
		url := freshURL(t)
		done, err := Restore(t.Context(), url, keys.SignerID(), bytes.NewReader(archive), RestoreOptions{SendWaiting: sendWaiting})
		must(t, err)
		s := openStore(t, url, keys)
		waiting := count(t, s, `SELECT count(*) FROM river_job WHERE kind = 'tell'`)
		unknown := count(t, s, `SELECT count(*) FROM delivery WHERE outcome = 'unknown'`)
		if waiting == 0 {
			t.Fatal("nothing waited, so nothing is tested")
		}
		if !sendWaiting && (done.Held != int64(waiting) || unknown != waiting) || sendWaiting && (done.Held != 0 || unknown != 0) {
			t.Errorf("send waiting %v: %d waited, %d held, %d unknown", sendWaiting, waiting, done.Held, unknown)
		}
		o := &office{}
		startWork(t, s, o)
		eventually(t, "the queue is empty", func() bool {
			return count(t, s, `SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled')`) == 0
		})
		o.mu.Lock()
		told, drawn := len(o.told), len(o.cards)
		o.mu.Unlock()
		if want := map[bool]int{false: 0, true: waiting}[sendWaiting]; told != want || drawn == 0 {
			t.Errorf("send waiting %v: %d were told, want %d; %d cards were drawn", sendWaiting, told, want, drawn)
		}
	}
}

func TestABackupIsOneMoment(t *testing.T) {
	s := newStore(t)
	mustFile(t, newDesk(s), triagetest.Draft("before", "citizen"))
	paused, begun := make(chan struct{}), make(chan struct{})
	var b bytes.Buffer
	result := make(chan error, 1)
	go func() {
		_, err := s.Backup(t.Context(), &slowly{to: &b, begun: begun, goOn: paused})
		result <- err
	}()
	<-begun // the snapshot is taken
	for i := range 5 {
		mustFile(t, newDesk(s), triagetest.Draft(fmt.Sprint("meanwhile", i), "citizen"))
	}
	close(paused)
	must(t, <-result)
	m, err := ReadBackup(&b)
	must(t, err)
	for _, table := range m.Tables {
		if (table.Table == "petition" || table.Table == "event" || table.Table == "content") && table.Rows != 1 {
			t.Errorf("%s has %d rows of a later moment", table.Table, table.Rows)
		}
	}
}

// slowly stops after the first write until it may go on.
type slowly struct {
	to          io.Writer
	begun, goOn chan struct{}
	wrote       bool
}

func (w *slowly) Write(b []byte) (int, error) {
	if !w.wrote {
		w.wrote = true
		close(w.begun)
		<-w.goOn
	}
	return w.to.Write(b)
}

// The archive's own frames are checked too, although encryption would notice first.
func TestABrokenArchiveLeavesTheDatabaseEmpty(t *testing.T) {
	_, keys, _, archive := backedUp(t)
	head := bytes.IndexByte(archive, '}') + 1
	newer := bytes.Replace(archive[5:head], []byte(`"schema":`), []byte(`"schema":9`), 1)
	other := bytes.Replace(archive[5:head], []byte(keys.SignerID()), []byte("0123456789abcdef"), 1)
	reframed := func(payload []byte) []byte {
		var b bytes.Buffer
		must(t, writeFrame(&b, frameHead, payload))
		return append(b.Bytes(), archive[head:]...)
	}
	flipped := func(i int) []byte {
		b := bytes.Clone(archive)
		b[i] ^= 1
		return b
	}
	url := freshURL(t)
	for name, c := range map[string]struct {
		archive []byte
		want    error
	}{
		"cut in half":    {archive[:len(archive)/2], ErrArchive},
		"without an end": {archive[:len(archive)-1], ErrArchive},
		"something more": {append(bytes.Clone(archive), 'x'), ErrArchive},
		"empty":          {nil, ErrArchive},
		"a row changed":  {flipped(bytes.Index(archive, []byte("PGCOPY")) + 30), ErrArchive},
		"newer":          {reframed(newer), ErrNewer},
		"newer form":     {reframed(bytes.Replace(archive[5:head], []byte(`"format":1`), []byte(`"format":2`), 1)), ErrNewer},
		"other keys":     {reframed(other), ErrOtherKeyset},
	} {
		if _, err := Restore(t.Context(), url, keys.SignerID(), bytes.NewReader(c.archive), RestoreOptions{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if is, err := Empty(t.Context(), url); err != nil || !is {
			t.Errorf("%s: the database is no longer empty, %v", name, err)
		}
	}
	if _, err := Restore(t.Context(), url, keys.SignerID(), bytes.NewReader(archive), RestoreOptions{}); err != nil {
		t.Errorf("the whole one afterwards: %v", err)
	}
	if _, err := Restore(t.Context(), url, keys.SignerID(), bytes.NewReader(archive), RestoreOptions{}); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a filled database: %v", err)
	}
}

// A backup of an earlier schema is restored as it was, then brought forward.
func TestABackupOfAnEarlierSchema(t *testing.T) {
	url := freshURL(t)
	must(t, migrateTo(t.Context(), url, 4, 0))
	keys := newKeys(t)
	early, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer early.Close(t.Context())
	_, err = early.Exec(t.Context(), `INSERT INTO epoch VALUES (1, 7)`)
	must(t, err)
	var b bytes.Buffer
	m := Manifest{Format: archiveFormat, Signer: keys.SignerID()}
	tx, err := early.Begin(t.Context())
	must(t, err)
	must(t, writeTables(t.Context(), tx, &b, &m))
	must(t, writeJSONFrame(&b, frameManifest, m))
	archive := bytes.Clone(b.Bytes())
	fresh := freshURL(t)
	done, err := Restore(t.Context(), fresh, keys.SignerID(), &b, RestoreOptions{})
	must(t, err)
	s := openStore(t, fresh, keys)
	if n, err := s.Epoch(t.Context(), 1, false); err != nil || n != 7 || done.Manifest.Schema != 4 {
		t.Errorf("epoch %d, schema %d, %v", n, done.Manifest.Schema, err)
	}
	latest, err := Status(t.Context(), fresh)
	if err != nil || !latest.Current() {
		t.Errorf("afterwards: %+v, %v", latest, err)
	}
	if _, err := Restore(t.Context(), local.TestDatabase(t, "tiepdan", Migrate), keys.SignerID(), bytes.NewReader(archive), RestoreOptions{}); !errors.Is(err, ErrAhead) {
		t.Errorf("into a database with a newer schema: %v", err)
	}
}

// Whatever an archive says, reading it ends without a panic and without more memory
// than a frame may have.
func FuzzReadBackup(f *testing.F) {
	var b bytes.Buffer
	for _, frame := range []struct {
		kind  byte
		value any
	}{{frameHead, Manifest{Format: 1}}, {frameTable, TableSum{Table: "epoch"}}, {frameSum, TableSum{}}, {frameManifest, Manifest{}}} {
		must(f, writeJSONFrame(&b, frame.kind, frame.value))
		f.Add(bytes.Clone(b.Bytes()))
	}
	f.Fuzz(func(t *testing.T, archive []byte) {
		if m, err := ReadBackup(bytes.NewReader(archive)); err == nil && len(m.Tables) > len(archive) {
			t.Errorf("%d bytes hold %d tables", len(archive), len(m.Tables))
		}
	})
}

func TestManifestNamesNobody(t *testing.T) {
	_, _, _, archive := backedUp(t)
	m, err := ReadBackup(bytes.NewReader(archive))
	must(t, err)
	text, err := json.Marshal(m)
	must(t, err)
	for _, what := range [][]byte{archive, text} {
		for _, word := range []string{"CANARY", "987654321", "CHAT-77", "Hoàng Yến"} {
			if bytes.Contains(what, []byte(word)) {
				t.Errorf("the backup holds %q", word)
			}
		}
	}
}
