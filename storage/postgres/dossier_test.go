package postgres

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

func (s *Store) reads(t *testing.T, code triage.Code) []string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), `SELECT coalesce(staff, '-') || ' ' || what FROM read_log WHERE code = $1 ORDER BY id`, code)
	must(t, err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		all = append(all, line)
	}
	must(t, rows.Err())
	return all
}

func TestReadingIsLoggedAndNarrowed(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	desk := newDesk(s)
	open, secret := triagetest.Draft("open", "citizen"), triagetest.Draft("secret", "witness")
	secret.Facts = triage.Facts{Kind: triage.CrimeReport, Province: "22"}
	secret.Files = []triage.Attachment{{Source: "s"}}
	p, q := mustFile(t, desk, open), mustFile(t, desk, secret)
	officer := triage.Actor{Staff: "kv-1-officer-1"}

	d, err := s.Dossier(ctx, p.Code, officer)
	must(t, err)
	if d.Identity != open.Identity || d.Words != open.Words || len(d.Messages) != 1 || d.Messages[0].Ref != "m1" {
		t.Errorf("an officer was shown %+v", d)
	}
	d, err = s.Dossier(ctx, q.Code, officer)
	must(t, err)
	if d.Identity != (triage.Identity{}) || d.Words != secret.Words || d.Messages[0].Ref != "" {
		t.Errorf("of a confidential petition an officer was shown %+v", d)
	}
	_, err = s.StoreFile(ctx, q.Code, d.Files[0].ID, strings.NewReader("bytes"))
	must(t, err)
	_, r, err := s.File(ctx, q.Code, d.Files[0].ID, officer)
	must(t, err)
	must(t, r.Close())
	summary, err := s.Summary(ctx, q.Code, officer)
	must(t, err)
	if !strings.HasPrefix(secret.Words.Story, summary) {
		t.Errorf("the summary is %q", summary)
	}
	d, err = s.Dossier(ctx, q.Code, triage.Actor{Person: "witness"})
	must(t, err)
	if d.Identity != secret.Identity {
		t.Errorf("the informant was not shown their own identity: %+v", d.Identity)
	}
	if got, want := s.reads(t, p.Code), []string{"kv-1-officer-1 identity"}; !slices.Equal(got, want) {
		t.Errorf("logged %v, want %v", got, want)
	}
	if got, want := s.reads(t, q.Code), []string{"kv-1-officer-1 dossier", "kv-1-officer-1 file", "kv-1-officer-1 summary"}; !slices.Equal(got, want) {
		t.Errorf("logged %v, want %v", got, want)
	}

	// A stranger learns no more than that there is nothing.
	stranger := triage.Actor{Person: "somebody"}
	_, err1 := s.Dossier(ctx, p.Code, stranger)
	_, _, err2 := s.File(ctx, q.Code, d.Files[0].ID, stranger)
	_, err3 := s.Summary(ctx, p.Code, stranger)
	_, err4 := s.Dossier(ctx, "26-AAAA-AAAA", stranger)
	for _, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, triage.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	}
}

func TestNothingIsReadWithoutBeingLogged(t *testing.T) {
	s := newStore(t)
	draft := triagetest.Draft("d", "witness")
	draft.Facts = triage.Facts{Kind: triage.CrimeReport, Province: "22"}
	p := mustFile(t, newDesk(s), draft)
	exec(t, s, `ALTER TABLE read_log ADD CONSTRAINT full_disk CHECK (false) NOT VALID`)
	d, err := s.Dossier(t.Context(), p.Code, triage.Actor{Staff: "kv-1-officer-1"})
	if err == nil || d.Words != (triage.Words{}) {
		t.Errorf("got %+v, %v: it was read though it could not be logged", d, err)
	}
}

func TestTheCitizenSeesWhatIsTheirs(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	desk := newDesk(s)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	p = mustDo(t, desk, claimOf(p, "c", 1))
	by := triage.Actor{Staff: p.Owner}
	codes := []triage.Code{p.Code}
	mustDo(t, desk, triage.Act{Key: "n", Codes: codes, Verb: triage.Note, Actor: by, Text: "nội bộ", Files: []triage.Attachment{{Source: "internal"}}})
	mustDo(t, desk, triage.Act{Key: "k", Codes: codes, Verb: triage.Classify, Actor: by, Disposition: triage.File, Reason: "lý do nội bộ"})
	mustDo(t, desk, triage.Act{Key: "h", Codes: codes, Verb: triage.HandOver, Actor: by, To: "kv-1-officer-2", Reason: "bàn giao"})
	mustDo(t, desk, triage.Act{Key: "p", Codes: codes, Verb: triage.Propose, Actor: triage.Actor{Staff: "kv-1-officer-2"}})
	mustDo(t, desk, triage.Act{Key: "y", Codes: codes, Verb: triage.Approve, Actor: triage.Actor{Staff: triagetest.LeaderOf("vks-kv-1")}})
	mustDo(t, desk, triage.Act{Key: "f", Codes: codes, Verb: triage.FileAway, Actor: triage.Actor{Staff: "kv-1-officer-2"}, Reason: "đã trả lời",
		Files: []triage.Attachment{{Source: "letter"}}})

	mine, err := s.Dossier(ctx, p.Code, triage.Actor{Person: "citizen"})
	must(t, err)
	var said []string
	for _, e := range mine.Events {
		said = append(said, string(e.Verb)+":"+e.Reason+e.Text)
	}
	want := []string{"file:", "claim:", "classify:", "hand_over:", "propose:", "approve:", "file_away:đã trả lời"}
	if !slices.Equal(said, want) {
		t.Errorf("the citizen sees %v, want %v", said, want)
	}
	if len(mine.Files) != 1 || mine.Files[0].Source != "letter" {
		t.Errorf("the citizen sees the files %+v", mine.Files)
	}
	theirs, err := s.Dossier(ctx, p.Code, by)
	must(t, err)
	if len(theirs.Events) != 8 || theirs.Events[2].Text != "nội bộ" || len(theirs.Files) != 2 {
		t.Errorf("staff see %+v", theirs.Events)
	}
	for _, f := range theirs.Files {
		_, err := s.StoreFile(ctx, p.Code, f.ID, strings.NewReader("bytes"))
		must(t, err)
		_, _, err = s.File(ctx, p.Code, f.ID, triage.Actor{Person: "citizen"})
		if (err == nil) != (f.Source == "letter") {
			t.Errorf("opening %s as the citizen: %v", f.Source, err)
		}
	}
	if n := count(t, s, `SELECT count(*) FROM river_job WHERE args ->> 'verb' = 'files'`); n != 0 {
		t.Errorf("the citizen is told of files that they did not send, %d times", n)
	}
}

func TestSearchFindsByWhoWroteAndKeepsInformantsOut(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	p := mustFile(t, desk, triagetest.Draft("open", "citizen"))
	secret := triagetest.Draft("secret", "witness")
	secret.Facts = triage.Facts{Kind: triage.CrimeReport, Province: "22"}
	mustFile(t, desk, secret)
	for _, who := range []string{"0912000111", "+84 912 000 111", "0912.000.111", "022000000001", "đỗ thị thí dụ", "DO THI THI DU", "thí dụ"} {
		found, err := s.Search(t.Context(), who, 10)
		must(t, err)
		if len(found) != 1 || found[0].Code != p.Code {
			t.Errorf("%q found %d petitions, want the open one", who, len(found))
		}
	}
	for _, who := range []string{"", "dụ", "0912000112", "Đỗ Thị"} {
		found, err := s.Search(t.Context(), who, 10)
		must(t, err)
		if len(found) != 0 {
			t.Errorf("%q found %d petitions, want none", who, len(found))
		}
	}
}
