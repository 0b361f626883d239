package triage

import "tiepdan/triage/calendar"

// Facts are what is known of a petition. Every field may be absent: the zero
// value means "not known", which is never the same as "no". They hold no
// citizen's words, so they may be stored in clear and shown on a card.
type Facts struct {
	Kind     Kind     `json:"kind,omitempty"`
	Field    Field    `json:"field,omitempty"`
	Body     Body     `json:"body,omitempty"`
	Role     Role     `json:"role,omitempty"`
	Stage    Stage    `json:"stage,omitempty"`
	Round    int      `json:"round,omitempty"` // 1, 2, 3 (3 = final already)
	Level    Level    `json:"level,omitempty"`
	Province string   `json:"province,omitempty"` // two-digit code of the place of the matter
	Judgment Judgment `json:"judgment,omitzero"`

	DecidedOn calendar.Date `json:"decided_on,omitzero"` // date on the contested paper
	KnownOn   calendar.Date `json:"known_on,omitzero"`   // when the citizen got to know it

	ApprovedByProcuracy Tri `json:"approved_by_procuracy,omitzero"`
	OverdueProof        Tri `json:"overdue_proof,omitzero"`       // lodged, overdue, with proof of lodging
	Ignored             Tri `json:"ignored,omitzero"`             // a crime report lodged before was ignored
	JudicialOffender    Tri `json:"judicial_offender,omitzero"`   // the offender is an official in judicial activity
	OutsideProceedings  Tri `json:"outside_proceedings,omitzero"` // the conduct lies outside proceedings
	Anonymous           Tri `json:"anonymous,omitzero"`
	Signed              Tri `json:"signed,omitzero"`
	SettledBefore       Tri `json:"settled_before,omitzero"`
	GuidedBefore        Tri `json:"guided_before,omitzero"`
	SentRightPlace      Tri `json:"sent_right_place,omitzero"`
	Military            Tri `json:"military,omitzero"`
	Detained            Tri `json:"detained,omitzero"`
	Danger              Tri `json:"danger,omitzero"`

	GroupSize int `json:"group_size,omitempty"` // people who sign together; 0 = not known
}

// Judgment is what is known of a court's judgment that the petition attacks.
type Judgment struct {
	Court     Court         `json:"court,omitempty"`
	Final     Tri           `json:"final,omitzero"`     // in legal effect (có hiệu lực pháp luật)
	Effective calendar.Date `json:"effective,omitzero"` // since when
}

// IsZero lets `omitzero` leave out an unknown judgment.
func (j Judgment) IsZero() bool { return j == Judgment{} }
