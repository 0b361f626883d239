package bot

import (
	"strings"
	"testing"

	"tiepdan/triage"
	"tiepdan/triage/likeness"
	"tiepdan/triage/triagetest"
)

// Answers that differ are added for the officer to read; who wrote is never added to
// a petition that keeps it closed, because its words are read by more people.
func TestOtherWordsKeepTheWriterClosed(t *testing.T) {
	say := renderBot(t).Words.In("vi")
	d := triage.Dossier{Words: triage.Words{Against: "ông A", Place: "phường B"}, Identity: triage.Identity{Name: canaryName, Phone: "0912000111"}}
	draft := triage.Draft{Words: triage.Words{Against: "ông A ", Place: "phường C", Paper: "5/3/2026"},
		Identity: triage.Identity{Name: canaryName, Phone: "0912000222"}}

	lines, sealed := otherWords(say, d, draft)
	if got := strings.Join(lines, "|"); got != "Ngày của văn bản: 5/3/2026|Nơi xảy ra: phường C|Điện thoại: 0912000222" || sealed {
		t.Errorf("added %q, sealed %v", got, sealed)
	}
	d.Petition.Confidential = true
	lines, sealed = otherWords(say, d, draft)
	if got := strings.Join(lines, "|"); got != "Ngày của văn bản: 5/3/2026|Nơi xảy ra: phường C" || !sealed {
		t.Errorf("added to a confidential one %q, sealed %v", got, sealed)
	}
}

// What is received must not end in what may lapse.
func TestNothingReceivedIsMergedIntoTheUnsigned(t *testing.T) {
	b := renderBot(t)
	unit := b.Office.Units[1].ID
	s, _ := triagetest.Roster().ByID(triagetest.Officer(unit, 1))
	held := func(code triage.Code, standing triage.Standing, owner triage.StaffID) triage.Petition {
		return triage.Petition{Code: code, Unit: unit, Owner: owner, Status: triage.StatusClaimed, Standing: standing, Kind: triage.Complaint}
	}
	for _, c := range []struct {
		p, q  triage.Petition
		merge bool
	}{
		{held("1", triage.Received, s.ID), held("2", triage.Received, s.ID), true},
		{held("1", triage.Received, s.ID), held("2", triage.Unsigned, s.ID), true},
		{held("1", triage.Unsigned, s.ID), held("2", triage.Received, s.ID), false},
		{held("1", triage.Received, s.ID), held("2", triage.Received, triagetest.Officer(unit, 2)), false},
	} {
		two := pair{c.p, triage.Alike{Petition: c.q}}
		if got := b.joins(clerk{Staff: s}, two, triage.Merge); got != c.merge {
			t.Errorf("%s %s and %s of %s: merge %v", c.p.Standing, c.p.Owner, c.q.Standing, c.q.Owner, got)
		}
		if !b.joins(clerk{Staff: s}, two, triage.Link) {
			t.Error("they cannot be linked")
		}
	}
}

func TestLikenessInWords(t *testing.T) {
	b := renderBot(t)
	l := likeness.Likeness{Score: 0.923, Text: 0.87, Reasons: []likeness.Reason{likeness.SamePerson, likeness.SameText}}
	if got := likenessWords(b.Words.In("vi"), l); got != "92 %, cùng người gửi, nội dung giống 87 %" {
		t.Error(got)
	}
	if l.Score = 1; l.Percent() != 99 {
		t.Error("a likeness is certain before anybody has looked")
	}
}
