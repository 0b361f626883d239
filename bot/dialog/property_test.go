package dialog_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiepdan/bot/dialog"
)

// anyInput does something that a person, or a slow line, might do. Every word
// given is given once, so that it can be looked for.
func anyInput(r *rand.Rand, k *talk, n int) (in dialog.Input, tokens []string) {
	token := func() string {
		s := fmt.Sprintf("tu%dq%d", n, len(tokens))
		tokens = append(tokens, s)
		return s
	}
	line := func(most int) string {
		var all []string
		for range 1 + r.IntN(most) {
			all = append(all, token())
		}
		return strings.Join(all, " ")
	}
	view := k.d.View(env(), k.s)
	ref := fmt.Sprintf("m%d", n)
	switch r.IntN(12) {
	case 0, 1:
		return dialog.Input{Kind: dialog.Words, Text: line(9), Ref: ref, At: now}, tokens
	case 2:
		return dialog.Input{Kind: dialog.Words, Text: strings.Repeat("x", r.IntN(4000)) + token(), Ref: ref, At: now}, tokens
	case 3:
		typed := []string{"Xong", "quay lại", "2026-03-05", "0912 345 678", "022185001234", "2", "", "  ", "Nguyễn Thị B", "phuong mot", "113"}
		return dialog.Input{Kind: dialog.Words, Text: typed[r.IntN(len(typed))], Ref: ref, At: now}, nil
	case 4:
		var files []dialog.File
		for i := range 1 + r.IntN(3) {
			f := dialog.File{Source: token(), Unique: fmt.Sprintf("u%d", r.IntN(40)), Caption: token(), Ref: fmt.Sprintf("%sf%d", ref, i), Order: int64(r.IntN(9))}
			if r.IntN(4) == 0 {
				f.Size = 30 << 20
			}
			files = append(files, f)
		}
		return dialog.Input{Kind: dialog.Shown, Files: files, Ref: ref, At: now}, tokens
	case 5:
		return dialog.Input{Kind: dialog.Odd, What: "sticker", Ref: ref, At: now}, nil
	case 6:
		return dialog.Input{Kind: dialog.Edit, Text: line(7), Ref: fmt.Sprintf("m%d", r.IntN(n+1)), At: now}, tokens
	case 7: // a button of a question long gone, or of none
		q := k.d.Questions[r.IntN(len(k.d.Questions))]
		values := []string{"theft", "1", dialog.Send, dialog.Keep, dialog.Yes, dialog.Mend, "name", "p1", ""}
		return press([]string{q.ID, dialog.AtReview, dialog.AtMend, dialog.AtCancel}[r.IntN(4)], values[r.IntN(len(values))]), nil
	}
	buttons := slices.Concat(view.Options, view.Nav)
	return press(view.Question, buttons[r.IntN(len(buttons))].Value), nil
}

// lasting are the words and files that nothing but throwing all away may lose:
// what was collected, with its versions.
func lasting(s dialog.State) map[string]bool {
	all := map[string]bool{}
	for _, answers := range []dialog.Answers{s.Answers, s.Kept} {
		for _, a := range answers {
			for _, p := range a.Pieces {
				all[p.Text] = true
				for _, was := range p.Was {
					all[was.Text] = true
				}
			}
			for _, f := range a.Files {
				all[f.Source], all[f.Caption] = true, true
				for _, was := range f.Was {
					all[was.Text] = true
				}
			}
		}
	}
	return all
}

func stored(t *testing.T, s dialog.State) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNothingIsEverLost(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 1))
		k := begin(t, form())
		for n := range 120 {
			before, had := stored(t, k.s), lasting(k.s)
			at := k.at()
			in, tokens := anyInput(r, k, n)
			turn := k.d.Turn(env(), k.s, in)
			fail := func(format string, args ...any) {
				t.Helper()
				t.Fatalf("seed %d, turn %d at %s, %s %q of %q: %s\nbefore %s\nafter %s", seed, n, at, in.Kind, in.Text+in.Value, in.Question,
					fmt.Sprintf(format, args...), before, stored(t, turn.State))
			}
			if stored(t, k.s) != before {
				fail("the turn changed the state that it was given")
			}
			after := stored(t, turn.State)
			for _, token := range tokens {
				found := in.Kind != dialog.Edit || turn.Found
				if found && turn.View.Problem == nil && !strings.Contains(after, token) && !refusedFile(in, token, turn.View.Notes) {
					fail("%s is neither kept nor refused", token)
				}
			}
			if turn.Ending != dialog.Cancelled {
				has := lasting(turn.State)
				for s := range had {
					if !has[s] {
						fail("%q was lost", s)
					}
				}
			}
			// Where a person is follows from the state alone, also when it was stored and read back.
			var again dialog.State
			if err := json.Unmarshal([]byte(after), &again); err != nil {
				fail("%v", err)
			}
			plain := turn.View
			plain.Problem, plain.Notes = nil, nil
			if v := k.d.View(env(), again); !sameView(v, plain) {
				fail("read back it is another view: %+v, want %+v", v, plain)
			}
			if _, asking := k.d.At(turn.State); turn.Ending == dialog.Sent && asking {
				fail("it is sent with questions open")
			}
			if v := turn.View; v.Question != dialog.AtMend && len(v.Options)+len(v.Nav) == 0 {
				fail("there is no way on")
			}
			seen[turn.View.Question]++
			seen["ending "+string(turn.Ending)]++
			if k.s = turn.State; turn.Ending == dialog.Cancelled {
				k = begin(t, form())
			}
		}
	}
	for _, q := range form().Questions {
		if seen[q.ID] == 0 {
			t.Errorf("%s was never reached", q.ID)
		}
	}
	for _, what := range []string{dialog.AtCancel, "ending cancelled"} {
		if seen[what] == 0 {
			t.Errorf("%s never came", what)
		}
	}
}

// refusedFile says whether a token is the source of a file that was refused with
// a note; the words under it are kept whatever happens.
func refusedFile(in dialog.Input, token string, notes []dialog.Problem) bool {
	refused := slices.ContainsFunc(notes, func(n dialog.Problem) bool {
		return n.Key == "files.large" || n.Key == "files.many" || n.Key == "files.same"
	})
	return refused && slices.ContainsFunc(in.Files, func(f dialog.File) bool { return f.Source == token })
}

func sameView(a, b dialog.View) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(x) == string(y)
}

var update = flag.Bool("update", false, "write the stored state anew; never for a released version")

// A state stored by the first release must be understood by every later one.
func TestTheStoredStateOfTheFirstRelease(t *testing.T) {
	name := filepath.Join("testdata", "state_v1.json")
	want := filled(t)
	want.press(dialog.Back, dialog.Back).take(dialog.Input{Kind: dialog.Edit, Ref: "fa", Text: "ảnh chiếc xe", At: now}, dialog.Input{Kind: dialog.Edit, Ref: "r-Tôi đề nghị tìm lại xe.", Text: "Tôi đề nghị trả xe.", At: now})
	if *update {
		b, err := json.MarshalIndent(want.s, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var s dialog.State
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	d := form()
	if got := d.View(env(), s); got.Question != "id" || got.Previous.Value != "022185001234" {
		t.Errorf("at %s, previous %+v", got.Question, got.Previous)
	}
	given := d.Given(s)
	want.d = d
	if expected := d.Given(want.s); !reflect.DeepEqual(keys(given), keys(expected)) {
		t.Errorf("given %v, want %v", keys(given), keys(expected))
	}
	if a := given["story"]; a.Text() != "Sáng 5/3 tôi mất xe ở chợ.\n\nTôi đề nghị trả xe." || a.Pieces[1].Was[0].Text != "Tôi đề nghị tìm lại xe." || !a.Pieces[0].At.Equal(now) {
		t.Errorf("story %+v", a)
	}
	if a := given["papers"]; a.Files[0].Source != "a" || a.Files[0].Caption != "ảnh chiếc xe" || len(a.Files[0].Was) != 2 {
		t.Errorf("papers %+v", a)
	}
	if s.Key != "k" || given.Value("phone") != "0912345678" || given["place"].Label != "Phường Một" {
		t.Errorf("state %+v", s)
	}
}

func keys(a dialog.Answers) []string {
	var all []string
	for id := range a {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}
