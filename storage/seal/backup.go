package seal

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/streamingaead"
	"github.com/tink-crypto/tink-go/v2/tink"
)

var (
	// ErrBackupKey is wrapped by every error about the text of a backup key.
	ErrBackupKey = errors.New("TIEPDAN_BACKUP_KEY is not a backup key")
	// ErrNotBackup says that a file does not begin like a backup.
	ErrNotBackup = errors.New("this is not a backup of tiepdan's")
	// ErrOtherBackupKey says that a backup was made with another key.
	ErrOtherBackupKey = errors.New("the backup was made with another TIEPDAN_BACKUP_KEY")
	// ErrBackupAltered says that a backup is not as it was written: changed or cut.
	ErrBackupAltered = errors.New("the backup was altered or is cut short")
)

// backupMagic begins every backup; the id of its key and a line feed follow. The
// whole line is the associated data of all that comes after it.
const backupMagic = "tiepdan backup 1 "

// backupLine is the longest first line that is read.
const backupLine = 64

// BackupKey encrypts backups. It is kept apart from TIEPDAN_KEYSET: who carries
// backups away has no need of the keys that open what stands in them, and a backup
// holds neither. Printing it gives "***".
type BackupKey struct {
	secret *backupSecret
}

type backupSecret struct {
	stream tink.StreamingAEAD
	id     KeyID
}

// GenerateBackupKey makes a fresh backup key in its text form. Whoever loses it
// loses the backups made with it.
func GenerateBackupKey() (string, error) {
	handle, err := keyset.NewHandle(streamingaead.AES256GCMHKDF1MBKeyTemplate())
	if err != nil {
		return "", fmt.Errorf("generate a backup key: %w", err)
	}
	var text bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&text)); err != nil {
		return "", fmt.Errorf("generate a backup key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(text.Bytes()), nil
}

// ParseBackupKey reads the text form, as TIEPDAN_BACKUP_KEY holds it. Errors wrap
// ErrBackupKey and show no key material.
func ParseBackupKey(text string) (*BackupKey, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, fmt.Errorf("%w: it is empty", ErrBackupKey)
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: it is not base64", ErrBackupKey)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(raw)))
	if err != nil {
		return nil, fmt.Errorf("%w: its base64 does not hold one", ErrBackupKey)
	}
	stream, err := streamingaead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("%w: it does not encrypt streams", ErrBackupKey)
	}
	return &BackupKey{&backupSecret{stream: stream, id: idsOf(handle)[0]}}, nil
}

// String gives "***".
func (BackupKey) String() string { return masked }

// Format gives "***" for every verb.
func (BackupKey) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, masked) }

// ID names the key; it stands at the head of the backups made with it.
func (k *BackupKey) ID() KeyID { return k.secret.id }

// Encrypt writes the head of a backup, and returns where its content goes. Memory
// stays at a megabyte or two, however long that is. Close ends the backup: without it, it
// counts as cut short. w itself is not closed.
func (k *BackupKey) Encrypt(w io.Writer) (io.WriteCloser, error) {
	head := []byte(backupMagic + k.secret.id.String() + "\n")
	if _, err := w.Write(head); err != nil {
		return nil, fmt.Errorf("write the backup: %w", err)
	}
	content, err := k.secret.stream.NewEncryptingWriter(w, head)
	if err != nil {
		return nil, fmt.Errorf("encrypt the backup: %w", err)
	}
	return content, nil
}

// Decrypt reads the head of a backup, and returns its content. Nothing is returned
// that was not authenticated, and the end is reached only where it was written:
// otherwise reading ends with ErrBackupAltered. ErrNotBackup, ErrOtherBackupKey.
func (k *BackupKey) Decrypt(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	first, err := buffered.Peek(backupLine)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the backup: %w", err)
	}
	end := bytes.IndexByte(first, '\n')
	if !bytes.HasPrefix(first, []byte(backupMagic)) || end < 0 {
		return nil, ErrNotBackup
	}
	head := bytes.Clone(first[:end+1])
	if string(head) != backupMagic+k.secret.id.String()+"\n" {
		return nil, ErrOtherBackupKey
	}
	if _, err := buffered.Discard(len(head)); err != nil {
		return nil, fmt.Errorf("read the backup: %w", err)
	}
	source := &remembering{r: buffered}
	content, err := k.secret.stream.NewDecryptingReader(source, head)
	if err != nil {
		return nil, fmt.Errorf("decrypt the backup: %w", err)
	}
	return &decrypted{content: content, source: source}, nil
}

// decrypted tells a disk that fails from bytes that do not open: the library's
// errors do not.
type decrypted struct {
	content io.Reader
	source  *remembering
}

// Read gives the next authenticated bytes.
func (d *decrypted) Read(b []byte) (int, error) {
	n, err := d.content.Read(b)
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case d.source.failed != nil:
		return n, fmt.Errorf("read the backup: %w", d.source.failed)
	default:
		return n, ErrBackupAltered
	}
}

// remembering notes a failure of its source other than the end.
type remembering struct {
	r      io.Reader
	failed error
}

// Read reads from the source.
func (r *remembering) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		r.failed = err
	}
	return n, err
}
