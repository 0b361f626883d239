package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

func newBackupKey(t testing.TB) *BackupKey {
	t.Helper()
	text, err := GenerateBackupKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := ParseBackupKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func encrypted(t testing.TB, key *BackupKey, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := key.Encrypt(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decrypt(key *BackupKey, r io.Reader) ([]byte, error) {
	content, err := key.Decrypt(r)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(content)
}

// letters are n bytes that do not repeat.
func letters(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func TestBackupsOpenAsTheyWereWritten(t *testing.T) {
	key := newBackupKey(t)
	for _, n := range []int{0, 1, 100, 1 << 20, 3<<20 + 17} {
		plain := letters(n)
		got, err := decrypt(key, iotest.OneByteReader(bytes.NewReader(encrypted(t, key, plain))))
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes come back as %d: %v", n, len(got), err)
		}
	}
}

// Any bit changed and any cut is noticed: of a small backup every one, of one with
// several segments those around their borders.
func TestEveryChangeOfABackupIsNoticed(t *testing.T) {
	key := newBackupKey(t)
	small := encrypted(t, key, letters(150))
	large := encrypted(t, key, letters(2<<20+1000))
	places := []int{0, 20, 100, 1<<20 - 1, 1 << 20, 1<<20 + 1, 2 << 20, len(large) - 1}
	for _, c := range []struct {
		backup []byte
		places []int
	}{{small, nil}, {large, places}} {
		if c.places == nil {
			for i := range c.backup {
				c.places = append(c.places, i)
			}
		}
		for _, i := range c.places {
			for bit := range 8 {
				c.backup[i] ^= 1 << bit
				if _, err := decrypt(key, bytes.NewReader(c.backup)); !refused(err) {
					t.Fatalf("bit %d of byte %d: %v", bit, i, err)
				}
				c.backup[i] ^= 1 << bit
			}
			if _, err := decrypt(key, bytes.NewReader(c.backup[:i])); !refused(err) {
				t.Fatalf("cut to %d bytes: %v", i, err)
			}
		}
		if _, err := decrypt(key, bytes.NewReader(append(bytes.Clone(c.backup), 0))); !refused(err) {
			t.Fatalf("a byte too many: %v", err)
		}
	}
}

func refused(err error) bool {
	return errors.Is(err, ErrBackupAltered) || errors.Is(err, ErrOtherBackupKey) || errors.Is(err, ErrNotBackup)
}

func TestBackupsOfOthersAreTold(t *testing.T) {
	key := newBackupKey(t)
	if _, err := decrypt(newBackupKey(t), bytes.NewReader(encrypted(t, key, letters(10)))); !errors.Is(err, ErrOtherBackupKey) {
		t.Errorf("another key: %v", err)
	}
	if _, err := decrypt(key, bytes.NewReader([]byte("PGDMP"))); !errors.Is(err, ErrNotBackup) {
		t.Errorf("another file: %v", err)
	}
	broken := errors.New("the disk is broken")
	sealed := encrypted(t, key, letters(2<<20))
	_, err := decrypt(key, io.MultiReader(bytes.NewReader(sealed[:1<<20]), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || refused(err) {
		t.Errorf("a broken disk: %v", err)
	}
}

func TestBadBackupKeysAreRefusedWithoutQuotingThem(t *testing.T) {
	keyset, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", " ", "CANARY", "Q0FOQVJZ", keyset} {
		if _, err := ParseBackupKey(text); !errors.Is(err, ErrBackupKey) || bytes.Contains([]byte(err.Error()), []byte("CANARY")) {
			t.Errorf("%.10q: %v", text, err)
		}
	}
	if key := newBackupKey(t); fmt.Sprintf("%v %+v %#v %s", key, key, key, *key) != "*** *** *** ***" {
		t.Errorf("a backup key prints as %v", key)
	}
}
