package triage

import "time"

// Count is how many flows of one sort there were.
type Count struct {
	Flow
	N int
}

// Tally is everything a report is made of: plain counts, as the ledger adds
// them up, for one span of time and any number of units.
type Tally struct {
	From, To time.Time // [From, To)
	Before   []Count   // all flows before From: the opening balance
	Within   []Count   // all flows in [From, To)
	Visits   Visits
	Overdue  []Code // with an obligation open and past due at min(To, now)
	Late     []Late // what happened before To and was written after its week, and all before From, were closed
}

// Visits counts reception in person.
type Visits struct {
	Turns  int `json:"turns"`  // lượt
	People int `json:"people"` // người
	Groups int `json:"groups"` // đoàn đông người
}
