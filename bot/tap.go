package bot

import "time"

// doubleTap is how soon a second press of a button is one of a hand that taps twice.
const doubleTap = 2 * time.Second

// tap is a press as it is remembered until anything else comes.
type tap struct {
	Data   string `json:"d"`
	Update int64  `json:"u"`
}

// twice says whether this press is the second of a double tap: the first was taken
// and answered, and "that button is old" would only frighten. A third is answered:
// whoever goes on pressing has seen no answer. The same press that Telegram brings
// again is none.
func (t *talk) twice(data string) bool {
	last := t.s.Tapped
	t.doubled = !t.repeat && last.Data == data && last.Update != t.u.ID && t.b.Now().Sub(t.s.At) < doubleTap
	return t.doubled
}

// tapped remembers a press that was taken, until anything else comes.
func (t *talk) tapped() {
	switch {
	case t.u.CallbackQuery == nil, t.out.Alert, t.doubled:
		t.s.Tapped = tap{}
	case !t.repeat:
		t.s.Tapped = tap{t.u.CallbackQuery.Data, t.u.ID}
	}
}
