package text

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func loaded(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// each calls f for every text of every language.
func each(t *testing.T, c *Catalogue, f func(t *testing.T, lang, key, words string)) {
	for _, lang := range c.Languages() {
		for _, key := range c.Keys(lang) {
			f(t, lang, key, c.words[lang][key].raw())
		}
	}
}

// raw is the text as it was written.
func (p phrase) raw() string {
	var b strings.Builder
	for _, part := range p.parts {
		if part.name != "" {
			b.WriteString("{" + part.name + "}")
		}
		b.WriteString(part.marked)
	}
	return b.String()
}

func (p phrase) names() []string {
	var all []string
	for _, part := range p.parts {
		if part.name != "" && !slices.Contains(all, part.name) {
			all = append(all, part.name)
		}
	}
	slices.Sort(all)
	return all
}

func TestEveryLanguageHasTheSameKeysAndNames(t *testing.T) {
	c := loaded(t)
	if got := c.Languages(); !slices.Equal(got, []string{"vi", "en"}) {
		t.Fatalf("languages %v", got)
	}
	for _, lang := range c.Languages() {
		for _, other := range c.Languages() {
			for _, key := range c.Keys(lang) {
				p, ok := c.words[other][key]
				if !ok {
					t.Errorf("%s has %s, %s has not", lang, key, other)
					continue
				}
				// How a date is put together is a language's own.
				if a, b := c.words[lang][key].names(), p.names(); !strings.HasSuffix(key, ".form") && !slices.Equal(a, b) {
					t.Errorf("%s: %s names %v, %s names %v", key, lang, a, other, b)
				}
			}
		}
	}
}

func TestTextsAreComposedAndFitAMessage(t *testing.T) {
	c := loaded(t)
	each(t, c, func(t *testing.T, lang, key, words string) {
		if !norm.NFC.IsNormalString(words) {
			t.Errorf("%s %s is not NFC", lang, key)
		}
		if n := len(utf16.Encode([]rune(words))); n > 3500 {
			t.Errorf("%s %s has %d units", lang, key, n)
		}
		if words == "" || strings.TrimSpace(words) != words {
			t.Errorf("%s %s is empty, or begins or ends with a space", lang, key)
		}
	})
}

func TestButtonsAreShort(t *testing.T) {
	c := loaded(t)
	each(t, c, func(t *testing.T, lang, key, words string) {
		most := 0
		switch {
		case strings.Contains(key, ".choice."), strings.HasPrefix(key, "nav."), key == "place.typed":
			most = 40
		case strings.HasPrefix(key, "verb."):
			most = 24
		case strings.HasPrefix(key, "petition.") && strings.HasSuffix(key, ".label"):
			most = 40 // a button of the list of answers to mend
		}
		if n := utf8.RuneCountInString(words); most > 0 && n > most {
			t.Errorf("%s %s has %d letters, at most %d: %s", lang, key, n, most, words)
		}
		if most > 0 && strings.ContainsAny(words, "<>&") {
			t.Errorf("%s %s is a button and has marks", lang, key)
		}
	})
}

var mark = regexp.MustCompile(`</?([a-z]+)>|<|>|&(?:[a-z]+;)?`)

func TestMarksAreTelegramsAndBalanced(t *testing.T) {
	c := loaded(t)
	each(t, c, func(t *testing.T, lang, key, words string) {
		var open []string
		for _, m := range mark.FindAllString(words, -1) {
			switch m {
			case "<b>", "<i>", "<code>":
				open = append(open, m[1:])
			case "</b>", "</i>", "</code>":
				if len(open) == 0 || open[len(open)-1] != m[2:] {
					t.Errorf("%s %s: %s closes nothing", lang, key, m)
					return
				}
				open = open[:len(open)-1]
			case "&lt;", "&gt;", "&amp;":
			default:
				t.Errorf("%s %s: %q is no mark that we use", lang, key, m)
			}
		}
		if len(open) > 0 {
			t.Errorf("%s %s: %v stay open", lang, key, open)
		}
	})
}

// Nothing but a receipt or a status may say that a petition is received.
func TestOnlyReceiptsSayReceived(t *testing.T) {
	c := loaded(t)
	may := []string{"receipt.received", "citizen.sign", "standing.received"}
	each(t, c, func(t *testing.T, lang, key, words string) {
		says := strings.Contains(strings.ToLower(words), "đã tiếp nhận") || strings.Contains(words, "được tiếp nhận") ||
			strings.Contains(words, "petition is received")
		about := strings.HasPrefix(key, "officer.") || strings.HasPrefix(key, "leader.") || strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "track.")
		if says && !about && !slices.Contains(may, key) {
			t.Errorf("%s %s says that something is received: %s", lang, key, words)
		}
	})
	for _, lang := range c.Languages() {
		if words := c.words[lang]["receipt.unsigned"].raw(); strings.Contains(words, "✅") {
			t.Errorf("%s: a draft without a signature is no receipt", lang)
		}
	}
}

// A problem says what is wrong and gives an example.
func TestProblemsGiveAnExample(t *testing.T) {
	c := loaded(t)
	example := map[string]string{"vi": "Ví dụ", "en": "Example"}
	each(t, c, func(t *testing.T, lang, key, words string) {
		if strings.HasPrefix(key, "problem.") && !strings.Contains(words, example[lang]) && !strings.Contains(words, "ví dụ") {
			t.Errorf("%s %s gives no example", lang, key)
		}
	})
}
