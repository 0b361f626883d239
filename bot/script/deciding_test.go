package script_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
)

// deciding are the questions that are asked only where they decide something.
func deciding(d dialog.Dialog) []dialog.Question {
	return slices.DeleteFunc(slices.Clone(d.Questions), func(q dialog.Question) bool { return len(q.Tells) == 0 })
}

// told counts the deciding questions that were answered.
func told(k *talk) int {
	n := 0
	for _, q := range deciding(k.d) {
		if _, had := k.s.Answers[q.ID]; had {
			n++
		}
	}
	return n
}

// Whoever is asked only what decides ends where they would have ended had they been
// asked everything.
func TestWhatIsNotAskedDecidesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	const persons = 400
	asked, could := 0, 0
	for range persons {
		person := map[string]string{}
		for _, q := range whole().Questions {
			if c, ok := q.Field.(dialog.Choice); ok {
				person[q.ID] = c.Values[r.IntN(len(c.Values))]
			}
		}
		person["language"], person["consent"], person["danger"] = "vi", "agree", "no"
		person["place"] = []string{"22/06652", "40/16681", dialog.AsTyped}[r.IntN(3)]
		few, many := begin(t, petition()).fill(person), begin(t, whole()).fill(person)
		n, most := told(few), told(many)
		asked, could = asked+n, could+most
		if n > script.MostDeciding {
			t.Errorf("%v: %d questions", person, n)
		}
		if n > most {
			t.Errorf("%v: %d questions where all are %d", person, n, most)
		}
		_, got := few.decide()
		draft, want := many.decide()
		if got.Disposition != want.Disposition || got.Destination != want.Destination || got.Urgent != want.Urgent {
			t.Errorf("%s: %s to %q by %s, told everything %s to %q by %s (%+v)", person["topic"],
				got.Disposition, got.Destination, got.Rule, want.Disposition, want.Destination, want.Rule, draft.Facts)
		}
	}
	t.Logf("%.2f questions a person, %.2f if all were asked", float64(asked)/persons, float64(could)/persons)
	if asked >= could {
		t.Error("no question is saved")
	}
}

// Whoever complains of a judge or a prosecutor is not asked what type of case it is,
// because that sends the petition nowhere else; what is cited then holds for every type.
func TestWhatIsNotAskedIsCitedForEveryCase(t *testing.T) {
	for _, answers := range []map[string]string{
		{"topic": "court_case", "aim": "own", "court_who": "officer", "settled": "no"},
		{"topic": "prosecutor", "aim_plain": "own", "procuracy_who": "officer", "settled": "once"},
		{"topic": "prosecutor", "aim_plain": "wrong", "procuracy_who": "officer"},
	} {
		k := begin(t, petition()).fill(answers)
		if n := told(k); n > script.MostDeciding {
			t.Errorf("%v: %d questions", answers, n)
		}
		draft, open := k.decide()
		if draft.Facts.Field != "" {
			t.Errorf("%v: nobody told that it is %s", answers, draft.Facts.Field)
		}
		for _, field := range []triage.Field{triage.FieldCriminalProc, triage.FieldCivilProc, triage.FieldAdminProc} {
			draft.Facts.Field = field
			for _, law := range judge(draft.Facts).Basis {
				if !slices.Contains(open.Basis, law) {
					t.Errorf("%v: by %s %v, where %s is decided by %s", answers, open.Rule, open.Basis, field, law)
				}
			}
		}
	}
}

// untold are the facts that may decide and that no question is asked about, each
// with the reason.
func untold() map[string]string {
	return map[string]string{
		"province":              "told by the place, which everybody is asked",
		"danger":                "asked whatever it decides, where words or topic point to it",
		"anonymous":             "asked with the name",
		"signed":                "nothing is signed by chat",
		"military":              "the officer sees it in who is named",
		"approved_by_procuracy": "the officer sees it in the papers",
		"outside_proceedings":   "a citizen cannot be asked about it in plain words",
		"judgment.effective":    "follows from the date of the judgment",
	}
}

// Every fact on which it can depend whose business a citizen's petition is has a
// question that tells it, or a reason why there is none.
func TestEveryDecidingFactIsAsked(t *testing.T) {
	asked := map[string]bool{}
	for _, q := range deciding(whole()) {
		for _, fact := range q.Tells {
			if !slices.Contains(triage.AskNames(), fact) {
				t.Errorf("%s tells %s, which nobody asks for", q.ID, fact)
			}
			asked[fact] = true
		}
	}
	missing, excused := map[string]bool{}, untold()
	paths(t, func(answers map[string]string) {
		s := dialog.State{Answers: dialog.Answers{}}
		for id, v := range answers {
			s.Answers[id] = dialog.Answer{Value: v}
			for _, fact := range judge(script.Draft(s, whole()).Facts).Ask {
				if !asked[fact] {
					missing[fact] = true
				}
			}
		}
	})
	for fact := range missing {
		if excused[fact] == "" {
			t.Errorf("%s can decide, and no question tells it", fact)
		}
	}
	for fact := range excused {
		if asked[fact] {
			t.Errorf("%s is asked about, and excused", fact)
		}
	}
}

// An answer stays part of the petition when another one makes it idle, and can
// still be mended.
func TestIdleAnswersStay(t *testing.T) {
	k := begin(t, petition()).fill(map[string]string{"topic": "police_case", "aim": "own", "police_who": "officer", "settled": "once"})
	k.press(dialog.Mend).press("aim").press("overdue").press("yes")
	if k.at() != dialog.AtReview {
		t.Fatalf("at %s", k.at())
	}
	draft, d := k.decide()
	if draft.Facts.Role != triage.RoleOfficer || d.Disposition != triage.Demand {
		t.Errorf("role %q, %s", draft.Facts.Role, d.Disposition)
	}
	k.press(dialog.Mend).press("police_who")
	if k.at() != "police_who" {
		t.Fatalf("at %s: what was answered cannot be mended", k.at())
	}
	k.press(dialog.Keep)
	if v := k.s.Answers.Value("police_who"); v != "officer" || k.at() != dialog.AtReview {
		t.Errorf("%q at %s", v, k.at())
	}
}

// Answers given under a release that asked for more stay in the petition.
func TestMoreThanIsAskedIsKept(t *testing.T) {
	many := begin(t, whole()).fill(map[string]string{"topic": "court_case", "aim": "own", "court_who": "head", "settled": "once", "court_field": "civil"})
	few := maps.Clone(many.s.Answers)
	given := petition().Given(dialog.State{Answers: few})
	for _, q := range deciding(whole()) {
		if given[q.ID].Value != many.s.Answers[q.ID].Value {
			t.Errorf("%s: %q is lost", q.ID, many.s.Answers[q.ID].Value)
		}
	}
}

// Nobody is kept waiting for an answer that they do not have.
func TestEveryDecidingQuestionMayBeLeftOpen(t *testing.T) {
	for _, q := range deciding(whole()) {
		values := q.Field.(dialog.Choice).Values
		if last := values[len(values)-1]; last != "unknown" && last != "other" {
			t.Errorf("%s has no button for who does not know", q.ID)
		}
	}
}
