package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage/calendar"
)

// doctorDays is how far back the doctor checks, unless it is told to check all.
const doctorDays = 7

// rootsLate is after how many days without a root something is wrong: one is made
// each day that the bot works.
const rootsLate = 2

// alteredMend is what to do when something was changed behind the program's back.
const alteredMend = "dữ liệu đã bị sửa ngoài chương trình: giữ nguyên máy chủ, sao lưu ngay (`tiepdan backup`), so với bản sao lưu trước bằng `tiepdan restore FILE --check`, báo người phụ trách an toàn thông tin"

// ledger checks roots and chains from a day on; the zero Date means all. It returns
// an error only where that could not be done.
func (e *examination) ledger(ctx context.Context, store *postgres.Store, since calendar.Date) error {
	v, err := store.VerifyAll(ctx, since)
	if errors.Is(err, postgres.ErrOtherKeys) {
		e.ill("sổ đơn được ký bằng TIEPDAN_KEYSET khác", "dùng đúng bộ khóa của cơ quan")
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range v.Findings {
		what := "đơn " + string(f.Code)
		if f.Code == "" {
			what = "gốc ngày " + f.Day.String()
		}
		e.ill(what+": "+f.Err.Error(), alteredMend)
	}
	if more := v.Faults - len(v.Findings); more > 0 {
		e.note(fmt.Sprintf("và %d chỗ nữa như vậy", more))
	}
	if v.Faults == 0 {
		e.well(fmt.Sprintf("sổ đơn: %d gốc ngày đã ký và chuỗi diễn biến của %d đơn nguyên vẹn", v.Roots, v.Petitions))
	}
	if v.Last.N == 0 {
		e.note("chưa có gốc ngày nào: serve ký mỗi ngày một lần")
		return nil
	}
	e.note(fmt.Sprintf("gốc ngày mới nhất: số %d, %s, %s (đối chiếu với số đã ghi trên giấy)", v.Last.N, v.Last.Day, shortHash(v.Last.Hash())))
	return nil
}

// ledger looks into a ledger that can be opened: roots, chains, and whether there are
// keys for what is sealed.
func (c *doctorCommand) ledger(ctx context.Context, e *examination) {
	keys, err := seal.Parse(string(c.Keyset))
	if err != nil {
		return // said already
	}
	store, err := openStore(ctx, string(c.DatabaseURL), string(c.Keyset))
	if err != nil {
		e.ill("không mở được sổ đơn: "+c.oneLine(err), "xem các dòng trên")
		return
	}
	defer store.Close()
	since := calendar.Of(time.Now()).AddDays(-doctorDays)
	if c.Full {
		since = calendar.Date{}
		c.sealed(ctx, e, store, keys)
	}
	switch err := e.ledger(ctx, store, since); {
	case errors.Is(err, context.DeadlineExceeded):
		e.note("chưa kiểm tra xong sổ đơn trong thời gian cho phép: chạy lại với --full vào lúc vắng")
	case err != nil:
		e.ill("không kiểm tra được sổ đơn: "+c.oneLine(err), "chạy lại; nếu vẫn thế, xem máy chủ Postgres")
	}
	if last, err := store.LastRoot(ctx); err == nil && c.Data == "" && last.N > 0 && calendar.Of(time.Now()).Sub(last.Day) > rootsLate {
		e.ill("từ ngày "+last.Day.String()+" không có gốc ngày nào nữa",
			"kiểm tra serve có đang chạy không; nếu vẫn chạy mà các gốc sau đó biến mất thì so với bản sao lưu bằng `tiepdan restore FILE --check`")
	}
}

// sealed looks whether everything was sealed with a key that is still there.
func (c *doctorCommand) sealed(ctx context.Context, e *examination, store *postgres.Store, keys *seal.Keys) {
	found, err := store.SealedBy(ctx)
	if err != nil {
		e.ill("không đếm được những gì đã niêm phong: "+c.oneLine(err), "chạy lại")
		return
	}
	for id, tables := range found {
		if !slices.Contains(keys.IDs(), id) {
			e.ill(fmt.Sprintf("%d chỗ niêm phong bằng khóa %s không có trong TIEPDAN_KEYSET", total(tables), id), "lấy lại bộ khóa cũ còn khóa ấy; xem `tiepdan keys status`")
		}
	}
}

func total(tables map[string]int64) (n int64) {
	for _, of := range tables {
		n += of
	}
	return n
}
