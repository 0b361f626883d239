package triage

import (
	"slices"
	"testing"
	"time"
)

// What a review of the promises found, each held from then on.

func TestAComplaintFoundLaterStillNeedsItsSignature(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Suggestion, Body: BodyInvestigation})
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: Classify, Facts: &Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}})
	if p.Standing != Unsigned || !p.ReceivedAt.IsZero() {
		t.Fatalf("standing %s, received %s", p.Standing, p.ReceivedAt)
	}
	refused(t, env, p, Act{Verb: Accept, Actor: staffActor(owner)}, RefusedUnsigned)
}

func TestAccusingOurPeopleLaterTakesThePetitionAway(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Suggestion, Body: BodyProcuracy})
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: Classify, Facts: &Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional}})
	if !p.Restricted || p.Unit != "vks-tinh" || p.Owner != "" || p.Status != StatusFiled {
		t.Fatalf("restricted %v, unit %s, owner %q, status %s", p.Restricted, p.Unit, p.Owner, p.Status)
	}
	if !slices.Contains(p.About, StaffID("vks-kv-1/leader")) {
		t.Errorf("about %v", p.About)
	}
	for _, who := range []StaffID{owner, "vks-kv-1/leader"} {
		s, _ := env.Roster.ByID(who)
		if p.KnownTo(s, env.Office) || len(p.Moves(s, env.Office)) > 0 {
			t.Errorf("%s still has to do with it", who)
		}
	}
	refused(t, env, p, Act{Verb: Undo, Actor: staffActor("vks-tinh/leader")}, RefusedNothing)
}

func TestAClosedClockDoesNotPause(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate})
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: Ask, Text: "Xin bổ sung."}, Act{Verb: Classify, Facts: &Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation}})
	for _, o := range p.Obligations {
		if !o.Open() && !o.PausedAt.IsZero() {
			t.Errorf("%s is closed and paused", o.ID)
		}
	}
}

func TestAMoveWhileWaitingLetsTheClockRun(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Request, Body: BodyProcuracy})
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: Ask, Text: "Xin bổ sung."})
	env.Now = env.Now.AddDate(0, 0, 3)
	p = do(t, &env, p, Act{Verb: TransferOut, Destination: "vks-kv-2"})
	for _, o := range p.Obligations {
		if o.Open() && !o.PausedAt.IsZero() {
			t.Errorf("%s stands still for ever", o.ID)
		}
	}
}

func TestTimeSpentWaitingIsNotLate(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Request, Body: BodyAdministration})
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: Ask, Text: "Xin bổ sung."})
	env.Now = env.Now.AddDate(0, 0, 14)
	effect, err := p.Do(env, Act{Verb: GuideTo, Text: "Xin đến Ủy ban nhân dân xã.", Actor: staffActor(owner)})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range effect.Event.Flows {
		if f.What == FlowProcessed && !f.OnTime {
			t.Error("it counts as late, though the clock stood still")
		}
	}
}

func TestAnExtensionIsGivenOnceAndWarnsAnew(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Signed: Yes})
	boss := staffActor("vks-tinh/leader")
	p = do(t, &env, p, Act{Verb: Claim, Actor: boss}, Act{Verb: Accept, Actor: boss})
	i := slices.IndexFunc(p.Obligations, func(o Obligation) bool { return o.Step == StepFirst && o.Open() })
	if i < 0 {
		t.Fatalf("nothing to extend: %+v", p.Obligations)
	}
	p.Obligations[i].Warned = 100
	due := p.Obligations[i].Due
	p = do(t, &env, p, Act{Verb: Extend, Reason: "Vụ việc phức tạp.", Actor: boss})
	if o := p.Obligations[i]; !o.Due.After(due) || o.Warned != 0 {
		t.Errorf("due %s after %s, warned %d", o.Due, due, o.Warned)
	}
	refused(t, env, p, Act{Verb: Extend, Reason: "Lần nữa.", Actor: boss}, RefusedTooLate)
}

func TestEndingWhatBelongsElsewhereNeedsALeader(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration})
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: Classify, Disposition: Decline, Reason: "Không rõ."})
	refused(t, env, p, Act{Verb: DeclineIt, Reason: "Không rõ.", Actor: staffActor(owner)}, RefusedApproval)
	p = do(t, &env, p, Act{Verb: Propose}, Act{Verb: Approve, Actor: staffActor("vks-kv-1/leader")}, Act{Verb: DeclineIt, Reason: "Trùng đơn."})
	if p.Outcome != Declined {
		t.Errorf("outcome %s", p.Outcome)
	}
}

func TestOneSupervisionEndsOnce(t *testing.T) {
	env := testEnv(t)
	p := filed(t, env, Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCivilEnforce, Signed: Yes})
	if p.Decision.Disposition != Supervise {
		t.Fatalf("the table says %s", p.Decision.Disposition)
	}
	p = do(t, &env, p, Act{Verb: Claim}, Act{Verb: TransferOut})
	env.Now = env.Now.Add(time.Hour)
	effect, err := p.Do(env, Act{Verb: RecordResult, Text: "Đã giải quyết.", Actor: staffActor(owner)})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range effect.Event.Flows {
		if f.What == FlowSupervisionDone {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d supervisions ended", n)
	}
}
