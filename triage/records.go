package triage

import "time"

// Query asks for petitions; the zero value of a field does not narrow.
type Query struct {
	Filer    PersonID
	Owner    StaffID
	Unit     UnitID
	Statuses []Status
	Open     bool      // not done yet
	LateAt   time.Time // with an obligation overdue at that moment
	Common   bool      // the unit's common queue: leaves out restricted petitions
	Soonest  bool      // what falls due next comes first, urgent or not; leaves out what owes nothing
	Limit    int       // at most; 0 means 20
	After    Place     // where the page before ended; the zero value: at the start
}

// Dossier is a petition with what was written in it (hồ sơ). Opening it is
// logged when it is confidential (P10).
type Dossier struct {
	Petition Petition
	Words    Words
	Identity Identity // empty where the kind is confidential
	Files    []Stored
	Events   []Event // in order; a citizen's dossier leaves out what is internal
	Messages []Message
}

// Stored is an attachment as the ledger keeps it.
type Stored struct {
	Attachment
	ID     int64
	Event  string // the key of the event it came with
	SHA256 string // hex; empty until the bytes are fetched
	Failed string // why the bytes could not be fetched: a key of bot/text
}

// Message is one of the citizen's messages that made up the story, with what it
// said before it was edited.
type Message struct {
	Ref      string    `json:"ref"` // opaque; the address of the message where it was written
	Versions []Version `json:"versions"`
}

// Version is what a message said from a moment on.
type Version struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Person is somebody who can be written to.
type Person struct {
	ID          PersonID
	Address     string // opaque to triage and storage; sealed at rest
	Language    string
	Unreachable bool // refused our last message: blocked us, or never began
}

// Invitation binds an account to a post in a unit, or a group to a unit, once.
type Invitation struct {
	Unit  UnitID
	Group bool
	Name  string // of the member of staff
	Post  Post
	Duty  bool
	Until time.Time
}

// Visit is citizens received in person (lượt tiếp công dân).
type Visit struct {
	Key    string // unique: a repeat counts once
	At     time.Time
	Unit   UnitID
	By     StaffID
	Turns  int // lượt
	People int // người
	Groups int // đoàn đông người
	Kind   Kind
	Note   string // sealed
}

// DeliveryOutcome is what became of one attempt to tell somebody something.
type DeliveryOutcome string

const (
	DeliverySent    DeliveryOutcome = "sent"
	DeliveryUnknown DeliveryOutcome = "unknown" // no answer came: it may or may not have arrived
	DeliveryBlocked DeliveryOutcome = "blocked" // the person refuses our messages
	DeliveryRefused DeliveryOutcome = "refused" // the other side says it can never be sent
	DeliveryStale   DeliveryOutcome = "stale"   // no longer true when its turn came
	DeliveryDelayed DeliveryOutcome = "delayed" // told to wait; it will be tried again
)

// Delivery is one line of the delivery ledger.
type Delivery struct {
	Notice  Notice
	At      time.Time
	Outcome DeliveryOutcome
	Ref     string // the message's address, if it was sent
	Attempt int
}
