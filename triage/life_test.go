package triage

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/triage/calendar"
)

const (
	citizen = PersonID("citizen")
	owner   = StaffID("vks-kv-1/officer")
)

func testEnv(t testing.TB) Env {
	return Env{Office: testOffice(), Roster: testRoster(), Now: noon(t, "2026-11-20")}
}

func staffActor(id StaffID) Actor { return Actor{Staff: id, Person: PersonID("person:" + string(id))} }

// filed is a petition of regional unit 1 as it is filed.
func filed(t testing.TB, env Env, f Facts) Petition {
	t.Helper()
	code, err := NewCode(2026, zeros{})
	if err != nil {
		t.Fatal(err)
	}
	return newFiling(env, Draft{Key: "draft", Filer: citizen, Channel: "chat", Facts: f, Commune: "00001"}, code).Petition
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// do carries out a list of acts, each by the owner unless it says otherwise.
func do(t testing.TB, env *Env, p Petition, acts ...Act) Petition {
	t.Helper()
	for _, a := range acts {
		if a.Actor == (Actor{}) {
			a.Actor = staffActor(owner)
		}
		a.Codes = []Code{p.Code}
		effect, err := p.Do(*env, a)
		if err != nil {
			t.Fatalf("%s: %v", a.Verb, err)
		}
		p = *effect.Petition
	}
	return p
}

func refused(t testing.TB, env Env, p Petition, a Act, want string) {
	t.Helper()
	a.Codes = []Code{p.Code}
	_, err := p.Do(env, a)
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Reason != want {
		t.Errorf("%s: %v, want a refusal: %s", a.Verb, err, want)
	}
}

func TestLifeTable(t *testing.T) {
	want := []Verb{Claim, Release, HandOver, Classify, Ask, Reply, Sign, Note, Propose, Approve, Refuse, Accept, Extend, Suspend, Resume,
		TransferOut, DemandAction, GuideTo, SendBack, Answer, FileAway, DeclineIt, RecordReply, RecordResult, Link, Merge, SplitUp,
		Contest, Withdraw, Reopen, Rate, Remind, Escalate, Lapse, Undo}
	if got := Verbs(); len(got) != len(want) {
		t.Errorf("%d verbs in the table, want %d", len(got), len(want))
	}
	for _, v := range want {
		if !slices.Contains(Verbs(), v) {
			t.Errorf("%s has no row", v)
		}
	}
	outcomes := []Outcome{Merged} // merge ends all but the first
	reached := []Status{StatusFiled}
	for range Statuses() {
		for _, m := range Life() {
			from := slices.ContainsFunc(m.From, func(s Status) bool { return slices.Contains(reached, s) })
			if from && m.To != "" && m.To != statusBefore && !slices.Contains(reached, m.To) {
				reached = append(reached, m.To)
			}
		}
	}
	for _, s := range Statuses() {
		if !slices.Contains(reached, s) {
			t.Errorf("no way leads to %s", s)
		}
		if s != StatusDone && !slices.ContainsFunc(Life(), func(m Move) bool { return slices.Contains(m.From, s) && m.To != "" && m.To != s }) {
			t.Errorf("no way leads out of %s", s)
		}
	}
	for _, m := range Life() {
		outcomes = append(outcomes, m.Outcome)
		if len(m.From) == 0 || len(m.Who) == 0 {
			t.Errorf("%s: nobody can ever do it", m.Verb)
		}
		outward := m.Carries || m.Outcome != "" || m.To == StatusAccepted || m.To == StatusSuspended || m.To == StatusWaiting || m.Verb == Extend || m.Verb == RecordReply || m.Verb == RecordResult
		if outward && !slices.Contains(m.Tells, ToCitizen) {
			t.Errorf("%s: the citizen is not told", m.Verb)
		}
		if (m.To == StatusDone) != (m.Outcome != "") {
			t.Errorf("%s: ends without an outcome, or has one without ending", m.Verb)
		}
		if m.Internal && len(m.Tells) > 0 {
			t.Errorf("%s: internal words are told to %v", m.Verb, m.Tells)
		}
		if m.Undoable && (m.Carries || m.Outcome != "") {
			t.Errorf("%s: an outward act cannot be taken back", m.Verb)
		}
	}
	for _, o := range Outcomes() {
		if !slices.Contains(outcomes, o) {
			t.Errorf("nothing ends as %s", o)
		}
	}
	for _, c := range Carryings() {
		if c.Outcome != "" && c.Disposition != Settle && c.Disposition != Split && !slices.ContainsFunc(Life(), func(m Move) bool { return m.Verb == c.Verb && m.Outcome == c.Outcome && m.Carries }) {
			t.Errorf("%s is carried out by %s, which does not end as %s", c.Disposition, c.Verb, c.Outcome)
		}
	}
}

// TestWhoMayDoWhat is the matrix of verbs and people (P17 in its last columns).
func TestWhoMayDoWhat(t *testing.T) {
	env := testEnv(t)
	actors := map[string]Actor{
		"filer": {Person: citizen}, "stranger": {Person: "somebody"}, "system": {},
		"owner": staffActor(owner), "colleague": staffActor("vks-kv-1/officer-2"), "leader": staffActor("vks-kv-1/leader"), "admin": staffActor("vks-kv-1/admin"),
		"above": staffActor("vks-tinh/leader"), "above-officer": staffActor("vks-tinh/officer"),
		"beside": staffActor("vks-kv-2/officer"), "beside-leader": staffActor("vks-kv-2/leader"),
		"complained-of": staffActor("vks-kv-1/leader-2"), "own": staffActor("vks-kv-1/officer-3"),
	}
	// Somebody complained of, and somebody who filed the petition himself, are both
	// otherwise in a place that may do nearly everything.
	env.Roster.Staff = append(env.Roster.Staff,
		Staff{ID: "vks-kv-1/leader-2", Unit: "vks-kv-1", Post: Leader, Person: "person:vks-kv-1/leader-2"},
		Staff{ID: "vks-kv-1/officer-3", Unit: "vks-kv-1", Post: Officer, Person: citizen})
	unit, ownerOnly, ownerOrLeader := "owner colleague leader", "owner", "owner leader above"
	want := map[Verb]string{
		Claim: "owner colleague leader", Release: ownerOrLeader, HandOver: ownerOrLeader, Classify: ownerOnly, Ask: ownerOnly, Reply: "filer",
		Sign: unit, Note: unit, Propose: ownerOnly, Approve: "leader above", Refuse: "leader above", Accept: ownerOnly, Extend: ownerOrLeader,
		Suspend: ownerOrLeader, Resume: ownerOrLeader, TransferOut: ownerOnly, DemandAction: ownerOnly, GuideTo: ownerOnly, SendBack: ownerOnly,
		Answer: ownerOnly, FileAway: ownerOnly, DeclineIt: ownerOnly, RecordReply: unit, RecordResult: unit, Link: ownerOnly, Merge: ownerOnly,
		SplitUp: ownerOnly, Contest: "filer", Withdraw: "filer owner", Reopen: "filer leader above", Rate: "filer", Remind: "system",
		Escalate: "system", Lapse: "system", Undo: unit,
	}
	for _, verb := range Verbs() {
		for name, actor := range actors {
			may := false
			for _, status := range Statuses() {
				p := filed(t, env, Facts{Kind: Request, Body: BodyProcuracy})
				p.Restricted, p.Unit, p.Status = false, "vks-kv-1", status
				if status != StatusFiled {
					p.Owner = owner
				}
				if status == StatusAccepted || status == StatusSuspended {
					p.AcceptedAt = env.Now
				}
				if name == "complained-of" {
					p.About = []StaffID{"vks-kv-1/leader-2"}
				}
				_, err := p.Do(env, Act{Codes: []Code{p.Code}, Verb: verb, Actor: actor, Reason: "lý do", Text: "nội dung", To: "vks-kv-1/officer-2"})
				var refusal *Refusal
				if err != nil && !errors.As(err, &refusal) {
					t.Fatal(err)
				}
				who := []string{RefusedWho, RefusedOther, RefusedConflict}
				if err == nil || refusal.Reason != RefusedStatus && !slices.Contains(who, refusal.Reason) {
					may = true
				}
			}
			if allowed := slices.Contains(strings.Fields(want[verb]), name); may != allowed {
				t.Errorf("%s by %s: %v, want %v", verb, name, may, allowed)
			}
		}
	}
}

func TestNobodyHandlesAPetitionAboutHimself(t *testing.T) {
	env := testEnv(t)
	p := newFiling(env, Draft{Key: "k", Filer: citizen, Facts: Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy}, Commune: "00001",
		Words: Words{Against: "ông Cán bộ vks-kv-1/officer"}}, "26-2222-2222").Petition
	if !p.Restricted || !slices.Contains(p.About, owner) || p.Unit != "vks-tinh" {
		t.Fatalf("restricted %v, about %v, unit %s", p.Restricted, p.About, p.Unit)
	}
	p.Unit, p.Restricted = "vks-kv-1", false
	refused(t, env, p, Act{Verb: Claim, Actor: staffActor(owner)}, RefusedConflict)
	p = do(t, &env, p, Act{Verb: Claim, Actor: staffActor("vks-kv-1/officer-2")})
	refused(t, env, p, Act{Verb: HandOver, Actor: staffActor("vks-kv-1/officer-2"), To: owner, Reason: "lý do"}, RefusedConflict)
	if s, _ := env.Roster.ByID(owner); len(p.Moves(s, env.Office)) > 0 {
		t.Error("the person complained of is offered buttons")
	}
}

// An override keeps what the table said first (P12), and an officer must say why.
func TestOverrideKeepsTheFirstDecision(t *testing.T) {
	env := testEnv(t)
	p := do(t, &env, filed(t, env, Facts{Kind: Request, Body: BodyInvestigation}), Act{Verb: Claim})
	first := p.FirstDecision
	refused(t, env, p, Act{Verb: Classify, Actor: staffActor(owner), Disposition: Transfer}, RefusedReason)
	p = do(t, &env, p, Act{Verb: Classify, Disposition: Transfer, Destination: "CQDT_CAT", Reason: "lý do"})
	if p.Decision.Disposition != Transfer || !p.Decision.Override || p.Decision.Bucket != BucketNeither || p.FirstDecision.Disposition != first.Disposition || p.FirstDecision.Rule != "J46b" {
		t.Errorf("now %+v, first %+v", p.Decision, p.FirstDecision)
	}
	p = do(t, &env, p, Act{Verb: Classify, Facts: &Facts{Kind: Suggestion, Body: BodyAdministration}})
	if p.Decision.Rule != "J42b" || p.Decision.Override || p.FirstDecision.Rule != "J46b" {
		t.Errorf("now %+v, first %+v", p.Decision, p.FirstDecision)
	}
}

// An officer reads the words anew while a colleague notes the signature.
func TestASignatureIsNotClassifiedAway(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Complaint, Body: BodyInvestigation})
	p = do(t, &env, do(t, &env, p, Act{Verb: Claim}), Act{Verb: Sign})
	read := p.Facts
	read.Signed, read.Body = Unknown, BodyCourt
	p = do(t, &env, p, Act{Verb: Classify, Facts: &read})
	if p.Standing != Received || p.Facts.Signed != Yes || p.ReceivedAt.IsZero() {
		t.Errorf("%s since %v, signed: %v", p.Standing, p.ReceivedAt, p.Facts.Signed)
	}
}

func TestUndoWithinAMinute(t *testing.T) {
	env := testEnv(t)
	p := do(t, &env, filed(t, env, Facts{Kind: Request, Body: BodyInvestigation}), Act{Verb: Claim})
	claimed := env.Now
	env.Now = claimed.Add(time.Minute)
	refused(t, env, p, Act{Verb: Undo, Actor: staffActor("vks-kv-1/officer-2")}, RefusedNothing)
	if q := do(t, &env, p, Act{Verb: Undo}); q.Status != StatusFiled || q.Owner != "" {
		t.Errorf("after a minute: %s, %q", q.Status, q.Owner)
	}
	env.Now = claimed.Add(time.Minute + time.Nanosecond)
	refused(t, env, p, Act{Verb: Undo, Actor: staffActor(owner)}, RefusedTooLate)
	env.Now = claimed
	told := do(t, &env, p, Act{Verb: Ask, Text: "Đề nghị bổ sung."})
	refused(t, env, told, Act{Verb: Undo, Actor: staffActor(owner)}, RefusedNothing)
	done := do(t, &env, p, Act{Verb: GuideTo, Text: "Đề nghị gửi đến …"})
	refused(t, env, done, Act{Verb: Undo, Actor: staffActor(owner)}, RefusedStatus)
}

// Undo of a classification returns kind, facts, decision, standing and clocks.
func TestUndoOfAClassification(t *testing.T) {
	for _, to := range []Facts{{Kind: Suggestion, Body: BodyAdministration}, {Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate}, {Kind: Denunciation, Field: FieldParty}} {
		env := testEnv(t)
		before := do(t, &env, filed(t, env, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation}), Act{Verb: Claim})
		env.Now = env.Now.Add(time.Hour)
		changed := do(t, &env, before, Act{Verb: Classify, Facts: &to})
		after := do(t, &env, changed, Act{Verb: Undo})
		if after.Kind != Complaint || after.Facts != before.Facts || after.Decision.Rule != before.Decision.Rule || after.Standing != Unsigned || !after.ReceivedAt.IsZero() {
			t.Errorf("%s undone: %s, %s, %+v", to.Kind, after.Kind, after.Standing, after.Decision)
		}
		for _, o := range after.Obligations {
			if want := o.Deadline.ID == signClock; o.Open() != want {
				t.Errorf("%s undone: %s is open: %v", to.Kind, o.ID, o.Open())
			}
		}
	}
}

// P14: asking stops the office's own limit and no legal clock; words restart none.
func TestClocksStandStillOnlyWhereTheLawLetsThem(t *testing.T) {
	env := testEnv(t)
	p := do(t, &env, filed(t, env, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Level: LevelRegional, Signed: Yes}),
		Act{Verb: Claim, Actor: staffActor("vks-tinh/leader")}) // about our own people: the unit above
	leader := staffActor("vks-tinh/leader")
	due := func(p Petition, clock string) time.Time {
		for _, o := range p.Obligations {
			if o.Deadline.ID == clock && o.Open() {
				return o.Due
			}
		}
		t.Fatalf("no clock %s in %+v", clock, p.Obligations)
		return time.Time{}
	}
	office, law := due(p, classifyClock), due(p, "T17")
	p = do(t, &env, p, Act{Verb: Ask, Actor: leader, Text: "Đề nghị bổ sung."})
	env.Now = env.Now.AddDate(0, 0, 3)
	p = do(t, &env, p, Act{Verb: Note, Actor: leader, Text: "ghi chú"}, Act{Verb: Reply, Actor: Actor{Person: citizen}, Text: "bổ sung"}, Act{Verb: Reply, Actor: Actor{Person: citizen}, Text: "thêm"})
	if got := due(p, classifyClock); !got.After(office) {
		t.Errorf("the office's limit ends at %s, as before the wait", got)
	}
	if got := due(p, "T17"); !got.Equal(law) {
		t.Errorf("a reply moved the legal clock from %s to %s", law, got)
	}
	p = do(t, &env, p, Act{Verb: Accept, Actor: leader}, Act{Verb: Suspend, Actor: leader, Reason: "lý do"})
	if p.Obligations[0].Late(law.AddDate(1, 0, 0)) && p.Obligations[0].Open() {
		t.Error("a suspended clock is late")
	}
	env.Now = env.Now.AddDate(0, 0, 10)
	p = do(t, &env, p, Act{Verb: Resume, Actor: leader})
	if got := due(p, "T17"); got.Before(law.AddDate(0, 0, 10)) || !env.Office.Calendar.WorkingDay(calendar.Of(got.Add(-time.Second))) {
		t.Errorf("after ten days of suspension the clock ends at %s, was %s", got, law)
	}
}

// A transfer to our own unit moves the petition: nothing is processed yet.
func TestMoveBetweenOurUnits(t *testing.T) {
	env := testEnv(t)
	p := do(t, &env, filed(t, env, Facts{Kind: Suggestion, Body: BodyAdministration}), Act{Verb: Claim}, Act{Verb: TransferOut, Destination: "vks-kv-2"})
	if p.Unit != "vks-kv-2" || p.Status != StatusFiled || p.Owner != "" || !p.ProcessedAt.IsZero() || p.Outcome != "" {
		t.Errorf("%s, %s, %q, processed %s, %q", p.Unit, p.Status, p.Owner, p.ProcessedAt, p.Outcome)
	}
	for _, o := range p.Obligations {
		if !o.Open() {
			t.Errorf("%s was closed by moving", o.ID)
		}
	}
}
