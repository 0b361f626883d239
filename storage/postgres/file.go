package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// chunkSize is how much of a file is sealed at once.
const chunkSize = 256 << 10

// Files is the verb of the notice that tells a citizen that the bytes of their
// files are in, with hashes. It is no move of the life table.
const Files triage.Verb = "files"

// attachmentRow is an attachment with what decides who may see it.
type attachmentRow struct {
	triage.Stored
	version   int // of its event
	fromFiler bool
	toFiler   bool // the citizen may see it
}

func attachmentPlace(code triage.Code, version, n int) place {
	return place{"attachment", "sealed", fmt.Sprintf("%s/%d/%d", code, version, n)}
}

func blobPlace(file int64, n int) place {
	return place{"blob", "sealed", fmt.Sprintf("%d/%d", file, n)}
}

func (s *Store) queueAttachment(batch *pgx.Batch, e *triage.Event, n int, file triage.Attachment, fetch *[]fetchArgs) error {
	sealed, err := s.sealJSON(file, attachmentPlace(e.Code, e.Version, n))
	if err != nil {
		return err
	}
	code := e.Code
	batch.Queue(`
		INSERT INTO attachment (code, version, n, event, sealed) VALUES ($1, $2, $3, $4, $5)
		RETURNING id`, code, e.Version, n, e.Key, sealed).
		QueryRow(func(row pgx.Row) error {
			args := fetchArgs{Code: code}
			if err := row.Scan(&args.File); err != nil {
				return err
			}
			*fetch = append(*fetch, args)
			return nil
		})
	return nil
}

const attachmentsOf = `
	SELECT a.id, a.version, a.n, a.event, a.sealed, a.sha256, a.failed,
	       coalesce(e.person = p.filer AND e.staff IS NULL, false), e.verb, e.internal
	  FROM attachment a
	  JOIN event e ON e.code = a.code AND e.version = a.version
	  JOIN petition p ON p.code = a.code
	 WHERE a.code = $1`

// attachments reads the attachments of a petition in the order in which they came.
func (s *Store) attachments(ctx context.Context, q querier, code triage.Code) ([]attachmentRow, error) {
	rows, err := q.Query(ctx, attachmentsOf+` ORDER BY a.version, a.n`, code)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (attachmentRow, error) { return s.scanAttachment(row, code) })
}

func (s *Store) scanAttachment(row pgx.Row, code triage.Code) (attachmentRow, error) {
	var a attachmentRow
	var n int
	var sealed []byte
	var verb triage.Verb
	var internal bool
	err := row.Scan(&a.ID, &a.version, &n, &a.Event, &sealed, null(&a.SHA256), null(&a.Failed), &a.fromFiler, &verb, &internal)
	if err != nil {
		return a, err
	}
	a.toFiler = a.fromFiler || !internal && toldToCitizen(verb)
	return a, s.openJSON(sealed, attachmentPlace(code, a.version, n), &a.Attachment)
}

func (s *Store) attachment(ctx context.Context, q querier, code triage.Code, file int64) (attachmentRow, error) {
	a, err := s.scanAttachment(q.QueryRow(ctx, attachmentsOf+` AND a.id = $2`, code, file), code)
	if errors.Is(err, pgx.ErrNoRows) {
		return a, triage.ErrNotFound
	}
	return a, err
}

func (s *Store) stored(ctx context.Context, code triage.Code, file int64) (triage.Stored, error) {
	a, err := s.attachment(ctx, s.pool, code, file)
	if err != nil {
		return triage.Stored{}, fmt.Errorf("read an attachment: %w", err)
	}
	return a.Stored, nil
}

// StoreFile keeps the bytes of an attachment, sealed, and returns their SHA-256 in
// hex. Storing it again changes nothing and reads nothing from r. When it was the last
// that its event waited for, the citizen is told.
func (s *Store) StoreFile(ctx context.Context, code triage.Code, file int64, r io.Reader) (string, error) {
	var sum string
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		done, err := lockFile(ctx, tx, code, file)
		if err != nil || done.SHA256 != "" {
			sum = done.SHA256
			return err
		}
		hash, size := sha256.New(), int64(0)
		buffer := make([]byte, chunkSize)
		for n := 0; ; n++ {
			length, err := io.ReadFull(r, buffer)
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return err
			}
			if length > 0 {
				hash.Write(buffer[:length])
				size += int64(length)
				at := blobPlace(file, n)
				sealed, err := s.keys.Seal(buffer[:length], at.table, at.column, at.id)
				if err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, `INSERT INTO blob (attachment, n, sealed) VALUES ($1, $2, $3)`, file, n, sealed); err != nil {
					return err
				}
			}
			if err != nil {
				break
			}
		}
		sum = hex.EncodeToString(hash.Sum(nil))
		return s.settleFile(ctx, tx, code, file, `UPDATE attachment SET sha256 = $2, size = $3, failed = NULL WHERE id = $1`, file, sum, size)
	})
	if err != nil {
		return "", fmt.Errorf("store a file of %s: %w", code, err)
	}
	return sum, nil
}

// FailFile notes why an attachment cannot be had: reason is a key of bot/text. A
// file that is stored already stays stored.
func (s *Store) FailFile(ctx context.Context, code triage.Code, file int64, reason string) error {
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		done, err := lockFile(ctx, tx, code, file)
		if err != nil || done.SHA256 != "" || done.Failed != "" {
			return err
		}
		return s.settleFile(ctx, tx, code, file, `UPDATE attachment SET failed = $2 WHERE id = $1`, file, reason)
	})
	if err != nil {
		return fmt.Errorf("note a file of %s as failed: %w", code, err)
	}
	return nil
}

// lockFile keeps two workers from storing one file at once.
func lockFile(ctx context.Context, tx pgx.Tx, code triage.Code, file int64) (triage.Stored, error) {
	var f triage.Stored
	err := tx.QueryRow(ctx, `SELECT id, sha256, failed FROM attachment WHERE id = $1 AND code = $2 FOR UPDATE`, file, code).
		Scan(&f.ID, null(&f.SHA256), null(&f.Failed))
	if errors.Is(err, pgx.ErrNoRows) {
		return f, triage.ErrNotFound
	}
	return f, err
}

// settleFile writes what became of a file. The files of one event take turns here, so
// that exactly one of them is the last, and tells.
func (s *Store) settleFile(ctx context.Context, tx pgx.Tx, code triage.Code, file int64, sql string, args ...any) error {
	n := triage.Notice{Code: code, Verb: Files, Audience: triage.ToCitizen}
	var again bool
	err := tx.QueryRow(ctx, `
		SELECT a.event, a.version, p.filer, a.failed IS NOT NULL OR a.sha256 IS NOT NULL,
		       pg_advisory_xact_lock(hashtextextended(a.code || '/' || a.version, 0))::text
		  FROM attachment a JOIN petition p USING (code)
		 WHERE a.id = $1`, file).Scan(&n.Event, &n.Version, null(&n.To), &again, new(string))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sql, args...); err != nil {
		return err
	}
	var left int
	var fromFiler bool
	err = tx.QueryRow(ctx, `
		SELECT count(*) FILTER (WHERE a.sha256 IS NULL AND a.failed IS NULL),
		       coalesce(bool_and(e.person = $3 AND e.staff IS NULL), false)
		  FROM attachment a JOIN event e USING (code, version)
		 WHERE a.code = $1 AND a.version = $2`, code, n.Version, n.To).Scan(&left, &fromFiler)
	if err != nil || left > 0 || again || !fromFiler {
		return err
	}
	return s.enqueueNow(ctx, tx, n)
}
