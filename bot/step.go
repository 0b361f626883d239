package bot

import (
	"slices"

	"tiepdan/bot/dialog"
)

// step is what one update was to a dialog, for the metrics.
type step struct{ dialog, outcome string }

// What became of an answer.
const (
	stepTaken     = "taken"
	stepRefused   = "refused" // with its reason
	stepRepeated  = "repeated"
	stepSent      = "sent"
	stepCancelled = "cancelled"
)

// stepOf names what a turn of a dialog came to.
func stepOf(id string, t dialog.Turn) step {
	switch {
	case t.Ending == dialog.Sent:
		return step{id, stepSent}
	case t.Ending == dialog.Cancelled:
		return step{id, stepCancelled}
	case t.View.Problem != nil:
		return step{id, stepRefused}
	}
	return step{id, stepTaken}
}

// onlyWhere says whether a view tells nothing but where the dialog stands: no
// reason, and no note but that words or files were added.
func onlyWhere(v dialog.View) bool {
	return v.Problem == nil && !slices.ContainsFunc(v.Notes, func(n dialog.Problem) bool {
		return n.Key != "story_more" && n.Key != "files.more"
	})
}
