package area

import (
	"strings"
	"unicode"
)

// Fold returns the text in lower case without Vietnamese accents (đ is d),
// with runs of spaces as one and none at the ends. Composed and decomposed
// texts (NFC, NFD) fold to the same. Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch r = foldRune(r); {
		case r < 0:
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// foldRune returns the plain lower-case letter, or -1 for a mark without a letter of its own.
func foldRune(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	r = unicode.ToLower(r)
	switch {
	case r >= 0xe0 && r <= 0xff:
		return rune("aaaaaa\xe6ceeeeiiii\xf0nooooo\xf7ouuuuy\xfey"[r-0xe0])
	case r >= 0x1ea0 && r <= 0x1eb7:
		return 'a'
	case r >= 0x1eb8 && r <= 0x1ec7:
		return 'e'
	case r >= 0x1ec8 && r <= 0x1ecb:
		return 'i'
	case r >= 0x1ecc && r <= 0x1ee3:
		return 'o'
	case r >= 0x1ee4 && r <= 0x1ef1:
		return 'u'
	case r >= 0x1ef2 && r <= 0x1ef9:
		return 'y'
	case r >= 0x300 && r <= 0x36f: // combining marks
		return -1
	case r >= 0x200b && r <= 0x200d, r == 0xfeff, r == 0xad: // invisible
		return -1
	}
	switch r {
	case 'ă':
		return 'a'
	case 'đ':
		return 'd'
	case 'ĩ':
		return 'i'
	case 'ũ', 'ư':
		return 'u'
	case 'ơ':
		return 'o'
	}
	return r
}

// spell returns a word in lower case with its tone at the end, so that hòa and
// hoà are the same, and kỹ and kĩ. A word typed without marks spells as it folds, with i for y.
func spell(word string) string {
	var b strings.Builder
	tone := byte(0)
	for _, r := range word {
		plain := foldRune(r)
		if plain == 'y' {
			plain = 'i'
		}
		quality, t := marks(unicode.ToLower(r))
		if t != 0 {
			tone = t
		}
		if plain >= 0 {
			b.WriteRune(plain)
		}
		if quality != 0 {
			b.WriteByte(quality)
		}
	}
	if tone != 0 {
		b.WriteByte(tone)
	}
	return b.String()
}

// marks returns the quality (^ ( + for â ă ơ, - for đ) and tone (1 to 5) of a letter or combining mark.
func marks(r rune) (quality, tone byte) {
	switch r {
	case 0x302:
		return '^', 0
	case 0x306:
		return '(', 0
	case 0x31b:
		return '+', 0
	case 'đ':
		return '-', 0
	case 0x300, 0x301, 0x309, 0x303, 0x323:
		return 0, map[rune]byte{0x300: '1', 0x301: '2', 0x309: '3', 0x303: '4', 0x323: '5'}[r]
	}
	if r < 0x80 {
		return 0, 0
	}
	for _, row := range [...]struct {
		quality byte
		letters string
	}{
		{0, "aàáảãạ"}, {'^', "âầấẩẫậ"}, {'(', "ăằắẳẵặ"}, {0, "eèéẻẽẹ"}, {'^', "êềếểễệ"}, {0, "iìíỉĩị"},
		{0, "oòóỏõọ"}, {'^', "ôồốổỗộ"}, {'+', "ơờớởỡợ"}, {0, "uùúủũụ"}, {'+', "ưừứửữự"}, {0, "yỳýỷỹỵ"},
	} {
		at := byte(0)
		for _, letter := range row.letters {
			if letter == r {
				if at > 0 {
					return row.quality, '0' + at
				}
				return row.quality, 0
			}
			at++
		}
	}
	return 0, 0
}
