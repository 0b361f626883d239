package script

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
	"tiepdan/triage/area"
)

// mostWords is how long words to a citizen may be, so that they fit one message
// with what stands around them.
const mostWords = 3500

// A dialog about an act has the verb as its id.

// Words asks a member of staff for the words that go with an act, in as many
// messages as it takes: what is to be added (ask), the answer, the guidance, a
// note, what another body replied.
func Words(verb triage.Verb) dialog.Dialog {
	return dialog.Dialog{ID: string(verb), Story: "text", Questions: []dialog.Question{
		{ID: "text", Field: dialog.Story{Min: 5, Max: mostWords}},
	}}
}

// Reason asks for the reason of an act that needs one.
func Reason(verb triage.Verb) dialog.Dialog {
	return dialog.Dialog{ID: string(verb), Questions: []dialog.Question{
		{ID: "reason", Field: dialog.Line{Min: 5, Max: 1000}},
	}}
}

// Transfer asks an officer where the petition goes (chuyển đơn), and why if
// there is something to say.
func Transfer(destinations []dialog.Offer) dialog.Dialog {
	return sendTo(triage.TransferOut, destinations)
}

// Demand asks an officer which body is asked in writing to act (yêu cầu giải quyết).
func Demand(destinations []dialog.Offer) dialog.Dialog {
	return sendTo(triage.DemandAction, destinations)
}

func sendTo(verb triage.Verb, destinations []dialog.Offer) dialog.Dialog {
	return dialog.Dialog{ID: string(verb), Questions: []dialog.Question{
		{ID: "destination", Field: dialog.Pick{Offers: destinations, Has: nameHas}},
		{ID: "reason", Field: dialog.Line{Min: 5, Max: 1000}, Optional: true},
	}}
}

// nameHas says whether a name holds the typed words, accents and case apart:
// nobody scrolls through forty agencies.
func nameHas(name, typed string) bool {
	typed = area.Fold(typed)
	return utf8.RuneCountInString(typed) >= 2 && strings.Contains(area.Fold(name), typed)
}

// KeepKind is the choice to leave a petition's kind as it is.
const KeepKind = "keep"

// Reclassify asks an officer for another kind, another disposition, and why
// (phân loại lại). Without kinds the kind is not asked; one that is proposed stands
// first.
func Reclassify(kinds []triage.Kind, dispositions []triage.Disposition, proposed triage.Kind) dialog.Dialog {
	d := dialog.Dialog{ID: "reclassify"}
	if len(kinds) > 0 {
		all := append([]string{KeepKind}, values(kinds)...)
		if i := slices.Index(all, string(proposed)); i > 0 {
			all = slices.Concat(all[i:i+1], all[:i], all[i+1:])
		}
		d.Questions = append(d.Questions, dialog.Question{ID: "kind", Field: dialog.Choice{Values: all}})
	}
	d.Questions = append(d.Questions,
		dialog.Question{ID: "disposition", Field: dialog.Choice{Values: values(dispositions)}},
		dialog.Question{ID: "reason", Field: dialog.Line{Min: 5, Max: 1000}},
	)
	return d
}

// Dispositions are those that an officer may put in force: all but "a person
// has to classify it".
func Dispositions() []triage.Disposition {
	var all []triage.Disposition
	for _, d := range triage.Dispositions() {
		if d != triage.Human {
			all = append(all, d)
		}
	}
	return all
}

// Visit asks an officer about citizens received in person (tiếp công dân): how
// many turns and people, whether they came as a group, and about what.
func Visit() dialog.Dialog {
	return dialog.Dialog{ID: "visit", Questions: []dialog.Question{
		{ID: "turns", Field: dialog.Number{Min: 1, Max: 999, Quick: []int{1, 2, 3, 5}}},
		{ID: "people", Field: dialog.Number{Min: 1, Max: 9999, Quick: []int{1, 2, 3, 5, 10}}},
		{ID: "group", Field: yesNo()},
		{ID: "kind", Field: dialog.Choice{Values: values(triage.Kinds())}},
		{ID: "note", Field: dialog.Line{Min: 2, Max: 500}, Optional: true},
	}}
}

func values[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}
