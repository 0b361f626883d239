package reading

import (
	"unicode"
	"unicode/utf8"

	"tiepdan/triage/area"
)

// A petition is a few thousand letters. Of a longer text the beginning and the
// end are read: the request stands at the end.
const (
	longestHead = 48 << 10
	longestTail = 16 << 10
)

// word is one syllable as the reader sees it: folded, spelled out, and where it
// stood in the citizen's text.
type word struct {
	id       uint64 // hash of its letters
	at, n    int32  // its letters in page.letters: lower case, no accents, đ is d
	from, to int32  // bytes in the text
	sentence int32
	starts   bool // first of its clause
}

// page is a text taken apart. It is kept between readings to save its memory.
type page struct {
	words   []word
	letters []byte // folded letters of all words, one after the other
	hits    []hit
	found   []match
	marks   []mark
	seen    []uint32 // by row of the model: the turn in which it was hit
	turn    uint32
	scores  scores
	place   string // code of the province where the matter lies
	party   bool   // the letter names the Party or one of its bodies
	several bool   // the writer counts up different purposes
}

const (
	numberWord = "#" // any number that is not one of the small ordinals
	fnvOffset  = 14695981039346656037
	fnvPrime   = 1099511628211
)

func hashOf[T string | []byte](s T) uint64 {
	h := uint64(fnvOffset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// mix makes one hash of two; the order counts.
func mix(a, b uint64) uint64 {
	h := (a ^ 0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	h = (h ^ (h >> 32) ^ b) * 0xc4ceb9fe1a85ec53
	return h ^ (h >> 29)
}

// plainLetters are the folded forms of the accented letters that Vietnamese is
// written with; 0 where there is none. It spares most letters the way through
// Unicode's tables, which would be a fifth of a reading.
var plainLetters = func() (t [0x1f00]byte) {
	for r := rune(0xc0); int(r) < len(t); r++ {
		if plain := area.FoldRune(r); plain >= 'a' && plain <= 'z' {
			t[r] = byte(plain)
		}
	}
	return t
}()

// open fills the page with the words of a text.
func (p *page) open(text string) {
	p.words, p.letters = p.words[:0], p.letters[:0]
	if len(text) <= longestHead+longestTail {
		p.read(text, 0, len(text))
		return
	}
	head, tail := longestHead, len(text)-longestTail
	for head > 0 && !utf8.RuneStart(text[head]) {
		head--
	}
	for tail < len(text) && !utf8.RuneStart(text[tail]) {
		tail++
	}
	p.read(text, 0, head)
	p.read(text, tail, len(text))
}

func (p *page) letter(w word) string { return string(p.letters[w.at : w.at+w.n]) }

// read appends the words of text[from:to].
func (p *page) read(text string, from, to int) {
	sentence, clause := int32(0), true
	if n := len(p.words); n > 0 {
		sentence = p.words[n-1].sentence + 1
	}
	begin, at := -1, 0 // of the word: in the text, and in letters
	upper, marked := 0, false
	flush := func(end int) {
		if begin < 0 {
			return
		}
		raw := p.letters[at:]
		p.letters = p.letters[:at] // add puts back what it keeps
		p.add(raw, shape{from: int32(begin), to: int32(end), sentence: sentence, starts: clause, upper: upper == len(raw), marked: marked})
		begin, clause, upper, marked = -1, false, 0, false
	}
	for i := from; i < to; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:to])
		}
		plain := r
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		case r >= 'A' && r <= 'Z':
			plain, upper = r+'a'-'A', upper+1
		case r < utf8.RuneSelf:
			plain = 0
		case int(r) < len(plainLetters) && plainLetters[r] != 0:
			marked, plain = true, rune(plainLetters[r])
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			marked = true
			plain = area.FoldRune(r)
		case unicode.Is(unicode.Cf, r): // invisible
			plain = -1
		default:
			plain = 0
		}
		switch {
		case plain > 0:
			if begin < 0 {
				begin, at = i, len(p.letters)
			}
			if plain < utf8.RuneSelf {
				p.letters = append(p.letters, byte(plain))
			} else {
				p.letters = utf8.AppendRune(p.letters, plain)
			}
		case plain == 0:
			flush(i)
			switch r {
			case '.', '!', '?', '\n', '…':
				if ends(text, i, to) {
					sentence++
					clause = true
				}
			case ',', ';', ':', '-', '(', ')', '"':
				clause = true
			}
		}
		i += size
	}
	flush(to)
}

// ends says whether the mark at i ends a sentence: "12.3" and "tp.Hạ Long" do not.
func ends(text string, i, to int) bool {
	return text[i] != '.' || i+1 == to || text[i+1] == ' ' || text[i+1] == '\n' || text[i+1] == '\r' || text[i+1] == '.'
}
