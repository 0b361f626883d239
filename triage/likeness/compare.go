package likeness

import (
	"math"
	"slices"
)

// Reason says what makes two petitions alike, or different.
type Reason string

// Reasons. bot/text has words for each.
const (
	SamePerson  Reason = "same_person"  // cùng người gửi
	SameText    Reason = "same_text"    // nội dung giống nhau
	SameTopic   Reason = "same_topic"   // nói về cùng một việc bằng lời khác
	SamePaper   Reason = "same_paper"   // cùng số văn bản
	SameFigures Reason = "same_figures" // cùng ngày, số tiền, biển số
	SameAccused Reason = "same_accused" // cùng người bị khiếu nại, tố cáo
	SamePlace   Reason = "same_place"   // cùng địa bàn
)

// Reasons lists every reason, in the order in which they are told.
func Reasons() []Reason {
	return []Reason{SamePerson, SameText, SameTopic, SamePaper, SameFigures, SameAccused, SamePlace}
}

// Alike is the score from which on two petitions are taken for one matter.
const Alike = 0.5

// Likeness is how alike two petitions are.
type Likeness struct {
	Score   float64 // 0 to 1: how sure it is that they are one matter
	Text    float64 // 0 to 1: how much of the shorter story stands in the other
	Reasons []Reason
}

// Percent is the score in whole percent, never 100: nobody has looked yet.
func (l Likeness) Percent() int { return min(int(math.Round(100*l.Score)), 99) }

// Compare says how alike two petitions are. Where open is false it does not matter
// who wrote, neither for the score nor for the reasons: whoever reads them shall
// not learn it.
func Compare(a, b *Signature, open bool) Likeness {
	f := evidenceOf(a, b, open)
	l := Likeness{Text: f[text]}
	sum := bias
	for i, w := range weights() {
		sum += w * f[i]
	}
	l.Score = 1 / (1 + math.Exp(-sum))
	add := func(r Reason, on bool) {
		if on {
			l.Reasons = append(l.Reasons, r)
		}
	}
	add(SamePerson, f[person] > 0)
	add(SameText, f[text] >= 0.5)
	add(SameTopic, f[text] < 0.5 && f[topic] >= 0.15)
	add(SamePaper, f[papersMeet] > 0)
	add(SameFigures, f[figuresMeet] > 0)
	add(SameAccused, f[accusedMeet] > 0)
	add(SamePlace, f[placeMeets] > 0)
	return l
}

// What is seen of two petitions, each from 0 to 1.
const (
	text          = iota // part of the shorter story that stands in the other
	topic                // likeness of the words that carry meaning
	person               // the same person wrote
	personTopic          // … and in part with the same words
	papersMeet           // a paper of the one is a paper of the other
	papersPart           // both name papers, and none together
	figuresMeet          // part of the figures that they have together
	figuresPart          // both name figures, and none together
	namesMeet            // somebody is named in both
	namesPart            // both name people, and nobody together
	accusedMeet          // the same is complained of
	accusedPart          // others are
	placeMeets           // the same commune
	placePart            // another one
	kindPart             // another kind of petition
	bodyPart             // another body complained of
	formApart            // alike to read, and yet nothing that is named in them meets: a form that is passed around
	evidenceCount        // how many there are
)

func evidenceOf(a, b *Signature, open bool) [evidenceCount]float64 {
	var f [evidenceCount]float64
	if a.Short == b.Short && a.TextSize > 0 && b.TextSize > 0 {
		f[text] = contained(shared(a.Text[:], b.Text[:]), a.TextSize, b.TextSize)
		if a.Short {
			f[text] *= f[text] // a single sentence is soon like another one
		}
	}
	if a.TopicSize > 0 && b.TopicSize > 0 {
		f[topic] = contained(shared(a.Topic[:], b.Topic[:]), a.TopicSize, b.TopicSize) * min(float64(min(a.TopicSize, b.TopicSize))/enoughWords, 1)
	}
	if f[text] > mostlySame {
		f[topic] = max(f[topic], f[text]) // who says the same speaks of the same
	}
	if open && a.samePerson(b) {
		f[person], f[personTopic] = 1, f[topic]
	}
	f[papersMeet], f[papersPart] = papersMeeting(a.Papers, b.Papers)
	if len(a.Figures) > 0 && len(b.Figures) > 0 {
		f[figuresMeet] = overlap(a.Figures, b.Figures)
		if f[figuresMeet] == 0 {
			f[figuresPart] = 1
		}
	}
	f[namesMeet], f[namesPart] = meets(a.Names, b.Names)
	f[accusedMeet], f[accusedPart] = meets(a.Accused, b.Accused)
	if f[accusedPart] > 0 && (overlap(a.Accused, b.Names) > 0 || overlap(a.Names, b.Accused) > 0) {
		f[accusedPart] = 0
	}
	f[placeMeets], f[placePart] = same(a.Place, b.Place)
	f[placePart] *= 1 - f[person]/2 // one person may name home now and the scene then
	_, f[kindPart] = same(a.Kind, b.Kind)
	_, f[bodyPart] = same(a.Body, b.Body)
	f[formApart] = max(f[text], f[topic]) * apart(&f)
	return f
}

// apart is 1 where what two petitions name differs throughout, and 0 where anything
// of it meets or there is nothing to compare. Days or names alone are half a proof: a
// day is soon mistyped, and another bystander named.
func apart(f *[evidenceCount]float64) float64 {
	if f[papersMeet]+f[figuresMeet]+f[namesMeet]+f[accusedMeet] > 0 {
		return 0
	}
	return min(f[papersPart]+(f[figuresPart]+max(f[namesPart], f[accusedPart]))/2, 1)
}

// samePerson says whether one person wrote both. A name by itself says so only
// where both are of the same place: many people have the same name.
func (s *Signature) samePerson(o *Signature) bool {
	is := func(x, y uint64) bool { return x != 0 && x == y }
	return is(s.Filer, o.Filer) || is(s.Phone, o.Phone) || is(s.IDNumber, o.IDNumber) ||
		is(s.Name, o.Name) && s.Place != 0 && s.Place == o.Place
}

// shared is the part of places in which two sketches agree.
func shared(a, b []uint16) float64 {
	n := 0
	for i := range a {
		if a[i] == b[i] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// mostUnequal is how many times longer one text may be for the estimate to say
// how much of the shorter one stands in it.
const mostUnequal = 4

// mostlySame is the likeness from which on two texts are one, edited.
const mostlySame = 0.7

// enoughWords is how many words and pairs a topic needs to count in full: of three
// words one is soon the same.
const enoughWords = 24

// contained makes of the likeness of two sets the part of the smaller one that is
// in the larger one.
func contained(j float64, a, b uint16) float64 {
	small, large := float64(min(a, b)), float64(max(a, b))
	if j == 0 || large > mostUnequal*small {
		return j
	}
	return min(j*(small+large)/(1+j)/small, 1)
}

// overlap is the part of the shorter sorted list that is in the other.
func overlap(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := 0
	for _, v := range a {
		if _, ok := slices.BinarySearch(b, v); ok {
			n++
		}
	}
	return float64(n) / float64(min(len(a), len(b)))
}

// meets says whether two lists have something together, or though both hold
// something nothing.
func meets(a, b []uint32) (together, apart float64) {
	switch {
	case len(a) == 0 || len(b) == 0:
		return 0, 0
	case overlap(a, b) > 0:
		return 1, 0
	}
	return 0, 1
}

// papersMeeting takes two papers for one where their numbers are the same and no
// letters after them differ.
func papersMeeting(a, b []uint32) (together, apart float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	for _, x := range a {
		for _, y := range b {
			if x>>16 == y>>16 && (x == y || x&0xffff == 0 || y&0xffff == 0) {
				return 1, 0
			}
		}
	}
	return 0, 1
}

func same(a, b uint32) (together, apart float64) {
	switch {
	case a == 0 || b == 0:
		return 0, 0
	case a == b:
		return 1, 0
	}
	return 0, 1
}

// bias and weights turn evidence into the logarithm of the odds that two
// petitions are one matter. They were fitted to the made and the written pairs of
// testdata, looked at once with those written later, and rounded.
const bias = -4.2

func weights() [evidenceCount]float64 {
	return [evidenceCount]float64{
		text: 2.5, topic: 7.5, person: 2.8, personTopic: 1.5,
		papersMeet: 4, papersPart: -1.7, figuresMeet: 2.2, figuresPart: -3.5, namesMeet: 0.8, namesPart: -1.5,
		accusedMeet: 0.1, accusedPart: -1, placeMeets: 0.2, placePart: -5, kindPart: -0.4, bodyPart: -2.2, formApart: -6,
	}
}
