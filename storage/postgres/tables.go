package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// table is a table as a backup sees it: found in the database's own catalogue, so
// that a new one is not forgotten.
type table struct {
	name    string
	columns []string
	key     []string // of its primary key, as ORDER BY takes them
	needs   []string // the tables that its rows refer to
}

// readTables lists our tables, and the job queue's jobs, each after those that it
// refers to. Left out are what migrations keep, and what the job queue's workers say
// of themselves.
func readTables(ctx context.Context, q querier) ([]table, error) {
	rows, err := q.Query(ctx, `
		SELECT c.relname,
		       ARRAY(SELECT attname::text FROM pg_attribute
		              WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum),
		       ARRAY(SELECT quote_ident(attname) || CASE WHEN attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END
		               FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) JOIN pg_attribute a USING (attnum)
		              WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid ORDER BY place),
		       ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint JOIN pg_class f ON f.oid = confrelid
		              WHERE conrelid = c.oid AND contype = 'f' AND confrelid <> c.oid)
		  FROM pg_class c
		 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		   AND c.relname <> 'goose_db_version' AND (c.relname NOT LIKE 'river\_%' OR c.relname = 'river_job')
		 ORDER BY c.relname`)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (table, error) {
		var t table
		err := row.Scan(&t.name, &t.columns, &t.key, &t.needs)
		return t, err
	})
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		if len(t.key) == 0 {
			return nil, fmt.Errorf("the table %s has no primary key to put its rows in order by", t.name)
		}
	}
	return inOrder(found)
}

// inOrder puts each table after those that it needs.
func inOrder(tables []table) ([]table, error) {
	var ordered []table
	placed := func(name string) bool {
		return slices.ContainsFunc(ordered, func(t table) bool { return t.name == name })
	}
	for len(tables) > 0 {
		next := slices.IndexFunc(tables, func(t table) bool {
			return !slices.ContainsFunc(t.needs, func(name string) bool { return !placed(name) })
		})
		if next < 0 {
			return nil, fmt.Errorf("the tables %s and others refer to each other in a ring", tables[0].name)
		}
		ordered = append(ordered, tables[next])
		tables = slices.Delete(tables, next, next+1)
	}
	return ordered, nil
}

func quoted(names []string) string {
	return strings.Join(each(names, func(n string) string { return pgx.Identifier{n}.Sanitize() }), ", ")
}

// copyOut is the statement that gives the rows of a table, always in one order.
func (t table) copyOut() string {
	return fmt.Sprintf(`COPY (SELECT %s FROM %s ORDER BY %s) TO STDOUT (FORMAT binary)`,
		quoted(t.columns), pgx.Identifier{t.name}.Sanitize(), strings.Join(t.key, ", "))
}

// copyIn is the statement that takes what copyOut gave.
func (t table) copyIn() string {
	return fmt.Sprintf(`COPY %s (%s) FROM STDIN (FORMAT binary)`, pgx.Identifier{t.name}.Sanitize(), quoted(t.columns))
}

// sumOf adds up the rows of a table, and writes them to w if there is one.
func (t table) sumOf(ctx context.Context, tx pgx.Tx, w *rowWriter) (TableSum, error) {
	tag, err := tx.Conn().PgConn().CopyTo(ctx, w, t.copyOut())
	if err == nil {
		err = w.flush()
	}
	if err != nil {
		return TableSum{}, fmt.Errorf("read %s: %w", t.name, err)
	}
	return TableSum{Table: t.name, Columns: t.columns, Rows: tag.RowsAffected(), SHA256: w.sha256()}, nil
}

// sequences reads the last number that each table's own column has drawn. They are
// at least those of any snapshot.
func sequences(ctx context.Context, q querier, tables []table) (map[string]int64, error) {
	found := map[string]int64{}
	for _, t := range tables {
		rows, err := q.Query(ctx, `
			SELECT $1 || '.' || c, coalesce(pg_sequence_last_value(pg_get_serial_sequence(quote_ident($1), c)::regclass), 0)
			  FROM unnest($2::text[]) AS c
			 WHERE pg_get_serial_sequence(quote_ident($1), c) IS NOT NULL`, t.name, t.columns)
		if err != nil {
			return nil, err
		}
		var of string
		var last int64
		if _, err := pgx.ForEachRow(rows, []any{&of, &last}, func() error {
			found[of] = last
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// readHeads adds up the chain heads of all petitions.
func readHeads(ctx context.Context, q querier) (sum string, petitions int64, err error) {
	w := newRowWriter(nil)
	rows, err := q.Query(ctx, `SELECT code, version, head FROM petition ORDER BY code`)
	if err != nil {
		return "", 0, err
	}
	var code string
	var version int64
	var head []byte
	_, err = pgx.ForEachRow(rows, []any{&code, &version, &head}, func() error {
		petitions++
		b := binary.AppendUvarint(nil, uint64(len(code)))
		b = binary.AppendVarint(append(b, code...), version)
		b = binary.AppendUvarint(b, uint64(len(head)))
		_, err := w.Write(append(b, head...))
		return err
	})
	return w.sha256(), petitions, err
}
