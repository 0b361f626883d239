package reading

// nearPurpose is how many words may stand between "vừa" and what is wanted.
const nearPurpose = 4

// wantsSeveral says whether the writer counts up different purposes in one
// sentence: "vừa không đồng ý bản án, vừa tố cáo …, và phản ánh …". Each goes to
// an authority of its own.
func (p *page) wantsSeveral(c *clues) bool {
	first, sentence := int16(-1), int32(-1)
	for i, w := range p.words {
		if w.id != wordBoth {
			continue
		}
		wants, ok := p.purpose(c, int32(i)+1)
		switch {
		case !ok:
		case w.sentence != sentence:
			first, sentence = wants, w.sentence
		case wants != first:
			return true
		}
	}
	return false
}

var wordBoth = hashOf("vua")

// purpose is what the writer says to want near behind a word.
func (p *page) purpose(c *clues, from int32) (means int16, ok bool) {
	for _, m := range p.found {
		if m.from < from || c.purposes[m.means] == 0 || m.denied && m.means != c.disagree {
			continue
		}
		if m.from > from+nearPurpose || p.words[m.from].sentence != p.words[from-1].sentence {
			return 0, false
		}
		return c.purposes[m.means], true
	}
	return 0, false
}
