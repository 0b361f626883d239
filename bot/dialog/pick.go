package dialog

import (
	"slices"
	"strconv"
	"strings"
)

// Pick is a field answered by one of a few buttons that bring their own labels:
// the agencies of an office, colleagues. Typing a label or its number does as
// well; a part of a label leaves the offers that have it.
type Pick struct {
	Offers []Offer
	// Has says whether a label holds the typed words. nil: parts find nothing.
	Has func(label, typed string) bool
}

// Read takes a press or a number; a typed label was matched before by the turn.
func (f Pick) Read(_ Env, in Input, so Answer) (Answer, *Problem) {
	i := -1
	switch in.Kind {
	case Press:
		i = slices.IndexFunc(f.Offers, func(o Offer) bool { return o.Value == in.Value })
	case Words:
		if n, err := strconv.Atoi(strings.TrimSpace(in.Text)); err == nil {
			i = n - 1
			break
		}
		if some := f.having(in.Text); len(some) > 0 {
			return Answer{Open: true, Typed: in.Text, Offers: some}, nil
		}
	}
	if i < 0 || i >= len(f.Offers) {
		return so, problem("choose")
	}
	return Answer{Value: f.Offers[i].Value, Label: f.Offers[i].Label, Typed: in.Text}, nil
}

// Valid says whether the value still is one of the offers.
func (f Pick) Valid(a Answer) bool {
	return slices.ContainsFunc(f.Offers, func(o Offer) bool { return o.Value == a.Value })
}

// having are the offers whose label holds the typed words.
func (f Pick) having(typed string) []Offer {
	var some []Offer
	for _, o := range f.Offers {
		if f.Has != nil && f.Has(o.Label, typed) {
			some = append(some, o)
		}
	}
	return some
}

// Options are the offers in order, or those that a part of a label left.
func (f Pick) Options(_ Env, so Answer) []Option {
	offers := f.Offers
	if so.Open && len(so.Offers) > 0 {
		offers = so.Offers
	}
	all := make([]Option, len(offers))
	for i, o := range offers {
		all[i] = Option(o)
	}
	return all
}

// Collects is false.
func (f Pick) Collects() bool { return false }
