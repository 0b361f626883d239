package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// session is one person's conversation as it is kept between updates. Fields
// are only ever added: what a former release wrote must stay readable.
type session struct {
	// Recent are the ids of updates done, so that a repeat has no second effect.
	// "Not above the last one" would not do: presses and messages overtake each other.
	Recent   []int64 `json:"r,omitempty"`
	Language string  `json:"l,omitempty"`
	Staff    bool    `json:"s,omitempty"` // was bound once; the roster decides each time

	Draft *dialog.State `json:"d,omitempty"` // the petition being written
	Anew  string        `json:"y,omitempty"` // the key of one that is to be sent although another is like it
	Task  *task         `json:"t,omitempty"` // a smaller dialog that goes before it
	Loose []loose       `json:"o,omitempty"` // words and files that wait to be told where they belong

	Album    string           `json:"a,omitempty"` // being gathered: answered when it is quiet
	AlbumEnd int64            `json:"e,omitempty"` // the last update of it
	Said     []dialog.Problem `json:"w,omitempty"` // what its pictures gave to say
	Alarmed  time.Time        `json:"h,omitzero"`  // words last sounded like danger
	Asked    time.Time        `json:"p,omitzero"`  // was last asked to keep civil
	Whole    int64            `json:"b,omitempty"` // when the budget of the chat is whole again, in Unix milliseconds
	Pressed  int              `json:"m,omitempty"` // the newest message whose button was pressed
	Tapped   tap              `json:"k,omitzero"`  // the press that the last turn took, if it was one
	Refused  refused          `json:"f,omitzero"`  // the last act with words that was refused
	At       time.Time        `json:"n,omitzero"`  // of the last turn
	Restored bool             `json:"x,omitempty"` // read back from the checkpoint; the person is told
}

// task is a small dialog about one petition: a reply of the citizen's, the
// words of an officer's act.
type task struct {
	ID    string            `json:"i"` // dialog
	Verb  triage.Verb       `json:"v,omitempty"`
	Code  triage.Code       `json:"c,omitempty"`
	Seen  int               `json:"n,omitempty"`
	State dialog.State      `json:"s"`
	With  map[string]string `json:"w,omitempty"` // what was chosen before the dialog began
}

// refused is what became of a dialog whose act was refused: it is over, and an update
// that comes again is told so again.
type refused struct {
	Update int64  `json:"u"`
	Words  string `json:"w"` // what was said
}

// loose is something written outside every dialog. It is kept until the person
// says what it belongs to.
type loose struct {
	Ref   string        `json:"r"`
	Text  string        `json:"t,omitempty"`
	Files []dialog.File `json:"f,omitempty"`
	At    time.Time     `json:"a"`
}

// recentKept is how many ids are remembered. Telegram repeats an update before
// it sends later ones of the same queue, so a person has two at most in flight;
// albums and redeliveries after a crash are covered with room to spare.
const recentKept = 48

func decodeSession(b []byte) (session, error) {
	var s session
	if len(b) == 0 {
		return s, nil
	}
	// Written by encoding/json, and read twice as fast by its second version: reading
	// sessions was a tenth of an update's cost.
	if err := jsonv2.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("read a session: %w", decodingCause(err))
	}
	return s, nil
}

func (s *session) encode() ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write a session: %w", decodingCause(err))
	}
	return b, nil
}

// resume fits the dialogs under way to this release's questions.
func (b *Bot) resume(s *session) {
	if s.Draft != nil {
		*s.Draft = b.petition.Resume(*s.Draft)
	}
	if s.Task != nil {
		if d, ok := b.taskDialog(b.Words.In(s.Language), *s.Task); ok {
			s.Task.State = d.Resume(s.Task.State)
		}
	}
}

// seen says whether an update was done before, and remembers it.
func (s *session) seen(id int64) bool {
	if slices.Contains(s.Recent, id) {
		return true
	}
	s.Recent = append(s.Recent, id)
	if n := len(s.Recent) - recentKept; n > 0 {
		s.Recent = slices.Delete(s.Recent, 0, n)
	}
	return false
}

// forget lets an update come again as if it were the first time.
func (s *session) forget(id int64) {
	s.Recent = slices.DeleteFunc(s.Recent, func(had int64) bool { return had == id })
}

// Restored marks a checkpoint that is put back in the place of a lost session,
// so that the person is told where we are.
func Restored(checkpoint []byte) []byte {
	s, err := decodeSession(checkpoint)
	if err != nil || len(checkpoint) == 0 {
		return nil
	}
	s.Restored = s.Draft != nil || s.Task != nil
	b, err := s.encode()
	if err != nil {
		return nil
	}
	return b
}
