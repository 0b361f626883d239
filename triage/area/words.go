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
	glued  bool   // nothing stands between it and the word before
}

// words cuts a text into words and numbers. Apostrophes belong to the word (B'Lao).
func words(text string) []word {
	out := make([]word, 0, min(16, len(text)/4+1))
	end := -1 // of the word before
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
			if w := (word{key: wordKey(text[i:j]), typed: text[i:j], glued: i == end}); w.key != "" {
				w.marked = strings.ContainsFunc(w.typed, accented)
				out = append(out, w)
			}
			i, end = j, j
		case r >= '0' && r <= '9':
			j := i
			for j < len(text) && digit(text[j]) {
				j++
			}
			number := strings.TrimLeft(text[i:j], "0")
			if number == "" {
				number = "0"
			}
			out = append(out, word{key: number, typed: text[i:j], glued: i == end})
			i, end = j, j
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
