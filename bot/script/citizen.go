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

// Lookup asks for the code of a petition (tra cứu).
func Lookup() dialog.Dialog {
	return dialog.Dialog{ID: "lookup", Questions: []dialog.Question{{ID: "code", Field: codeField{}}}}
}

// codeField is a field for a petition's code; a wrong letter is noticed.
type codeField struct{}

// Read takes a code as people write it.
func (codeField) Read(_ dialog.Env, in dialog.Input, _ dialog.Answer) (dialog.Answer, *dialog.Problem) {
	if in.Kind != dialog.Words {
		return dialog.Answer{}, &dialog.Problem{Key: "use_keyboard"}
	}
	code, err := triage.ParseCode(in.Text)
	if err != nil {
		return dialog.Answer{}, &dialog.Problem{Key: "code"}
	}
	return dialog.Answer{Value: string(code), Ref: in.Ref}, nil
}

// Valid asks for a code with its check digit.
func (codeField) Valid(a dialog.Answer) bool {
	_, err := triage.ParseCode(a.Value)
	return err == nil
}

// Options: none.
func (codeField) Options(dialog.Env, dialog.Answer) []dialog.Option { return nil }

// Collects is false.
func (codeField) Collects() bool { return false }
