package script_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage"
)

// speakers are all languages; the words are looked up here as the bot does it.
func speakers(t *testing.T) []text.Speaker {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []text.Speaker
	for _, lang := range c.Languages() {
		all = append(all, c.In(lang))
	}
	return all
}

func need(t *testing.T, keys ...string) {
	t.Helper()
	for _, s := range speakers(t) {
		for _, key := range keys {
			if !s.Has(key) {
				t.Errorf("%s has no words for %s", s.Language(), key)
			}
		}
	}
}

func TestEveryQuestionHasItsWords(t *testing.T) {
	var keys []string
	for _, d := range script.All() {
		keys = append(keys, d.ID+".review.ask", d.ID+".cancel.ask", d.ID+".mend.ask")
		for _, q := range d.Questions {
			keys = append(keys, d.ID+"."+q.ID+".ask", d.ID+"."+q.ID+".label")
			for _, o := range q.Field.Options(env(), dialog.Answer{}) {
				if o.Label == "" {
					keys = append(keys, d.ID+"."+q.ID+".choice."+o.Value)
				}
			}
		}
	}
	for _, nav := range []string{dialog.Back, dialog.Skip, dialog.Finish, dialog.Keep, dialog.Mend, dialog.Send, dialog.Cancel, dialog.Yes, dialog.No} {
		keys = append(keys, "nav."+strings.TrimPrefix(nav, "!"))
	}
	need(t, append(keys, "place.typed", "step")...)
}

// A dialog's words are for questions that exist: what is left over from a
// question that was dropped would never be said.
func TestNoWordsForQuestionsThatAreGone(t *testing.T) {
	known := map[string]bool{}
	dialogs := map[string]bool{}
	for _, d := range script.All() {
		dialogs[d.ID] = true
		for _, q := range append(slices.Clone(d.Questions), dialog.Question{ID: dialog.AtReview}, dialog.Question{ID: dialog.AtCancel}, dialog.Question{ID: dialog.AtMend}) {
			for _, last := range []string{".ask", ".help", ".label"} {
				known[d.ID+"."+q.ID+last] = true
			}
			if q.Field == nil {
				continue
			}
			for _, o := range q.Field.Options(env(), dialog.Answer{}) {
				known[d.ID+"."+q.ID+".choice."+o.Value] = true
			}
		}
	}
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys("vi") {
		parts := strings.Split(key, ".")
		asked := slices.Contains([]string{"ask", "help", "label"}, parts[len(parts)-1]) || len(parts) > 2 && parts[2] == "choice"
		if len(parts) >= 3 && asked && dialogs[parts[0]] && !known[key] {
			t.Errorf("%s belongs to no question", key)
		}
	}
}

func TestEveryValueHasItsWords(t *testing.T) {
	var keys []string
	add := func(prefix string, values []string) {
		for _, v := range values {
			keys = append(keys, prefix+v)
		}
	}
	add("kind.", plain(triage.Kinds()))
	add("field.", plain(triage.Fields()))
	add("body.", plain(triage.Bodies()))
	add("role.", plain(triage.Roles()))
	add("stage.", plain(triage.Stages()))
	add("level.", plain(triage.Levels()))
	add("court.", plain(triage.Courts()))
	add("disposition.", plain(triage.Dispositions()))
	add("status.", plain(triage.Statuses()))
	add("outcome.", plain(triage.Outcomes()))
	add("verb.", append(plain(triage.Verbs()), string(triage.FileIt)))
	add("refusal.", triage.Refusals())
	add("standing.", []string{string(triage.Received), string(triage.Unsigned)})
	add("destination.", triage.DestinationKeys())
	add("", triage.ReasonKeys())
	for _, m := range triage.Life() {
		if slices.Contains(m.Tells, triage.ToCitizen) {
			keys = append(keys, "citizen."+string(m.Verb))
		}
	}
	need(t, keys...)
}

func plain[T ~string](all []T) []string {
	var out []string
	for _, v := range all {
		out = append(out, string(v))
	}
	return out
}

// The keys of problems and notes stand in the source of the fields and the
// engine; each one must have its words.
func TestEveryProblemHasItsWords(t *testing.T) {
	literal := regexp.MustCompile(`(?:problem\(|Problem\{Key: |note\(|return "", )"([a-z_.]+)"`)
	found := map[string]bool{}
	for _, dir := range []string{".", "../dialog"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range literal.FindAllStringSubmatch(string(b), -1) {
				found[m[1]] = true
			}
		}
	}
	if len(found) < 30 {
		t.Fatalf("only %d keys found in the source", len(found))
	}
	found["kept_story"], found["kept_papers"] = true, true
	for _, s := range speakers(t) {
		for key := range found {
			if !s.Has("problem."+key) && !s.Has("note."+key) {
				t.Errorf("%s has no words for the problem or note %s", s.Language(), key)
			}
		}
	}
}

// A button's data is at most 64 bytes: "d:", seven bytes for the draft, the
// question and the value.
func TestButtonsFitTheirData(t *testing.T) {
	for _, d := range script.All() {
		for _, q := range d.Questions {
			for _, o := range q.Field.Options(env(), dialog.Answer{}) {
				if n := len("d:1234567:") + len(q.ID) + 1 + len(o.Value); n > 64 {
					t.Errorf("%s.%s: the data of %s has %d bytes", d.ID, q.ID, o.Value, n)
				}
			}
		}
	}
}

// Two buttons of one question with the same letters could not be told apart
// when they are typed.
func TestLabelsOfAQuestionDiffer(t *testing.T) {
	for _, s := range speakers(t) {
		for _, d := range script.All() {
			for _, q := range d.Questions {
				seen := map[string]string{}
				for _, o := range q.Field.Options(env(), dialog.Answer{}) {
					label := o.Label
					if label == "" {
						label = s.Plain(d.ID + "." + q.ID + ".choice." + o.Value)
					}
					if other, twice := seen[strings.ToLower(label)]; twice {
						t.Errorf("%s %s.%s: %s and %s are both called %s", s.Language(), d.ID, q.ID, other, o.Value, label)
					}
					seen[strings.ToLower(label)] = o.Value
				}
			}
		}
	}
}
