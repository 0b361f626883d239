package triage

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// A court's case is criminal, civil or administrative, and a citizen is not asked
// which where it sends the petition nowhere else. What is cited then is the law of
// every type, so that it is true of this one; with the type known only its own law is.
func TestACourtCaseOfUnknownTypeCitesTheLawOfEveryType(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	basis := func(f Facts, field Field) []string {
		f.Field = field
		return Decide(o, f, at).Basis
	}
	for _, kind := range []Kind{Complaint, Denunciation} {
		for _, role := range append(Roles(), "") {
			for round := range 4 {
				f := Facts{Kind: kind, Body: BodyCourt, Role: role, Round: round, NewEvidence: Yes}
				criminal := basis(f, FieldCriminalProc)
				for _, known := range []Field{FieldCivilProc, FieldAdminProc} {
					for _, law := range basis(f, known) {
						if slices.Contains(criminal, law) {
							t.Errorf("%s about %q, round %d, %s: cites %s, which is the law of criminal proceedings", kind, role, round, known, law)
						}
					}
				}
				for _, open := range []Field{"", FieldNone} {
					cited := basis(f, open)
					for _, known := range []Field{FieldCriminalProc, FieldCivilProc, FieldAdminProc} {
						for _, law := range basis(f, known) {
							if !slices.Contains(cited, law) {
								t.Errorf("%s about %q, round %d, field %q: cites %v, not %s of %s", kind, role, round, open, cited, law, known)
							}
						}
					}
				}
			}
		}
	}
}

// The type changes nothing else: who settles, and that it is supervised.
func TestTheTypeOfACourtCaseSendsThePetitionNowhereElse(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for _, kind := range []Kind{Complaint, Denunciation} {
		for _, role := range append(Roles(), "") {
			for _, level := range append(Levels(), "") {
				f := Facts{Kind: kind, Body: BodyCourt, Role: role, Level: level}
				want := Decide(o, f, at)
				if slices.Contains(want.Ask, "field") {
					continue
				}
				for _, field := range []Field{FieldCriminalProc, FieldCivilProc, FieldAdminProc} {
					f.Field = field
					if d := Decide(o, f, at); d.Disposition != want.Disposition || d.Destination != want.Destination {
						t.Errorf("%s about %q of level %q, %s: %s to %s, else %s to %s", kind, role, level, field, d.Disposition, d.Destination, want.Disposition, want.Destination)
					}
				}
			}
		}
	}
}

// A period of a case of unknown type is the shortest of what may hold, and cites the
// laws among which it was chosen.
func TestACourtCaseOfUnknownTypeIsAwaitedAtTheEarliest(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	result := func(f Facts, field Field) (time.Time, string) {
		f.Field = field
		for _, x := range Deadlines(o, f, Decide(o, f, at), AtTransfer, at, at) {
			if x.Step == StepResult {
				return x.Due, x.Basis
			}
		}
		t.Errorf("%s about %q, field %q: nothing is awaited", f.Kind, f.Role, field)
		return time.Time{}, ""
	}
	for _, f := range []Facts{
		{Kind: Complaint, Body: BodyCourt}, {Kind: Complaint, Body: BodyCourt, Round: 2}, {Kind: Complaint, Body: BodyCourt, Role: RoleHead},
		{Kind: Denunciation, Body: BodyCourt}, {Kind: Denunciation, Body: BodyCourt, Role: RoleHead},
	} {
		due, basis := result(f, "")
		for _, field := range []Field{FieldCriminalProc, FieldCivilProc, FieldAdminProc} {
			known, law := result(f, field)
			if due.After(known) || !strings.Contains(basis, law) {
				t.Errorf("%s about %q: awaited by %s (%s), in a case of %s by %s (%s)", f.Kind, f.Role, due, basis, field, known, law)
			}
		}
	}
}
