package postgres

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// petitionsAtScale is how many petitions lie in the ledger for BenchmarkAtScale:
// TIEPDAN_BENCH_PETITIONS, or enough to see that the plans are right.
func petitionsAtScale(b *testing.B) int {
	text := os.Getenv("TIEPDAN_BENCH_PETITIONS")
	if text == "" {
		return 20_000
	}
	n, err := strconv.Atoi(text)
	must(b, err)
	return n
}

// fillPetitions puts $1 petitions into the ledger, and nothing that belongs to them.
const fillPetitions = `INSERT INTO petition
	 SELECT '20-' || lpad(i::text, 9, '0'), 1, 1, 'vks-kv-' || 1 + i % 3, CASE WHEN open AND i % 10 = 0 THEN 'kv-1-officer-' || 1 + i % 3 END,
	        'p-' || i % ($1::int / 3 + 1), 'chat', 'vi', CASE WHEN NOT open THEN 'done' WHEN i % 10 = 0 THEN 'claimed' ELSE 'filed' END,
	        NULL, CASE WHEN NOT open THEN 'answered' END, 'received', 'suggestion', false, false, '{}', '06652',
	        '{"kind": "suggestion"}', '{"rule": "J01"}', '{"rule": "J01"}', NULL, NULL, at, at, at, at, at,
	        CASE WHEN NOT open THEN at END, false, false, NULL, NULL, '{}', '{}', '{}', i % 1000 <> 0,
	        CASE WHEN open THEN at + interval '20 days' ELSE 'infinity' END, ''
	   FROM (SELECT i, at, i % 5 = 0 AND at > now() - interval '30 days' AS open
	           FROM (SELECT i, now() - interval '5 years' * (1 - i / $1::float) AS at FROM generate_series(1, $1::int) AS i) AS y) AS x`

// fill puts n petitions of five years into the ledger; of the last month one in five is
// open, and a third of those are late. They
// are made in SQL and cannot be opened; they only have to be in the way.
func fill(b *testing.B, s *Store, n int) {
	b.Helper()
	began := time.Now()
	conn, err := pgx.Connect(b.Context(), s.pool.Config().ConnString())
	must(b, err)
	defer conn.Close(context.WithoutCancel(b.Context()))
	for _, sql := range []string{
		fillPetitions,
		`INSERT INTO event (code, key, opening, version, verb, at, to_status, unit, internal, prev_hash, hash)
		 SELECT code, 'filled-' || code, 1, 1, 'filled', filed_at, 'filed', unit, false, '', '' FROM petition`,
		`INSERT INTO obligation
		 SELECT code, '1/O01/classify', 0, 1, 'O01', 'classify', 'receipt', filed_at, filed_at + interval '20 days', NULL, 'wd', 5, '', NULL,
		        done_at, CASE WHEN done_at IS NOT NULL THEN 'answer' END, NULL, 0, filed_at + interval '10 days'
		   FROM petition`,
		`INSERT INTO flow (event, n, at, unit, track, what, kind, disposition, on_time)
		 SELECT seq, w.n, at, unit, 'petition', w.what, (ARRAY['suggestion', 'complaint', 'request'])[1 + seq % 3], '', seq % 7 > 0
		   FROM event, (VALUES (1, 'received'), (2, 'processed'), (3, 'answered')) AS w (n, what)`,
		`INSERT INTO flow_fresh SELECT id FROM flow`,
	} {
		_, err := conn.Exec(b.Context(), strings.ReplaceAll(sql, "$1", strconv.Itoa(n)))
		must(b, err)
	}
	b.Logf("%d petitions in %v", n, time.Since(began))
	began = time.Now()
	must(b, s.Fold(b.Context()))
	b.Logf("folded in %v", time.Since(began))
	_, err = conn.Exec(b.Context(), `VACUUM ANALYZE`)
	must(b, err)
}

// written counts what is written to it.
type written int64

func (c *written) Write(b []byte) (int, error) {
	*c += written(len(b))
	return len(b), nil
}

func BenchmarkAtScale(b *testing.B) {
	s, desk := benchDesk(b)
	fill(b, s, petitionsAtScale(b))
	ctx := b.Context()
	week := time.Now().AddDate(0, 0, -10)
	b.Run("Tally", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Tally(ctx, "", week, week.AddDate(0, 0, 7), time.Now())
			must(b, err)
		}
	})
	b.Run("TallyYear", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Tally(ctx, "vks-kv-1", week.AddDate(-1, 0, 0), week, time.Now())
			must(b, err)
		}
	})
	b.Run("Queue", func(b *testing.B) {
		q := triage.Query{Unit: "vks-kv-1", Statuses: []triage.Status{triage.StatusFiled}, Common: true, Limit: 10}
		for b.Loop() {
			found, err := s.Find(ctx, q)
			must(b, err)
			if len(found) == q.Limit {
				q.After = triage.PlaceOf(&found[len(found)-1])
			}
		}
	})
	b.Run("Late", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Find(ctx, triage.Query{Unit: "vks-kv-1", LateAt: time.Now(), Limit: 10})
			must(b, err)
		}
	})
	b.Run("Soonest", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Find(ctx, triage.Query{Unit: "vks-kv-1", Soonest: true, Common: true, Limit: 10})
			must(b, err)
		}
	})
	b.Run("Due", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Due(ctx, time.Now(), 100)
			must(b, err)
		}
	})
	b.Run("Backup", func(b *testing.B) {
		text, err := seal.GenerateBackupKey()
		must(b, err)
		key, err := seal.ParseBackupKey(text)
		must(b, err)
		for b.Loop() {
			var size written
			content, err := key.Encrypt(&size)
			must(b, err)
			_, err = s.Backup(ctx, content)
			must(b, err)
			must(b, content.Close())
			b.SetBytes(int64(size))
		}
	})
	b.Run("FileAndClaim", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p := mustFile(b, desk, triagetest.Draft(fmt.Sprintf("d%d", i), "citizen"))
			mustDo(b, desk, claimOf(p, fmt.Sprintf("c%d", i), 1))
		}
	})
}
