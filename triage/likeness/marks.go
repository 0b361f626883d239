package likeness

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tiepdan/triage/area"
)

// All patterns are of folded text.
var (
	slashDay  = regexp.MustCompile(`\b(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(?:20)?\d{2})?\b`)
	spokenDay = regexp.MustCompile(`\b(?:ngay|hom|mung|mong)\s+(\d{1,2})\s+thang\s+(\d{1,2})\b`)
	// 15/QĐ-CSĐT, 12/2026/HS-ST
	letteredPaper = regexp.MustCompile(`\b(\d{1,5})\s?/\s?(?:(?:20)?\d{2}\s?/\s?)?([a-z]{1,6})(?:-[a-z]{1,8})*\b`)
	// quyết định số 15, bản án 12, biên bản số: 7
	namedPaper = regexp.MustCompile(`\b(?:quyet dinh|qd|ban an|bien ban|thong bao|cong van|van ban|giay bao|bien nhan|bien lai|giay hen|ket luan|giay moi|lenh|ho so|vu an)(?: [a-z]+){0,4}?,? (?:so ?:? ?)?(\d{1,5})\b`)
	amount     = regexp.MustCompile(`\b(\d+(?:[.,]\d+)*)\s?(trieu|tr|ti|ty|nghin|ngan|dong|d|vnd|m2)\b`)
	plate      = regexp.MustCompile(`\b(\d{2}[a-z]\d?)[ -]?(\d{3})\.?(\d{2})\b`)
	parcel     = regexp.MustCompile(`\bthua(?: dat)?(?: so)? (\d{1,4})\b`)
)

// paper is a paper's number, and the letters after it where they are told: many
// papers of a year have the same number.
type paper struct{ number, letters string }

// marksOf reads the numbers that tell one matter from another: of papers, and of
// days, amounts, vehicles and plots of land. Years of days are left out, since one
// letter writes them and the next does not.
func marksOf(text string) (papers []paper, figures []string) {
	if !strings.ContainsAny(text, "0123456789") {
		return nil, nil
	}
	left := []byte(area.Fold(text))
	take := func(re *regexp.Regexp, use func(groups []string)) {
		for _, at := range re.FindAllSubmatchIndex(left, -1) {
			var groups []string
			for g := 2; g < len(at); g += 2 {
				groups = append(groups, string(left[max(at[g], 0):max(at[g+1], 0)]))
			}
			use(groups)
			for i := at[0]; i < at[1]; i++ {
				if isDigit(left[i]) {
					left[i] = '_' // read once
				}
			}
		}
	}
	day := func(g []string) {
		d, _ := strconv.Atoi(g[0])
		m, _ := strconv.Atoi(g[1])
		if d >= 1 && d <= 31 && m >= 1 && m <= 12 {
			figures = append(figures, fmt.Sprintf("day %d/%d", d, m))
		}
	}
	take(spokenDay, day)
	take(letteredPaper, func(g []string) { papers = append(papers, paper{number(g[0]), g[1]}) })
	take(plate, func(g []string) { figures = append(figures, "plate "+strings.Join(g, "")) })
	take(amount, func(g []string) { figures = append(figures, "amount "+worth(g[0], g[1])) })
	take(slashDay, day)
	take(parcel, func(g []string) { figures = append(figures, "plot "+number(g[0])) })
	take(namedPaper, func(g []string) { papers = append(papers, paper{number: number(g[0])}) })
	return papers, figures
}

// worth is an amount of money in đồng, or an area, so that 150 triệu and
// 150.000.000 đồng are the same.
func worth(digits, unit string) string {
	whole, part := digits, ""
	if i := strings.LastIndexAny(digits, ".,"); i >= 0 && len(digits)-i-1 != 3 {
		whole, part = digits[:i], digits[i+1:]
	}
	n, _ := strconv.ParseFloat(digitsOf(whole)+"."+part+"0", 64)
	switch unit {
	case "m2":
		return strconv.FormatFloat(n, 'f', -1, 64) + " m2"
	case "trieu", "tr":
		n *= 1e6
	case "ti", "ty":
		n *= 1e9
	case "nghin", "ngan":
		n *= 1e3
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

// bareNumber is the number of a paper that was asked for, written by itself.
func bareNumber(typed string) []paper {
	for _, w := range wordsOf(typed) {
		if isDigit(w[0]) && len(w) <= 5 {
			if n := number(digitsOf(w)); n != "" {
				return []paper{{number: n}}
			}
		}
		if !isDigit(w[0]) && w != "so" && w != "quiet" && w != "dinh" {
			return nil
		}
	}
	return nil
}

// namesOf finds the people that a text names: a family name and what follows it
// with a capital, or with "văn" or "thị" where nobody writes capitals; and what
// follows a title. A name counts with its first three syllables, and its last by
// itself, because that is how people are called.
func namesOf(text string) []string {
	var all []string
	for _, phrase := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".,;:()\"“”!?–/\n", r) }) {
		words := strings.Fields(phrase)
		for i := 0; i < len(words); i++ {
			n := nameLength(words[i:])
			switch {
			case n >= 2:
				last := words[i+n-1]
				all = append(all, fold(strings.Join(words[i:i+min(n, 3)], " ")), "~"+fold(last))
				i += n - 1
			case i+1 < len(words) && isTitle(words[i]) && capital(words[i+1]) && nameLength(words[i+1:]) < 2 && len(fold(words[i+1])) > 1:
				all = append(all, "~"+fold(words[i+1]))
			}
		}
	}
	return all
}

// nameLength is how many words from the first on are one name; below 2 for none.
func nameLength(words []string) int {
	if len(words) < 2 {
		return 0
	}
	middle := fold(words[1])
	middleName := len(words) >= 3 && (middle == "van" || middle == "thi")
	_, known := surnames()[fold(words[0])]
	switch {
	case !capital(words[0]) && known && middleName:
		return 3
	case !capital(words[0]), !known && !middleName:
		return 0
	}
	n := 1
	for n < len(words) && n < 5 && capital(words[n]) {
		n++
	}
	return n
}

func capital(word string) bool {
	for _, r := range word {
		return unicode.IsUpper(r)
	}
	return false
}

func isTitle(word string) bool {
	_, ok := titles()[fold(word)]
	return ok
}

// accusedOf is who is complained of, by name. A body has none: that it is the same
// one tells little.
func accusedOf(against string) []string {
	if names := namesOf(against); len(names) > 0 {
		return names
	}
	// Where the answer is a name and no more, capitals may be missing.
	words := slices.DeleteFunc(wordsOf(against), func(w string) bool { _, post := posts()[w]; return post })
	if len(words) < 2 || len(words) > 4 {
		return nil
	}
	if _, ok := surnames()[words[0]]; !ok {
		return nil
	}
	return []string{strings.Join(words[:min(len(words), 3)], " "), "~" + words[len(words)-1]}
}

// sameName says whether a name found in a text is the writer's own.
func sameName(found, own string) bool {
	syllables := strings.Fields(fold(own))
	if len(syllables) == 0 {
		return false
	}
	if last, ok := strings.CutPrefix(found, "~"); ok {
		return last == syllables[len(syllables)-1]
	}
	return slices.Equal(strings.Fields(found), syllables[:min(len(syllables), 3)])
}
