package bot

import "time"

// doubleTap is how soon a second press of a button is one of a hand that taps twice.
const doubleTap = 2 * time.Second

// twice says whether this press is the second of a double tap: the first was taken
// and answered, and "that button is old" would only frighten. A third is answered:
// whoever goes on pressing has seen no answer.
func (t *talk) twice(data string) bool {
	t.doubled = !t.repeat && t.s.Tapped == data && t.b.Now().Sub(t.s.At) < doubleTap
	return t.doubled
}

// tapped remembers a press that was taken, until anything else comes.
func (t *talk) tapped() {
	switch {
	case t.u.CallbackQuery == nil, t.out.Alert, t.doubled:
		t.s.Tapped = ""
	case !t.repeat:
		t.s.Tapped = t.u.CallbackQuery.Data
	}
}
