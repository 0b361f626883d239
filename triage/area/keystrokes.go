package area

import "strings"

// readKeys reads out what was typed for Telex or VNI without its input method,
// where it occurs in no name as it stands: "Haj Long", "Ha5 Long". A number
// after a type of unit stays a number: "q9", "phường5". A short type is parted
// from its name.
func (g *Gazetteer) readKeys(ws []word) []word {
	out := make([]word, 0, len(ws)+4)
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		pieces := 1
		for i+pieces < len(ws) && ws[i+pieces].glued {
			pieces++
		}
		if digit(w.key[0]) || pieces == 2 && g.numbered(w.key) {
			pieces = 1
		}
		struck := ""
		for _, piece := range ws[i : i+pieces] {
			struck += piece.key
		}
		if !g.known(struck) && !digit(w.key[0]) {
			plain := unstruck(struck)
			if _, known := g.vocabulary[plain]; known {
				w.key, w.comma = plain, ws[i+pieces-1].comma
				i += pieces - 1
			} else if n := g.typeGlued(w.key); n > 0 {
				out = append(out, word{key: w.key[:n], typed: w.key[:n]})
				w.key, w.typed = w.key[n:], w.typed[n:]
			}
		}
		out = append(out, w)
	}
	return out
}

// typeGlued returns the length of a short type written without a space before a
// name, as in "tpvinh" and "qbinh thanh", or 0. "hpu" is rather Phú with two letters swapped.
func (g *Gazetteer) typeGlued(k string) int {
	if len(k) < 3 {
		return 0
	}
	if _, swapped := g.vocabulary[k[1:2]+k[:1]+k[2:]]; swapped {
		return 0
	}
	for _, short := range [...]string{"tp", "tx", "tt", "p", "x", "h", "q"} {
		if name, ok := strings.CutPrefix(k, short); ok {
			if _, known := g.vocabulary[name]; known && len(name) > 1 {
				return len(short)
			}
		}
	}
	return 0
}

// known reports whether a key is a word of a name, or a name.
func (g *Gazetteer) known(k string) bool {
	if _, word := g.vocabulary[k]; word {
		return true
	}
	return len(g.names[k]) > 0
}

// unstruck returns what the keys of Telex or VNI stand for, folded, or "" if the
// key holds none: "phuwowngf" and "phu7o7ng2" are "phuong". The key is one of wordKey.
func unstruck(k string) string {
	if !strings.ContainsAny(k, "wsfrxjz123456789") && !doubled(k) {
		return ""
	}
	var buf [longestKey]byte
	out := buf[:0]
	vowel := false
	for i := range len(k) {
		c := k[i]
		last := byte(0)
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		switch {
		case digit(c):
			continue
		case c == 'w':
			if vowel && strings.IndexByte("aou", last) >= 0 {
				continue
			}
			c = 'u'
		case vowel && strings.IndexByte("sfrxjz", c) >= 0:
			continue
		case c == last && strings.IndexByte("aeod", c) >= 0:
			continue
		}
		vowel = vowel || strings.IndexByte("aeiou", c) >= 0
		if len(out) == len(buf) {
			return ""
		}
		out = append(out, c)
	}
	if string(out) == k || len(out) == 0 {
		return ""
	}
	return string(out)
}

// doubled reports whether a letter that Telex doubles stands twice.
func doubled(k string) bool {
	for _, pair := range [...]string{"aa", "ee", "oo", "dd"} {
		if strings.Contains(k, pair) {
			return true
		}
	}
	return false
}
