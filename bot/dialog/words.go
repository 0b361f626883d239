package dialog

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is a field for one short answer in free words: a name, an address. Any
// words are taken, within the lengths, which count letters.
type Line struct {
	Min, Max int
}

// Read takes one message of words.
func (f Line) Read(_ Env, in Input, _ Answer) (Answer, *Problem) {
	if in.Kind != Words {
		return Answer{}, wantWords(in)
	}
	text := strings.Join(strings.Fields(clean(in.Text)), " ")
	switch n := letters(text); {
	case n < f.Min:
		return Answer{}, problem("too_short")
	case utf8.RuneCountInString(text) > f.Max:
		return Answer{}, tooLong(f.Max)
	}
	return Answer{Value: text, Ref: in.Ref}, nil
}

// Valid asks for something given.
func (f Line) Valid(a Answer) bool { return a.Value != "" }

// Options: none.
func (f Line) Options(Env, Answer) []Option { return nil }

// Collects is false: one message is one answer.
func (f Line) Collects() bool { return false }

// Story is a field for a longer account, told in as many messages as it takes,
// until the person says that it is all.
type Story struct {
	Min, Max int // letters of all messages together
}

// Read adds one message.
func (f Story) Read(_ Env, in Input, so Answer) (Answer, *Problem) {
	if in.Kind != Words {
		return so, wantWords(in)
	}
	text := strings.TrimSpace(clean(in.Text))
	if text == "" {
		return so, problem("empty")
	}
	if f.length(so)+utf8.RuneCountInString(text) > f.Max {
		return so, tooLong(f.Max)
	}
	so.Pieces = append(so.Pieces[:len(so.Pieces):len(so.Pieces)], Piece{Ref: in.Ref, Text: text, At: in.At})
	so.Open, so.Notes = true, []Problem{{Key: "story_more"}}
	return so, nil
}

func (f Story) length(a Answer) int {
	n := 0
	for _, p := range a.Pieces {
		n += utf8.RuneCountInString(p.Text)
	}
	return n
}

// Valid asks for enough letters in all the messages together.
func (f Story) Valid(a Answer) bool {
	n := 0
	for _, p := range a.Pieces {
		n += letters(p.Text)
	}
	return n >= max(f.Min, 1)
}

// Options: none.
func (f Story) Options(Env, Answer) []Option { return nil }

// Collects is true.
func (f Story) Collects() bool { return true }

// Text is the whole account, one message a paragraph.
func (a Answer) Text() string {
	if len(a.Pieces) == 0 {
		return a.Value
	}
	parts := make([]string, len(a.Pieces))
	for i, p := range a.Pieces {
		parts[i] = p.Text
	}
	return strings.Join(parts, "\n\n")
}

func wantWords(in Input) *Problem {
	if in.Kind == Shown {
		return problem("want_words")
	}
	return problem("use_keyboard")
}

func tooLong(most int) *Problem {
	return &Problem{Key: "too_long", Args: map[string]string{"max": strconv.Itoa(most)}}
}

// clean drops what cannot be stored or would let words pretend to be others:
// control characters and marks that turn the direction of writing.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == utf8.RuneError, unicode.IsControl(r):
			return -1
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F:
			return -1
		}
		return r
	}, s)
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
