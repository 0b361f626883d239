package script_test

import (
	"slices"
	"testing"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
)

// What any path tells is heard as that path's topic: a story read rightly is never
// proposed as something that nobody could have chosen.
func TestFactsAreHeardAsTheTopicTheyComeFrom(t *testing.T) {
	d := whole()
	filled := 0
	paths(t, func(answers map[string]string) {
		s := dialog.State{Answers: dialog.Answers{}}
		for id, v := range answers {
			s.Answers[id] = dialog.Answer{Value: v}
		}
		facts := script.Draft(s, d).Facts
		p := script.Hear(d, facts)
		if facts.Kind == "" {
			if len(p) > 0 {
				t.Errorf("%v: heard %v where nobody knows the kind", answers, p)
			}
			return
		}
		if p.Topic() != answers["topic"] {
			t.Errorf("%v: heard %v", answers, p)
		}
		filled += len(p) - 1
		// The answers heard tell nothing but what was read.
		heard := script.Draft(script.Supposing(dialog.State{Answers: dialog.Answers{"consent": {Value: "agree"}}}, p), d).Facts
		if heard.Kind != "" && heard.Kind != facts.Kind || heard.Round != 0 && heard.Round != facts.Round || heard.Role != "" && heard.Role != facts.Role {
			t.Errorf("%v: heard %v, which tells %+v", answers, p, heard)
		}
	})
	if filled < 200 {
		t.Errorf("only %d answers are heard beside the topic", filled)
	}
}

func TestEveryTopicCanBeHeard(t *testing.T) {
	heard := map[string]bool{}
	for _, r := range triage.Rules() {
		heard[script.Hear(whole(), r.Example).Topic()] = true
	}
	for _, k := range triage.Kinds() {
		heard[script.Hear(whole(), triage.Facts{Kind: k}).Topic()] = true
	}
	for _, topic := range script.Topics() {
		if !heard[topic] {
			t.Errorf("no kind and no rule's example is heard as %s", topic)
		}
	}
}

// arrestRead is what a reading of a story about an arrest proposes.
func arrestRead(d dialog.Dialog) script.Proposal {
	return script.Hear(d, triage.Facts{Kind: triage.Complaint, Field: triage.FieldArrest, Body: triage.BodyInvestigation})
}

// toldFirst is somebody who told a story before they agreed, and has just agreed.
func toldFirst(t *testing.T) (before, after *talk) {
	t.Helper()
	k := begin(t, petition()).press("vi")
	s, _, taken := k.d.Put(env(), k.s, "story", dialog.Input{Kind: dialog.Words, Text: "Con tôi bị công an bắt từ tối hôm qua, tôi khiếu nại.", Ref: "1", At: now})
	if !taken {
		t.Fatal("the story was not kept")
	}
	k.s = s
	was := *k
	return &was, k.press("agree")
}

func TestAStoryToldFirstIsProposedAndConfirmed(t *testing.T) {
	was, k := toldFirst(t)
	if !script.Hearing(k.d, was.s, k.s) || script.Hearing(k.d, k.s, k.s) {
		t.Fatal("the story is to be heard with the turn by which they agree, and no other")
	}
	k.s = script.Propose(k.s, arrestRead(k.d))
	if k.at() != "heard" {
		t.Fatalf("at %s", k.at())
	}
	k.write("hôm nay vẫn chưa được gặp mặt").press("yes")
	if k.at() != "against" || k.s.Answers.Value("topic") != "arrest" || k.s.Answers.Value("arrest_who") != "investigation" {
		t.Fatalf("at %s, topic %q", k.at(), k.s.Answers.Value("topic"))
	}
	k.fill(nil)
	for _, q := range []string{"topic", "arrest_who"} {
		if !slices.ContainsFunc(k.last.Items, func(i dialog.Item) bool { return i.Question == q }) {
			t.Errorf("%s cannot be seen at the review", q)
		}
	}
	if n := len(k.s.Answers["story"].Pieces); n != 3 {
		t.Errorf("%d pieces of the story", n)
	}
	// What was heard can be mended like any answer, and does not come back.
	k.press(dialog.Mend).press("arrest_who").press("court")
	if draft, _ := k.decide(); k.at() != dialog.AtReview || draft.Facts.Body != triage.BodyCourt {
		t.Errorf("at %s, body %q", k.at(), draft.Facts.Body)
	}
}

func TestAProposalDeclinedAnswersNothing(t *testing.T) {
	_, k := toldFirst(t)
	p := arrestRead(k.d)
	k.s = script.Propose(k.s, p)
	k.press("no")
	if k.at() != "topic" || k.s.Answers.Value("arrest_who") != "" {
		t.Fatalf("at %s", k.at())
	}
	// … and is not made again when the story is told.
	k.press("dispute")
	if len(script.Doubt(k.s, p).Answers) != len(k.s.Answers) {
		t.Error("what was declined is proposed again")
	}
}

func TestADoubtIsAskedOnceAndLosesNothing(t *testing.T) {
	for _, value := range []string{"keep", "change"} {
		k := begin(t, petition()).to("story", map[string]string{"topic": "dispute", "place": "22/06652"}).
			write("Con tôi bị công an bắt từ tối hôm qua, tôi khiếu nại việc bắt.")
		was := k.s
		k.press(dialog.Finish)
		if !script.Doubting(k.d, was, k.s) {
			t.Fatal("the topic is to be held against the story when it is told")
		}
		k.s = script.Doubt(k.s, arrestRead(k.d))
		if k.at() != "meant" {
			t.Fatalf("at %s", k.at())
		}
		story, place := k.s.Answers["story"].Text(), k.s.Answers["place"]
		k.press(value).fill(nil)
		want := map[string]string{"keep": "dispute", "change": "arrest"}[value]
		if got := k.s.Answers; got.Value("topic") != want || got["story"].Text() != story || got["place"].Value != place.Value {
			t.Errorf("%s: topic %s, story %q, place %q", value, got.Value("topic"), got["story"].Text(), got["place"].Value)
		}
		if script.Doubting(k.d, was, k.s) {
			t.Errorf("%s: it would be asked again", value)
		}
	}
}

// Words that sound like danger have it asked whatever the topic, at once and wherever
// the person is.
func TestAlarmAsksWhetherAnybodyIsInDanger(t *testing.T) {
	k := begin(t, petition()).to("place", map[string]string{"topic": "dispute"})
	k.s = script.Alarm(k.s)
	if k.at() != "danger" {
		t.Fatalf("at %s", k.at())
	}
	k.press("yes").press("on")
	if k.at() != "place" {
		t.Errorf("at %s: the dialog does not go on where it was", k.at())
	}
	if _, d := k.fill(nil).decide(); !d.Urgent {
		t.Error("not urgent")
	}
	k = begin(t, petition())
	if k.s = script.Alarm(k.s); k.at() != "language" {
		t.Errorf("at %s", k.at())
	}
}
