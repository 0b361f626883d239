package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage/calendar"
)

// backupCommand writes one encrypted file with everything that Postgres holds, while
// the bot runs. Conversations under way are in it as far as they are checkpointed;
// keys are not in it.
type backupCommand struct {
	reaching
	backupKey
	Output string `short:"o" name:"output" required:"" placeholder:"FILE" help:"Where to write; must not exist. - is standard output."`
}

// backupKey is the key of backups, kept apart from TIEPDAN_KEYSET.
type backupKey struct {
	BackupKey app.Secret `name:"backup-key" env:"TIEPDAN_BACKUP_KEY" placeholder:"KEY" group:"settings" help:"Encrypts backups. Make one with: tiepdan keys new-backup"`
}

func (k backupKey) parse() (*seal.BackupKey, error) {
	key, err := seal.ParseBackupKey(string(k.BackupKey))
	if err != nil {
		return nil, app.Mistakes{{Where: "TIEPDAN_BACKUP_KEY", What: "chưa có hoặc không phải là khóa sao lưu", Mend: "tạo bằng `tiepdan keys new-backup`, cất riêng với TIEPDAN_KEYSET và với các bản sao lưu"}}
	}
	return key, nil
}

// Run backs up.
func (c *backupCommand) Run(ctx context.Context, s streams) error {
	key, err := c.parse()
	if err != nil {
		return err
	}
	store, done, err := c.ledger(ctx)
	if err != nil {
		return err
	}
	defer done()
	var manifest postgres.Manifest
	write := func(w io.Writer) error {
		content, err := key.Encrypt(w)
		if err != nil {
			return err
		}
		if manifest, err = store.Backup(ctx, content); err != nil {
			return err
		}
		return content.Close()
	}
	if c.Output == "-" {
		err = write(s.Out)
	} else {
		err = writeNew(c.Output, write)
	}
	if err != nil {
		return c.Scrub(err)
	}
	_, err = fmt.Fprintf(s.Err, "Đã sao lưu %s.\n", contents(manifest))
	return err
}

// contents says in words what a backup holds.
func contents(m postgres.Manifest) string {
	var rows int64
	for _, t := range m.Tables {
		rows += t.Rows
	}
	root := "chưa có gốc ngày nào"
	if m.Root != "" {
		root = "gốc ngày " + rootDay(m.Root)
	}
	return fmt.Sprintf("%d đơn, %d dòng trong %d bảng, lúc %s, bản %d, %s",
		m.Petitions, rows, len(m.Tables), m.At.In(calendar.Zone()).Format("15:04 2/1/2006"), m.Schema, root)
}

// rootDay is the day of a root's statement.
func rootDay(statement string) string {
	for line := range strings.Lines(statement) {
		if day, ok := strings.CutPrefix(line, "day "); ok {
			return strings.TrimSpace(day)
		}
	}
	return ""
}

// shortHash is as much of a hash as is compared by eye.
func shortHash(hash []byte) string { return hex.EncodeToString(hash)[:16] }

// writeNew writes a file that does not exist yet, all or nothing: under another name
// first, and under its own only when the disk has it. It is for this account's eyes.
func writeNew(name string, write func(io.Writer) error) (err error) {
	partial := name + ".partial"
	if err := absent(name); err != nil {
		return err
	}
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s đã có: một lần sao lưu khác đang chạy, hoặc đã dừng giữa chừng; nếu không còn chạy thì xóa tệp ấy", partial)
	}
	if err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(partial)
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if err := absent(name); err != nil {
		return err
	}
	if err := os.Rename(partial, name); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

func absent(name string) error {
	_, err := os.Lstat(name)
	switch {
	case err == nil:
		return fmt.Errorf("%s đã có: chọn tên khác, bản sao lưu không ghi đè tệp nào", name)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}
