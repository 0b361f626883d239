package dialog

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// AsTyped is the choice to leave a place as it was typed.
const AsTyped = "typed"

// Place is a field for a place: typed in any spelling, then chosen among
// suggestions, or left as typed. Knowing places is given.
type Place struct {
	Suggest func(typed string) []Offer
	Max     int // letters
}

// Read takes typed words, then a choice among the offers.
func (f Place) Read(_ Env, in Input, so Answer) (Answer, *Problem) {
	switch in.Kind {
	case Press:
		if in.Value == AsTyped && so.Typed != "" {
			return Answer{Value: AsTyped, Label: so.Typed, Typed: so.Typed, Ref: so.Ref}, nil
		}
		i := slices.IndexFunc(so.Offers, func(o Offer) bool { return o.Value == in.Value })
		if i < 0 {
			return so, problem("choose")
		}
		return Answer{Value: so.Offers[i].Value, Label: so.Offers[i].Label, Typed: so.Typed, Ref: so.Ref}, nil
	case Words:
	default:
		return so, wantWords(in)
	}
	typed := strings.Join(strings.Fields(clean(in.Text)), " ")
	switch {
	case letters(typed) < 2:
		return so, problem("too_short")
	case utf8.RuneCountInString(typed) > f.Max:
		return so, tooLong(f.Max)
	}
	next := Answer{Typed: typed, Ref: in.Ref, Open: true, Offers: f.Suggest(typed), Notes: []Problem{{Key: "place.choose"}}}
	if len(next.Offers) == 0 {
		next.Notes = []Problem{{Key: "place.unknown"}}
	}
	return next, nil
}

// Valid asks for a chosen place, or one left as typed.
func (f Place) Valid(a Answer) bool { return a.Value != "" }

// Options are the offers, and to leave the place as typed.
func (f Place) Options(_ Env, so Answer) []Option {
	var all []Option
	if so.Typed == "" || !so.Open {
		return nil
	}
	for _, o := range so.Offers {
		all = append(all, Option(o))
	}
	return append(all, Option{Value: AsTyped})
}

// Collects is false: the choice ends it.
func (f Place) Collects() bool { return false }
