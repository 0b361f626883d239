package likeness

import (
	"slices"
	"strings"
	"unicode"

	"tiepdan/triage/area"
)

// wordsOf cuts a text into folded words and numbers, so that accents, case, i and
// y, and the short forms of chats make no difference.
func wordsOf(text string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if long, ok := shortForms()[w]; ok {
			all = append(all, long...)
			continue
		}
		all = append(all, w)
	}
	return all
}

// shortWords is the length from which words are looked at instead of letters.
const shortWords = 16

// shinglesOf are three words in a row each; of a very short text, five letters
// each, so that a single changed word leaves something to be found.
func shinglesOf(words []string) (shingles []string, short bool) {
	if len(words) >= shortWords {
		for i := range len(words) - 2 {
			shingles = append(shingles, strings.Join(words[i:i+3], " "))
		}
		return shingles, false
	}
	letters := []rune(strings.Join(words, " "))
	for i := 0; i+5 <= len(letters); i++ {
		shingles = append(shingles, "~"+string(letters[i:i+5]))
	}
	return shingles, true
}

// topicsOf are the words that carry meaning, alone and in pairs, without some.
func topicsOf(words, without []string) []string {
	empty := emptyWords()
	var all []string
	before := ""
	for _, w := range words {
		if _, skip := empty[w]; skip || len(w) < 2 || isDigit(w[0]) || slices.Contains(without, w) {
			continue
		}
		all = append(all, w)
		if before != "" {
			all = append(all, before+" "+w)
		}
		before = w
	}
	return all
}

// withoutFormulas leaves out what stands in every petition: it makes letters alike
// that have nothing to do with each other.
func withoutFormulas(words []string) []string {
	left := make([]string, 0, len(words))
next:
	for i := 0; i < len(words); {
		for _, f := range formulas() {
			if len(words)-i >= len(f) && slices.Equal(words[i:i+len(f)], f) {
				i += len(f)
				continue next
			}
		}
		left = append(left, words[i])
		i++
	}
	if len(left) == 0 {
		return words
	}
	return left
}

// fold leaves out case and accents, and writes i for y.
func fold(text string) string { return strings.ReplaceAll(area.Fold(text), "y", "i") }
