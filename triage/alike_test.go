package triage_test

import (
	"testing"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// A denouncer's other petitions, which bear the name, are never put beside the
// denunciation, and nobody learns from a likeness what they could not read.
func TestWhoMayBeToldOfAlikePetitions(t *testing.T) {
	o := triagetest.Office()
	unit := o.Units[1].ID
	officer, colleague, leader := triagetest.Officer(unit, 1), triagetest.Officer(unit, 2), triagetest.LeaderOf(unit)
	held := func(code triage.Code, kind triage.Kind, owner triage.StaffID) triage.Petition {
		return triage.Petition{Code: code, Kind: kind, Unit: unit, Owner: owner, Filer: "citizen", Confidential: kind.Confidential()}
	}
	open, other := held("1", triage.Complaint, officer), held("2", triage.Complaint, colleague)
	secret, twin := held("3", triage.Denunciation, officer), held("4", triage.Denunciation, colleague)
	withheld := held("5", triage.Complaint, officer)
	withheld.Confidential = true
	elsewhere := held("6", triage.Complaint, "")
	elsewhere.Unit = o.Units[2].ID
	about := held("7", triage.Complaint, "")
	about.About = []triage.StaffID{officer}

	for _, c := range []struct {
		name       string
		p, q       triage.Petition
		who        triage.StaffID
		told, open bool
	}{
		{"two open ones", open, other, officer, true, true},
		{"itself", open, open, officer, false, true},
		{"a denunciation beside an open one", open, secret, officer, false, false},
		{"an open one beside a denunciation", secret, open, leader, false, false},
		{"one whose writer is withheld beside an open one", open, withheld, officer, false, false},
		{"two denunciations, one of them a colleague's", secret, twin, officer, false, false},
		{"two denunciations, for a leader", secret, twin, leader, true, false},
		{"a denunciation and one withheld, both one's own", secret, withheld, officer, true, false},
		{"another unit's", open, elsewhere, officer, false, true},
		{"one about oneself", open, about, officer, false, true},
	} {
		s, ok := triagetest.Roster().ByID(c.who)
		if !ok {
			t.Fatalf("there is no %s", c.who)
		}
		if told := c.p.AlikeKnownTo(s, o, &c.q); told != c.told {
			t.Errorf("%s: told %v", c.name, told)
		}
		if may, open := c.p.Likenable(&c.q); may && open != c.open {
			t.Errorf("%s: the person is told %v", c.name, open)
		}
	}
}
