package script

import (
	"strings"

	"tiepdan/bot/dialog"
	"tiepdan/triage/area"
)

// PlaceOffer is how a place of the gazetteer is offered: its value holds the
// codes of province and commune, its label the name, and the old name where an
// old one was meant.
func PlaceOffer(p area.Place) dialog.Offer {
	label := p.Name
	if p.Former != "" {
		label += " (" + p.Former + ")"
	}
	return dialog.Offer{Value: p.Province + "/" + p.Commune, Label: label}
}

// placeCodes reads a place's answer: the codes are "" where it was left as typed.
func placeCodes(a dialog.Answer) (province, commune string) {
	if a.Value == dialog.AsTyped {
		return "", ""
	}
	province, commune, _ = strings.Cut(a.Value, "/")
	return province, commune
}
