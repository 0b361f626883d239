package area

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// mistakes are the slips of one key, one tone or one sign that people make.
var mistakes = []struct {
	name    string
	accents bool // it needs a text with accents
	make    func(r *rand.Rand, name []rune) string
}{
	{"a letter less", false, func(r *rand.Rand, name []rune) string {
		i := letterOf(r, name, func(rune) bool { return true })
		return string(name[:i]) + string(name[i+1:])
	}},
	{"a letter more", false, func(r *rand.Rand, name []rune) string {
		i := letterOf(r, name, func(rune) bool { return true })
		return string(name[:i+1]) + string(rune('a'+r.IntN(26))) + string(name[i+1:])
	}},
	{"another letter", false, func(r *rand.Rand, name []rune) string {
		i := letterOf(r, name, func(rune) bool { return true })
		near := beside[foldRune(name[i])]
		if near == "" {
			near = "aeiou"
		}
		return string(name[:i]) + string(near[r.IntN(len(near))]) + string(name[i+1:])
	}},
	{"two swapped", false, func(r *rand.Rand, name []rune) string {
		for range 20 {
			i := r.IntN(len(name))
			if i+1 < len(name) && unicode.IsLetter(name[i]) && unicode.IsLetter(name[i+1]) && name[i] != name[i+1] {
				return string(name[:i]) + string([]rune{name[i+1], name[i]}) + string(name[i+2:])
			}
		}
		return ""
	}},
	{"another tone", true, func(r *rand.Rand, name []rune) string {
		i := letterOf(r, name, func(c rune) bool { return toneRow(c) != "" })
		if i < 0 {
			return ""
		}
		row := []rune(toneRow(name[i]))
		return string(name[:i]) + string(row[r.IntN(len(row))]) + string(name[i+1:])
	}},
	{"another sign", true, func(r *rand.Rand, name []rune) string {
		i := letterOf(r, name, func(c rune) bool { return strings.ContainsRune("ăâđêôơư", unicode.ToLower(c)) })
		if i < 0 {
			return ""
		}
		return string(name[:i]) + string(foldRune(name[i])) + string(name[i+1:])
	}},
	{"one word in Telex", true, func(r *rand.Rand, name []rune) string { return struck(r, string(name), telexOf) }},
	{"one word in VNI", true, func(r *rand.Rand, name []rune) string { return struck(r, string(name), vniOf) }},
}

// beside holds the keys next to each letter's.
var beside = map[rune]string{
	'a': "qsz", 'b': "vghn", 'c': "xdfv", 'd': "serfcx", 'e': "wrd", 'g': "fthbv", 'h': "gjnb", 'i': "uok", 'k': "jlm", 'l': "kop",
	'm': "nk", 'n': "bhm", 'o': "ipl", 'p': "ol", 'q': "wa", 'r': "etf", 's': "adx", 't': "ryg", 'u': "yij", 'v': "cfgb", 'x': "zcsd", 'y': "tuh",
}

const toneRows = "aàáảãạ âầấẩẫậ ăằắẳẵặ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ"

func toneRow(c rune) string {
	for row := range strings.FieldsSeq(toneRows) {
		if strings.ContainsRune(row, unicode.ToLower(c)) {
			return row
		}
	}
	return ""
}

func letterOf(r *rand.Rand, name []rune, ok func(rune) bool) int {
	var at []int
	for i, c := range name {
		if unicode.IsLetter(c) && ok(c) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return -1
	}
	return at[r.IntN(len(at))]
}

// struck writes one of the name's accented words by its keys.
func struck(r *rand.Rand, name string, keys func(string) string) string {
	ws := strings.Fields(name)
	at := r.IntN(len(ws))
	for range ws {
		if raw := keys(ws[at]); raw != ws[at] {
			ws[at] = raw
			return strings.Join(ws, " ")
		}
		at = (at + 1) % len(ws)
	}
	return ""
}

func telexOf(w string) string {
	return typedKeys(w, " fsrxj", map[byte]string{'^': "=", '(': "w", '+': "w", '-': "="})
}

func vniOf(w string) string {
	return typedKeys(w, " 21345", map[byte]string{'^': "6", '(': "8", '+': "7", '-': "9"})
}

// typedKeys is the word as it comes out without an input method: the sign after its letter, the tone at the end.
func typedKeys(w, tones string, signs map[byte]string) string {
	out, end := "", ""
	for _, c := range w {
		sign, tone := marks(unicode.ToLower(c))
		plain := c
		if c >= 0x80 {
			plain = foldRune(c)
			if unicode.IsUpper(c) {
				plain = unicode.ToUpper(plain)
			}
		}
		out += string(plain)
		if s := signs[sign]; s == "=" {
			out += string(foldRune(c))
		} else {
			out += s
		}
		if tone > 0 && tone != '0' {
			end = string(tones[map[byte]int{'1': 1, '2': 2, '3': 3, '4': 4, '5': 5}[tone]])
		}
	}
	return out + end
}

func TestTypedKeys(t *testing.T) {
	for w, want := range map[string][2]string{
		"Hạ": {"Haj", "Ha5"}, "Đông": {"Ddoong", "D9o6ng"}, "Phường": {"Phuwowngf", "Phu7o7ng2"}, "Long": {"Long", "Long"}, "Mạo": {"Maoj", "Mao5"},
	} {
		if got := [2]string{telexOf(w), vniOf(w)}; got != want {
			t.Errorf("%s is typed %q, want %q", w, got, want)
		}
	}
}

// mistype tries one mistake in the name of every step-th unit, written in full.
func mistype(g *Gazetteer, group []unit, fits fitting, accents bool, step int) (each map[string]tally, all tally) {
	each = map[string]tally{}
	for n, m := range mistakes {
		if m.accents && !accents {
			continue
		}
		r := rand.New(rand.NewPCG(1, uint64(n)))
		var count tally
		for i := 0; i < len(group); i += step {
			u := group[i]
			if u.numeral() {
				continue
			}
			truth := u.name
			if !accents {
				truth = Fold(truth)
			}
			u.name = m.make(r, []rune(truth))
			if u.name == "" || u.name == truth {
				continue
			}
			text := joined(u.full(), u.district, u.province)
			if !accents {
				text = Fold(text)
			}
			v := judge(g.Suggest(text, "", shown), u.truths, fits[key(text)])
			count[v]++
			all[v]++
		}
		each[m.name] = count
	}
	return each, all
}

// leastMistyped is the goal: with one mistake in the name, this part in a hundred right at once.
const leastMistyped = 90.0

// TestMistyped holds a sample of all communes with one mistake to the goal.
func TestMistyped(t *testing.T) {
	g := load(t)
	today, former, _ := units(g)
	fits := forms[0].fitting(today, former)
	for name, group := range map[string][]unit{"today's": today, "former": former} {
		for _, accents := range []bool{true, false} {
			each, all := mistype(g, group, fits, accents, sampledUnit)
			if all.percent(right) < leastMistyped {
				t.Errorf("%s communes, accents %v: %.2f %% right: %v", name, accents, all.percent(right), each)
			}
		}
	}
}
