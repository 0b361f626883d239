package triage

import "tiepdan/triage/calendar"

// Draft is a complete petition as the citizen told it, ready to be filed. Key
// was minted at the citizen's first answer: filing the same draft twice yields
// the same petition (P2).
type Draft struct {
	Key      string
	Filer    PersonID
	Channel  string // "chat" or "desk"
	Language string
	Facts    Facts
	Words    Words
	Identity Identity
	Files    []Attachment
	Messages []Message     // what the story was made of, with edits
	Commune  string        // resolved code; Words.Place keeps what was typed
	PaperOn  calendar.Date // date on the contested paper
}

// Words are what a citizen wrote. They are sealed in storage and never stand in
// a log, a job, a metric or an error (P9).
type Words struct {
	Story   string `json:"story"`
	Against string `json:"against,omitempty"` // the person or body complained of, as the citizen named it
	Place   string `json:"place,omitempty"`   // as typed
	Paper   string `json:"paper,omitempty"`   // number and date of the contested paper, as typed
	Settled string `json:"settled,omitempty"` // who settled it before, as typed
}

// Identity says who wrote and how to reach them (danh tính). Sealed; for
// confidential kinds it is opened only by two people together.
type Identity struct {
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	IDNumber string `json:"id_number,omitempty"`
	Address  string `json:"address,omitempty"`
	Withheld bool   `json:"withheld,omitempty"` // the citizen chose not to say
}

// Attachment is one photo or file of a petition (tài liệu kèm theo). Source is
// where its bytes can be fetched, opaque to triage and storage; the bytes
// themselves are fetched by a job afterwards.
type Attachment struct {
	Source  string `json:"source"`
	Unique  string `json:"unique,omitempty"` // the same bytes sent twice have the same Unique
	Name    string `json:"name,omitempty"`
	Type    string `json:"type,omitempty"` // photo, document, voice, video, audio
	MIME    string `json:"mime,omitempty"`
	Size    int64  `json:"size,omitempty"`
	Caption string `json:"caption,omitempty"`
	Album   string `json:"album,omitempty"`
	Order   int    `json:"order"`
}
