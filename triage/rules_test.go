package triage

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

// Every row decides its own example; and without the row another one would, so
// none is shadowed and none is idle.
func TestEveryRuleDecidesItsExample(t *testing.T) {
	o := testOffice()
	for _, r := range Rules() {
		at := inForce(t, r)
		d := Decide(o, r.Example, at)
		if d.Rule != r.ID {
			t.Errorf("%s: its example is decided by %s", r.ID, d.Rule)
		}
		if d.Disposition != r.Disposition {
			t.Errorf("%s: disposition %s, want %s", r.ID, d.Disposition, r.Disposition)
		}
		seen := look(&o, &r.Example, at)
		for _, before := range seen.rows.rows {
			if before.ID == r.ID {
				break
			}
			if before.holds(&seen.base) && before.on(seen.on) {
				t.Errorf("%s is shadowed by %s", r.ID, before.ID)
			}
		}
	}
}

// inForce is a moment at which a row is in force.
func inForce(t testing.TB, r Rule) time.Time {
	if !r.To.IsZero() {
		return r.To.Start()
	}
	return noon(t, "2026-11-21")
}

func TestRulesAreWellFormed(t *testing.T) {
	keys, reasons := DestinationKeys(), ReasonKeys()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.ID == NoRule {
			t.Errorf("%s: the id is used twice", r.ID)
		}
		seen[r.ID] = true
		if err := r.Check(); err != nil {
			t.Error(err)
		}
		if !slices.Contains(Marks(), r.Mark) {
			t.Errorf("%s: mark %q", r.ID, r.Mark)
		}
		if !slices.Contains(reasons, r.Reason()) {
			t.Errorf("%s: its reason is not listed", r.ID)
		}
		if r.Destination != "" && !slices.Contains(keys, r.Destination) && !slices.Contains([]string{OfBody, OfSuperior, OfCourt, OfReview}, r.Destination) {
			t.Errorf("%s: destination %q is not listed", r.ID, r.Destination)
		}
	}
	for _, want := range strings.Fields(`J01 J02 J03 J04 J05 J06 J07 J08 J09 J10 J11 J12 J13 J14 J15 J16 J17 J18 J19 J20 J21 J22 J23
		J24 J25 J26 J27 J28 J29 J30 J31 J32 J33 J34 J35 J36 J37 J38 J39 J40 J41 J42 J43 J44 J46 J47 J48`) {
		if !seen[want] {
			t.Errorf("row %s of the decision table is missing", want)
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(reasons)))) != len(reasons) {
		t.Error("a reason key is listed twice")
	}
}

// Whatever the facts, a decision names its rule, its law, a listed destination
// and listed reasons (P12), and what goes out goes somewhere (P15).
func TestEveryDecisionIsComplete(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	keys, reasons := DestinationKeys(), ReasonKeys()
	n := 0
	for _, kind := range append(Kinds(), "") {
		for _, body := range append(Bodies(), "") {
			for _, field := range append(Fields(), "") {
				for _, role := range append(Roles(), "") {
					for _, level := range append(Levels(), "") {
						for round := range 4 {
							f := Facts{Kind: kind, Body: body, Field: field, Role: role, Level: level, Round: round}
							row := look(&o, &f, at).row
							if row == nil {
								continue
							}
							n++
							key := destination(row.Destination, &f, calendar.Of(at))
							if key != "" && !slices.Contains(keys, key) {
								t.Fatalf("%s: destination %q of %+v is not listed", row.ID, key, f)
							}
							if key == "" && slices.Contains([]Disposition{Transfer, ReferProcuracy, Supervise, Demand, RelayCrime}, row.Disposition) {
								t.Fatalf("%s: %+v goes nowhere", row.ID, f)
							}
						}
					}
				}
			}
		}
	}
	if n < 100_000 {
		t.Errorf("only %d combinations are decided by a row", n)
	}
	for _, f := range []Facts{{}, {Kind: Complaint}, {Body: BodyCourt}, {Kind: Denunciation, Field: FieldDetention, Anonymous: Yes}} {
		d := Decide(o, f, at)
		if d.Rule == "" || len(d.Basis) == 0 || len(d.Reasons) == 0 {
			t.Errorf("%+v: %+v", f, d)
		}
		for _, r := range d.Reasons {
			if !slices.Contains(reasons, r) {
				t.Errorf("%+v: reason %q is not listed", f, r)
			}
		}
	}
}

// A kind that is known is left to a person only where too little else is known.
func TestHumanOnlyWhereTooLittleIsKnown(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for _, kind := range Kinds() {
		d := Decide(o, Facts{Kind: kind}, at)
		personal := kind == Complaint || kind == Denunciation
		if (d.Disposition == Human) != personal {
			t.Errorf("%s alone: %s", kind, d.Disposition)
		}
		if personal && !slices.Contains(d.Ask, "body") {
			t.Errorf("%s alone: asks %v, want body", kind, d.Ask)
		}
	}
	if d := Decide(o, Facts{}, at); d.Disposition != Human || !slices.Contains(d.Ask, "kind") {
		t.Errorf("nothing known: %s, asks %v", d.Disposition, d.Ask)
	}
}

func TestRuleCheckFindsSlips(t *testing.T) {
	good := Rules()[0]
	for name, spoil := range map[string]func(*Rule){
		"id": func(r *Rule) { r.ID = "" }, "disposition": func(r *Rule) { r.Disposition = "settel" }, "destination": func(r *Rule) { r.Destination = "" },
		"tier": func(r *Rule) { r.Settles = "district" }, "law": func(r *Rule) { r.Basis = nil }, "everything": func(r *Rule) { r.When = Cond{} },
		"value": func(r *Rule) { r.When = is("role", "boss") },
	} {
		bad := good
		spoil(&bad)
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRuleOfTheOfficeFileComesFirst(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	mine := Rule{ID: "O-land", When: allOf(ofKind(Complaint), ofBody(BodyAdministration)), Disposition: Transfer, Destination: "UBND_TINH", Basis: []string{"QC phối hợp"},
		From: calendar.NewDate(2026, 7, 1), To: calendar.NewDate(2026, 12, 31)}
	o.Table = NewTable([]Rule{mine}, nil)
	f := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration}
	for day, want := range map[string]string{"2026-06-30": "J37", "2026-07-01": "O-land", "2026-12-31": "O-land", "2027-01-01": "J37"} {
		if d := Decide(o, f, noon(t, day)); d.Rule != want {
			t.Errorf("on %s: %s, want %s", day, d.Rule, want)
		}
	}
	if d := Decide(o, f, at); d.Destination != "UBND_TINH" || d.Disposition != Transfer {
		t.Errorf("%+v", d)
	}
}
