package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// ErrFileAltered says that the bytes of a file are not those that were stored.
var ErrFileAltered = errors.New("the stored file was altered")

// File opens an attachment. The reader gives the bytes that were stored, or
// ErrFileAltered at the latest at their end. A reading by staff is logged before
// anything is returned, if the petition is confidential (P10). triage.ErrNotFound if
// there is no such file, if the reader may not see it, or if its bytes are not in yet.
func (s *Store) File(ctx context.Context, code triage.Code, file int64, by triage.Actor) (triage.Stored, io.ReadCloser, error) {
	var a attachmentRow
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		p, err := readPetition(ctx, tx, code)
		if err != nil {
			return err
		}
		reader, err := readerOf(by, p.Filer)
		if err != nil {
			return err
		}
		if a, err = s.attachment(ctx, tx, code, file); err != nil {
			return err
		}
		if a.SHA256 == "" || reader == asFiler && !a.toFiler {
			return triage.ErrNotFound
		}
		if reader == asStaff && p.Confidential {
			return s.logRead(ctx, tx, code, by, "file", file)
		}
		return nil
	})
	if err != nil {
		return triage.Stored{}, nil, fmt.Errorf("open a file of %s: %w", code, err)
	}
	return a.Stored, &fileReader{ctx: ctx, store: s, file: file, want: a.SHA256, hash: sha256.New()}, nil
}

// fileReader opens one chunk after the other, so that a large file is never whole in
// memory. Its context is the one of the request that reads it.
type fileReader struct {
	ctx   context.Context
	store *Store
	file  int64
	want  string
	hash  hash.Hash
	next  int
	chunk bytes.Reader
	end   error
}

// Read gives the next bytes.
func (r *fileReader) Read(b []byte) (int, error) {
	for r.chunk.Len() == 0 {
		if r.end != nil {
			return 0, r.end
		}
		r.end = r.load()
	}
	return r.chunk.Read(b)
}

// load takes the next chunk; io.EOF after the last one.
func (r *fileReader) load() error {
	var sealed []byte
	err := r.store.pool.QueryRow(r.ctx, `SELECT sealed FROM blob WHERE attachment = $1 AND n = $2`, r.file, r.next).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		if hex.EncodeToString(r.hash.Sum(nil)) != r.want {
			return ErrFileAltered
		}
		return io.EOF
	}
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	plain, err := r.store.open(sealed, blobPlace(r.file, r.next))
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	r.next++
	r.hash.Write(plain)
	r.chunk.Reset(plain)
	return nil
}

// Close ends the reading.
func (r *fileReader) Close() error {
	r.chunk.Reset(nil)
	r.end = io.ErrClosedPipe
	return nil
}
