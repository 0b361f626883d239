package triage

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiepdan/triage/calendar"
)

func TestAskNamesWhatWouldChangeTheOutcome(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	d := Decide(o, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation}, at)
	for _, want := range []string{"role", "round", "approved_by_procuracy", "overdue_proof"} {
		if !slices.Contains(d.Ask, want) {
			t.Errorf("asks %v, want %s among them", d.Ask, want)
		}
	}
	if !slices.Contains(d.Reasons, "assumed.round") {
		t.Errorf("reasons %v do not say that a first complaint was assumed", d.Reasons)
	}
	if slices.Contains(d.Ask, "judgment.court") || slices.Contains(d.Ask, "ignored") {
		t.Errorf("asks %v: what no row that could still hold looks at", d.Ask)
	}
	names := FactNames()
	if !slices.IsSortedFunc(d.Ask, func(a, b string) int { return slices.Index(names, a) - slices.Index(names, b) }) {
		t.Errorf("asks %v: not cheapest first", d.Ask)
	}
	told := Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Ignored: No, JudicialOffender: No, Military: No, Province: "22"}
	if d := Decide(o, told, at); len(d.Ask) > 0 {
		t.Errorf("everything is told, yet it asks %v", d.Ask)
	}
}

// Each fact in Ask has an answer that leads elsewhere, or was assumed by the row.
func TestAskIsNeverIdle(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for _, r := range Rules() {
		d := Decide(o, r.Example, at)
		for _, name := range d.Ask {
			if slices.Contains(d.Reasons, "assumed."+name) {
				continue
			}
			moved := false
			for _, f := range answers(name, r.Example) {
				e := Decide(o, f, at)
				moved = moved || e.Disposition != d.Disposition || e.Destination != d.Destination || e.Unit != d.Unit
			}
			if !moved {
				t.Errorf("%s asks for %s, and no answer changes anything", r.ID, name)
			}
		}
	}
}

// The questions are exactly those of which some answer, tried one by one, leads
// elsewhere, and those that the deciding row took for granted.
func TestAskIsWhatEveryAnswerWouldChange(t *testing.T) {
	o := testOffice()
	r := rand.New(rand.NewPCG(4, 5))
	days := []string{"2018-03-01", "2024-05-02", "2026-11-20"}
	asked := 0
	for range 1500 {
		f, at := randomFacts(r), noon(t, days[r.IntN(len(days))])
		d, seen := decide(&o, &f, at)
		var want []string
		for fact := range factTable {
			name := askNames[fact]
			if seen.given[fact] != 0 || slices.Contains(want, name) {
				continue
			}
			need := seen.row != nil && assumed[fact] != 0 && seen.row.names>>fact&1 == 1
			for _, g := range answers(name, f) {
				e, _ := decide(&o, &g, at)
				need = need || e.Disposition != d.Disposition || e.Destination != d.Destination
			}
			if need {
				want = append(want, name)
			}
		}
		got := Decide(o, f, at).Ask
		if !slices.Equal(got, want) {
			t.Fatalf("%+v by %s: asks %v, want %v", f, d.Rule, got, want)
		}
		asked += len(got)
	}
	if asked < 1500 {
		t.Errorf("only %d questions in all", asked)
	}
}

// randomFacts knows some of everything.
func randomFacts(r *rand.Rand) Facts {
	f := Rules()[r.IntN(len(Rules()))].Example
	if r.IntN(4) == 0 {
		f = Facts{}
	}
	for fact := range factTable {
		switch list := answers(askNames[fact], f); {
		case len(list) == 0:
		case r.IntN(5) == 0:
			f = list[r.IntN(len(list))]
		}
	}
	if r.IntN(3) == 0 {
		f.Body = ""
	}
	if r.IntN(3) == 0 {
		f.Field = ""
	}
	return f
}

// answers is f with every possible answer to one question.
func answers(name string, f Facts) []Facts {
	var list []Facts
	add := func(change func(*Facts)) {
		g := f
		change(&g)
		list = append(list, g)
	}
	if at, ok := triOf()[name]; ok {
		add(func(f *Facts) { *at(f) = Yes })
		add(func(f *Facts) { *at(f) = No })
	}
	if name == "judgment.effective" {
		add(func(f *Facts) { f.Judgment.Effective = calendar.NewDate(2012, 3, 2) })
		add(func(f *Facts) { f.Judgment.Effective = calendar.NewDate(2026, 11, 2) })
	}
	for _, v := range FactValues(name) {
		switch name {
		case "kind":
			add(func(f *Facts) { f.Kind = Kind(v) })
		case "body":
			add(func(f *Facts) { f.Body = Body(v) })
		case "role":
			add(func(f *Facts) { f.Role = Role(v) })
		case "field":
			add(func(f *Facts) { f.Field = Field(v) })
		case "stage":
			add(func(f *Facts) { f.Stage = Stage(v) })
		case "level":
			add(func(f *Facts) { f.Level = Level(v) })
		case "judgment.court":
			add(func(f *Facts) { f.Judgment.Court = Court(v) })
		case "round":
			add(func(f *Facts) { f.Round = int(v[0] - '0') })
		case "province":
			add(func(f *Facts) { f.Province = map[string]string{placeHere: "22", placeElsewhere: "40"}[v] })
		}
	}
	return list
}

// triOf finds the three-valued facts by name.
func triOf() map[string]func(*Facts) *Tri {
	all := map[string]func(*Facts) *Tri{"judgment.final": func(f *Facts) *Tri { return &f.Judgment.Final }}
	kind := reflect.TypeFor[Facts]()
	for i := range kind.NumField() {
		if kind.Field(i).Type == reflect.TypeFor[Tri]() {
			name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			all[name] = func(f *Facts) *Tri { return reflect.ValueOf(f).Elem().Field(i).Addr().Interface().(*Tri) }
		}
	}
	return all
}
