package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Folded, "đang viện" is "đảng viên". Where words are as unlike as that, the
// tones that the citizen typed decide.

// tones are the vowels with each mark of tone, and the mark by itself.
var tones = [...]string{
	"áắấéếíóốớúứý\u0301", "àằầèềìòồờùừỳ\u0300", "ảẳẩẻểỉỏổởủửỷ\u0309", "ãẵẫẽễĩõỗỡũữỹ\u0303", "ạặậẹệịọộợụựỵ\u0323",
}

// writing spells words as their folded letters and the number of the tone, which
// is the same wherever in the syllable the mark was put. Marked says whether any
// accent was typed.
func (p *page) writing(text string, from, to int32) (spelt string, marked bool) {
	var b strings.Builder
	for _, w := range p.words[from:to] {
		b.Write(p.letters[w.at : w.at+w.n])
		tone := byte('0')
		for _, r := range text[w.from:w.to] {
			if r < utf8.RuneSelf {
				continue
			}
			marked = true
			for i, of := range tones {
				if strings.ContainsRune(of, unicode.ToLower(r)) {
					tone = '1' + byte(i)
				}
			}
		}
		b.WriteByte(tone)
	}
	return b.String(), marked
}

// keepWriting notes how a phrase is written.
func (b *phraseBook) keepWriting(phrase string) {
	var p page
	p.open(phrase)
	spelt, _ := p.writing(phrase, 0, int32(len(p.words)))
	b.writings[spelt] = struct{}{}
}

// saysParty says whether a letter names the Party or one of its bodies.
func (b *phraseBook) saysParty(text string, p *page, c *clues) bool {
	for _, m := range p.found {
		if m.means != c.party && m.means != c.partyWritten {
			continue
		}
		spelt, marked := p.writing(text, m.from, m.to)
		if _, same := b.writings[spelt]; marked && same || !marked && m.means == c.party {
			return true
		}
	}
	return false
}
