// Package script holds the conversations themselves: which questions are asked
// of whom and in which order, and what the answers say about a petition.
//
// It promises that a path asks only such questions about the matter as decide
// whose business the petition is, three at most, that every answer given is part
// of the draft, and that an answer given on a path left since is not. Question ids
// last: they are stored with answers, and words are found by them. The words
// themselves are elsewhere.
package script

import (
	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// Places knows the places that a person may mean.
type Places interface {
	// Suggest offers places for typed words, the likeliest first. The value of an
	// offer is what PlaceOffer gives.
	Suggest(typed string) []dialog.Offer
}

// All lists every dialog, with samples for what an office brings along, so that
// tests can walk them all.
func All() []dialog.Dialog {
	some := []dialog.Offer{{Value: "CQDT_CAT", Label: "Cơ quan Cảnh sát điều tra"}, {Value: "TAND_TINH", Label: "Tòa án nhân dân tỉnh"}}
	all := []dialog.Dialog{
		Petition(noPlaces{}, nil), Reply(), Contest(), Visit(),
		Words(triage.Ask), Words(triage.Answer), Words(triage.GuideTo), Words(triage.Note), Words(triage.RecordReply), Words(triage.RecordResult),
		Transfer(some), Demand(some), Reclassify(triage.Kinds(), Dispositions(), ""),
	}
	for _, verb := range []triage.Verb{triage.Refuse, triage.Extend, triage.Suspend, triage.SendBack,
		triage.FileAway, triage.DeclineIt, triage.Withdraw, triage.Reopen, triage.HandOver} {
		all = append(all, Reason(verb))
	}
	return all
}

// noPlaces offers nothing: every place stays as it was typed.
type noPlaces struct{}

// Suggest offers nothing.
func (noPlaces) Suggest(string) []dialog.Offer { return nil }
