package postgres

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
)

// Backup writes everything that is in the database to w, as it was at one moment,
// while the program runs and without holding up anybody. What is sealed stays
// sealed: no key is in it. w should encrypt nevertheless (seal.BackupKey), because
// codes, kinds and dates are in clear. However large the database is, a few
// megabytes of memory suffice.
func (s *Store) Backup(ctx context.Context, w io.Writer) (Manifest, error) {
	m := Manifest{Format: archiveFormat, At: time.Now().UTC(), Signer: s.keys.SignerID()}
	err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := unhurried(ctx, tx); err != nil {
			return err
		}
		if err := writeTables(ctx, tx, w, &m); err != nil {
			return err
		}
		last, err := lastRoot(ctx, tx)
		if err != nil {
			return err
		}
		if last.N > 0 {
			m.Root = string(last.Statement())
		}
		return writeJSONFrame(w, frameManifest, m)
	})
	if err != nil {
		return m, fmt.Errorf("back up the database: %w", err)
	}
	return m, nil
}

// unhurried lifts the time limits of a transaction: it waits for a disk or a wire.
func unhurried(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`)
	return err
}

// writeTables writes everything but the manifest, which it fills.
func writeTables(ctx context.Context, tx pgx.Tx, w io.Writer, m *Manifest) error {
	if err := tx.QueryRow(ctx, `
		SELECT (SELECT max(version_id) FROM goose_db_version WHERE is_applied),
		       (SELECT max(version) FROM river_migration WHERE line = 'main')`).Scan(&m.Schema, &m.Queue); err != nil {
		return err
	}
	if err := writeJSONFrame(w, frameHead, m); err != nil {
		return err
	}
	tables, err := readTables(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := writeJSONFrame(w, frameTable, TableSum{Table: t.name, Columns: t.columns}); err != nil {
			return err
		}
		sum, err := t.sumOf(ctx, tx, newRowWriter(w))
		if err != nil {
			return err
		}
		if err := writeJSONFrame(w, frameSum, sum); err != nil {
			return err
		}
		m.Tables = append(m.Tables, sum)
	}
	if m.Sequences, err = sequences(ctx, tx, tables); err != nil {
		return err
	}
	m.Heads, m.Petitions, err = readHeads(ctx, tx)
	return err
}

// ReadBackup reads a backup to its end without a database, and says what it holds.
// Everything in it fits its sums, or there is an error.
func ReadBackup(r io.Reader) (Manifest, error) {
	f := newFrames(r)
	m, err := readHead(f)
	if err != nil {
		return m, err
	}
	var read []TableSum
	m, err = readBody(f, m, func(_ TableSum, rows *rowReader) error {
		_, err := io.Copy(io.Discard, rows)
		read = append(read, rows.said)
		return err
	})
	if err != nil {
		return m, err
	}
	return m, fits(m, read)
}

// readHead reads the beginning of an archive, and refuses one that a newer program
// wrote in another form.
func readHead(f *frames) (Manifest, error) {
	var m Manifest
	if err := f.expect(frameHead, &m); err != nil {
		return m, fmt.Errorf("read the backup: %w", err)
	}
	if m.Format > archiveFormat {
		return m, fmt.Errorf("read the backup: %w: its form is %d, this program knows %d", ErrNewer, m.Format, archiveFormat)
	}
	return m, nil
}

// readBody gives the tables one by one, and returns the manifest, which must be that
// of the head.
func readBody(f *frames, head Manifest, each func(TableSum, *rowReader) error) (Manifest, error) {
	for {
		kind, payload, err := f.next()
		if err != nil {
			return head, fmt.Errorf("read the backup: %w", err)
		}
		if kind == frameManifest {
			var m Manifest
			if err := readJSON(payload, &m); err != nil {
				return head, err
			}
			if err := f.end(); err != nil {
				return head, fmt.Errorf("read the backup: %w", err)
			}
			return m, nil
		}
		var t TableSum
		if kind != frameTable || readJSON(payload, &t) != nil {
			return head, ErrArchive
		}
		rows := newRowReader(f)
		if err := each(t, rows); err != nil {
			return head, err
		}
	}
}

// fits compares sums that were taken with those of the manifest.
func fits(m Manifest, sums []TableSum) error {
	if len(sums) != len(m.Tables) {
		return fmt.Errorf("%w: %d tables of %d", ErrArchive, len(sums), len(m.Tables))
	}
	for i, sum := range sums {
		if want := m.Tables[i]; sum.Table != want.Table || sum.Rows != want.Rows || sum.SHA256 != want.SHA256 {
			return fmt.Errorf("%w: the table %s is not what the backup says", ErrArchive, want.Table)
		}
	}
	return nil
}
