package script

import (
	"slices"
	"strings"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// Draft makes a petition of the answers that apply. Who files it is the
// caller's to add. The key is the state's, so a draft sent twice is one petition.
func Draft(s dialog.State, d dialog.Dialog) triage.Draft {
	a := d.Given(s)
	place, shown := a["place"], a["papers"]
	_, commune := placeCodes(place)
	// The words under a file that could not be taken are part of the story.
	pieces := slices.Concat(a["story"].Pieces, shown.Pieces)
	facts := factsOf(a)
	return triage.Draft{
		Key: s.Key, Channel: "chat", Language: a.Value("language"),
		Facts: facts,
		Words: triage.Words{
			Story:   dialog.Answer{Pieces: pieces}.Text(),
			Against: a.Value("against"),
			Place:   placeTyped(place),
			Paper:   paper(a),
			Settled: a.Value("settled_by"),
		},
		Identity: triage.Identity{
			Name: a.Value("name"), Phone: a.Value("phone"), IDNumber: a.Value("id_number"), Address: a.Value("address"),
			Withheld: withheld(a),
		},
		Files:    Attachments(shown.Files),
		Messages: Messages(pieces, shown.Files),
		Commune:  commune,
		PaperOn:  facts.DecidedOn,
	}
}

// Attachments are files as a petition keeps them, in the order shown.
func Attachments(files []dialog.File) []triage.Attachment {
	var all []triage.Attachment
	for i, f := range files {
		all = append(all, triage.Attachment{
			Source: f.Source, Unique: f.Unique, Name: f.Name, Type: f.Type, MIME: f.MIME, Size: f.Size,
			Caption: f.Caption, Album: f.Album, Order: i,
		})
	}
	return all
}

// placeTyped is what the citizen wrote, or the name that a button gave.
func placeTyped(a dialog.Answer) string {
	if a.Typed != "" {
		return a.Typed
	}
	return a.Label
}

func paper(a dialog.Answers) string {
	for _, q := range []string{"paper_date", "judgment_date"} {
		if typed := strings.TrimSpace(a[q].Typed); typed != "" {
			return typed
		}
	}
	return ""
}

// Messages are what the story was made of, with every version; words under a
// file count where they were changed.
func Messages(pieces []dialog.Piece, files []dialog.File) []triage.Message {
	var all []triage.Message
	for _, p := range pieces {
		m := triage.Message{Ref: p.Ref}
		for _, was := range p.Was {
			m.Versions = append(m.Versions, triage.Version{At: was.At, Text: was.Text})
		}
		m.Versions = append(m.Versions, triage.Version{At: p.At, Text: p.Text})
		all = append(all, m)
	}
	for _, f := range files {
		if len(f.Was) == 0 {
			continue
		}
		m := triage.Message{Ref: f.Ref}
		for _, was := range f.Was {
			m.Versions = append(m.Versions, triage.Version{At: was.At, Text: was.Text})
		}
		all = append(all, m)
	}
	return all
}
