package triage

import "time"

// Event is one thing that happened to a petition. Events are append-only; Key
// is unique, so that the same update has one effect however often it comes (P2).
type Event struct {
	Key     string // unique with Code
	Code    Code
	Opening int
	Version int // of the petition, after the event
	Verb    Verb
	Actor   Actor
	At      time.Time

	From, To    Status
	Outcome     Outcome
	Unit        UnitID // that held the petition when it happened
	ToUnit      UnitID // where it moved, if it moved between our units
	Owner       StaffID
	Disposition Disposition
	Rule        string
	Destination string

	// Reason and Text are sealed in storage. Text goes to the citizen (or came
	// from the citizen) unless Internal is set; the two cannot be confused
	// because only the row of the verb sets Internal.
	Reason   string
	Text     string
	Internal bool
	Files    []Attachment
	Messages []Message // what a citizen's words were made of
	Amends   string    // the message whose words this event replaces
	Facts    *Facts    // classify: the facts from then on
	Rating   int       // rate: 1..5

	Flows []Flow // what the event does to the figures (DESIGN §8)
}

// FlowKind says which column of the report a flow counts in.
type FlowKind string

const (
	FlowReceived  FlowKind = "received"
	FlowReopened  FlowKind = "reopened"
	FlowMovedIn   FlowKind = "moved_in"
	FlowMovedOut  FlowKind = "moved_out"
	FlowProcessed FlowKind = "processed"
	FlowRemoved   FlowKind = "removed" // withdrawn, merged, lapsed or split before being processed

	// The rest do not touch the balance of petitions.
	FlowAccepted        FlowKind = "accepted"         // a settlement begins
	FlowAnswered        FlowKind = "answered"         // … and ends
	FlowUnaccepted      FlowKind = "unaccepted"       // … or ends without an answer: withdrawn, moved, merged
	FlowSupervisionOpen FlowKind = "supervision_open" // a supervision begins
	FlowSupervisionDone FlowKind = "supervision_done" // its result is recorded, or a demand met it
	FlowCrimeSettled    FlowKind = "crime_settled"    // the result of a crime report is recorded
	FlowCrimeElsewhere  FlowKind = "crime_elsewhere"  // passed to another province: not ours to count
	FlowUnsigned        FlowKind = "unsigned"         // filed, waits for a signature
	FlowUnsignedClosed  FlowKind = "unsigned_closed"  // signed, lapsed, withdrawn or helped without
)

// Track keeps crime reports apart from petitions.
type Track string

const (
	TrackPetition Track = "petition"
	TrackCrime    Track = "crime"
)

// Flow is one count in one unit's figures, in the period of its event.
type Flow struct {
	Unit        UnitID
	Track       Track
	What        FlowKind
	Kind        Kind        // moved between petitions and crime reports: the kind on the other side
	Disposition Disposition // processed: under which disposition
	OnTime      bool        // processed: within the classification limit
}

// Notice tells one person that something happened. It carries no words: what is
// said is worded from the state at the moment of sending (DESIGN §5.5).
type Notice struct {
	Code     Code     `json:"code"`
	Event    string   `json:"event"` // the event's key
	Version  int      `json:"version"`
	Verb     Verb     `json:"verb"`
	Audience Audience `json:"audience"`
	To       PersonID `json:"to"`             // whose chat; for a card, the unit's group
	Unit     UnitID   `json:"unit,omitempty"` // for a card
	Urgent   bool     `json:"urgent,omitempty"`
}

// Audience is why somebody is told.
type Audience string

const (
	ToCitizen Audience = "citizen" // người gửi đơn
	ToOwner   Audience = "owner"   // cán bộ đang giữ đơn
	ToDuty    Audience = "duty"    // cán bộ trực của đơn vị
	ToLeaders Audience = "leaders" // lãnh đạo đơn vị
	ToGroup   Audience = "group"   // thẻ đơn trong nhóm của đơn vị
)
