package triage

import (
	"math/bits"
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
	for _, fact := range seen.asks(&f) {
		d.Ask = append(d.Ask, factTable[fact].name)
		if assumed[fact] != 0 {
			d.Reasons = append(d.Reasons, assumedKey(fact))
		}
	}
	d.Eligibility = eligibility(o, f, d, at)
	d = d.takeOver()
	d.Bucket = d.Disposition.Carried().Bucket
	return d
}

// view is the facts as the table saw them, and the row that decided.
type view struct {
	own   *tableOf // the office file's rows; nil if there are none
	on    calendar.Date
	given vector // what was told
	base  vector // … with the ordinary case for the rest
	row   *compiled
}

// decide finds the row and what follows from it alone.
func decide(o *Office, f *Facts, at time.Time) (Decision, view) {
	seen := view{on: calendar.Of(at), given: facing(o.Province, f, at)}
	if len(o.Rules) > 0 {
		seen.own = byKind(o.Rules)
	}
	seen.base = suppose(seen.given)
	seen.row = seen.first(&seen.base)
	if seen.row == nil {
		return Decision{Disposition: Human, Rule: NoRule, Basis: []string{noBasis}, Reasons: []string{"rule." + NoRule}, Urgent: urgent(f)}, seen
	}
	row := seen.row
	d := Decision{
		Disposition: row.Disposition, Destination: row.goes(f), Rule: row.ID,
		Basis: slices.Clone(row.Basis), Reasons: []string{row.reason}, Confirm: row.Mark.Confirm(), Urgent: urgent(f),
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
func (s *view) first(v *vector) *compiled { return s.firstNaming(^uint64(0), v) }

// firstNaming is first where v differs from the base only in the facts given:
// a row before the deciding one that names none of them still does not hold.
func (s *view) firstNaming(facts uint64, v *vector) *compiled {
	before := s.row != nil
	for _, t := range [...]*tableOf{s.own, table} {
		if t == nil {
			continue
		}
		for _, r := range t[v[factKind]] {
			if r == s.row {
				before = false
			}
			if before && r.names&facts == 0 {
				continue
			}
			if r.when.eval(v) == Yes && r.On(s.on) {
				return r
			}
		}
	}
	return nil
}

// The keys of our own two tiers.
const (
	keyProvincial = "VKS_TINH"
	keyRegional   = "VKS_KV"
)

// settlingKey says which of our tiers settles: a head, and the people of the
// provincial procuracy, are the business of the unit above (conflict of interest).
func settlingKey(t Tier, f *Facts) string {
	if t == TierProvincial || f.Body == BodyProcuracy && (f.Role == RoleHead || f.Level == LevelProvincial) {
		return keyProvincial
	}
	return keyRegional
}

// urgent is DESIGN §3 "Urgent": arrest and custody, surrender, danger now
// (a child, self-harm, fresh grave violence with the suspect within reach,
// health in custody), and violence against somebody who is held.
func urgent(f *Facts) bool {
	return f.Field == FieldArrest || f.Kind == Surrender || f.Danger == Yes ||
		f.Detained == Yes && f.Kind == CrimeReport
}

// asks lists the facts that nobody has told and that would change disposition
// or destination, cheapest first, and those that the deciding row assumed. Only
// facts are tried that some row looks at whose other facts still allow it.
func (s *view) asks(f *Facts) []int {
	var open, looked uint64
	for fact, value := range s.given {
		if value == 0 {
			open |= 1 << fact
		}
	}
	for _, t := range [...]*tableOf{s.own, table} {
		if t == nil {
			continue
		}
		for _, r := range t[s.given[factKind]] {
			if r.names&open != 0 && r.when.eval(&s.given) != No {
				looked |= r.names
			}
		}
	}
	var facts []int
	for left := looked & open &^ (1 << factLate); left != 0; left &= left - 1 {
		fact := bits.TrailingZeros64(left)
		need := s.row != nil && assumed[fact] != 0 && s.row.names>>fact&1 == 1
		naming := uint64(1) << fact
		if fact == factKind {
			naming = ^uint64(0) // another kind has other rows
		}
		v := s.base
		for value := 1; value <= len(factTable[fact].values) && !need; value++ {
			if v[fact] = uint8(value); v[fact] != s.base[fact] {
				need = differs(s.row, s.firstNaming(naming, &v), f, fact, value)
			}
		}
		if need {
			facts = append(facts, fact)
		}
	}
	return facts
}

// differs says whether b, the row if a fact had another value, leads elsewhere
// than a.
func differs(a, b *compiled, f *Facts, fact, value int) bool {
	if a == nil || b == nil {
		return a != b
	}
	if a.Disposition != b.Disposition {
		return true
	}
	other := *f
	switch fact {
	case factBody:
		other.Body = Bodies()[value-1]
	case factRole:
		other.Role = Roles()[value-1]
	case factLevel:
		other.Level = Levels()[value-1]
	case factCourt:
		other.Judgment.Court = Courts()[value-1]
	}
	return a.goes(f) != b.goes(&other)
}

// goes is the key of the destination of what the row decides.
func (r *compiled) goes(f *Facts) string {
	if r.Disposition == Settle {
		return settlingKey(r.Settles, f)
	}
	return destination(r.Destination, f)
}
