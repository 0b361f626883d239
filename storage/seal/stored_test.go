package seal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// storedSeals are what the first release made with one keyset and one backup key.
// They are made once; every later release opens them, and hashes as they were hashed.
type storedSeals struct {
	Keyset, BackupKey      string
	Sealed, Backup         []byte // "đơn"
	Lookup, Digest, Signed string // hex
	SignerID               string
}

func TestStoredSeals(t *testing.T) {
	path := filepath.Join("testdata", "formats", "seals_1.json")
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) && os.Getenv("TIEPDAN_RENEW_FORMATS") != "" {
		text = writeSeals(t, path)
	} else if err != nil {
		t.Fatal(err)
	}
	var was storedSeals
	if err := json.Unmarshal(text, &was); err != nil {
		t.Fatal(err)
	}
	keys := parse(t, was.Keyset)
	if plain, err := keys.Open(was.Sealed, "t", "c", "1"); err != nil || string(plain) != "đơn" {
		t.Errorf("opened: %q, %v", plain, err)
	}
	key, err := ParseBackupKey(was.BackupKey)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := decrypt(key, bytes.NewReader(was.Backup)); err != nil || string(plain) != "đơn" {
		t.Errorf("decrypted: %q, %v", plain, err)
	}
	if now := hashesOf(keys); now.Lookup != was.Lookup || now.Digest != was.Digest || now.Signed != was.Signed || now.SignerID != was.SignerID {
		t.Errorf("hashed or signed otherwise: %+v, was %+v", now, was)
	}
}

func hashesOf(keys *Keys) storedSeals {
	return storedSeals{
		Lookup: hex.EncodeToString(keys.Lookup("phone", "0912345678")), Digest: hex.EncodeToString(keys.Digest([]byte("đơn"))),
		Signed: hex.EncodeToString(keys.Sign([]byte("đơn"))), SignerID: keys.SignerID(),
	}
}

func writeSeals(t *testing.T, path string) []byte {
	t.Helper()
	keyset, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	keys := parse(t, keyset)
	made := hashesOf(keys)
	made.Keyset = keyset
	if made.Sealed, err = keys.Seal([]byte("đơn"), "t", "c", "1"); err != nil {
		t.Fatal(err)
	}
	if made.BackupKey, err = GenerateBackupKey(); err != nil {
		t.Fatal(err)
	}
	key, err := ParseBackupKey(made.BackupKey)
	if err != nil {
		t.Fatal(err)
	}
	made.Backup = encrypted(t, key, []byte("đơn"))
	text, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	return text
}
