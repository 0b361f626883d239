package dialog

import (
	"regexp"
	"strings"
)

// Phone is a field for a Vietnamese telephone number, kept as digits from 0:
// ten for a mobile, eleven for a landline (DOMAIN §4.4). +84, 84, 0084, spaces,
// dots and dashes are understood; hotlines are no way to reach a person.
type Phone struct{}

var (
	mobile   = regexp.MustCompile(`^0[35789]\d{8}$`)
	landline = regexp.MustCompile(`^02\d{9}$`)
	abroad   = regexp.MustCompile(`^\+[1-9]\d{7,14}$`)
)

// Read takes a number.
func (Phone) Read(_ Env, in Input, _ Answer) (Answer, *Problem) {
	if in.Kind != Words {
		return Answer{}, wantWords(in)
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r == '+':
			return r
		case strings.ContainsRune(" .-–()\u00a0\t/", r):
			return -1
		}
		return 'x'
	}, strings.TrimSpace(clean(in.Text)))
	switch {
	case s == "":
		return Answer{}, problem("phone.none")
	case strings.Contains(s, "x"):
		return Answer{}, problem("phone.letters")
	case strings.HasPrefix(s, "+84"):
		s = "0" + strings.TrimPrefix(s[3:], "0")
	case strings.HasPrefix(s, "0084"):
		s = "0" + strings.TrimPrefix(s[4:], "0")
	case strings.HasPrefix(s, "84") && len(s) >= 11:
		s = "0" + strings.TrimPrefix(s[2:], "0")
	}
	switch {
	case mobile.MatchString(s), landline.MatchString(s), abroad.MatchString(s):
		return Answer{Value: s, Typed: in.Text, Ref: in.Ref}, nil
	case strings.HasPrefix(s, "1900"), strings.HasPrefix(s, "1800"), strings.HasPrefix(s, "1") && len(s) <= 4:
		return Answer{}, problem("phone.hotline")
	case len(s) < 10:
		return Answer{}, problem("phone.short")
	case len(s) > 11:
		return Answer{}, problem("phone.long")
	}
	return Answer{}, problem("phone.unknown")
}

// Valid asks for a number that Read would give.
func (Phone) Valid(a Answer) bool {
	return mobile.MatchString(a.Value) || landline.MatchString(a.Value) || abroad.MatchString(a.Value)
}

// Options: none.
func (Phone) Options(Env, Answer) []Option { return nil }

// Collects is false.
func (Phone) Collects() bool { return false }
