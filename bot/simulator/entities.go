package simulator

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// utf16Len is the length of s in UTF-16 units, which Telegram counts in.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// splitText cuts s into pieces of at most limit UTF-16 units, as a telephone
// does with a long text; it prefers to cut at white space.
func splitText(s string, limit int) []string {
	var pieces []string
	for {
		n, end, space := 0, len(s), -1
		for i, r := range s {
			width := 1
			if r > 0xFFFF {
				width = 2
			}
			if unicode.IsSpace(r) {
				space = i
			}
			if n+width > limit {
				end = i
				break
			}
			n += width
		}
		if end == len(s) {
			return append(pieces, s)
		}
		if space > 0 {
			end = space
		}
		pieces = append(pieces, s[:end])
		s = strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	}
}

// findEntities marks what Telegram marks by itself: bot commands, mentions,
// hashtags, e-mail addresses and web addresses.
func findEntities(text string) []Entity {
	if !strings.ContainsAny(text, "/@#") && !strings.Contains(text, "t.me") {
		return nil
	}
	var found []Entity
	units, previous := 0, ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(previous) && previous != '/' && previous != '@' {
			if kind, n := entityAt(text[i:]); n > 0 {
				length := utf16Len(text[i : i+n])
				found = append(found, Entity{Type: kind, Offset: units, Length: length})
				units += length
				i += n
				previous = 'x'
				continue
			}
		}
		units++
		if r > 0xFFFF {
			units++
		}
		previous = r
		i += size
	}
	return found
}

// entityAt says what begins at the start of s and how many bytes it has.
func entityAt(s string) (kind string, n int) {
	switch s[0] {
	case '/':
		n = 1 + asciiWord(s[1:])
		if n == 1 || n > 65 {
			return "", 0
		}
		if n < len(s) && s[n] == '@' {
			if m := asciiWord(s[n+1:]); m >= 3 {
				n += 1 + m
			}
		}
		if next, _ := utf8.DecodeRuneInString(s[n:]); n < len(s) && (wordRune(next) || next == '/') {
			return "", 0
		}
		return "bot_command", n
	case '@':
		if m := asciiWord(s[1:]); m >= 3 {
			return "mention", 1 + m
		}
	case '#':
		n = strings.IndexFunc(s[1:], func(r rune) bool { return !wordRune(r) })
		if n < 0 {
			n = len(s) - 1
		}
		if n > 0 {
			return "hashtag", 1 + n
		}
	default:
		return addressAt(s)
	}
	return "", 0
}

// addressAt finds a web address or an e-mail address at the start of s.
func addressAt(s string) (kind string, n int) {
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' || r == '"' })
	if end < 0 {
		end = len(s)
	}
	word := strings.TrimRight(s[:end], ".,;:!?)")
	for _, prefix := range []string{"http://", "https://", "t.me/"} {
		if len(word) > len(prefix) && strings.EqualFold(word[:len(prefix)], prefix) {
			return "url", len(word)
		}
	}
	name, host, ok := strings.Cut(word, "@")
	if ok && name != "" && asciiWord(strings.Trim(name, ".-+")) > 0 && strings.Contains(host, ".") && !strings.Contains(host, "@") {
		return "email", len(word)
	}
	return "", 0
}

func asciiWord(s string) int {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return i
		}
	}
	return len(s)
}

func wordRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// trimText removes the white space around a text, as Telegram does, and moves
// the entities with it. Entities left empty go.
func trimText(text string, entities []Entity) (string, []Entity) {
	right := strings.TrimRightFunc(text, unicode.IsSpace)
	trimmed := strings.TrimLeftFunc(right, unicode.IsSpace)
	if trimmed == text {
		return text, entities
	}
	lead := utf16Len(right) - utf16Len(trimmed)
	length := utf16Len(trimmed)
	var kept []Entity
	for _, e := range entities {
		start, end := max(e.Offset-lead, 0), min(e.Offset-lead+e.Length, length)
		if start < end {
			e.Offset, e.Length = start, end-start
			kept = append(kept, e)
		}
	}
	return trimmed, kept
}
