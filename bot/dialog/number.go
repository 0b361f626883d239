package dialog

import (
	"regexp"
	"strconv"
	"strings"
)

// Number is a field for a count. Quick are the counts that get a button each.
type Number struct {
	Min, Max int
	Quick    []int
}

// grouped are digits, with thousands set apart as people write them: 1.500, 1 500.
var grouped = regexp.MustCompile(`^\d{1,3}([.,  ]\d{3})+$|^\d+$`)

// Read takes a whole number, typed or pressed.
func (f Number) Read(_ Env, in Input, _ Answer) (Answer, *Problem) {
	typed := strings.TrimSpace(clean(in.Text))
	switch in.Kind {
	case Press:
		typed = in.Value
	case Words:
	default:
		return Answer{}, wantWords(in)
	}
	if !grouped.MatchString(typed) {
		return Answer{}, problem("number.want")
	}
	n, err := strconv.Atoi(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, typed))
	if err != nil || n < f.Min || n > f.Max {
		return Answer{}, &Problem{Key: "number.range", Args: map[string]string{"min": strconv.Itoa(f.Min), "max": strconv.Itoa(f.Max)}}
	}
	return Answer{Value: strconv.Itoa(n), Ref: in.Ref}, nil
}

// Valid asks for a number within the bounds.
func (f Number) Valid(a Answer) bool {
	n, err := strconv.Atoi(a.Value)
	return err == nil && n >= f.Min && n <= f.Max
}

// Options are the quick counts.
func (f Number) Options(Env, Answer) []Option {
	var all []Option
	for _, n := range f.Quick {
		all = append(all, Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	return all
}

// Collects is false.
func (f Number) Collects() bool { return false }
