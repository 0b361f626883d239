package reading

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"tiepdan/triage"
)

// few are enough petitions to learn something in a moment.
func few(t testing.TB) []Example { return examples(t, "dev.jsonl") }

func trained(t testing.TB, c Course) *Trained {
	t.Helper()
	c.Office, c.At = office(), written
	got, err := Train(c)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func weightsOf(t testing.TB, r *Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteWeights(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The same petitions give the same weights, and weights that were written read
// as they were.
func TestTrainingIsDeterministic(t *testing.T) {
	a, b := trained(t, Course{Learn: few(t), Story: []string{"by a test"}}), trained(t, Course{Learn: few(t), Story: []string{"by a test"}})
	text := weightsOf(t, a.Reader)
	if !bytes.Equal(text, weightsOf(t, b.Reader)) {
		t.Fatal("two trainings differ")
	}
	again, err := NewWith(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(again.Story(), "by a test") {
		t.Errorf("the story is lost: %q", again.Story())
	}
	for _, e := range examples(t, "unseen.jsonl")[:40] {
		x, y := a.Reader.Read(e.Text), again.Read(e.Text)
		if x.Facts != y.Facts || x.Kinds[0].Kind != y.Kinds[0].Kind {
			t.Errorf("%s: %+v, once written %+v", e.ID, x.Facts, y.Facts)
		}
	}
}

// An officer's corrections are learnt.
func TestCorrectionsAreLearnt(t *testing.T) {
	strange := Example{Text: "zorblax quembit vashti", Facts: triage.Facts{Kind: triage.Suggestion, Field: triage.FieldNone, Body: triage.BodyAdministration}}
	learn := few(t)
	for i := range 4 {
		strange.ID = string(rune('a' + i))
		learn = append(learn, strange)
	}
	if got := trained(t, Course{Learn: learn, HeldOut: few(t)[:5]}).Reader.Read(strange.Text); got.Facts.Kind != triage.Suggestion {
		t.Errorf("read as %s", got.Facts.Kind)
	}
}

// Without petitions held out, each writer's are; what was made is in no figure.
func TestWritersAreHeldOut(t *testing.T) {
	learn := few(t)
	for i := range learn {
		learn[i].By = []string{"x", "y", "z", Made}[i%4]
	}
	got := trained(t, Course{Learn: learn})
	if len(got.Parts) != 3 || got.All.N != 60 || got.Parts[0].By != "x" {
		t.Errorf("%d parts, %d petitions: %+v", len(got.Parts), got.All.N, got.Parts)
	}
	if _, err := Train(Course{}); err == nil {
		t.Error("something was learnt from nothing")
	}
}

func TestWeightsOfAnotherProgramAreRefused(t *testing.T) {
	good := string(weightsOf(t, trained(t, Course{Learn: few(t)}).Reader))
	for name, bad := range map[string]string{
		"nothing": "", "head": "x" + good, "cut off": good[:len(weightsHead)+1], "outputs": strings.Replace(good, "kind.complaint", "kind.grumble", 1),
		"trio": strings.Replace(good, "trio complaint", "trio grumble", 1), "number": strings.Replace(good, "\ntrust ", "\ntrust x", 1), "feature": good + "k:nothing\t!Q\n", "cell": good + "w:xyz\t!\n",
	} {
		if _, err := NewWith(strings.NewReader(bad)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// The shipped weights know the phrases that the program looks for, and say how
// they were made.
func TestShippedWeightsFitThePhrases(t *testing.T) {
	names := map[string]bool{}
	for _, m := range shared().book.meanings {
		names[m.name] = true
	}
	phrases := 0
	for line := range strings.Lines(string(shipped)) {
		name, _, ok := strings.Cut(line, "\t")
		if !ok || !strings.HasPrefix(name, "s:") {
			continue
		}
		phrases++
		if !names[name[2:]] {
			t.Errorf("the weights know %q, which is no phrase any more: make them again", name[2:])
		}
	}
	if phrases < 100 {
		t.Errorf("only %d meanings have weights", phrases)
	}
	story := strings.Join(New().Story(), "\n")
	for _, want := range []string{"made by tiepdan train", "learnt ", "seed ", "held out, all"} {
		if !strings.Contains(story, want) {
			t.Errorf("the weights do not say %q", want)
		}
	}
}

func TestReadExamples(t *testing.T) {
	for name, line := range map[string]string{
		"no text": `{"kind":"complaint","field":"none","body":"court"}`, "no kind": `{"text":"a","field":"none","body":"court"}`,
		"field": `{"text":"a","kind":"complaint","field":"moon","body":"court"}`, "body": `{"text":"a","kind":"complaint","field":"none","body":"moon"}`,
		"disposition": `{"text":"a","kind":"complaint","field":"none","body":"court","disposition":"eat"}`, "broken": `{`, "tri": `{"text":"a","kind":"complaint","field":"none","body":"court","urgent":"very"}`,
	} {
		if _, err := ReadExamples(strings.NewReader("\n" + line)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMakeExamples(t *testing.T) {
	const lessons = "WHO = tôi | em\nbefore = Kính gửi Viện.\nafter = Cảm ơn.\naside = Trời mưa.\n# a remark\ncomplaint civil_procedure court role=head judgment.final=false round=2: {WHO} [khiếu nại|không chịu] chánh án\nsurrender criminal private: {WHO} xin đầu thú\n"
	all, err := MakeExamples(strings.NewReader(lessons), 20, 1)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := MakeExamples(strings.NewReader(lessons), 20, 1)
	if len(all) < 15 || len(all) != len(again) || all[3].Text != again[3].Text {
		t.Errorf("%d petitions, then %d", len(all), len(again))
	}
	for _, e := range all {
		if strings.ContainsAny(e.Text, "[]{}|") || e.By != Made || e.Kind == triage.Complaint && (e.Role != triage.RoleHead || e.Round != 2 || e.Judgment.Final != triage.No) ||
			(e.Urgent == triage.Yes) != (e.Kind == triage.Surrender) {
			t.Errorf("%+v", e)
		}
	}
	for name, bad := range map[string]string{
		"open choice": "complaint none court: [a|b", "no words": "complaint none court: {NOBODY}", "kind": "grumble none court: a", "short": "complaint: a",
		"fact": "complaint none court role: a", "circle": "A = {A}\ncomplaint none court: {A}", "value": "complaint none court round=x: a",
	} {
		if _, err := MakeExamples(strings.NewReader(bad), 1, 1); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestPhrasesAreWellFormed(t *testing.T) {
	for name, bad := range map[string]string{
		"no dot": "say: a", "no colon": "say.x", "empty": "say.x: a | | b", "twice in a family": "say.x: a b\nsay.y: a b", "no word": "say.x: !!!",
	} {
		if _, err := readPhrases(bad); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	b, err := readPhrases("say.x: khiếu nại | (tôi) kêu/than .. oan\nsay.y: khiếu nại lần hai\n")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"tôi khiếu nại lần hai": "say.y", "Khiếu nại. Lần hai": "say.x", "tôi kêu trời vì oan": "say.x", "than oan": "say.x", "kêu một hai ba bốn oan": "",
	} {
		var p page
		p.open(text)
		b.find(&p)
		got := ""
		for _, m := range p.found {
			got += b.meanings[m.means].name
		}
		if got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}
