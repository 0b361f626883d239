package dialog

import (
	"maps"
	"slices"
	"time"
)

// Resume fits a state that another release wrote to the questions of this one, so
// that nothing a person gave is lost by an upgrade. Answers given under a question's
// former ids are its answers. What was typed or shown for a question that no longer
// exists becomes part of the story or of the papers; a button pressed for it stays in
// the state and says nothing. Questions that are new are asked by themselves. A state
// that this release wrote comes back as it is.
//
// Whoever removes a question whose words must not stand in the story, a name or a
// number, names its heir by Was.
func (d Dialog) Resume(s State) State {
	if !d.foreign(s) {
		return s
	}
	s = s.clone()
	for _, q := range d.Questions {
		for _, former := range q.Was {
			inherit(s.Answers, former, q.ID)
			inherit(s.Kept, former, q.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Answers)) {
		if !d.asks(id) && d.takeIn(&s, s.Answers[id]) {
			delete(s.Answers, id)
		}
	}
	return s
}

// foreign says whether there are answers to questions that this dialog does not ask.
func (d Dialog) foreign(s State) bool {
	for _, answers := range []Answers{s.Answers, s.Kept} {
		for id := range answers {
			if !d.asks(id) {
				return true
			}
		}
	}
	return false
}

// asks is Question without the question: it runs over every answer of every update.
func (d Dialog) asks(id string) bool {
	for i := range d.Questions {
		if d.Questions[i].ID == id {
			return true
		}
	}
	return false
}

func inherit(answers Answers, former, id string) {
	a, given := answers[former]
	if !given {
		return
	}
	if _, newer := answers[id]; !newer {
		answers[id] = a
		delete(answers, former)
	}
}

// takeIn puts the words and files of an answer where such things are kept; false if
// there are none, or no place for them. A pressed button has no message of its own.
func (d Dialog) takeIn(s *State, a Answer) bool {
	pieces := slices.Clone(a.Pieces)
	if text := a.said(); text != "" && a.Ref != "" {
		pieces = append(pieces, Piece{Ref: a.Ref, Text: text, At: time.Unix(s.StartedAt, 0)})
	}
	if len(pieces) == 0 && len(a.Files) == 0 {
		return false
	}
	story, papers := d.Story, d.Papers
	if papers == "" && len(a.Files) > 0 || story == "" && len(pieces) > 0 {
		return false
	}
	if len(pieces) > 0 {
		s.add(story, pieces, nil)
	}
	if len(a.Files) > 0 {
		s.add(papers, nil, a.Files)
	}
	return true
}

// said is what was typed for an answer of one line.
func (a Answer) said() string {
	if a.Typed != "" {
		return a.Typed
	}
	return a.Value
}

// add puts words and files to an answer. One that was finished stays finished; one
// that was skipped or not reached waits for its question.
func (s *State) add(id string, pieces []Piece, files []File) {
	a, given := s.Answers[id]
	a.Pieces, a.Files = append(slices.Clip(a.Pieces), pieces...), append(slices.Clip(a.Files), files...)
	a.Open = a.Open || a.Skipped || !given
	a.Skipped = false
	s.Answers[id] = a
}
