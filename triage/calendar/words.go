package calendar

import (
	"strings"
	"unicode"
)

// token is a number (digits > 0) or a word or mark without accents.
type token struct {
	word   string
	value  int
	digits int
}

// A day needs few words; what is beyond this is not an answer to "when".
const maxTokens = 200

// tokenize cuts a text into numbers, words and marks. Times such as 14h30 and
// 14:30 are left out.
func tokenize(text string) []token {
	var out []token
	runes := []rune(fold(text))
	for i := 0; i < len(runes) && len(out) < maxTokens; {
		r := runes[i]
		j := i + 1
		switch {
		case isDigit(r):
			t := token{value: int(r - '0'), digits: 1}
			for ; j < len(runes) && isDigit(runes[j]); j++ {
				t.digits++
				if t.digits <= 9 {
					t.value = t.value*10 + int(runes[j]-'0')
				}
			}
			if end := clock(runes, j); end > j {
				i = end
				continue
			}
			out = append(out, t)
		case unicode.IsLetter(r):
			for j < len(runes) && unicode.IsLetter(runes[j]) {
				j++
			}
			out = append(out, token{word: string(runes[i:j])})
		case strings.ContainsRune("/-.\\,", r):
			out = append(out, token{word: string(r)})
		case strings.ContainsRune("–—−", r):
			out = append(out, token{word: "-"})
		}
		i = j
	}
	// A full stop or comma at the end belongs to no number.
	for len(out) > 0 && (out[len(out)-1].word == "." || out[len(out)-1].word == ",") {
		out = out[:len(out)-1]
	}
	return out
}

// clock returns the end of the time of day whose hours end at i, or i.
func clock(runes []rune, i int) int {
	rest := runes[i:]
	switch {
	case len(rest) >= 2 && rest[0] == ':' && isDigit(rest[1]):
		i++
	case len(rest) >= 1 && rest[0] == 'h' && (len(rest) == 1 || !unicode.IsLetter(rest[1])):
		i++
	default:
		return i
	}
	for i < len(runes) && (isDigit(runes[i]) || runes[i] == ':') {
		i++
	}
	return i
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// fold lowers the text and takes off Vietnamese accents, composed or combining.
func fold(text string) string {
	// "hôm kìa" is a day before "hôm kia"; the accent decides.
	text = strings.NewReplacer("kìa", "kiaf", "ki\u0300a", "kiaf").Replace(strings.ToLower(text))
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		for _, row := range accented {
			if strings.ContainsRune(row[1:], r) {
				return rune(row[0])
			}
		}
		return r
	}, text)
}

var accented = [...]string{
	"aàáảãạăằắẳẵặâầấẩẫậ", "eèéẻẽẹêềếểễệ", "iìíỉĩị",
	"oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ", "dđ",
}
