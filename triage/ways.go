package triage

import "math/bits"

// bitmap has one bit for each value of each fact, the first of a fact's for "not
// known". A petition sets one bit a fact, a way those that it allows: a petition
// meets a way where it has no bit that the way lacks. So a whole table is judged
// in a few hundred machine instructions.
type bitmap [bitWords]uint64

// bitWords is enough for every value of every fact; a test counts.
const bitWords = 3

// slots say where each fact's bits begin, and whose each bit is.
type slots struct {
	from [factCount]uint8
	fact [bitWords * 64]uint8
	ends int
}

// slot is built once and never changed.
var slot = func() (s slots) {
	for fact, d := range factTable {
		s.from[fact] = uint8(s.ends)
		for range len(d.values) + 1 {
			s.fact[s.ends] = uint8(fact)
			s.ends++
		}
	}
	return s
}()

func (b *bitmap) set(fact, value int) {
	i := int(slot.from[fact]) + value
	b[i/64] |= 1 << (i % 64)
}

func (b *bitmap) has(fact, value int) bool {
	i := int(slot.from[fact]) + value
	return b[i/64]>>(i%64)&1 == 1
}

// values are the bits of one fact, the lowest for "not known".
func (b *bitmap) values(fact int) uint32 {
	i, n := int(slot.from[fact]), len(factTable[fact].values)+1
	got := b[i/64] >> (i % 64)
	if rest := 64 - i%64; rest < n {
		got |= b[i/64+1] << rest
	}
	return uint32(got) & (1<<n - 1)
}

func (b *bitmap) meets(allowed *bitmap) bool {
	return b[0]&^allowed[0]|b[1]&^allowed[1]|b[2]&^allowed[2] == 0
}

// only is the one fact in which b does not meet what is allowed; ok is false if
// there is none, or more than one.
func (b *bitmap) only(allowed *bitmap) (fact int, ok bool) {
	at, n := 0, 0
	for i := range b {
		if miss := b[i] &^ allowed[i]; miss != 0 {
			if n += bits.OnesCount64(miss); n > 1 {
				return 0, false
			}
			at = i*64 + bits.TrailingZeros64(miss)
		}
	}
	return int(slot.fact[at]), n == 1
}

// bits are the values of all facts as a bitmap.
func (v *vector) bits() (b bitmap) {
	for fact, value := range v {
		b.set(fact, int(value))
	}
	return b
}

// way is one way in which a condition can hold: for each fact that it names, the
// values that it allows.
type way struct {
	mask  bitmap
	names uint64
}

// ways lists the ways in which the condition can hold (its disjunctive normal
// form). What a condition leaves unknown does not hold, so a negation is the
// values that fail it.
func (c Cond) ways() []way {
	all := way{}
	for i := range all.mask {
		all.mask[i] = ^uint64(0)
	}
	n := c.compile()
	return n.ways(false, []way{all})
}

// ways narrows each way to those in which the node (or, negated, its failure)
// holds too.
func (n *node) ways(negated bool, from []way) []way {
	if n.op == 'n' {
		return n.kids[0].ways(!negated, from)
	}
	if n.op == 'f' {
		allowed := n.mask
		if negated {
			allowed = ^n.mask &^ 1
		}
		var out []way
		for _, w := range from {
			if w.narrow(int(n.fact), allowed) {
				out = append(out, w)
			}
		}
		return out
	}
	if (n.op == 'a') != negated {
		for i := range n.kids {
			from = n.kids[i].ways(negated, from)
		}
		return from
	}
	var out []way
	for i := range n.kids {
		out = append(out, n.kids[i].ways(negated, from)...)
	}
	return out
}

// narrow leaves only some values of a fact; false if none is left.
func (w *way) narrow(fact int, allowed uint32) bool {
	left := w.mask.values(fact) & allowed
	for value := range len(factTable[fact].values) + 1 {
		if i := int(slot.from[fact]) + value; left>>value&1 == 0 {
			w.mask[i/64] &^= 1 << (i % 64)
		}
	}
	w.names |= 1 << fact
	return left != 0
}
