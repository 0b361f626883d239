package postgres

import (
	"errors"
	"testing"

	"tiepdan/storage/local"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// history files a petition and does four acts on it.
func history(t *testing.T, s *Store) triage.Petition {
	t.Helper()
	desk := newDesk(s)
	p := mustFile(t, desk, triagetest.Draft("d", "citizen"))
	p = mustDo(t, desk, claimOf(p, "c", 1))
	by := triage.Actor{Staff: p.Owner}
	mustDo(t, desk, triage.Act{Key: "n", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: by, Text: "Ghi chú nội bộ."})
	mustDo(t, desk, triage.Act{Key: "a", Codes: []triage.Code{p.Code}, Verb: triage.Ask, Actor: by, Text: "Ông/bà cho biết thêm địa chỉ."})
	return mustDo(t, desk, triage.Act{Key: "r", Codes: []triage.Code{p.Code}, Verb: triage.Reply, Actor: triage.Actor{Person: "citizen"},
		Text: "Nhà tôi ở số 5.", Amends: "m1"})
}

func TestChainHoldsAndSurvivesAChangeOfKeys(t *testing.T) {
	text, err := seal.Generate()
	must(t, err)
	old, err := seal.Parse(text)
	must(t, err)
	url := local.TestDatabase(t, "tiepdan", Migrate)
	p := history(t, openStore(t, url, old))
	rotated, err := seal.Rotate(text)
	must(t, err)
	keys, err := seal.Parse(rotated)
	must(t, err)
	s := openStore(t, url, keys)
	must(t, s.Verify(t.Context(), p.Code))
	mustDo(t, newDesk(s), triage.Act{Key: "n2", Codes: []triage.Code{p.Code}, Verb: triage.Note, Actor: triage.Actor{Staff: p.Owner}, Text: "Thêm."})
	must(t, s.Verify(t.Context(), p.Code))
	if err := openStore(t, url, newKeys(t)).Verify(t.Context(), p.Code); !errors.Is(err, ErrAltered) {
		t.Errorf("with keys of somebody else's: got %v, want ErrAltered", err)
	}
	if err := s.Verify(t.Context(), "26-AAAA-AAAA"); !errors.Is(err, triage.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestAlteredEventsAreDetected(t *testing.T) {
	s := newStore(t)
	p := history(t, s)
	exec(t, s, `ALTER TABLE event DISABLE TRIGGER USER`)
	exec(t, s, `ALTER TABLE flow DISABLE TRIGGER append_only`)
	for name, sql := range map[string]string{
		"time":             `UPDATE event SET at = at + interval '1 second' WHERE key = 'c'`,
		"actor":            `UPDATE event SET staff = 'kv-1-officer-3' WHERE key = 'c'`,
		"verb":             `UPDATE event SET verb = 'release' WHERE key = 'c'`,
		"internal":         `UPDATE event SET internal = false WHERE key = 'n'`,
		"words taken":      `UPDATE event SET text = NULL WHERE key = 'n'`,
		"words and digest": `UPDATE event SET text = NULL, text_digest = NULL WHERE key = 'n'`,
		"words exchanged":  `UPDATE event SET text = (SELECT text FROM event WHERE key = 'a') WHERE key = 'n'`,
		"last removed":     `DELETE FROM event WHERE key = 'r'`,
		"last removed well": `WITH gone AS (DELETE FROM event WHERE key = 'r' RETURNING prev_hash)
			UPDATE petition SET head = gone.prev_hash FROM gone`,
		"middle removed": `DELETE FROM event WHERE key = 'n'`,
		"flow changed":   `UPDATE flow SET on_time = NOT on_time`,
		"flow added": `INSERT INTO flow (event, n, at, unit, track, what, kind, disposition, on_time)
			SELECT seq, 9, at, unit, 'petition', 'answered', 'suggestion', '', false FROM event WHERE key = 'c'`,
		"head": `UPDATE petition SET head = '\x00'`,
	} {
		t.Run(name, func(t *testing.T) {
			tx, err := s.pool.Begin(t.Context())
			must(t, err)
			defer func() { _ = tx.Rollback(t.Context()) }()
			tag, err := tx.Exec(t.Context(), sql)
			must(t, err)
			if tag.RowsAffected() == 0 {
				t.Fatal("the test altered nothing")
			}
			rows, err := s.eventRows(t.Context(), tx, p.Code)
			must(t, err)
			var version int
			var head []byte
			must(t, tx.QueryRow(t.Context(), `SELECT version, head FROM petition WHERE code = $1`, p.Code).Scan(&version, &head))
			if err := s.verify(rows, version, head); !errors.Is(err, ErrAltered) {
				t.Errorf("got %v, want ErrAltered", err)
			}
		})
	}
	must(t, s.Verify(t.Context(), p.Code))
}

func TestRecordsAreAppendOnly(t *testing.T) {
	s := newStore(t)
	p := history(t, s)
	if _, err := s.Dossier(t.Context(), p.Code, triage.Actor{Staff: "kv-1-officer-1"}); err != nil {
		t.Fatal(err)
	}
	must(t, s.Deliver(t.Context(), triage.Delivery{Notice: triage.Notice{Code: p.Code, Event: "d", To: "citizen"}, At: triagetest.Start(), Outcome: triage.DeliverySent}))
	for _, table := range []string{"event", "flow", "delivery", "read_log"} {
		if count(t, s, `SELECT count(*) FROM `+table) == 0 {
			t.Errorf("%s is empty, so nothing is tested", table)
		}
		for _, sql := range []string{`UPDATE ` + table + ` SET at = now()`, `DELETE FROM ` + table, `TRUNCATE ` + table + ` CASCADE`} {
			if _, err := s.pool.Exec(t.Context(), sql); err == nil {
				t.Errorf("%s was allowed", sql)
			}
		}
	}
}

func TestInvariantsAreChecked(t *testing.T) {
	s := newStore(t)
	p := history(t, s) // claimed by an officer
	for _, sql := range []string{
		`UPDATE petition SET status = 'lost'`,
		`UPDATE petition SET status = 'done'`,
		`UPDATE petition SET outcome = 'answered'`,
		`UPDATE petition SET status = 'filed'`,
		`UPDATE petition SET owner = NULL`,
		`UPDATE petition SET received_at = NULL`,
		`UPDATE petition SET standing = 'unsigned'`,
		`UPDATE petition SET merged_into = code`,
		`UPDATE petition SET about = ARRAY[owner]`,
		`UPDATE petition SET status = 'accepted'`,
		`UPDATE petition SET version = 0`,
		`UPDATE obligation SET closed_at = now()`,
		`UPDATE obligation SET warned = 101`,
	} {
		if _, err := s.pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was allowed", sql)
		}
	}
	now, err := s.Petition(t.Context(), p.Code)
	must(t, err)
	if !triagetest.Same(now, p) {
		t.Errorf("the petition changed")
	}
}
