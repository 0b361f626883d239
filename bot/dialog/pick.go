package dialog

import (
	"slices"
	"strconv"
	"strings"
)

// Pick is a field answered by one of a few buttons that bring their own labels:
// the agencies of an office, colleagues. Typing a label or its number does as well.
type Pick struct {
	Offers []Offer
}

// Read takes a press or a number; a typed label was matched before by the turn.
func (f Pick) Read(_ Env, in Input, _ Answer) (Answer, *Problem) {
	i := -1
	switch in.Kind {
	case Press:
		i = slices.IndexFunc(f.Offers, func(o Offer) bool { return o.Value == in.Value })
	case Words:
		if n, err := strconv.Atoi(strings.TrimSpace(in.Text)); err == nil {
			i = n - 1
		}
	}
	if i < 0 || i >= len(f.Offers) {
		return Answer{}, problem("choose")
	}
	return Answer{Value: f.Offers[i].Value, Label: f.Offers[i].Label, Typed: in.Text}, nil
}

// Valid says whether the value still is one of the offers.
func (f Pick) Valid(a Answer) bool {
	return slices.ContainsFunc(f.Offers, func(o Offer) bool { return o.Value == a.Value })
}

// Options are the offers in order.
func (f Pick) Options(Env, Answer) []Option {
	all := make([]Option, len(f.Offers))
	for i, o := range f.Offers {
		all[i] = Option(o)
	}
	return all
}

// Collects is false.
func (f Pick) Collects() bool { return false }
