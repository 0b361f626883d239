package triage

import (
	"slices"
	"time"
)

// Petition is the record of one petition that may be read without a key: it
// holds no name, no phone and no word of the citizen's. Times are instants;
// dates are read off them in Asia/Ho_Chi_Minh.
type Petition struct {
	Code    Code
	Opening int // 1, and one more each time it is reopened
	Version int // grows by one with every event; buttons carry it (Act.Seen)

	Unit     UnitID
	Owner    StaffID // who claimed it
	Filer    PersonID
	Channel  string // "chat" or "desk"
	Language string

	Status   Status
	Before   Status // where it returns to from waiting or proposed
	Outcome  Outcome
	Standing Standing

	Kind         Kind
	Confidential bool      // who wrote it is kept from those without a reason to know
	Restricted   bool      // about our own people: in no group and no common queue
	About        []StaffID // our people who are complained of: they never handle it (P17)
	Commune      string    // code of the place of the matter

	Facts         Facts
	Decision      Decision // in force
	FirstDecision Decision // what the table said at filing; an override keeps it (P12)
	Proposed      Disposition
	Approved      Disposition

	FiledAt      time.Time
	ReceivedAt   time.Time // zero while unsigned
	ClaimedAt    time.Time
	AcceptedAt   time.Time
	ProcessedAt  time.Time // once per opening: confirmed and its outward act done
	DoneAt       time.Time
	WithdrawAsk  bool // the citizen asked to withdraw; a signature decides
	ContestAsked bool

	Parent     Code // the petition it was split from
	MergedInto Code
	Links      []Code
	Children   []Code

	Obligations []Obligation
	LastMove    LastMove // what undo would take back
}

// LastMove is the last internal act, kept for one minute's undo.
type LastMove struct {
	Verb     Verb      `json:"verb,omitempty"`
	By       StaffID   `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Status   Status    `json:"status,omitempty"`
	Owner    StaffID   `json:"owner,omitempty"`
	Standing Standing  `json:"standing,omitempty"`
	Kind     Kind      `json:"kind,omitempty"`
	Facts    Facts     `json:"facts,omitzero"`
	Decision Decision  `json:"decision,omitzero"`
}

// Obligation is something the procuracy owes by a date, apart from where the
// petition stands: a transferred petition may still owe a reply to be chased.
type Obligation struct {
	ID string // unique in the petition: opening, clock and step, as "1/T01/transfer"
	Deadline
	Opening  int
	ClosedAt time.Time
	ClosedBy Verb
	PausedAt time.Time // set while the law lets the clock stand still
	Warned   int       // the last warning given, in percent of the period: 0, 50, 80, 100
}

// Open says whether the obligation still runs.
func (o Obligation) Open() bool { return o.ClosedAt.IsZero() }

// Late says whether the obligation is overdue at t.
func (o Obligation) Late(t time.Time) bool {
	return o.Open() && o.PausedAt.IsZero() && t.After(o.Due)
}

// NextDue returns the open obligation that ends first.
func (p *Petition) NextDue() (Obligation, bool) {
	var next Obligation
	found := false
	for _, o := range p.Obligations {
		if o.Open() && o.PausedAt.IsZero() && o.Step != StepLodge && (!found || o.Due.Before(next.Due)) {
			next, found = o, true
		}
	}
	return next, found
}

// Needs says whether the petition waits for a signature.
func (p *Petition) Needs() bool { return p.Standing == Unsigned && p.Status != StatusDone }

// NeedsApproval says whether a leader must approve the disposition in force
// first: where the office file says so, and where an officer means to end without
// a transfer or a guidance what the table sends elsewhere (P15).
func (p *Petition) NeedsApproval(o Office) bool {
	d := p.Decision.Disposition
	elsewhere := slices.Contains([]Disposition{ReferProcuracy, Supervise, Transfer, Guide, RelayCrime}, p.FirstDecision.Disposition)
	ends := d == File || d == Decline || d == Return
	return o.NeedsApproval(d) || p.Decision.Override && elsewhere && ends
}

// clone copies p so deeply that a change to the copy leaves p alone.
func (p *Petition) clone() *Petition {
	q := *p
	q.About = slices.Clone(p.About)
	q.Links = slices.Clone(p.Links)
	q.Children = slices.Clone(p.Children)
	q.Obligations = slices.Clone(p.Obligations)
	return &q
}

// conflicted says whether a member of staff may not touch the petition: they
// are complained of, or they filed it themselves (P17).
func (p *Petition) conflicted(s Staff) bool {
	return slices.Contains(p.About, s.ID) || (s.Person != "" && s.Person == p.Filer)
}
