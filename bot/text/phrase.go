package text

import (
	"errors"
	"html"
	"strings"
)

// phrase is one text ready to be said: words and the names between them.
type phrase struct {
	parts []part
	size  int
}

type part struct {
	marked string // words as written, with their marks
	plain  string // the same without marks
	name   string // or what is to be filled in
}

var errBrace = errors.New("a brace is not closed, closed twice, or has nothing in it")

// parse splits a text at its {names}.
func parse(s string) (phrase, error) {
	p := phrase{size: len(s)}
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			p.parts = append(p.parts, part{marked: s[:i], plain: unmarked(s[:i])})
		}
		if s = s[i:]; s == "" {
			break
		}
		end := strings.IndexByte(s, '}')
		if s[0] == '}' || end < 2 || strings.Contains(s[1:end], "{") {
			return phrase{}, errBrace
		}
		p.parts = append(p.parts, part{name: s[1:end]})
		s = s[end+1:]
	}
	return p, nil
}

// unmarked drops the marks and reads the entities.
func unmarked(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		end := strings.IndexByte(s[i:], '>')
		if end < 0 {
			s = s[i:]
			break
		}
		s = s[i+end+1:]
	}
	b.WriteString(s)
	return html.UnescapeString(b.String())
}
