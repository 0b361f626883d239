package script

import (
	"iter"
	"slices"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// MostDeciding is how many questions a citizen is asked, beside what it is about,
// to find out whose business the petition is.
const MostDeciding = 3

// Judge says whose business a petition with such facts would be: triage.Decide, for
// an office at this moment.
type Judge func(triage.Facts) triage.Decision

// facts names what an answer tells, by the names of triage.AskNames.
func facts(names ...string) []string { return names }

// narrow leaves out the questions whose answers decide nothing any more, given what
// was answered before them, and those beyond MostDeciding. What was answered stays
// part of the petition whatever an earlier answer has become since.
func narrow(judge Judge) func(dialog.Answers, iter.Seq[dialog.Question]) iter.Seq[dialog.Question] {
	return func(a dialog.Answers, all iter.Seq[dialog.Question]) iter.Seq[dialog.Question] {
		return func(yield func(dialog.Question) bool) {
			told := dialog.Answers{}
			asked := 0
			for q := range all {
				answer, had := a[q.ID]
				if len(q.Tells) > 0 {
					decides := asked < MostDeciding && decides(judge, told, q)
					if !had && !decides {
						continue
					}
					if decides {
						asked++
					}
				}
				if !yield(q) {
					return
				}
				if _, chosen := q.Field.(dialog.Choice); chosen && had && !answer.Open {
					told[q.ID] = answer
				}
			}
		}
	}
}

// decides says whether whose business a petition is hangs on a question: its facts
// are among those that the law asks for, or one of its answers leads elsewhere. The
// second finds what two facts told at once change, and what makes ineligible.
func decides(judge Judge, told dialog.Answers, q dialog.Question) bool {
	now := judge(factsOf(told))
	if slices.ContainsFunc(q.Tells, func(fact string) bool { return slices.Contains(now.Ask, fact) }) {
		return true
	}
	defer delete(told, q.ID)
	for _, o := range q.Field.Options(dialog.Env{}, dialog.Answer{}) {
		told[q.ID] = dialog.Answer{Value: o.Value}
		then := judge(factsOf(told))
		if then.Disposition != now.Disposition || then.Destination != now.Destination || then.Urgent != now.Urgent {
			return true
		}
	}
	return false
}
