package dialog_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tiepdan/bot/dialog"
)

// read gives words to a field: the value, and the key of the problem.
func read(f dialog.Field, typed string) (dialog.Answer, string) {
	a, bad := f.Read(env(), words(typed), dialog.Answer{})
	if bad != nil {
		return a, bad.Key
	}
	return a, ""
}

type said struct{ typed, value, problem string }

func check(t *testing.T, f dialog.Field, rows []said) {
	t.Helper()
	for _, row := range rows {
		a, problem := read(f, row.typed)
		if problem != row.problem || problem == "" && a.Value != row.value {
			t.Errorf("%q: got %q, problem %q; want %q, problem %q", row.typed, a.Value, problem, row.value, row.problem)
		}
		if problem == "" && !a.Open && !f.Valid(a) {
			t.Errorf("%q was taken and is not valid", row.typed)
		}
	}
}

func TestPhone(t *testing.T) {
	check(t, dialog.Phone{}, []said{
		{"0912345678", "0912345678", ""}, {"0912 345 678", "0912345678", ""}, {"0912.345.678", "0912345678", ""}, {"0912-345-678", "0912345678", ""},
		{"(091) 234 5678", "0912345678", ""}, {"+84912345678", "0912345678", ""}, {"+84 912 345 678", "0912345678", ""}, {"+84 0912 345 678", "0912345678", ""},
		{"84912345678", "0912345678", ""}, {"0084 912 345 678", "0912345678", ""}, {"091\u00a0234\u00a05678", "0912345678", ""},
		{"0203 382 1234", "02033821234", ""}, {"+81 90 1234 5678", "+819012345678", ""},
		{"113", "", "phone.hotline"}, {"1900 6192", "", "phone.hotline"}, {"18001234", "", "phone.hotline"},
		{"091234567", "", "phone.short"}, {"0912", "", "phone.short"}, {"091234567890", "", "phone.long"}, {"0112345678", "", "phone.unknown"},
		{"số của tôi 0912345678", "", "phone.letters"}, {"không có", "", "phone.letters"}, {"  ", "", "phone.none"}, {"09123+45678", "", "phone.unknown"},
	})
}

func TestIDNumber(t *testing.T) {
	check(t, dialog.IDNumber{}, []said{
		{"022185001234", "022185001234", ""}, {"022 185 001 234", "022185001234", ""}, {"022.185.001.234", "022185001234", ""},
		{"100123456", "100123456", ""}, {"c1234567", "C1234567", ""},
		{"02218500123", "", "id.length"}, {"0221850012345", "", "id.length"}, {"", "", "id.length"}, {"số 022185001234", "", "id.letters"},
	})
	for typed, note := range map[string]string{"999185001234": "id.province", "022330001234": "id.future", "100123456": "id.old_card", "022185001234": "", "022226001234": "", "022227001234": "id.future"} {
		a, _ := read(dialog.IDNumber{}, typed)
		got := ""
		if len(a.Notes) > 0 {
			got = a.Notes[0].Key
		}
		if got != note {
			t.Errorf("%s: note %q, want %q", typed, got, note)
		}
	}
}

func TestLine(t *testing.T) {
	check(t, dialog.Line{Min: 2, Max: 20}, []said{
		{"Nguyễn Thị B", "Nguyễn Thị B", ""}, {"  Y   Bliă ", "Y Bliă", ""}, {"Ksor H'Lan", "Ksor H'Lan", ""}, {"a\u202eb\u0000c", "abc", ""},
		{"A", "", "too_short"}, {"…", "", "too_short"}, {"", "", "too_short"}, {strings.Repeat("a", 21), "", "too_long"}, {strings.Repeat("ế", 20), strings.Repeat("ế", 20), ""},
	})
}

func TestNumber(t *testing.T) {
	f := dialog.Number{Min: 1, Max: 5000, Quick: []int{1, 2}}
	check(t, f, []said{
		{"3", "3", ""}, {" 12 ", "12", ""}, {"1.500", "1500", ""}, {"1 500", "1500", ""}, {"007", "7", ""},
		{"0", "", "number.range"}, {"5001", "", "number.range"}, {"99999999999999999999", "", "number.range"},
		{"ba", "", "number.want"}, {"3 người", "", "number.want"}, {"-3", "", "number.want"}, {"1.50", "", "number.want"}, {"", "", "number.want"},
	})
	if a, bad := f.Read(env(), press("n", "2"), dialog.Answer{}); bad != nil || a.Value != "2" {
		t.Errorf("a press gives %+v, %+v", a, bad)
	}
	if _, bad := f.Read(env(), shown(), dialog.Answer{}); bad == nil || bad.Key != "want_words" {
		t.Errorf("a file gives %+v", bad)
	}
	if o := f.Options(env(), dialog.Answer{}); len(o) != 2 || o[1].Label != "2" {
		t.Errorf("options %+v", o)
	}
}

func TestDay(t *testing.T) {
	check(t, isoDay(), []said{{"2026-03-05", "2026-03-05", ""}, {"2026-11-24", "2026-11-24", ""}, {"2026-11-25", "", "day.future"}, {"bao giờ", "", "day.want"}})
}

func TestChoiceAndPick(t *testing.T) {
	check(t, dialog.Choice{Values: []string{"a", "b"}}, []said{{"1", "a", ""}, {" 2 ", "b", ""}, {"3", "", "choose"}, {"0", "", "choose"}, {"12", "", "choose"}, {"a", "", "choose"}, {"1 lần", "", "choose"}})
	check(t, dialog.Pick{Offers: []dialog.Offer{{Value: "CA", Label: "Công an"}}}, []said{{"1", "CA", ""}, {"2", "", "choose"}, {"CA", "", "choose"}})
	if _, bad := (dialog.Pick{}).Read(env(), press("x", "CA"), dialog.Answer{}); bad == nil {
		t.Error("a press on what is not offered was taken")
	}
}

func TestPlace(t *testing.T) {
	f := place()
	a, _ := f.Read(env(), words("phuong mot"), dialog.Answer{})
	if !a.Open || len(a.Offers) != 2 || a.Notes[0].Key != "place.choose" {
		t.Fatalf("got %+v", a)
	}
	if o := f.Options(env(), a); len(o) != 3 || o[2].Value != dialog.AsTyped {
		t.Errorf("options %+v", o)
	}
	if b, bad := f.Read(env(), press("place", "p2"), a); bad != nil || b.Value != "p2" || b.Label != "Phường Hai" || b.Typed != "phuong mot" {
		t.Errorf("got %+v, %+v", b, bad)
	}
	if b, bad := f.Read(env(), press("place", dialog.AsTyped), a); bad != nil || b.Value != dialog.AsTyped || b.Label != "phuong mot" {
		t.Errorf("got %+v, %+v", b, bad)
	}
	if _, bad := f.Read(env(), press("place", "p9"), a); bad == nil {
		t.Error("a place that was not offered was taken")
	}
	if b, _ := f.Read(env(), words("xa"), a); b.Notes[0].Key != "place.unknown" || len(b.Offers) != 0 {
		t.Errorf("got %+v", b)
	}
}

func TestFiles(t *testing.T) {
	f := dialog.Files{Max: 2, MaxSize: 20 << 20}
	a, _ := f.Read(env(), shown(
		dialog.File{Source: "b", Unique: "ub", Order: 2, Album: "al", Caption: "hai"}, dialog.File{Source: "a", Unique: "ua", Order: 1, Album: "al", Caption: "một"},
		dialog.File{Source: "big", Unique: "uc", Order: 3, Size: 25 << 20, Name: "phim.mp4", Caption: "phim dài", Ref: "rc"}), dialog.Answer{})
	if len(a.Files) != 2 || a.Files[0].Source != "a" || a.Files[1].Caption != "hai" || len(a.Pieces) != 1 || a.Pieces[0].Text != "phim dài" {
		t.Fatalf("got %+v", a)
	}
	if len(a.Notes) != 2 || a.Notes[1].Key != "files.large" || a.Notes[1].Args["name"] != "phim.mp4" || a.Notes[1].Args["max"] != "20" {
		t.Errorf("notes %+v", a.Notes)
	}
	// The same file again is kept once; new words under it are kept all the same.
	b, _ := f.Read(env(), shown(dialog.File{Source: "a2", Unique: "ua", Caption: "lời khác"}), a)
	if len(b.Files) != 2 || len(b.Pieces) != 2 || b.Notes[0].Key != "files.same" {
		t.Errorf("got %+v", b)
	}
	c, _ := f.Read(env(), shown(dialog.File{Source: "d", Unique: "ud", Caption: "thừa"}, dialog.File{Source: "e", Unique: "ue"}), a)
	if len(c.Files) != 2 || c.Pieces[1].Text != "thừa" || len(c.Notes) != 1 || c.Notes[0].Key != "files.many" {
		t.Errorf("got %+v", c)
	}
	if len(a.Files) != 2 || len(a.Pieces) != 1 {
		t.Error("reading changed the answer it began with")
	}
	if _, bad := f.Read(env(), words("chữ"), a); bad == nil || bad.Key != "files.want" {
		t.Errorf("words give %+v", bad)
	}
}

// FuzzFields gives any words to every field: none panics, what is taken is
// valid, and what is kept holds no control characters.
func FuzzFields(f *testing.F) {
	for _, s := range []string{"", "0912 345 678", "+84", "022185001234", "C1234567", "5/3/2026", "phường Hạ Long", "\u202eabc", "１２３", "😀", "1.500", "\xff\xfe", strings.Repeat("9", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, q := range form().Questions {
			for _, kind := range []dialog.InputKind{dialog.Words, dialog.Press, dialog.Shown, dialog.Edit, dialog.Odd} {
				a, bad := q.Field.Read(env(), dialog.Input{Kind: kind, Text: typed, Value: typed, Files: []dialog.File{{Source: "s", Caption: typed}}}, dialog.Answer{})
				if bad != nil {
					continue
				}
				if !q.Field.Collects() && !a.Open && !q.Field.Valid(a) {
					t.Errorf("%s took %q and it is not valid: %+v", q.ID, typed, a)
				}
				for _, kept := range []string{a.Value, a.Text()} {
					if !utf8.ValidString(kept) || strings.ContainsAny(kept, "\x00\u202e") {
						t.Errorf("%s keeps %q", q.ID, kept)
					}
				}
				q.Field.Options(env(), a)
			}
		}
	})
}
