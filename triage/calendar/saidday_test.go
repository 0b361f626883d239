package calendar_test

import (
	"errors"
	"strings"
	"testing"

	"tiepdan/triage/calendar"
)

func TestParseDay(t *testing.T) {
	today := day(t, "2026-11-22")
	for text, want := range map[string]string{
		"5/3/2026": "2026-03-05", "05/03/2026": "2026-03-05", "5-3-26": "2026-03-05", "05.03.2026": "2026-03-05",
		"5.3.26": "2026-03-05", " 5 / 3 / 2026 ": "2026-03-05", "5–3–2026": "2026-03-05", "5\\3\\2026": "2026-03-05",
		"2026-03-05": "2026-03-05", "2026/3/5": "2026-03-05", "2026-03-05T10:30": "2026-03-05", "5 3 2026": "2026-03-05",
		"05032026": "2026-03-05", "20260305": "2026-03-05", "050326": "2026-03-05",
		"5/3": "2026-03-05", "5-3": "2026-03-05", "ngày 5.3": "2026-03-05", "5.3": "2026-03-05", "25/12": "2025-12-25", "22/11": "2026-11-22", "23/11": "2025-11-23",
		"29/2": "2024-02-29", "5/3 năm ngoái": "2025-03-05", "5/3 nam nay": "2026-03-05", "5/3 2025": "2025-03-05",
		"ngày 5 tháng 3 năm 2026": "2026-03-05", "ngay 5 thang 3 nam 2026": "2026-03-05", "Ngày 05 tháng 03, 2026": "2026-03-05",
		"NGÀY 5 THÁNG 3 NĂM 2026.": "2026-03-05", "mùng 5 tháng 3": "2026-03-05", "5 tháng 3/2025": "2025-03-05",
		"ngày 5 tháng ba năm 26": "2026-03-05", "5 tháng năm năm 2024": "2024-05-05", "5 tháng 5 năm ngoái": "2025-05-05",
		"ngày 1 tháng mười hai": "2025-12-01", "3 tháng chạp": "2025-12-03",
		"ngày 5/3/2026": "2026-03-05", "khoảng 5/3/2026 thôi ạ": "2026-03-05",
		"tôi nhận được quyết định số 15/2026/QĐ-VKS ngày 5/3/2026, lúc 14h30": "2026-03-05",
		"14:30 ngày 5/3/2026": "2026-03-05", "8h 5/3/2026": "2026-03-05",
		"Hôm nay tôi viết đơn, việc xảy ra ngày 5/3/2026": "2026-03-05",
		"số nhà 12/45, ngày 5/3/2026":                     "2026-03-05",
		"5/3/99":                                          "1999-03-05", "5/3/27": "2027-03-05", "5/3/28": "1928-03-05", "5/3/2027": "2027-03-05",
		"hôm nay": "2026-11-22", "hom nay": "2026-11-22", "Hôm qua": "2026-11-21", "hom qua": "2026-11-21",
		"hôm kia": "2026-11-20", "hom kia": "2026-11-20", "hôm kìa": "2026-11-19", "sáng nay": "2026-11-22", "tối qua": "2026-11-21",
		"3 ngày trước": "2026-11-19", "cách đây 2 tuần": "2026-11-08", "cách đây 10 ngày": "2026-11-12",
		"mùng 10 tháng 3 âm": "2026-04-26", "10/3 âm lịch": "2026-04-26", "10/3/2027 al": "2027-04-16",
		"mùng 10 tháng 3 âm năm 2025": "2025-04-07", "10/3 giỗ tổ âm lịch": "2026-04-26",
		"mùng 1 Tết": "2026-02-17", "mùng 3 tết năm 2025": "2025-01-31", "mùng 1 tháng 6 nhuận năm 2025": "2025-07-25",
		"Nga\u0300y 5 tha\u0301ng 3 na\u0306m 2026": "2026-03-05", "5/3/2026 và 05-03-2026": "2026-03-05",
	} {
		got, err := calendar.ParseDay(text, today)
		if err != nil || got.String() != want {
			t.Errorf("%q = %v, %v; want %s", text, got, err, want)
		}
	}
}

func TestNotADay(t *testing.T) {
	today := day(t, "2026-11-22")
	for text, want := range map[string]error{
		"": calendar.ErrNotADay, "không nhớ": calendar.ErrNotADay, "tuần trước": calendar.ErrNotADay, "5": calendar.ErrNotADay,
		"0912345678": calendar.ErrNotADay, "22001234567": calendar.ErrNotADay, "15/2026/QĐ-VKS": calendar.ErrOnlyMonth,
		"14h30": calendar.ErrNotADay, "1.500.000 đồng": calendar.ErrNotADay, "phạt 5.3 triệu": calendar.ErrNotADay,
		"tháng 3": calendar.ErrOnlyMonth, "thang 3/2026": calendar.ErrOnlyMonth, "3/2026": calendar.ErrOnlyMonth, "năm 2025": calendar.ErrOnlyMonth,
		"từ 5/3/2026 đến 7/3/2026": calendar.ErrSeveralDays, "hôm qua hoặc hôm kia": calendar.ErrSeveralDays,
		"31/2/2026": calendar.ErrNoSuchDay, "31/2": calendar.ErrNoSuchDay, "29/2/2026": calendar.ErrNoSuchDay, "31/4/2026": calendar.ErrNoSuchDay,
		"0/3/2026": calendar.ErrNoSuchDay, "5/13/2026": calendar.ErrNoSuchDay, "3/25/2026": calendar.ErrNoSuchDay, "5/3/226": calendar.ErrNoSuchDay,
		"ngày 32 tháng 1": calendar.ErrNoSuchDay, "5/3/1026": calendar.ErrNoSuchDay, "5/3/6": calendar.ErrNoSuchDay,
		"30/2/2026 âm": calendar.ErrNoSuchDay, "5/3/2026 nhuận": calendar.ErrNoSuchDay,
	} {
		got, err := calendar.ParseDay(text, today)
		if !errors.Is(err, want) || !got.IsZero() {
			t.Errorf("%q = %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]calendar.NoSuchDayError{
		"31/2/2026": {Year: 2026, Month: 2, Day: 31, LastDay: 28}, "31/2": {Month: 2, Day: 31, LastDay: 29},
		"31/4/2026": {Year: 2026, Month: 4, Day: 31, LastDay: 30}, "5/13/2026": {Year: 2026, Month: 13, Day: 5},
		"30/2/2026 âm": {Year: 2026, Month: 2, Day: 30, LastDay: 29, Lunar: true},
	} {
		_, err := calendar.ParseDay(text, today)
		var reason *calendar.NoSuchDayError
		if !errors.As(err, &reason) || *reason != want {
			t.Errorf("%q: %+v, want %+v", text, reason, want)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"5/3/2026", "ngày 5 tháng 3 năm 2026", "hôm qua", "mùng 10 tháng 3 âm", "31/2", "05032026",
		"3 ngày trước", "tháng 3/2026", "15/2026/QĐ", "14h30 5/3", "mùng 5 tháng 6 nhuận", "99999999999999999999/3", "kìa"} {
		f.Add(s)
	}
	today := calendar.Date{Year: 2026, Month: 11, Day: 22}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDay(s, today)
		switch {
		case err == nil && (!d.Valid() || d.Year < 1900 || d.Year > 2100):
			t.Fatalf("%q is read as %#v", s, d)
		case err != nil && !d.IsZero():
			t.Fatalf("%q is read as %v and %v", s, d, err)
		case err != nil && !errors.Is(err, calendar.ErrNotADay) && !errors.Is(err, calendar.ErrNoSuchDay):
			t.Fatalf("%q: unknown error %v", s, err)
		}
		if err == nil {
			if again, err := calendar.ParseDay(strings.ToUpper(s), today); err == nil && again != d {
				t.Fatalf("%q is %v, in capitals %v", s, d, again)
			}
		}
	})
}
