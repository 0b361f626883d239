package dialog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// IDNumber is a field for the personal identity number (số căn cước): twelve
// digits without a check digit (DOMAIN §4.3). What is unlikely is taken with a
// warning; only what cannot be such a number is refused.
type IDNumber struct{}

var (
	twelve   = regexp.MustCompile(`^\d{12}$`)
	nine     = regexp.MustCompile(`^\d{9}$`)
	passport = regexp.MustCompile(`^[A-Z]{1,2}\d{6,8}$`)
)

// birthProvinces are the 63 codes of the province of birth registration in
// numbers issued so far; the merger of 2025 changes none (DOMAIN §4.3).
var birthProvinces = strings.Fields(`001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027
	030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070
	072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096`)

// Read takes a number.
func (IDNumber) Read(env Env, in Input, _ Answer) (Answer, *Problem) {
	if in.Kind != Words {
		return Answer{}, wantWords(in)
	}
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-–\u00a0\t", r) {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(clean(in.Text))))
	a := Answer{Value: s, Typed: in.Text, Ref: in.Ref}
	switch {
	case twelve.MatchString(s):
		a.Notes = doubts(s, env.Now)
	case nine.MatchString(s):
		a.Notes = []Problem{{Key: "id.old_card"}}
	case passport.MatchString(s):
	case strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) >= 0:
		return Answer{}, problem("id.letters")
	default:
		return Answer{}, &Problem{Key: "id.length", Args: map[string]string{"n": strconv.Itoa(len(s))}}
	}
	return a, nil
}

// doubts are reasons to look at a number once more: a province that is none of
// the 63 (people born abroad have such), or a birth in the future.
func doubts(s string, now time.Time) []Problem {
	var all []Problem
	if !slices.Contains(birthProvinces, s[:3]) {
		all = append(all, Problem{Key: "id.province"})
	}
	// The fourth digit tells sex and century: 0, 1 the 1900s, 2, 3 the 2000s, …
	century, years := int(s[3]-'0')/2, int(s[4]-'0')*10+int(s[5]-'0')
	if 1900+100*century+years > now.Year() {
		all = append(all, Problem{Key: "id.future"})
	}
	return all
}

// Valid asks for a number that Read would give.
func (IDNumber) Valid(a Answer) bool {
	return twelve.MatchString(a.Value) || nine.MatchString(a.Value) || passport.MatchString(a.Value)
}

// Options: none.
func (IDNumber) Options(Env, Answer) []Option { return nil }

// Collects is false.
func (IDNumber) Collects() bool { return false }
