package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/seal"
)

// sealedColumn is a column that holds sealed bytes. id is the SQL of the id of the
// place they were sealed for.
type sealedColumn struct{ table, column, id string }

// sealedColumns lists all of them: a change of keys goes through this list, and a
// test holds it against the schema.
func sealedColumns() []sealedColumn {
	return []sealedColumn{
		{"event", "reason", `code || '/' || version`},
		{"event", "text", `code || '/' || version`},
		{"event", "amends", `code || '/' || version`},
		{"identity", "sealed", `code`},
		{"content", "sealed", `code`},
		{"summary", "sealed", `code`},
		{"message", "sealed", `code || '/' || n`},
		{"attachment", "sealed", `code || '/' || version || '/' || n`},
		{"blob", "sealed", `attachment || '/' || n`},
		{"person", "sealed", `id`},
		{"card", "sealed", `code || '/' || unit`},
		{"visit", "note", `key`},
		{"delivery", "sealed", `encode(ref, 'hex')`},
		{"draft", "sealed", `encode(owner, 'hex') || '/' || version`},
	}
}

// SealedBy counts what is sealed with each key, by table. Bytes that were not sealed
// by any count under key 0.
func (s *Store) SealedBy(ctx context.Context) (map[seal.KeyID]map[string]int64, error) {
	found := map[seal.KeyID]map[string]int64{}
	err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return err
		}
		for _, c := range sealedColumns() {
			rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT substring(%[1]s FROM 1 FOR 5), count(*) FROM %[2]s WHERE octet_length(%[1]s) > 0 GROUP BY 1`, c.column, c.table))
			if err != nil {
				return err
			}
			var prefix []byte
			var n int64
			if _, err := pgx.ForEachRow(rows, []any{&prefix, &n}, func() error {
				id, _ := seal.SealedBy(prefix)
				if found[id] == nil {
					found[id] = map[string]int64{}
				}
				found[id][c.table] += n
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count what is sealed: %w", err)
	}
	return found, nil
}

// Unopened is a sealed value that does not open: it was altered, or its key is not
// in the keyset.
type Unopened struct{ Table, Column, ID string }

// resealing bounds one step: so many blocks of a table are looked through, and so
// many rows are locked and written at once.
const (
	resealBlocks = 256
	resealRows   = 64
)

// Reseal seals anew, with the key that seals, everything that was sealed with
// another. It goes in short steps while the program runs, may be ended at any moment,
// and goes on when it is called again. told hears how much is done. What does not
// open stays as it is and is listed.
func (s *Store) Reseal(ctx context.Context, told func(done int64)) (done int64, unopened []Unopened, err error) {
	for _, c := range sealedColumns() {
		blocks, err := s.blocks(ctx, c.table)
		if err != nil {
			return done, unopened, fmt.Errorf("seal anew: %w", err)
		}
		for first := int64(0); first < blocks; first += resealBlocks {
			last := fmt.Sprintf("(%d,0)", first)
			for {
				n, next, closed, err := s.resealStep(ctx, c, last, fmt.Sprintf("(%d,0)", first+resealBlocks))
				if err != nil {
					return done, unopened, fmt.Errorf("seal %s anew: %w", c.table, err)
				}
				done += n
				unopened = append(unopened, closed...)
				if told != nil && n > 0 {
					told(done)
				}
				if next == "" {
					break
				}
				last = next
			}
		}
	}
	return done, unopened, nil
}

func (s *Store) blocks(ctx context.Context, table string) (n int64, err error) {
	err = s.pool.QueryRow(ctx, `SELECT pg_relation_size($1::regclass) / current_setting('block_size')::bigint + 1`, table).Scan(&n)
	return n, err
}

// resealStep seals a few rows anew. next is the last of them, and "" when none was
// left between the two places. Rows that are written meanwhile lie elsewhere, sealed
// with the new key already.
func (s *Store) resealStep(ctx context.Context, c sealedColumn, after, before string) (done int64, next string, closed []Unopened, err error) {
	err = s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		done, next, closed = 0, "", nil
		if _, err := tx.Exec(ctx, `SET LOCAL tiepdan.reseal = 'on'`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, fmt.Sprintf(`
			SELECT ctid::text, (%[3]s)::text, %[2]s FROM %[1]s
			 WHERE ctid > $1::tid AND ctid < $2::tid AND octet_length(%[2]s) > 0 AND substring(%[2]s FROM 1 FOR 5) <> $3
			 ORDER BY %[1]s.ctid LIMIT $4 FOR UPDATE`, c.table, c.column, c.id), after, before, s.keys.Primary().Prefix(), resealRows)
		if err != nil {
			return err
		}
		var batch pgx.Batch
		var id string
		var sealed []byte
		if _, err := pgx.ForEachRow(rows, []any{&next, &id, &sealed}, func() error {
			plain, err := s.keys.Open(sealed, c.table, c.column, id)
			if err != nil {
				closed = append(closed, Unopened{c.table, c.column, id})
				return nil
			}
			anew, err := s.keys.Seal(plain, c.table, c.column, id)
			if err != nil {
				return err
			}
			batch.Queue(fmt.Sprintf(`UPDATE %s SET %s = $1 WHERE ctid = $2::tid`, c.table, c.column), anew, next)
			return nil
		}); err != nil {
			return err
		}
		done = int64(batch.Len())
		if batch.Len() == 0 {
			return nil
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
	return done, next, closed, err
}
