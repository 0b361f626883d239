// Package dialog asks questions in order and remembers the answers.
//
// It promises that the state is the answers and nothing else: where a person is
// follows from them (the first question that applies and has no answer), so
// going back, mending one answer, coming back after days and a new release in
// mid-form need no code of their own. It knows nothing of Telegram, of
// languages, or of petitions, and performs no I/O. What a person gave is never
// dropped: it is taken, kept beside, or refused with its reason.
package dialog

import (
	"iter"
	"slices"
	"time"
)

// Dialog is a conversation: questions in the order in which they are asked.
type Dialog struct {
	ID        string
	Questions []Question
	// Review ends the dialog with a summary that can be mended before it is sent.
	// Without it the dialog is sent by its last answer.
	Review bool
	// Story and Papers name the questions that take what was said or shown at the
	// wrong moment; "" where there is none.
	Story, Papers string
	// Narrow leaves out of the questions that apply those that need not be asked,
	// given the answers; nil leaves out none. It keeps what is answered already.
	Narrow func(Answers, iter.Seq[Question]) iter.Seq[Question]
}

// Question is one thing to ask. Its words are found by its id.
type Question struct {
	ID       string
	Step     string // questions of one step share a number in "step n of m"
	Field    Field
	When     func(Answers) bool // nil: always asked
	Optional bool               // may be skipped
	Hidden   bool               // left out of the review
	// Was are the ids that it had in former releases, or that others had whose
	// answers are its own now: see Resume.
	Was []string
	// Tells names what an answer tells, in the words of whoever wrote the dialog:
	// Narrow may go by it.
	Tells []string
	// Fills gives the answers to other questions that an answer to this one brings
	// along; nil: none. They can be mended like any other.
	Fills func(Answer) Answers
}

// Field reads what a person gave for one question.
type Field interface {
	// Read returns the answer so far with in added to it, or the reason why in
	// cannot be taken. Answers of questions that collect stay open until Done.
	Read(env Env, in Input, so Answer) (Answer, *Problem)
	// Valid says whether a stored answer still is one: a release may have changed
	// the choices since it was given.
	Valid(a Answer) bool
	// Options are the buttons to offer.
	Options(env Env, so Answer) []Option
	// Collects says whether several inputs make up one answer, until Done.
	Collects() bool
}

// Env is what reading may depend on besides the input.
type Env struct {
	Now time.Time
	// Label says what a button of the question under way is called, so that a
	// typed label counts as pressed.
	Label func(question string, o Option) string
	// Same compares a label with typed words: letters alone count, not accents
	// or case.
	Same func(label, typed string) bool
	// Means says that typed words are another way to say a button ("no" for "not
	// yet"). It may be nil; a label that was typed comes first.
	Means func(o Option, typed string) bool
}

// Option is a button: the value that it carries, and its label where that is not
// found by convention (a place's name).
type Option struct {
	Value string
	Label string
}

// Answers are what a person has answered, by question.
type Answers map[string]Answer

// Is says whether the answer to a question is one of the values.
func (a Answers) Is(question string, values ...string) bool {
	got, ok := a[question]
	return ok && !got.Skipped && slices.Contains(values, got.Value)
}

// Value is the answer's value, "" where there is none.
func (a Answers) Value(question string) string { return a[question].Value }

// Answer is one answer.
type Answer struct {
	Value   string    `json:"v,omitempty"` // normalised: the value of a choice, digits of a phone, an ISO date
	Label   string    `json:"l,omitempty"` // what to show, where it differs from the value
	Typed   string    `json:"t,omitempty"` // what was typed, where it differs from the value
	Ref     string    `json:"r,omitempty"` // the message it came in
	Pieces  []Piece   `json:"p,omitempty"`
	Files   []File    `json:"f,omitempty"`
	Offers  []Offer   `json:"o,omitempty"` // suggestions shown, awaiting a choice
	Skipped bool      `json:"s,omitempty"`
	Open    bool      `json:"n,omitempty"` // collecting goes on
	Notes   []Problem `json:"-"`           // what to say with it: a warning, how much was collected
}

// Empty says that nothing was given.
func (a Answer) Empty() bool {
	return a.Value == "" && len(a.Pieces) == 0 && len(a.Files) == 0 && len(a.Offers) == 0
}

// Piece is one message of a longer answer, with its earlier versions.
type Piece struct {
	Ref  string    `json:"r,omitempty"`
	Text string    `json:"t"`
	At   time.Time `json:"a"`
	Was  []Version `json:"w,omitempty"`
}

// Version is what a message said before it was edited.
type Version struct {
	Text string    `json:"t"`
	At   time.Time `json:"a"`
}

// Offer is a suggestion that stays valid until the question is answered.
type Offer struct {
	Value string `json:"v"`
	Label string `json:"l"`
}

// File is a photo or document as it was shown; its bytes are elsewhere.
type File struct {
	Source  string `json:"s"`
	Unique  string `json:"u,omitempty"`
	Name    string `json:"n,omitempty"`
	Type    string `json:"t,omitempty"`
	MIME    string `json:"m,omitempty"`
	Size    int64  `json:"z,omitempty"`
	Caption string `json:"c,omitempty"`
	Album   string `json:"a,omitempty"`
	Ref     string `json:"r,omitempty"`
	Order   int64  `json:"o,omitempty"` // where the sender put it
	// Was is every caption so far, the present one included, once it was edited.
	Was []Version `json:"w,omitempty"`
}

// State is a conversation under way. Key names the draft for ever: what is made
// of it is made once, however often it is sent.
type State struct {
	Dialog     string  `json:"d"`
	Key        string  `json:"k"`
	Answers    Answers `json:"a,omitempty"`
	Kept       Answers `json:"o,omitempty"` // answers that are being given anew
	Cancelling bool    `json:"c,omitempty"` // asked whether to throw it all away
	Mending    bool    `json:"m,omitempty"` // asked which answer to mend
	StartedAt  int64   `json:"s,omitempty"`
}

// Told says whether anything was answered yet.
func (s State) Told() bool {
	for _, a := range s.Answers {
		if !a.Empty() || a.Skipped {
			return true
		}
	}
	return false
}

// InputKind says what a person did.
type InputKind string

const (
	Words InputKind = "words" // typed or forwarded words
	Press InputKind = "press" // a button
	Shown InputKind = "shown" // photos or files, perhaps with a caption
	Edit  InputKind = "edit"  // changed the words of an earlier message
	Odd   InputKind = "odd"   // something that is neither: a sticker, a location
)

// Input is one thing that a person did.
type Input struct {
	Kind     InputKind
	Text     string
	Question string // of a press: the question that the button was drawn for
	Value    string // of a press
	Files    []File
	What     string // of odd: what it was
	Ref      string // the message
	At       time.Time
	// Late says that it was written before what was pressed last had been shown: a
	// press has overtaken it, and it answers nothing that is asked now.
	Late bool
}

// Values of the buttons that every dialog has; "!" keeps them apart from choices.
const (
	Back   = "!back"
	Skip   = "!skip"
	Finish = "!done"
	Keep   = "!keep" // leave the answer as it was
	Mend   = "!mend" // choose an answer to mend
	Send   = "!send"
	Cancel = "!cancel"
	Yes    = "!yes" // throw it away
	No     = "!no"  // go on
)

// Places that are not questions, to which buttons can belong.
const (
	AtReview = "review"
	AtCancel = "cancel"
	AtMend   = "mend"
)

// Problem says why an input was not taken, or what else is to be said of one
// that was: a key of words, and what they name.
type Problem struct {
	Key  string
	Args map[string]string
}

func problem(key string) *Problem { return &Problem{Key: key} }

// Applicable gives the questions that apply to the answers, in order. It looks at
// a question only when it is asked for: often only the first that is not answered is
// wanted, and a dozen walks a turn through all conditions were a sixth of an update's
// cost.
func (d Dialog) Applicable(answers Answers) iter.Seq[Question] {
	all := func(yield func(Question) bool) {
		for _, q := range d.Questions {
			if (q.When == nil || q.When(answers)) && !yield(q) {
				return
			}
		}
	}
	if d.Narrow == nil {
		return all
	}
	return d.Narrow(answers, all)
}

// Question finds a question by id.
func (d Dialog) Question(id string) (Question, bool) {
	i := slices.IndexFunc(d.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return d.Questions[i], true
}

// At derives where a person is: the first question that applies and is not
// answered. ok is false when all are.
func (d Dialog) At(s State) (q Question, ok bool) { return d.at(s, d.Applicable(s.Answers)) }

func (d Dialog) at(s State, path iter.Seq[Question]) (q Question, ok bool) {
	for q := range path {
		if !d.answered(s, q) {
			return q, true
		}
	}
	return Question{}, false
}

func (d Dialog) answered(s State, q Question) bool {
	a, ok := s.Answers[q.ID]
	if !ok || a.Open {
		return false
	}
	return a.Skipped && q.Optional || !a.Skipped && q.Field.Valid(a)
}

// Has says whether a question applies and was answered.
func (d Dialog) Has(s State, question string) bool {
	if a, ok := s.Answers[question]; !ok || a.Open || a.Skipped {
		return false
	}
	for q := range d.Applicable(s.Answers) {
		if q.ID == question {
			return d.answered(s, q)
		}
	}
	return false
}

// Given returns the answers that apply, and only those: what was answered on a
// path left since is kept in the state but is not part of what is sent.
func (d Dialog) Given(s State) Answers {
	given := Answers{}
	for q := range d.Applicable(s.Answers) {
		if d.answered(s, q) && !s.Answers[q.ID].Skipped {
			given[q.ID] = s.Answers[q.ID]
		}
	}
	return given
}
