package dialog

import (
	"maps"
	"slices"
	"strings"
)

// Ending says how a dialog ended with this turn.
type Ending string

const (
	GoesOn    Ending = ""
	Sent      Ending = "sent"
	Cancelled Ending = "cancelled"
)

// Turn is what one input led to: the state from then on, and what to say.
type Turn struct {
	State  State
	View   View
	Ending Ending
	Found  bool // of an edit: the edited message belongs to this dialog
	// Pressed is the button that was pressed, if it stood there; its value is "" else.
	Pressed Option
}

// wordsKeptFrom is how many words a message needs to be kept as part of the
// story when it does not fit the question: fewer are a failed answer.
const wordsKeptFrom = 4

// Turn takes one input. It never changes s.
func (d Dialog) Turn(env Env, s State, in Input) Turn {
	t := &taking{d: d, env: env, s: s.clone()}
	ending := t.take(in)
	view := d.View(env, t.s)
	view.Problem, view.Notes = t.problem, t.notes
	return Turn{State: t.s, View: view, Ending: ending, Found: t.found, Pressed: t.pressed}
}

func (s State) clone() State {
	s.Answers, s.Kept = maps.Clone(s.Answers), maps.Clone(s.Kept)
	if s.Answers == nil {
		s.Answers = Answers{}
	}
	if s.Kept == nil {
		s.Kept = Answers{}
	}
	return s
}

// taking is one turn under way.
type taking struct {
	d       Dialog
	env     Env
	s       State
	problem *Problem
	notes   []Problem
	found   bool
	pressed Option
}

func (t *taking) note(key string) { t.notes = append(t.notes, Problem{Key: key}) }

// place is where the person is: a question's id, or review, mend or cancel.
func (t *taking) place(q Question, asking bool) string {
	switch {
	case t.s.Cancelling:
		return AtCancel
	case asking:
		return q.ID
	case t.s.Mending:
		return AtMend
	}
	return AtReview
}

func (t *taking) take(in Input) Ending {
	if in.Kind == Edit {
		t.edit(in)
		return GoesOn
	}
	q, asking := t.d.At(t.s)
	switch in.Kind {
	case Press:
		return t.press(in, q, asking)
	case Odd:
		t.problem = &Problem{Key: "odd", Args: map[string]string{"what": in.What}}
	default:
		if v, ok := t.typedButton(in, q, asking); ok && !in.Late {
			in.Kind, in.Question, in.Value = Press, t.place(q, asking), v
			return t.press(in, q, asking)
		}
		// Going on writing is an answer to "throw it away?": no.
		if !in.Late {
			t.s.Cancelling, t.s.Mending = false, false
		}
		return t.given(in, q, asking)
	}
	return GoesOn
}

// typedButton finds the button whose label was typed.
func (t *taking) typedButton(in Input, q Question, asking bool) (string, bool) {
	if in.Kind != Words || t.env.Label == nil {
		return "", false
	}
	view := t.d.offer(t.env, t.s, t.d.Applicable(t.s.Answers), q, asking)
	buttons := slices.Concat(view.Options, view.Nav)
	if asking && !t.s.Cancelling && q.Field.Collects() {
		// "Done" is understood before there is anything to be done with.
		buttons = append(buttons, Option{Value: Finish})
	}
	for _, o := range buttons {
		if t.env.Same(t.env.Label(view.Question, o), in.Text) {
			return o.Value, true
		}
	}
	for _, o := range buttons {
		if t.env.Means != nil && t.env.Means(o, in.Text) {
			return o.Value, true
		}
	}
	return "", false
}

func (t *taking) press(in Input, q Question, asking bool) Ending {
	if in.Question != t.place(q, asking) {
		t.note("stale")
		return GoesOn
	}
	there := t.d.offer(t.env, t.s, t.d.Applicable(t.s.Answers), q, asking)
	for _, o := range slices.Concat(there.Options, there.Nav) {
		if o.Value == in.Value {
			t.pressed = o
		}
	}
	switch in.Value {
	case Cancel:
		t.s.Cancelling = true
		return GoesOn
	case Yes:
		if t.s.Cancelling {
			return Cancelled
		}
	case No:
		t.s.Cancelling, t.s.Mending = false, false
		return GoesOn
	}
	switch {
	case t.s.Cancelling:
		t.note("stale")
		return GoesOn
	case in.Value == Back:
		t.back()
		return GoesOn
	}
	switch {
	case !asking && in.Value == Mend:
		t.s.Mending = true
	case !asking && in.Value == Send:
		return Sent
	case !asking && t.s.Mending:
		t.s.Mending = false
		t.reopen(in.Value)
	case !asking:
		t.note("stale")
	case in.Value == Keep:
		if kept, ok := t.s.Kept[q.ID]; ok {
			kept.Open = false
			return t.accept(q, kept)
		}
		t.note("stale")
	case in.Value == Skip && q.Optional:
		return t.accept(q, Answer{Skipped: true})
	case in.Value == Finish && q.Field.Collects():
		a := t.s.Answers[q.ID]
		if a.Open = false; q.Field.Valid(a) {
			return t.accept(q, a)
		}
		if q.Optional && a.Empty() {
			return t.accept(q, Answer{Skipped: true})
		}
		t.problem = problem("nothing_yet")
	default:
		return t.given(in, q, asking)
	}
	return GoesOn
}

// Put adds an input to one question, whether or not it has been reached: what was
// written before the dialog began. It returns what there is to say of it, and
// false with the reason for what the question does not take.
func (d Dialog) Put(env Env, s State, question string, in Input) (next State, notes []Problem, taken bool) {
	q, ok := d.Question(question)
	if !ok {
		return s, []Problem{{Key: "use_buttons"}}, false
	}
	a, bad := q.Field.Read(env, in, s.Answers[question])
	if bad != nil {
		return s, []Problem{*bad}, false
	}
	s = s.clone()
	notes, a.Notes = a.Notes, nil
	s.Answers[question] = a
	return s, notes, true
}

// given puts words, files or a choice where they belong.
func (t *taking) given(in Input, q Question, asking bool) Ending {
	if !asking || in.Late && in.Kind == Words && !q.Field.Collects() {
		t.aside(in, "")
		return GoesOn
	}
	a, bad := q.Field.Read(t.env, in, t.s.Answers[q.ID])
	if bad != nil {
		t.problem = bad
		t.aside(in, q.ID)
		return GoesOn
	}
	t.notes = append(t.notes, a.Notes...)
	a.Notes = nil
	if a.Open {
		t.s.Answers[q.ID] = a
		return GoesOn
	}
	return t.accept(q, a)
}

// accept stores an answer; a dialog without a review is sent by its last one.
func (t *taking) accept(q Question, a Answer) Ending {
	a.Offers = nil
	t.s.Answers[q.ID] = a
	delete(t.s.Kept, q.ID)
	if q.Fills != nil {
		for id, b := range q.Fills(a) {
			t.s.Answers[id] = b
			delete(t.s.Kept, id)
		}
	}
	if t.d.Review {
		return GoesOn
	}
	if _, asking := t.d.At(t.s); asking {
		return GoesOn
	}
	return Sent
}

// aside keeps what was given at the wrong moment: long words belong to the
// story, files to the papers. What cannot be kept is refused with its reason.
func (t *taking) aside(in Input, asked string) {
	keep := func(id, note string) bool {
		q, ok := t.d.Question(id)
		if !ok || id == asked || (q.When != nil && !q.When(t.s.Answers)) {
			return false
		}
		so := t.s.Answers[id]
		if kept, ok := t.s.Kept[id]; ok && so.Empty() {
			so = kept
		}
		answered := t.d.answered(t.s, q) && !so.Skipped
		a, bad := q.Field.Read(t.env, in, so)
		if bad != nil {
			if asked == "" {
				t.problem = bad
			}
			return false
		}
		if in.Kind == Shown || asked == "" || t.problem != nil && t.problem.Key == "choose" {
			t.problem = nil // otherwise it is said too why the words were no answer
		}
		if len(a.Pieces)+len(a.Files) > len(so.Pieces)+len(so.Files) {
			t.note(note)
		}
		for _, n := range a.Notes {
			// Why something was not taken is said here too; how to go on is not.
			if n.Key != "files.more" && n.Key != "story_more" {
				t.notes = append(t.notes, n)
			}
		}
		// A question that was finished stays finished; one not reached yet stays open.
		a.Open, a.Skipped, a.Notes = !answered, false, nil
		t.s.Answers[id] = a
		return true
	}
	switch {
	case in.Kind == Shown:
		note := "kept_papers"
		if slices.ContainsFunc(in.Files, func(f File) bool { return f.Type == "voice" }) {
			note = "kept_voice"
		}
		keep(t.d.Papers, note)
	case in.Kind == Words && (asked == "" || len(strings.Fields(in.Text)) >= wordsKeptFrom):
		if !keep(t.d.Story, "kept_story") && asked == "" && t.problem == nil {
			t.problem = problem("use_buttons")
		}
	case asked == "":
		t.problem = problem("use_buttons")
	}
}

// back opens the answer before the present place again; it is kept to be shown
// and can be left as it was.
func (t *taking) back() {
	t.s.Mending = false
	asked, asking := t.d.At(t.s)
	prev := ""
	for q := range t.d.Applicable(t.s.Answers) {
		if asking && q.ID == asked.ID {
			break
		}
		prev = q.ID
	}
	if prev == "" {
		t.note("first")
		return
	}
	t.reopen(prev)
}

func (t *taking) reopen(id string) {
	q, ok := t.d.Question(id)
	a, given := t.s.Answers[id]
	if !ok || !given {
		t.note("stale")
		return
	}
	t.s.Kept[id] = a
	if q.Field.Collects() {
		// What was collected stays, and more can be added.
		a.Open, a.Skipped = true, false
		t.s.Answers[id] = a
		return
	}
	// The answer's place is kept: a question that was asked is asked again, even
	// if nothing hangs on it any more.
	t.s.Answers[id] = Answer{Open: true}
}
