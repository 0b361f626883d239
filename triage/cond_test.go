package triage

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCondIsThreeValued(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	police := ofBody(BodyInvestigation)
	for _, c := range []struct {
		cond  Cond
		facts Facts
		want  Tri
	}{
		{Cond{}, Facts{}, Yes},
		{police, Facts{}, Unknown},
		{police, Facts{Body: BodyInvestigation}, Yes},
		{police, Facts{Body: BodyCourt}, No},
		{police, Facts{Body: "no such body"}, Unknown},
		{is("body", BodyCourt, NotKnown), Facts{}, Yes},
		{not(police), Facts{}, Unknown},
		{not(police), Facts{Body: BodyCourt}, Yes},
		{allOf(police, yes("signed")), Facts{Body: BodyCourt}, No},
		{allOf(police, yes("signed")), Facts{Body: BodyInvestigation}, Unknown},
		{anyOf(police, yes("signed")), Facts{Signed: Yes}, Yes},
		{anyOf(police, yes("signed")), Facts{Signed: No}, Unknown},
		{laterRound(), Facts{Round: 2}, Yes},
		{elsewhere(), Facts{Province: "40"}, Yes},
		{elsewhere(), Facts{Province: "22"}, No},
		{elsewhere(), Facts{}, Unknown},
	} {
		if got := holds(c.cond, o, c.facts, at); got != c.want {
			t.Errorf("%s of %+v: %d, want %d", c.cond, c.facts, got, c.want)
		}
	}
}

// holds says whether a condition holds of facts in an office at a moment.
func holds(c Cond, o Office, f Facts, at time.Time) Tri {
	v := facing(o.Province, &f, at)
	n := c.compile()
	return n.eval(&v)
}

// A condition that is decided stays decided whatever else is told.
func TestCondIsMonotone(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for _, r := range Rules() {
		for _, f := range []Facts{{}, {Kind: Complaint}, {Kind: Denunciation, Body: BodyProcuracy}, {Field: FieldArrest}} {
			before := holds(r.When, o, f, at)
			if before == Unknown || slices.Contains(mentions(r.When), NotKnown) {
				continue
			}
			for _, name := range r.When.Facts() {
				if v := facing(o.Province, &f, at); v[factIndex(name)] != 0 {
					continue
				}
				for _, g := range answers(name, f) {
					if got := holds(r.When, o, g, at); got != before {
						t.Fatalf("%s: %d of %+v, but %d when %s is told", r.ID, before, f, got, name)
					}
				}
			}
		}
	}
}

func mentions(c Cond) []string {
	list := slices.Clone(c.Is)
	for _, k := range append(slices.Clone(c.All), c.Any...) {
		list = append(list, mentions(k)...)
	}
	if c.Not != nil {
		list = append(list, mentions(*c.Not)...)
	}
	return list
}

func TestCondNamesItsFacts(t *testing.T) {
	c := allOf(ofKind(Complaint), anyOf(yes("signed"), ofKind(Request)), not(headed()))
	if got := c.Facts(); !slices.Equal(got, []string{"kind", "signed", "role"}) {
		t.Errorf("names %v", got)
	}
}

func TestCondCheckFindsSlips(t *testing.T) {
	for want, c := range map[string]Cond{
		"colour":   is("colour", "red"),
		"boss":     is("role", "boss"),
		"no value": is[string]("role"),
		"only one": {Fact: "role", Is: []string{"head"}, All: []Cond{headed()}},
		"nobody":   not(anyOf(allOf(is("body", "nobody")))),
		"fact":     {Is: []string{"head"}},
	} {
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := (Cond{}).Check(); err != nil {
		t.Errorf("the condition that always holds: %v", err)
	}
}

func TestCondIsDataAndPrints(t *testing.T) {
	for _, r := range Rules() {
		out, err := json.Marshal(r.When)
		var again Cond
		if err != nil || json.Unmarshal(out, &again) != nil || !reflect.DeepEqual(again, r.When) {
			t.Errorf("%s: %s does not read as it was written (%v)", r.ID, out, err)
		}
		if s := r.When.String(); s == "" || strings.Contains(s, "always") {
			t.Errorf("%s prints as %q", r.ID, s)
		}
	}
	c := allOf(ofKind(Complaint, Denunciation), anyOf(headed(), laterRound()))
	if got := c.String(); got != "kind = complaint|denunciation and (role = head or round = 2|3)" {
		t.Errorf("prints as %q", got)
	}
}
