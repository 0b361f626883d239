package reading

import (
	"bytes"
	"strings"
)

// shape is what is known of a word beside its letters.
type shape struct {
	from, to int32
	sentence int32
	starts   bool
	upper    bool // all capitals, as in CA for công an
	marked   bool // typed with an accent
}

// add appends a word as it is meant: a number, a short form spelled out, what a
// typing method left behind put right, long drawn letters shortened.
func (p *page) add(raw []byte, s shape) {
	if len(raw) == 0 {
		return
	}
	digits := 0
	for _, c := range raw {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits == len(raw) {
		if len(raw) == 1 && raw[0] >= '1' && raw[0] <= '3' { // lần 2
			p.keep(raw, s)
		} else {
			p.keepText(numberWord, s)
		}
		return
	}
	if words, ok := shortForms[string(raw)]; ok && (!words.capitals || s.upper) && !(words.bare && s.marked) {
		p.spellOut(words, s)
		return
	}
	if s.marked || syllable(raw) {
		if drawn(raw) {
			raw = shorten(raw)
		}
		p.keep(raw, s)
		return
	}
	var typed [24]byte
	if fixed := untype(typed[:0], raw, digits); fixed != nil {
		if words, ok := shortForms[string(fixed)]; ok && !words.capitals && len(fixed) > 1 {
			p.spellOut(words, s)
			return
		}
		p.keep(fixed, s)
		return
	}
	if drawn(raw) {
		raw = shorten(raw)
	}
	if two, ok := apart(raw); ok {
		p.keep(raw[:two], s)
		s.starts = false
		p.keep(raw[two:], s)
		return
	}
	p.keep(raw, s)
}

func (p *page) spellOut(words short, s shape) {
	for _, w := range words.means {
		p.keepText(w, s)
		s.starts = false
	}
}

func (p *page) keep(raw []byte, s shape) {
	at := len(p.letters)
	p.letters = append(p.letters, raw...)
	p.words = append(p.words, word{id: hashOf(raw), at: int32(at), n: int32(len(raw)), from: s.from, to: s.to, sentence: s.sentence, starts: s.starts})
}

func (p *page) keepText(text string, s shape) {
	at := len(p.letters)
	p.letters = append(p.letters, text...)
	p.words = append(p.words, word{id: hashOf(text), at: int32(at), n: int32(len(text)), from: s.from, to: s.to, sentence: s.sentence, starts: s.starts})
}

// drawn says whether a letter stands three times in a row, as in "quáaaa".
func drawn(raw []byte) bool {
	for i := 2; i < len(raw); i++ {
		if raw[i] == raw[i-1] && raw[i] == raw[i-2] && (raw[i] < '0' || raw[i] > '9') {
			return true
		}
	}
	return false
}

// shorten writes a letter once that stands three times in a row or more.
func shorten(raw []byte) []byte {
	var out []byte
	for i := 0; i < len(raw); {
		n := 1
		for i+n < len(raw) && raw[i+n] == raw[i] {
			n++
		}
		if n >= 3 {
			out = append(out, raw[i])
		} else {
			out = append(out, raw[i:i+n]...)
		}
		i += n
	}
	return out
}

// untype undoes what the typing methods Telex and VNI leave when they are off:
// "ddown", "khieesu", "khieu61 nai5". It gives nothing unless what comes out can
// be a Vietnamese syllable.
func untype(out, raw []byte, digits int) []byte {
	if len(raw) > cap(out) || len(raw) < 2 {
		return nil
	}
	if digits > 0 { // VNI: digits after letters
		if raw[0] <= '9' || bytes.ContainsRune(raw, '0') {
			return nil
		}
		for _, c := range raw {
			if c > '9' {
				out = append(out, c)
			}
		}
		if len(out) >= 2 && syllable(out) {
			return out
		}
		return nil
	}
	for i, c := range raw {
		switch {
		case i > 0 && c == raw[i-1] && strings.IndexByte("aeod", c) >= 0: // aa ee oo dd
		case c == 'w' && i > 0 && strings.IndexByte("uoa", out[len(out)-1]) >= 0: // uw ow aw
		case c == 'w':
			out = append(out, 'u')
		case i > 0 && strings.IndexByte("sfrxj", c) >= 0 && vowelIn(raw[:i]): // tones
		case i == len(raw)-1 && i > 1 && strings.IndexByte("aeod", c) >= 0 && bytes.IndexByte(raw[:i], c) >= 0: // "giamddoc", "donwd", "tata"
			if !doubled(out, c) {
				out = append(out, c)
			}
		default:
			out = append(out, c)
		}
	}
	if len(out) < len(raw) && syllable(out) {
		return out
	}
	return nil
}

// doubled says whether c, typed last, only marks the same letter before: "dond"
// is đon, "hinha" is not.
func doubled(out []byte, c byte) bool {
	return c == 'd' && out[0] == 'd' || c != 'd' && len(out) > 1 && bytes.IndexByte(out, c) >= 0 && !isVowel(out[len(out)-1])
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

func vowelIn(b []byte) bool { return bytes.ContainsAny(b, "aeiouyw") }

// apart finds where two syllables ran together, as in "khieunai": both must be
// words that petitions use.
func apart(raw []byte) (int, bool) {
	if len(raw) < 5 {
		return 0, false
	}
	for i := 2; i <= len(raw)-2; i++ {
		if _, ok := runTogether[string(raw[:i])+" "+string(raw[i:])]; ok {
			return i, true
		}
	}
	return 0, false
}

// syllable says whether folded letters can be a Vietnamese syllable: an initial,
// vowels, a final.
func syllable(b []byte) bool {
	if len(b) > 7 {
		return false
	}
	i := 0
	for i < len(b) && !isVowel(b[i]) {
		i++
	}
	if i == len(b) {
		return false
	}
	if b[i] == 'u' && i == 1 && b[0] == 'q' { // qu
		i++
	} else if b[i] == 'i' && i == 1 && b[0] == 'g' && len(b) > 2 && isVowel(b[2]) { // gi
		i++
	}
	j := i
	for j < len(b) && isVowel(b[j]) {
		j++
	}
	return initial(b[:i]) && nucleus(b[i:j]) && final(b[j:])
}

func initial(b []byte) bool {
	switch string(b) {
	case "", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
		"p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x":
		return true
	}
	return false
}

func nucleus(b []byte) bool {
	switch string(b) {
	case "a", "e", "i", "o", "u", "y", "ai", "ao", "au", "ay", "eo", "eu", "ia", "ie", "ieu", "iu", "oa", "oai", "oay", "oao", "oe", "oeo",
		"oi", "ua", "uai", "uau", "uay", "ue", "ui", "uo", "uoi", "uou", "uu", "uy", "uya", "uye", "uyu", "ye", "yeu":
		return true
	}
	return false
}

func final(b []byte) bool {
	switch string(b) {
	case "", "c", "ch", "m", "n", "ng", "nh", "p", "t":
		return true
	}
	return false
}
