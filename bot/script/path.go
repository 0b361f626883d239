package script

import (
	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// dontKnow is an answer as good as any: the fact stays unknown.
const dontKnow = "unknown"

func choose(values ...string) dialog.Choice { return dialog.Choice{Values: values} }

func yesNo() dialog.Choice { return choose("yes", "no") }

// when is a condition on the answers so far.
type when = func(dialog.Answers) bool

func is(question string, values ...string) when {
	return func(a dialog.Answers) bool { return a.Is(question, values...) }
}

func not(w when) when { return func(a dialog.Answers) bool { return !w(a) } }

func all(ws ...when) when {
	return func(a dialog.Answers) bool {
		for _, w := range ws {
			if !w(a) {
				return false
			}
		}
		return true
	}
}

func either(ws ...when) when {
	return func(a dialog.Answers) bool {
		for _, w := range ws {
			if w(a) {
				return true
			}
		}
		return false
	}
}

// agreed holds until somebody declines, so that the number of steps does not
// jump when they agree, and what is written too early is kept.
func agreed(a dialog.Answers) bool { return !a.Is("consent", "no") }

// topic holds for some topics. An answer given on another topic's path never
// counts, because every question of a path asks for its topic.
func topic(values ...string) when { return all(agreed, is("topic", values...)) }

// calmCrime is a crime report without danger at this moment.
func calmCrime(a dialog.Answers) bool { return topic(topicCrime)(a) && !inDanger(a) }

// mayBeDanger says that it has to be asked whether anybody is in danger now: the
// topic says so, or words did (Alarm), and what was told of danger once is not
// dropped with a topic.
func mayBeDanger(a dialog.Answers) bool {
	_, raised := a["danger"]
	return agreed(a) && (a.Is("topic", topicCrime, topicSurrender) || raised && a.Value("topic") != "")
}

// inDanger holds while somebody is in danger: what can wait is not asked.
func inDanger(a dialog.Answers) bool { return mayBeDanger(a) && a.Is("danger", "yes") }

// accuses says that somebody may be named. It holds before the topic is known,
// so that the number of steps seldom changes.
func accuses(a dialog.Answers) bool {
	return agreed(a) && !a.Is("topic", topicSurrender, topicJudgment, topicElse) && !inDanger(a)
}

// complains says that the petition asks to review a decision or an act, so that
// it matters what was decided before.
func complains(a dialog.Answers) bool {
	if !agreed(a) || kindOf(a) != triage.Complaint {
		return false
	}
	return !(a.Is("topic", topicPolice, topicCourt, topicEnforcement) && a.Is("aim", "overdue"))
}

func denounces(a dialog.Answers) bool { return agreed(a) && kindOf(a) == triage.Denunciation }

// named says that the writer's name is asked for.
func named(a dialog.Answers) bool { return agreed(a) && !withheld(a) }

func withheld(a dialog.Answers) bool {
	return topic(topicCrime)(a) && a.Is("informant", "withhold") || denounces(a) && a.Is("denouncer", "withhold")
}

// nowhere is a field that nothing answers: the question can only be left.
type nowhere struct{}

// Read refuses with the reason.
func (nowhere) Read(_ dialog.Env, _ dialog.Input, so dialog.Answer) (dialog.Answer, *dialog.Problem) {
	return so, &dialog.Problem{Key: "declined"}
}

// Valid is false.
func (nowhere) Valid(dialog.Answer) bool { return false }

// Options: none.
func (nowhere) Options(dialog.Env, dialog.Answer) []dialog.Option { return nil }

// Collects is false.
func (nowhere) Collects() bool { return false }
