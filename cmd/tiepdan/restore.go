package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage/calendar"
)

// restoreCommand fills an empty database from a backup and looks whether it is whole:
// row for row, chain by chain, and against the signed roots. Nothing is served.
type restoreCommand struct {
	app.Settings
	backupKey
	File        string `arg:"" placeholder:"FILE" help:"The backup; - is standard input."`
	Check       bool   `help:"Change nothing that is there: a filled database is compared with the backup; without a database only the file is read. An empty one is filled as without --check."`
	SendWaiting bool   `help:"Send the notices that waited when the backup was made. Only if the bot had been stopped before: otherwise people are told twice."`
}

// Run restores, or compares.
func (c *restoreCommand) Run(ctx context.Context, s streams) error {
	key, err := c.parse()
	if err != nil {
		return err
	}
	file, err := c.open()
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := key.Decrypt(file)
	if err != nil {
		return err
	}
	err = c.run(ctx, s, content)
	if told := (*toldError)(nil); errors.As(err, &told) {
		return err
	}
	return c.Scrub(err)
}

func (c *restoreCommand) open() (io.ReadCloser, error) {
	if c.File == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, fmt.Errorf("không mở được bản sao lưu: %w", err)
	}
	return f, nil
}

func (c *restoreCommand) run(ctx context.Context, s streams, content io.Reader) error {
	if c.Check && c.DatabaseURL == "" {
		m, err := postgres.ReadBackup(content)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "✓ tệp nguyên vẹn: %s\n• chưa so với cơ sở dữ liệu nào: đặt TIEPDAN_DATABASE_URL để khôi phục thử hoặc so sánh\n", contents(m))
		return err
	}
	if _, err := c.Settings.Check(app.NeedDatabase | app.NeedKeyset); err != nil {
		return err
	}
	empty, err := postgres.Empty(ctx, string(c.DatabaseURL))
	if err != nil {
		return err
	}
	e := &examination{s: s}
	if c.Check && !empty {
		err = c.compare(ctx, e, content)
	} else {
		err = c.restore(ctx, e, content)
	}
	if err != nil {
		return err
	}
	if e.faults > 0 {
		return &toldError{}
	}
	return nil
}

func (c *restoreCommand) restore(ctx context.Context, e *examination, content io.Reader) error {
	keys, err := seal.Parse(string(c.Keyset))
	if err != nil {
		return err
	}
	done, err := postgres.Restore(ctx, string(c.DatabaseURL), keys.SignerID(), content, postgres.RestoreOptions{SendWaiting: c.SendWaiting})
	if err != nil {
		return err
	}
	e.well("đã khôi phục " + contents(done.Manifest) + "; từng dòng giống bản sao lưu")
	if done.Held > 0 {
		e.note(fmt.Sprintf("%d thông báo đang chờ gửi lúc sao lưu không được gửi lại; sổ gửi tin ghi là chưa rõ đã đến hay chưa", done.Held))
	}
	store, err := openStore(ctx, string(c.DatabaseURL), string(c.Keyset))
	if err != nil {
		return err
	}
	defer store.Close()
	return e.ledger(ctx, store, calendar.Date{})
}

// compare holds a database that is there against the backup.
func (c *restoreCommand) compare(ctx context.Context, e *examination, content io.Reader) error {
	store, err := openStore(ctx, string(c.DatabaseURL), string(c.Keyset))
	if err != nil {
		return err
	}
	defer store.Close()
	m, differences, err := store.Compare(ctx, content)
	if err != nil {
		return err
	}
	e.well("tệp nguyên vẹn: " + contents(m))
	for _, d := range differences {
		if d.Kept == d.Found {
			e.ill(fmt.Sprintf("bảng %s: cùng %d dòng nhưng nội dung khác", d.Table, d.Kept), "đã làm việc tiếp từ sau lúc sao lưu thì khác là đúng; nếu không, dữ liệu đã bị sửa")
			continue
		}
		e.ill(fmt.Sprintf("bảng %s: bản sao lưu có %d dòng, cơ sở dữ liệu có %d", d.Table, d.Kept, d.Found), "đã làm việc tiếp từ sau lúc sao lưu thì khác là đúng; nếu không, dữ liệu đã bị sửa")
	}
	if len(differences) == 0 {
		e.well("cơ sở dữ liệu giống bản sao lưu, từng dòng")
	}
	return e.ledger(ctx, store, calendar.Date{})
}

// backupAdvice says in words why a backup is refused; "" where err is of another kind.
func backupAdvice(err error) string {
	for _, a := range []struct {
		err    error
		advice string
	}{
		{seal.ErrNotBackup, "tệp này không phải là bản sao lưu của tiepdan"},
		{seal.ErrOtherBackupKey, "bản sao lưu được tạo bằng TIEPDAN_BACKUP_KEY khác: tìm đúng khóa của ngày sao lưu"},
		{seal.ErrBackupAltered, "bản sao lưu đã bị sửa hoặc bị cắt cụt, nên không dùng được: lấy một bản khác. Cơ sở dữ liệu không bị thay đổi"},
		{postgres.ErrArchive, "bản sao lưu không trọn vẹn, nên không dùng được: lấy một bản khác. Cơ sở dữ liệu không bị thay đổi"},
		{postgres.ErrNewer, "bản sao lưu do một bản tiepdan mới hơn tạo ra: dùng bản mới ấy để khôi phục"},
		{postgres.ErrNotEmpty, "cơ sở dữ liệu đã có dữ liệu: chỉ khôi phục vào một cơ sở dữ liệu trống; muốn so sánh thì thêm --check"},
		{postgres.ErrAhead, "cơ sở dữ liệu trống này đã được nâng lên bản mới hơn bản sao lưu: tạo một cơ sở dữ liệu mới, đừng chạy `tiepdan migrate` trước"},
		{postgres.ErrOtherKeyset, "bản sao lưu là của sổ đơn niêm phong bằng TIEPDAN_KEYSET khác: dùng đúng bộ khóa của cơ quan ấy"},
		{postgres.ErrOtherKeys, "sổ đơn được ký bằng TIEPDAN_KEYSET khác: dùng đúng bộ khóa của cơ quan"},
	} {
		if errors.Is(err, a.err) {
			return a.advice
		}
	}
	return ""
}
