package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// The facts a condition may name, in the order in which they are cheapest to
// ask a citizen: that is the order of Decision.Ask.
const (
	factKind = iota
	factBody
	factRole
	factRound
	factStage
	factField
	factLevel
	factCourt
	factFinal
	factApproved
	factOverdue
	factIgnored
	factJudicial
	factOutside
	factProvince
	factMilitary
	factDetained
	factDanger
	factAnonymous
	factSigned
	factSettled
	factGuided
	factSent
	factSpecific
	factExcused
	factAffected
	factCapable
	factRepresented
	factInCourt
	factWithdrawn
	factCoerced
	factVietnamese
	factUnreadable
	factInsult
	factRetaliates
	factNewEvidence
	factLate
	factCount
)

// Values of facts that are not words of the vocabulary.
const (
	answerYes      = "yes"
	answerNo       = "no"
	placeHere      = "here"      // in our province
	placeElsewhere = "elsewhere" // in another one
)

// requestMonths is how long after a judgment took effect a party may ask for
// cassation (CPC civil 327, LAP 256).
const requestMonths = 12

// factDef is one fact as conditions see it.
type factDef struct {
	name   string // as in the JSON of Facts
	values []string
}

// vector holds the value of every fact: 0 for not known, else the index in
// factDef.values plus one.
type vector [factCount]uint8

// factTable is built once and never changed.
var factTable = [factCount]factDef{
	factKind:        {"kind", texts(Kinds())},
	factBody:        {"body", texts(Bodies())},
	factRole:        {"role", texts(Roles())},
	factRound:       {"round", []string{"1", "2", "3"}},
	factStage:       {"stage", texts(Stages())},
	factField:       {"field", texts(Fields())},
	factLevel:       {"level", texts(Levels())},
	factCourt:       {"judgment.court", texts(Courts())},
	factFinal:       {"judgment.final", yesNo()},
	factApproved:    {"approved_by_procuracy", yesNo()},
	factOverdue:     {"overdue_proof", yesNo()},
	factIgnored:     {"ignored", yesNo()},
	factJudicial:    {"judicial_offender", yesNo()},
	factOutside:     {"outside_proceedings", yesNo()},
	factProvince:    {"province", []string{placeHere, placeElsewhere}},
	factMilitary:    {"military", yesNo()},
	factDetained:    {"detained", yesNo()},
	factDanger:      {"danger", yesNo()},
	factAnonymous:   {"anonymous", yesNo()},
	factSigned:      {"signed", yesNo()},
	factSettled:     {"settled_before", yesNo()},
	factGuided:      {"guided_before", yesNo()},
	factSent:        {"sent_right_place", yesNo()},
	factSpecific:    {"specific", yesNo()},
	factExcused:     {"excused", yesNo()},
	factAffected:    {"affected", yesNo()},
	factCapable:     {"capable", yesNo()},
	factRepresented: {"represented", yesNo()},
	factInCourt:     {"in_court", yesNo()},
	factWithdrawn:   {"withdrawn", yesNo()},
	factCoerced:     {"coerced", yesNo()},
	factVietnamese:  {"vietnamese", yesNo()},
	factUnreadable:  {"unreadable", yesNo()},
	factInsult:      {"insult", yesNo()},
	factRetaliates:  {"retaliates", yesNo()},
	factNewEvidence: {"new_evidence", yesNo()},
	factLate:        {"judgment.over_a_year", yesNo()}, // derived from judgment.effective and the day of the request
}

func yesNo() []string { return []string{answerYes, answerNo} }

func texts[T ~string](values []T) []string {
	var all []string
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

func factIndex(name string) int {
	return slices.IndexFunc(factTable[:], func(d factDef) bool { return d.name == name })
}

// FactNames lists the facts that a condition may name, cheapest to ask first.
func FactNames() []string {
	var names []string
	for _, d := range factTable {
		names = append(names, d.name)
	}
	return names
}

// FactValues lists the values that a condition on a fact may name, besides
// NotKnown; none for a fact that does not exist.
func FactValues(name string) []string {
	i := factIndex(name)
	if i < 0 {
		return nil
	}
	return slices.Clone(factTable[i].values)
}

// Told is one fact of a petition with its value, as conditions name them.
type Told struct{ Fact, Value string }

// Told lists what the facts tell, as conditions see them in a province at a
// moment, cheapest to ask first.
func (f Facts) Told(province string, at time.Time) []Told {
	var list []Told
	for fact, value := range facing(province, &f, at) {
		if value != 0 {
			list = append(list, Told{factTable[fact].name, factTable[fact].values[value-1]})
		}
	}
	return list
}

// facing reads the values of all facts, seen from a province at a moment.
func facing(province string, f *Facts, at time.Time) vector {
	var v vector
	v[factKind] = place(factKind, string(f.Kind))
	v[factBody] = place(factBody, string(f.Body))
	v[factRole] = place(factRole, string(f.Role))
	v[factRound] = uint8(min(max(f.Round, 0), 3))
	v[factStage] = place(factStage, string(f.Stage))
	v[factField] = place(factField, string(f.Field))
	v[factLevel] = place(factLevel, string(f.Level))
	v[factCourt] = place(factCourt, string(f.court()))
	v[factFinal] = f.Judgment.Final.value()
	v[factApproved] = f.ApprovedByProcuracy.value()
	v[factOverdue] = f.OverdueProof.value()
	v[factIgnored] = f.Ignored.value()
	v[factJudicial] = f.JudicialOffender.value()
	v[factOutside] = f.OutsideProceedings.value()
	v[factMilitary] = f.Military.value()
	v[factDetained] = f.Detained.value()
	v[factDanger] = f.Danger.value()
	v[factAnonymous] = f.Anonymous.value()
	v[factSigned] = f.Signed.value()
	v[factSettled] = f.SettledBefore.value()
	v[factGuided] = f.GuidedBefore.value()
	v[factSent] = f.SentRightPlace.value()
	v[factSpecific] = f.Specific.value()
	v[factExcused] = f.Excused.value()
	v[factAffected] = f.Affected.value()
	v[factCapable] = f.Capable.value()
	v[factRepresented] = f.Represented.value()
	v[factInCourt] = f.InCourt.value()
	v[factWithdrawn] = f.Withdrawn.value()
	v[factCoerced] = f.Coerced.value()
	v[factVietnamese] = f.Vietnamese.value()
	v[factUnreadable] = f.Unreadable.value()
	v[factInsult] = f.Insult.value()
	v[factRetaliates] = f.Retaliates.value()
	v[factNewEvidence] = f.NewEvidence.value()
	if f.Province != "" {
		v[factProvince] = Is(f.Province == province).value()
	}
	if e := f.Judgment.Effective; !e.IsZero() && !at.IsZero() {
		v[factLate] = Is(calendar.Of(at).After(e.AddMonths(requestMonths))).value()
	}
	return v
}

// court is the tier of the court that gave the judgment, told by itself or by
// the tier of the body complained of.
func (f *Facts) court() Court {
	switch {
	case f.Judgment.Court != "" || f.Body != BodyCourt:
		return f.Judgment.Court
	case f.Level == LevelProvincial:
		return CourtProvincial
	case f.Level == LevelCentral:
		return CourtSupreme
	case f.Level != "":
		return CourtRegional
	}
	return ""
}

// value is the place of an answer in yesNo (and of a yes in here/elsewhere) plus one.
func (t Tri) value() uint8 {
	switch t {
	case Yes:
		return 1
	case No:
		return 2
	}
	return 0
}

// place finds a value of a fact; what is not in the vocabulary is not known.
func place(fact int, value string) uint8 {
	if value == "" {
		return 0
	}
	return uint8(slices.Index(factTable[fact].values, value) + 1)
}
