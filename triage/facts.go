package triage

import (
	"slices"
	"strconv"

	"tiepdan/triage/calendar"
)

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

	// What stands in the way of handling a petition, or does not (DOMAIN §2.6).
	Specific    Tri `json:"specific,omitzero"`     // who did what is named clearly, with evidence that can be checked
	Excused     Tri `json:"excused,omitzero"`      // late for a good reason (trở ngại khách quan)
	Affected    Tri `json:"affected,omitzero"`     // the writer's own rights are affected
	Capable     Tri `json:"capable,omitzero"`      // the writer has full legal capacity
	Represented Tri `json:"represented,omitzero"`  // a lawful representative acts, with the papers
	InCourt     Tri `json:"in_court,omitzero"`     // a court has accepted or judged the matter
	Withdrawn   Tri `json:"withdrawn,omitzero"`    // the writer has withdrawn it
	Coerced     Tri `json:"coerced,omitzero"`      // withdrawn under threat or bribe, or although the wrong is plain
	Vietnamese  Tri `json:"vietnamese,omitzero"`   // written in Vietnamese, or translated
	Unreadable  Tri `json:"unreadable,omitzero"`   // torn or illegible, or says nothing that can be understood
	Insult      Tri `json:"insult,omitzero"`       // insults or threatens
	Retaliates  Tri `json:"retaliates,omitzero"`   // lost a complaint and now denounces who decided it
	NewEvidence Tri `json:"new_evidence,omitzero"` // tells facts that were not weighed before

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

// Misspelt finds a value that the vocabulary does not have, by the name of its
// fact in JSON; ok is false where there is none.
func (f Facts) Misspelt() (fact, value string, ok bool) {
	told := [...]struct {
		fact  int
		value string
	}{
		{factKind, string(f.Kind)}, {factField, string(f.Field)}, {factBody, string(f.Body)}, {factRole, string(f.Role)},
		{factStage, string(f.Stage)}, {factLevel, string(f.Level)}, {factCourt, string(f.Judgment.Court)},
	}
	for _, one := range told {
		if d := factTable[one.fact]; one.value != "" && !slices.Contains(d.values, one.value) {
			return d.name, one.value, true
		}
	}
	switch p := f.Province; {
	case f.Round < 0 || f.Round > 3:
		return "round", strconv.Itoa(f.Round), true
	case f.GroupSize < 0:
		return "group_size", strconv.Itoa(f.GroupSize), true
	case p != "" && (len(p) != 2 || p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9'):
		return "province", p, true
	}
	return "", "", false
}
