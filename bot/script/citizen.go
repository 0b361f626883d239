package script

import (
	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// Reply asks a citizen for more about a petition of theirs (bổ sung): words and
// papers in any order.
func Reply() dialog.Dialog {
	return dialog.Dialog{ID: string(triage.Reply), Story: "text", Papers: "text", Questions: []dialog.Question{
		{ID: "text", Field: dialog.Parcel{Story: dialog.Story{Min: 1, Max: 20_000}, Files: papers()}},
	}}
}

// Contest asks a citizen why they do not agree with where their petition went.
func Contest() dialog.Dialog {
	return dialog.Dialog{ID: string(triage.Contest), Story: "text", Questions: []dialog.Question{
		{ID: "text", Field: dialog.Story{Min: 5, Max: mostWords}},
	}}
}
