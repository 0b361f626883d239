package dialog

import (
	"strings"
	"time"
)

// Day is a field for a calendar day, kept as 2006-01-02. Reading days is given:
// it belongs to whoever knows the calendar.
type Day struct {
	// Parse reads what was typed, seen from a moment; reason is a key of words.
	Parse func(typed string, now time.Time) (iso string, reason string)
	// NotAfter is the latest day that makes sense, as an ISO day; nil: any.
	NotAfter func(now time.Time) string
}

// Read takes a day.
func (f Day) Read(env Env, in Input, _ Answer) (Answer, *Problem) {
	if in.Kind != Words {
		return Answer{}, wantWords(in)
	}
	typed := strings.TrimSpace(clean(in.Text))
	iso, reason := f.Parse(typed, env.Now)
	switch {
	case reason != "":
		return Answer{}, problem(reason)
	case f.NotAfter != nil && iso > f.NotAfter(env.Now):
		return Answer{}, problem("day.future")
	}
	return Answer{Value: iso, Typed: typed, Ref: in.Ref}, nil
}

// Valid asks for a day.
func (f Day) Valid(a Answer) bool {
	_, err := time.Parse(time.DateOnly, a.Value)
	return err == nil
}

// Options: none.
func (f Day) Options(Env, Answer) []Option { return nil }

// Collects is false.
func (f Day) Collects() bool { return false }
