package postgres

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// ErrArchive says that what was read is not a whole archive. Archives come out of
// authenticated encryption, so it is not the reader's business to guess why.
var ErrArchive = errors.New("the backup does not hold a whole archive")

// archiveFormat is raised when older programs could not read an archive any more.
const archiveFormat = 1

// Manifest says what an archive holds.
type Manifest struct {
	Format int       `json:"format"`
	At     time.Time `json:"at"`     // of the state that it holds
	Schema int64     `json:"schema"` // of our tables
	Queue  int       `json:"queue"`  // of the job queue's
	Signer string    `json:"signer"` // of the keyset that the ledger is written with: seal.Keys.SignerID

	// The rest is known at the end.
	Tables    []TableSum       `json:"tables,omitempty"`
	Sequences map[string]int64 `json:"sequences,omitempty"` // the last number drawn, by table and column
	Petitions int64            `json:"petitions,omitempty"`
	Heads     string           `json:"heads,omitempty"` // SHA-256 over every petition's code, version and chain head
	Root      string           `json:"root,omitempty"`  // Statement of the newest signed daily root
}

// TableSum says what is in a table: how many rows, and the SHA-256 of them in the
// order of their primary key.
type TableSum struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`
}

// Frames of an archive: a head; then each table, its rows, its sum; then the manifest.
const (
	frameHead     = 'H' // Manifest without its end
	frameTable    = 'T' // TableSum without its end
	frameRows     = 'R' // a piece of Postgres's binary COPY format
	frameSum      = 'S' // TableSum
	frameManifest = 'M' // Manifest
)

// framePiece is how large a piece of rows is at the most.
const framePiece = 256 << 10

// frameLimit bounds any frame, so that a length is never believed blindly.
const frameLimit = 8 << 20

func writeFrame(w io.Writer, kind byte, payload []byte) error {
	head := binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(payload)))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

func writeJSONFrame(w io.Writer, kind byte, value any) error {
	payload, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return writeFrame(w, kind, payload)
}

// frames reads an archive frame by frame.
type frames struct {
	r *bufio.Reader
}

func newFrames(r io.Reader) *frames { return &frames{bufio.NewReaderSize(r, 1<<16)} }

func (f *frames) next() (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(f.r, head[:]); err != nil {
		return 0, nil, cutShort(err)
	}
	size := binary.BigEndian.Uint32(head[1:])
	if size > frameLimit {
		return 0, nil, ErrArchive
	}
	payload = make([]byte, size)
	if _, err := io.ReadFull(f.r, payload); err != nil {
		return 0, nil, cutShort(err)
	}
	return head[0], payload, nil
}

// end holds if nothing follows. Only then the encryption has vouched for the whole.
func (f *frames) end() error {
	_, err := f.r.ReadByte()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return ErrArchive
}

// expect reads a frame of one kind into a value.
func (f *frames) expect(kind byte, value any) error {
	got, payload, err := f.next()
	if err != nil {
		return err
	}
	if got != kind {
		return ErrArchive
	}
	return readJSON(payload, value)
}

func readJSON(payload []byte, value any) error {
	if json.Unmarshal(payload, value) != nil {
		return ErrArchive
	}
	return nil
}

func cutShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrArchive
	}
	return err
}

// rowWriter takes the rows of one table. to is nil where only their sum is wanted.
type rowWriter struct {
	to  io.Writer
	sum hash.Hash
	buf []byte
}

func newRowWriter(to io.Writer) *rowWriter {
	return &rowWriter{to: to, sum: sha256.New(), buf: make([]byte, 0, framePiece)}
}

// Write takes a piece of rows.
func (w *rowWriter) Write(b []byte) (int, error) {
	w.sum.Write(b)
	if w.to == nil {
		return len(b), nil
	}
	for rest := b; len(rest) > 0; {
		n := min(len(rest), framePiece-len(w.buf))
		w.buf, rest = append(w.buf, rest[:n]...), rest[n:]
		if len(w.buf) == framePiece {
			if err := w.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(b), nil
}

func (w *rowWriter) flush() error {
	if w.to == nil || len(w.buf) == 0 {
		return nil
	}
	err := writeFrame(w.to, frameRows, w.buf)
	w.buf = w.buf[:0]
	return err
}

func (w *rowWriter) sha256() string { return hex.EncodeToString(w.sum.Sum(nil)) }

// rowReader gives the rows of one table, until its sum, which it checks.
type rowReader struct {
	frames *frames
	sum    hash.Hash
	piece  []byte
	said   TableSum // once the end is reached
	err    error
}

func newRowReader(f *frames) *rowReader { return &rowReader{frames: f, sum: sha256.New()} }

// Read gives the next bytes.
func (r *rowReader) Read(b []byte) (int, error) {
	for len(r.piece) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.err = r.load()
	}
	n := copy(b, r.piece)
	r.piece = r.piece[n:]
	return n, nil
}

func (r *rowReader) load() error {
	kind, payload, err := r.frames.next()
	switch {
	case err != nil:
		return err
	case kind == frameRows:
		r.sum.Write(payload)
		r.piece = payload
		return nil
	case kind != frameSum:
		return ErrArchive
	}
	if err := readJSON(payload, &r.said); err != nil {
		return err
	}
	if r.said.SHA256 != hex.EncodeToString(r.sum.Sum(nil)) {
		return ErrArchive
	}
	return io.EOF
}
