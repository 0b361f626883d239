package reading

import (
	"slices"

	"tiepdan/triage"
)

// flag is a fact that the model answers with yes or no, beside kind, field and body.
type flag int

const (
	flagHead flag = iota
	flagDeputy
	flagSecond
	flagOverdue
	flagIgnored
	flagApproved
	flagJudicial
	flagOutside
	flagMilitary
	flagDetained
	flagUrgent
	flagAnonymous
	flagFinal
	flagNotFinal
	flagRegionalCourt
	flagProvincialCourt
	flagHighCourt
	flagDistrictCourt
	flagProvincialLevel
	flagCentralLevel
	flags
)

// flagRow is one flag: its name in the weights, and what a labelled petition
// says of it.
type flagRow struct {
	name string
	of   func(e *Example) triage.Tri // Unknown: the petition is not used for this flag
}

var flagTable = [flags]flagRow{
	flagHead:     {"head", func(e *Example) triage.Tri { return triage.Is(e.Role == triage.RoleHead) }},
	flagDeputy:   {"deputy", func(e *Example) triage.Tri { return triage.Is(e.Role == triage.RoleDeputy) }},
	flagSecond:   {"second", func(e *Example) triage.Tri { return triage.Is(e.Round > 1) }},
	flagOverdue:  {"overdue", func(e *Example) triage.Tri { return given(e.OverdueProof) }},
	flagIgnored:  {"ignored", func(e *Example) triage.Tri { return onlyOf(e, e.Ignored, triage.CrimeReport) }},
	flagApproved: {"approved", func(e *Example) triage.Tri { return given(e.ApprovedByProcuracy) }},
	flagJudicial: {"judicial", func(e *Example) triage.Tri { return onlyOf(e, e.JudicialOffender, triage.CrimeReport) }},
	flagOutside:  {"outside", func(e *Example) triage.Tri { return given(e.OutsideProceedings) }},
	flagMilitary: {"military", func(e *Example) triage.Tri {
		return triage.Is(e.Military == triage.Yes || e.Body == triage.BodyMilitary)
	}},
	flagDetained:        {"detained", func(e *Example) triage.Tri { return given(e.Detained) }},
	flagUrgent:          {"urgent", func(e *Example) triage.Tri { return e.Urgent }},
	flagAnonymous:       {"anonymous", func(e *Example) triage.Tri { return given(e.Anonymous) }},
	flagFinal:           {"final", func(e *Example) triage.Tri { return triage.Is(e.Judgment.Final == triage.Yes) }},
	flagNotFinal:        {"not_final", func(e *Example) triage.Tri { return triage.Is(e.Judgment.Final == triage.No) }},
	flagRegionalCourt:   courtRow(triage.CourtRegional),
	flagProvincialCourt: courtRow(triage.CourtProvincial),
	flagHighCourt:       courtRow(triage.CourtHigh),
	flagDistrictCourt:   courtRow(triage.CourtDistrict),
	flagProvincialLevel: levelRow(triage.LevelProvincial),
	flagCentralLevel:    levelRow(triage.LevelCentral),
}

// given is yes where the petition says so: what it does not say is taken for no
// in training, since a reader is to find what is said.
func given(t triage.Tri) triage.Tri { return triage.Is(t == triage.Yes) }

// onlyOf asks about petitions of one kind.
func onlyOf(e *Example, t triage.Tri, k triage.Kind) triage.Tri {
	if e.Kind != k {
		return triage.Unknown
	}
	return given(t)
}

func courtRow(c triage.Court) flagRow {
	return flagRow{"court." + string(c), func(e *Example) triage.Tri {
		if e.Judgment.Court == "" {
			return triage.Unknown
		}
		return triage.Is(e.Judgment.Court == c)
	}}
}

func levelRow(l triage.Level) flagRow {
	return flagRow{"level." + string(l), func(e *Example) triage.Tri {
		if e.Level == "" && l != triage.LevelCentral {
			return triage.Unknown
		}
		return triage.Is(e.Level == l)
	}}
}

// The outputs of the model, side by side: kinds, fields, bodies, flags.
var (
	kinds  = triage.Kinds()
	fields = triage.Fields()
	bodies = triage.Bodies()

	fieldsAt = len(kinds)
	bodiesAt = fieldsAt + len(fields)
	flagsAt  = bodiesAt + len(bodies)
	outputs  = flagsAt + int(flags)
)

const mostOutputs = 64

// outputNames are the outputs as they stand in the weights.
func outputNames() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, "kind."+string(k))
	}
	for _, f := range fields {
		names = append(names, "field."+string(f))
	}
	for _, b := range bodies {
		names = append(names, "body."+string(b))
	}
	for _, f := range flagTable {
		names = append(names, "flag."+f.name)
	}
	return names
}

// trio is a kind, a field and a body that go together, as places in their lists.
type trio struct{ kind, field, body int }

func (t trio) outputs() [3]int { return [3]int{t.kind, fieldsAt + t.field, bodiesAt + t.body} }

// trioOf finds the places; ok is false for a value outside the vocabulary.
func trioOf(k triage.Kind, f triage.Field, b triage.Body) (t trio, ok bool) {
	t = trio{slices.Index(kinds, k), slices.Index(fields, f), slices.Index(bodies, b)}
	return t, t.kind >= 0 && t.field >= 0 && t.body >= 0
}
