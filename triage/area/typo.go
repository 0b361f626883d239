package area

// Shorter names are too alike for a mistake to be told from another name.
const shortestTypo = 5

// typos calls found for each name one mistake away from k: a letter more, less
// or other, or two swapped. Numbers must agree.
func (g *Gazetteer) typos(k string, found func(name string)) {
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
		if oneApart(s.letters, set) && s.key != k && oneMistake(s.key, k) {
			found(s.key)
		}
	}
}

func oneMistake(a, b string) bool {
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
		return !digit(b[i]) && a[i:] == b[i+1:]
	}
	if i == len(a) || digit(a[i]) || digit(b[i]) {
		return false
	}
	return a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
