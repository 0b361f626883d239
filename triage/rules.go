package triage

import (
	"fmt"
	"slices"

	"tiepdan/triage/calendar"
)

// Mark says how far a row of law was verified (DOMAIN §0).
type Mark string

const (
	MarkRead       Mark = "V1"  // read in the text of the law
	MarkSecondHand Mark = "V2"  // read in a secondary source
	MarkDerived    Mark = "D"   // follows by logic
	MarkBackground Mark = "B"   // background knowledge: cần xác nhận
	MarkOld        Mark = "old" // from a law since replaced: cần xác nhận
)

// Marks lists every mark.
func Marks() []Mark { return []Mark{MarkRead, MarkSecondHand, MarkDerived, MarkBackground, MarkOld} }

// confirm says whether the procuracy must confirm a row with this mark before
// relying on it for what comes in on a day (cần xác nhận). A row of an old law was
// that law until the day on which it was replaced.
func (m Mark) confirm(replaced, on calendar.Date) bool {
	return m == MarkBackground || m == MarkOld && !on.Before(replaced)
}

// Tier says which tier of our two-level province settles.
type Tier string

const (
	TierByPlace    Tier = ""           // the unit of the place: viện kiểm sát khu vực, or the provincial gate
	TierProvincial Tier = "provincial" // viện kiểm sát tỉnh
)

// Rule is one row of the decision table (bảng phân loại). The first row whose
// condition holds decides; a row of the office file comes before the law's.
type Rule struct {
	ID          string        `json:"id" yaml:"id"`
	From        calendar.Date `json:"from,omitzero" yaml:"from"` // first day of validity; zero: always
	To          calendar.Date `json:"to,omitzero" yaml:"to"`     // last day; zero: open-ended
	When        Cond          `json:"when" yaml:"when"`
	Disposition Disposition   `json:"disposition" yaml:"disposition"`
	Destination string        `json:"destination,omitempty" yaml:"destination"` // a key of DestinationKeys, or one of the Of… words
	Settles     Tier          `json:"settles,omitempty" yaml:"settles"`
	Basis       []string      `json:"basis" yaml:"basis"` // the law, as "CPC 475.1"
	Mark        Mark          `json:"mark" yaml:"mark"`
	Replaced    calendar.Date `json:"replaced,omitzero" yaml:"replaced"` // with MarkOld: the day its law was replaced; it stands in since
	Example     Facts         `json:"example" yaml:"example"`            // facts that this row decides and no other
	Says        Sentences     `json:"says,omitzero" yaml:"says"`         // the office's own sentence; the law's rows have theirs in bot/text
}

// Sentences are what a row of the office file says to people, by language.
type Sentences struct {
	Vi string `json:"vi,omitempty" yaml:"vi"`
	En string `json:"en,omitempty" yaml:"en"`
}

// In is the sentence in a language: the Vietnamese one where there is no other.
func (s Sentences) In(language string) string {
	if language == "en" && s.En != "" {
		return s.En
	}
	return s.Vi
}

// Off takes a row of the law's decision table out of force, by a row of the
// office file.
type Off struct {
	ID    string        `json:"id" yaml:"id"`
	From  calendar.Date `json:"from,omitzero" yaml:"from"` // first day without it; zero: always
	To    calendar.Date `json:"to,omitzero" yaml:"to"`     // last such day; zero: open-ended
	Basis []string      `json:"basis" yaml:"basis"`        // what decided it
}

// Reason is the key of the sentence in bot/text that says why.
func (r Rule) Reason() string { return "rule." + r.ID }

// On says whether the row is valid on a day.
func (r Rule) On(d calendar.Date) bool { return within(r.From, r.To, d) }

// Confirm says whether the procuracy must confirm the row before relying on it
// for what comes in on a day (cần xác nhận).
func (r Rule) Confirm(on calendar.Date) bool { return r.Mark.confirm(r.Replaced, on) }

// Check returns an error that says what is wrong with a row of the office file.
func (r Rule) Check() error {
	outward := slices.Contains([]Disposition{Transfer, ReferProcuracy, Supervise, Demand, RelayCrime}, r.Disposition)
	switch {
	case r.ID == "" || r.ID == NoRule:
		return fmt.Errorf("rule %q: the id is missing or taken", r.ID)
	case !Known(r.Disposition, Dispositions()):
		return fmt.Errorf("rule %s: no such disposition %q", r.ID, r.Disposition)
	case outward && r.Destination == "":
		return fmt.Errorf("rule %s: %s needs a destination", r.ID, r.Disposition)
	case r.Settles != TierByPlace && r.Settles != TierProvincial:
		return fmt.Errorf("rule %s: no such tier %q", r.ID, r.Settles)
	case len(r.Basis) == 0 || slices.Contains(r.Basis, ""):
		return fmt.Errorf("rule %s: names no law", r.ID)
	case len(r.When.Facts()) == 0:
		return fmt.Errorf("rule %s: holds of everything", r.ID)
	}
	if err := r.When.Check(); err != nil {
		return fmt.Errorf("rule %s: %w", r.ID, err)
	}
	return nil
}

// ReasonKeys lists every key that Decision.Reasons can hold, so that bot/text
// can prove that it has a sentence for each.
func ReasonKeys() []string {
	keys := []string{"rule." + NoRule}
	for _, r := range Rules() {
		keys = append(keys, r.Reason())
	}
	for _, a := range assumptions() {
		keys = append(keys, assumedKeys[a.fact])
	}
	for _, r := range EligibilityReasons() {
		keys = append(keys, eligibilityKey(r))
	}
	return keys
}

func eligibilityKey(reason string) string { return "eligibility." + reason }
