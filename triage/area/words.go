package area

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one word or number of a text.
type word struct {
	key    string // folded, i for y, no leading noughts
	typed  string // as typed, for its accents
	marked bool   // typed with accents
	comma  bool   // a comma or line end follows
}

// words cuts a text into words and numbers. Apostrophes belong to the word (B'Lao).
func words(text string) []word {
	out := make([]word, 0, min(16, len(text)/4+1))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r):
			j := i
			for j < len(text) {
				r, n := utf8.DecodeRuneInString(text[j:])
				if !unicode.IsLetter(r) && foldRune(r) >= 0 && r != '\'' && r != '’' {
					break
				}
				j += n
			}
			if w := (word{key: wordKey(text[i:j]), typed: text[i:j]}); w.key != "" {
				w.marked = strings.ContainsFunc(w.typed, accented)
				out = append(out, w)
			}
			i = j
		case r >= '0' && r <= '9':
			j := i
			for j < len(text) && digit(text[j]) {
				j++
			}
			number := strings.TrimLeft(text[i:j], "0")
			if number == "" {
				number = "0"
			}
			out = append(out, word{key: number, typed: text[i:j]})
			i = j
		default:
			if strings.ContainsRune(",;\n()", r) && len(out) > 0 {
				out[len(out)-1].comma = true
			}
			i += size
		}
	}
	return out
}

func accented(r rune) bool { return r >= 0x80 && r != '’' }

func wordKey(typed string) string {
	var buf [32]byte
	out := buf[:0]
	for _, r := range typed {
		switch r = foldRune(r); {
		case r < 0, r == '\'', r == '’':
		case r == 'y':
			out = append(out, 'i')
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// typeWord returns the type of unit that the words at i name, and how many words that takes.
// Streets, hamlets and buildings are told apart, since they bear the names of communes.
func typeWord(ws []word, i int) (kind, int) {
	next := ""
	if i+1 < len(ws) {
		next = ws[i+1].key
	}
	switch ws[i].key {
	case "p", "f", "ph", "phg", "phuong":
		return kindPhuong, 1
	case "x", "xa":
		return kindXa, 1
	case "tt":
		return kindThiTran, 1
	case "thi":
		if next == "tran" {
			return kindThiTran, 2
		}
		if next == "xa" {
			return kindThiXa, 2
		}
	case "dk":
		return kindDacKhu, 1
	case "dac":
		if next == "khu" {
			return kindDacKhu, 2
		}
	case "h", "huien":
		return kindHuyen, 1
	case "q", "quan":
		return kindQuan, 1
	case "tx":
		return kindThiXa, 1
	case "tp", "tpho":
		return kindThanhPho, 1
	case "thanh":
		if next == "pho" {
			return kindThanhPho, 2
		}
	case "t", "tinh":
		return kindTinh, 1
	case "khu":
		if next == "pho" || next == "vuc" {
			return kindStreet, 2
		}
		return kindStreet, 1
	case "duong", "pho", "ngo", "ngach", "hem", "thon", "ap", "to", "xom", "ban", "lang", "kp", "tdp",
		"truong", "cho", "cau", "so", "chung":
		return kindStreet, 1
	case "benh":
		if next == "vien" {
			return kindStreet, 2
		}
	}
	return noKind, 0
}
