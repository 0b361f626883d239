package reading

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"tiepdan/triage"
)

// Reader reads petitions. It is safe for concurrent use.
type Reader struct {
	book  *phraseBook
	model *model
	clues clues
	pages sync.Pool
}

// Reading is what a text seems to say.
type Reading struct {
	Facts      triage.Facts // proposed; a fact that the text does not tell is left unknown
	Kinds      []Guess      // by probability, best first
	Confidence float64      // 0…1: that kind and disposition are right
	Insult     bool         // insults or threatens us (DOMAIN §2.6 R14)
	Evidence   []Evidence   // the words that led there, the strongest first: a citizen's words, never for a log
}

// Guess is a kind and how probable it is, 0…1.
type Guess struct {
	Kind triage.Kind
	P    float64
}

// Evidence is a stretch of the text that speaks for a value of a fact.
type Evidence struct {
	Fact, Value string
	Words       string
	From, To    int // bytes in the text
}

// Given is what is known beside the text.
type Given struct {
	Facts triage.Facts // they win over what the text seems to say
	At    time.Time    // when the petition came in; zero: dates in the text are passed over
}

//go:embed weights.txt
var shipped []byte

// parts are what every reader of the shipped weights shares.
type parts struct {
	book  *phraseBook
	model *model
}

var shared = sync.OnceValue(func() parts {
	book, err := readPhrases(phraseText)
	if err != nil {
		panic("read the phrases: " + err.Error()) // embedded, and a test reads them
	}
	m, err := readWeights(shipped)
	if err != nil {
		panic("read the weights: " + err.Error()) // likewise
	}
	return parts{book, m}
})

// New returns a reader with the weights that are part of the program. The first
// call takes some tens of milliseconds, later ones nothing.
func New() *Reader {
	s := shared()
	return newReader(s.book, s.model)
}

// NewWith returns a reader with weights made by Train. Weights of another
// version of the program are an error.
func NewWith(weights io.Reader) (*Reader, error) {
	var text bytes.Buffer
	if _, err := text.ReadFrom(weights); err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	m, err := readWeights(text.Bytes())
	if err != nil {
		return nil, err
	}
	book, err := readPhrases(phraseText)
	if err != nil {
		return nil, err
	}
	return newReader(book, m), nil
}

func newReader(book *phraseBook, m *model) *Reader {
	return &Reader{book: book, model: m, clues: book.clues(), pages: sync.Pool{New: func() any { return &page{} }}}
}

// Story tells how the weights were made, line by line.
func (r *Reader) Story() []string { return r.model.story }

// Read says what a text seems to be. It returns whatever the text: one without
// words is of kind other, with no confidence.
func (r *Reader) Read(text string) Reading { return r.ReadGiven(text, Given{}) }

// ReadGiven is Read where more is known than the text: the facts that are given
// stand in the reading as they are, and the others are chosen to go with them.
func (r *Reader) ReadGiven(text string, given Given) Reading {
	p := r.pages.Get().(*page)
	defer r.pages.Put(p)
	p.open(text)
	r.prepare(p)
	return r.conclude(text, p, given)
}

// Alarms says of a text what Read says of two things: whether its own words name a
// danger, and whether it insults or threatens us. A text that holds no such phrase is
// not weighed, which is most of what people write: names, places, answers.
func (r *Reader) Alarms(text string) (danger, insult bool) {
	p := r.pages.Get().(*page)
	defer r.pages.Put(p)
	p.open(text)
	r.look(p)
	insult = p.has(r.clues.insult)
	if !slices.ContainsFunc(r.clues.dangers(), p.has) {
		return false, insult
	}
	r.weigh(p)
	read := r.conclude(text, p, Given{})
	return read.Facts.Danger == triage.Yes && slices.ContainsFunc(read.Evidence, func(e Evidence) bool { return e.Fact == "danger" }), insult
}

// prepare scores an open page.
func (r *Reader) prepare(p *page) {
	r.look(p)
	r.weigh(p)
}

// look finds the phrases.
func (r *Reader) look(p *page) {
	r.book.find(p)
	r.book.note(p)
}

func (r *Reader) weigh(p *page) {
	r.model.weigh(p)
	r.model.score(p, &p.scores)
	p.place = p.province(&r.clues)
	p.several = p.wantsSeveral(&r.clues)
}
