package area

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Phường Hạ Long": "phuong ha long", "  ĐẶC \t KHU\nVân  Đồn ": "dac khu van don",
		"Hạ Long": "ha long", "Hoà Hòa hoà": "hoa hoa hoa", "kỹ sĩ": "ky si",
		"Ưu ơ ă â ê ô đ": "uu o a a e o d", "": "", " ": "", "B'Lao": "b'lao", "5/3": "5/3",
		"á à ả ã ạ ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ": strings.TrimSpace(strings.Repeat("a ", 15)),
		"é è ẻ ẽ ẹ ế ề ể ễ ệ":           strings.TrimSpace(strings.Repeat("e ", 10)),
		"ó ò ỏ õ ọ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ": strings.TrimSpace(strings.Repeat("o ", 15)),
		"ú ù ủ ũ ụ ứ ừ ử ữ ự":           strings.TrimSpace(strings.Repeat("u ", 10)),
		"í ì ỉ ĩ ị ý ỳ ỷ ỹ ỵ":           "i i i i i y y y y y",
		"xin\u00a0chào\u200b":           "xin chao",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if got := Fold(strings.ToUpper(in)); got != want {
			t.Errorf("Fold(%q) = %q, want %q", strings.ToUpper(in), got, want)
		}
	}
}

func TestSpell(t *testing.T) {
	for _, same := range [][]string{
		{"hòa", "hoà", "HOÀ", "hoa\u0300"}, {"kỹ", "kĩ"}, {"thủy", "thuỷ"}, {"ệ", "e\u0302\u0323", "ê\u0323"}, {"ở", "o\u031b\u0309"},
	} {
		for _, w := range same {
			if spell(w) != spell(same[0]) {
				t.Errorf("%q and %q are spelt %q and %q", w, same[0], spell(w), spell(same[0]))
			}
		}
	}
	for _, other := range [][2]string{{"hà", "hạ"}, {"đông", "đồng"}, {"lam", "lâm"}, {"dong", "đong"}, {"o", "ơ"}, {"a", "ă"}} {
		if spell(other[0]) == spell(other[1]) {
			t.Errorf("%q and %q are spelt alike", other[0], other[1])
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Phường Hạ Long", "e\u0302\u0323", "\xff\xfe", "  a  ", "İK", "\u0301", "ß ſ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if again := Fold(once); again != once {
			t.Fatalf("%q folds to %q and then %q", s, once, again)
		}
		if !utf8.ValidString(once) || strings.Contains(once, "  ") || strings.TrimSpace(once) != once {
			t.Fatalf("%q folds to %q", s, once)
		}
	})
}
