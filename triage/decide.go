package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// assumption is a fact that is taken for granted until somebody says otherwise.
type assumption struct {
	fact  int
	value string
}

// assumptions are the ordinary case: a first complaint about an officer of the
// regional tier, during the investigation (DESIGN §3). One that the deciding
// row looked at is named in Decision.Ask and in its reasons.
func assumptions() []assumption {
	return []assumption{
		{factRole, string(RoleOfficer)},
		{factRound, "1"},
		{factStage, string(StageInvestigation)},
		{factLevel, string(LevelRegional)},
		{factCourt, string(CourtRegional)},
	}
}

// noBasis stands where no row decides: the law wants nobody turned away unread.
const noBasis = "LTCD 26"

// assumed is built once and never changed.
var assumed = func() (v vector) {
	for _, a := range assumptions() {
		v[a.fact] = uint8(slices.Index(factTable[a.fact].values, a.value) + 1)
	}
	return v
}()

// Decide says whose business a petition is (phân loại, xác định thẩm quyền),
// by the rules valid at a moment. It is pure: the same facts, office and moment
// give the same decision. A fact that is not known rejects nobody: the ordinary
// case is assumed, and Ask names what could change the outcome.
func Decide(o Office, f Facts, at time.Time) Decision {
	d, seen := decide(&o, &f, at)
	d.ask(seen.asks(&f))
	eligibility(&o, &f, &seen, &d, at)
	d.Bucket = d.Disposition.Carried().Bucket
	return d
}

// view is the facts as the table saw them, and the row that decided.
type view struct {
	rows  *part
	on    calendar.Date
	given vector // what was told
	told  uint64 // … as a set
	base  bitmap // … with the ordinary case for the rest
	row   *compiled
}

// look reads the facts for a table on a day.
func look(o *Office, f *Facts, at time.Time) view {
	seen := view{on: calendar.Of(at), given: facing(o.Province, f, at)}
	for fact, value := range seen.given {
		if value != 0 {
			seen.told |= 1 << fact
		}
	}
	ordinary := suppose(seen.given)
	seen.base = ordinary.bits()
	seen.rows = &o.table().kinds[seen.given[factKind]]
	seen.row = seen.first(&seen.base)
	return seen
}

// decide finds the row and what follows from it alone.
func decide(o *Office, f *Facts, at time.Time) (Decision, view) {
	seen := look(o, f, at)
	row := seen.row
	if row == nil {
		return Decision{Disposition: Human, Rule: NoRule, Basis: []string{noBasis}, Reasons: []string{"rule." + NoRule}, Urgent: urgent(f)}, seen
	}
	d := Decision{
		Disposition: row.Disposition, Destination: row.goes(f, seen.on), Rule: row.ID,
		Basis: slices.Clone(row.Basis), Reasons: []string{row.reason}, Confirm: row.Confirm(seen.on), Urgent: urgent(f),
	}
	if row.Disposition == Settle && d.Destination == keyProvincial {
		d.Unit = string(o.Provincial().ID)
	}
	return d, seen
}

// suppose fills in the ordinary case for what is not known.
func suppose(v vector) vector {
	for fact, value := range assumed {
		if v[fact] == 0 {
			v[fact] = value
		}
	}
	return v
}

// first finds the first row that holds; nil if none does.
func (s *view) first(v *bitmap) *compiled {
	for _, r := range s.rows.rows {
		if r.holds(v) && r.on(s.on) {
			return r
		}
	}
	return nil
}

// urgent is DESIGN §3 "Urgent": arrest and custody, surrender, danger now
// (a child, self-harm, fresh grave violence with the suspect within reach,
// health in custody), and violence against somebody who is held.
func urgent(f *Facts) bool {
	return f.Field == FieldArrest || f.Kind == Surrender || f.Danger == Yes ||
		f.Detained == Yes && f.Kind == CrimeReport
}
