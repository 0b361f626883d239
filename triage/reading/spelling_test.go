package reading

import (
	"strings"
	"testing"
)

func spelled(text string) string {
	var p page
	p.open(text)
	var words []string
	for _, w := range p.words {
		words = append(words, p.letter(w))
	}
	return strings.Join(words, " ")
}

// However it was typed, the same words are read.
func TestSpelling(t *testing.T) {
	for typed, want := range map[string]string{
		"Khiếu nại":                       "khieu nai",
		"khiê\u0301u na\u0323i":           "khieu nai", // decomposed
		"khieu61 nai5":                    "khieu nai",
		"khie61u na5i":                    "khieu nai",
		"khieesu naij":                    "khieu nai",
		"d9o7n ddown":                     "don don",
		"nguwowif ddieefu tra":            "nguoi dieu tra",
		"khoong dduwowcj":                 "khong duoc",
		"hoà hòa uỷ ủy":                   "hoa hoa uy uy",
		"ko k hok dc đc":                  "khong khong khong duoc duoc",
		"VKS vks CA tỉnh, ca sĩ":          "vien kiem sat vien kiem sat cong an tinh ca si",
		"THA dân sự thả tôi ra":           "thi hanh an dan su tha toi ra",
		"csđt ĐTV ksv cqdt":               "canh sat dieu tra dieu tra vien kiem sat vien co quan dieu tra",
		"quáaaaa trờiiii":                 "qua troi",
		"khieunai tocao congan":           "khieu nai to cao cong an",
		"toans hoojp":                     "toan hop",
		"lần 2, khu vực 4, 25/2026/DS-ST": "lan 2 khu vuc # # # ds st",
		"case list tests":                 "case lit tet", // English loses what looks like tone signs
		"tui nói":                         "toi noi",
		"a\u200bb":                        "ab",
		"":                                "",
	} {
		if got := spelled(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

// Every word knows where it stood.
func TestWordsKnowTheirPlace(t *testing.T) {
	text := "Tôi KHIẾU NẠI vks, 25/2026. Xin\ncảm ơn!"
	var p page
	p.open(text)
	for _, w := range p.words {
		if w.from < 0 || w.from >= w.to || int(w.to) > len(text) {
			t.Fatalf("%q stands at %d–%d", p.letter(w), w.from, w.to)
		}
	}
	if got := text[p.words[1].from:p.words[2].to]; got != "KHIẾU NẠI" {
		t.Errorf("%q", got)
	}
	if p.words[3].from != p.words[5].from { // viện kiểm sát, all of it from vks
		t.Error("a short form does not point to itself")
	}
	if last := p.words[len(p.words)-1]; last.sentence != 2 {
		t.Errorf("the last word stands in sentence %d", last.sentence)
	}
}

// Of a very long letter the beginning and the end are read, each at its place.
func TestLongTextKeepsItsEnd(t *testing.T) {
	text := strings.Repeat("chuyện dài ", 20_000) + "tôi khiếu nại"
	var p page
	p.open(text)
	last := p.words[len(p.words)-1]
	if text[last.from:last.to] != "nại" || len(p.letters) > 2*(longestHead+longestTail) {
		t.Errorf("the last word is %q, %d letters", text[last.from:last.to], len(p.letters))
	}
}
