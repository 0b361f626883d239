package triage

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The case of a judge or a prosecutor is criminal, civil or administrative, and a
// citizen is not asked which where it sends the petition nowhere else. What is cited then is the law of
// every type, so that it is true of this one; with the type known only its own law is.
func TestACaseOfUnknownTypeCitesTheLawOfEveryType(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	basis := func(f Facts, field Field) []string {
		f.Field = field
		return Decide(o, f, at).Basis
	}
	for _, f := range ofCases() {
		for _, role := range append(Roles(), "") {
			for round := range 4 {
				f.Role, f.Round, f.NewEvidence = role, round, Yes
				for _, known := range []Field{FieldCivilProc, FieldAdminProc} {
					for _, law := range basis(f, known) {
						if strings.HasPrefix(law, "CPC ") && !strings.HasPrefix(law, "CPC civil ") || strings.HasPrefix(law, "TTLT 02/2018") {
							t.Errorf("%s about %s %q, round %d, %s: cites %s, which is the law of criminal proceedings", f.Kind, f.Body, role, round, known, law)
						}
					}
				}
				for _, open := range []Field{"", FieldNone} {
					cited := basis(f, open)
					for _, known := range []Field{FieldCriminalProc, FieldCivilProc, FieldAdminProc} {
						for _, law := range basis(f, known) {
							if !slices.Contains(cited, law) {
								t.Errorf("%s about %s %q, round %d, field %q: cites %v, not %s of %s", f.Kind, f.Body, role, round, open, cited, law, known)
							}
						}
					}
				}
			}
		}
	}
}

// The type changes nothing else: who settles, and that it is supervised.
func TestTheTypeOfACaseSendsThePetitionNowhereElse(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-21")
	for _, f := range ofCases() {
		for _, role := range append(Roles(), "") {
			for _, level := range append(Levels(), "") {
				f.Role, f.Level, f.Field = role, level, ""
				want := Decide(o, f, at)
				for _, field := range []Field{FieldCriminalProc, FieldCivilProc, FieldAdminProc} {
					f.Field = field
					if d := Decide(o, f, at); d.Disposition != want.Disposition || d.Destination != want.Destination {
						t.Errorf("%s about %s %q of level %q, %s: %s to %s, else %s to %s", f.Kind, f.Body, role, level, field, d.Disposition, d.Destination, want.Disposition, want.Destination)
					}
				}
			}
		}
	}
}

// A period of a case of unknown type is the shortest of what may hold, and cites the
// laws among which it was chosen.
func TestACaseOfUnknownTypeIsAwaitedAtTheEarliest(t *testing.T) {
	o, at := testOffice(), noon(t, "2026-11-20")
	settled := func(f Facts, field Field) (time.Time, string) {
		f.Field = field
		for _, on := range []Trigger{AtReceipt, AtTransfer, AtAcceptance} {
			for _, x := range Deadlines(o, f, Decide(o, f, at), on, at, at) {
				if x.Step == StepResult || x.Step == StepFirst || x.Step == StepSecond {
					return x.Due, x.Basis
				}
			}
		}
		t.Errorf("%s about %s %q, field %q: nothing is awaited", f.Kind, f.Body, f.Role, field)
		return time.Time{}, ""
	}
	for _, f := range ofCases() {
		for _, role := range []Role{"", RoleHead} {
			for round := range 3 {
				f.Role, f.Round = role, round
				due, basis := settled(f, "")
				for _, field := range []Field{FieldCriminalProc, FieldCivilProc, FieldAdminProc} {
					known, law := settled(f, field)
					if due.After(known) || law != "office" && !strings.Contains(basis, law) {
						t.Errorf("%s about %s %q, round %d: by %s (%s), in a case of %s by %s (%s)", f.Kind, f.Body, role, round, due, basis, field, known, law)
					}
				}
			}
		}
	}
}

// ofCases are petitions about who conducts a case.
func ofCases() (list []Facts) {
	for _, kind := range []Kind{Complaint, Denunciation} {
		for _, body := range []Body{BodyCourt, BodyProcuracy} {
			list = append(list, Facts{Kind: kind, Body: body})
		}
	}
	return list
}
