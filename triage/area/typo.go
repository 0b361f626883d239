package area

// Shorter names are too alike for a mistake to be told from another name,
// unless a district or province limits which names there are.
const (
	shortestTypo = 5
	shortestNear = 3
)

// typos calls found for each name one mistake away from k: a letter more, less
// or other, or two swapped. Numbers must agree.
func (g *Gazetteer) typos(k []byte, found func(name string)) {
	if len(k) < shortestTypo || len(k) >= len(g.lengths) {
		return
	}
	set := letterSet(k)
	from, to := g.lengths[len(k)-1], len(g.spellings)
	if len(k)+2 < len(g.lengths) {
		to = g.lengths[len(k)+2]
	}
	for i := from; i < to; i++ {
		s := &g.spellings[i]
		if oneApart(s.letters, set) && s.key != string(k) && oneMistake([]byte(s.key), k) {
			found(s.key)
		}
	}
}

func oneMistake[E byte | rune](a, b []E) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return !digit(b[i]) && same(a[i:], b[i+1:])
	}
	if i == len(a) || digit(a[i]) || digit(b[i]) {
		return false
	}
	return same(a[i+1:], b[i+1:]) ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && same(a[i+2:], b[i+2:])
}

func same[E byte | rune](a, b []E) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func digit[E byte | rune](c E) bool { return c >= '0' && c <= '9' }
