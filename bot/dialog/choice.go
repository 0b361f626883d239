package dialog

import (
	"slices"
	"strconv"
	"strings"
)

// Choice is a field answered by one of a few buttons. Typing the label or its
// number does as well; nothing is guessed from part of a word.
type Choice struct {
	Values []string
}

// Read takes a press, a typed label (matched before by the turn) or a number.
func (f Choice) Read(_ Env, in Input, _ Answer) (Answer, *Problem) {
	switch in.Kind {
	case Press:
		if slices.Contains(f.Values, in.Value) {
			return Answer{Value: in.Value}, nil
		}
	case Words:
		n, err := strconv.Atoi(strings.TrimSpace(in.Text))
		if err == nil && n >= 1 && n <= len(f.Values) {
			return Answer{Value: f.Values[n-1], Typed: in.Text}, nil
		}
	}
	return Answer{}, problem("choose")
}

// Valid says whether the value still is one of the choices.
func (f Choice) Valid(a Answer) bool { return slices.Contains(f.Values, a.Value) }

// Options are the choices in order.
func (f Choice) Options(Env, Answer) []Option {
	all := make([]Option, len(f.Values))
	for i, v := range f.Values {
		all[i] = Option{Value: v}
	}
	return all
}

// Collects is false.
func (f Choice) Collects() bool { return false }
