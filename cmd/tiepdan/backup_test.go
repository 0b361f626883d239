package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/cmd/tiepdan/history"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
)

// vault is an office whose ledger can be backed up.
type vault struct {
	t      *testing.T
	flags  []string // of the office, without the database
	keyset string
	url    string
	key    string // of backups
}

func newVault(t *testing.T) *vault {
	t.Helper()
	for _, name := range []string{"TIEPDAN_BACKUP_KEY", "TIEPDAN_DATABASE_URL", "TIEPDAN_KEYSET", "TIEPDAN_REDIS_URL"} {
		t.Setenv(name, "")
	}
	office := filepath.Join(t.TempDir(), "office.yaml")
	if err := os.WriteFile(office, deploy.SampleOffice(), 0o600); err != nil {
		t.Fatal(err)
	}
	v := &vault{t: t, keyset: printed(t, "keys", "new"), key: printed(t, "keys", "new-backup"), url: local.TestDatabase(t, "tiepdan", postgres.Migrate)}
	v.flags = []string{"--office", office, "--redis-url", local.TestRedis(t), "--telegram-token", "1:CANARY", "--telegram-api", "http://127.0.0.1:1"}
	return v
}

// printed is the one line that a command prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	status, out, told := tiepdan(t, args...)
	if status != exitDone {
		t.Fatalf("%v: %s", args, told)
	}
	return strings.TrimSpace(out)
}

// ok runs a command that must succeed.
func (v *vault) ok(args ...string) string {
	v.t.Helper()
	status, out, told := tiepdan(v.t, args...)
	if status != exitDone {
		v.t.Fatalf("%v: status %d\n%s%s", args, status, out, told)
	}
	return out
}

// refused runs a command that must fail, with words.
func (v *vault) refused(words string, args ...string) {
	v.t.Helper()
	status, out, told := tiepdan(v.t, args...)
	if status != exitFailed || !strings.Contains(out+told, words) {
		v.t.Errorf("%v: status %d, said %q; want %q", args[:1], status, out+told, words)
	}
	for _, secret := range []string{v.keyset, v.key, "CANARY"} {
		if strings.Contains(out+told, secret) {
			v.t.Errorf("%v tells a secret", args[:1])
		}
	}
}

func (v *vault) restore(file, url string, more ...string) []string {
	return append([]string{"restore", file, "--database-url", url, "--keyset", v.keyset, "--backup-key", v.key}, more...)
}

func (v *vault) on(command, url string, more ...string) []string {
	args := append([]string{command}, v.flags...)
	return append(append(args, "--database-url", url, "--keyset", v.keyset), more...)
}

func (v *vault) store(url string) *postgres.Store {
	v.t.Helper()
	store, err := openStore(v.t.Context(), url, v.keyset)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(store.Close)
	return store
}

// server is a second Postgres, with nothing in it.
func server(t *testing.T) (fresh func() string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	second, err := local.Start(ctx, local.Options{Postgres: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.Stop)
	made := 0
	return func() string {
		made++
		url, err := second.EnsureDatabase(t.Context(), fmt.Sprintf("restored_%d", made))
		if err != nil {
			t.Fatal(err)
		}
		return url
	}
}

// TestDrill is the exercise that an office should hold every quarter: a year of
// petitions is backed up, restored on another server, and compared; spoiled backups
// are refused.
func TestDrill(t *testing.T) {
	v, fresh := newVault(t), server(t)
	office, err := sampleOffice()
	if err != nil {
		t.Fatal(err)
	}
	store := v.store(v.url)
	player := &history.Player{Store: store, Office: office, Address: func(n int64) string { return fmt.Sprint("nowhere:", n) }}
	if err := player.Play(t.Context(), history.Make(office, time.Now().Truncate(time.Minute), nil)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.SealDay(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "tiepdan.backup")
	backup := v.on("backup", v.url, "--backup-key", v.key, "-o", file)
	v.ok(backup...)
	v.refused("không ghi đè", backup...)
	if left, _ := filepath.Glob(file + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v, %v", info, err)
	}

	there := fresh()
	out := v.ok(v.restore(file, there, "--check")...)
	for _, words := range []string{"✓ đã khôi phục", "từng dòng giống bản sao lưu", "✓ sổ đơn: 1 gốc ngày", "gốc ngày mới nhất"} {
		if !strings.Contains(out, words) {
			t.Errorf("the restore does not say %q:\n%s", words, out)
		}
	}
	for _, period := range []string{"2024", "2026"} {
		want, got := v.ok(v.on("report", v.url, "--period", period)...), v.ok(v.on("report", there, "--period", period)...)
		if got != want || period == "2024" && !strings.Contains(got, "Xử lý: 596/596 (100 %)") {
			t.Errorf("the report of %s:\n%s\nwas\n%s", period, got, want)
		}
	}
	if out := v.ok(v.restore(file, there, "--check")...); !strings.Contains(out, "✓ cơ sở dữ liệu giống bản sao lưu, từng dòng") {
		t.Errorf("compared:\n%s", out)
	}
	if out := v.ok("restore", file, "--check", "--backup-key", v.key); !strings.Contains(out, "✓ tệp nguyên vẹn") {
		t.Errorf("the file alone:\n%s", out)
	}
	v.refused("chỉ khôi phục vào một cơ sở dữ liệu trống", v.restore(file, there)...)
	v.spoiled(file, fresh())
	v.altered(file, there)
}

// spoiled tries backups that must be refused, on a database that stays empty.
func (v *vault) spoiled(file, url string) {
	t := v.t
	t.Helper()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(name, words string, content []byte) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "spoiled.backup")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		v.refused(words, v.restore(path, url)...)
		if empty, err := postgres.Empty(t.Context(), url); err != nil || !empty {
			t.Errorf("%s: the database is no longer empty (%v)", name, err)
		}
	}
	for _, at := range []int{40, len(whole) / 3, len(whole) - 1} {
		changed := bytes.Clone(whole)
		changed[at] ^= 1
		spoil(fmt.Sprintf("byte %d changed", at), "đã bị sửa hoặc bị cắt cụt", changed)
	}
	for _, n := range []int{100, len(whole) / 2, 1 << 20, len(whole) - 1} {
		spoil(fmt.Sprintf("cut to %d", n), "đã bị sửa hoặc bị cắt cụt", whole[:n])
	}
	spoil("another file", "không phải là bản sao lưu", []byte("PGDMP and so on"))
	spoil("nothing", "không phải là bản sao lưu", nil)
	v.refused("TIEPDAN_BACKUP_KEY khác", "restore", file, "--database-url", url, "--keyset", v.keyset, "--backup-key", printed(t, "keys", "new-backup"))
	v.refused("TIEPDAN_KEYSET khác", "restore", file, "--database-url", url, "--keyset", printed(t, "keys", "new"), "--backup-key", v.key)
	v.refused("tiepdan keys new-backup", "restore", file, "--database-url", url, "--keyset", v.keyset, "--backup-key", v.keyset)
	if empty, err := postgres.Empty(t.Context(), url); err != nil || !empty {
		t.Errorf("the database is no longer empty (%v)", err)
	}
}

// altered changes a restored ledger behind the program's back.
func (v *vault) altered(file, url string) {
	t := v.t
	t.Helper()
	if _, out, _ := tiepdan(t, v.on("doctor", url)...); !strings.Contains(out, "✓ sổ đơn: 1 gốc ngày") || strings.Contains(out, "✗ đơn") {
		t.Errorf("the doctor of a whole ledger says\n%s", out)
	}
	db, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	for _, sql := range []string{
		`ALTER TABLE event DISABLE TRIGGER USER`,
		`UPDATE event SET unit = unit || '-x' WHERE seq = (SELECT max(seq) FROM event)`,
		`ALTER TABLE event ENABLE TRIGGER USER`,
	} {
		if _, err := db.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for _, full := range [][]string{nil, {"--full"}} {
		status, out, _ := tiepdan(t, v.on("doctor", url, full...)...)
		if status != exitFailed || !strings.Contains(out, "✗ đơn ") || !strings.Contains(out, "restore FILE --check") {
			t.Errorf("the doctor of an altered ledger says\n%s", out)
		}
	}
	v.refused("cùng", v.restore(file, url, "--check")...)
}

func TestABackupThatFailsLeavesNoFile(t *testing.T) {
	v := newVault(t)
	file := filepath.Join(t.TempDir(), "tiepdan.backup")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if status := run(ctx, v.on("backup", v.url, "--backup-key", v.key, "-o", file), streams{&bytes.Buffer{}, &bytes.Buffer{}}); status != exitFailed {
		t.Errorf("status %d", status)
	}
	if left, _ := filepath.Glob(file + "*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.WriteFile(file+".partial", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	v.refused("xóa tệp ấy", v.on("backup", v.url, "--backup-key", v.key, "-o", file)...)
	if _, err := os.Stat(file + ".partial"); err != nil {
		t.Errorf("another backup's file was removed: %v", err)
	}
}

func TestABackupThroughAPipe(t *testing.T) {
	v, fresh := newVault(t), server(t)
	if _, err := v.store(v.url).Person(t.Context(), "tg:1:2", "vi"); err != nil {
		t.Fatal(err)
	}
	piped := v.ok(v.on("backup", v.url, "--backup-key", v.key, "-o", "-")...)
	file := filepath.Join(t.TempDir(), "piped.backup")
	if err := os.WriteFile(file, []byte(piped), 0o600); err != nil {
		t.Fatal(err)
	}
	url := fresh()
	if out := v.ok(v.restore(file, url)...); !strings.Contains(out, "chưa có gốc ngày nào") {
		t.Errorf("restored:\n%s", out)
	}
	if person, err := v.store(url).Person(t.Context(), "tg:1:2", "en"); err != nil || person.Language != "vi" {
		t.Errorf("the person is %+v, %v", person, err)
	}
}

// A bot that works makes a root each day: days without one are told.
func TestTheDoctorMissesRoots(t *testing.T) {
	v := newVault(t)
	keys := parsed(t, v.keyset)
	store, err := postgres.Open(t.Context(), postgres.Options{URL: v.url, Keys: keys, Now: func() time.Time { return time.Now().AddDate(0, 0, -5) }})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, _, err := store.SealDay(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := tiepdan(t, v.on("doctor", v.url)...); !strings.Contains(out, "không có gốc ngày nào nữa") || !strings.Contains(out, "kiểm tra serve") {
		t.Errorf("the doctor says\n%s", out)
	}
	if _, _, err := v.store(v.url).SealDay(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := tiepdan(t, v.on("doctor", v.url)...); strings.Contains(out, "không có gốc ngày nào nữa") {
		t.Errorf("the doctor says\n%s", out)
	}
}

// A change of keys, step by step, by the commands alone; and what a supervisor does
// with the public key.
func TestAChangeOfKeys(t *testing.T) {
	v := newVault(t)
	store := v.store(v.url)
	if _, err := store.Person(t.Context(), "tg:1:2", "vi"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.SealDay(t.Context()); err != nil {
		t.Fatal(err)
	}
	old := parsed(t, v.keyset)
	keys := func(command string, more ...string) []string {
		return append([]string{"keys", command, "--keyset", v.keyset, "--database-url", v.url, "--redis-url", v.flags[3]}, more...)
	}
	v.refused("keys add", "keys", "rotate", "--keyset", v.keyset)
	v.keyset = printed(t, "keys", "add", "--keyset", v.keyset)
	v.keyset = printed(t, "keys", "rotate", "--keyset", v.keyset)
	if status := v.ok(keys("status")...); !strings.Contains(status, "đang niêm phong") || !strings.Contains(status, old.Primary().String()+"  1 ") {
		t.Errorf("before:\n%s", status)
	}
	v.refused("keys reseal", keys("retire", old.Primary().String())...)
	v.refused("đang niêm phong", keys("retire", parsed(t, v.keyset).Primary().String())...)
	v.refused("keys status", keys("retire", "0bad")...)
	if out := v.ok(keys("reseal")...); !strings.Contains(out, "1 chỗ trong Postgres") {
		t.Errorf("sealed anew:\n%s", out)
	}
	v.keyset = printed(t, keys("retire", old.Primary().String())...)
	if ids := parsed(t, v.keyset).IDs(); len(ids) != 1 || ids[0] == old.Primary() {
		t.Errorf("left are %v", ids)
	}
	if status := v.ok(keys("status")...); strings.Contains(status, old.Primary().String()) || strings.Contains(status, "không có trong") {
		t.Errorf("after:\n%s", status)
	}
	v.supervise()
}

// supervise checks the newest root with the public key alone.
func (v *vault) supervise() {
	t := v.t
	t.Helper()
	block, _ := pem.Decode([]byte(v.ok("keys", "public", "--keyset", v.keyset)))
	if block == nil {
		t.Fatal("no public key")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	root := v.ok("keys", "root", "--keyset", v.keyset, "--database-url", v.url)
	statement, rest, _ := strings.Cut(root, "hash ")
	_, signature, _ := strings.Cut(strings.TrimSpace(rest), "signature ")
	raw, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || !ed25519.Verify(key.(ed25519.PublicKey), []byte(statement), raw) {
		t.Errorf("the root does not hold: %v\n%s", err, root)
	}
}

func parsed(t *testing.T, keyset string) *seal.Keys {
	t.Helper()
	keys, err := seal.Parse(keyset)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
