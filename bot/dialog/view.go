package dialog

import (
	"iter"
	"slices"
)

// View is what is to be said: which question, with which buttons, and how far
// the person has come. Words are found for it elsewhere.
type View struct {
	Dialog   string
	Question string // a question's id, or review, mend, cancel
	Step, Of int    // step n of m; 0 where it does not apply
	Problem  *Problem
	Notes    []Problem // what else to say: "stale", "kept_story", …
	Options  []Option
	Nav      []Option
	Previous Answer // the answer that is being given anew
	So       Answer // what is collected so far
	Items    []Item // review and mend: what was answered
}

// Item is one line of the review.
type Item struct {
	Question string
	Step     string
	Answer   Answer
}

// View says where a person is and what can be done there.
func (d Dialog) View(env Env, s State) View {
	path := slices.Values(slices.Collect(d.Applicable(s.Answers)))
	q, asking := d.at(s, path)
	v := d.offer(env, s, path, q, asking)
	v.Step, v.Of = d.step(path, q.Step, asking)
	return v
}

// offer is the view of a place without its step.
func (d Dialog) offer(env Env, s State, path iter.Seq[Question], q Question, asking bool) View {
	v := View{Dialog: d.ID}
	switch {
	case s.Cancelling:
		v.Question = AtCancel
		v.Nav = []Option{{Value: No}, {Value: Yes}}
	case asking:
		v.Question = q.ID
		v.So, v.Previous = s.Answers[q.ID], s.Kept[q.ID]
		v.Options = q.Field.Options(env, v.So)
		v.Nav = d.nav(s, path, q)
	case s.Mending:
		v.Question = AtMend
		v.Items = d.items(s, path)
		for _, item := range v.Items {
			v.Options = append(v.Options, Option{Value: item.Question})
		}
		v.Nav = []Option{{Value: No}}
	default:
		v.Question = AtReview
		v.Items = d.items(s, path)
		v.Nav = []Option{{Value: Send}, {Value: Mend}, {Value: Cancel}}
	}
	return v
}

func (d Dialog) nav(s State, path iter.Seq[Question], q Question) []Option {
	var nav []Option
	if q.Field.Collects() {
		a := s.Answers[q.ID]
		if q.Field.Valid(a) && !a.Empty() {
			nav = append(nav, Option{Value: Finish})
		}
	}
	if kept, ok := s.Kept[q.ID]; ok && !q.Field.Collects() && (q.Field.Valid(kept) || kept.Skipped) {
		nav = append(nav, Option{Value: Keep})
	}
	if q.Optional && s.Answers[q.ID].Empty() {
		nav = append(nav, Option{Value: Skip})
	}
	for first := range path {
		if first.ID != q.ID {
			nav = append(nav, Option{Value: Back})
		}
		break
	}
	return append(nav, Option{Value: Cancel})
}

func (d Dialog) items(s State, path iter.Seq[Question]) []Item {
	var items []Item
	for q := range path {
		if a, ok := s.Answers[q.ID]; ok && !q.Hidden && (!a.Skipped || q.Optional) {
			items = append(items, Item{Question: q.ID, Step: q.Step, Answer: a})
		}
	}
	return items
}

// step counts the steps that apply; the review is the last one.
func (d Dialog) step(path iter.Seq[Question], now string, asking bool) (n, of int) {
	var steps []string
	for q := range path {
		if q.Step != "" && !slices.Contains(steps, q.Step) {
			steps = append(steps, q.Step)
		}
	}
	of = len(steps)
	if d.Review {
		of++
	}
	if of < 2 {
		return 0, 0
	}
	if !asking {
		return of, of
	}
	return slices.Index(steps, now) + 1, of
}
