package text

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Speaker says things in one language.
type Speaker struct {
	c     *Catalogue
	lang  string
	words map[string]phrase
}

// Language is the speaker's, as "vi".
func (s Speaker) Language() string { return s.lang }

// Has says whether there are words for a key.
func (s Speaker) Has(key string) bool {
	_, ok := s.words[key]
	return ok
}

// Say words a key in Telegram's HTML, with pairs of name and value filled in.
// The values are taken for a person's words and escaped. A missing key gives
// the key in brackets and is counted.
func (s Speaker) Say(key string, args ...string) string { return s.say(key, true, args) }

// Plain words a key without marks and without escaping, for buttons, toasts and
// print.
func (s Speaker) Plain(key string, args ...string) string { return s.say(key, false, args) }

func (s Speaker) say(key string, marked bool, args []string) string {
	p, ok := s.words[key]
	if !ok {
		s.c.miss(s.lang + " " + key)
		return "[" + key + "]"
	}
	var b strings.Builder
	b.Grow(p.size + 16)
	for _, part := range p.parts {
		if part.name == "" {
			if marked {
				b.WriteString(part.marked)
			} else {
				b.WriteString(part.plain)
			}
			continue
		}
		value, given := lookup(args, part.name)
		switch {
		case !given:
			s.c.miss(s.lang + " " + key + " {" + part.name + "}")
			b.WriteString("{" + part.name + "}")
		case marked:
			b.WriteString(Escape(value))
		default:
			b.WriteString(value)
		}
	}
	return b.String()
}

func lookup(args []string, name string) (string, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return "", false
}

// Escape makes a person's words safe inside Telegram's HTML.
func Escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// zone is Asia/Ho_Chi_Minh, which has kept UTC+7 for every date met here.
var zone = time.FixedZone("+07", 7*60*60)

// Date words a day with its weekday: "thứ Ba 24/11/2026", "Tuesday 24 Nov 2026".
func (s Speaker) Date(year int, month time.Month, day int) string {
	return s.form("date.form", time.Date(year, month, day, 0, 0, 0, 0, zone))
}

// Day words the day on which t falls in Asia/Ho_Chi_Minh, as Date.
func (s Speaker) Day(t time.Time) string { return s.form("date.form", t.In(zone)) }

// Time words a moment in Asia/Ho_Chi_Minh: "9 giờ 05 ngày 24/11/2026".
func (s Speaker) Time(t time.Time) string { return s.form("time.form", t.In(zone)) }

func (s Speaker) form(key string, t time.Time) string {
	return s.Plain(key,
		"weekday", s.Plain("weekday."+strconv.Itoa(int(t.Weekday()))),
		"day", strconv.Itoa(t.Day()), "dd", fmt.Sprintf("%02d", t.Day()),
		"month", s.Plain("month."+strconv.Itoa(int(t.Month()))), "year", strconv.Itoa(t.Year()),
		"hour", strconv.Itoa(t.Hour()), "minute", fmt.Sprintf("%02d", t.Minute()))
}

// Number words a whole number with its thousands set apart: "1.500", "1,500".
func (s Speaker) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	group := s.Plain("number.group")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + group + digits[i:]
	}
	return sign + digits
}
