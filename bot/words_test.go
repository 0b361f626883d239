package bot

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
	"tiepdan/triage/calendar"
	"tiepdan/triage/likeness"
)

// TestEveryWordIsUsed holds the catalogues to what the program says: a key is
// named in the code, belongs to a dialog, or stands for a value of the
// vocabulary. What nobody says is deleted.
func TestEveryWordIsUsed(t *testing.T) {
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	named := namedInCode(t)
	derived := derivedKeys()
	for _, key := range words.Keys(text.Default) {
		if !named[key] && !derived[key] {
			t.Errorf("nobody says %q", key)
		}
	}
}

// TestEveryKeyHasWords asks the other way round, in every language.
func TestEveryKeyHasWords(t *testing.T) {
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range words.Languages() {
		say := words.In(language)
		for key := range derivedKeys() {
			if optional(key) {
				continue
			}
			if !say.Has(key) {
				t.Errorf("%s has no words for %q", language, key)
			}
		}
	}
}

// optional keys are said only where they are.
func optional(key string) bool {
	return strings.HasSuffix(key, ".help") || strings.HasSuffix(key, ".label") || strings.Contains(key, ".choice.") ||
		strings.HasSuffix(key, ".review.ask") || strings.HasSuffix(key, ".mend.ask") ||
		strings.HasPrefix(key, "verb.") || strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "citizen.") || strings.HasPrefix(key, "destination.")
}

var literal = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)"`)

// namedInCode is every key that stands whole in the source of the bot or the program.
func namedInCode(t *testing.T) map[string]bool {
	t.Helper()
	named := map[string]bool{}
	for _, pattern := range []string{"*.go", "text/*.go", "dialog/*.go", "script/*.go", "../cmd/tiepdan/*.go", "../cmd/tiepdan/app/*.go", "../cmd/tiepdan/rulebook/*.go", "../storage/postgres/*.go"} {
		files, err := filepath.Glob(pattern)
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
				for _, prefix := range []string{"", "problem.", "note.", "odd.", "officer.button.", "officer.words.", "officer.identity.", "file.failed.", "leader.target.", "officer.law.", "law.", "c_", "book.", "book.col.", "book.sign."} {
					named[prefix+m[1]] = true
				}
			}
		}
	}
	return named
}

// derivedKeys are the keys found by convention.
func derivedKeys() map[string]bool {
	keys := map[string]bool{}
	add := func(prefix string, values ...string) {
		for _, v := range values {
			keys[prefix+v] = true
		}
	}
	for _, d := range script.All() {
		for _, place := range []string{dialog.AtReview, dialog.AtCancel, dialog.AtMend} {
			keys[d.ID+"."+place+".ask"] = true
		}
		for _, q := range d.Questions {
			at := d.ID + "." + q.ID
			add(at, ".ask", ".help", ".label")
			for _, o := range q.Field.Options(dialog.Env{}, dialog.Answer{}) {
				if o.Label == "" {
					keys[at+".choice."+o.Value] = true
				}
			}
		}
	}
	add("nav.", "back", "skip", "done", "keep", "mend", "send", "cancel", "yes", "no")
	values(add, "kind.", triage.Kinds())
	values(add, "field.", triage.Fields())
	values(add, "disposition.", triage.Dispositions())
	values(add, "status.", triage.Statuses())
	values(add, "citizen_status.", triage.Statuses())
	values(add, "outcome.", triage.Outcomes())
	values(add, "officer.post.", triage.Posts())
	verbs := triage.Verbs()
	values(add, "verb.", append(slices.Clone(verbs), triage.FileIt))
	values(add, "citizen.", verbs)
	values(add, "notice.", append(slices.Clone(verbs), triage.FileIt))
	add("notice.", "unreachable", "undelivered", "files", "withdrawn")
	told := slices.DeleteFunc(triage.Steps(), func(s triage.Step) bool {
		return s == triage.StepLodge || s == triage.StepExtension || s == triage.StepAct
	})
	values(add, "citizen_step.", told)
	values(add, "officer.step.", triage.Steps())
	values(add, "officer.trigger.", triage.Triggers())
	values(add, "officer.period.", []calendar.Unit{calendar.Hours, calendar.Days, calendar.WorkingDays, calendar.Months})
	add("standing.", "received", "unsigned")
	add("refusal.", triage.Refusals()...)
	add("", triage.ReasonKeys()...)
	add("eligibility.", triage.EligibilityReasons()...)
	add("destination.", triage.DestinationKeys()...)
	add("officer.fact.", triage.FactNames()...)
	add("officer.fact.", triage.AskNames()...)
	add("officer.send.", "transfer", "demand", "link", "merge")
	add("officer.button.", "link", "merge")
	values(add, "officer.alike.", likeness.Reasons())
	add("officer.list.", "find", "find.none", "mine", "queue", "overdue", "mine.none", "queue.none", "overdue.none")
	values(add, "body.", triage.Bodies())
	values(add, "role.", triage.Roles())
	values(add, "level.", triage.Levels())
	values(add, "stage.", triage.Stages())
	values(add, "court.", triage.Courts())
	add("leader.target.", triage.TargetNames()...)
	rulebook(add)
	add("holiday.", calendar.Names()...)
	add("holiday.source.", calendar.Sources()...)
	for _, l := range laws() {
		keys["officer.law."+l[1]] = true
	}
	for i := range 7 {
		keys["weekday."+string(rune('0'+i))] = true
	}
	for _, m := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"} {
		keys["month."+m] = true
	}
	return keys
}

// rulebook adds the words of the decision table as it is printed.
func rulebook(add func(string, ...string)) {
	for _, fact := range triage.FactNames() {
		if len(triage.FactValues(fact)) == 2 {
			add("book.", "yes."+fact, "no."+fact)
		} else {
			add("book.fact.", fact)
		}
	}
	add("book.value.round.", triage.FactValues("round")...)
	for _, c := range triage.Chapters() {
		add("book.chapter.", c.ID)
	}
	for _, l := range triage.Limits() {
		add("book.limit.", l.ID)
		add("book.limits.", l.ID[1:2])
	}
	values(add, "book.mark.", triage.Marks())
	values(add, "book.since.", []triage.Since{triage.SinceJudgment, triage.SinceKnown})
}

func values[T ~string](add func(string, ...string), prefix string, all []T) {
	for _, v := range all {
		add(prefix, string(v))
	}
}
