package talk

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"tiepdan/bot/simulator"
)

var slot = regexp.MustCompile(`\{(\w+)(\+1)?\}`)

// fill puts in what the names stand for.
func (st *Stage) fill(words string) string {
	return slot.ReplaceAllStringFunc(words, func(s string) string {
		name, more := strings.CutSuffix(s[1:len(s)-1], "+1")
		known, ok := st.names[name]
		if !ok {
			return s
		}
		if n, err := strconv.Atoi(known); err == nil && more {
			return strconv.Itoa(n + 1)
		}
		return known
	})
}

// pattern makes words into what finds them; a name not known yet takes what
// stands there.
func (st *Stage) pattern(words string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(flat(st.fill(words)))
	quoted = regexp.MustCompile(`\\\{(\w+)\\\}`).ReplaceAllStringFunc(quoted, func(s string) string {
		name := s[2 : len(s)-2]
		if name == "code" || strings.HasPrefix(name, "code") {
			return `(?P<` + name + `>\d\d-[2-9A-Z]{4}-[2-9A-Z]{4})`
		}
		return `(?P<` + name + `>\S+)`
	})
	return regexp.MustCompile(quoted)
}

func (st *Stage) match(want *regexp.Regexp, text string) bool {
	found := want.FindStringSubmatch(flat(text))
	if found == nil {
		return false
	}
	for i, name := range want.SubexpNames() {
		if name != "" {
			st.names[name] = found[i]
		}
	}
	return true
}

// flat makes one line of words.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// shown is a message with its buttons, as a person reads it.
func shown(m *simulator.Message) string {
	var b strings.Builder
	b.WriteString(m.Words())
	if m.Document != nil {
		b.WriteString(" [" + m.Document.Name + "]")
	}
	if m.Inline != nil {
		for _, row := range m.Inline.Rows {
			for _, button := range row {
				b.WriteString(" [" + button.Text + "]")
			}
		}
	}
	return b.String()
}

// instead says what failed and what the person sees.
func (st *Stage) instead(p *simulator.Person, failed string) error {
	return fmt.Errorf("%s; %s sees:\n%s", failed, p.Name(), transcript(p.Chat(st.Bot).Messages()))
}

func transcript(messages []*simulator.Message) string {
	if n := len(messages) - 6; n > 0 {
		messages = messages[n:]
	}
	var b strings.Builder
	for _, m := range messages {
		who := "?"
		if m.From != nil {
			who = m.From.FirstName
		}
		fmt.Fprintf(&b, "  %s: %s\n", who, strings.ReplaceAll(shown(m), "\n", "\n    "))
	}
	return b.String()
}
