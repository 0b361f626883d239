package bot

import (
	"slices"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// taskDialog is the dialog behind a task; ok is false for one that a former
// release knew and this one does not.
func (b *Bot) taskDialog(say text.Speaker, k task) (d dialog.Dialog, ok bool) {
	switch k.ID {
	case string(triage.Reply):
		return script.Reply(), true
	case string(triage.Contest):
		return script.Contest(), true
	case "visit":
		return script.Visit(), true
	case string(triage.TransferOut):
		return script.Transfer(b.destinations(k)), true
	case string(triage.DemandAction):
		return script.Demand(b.destinations(k)), true
	case string(triage.Classify):
		return script.Reclassify(triage.Kinds(), script.Dispositions(), triage.Kind(k.With["kind"])), true
	case string(triage.Ask), string(triage.Answer), string(triage.GuideTo), string(triage.Note),
		string(triage.RecordReply), string(triage.RecordResult):
		return script.Words(triage.Verb(k.ID)), true
	case string(triage.Refuse), string(triage.Extend), string(triage.Suspend), string(triage.SendBack),
		string(triage.FileAway), string(triage.DeclineIt), string(triage.Withdraw), string(triage.Reopen),
		string(triage.HandOver):
		return script.Reason(triage.Verb(k.ID)), true
	}
	return dialog.Dialog{}, false
}

// destinations are where an officer may send a petition: what the decision
// names first, then the registry, then our own other units.
func (b *Bot) destinations(k task) []dialog.Offer {
	var all []dialog.Offer
	today := calendar.Of(b.Now())
	first := b.Office.Successor(k.With["destination"], today)
	if d, ok := b.Office.Destination(first); ok && !b.namesUnit(d) {
		all = append(all, dialog.Offer{Value: d.Key, Label: d.Name})
	}
	for _, d := range b.Office.Destinations {
		if d.Key != first && d.On(today) && !b.namesUnit(d) {
			all = append(all, dialog.Offer{Value: d.Key, Label: d.Name})
		}
	}
	for _, u := range b.Office.Units {
		if u.Kind != triage.UnitFormer && string(u.ID) != k.With["unit"] {
			all = append(all, dialog.Offer{Value: string(u.ID), Label: u.Name})
		}
	}
	return all
}

// namesUnit says whether an entry of the registry is one of our own units by its
// name. The unit itself is offered instead: what goes there stays on our books.
func (b *Bot) namesUnit(d triage.Destination) bool {
	return slices.ContainsFunc(b.Office.Units, func(u triage.Unit) bool { return u.Kind != triage.UnitFormer && u.Name == d.Name })
}
