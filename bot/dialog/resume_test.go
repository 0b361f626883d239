package dialog_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiepdan/bot/dialog"
)

// changed is the form as another release asks it.
func changed(change func(questions []dialog.Question) []dialog.Question) dialog.Dialog {
	d := form()
	d.Questions = change(d.Questions)
	return d
}

func without(id string) func([]dialog.Question) []dialog.Question {
	return func(all []dialog.Question) []dialog.Question {
		return slices.DeleteFunc(all, func(q dialog.Question) bool { return q.ID == id })
	}
}

func renamed(from, to string) func([]dialog.Question) []dialog.Question {
	return func(all []dialog.Question) []dialog.Question {
		for i := range all {
			if all[i].ID == from {
				all[i].ID, all[i].Was = to, []string{from}
			}
		}
		return all
	}
}

// under is the same person after an upgrade.
func (k *talk) under(d dialog.Dialog) *talk {
	k.t.Helper()
	k.d, k.s = d, d.Resume(k.s)
	return k
}

func TestAnUpgradeInTheMiddleLosesNothing(t *testing.T) {
	same := filled(t)
	if got := same.d.Resume(same.s); !reflect.DeepEqual(got, same.s) {
		t.Errorf("the same release changes the state: %+v", got)
	}
	t.Run("a question renamed", func(t *testing.T) {
		k := filled(t).under(changed(renamed("name", "full_name"))).wantAt(dialog.AtReview)
		if a := k.d.Given(k.s); a.Value("full_name") != "Nguyễn Thị B" {
			t.Errorf("given %+v", a)
		}
	})
	t.Run("a question renamed while it is answered anew", func(t *testing.T) {
		k := filled(t).press(dialog.Mend, "name").under(changed(renamed("name", "full_name"))).wantAt("full_name")
		if k.press(dialog.Keep).wantAt(dialog.AtReview).s.Answers.Value("full_name") != "Nguyễn Thị B" {
			t.Errorf("kept %+v", k.s.Answers)
		}
	})
	t.Run("a question added", func(t *testing.T) {
		d := changed(func(all []dialog.Question) []dialog.Question {
			return slices.Insert(all, 1, dialog.Question{ID: "since", Step: "about", Field: dialog.Choice{Values: []string{"week", "year"}}})
		})
		filled(t).under(d).wantAt("since").press("year").wantAt(dialog.AtReview)
	})
	t.Run("a question removed, with words", func(t *testing.T) {
		k := filled(t).under(changed(without("name"))).wantAt(dialog.AtReview)
		if story := k.s.Answers["story"]; !strings.HasSuffix(story.Text(), "tìm lại xe.\n\nNguyễn Thị B") || story.Pieces[2].Ref != "r-Nguyễn Thị B" {
			t.Errorf("the story is %q", story.Text())
		}
		if k.press(dialog.Send).turn.Ending != dialog.Sent {
			t.Error("it cannot be sent")
		}
	})
	t.Run("a question removed, with a day that was typed", func(t *testing.T) {
		k := filled(t).under(changed(without("day"))).wantAt(dialog.AtReview)
		if story := k.s.Answers["story"].Text(); !strings.HasSuffix(story, "2026-03-05") {
			t.Errorf("the story is %q", story)
		}
	})
	t.Run("a question removed, with files", func(t *testing.T) {
		k := begin(t, form()).press("other").take(words("phuong mot")).press("p1")
		k.take(words("Tôi kể lại sự việc."), press("story", dialog.Finish)).press(dialog.Skip).press("1")
		k.take(words("Nguyễn Thị B"), words("0912345678"), words("022185001234"))
		k.take(shown(dialog.File{Source: "b", Unique: "ub", Caption: "lời dưới ảnh", Ref: "fb"}))
		k.wantAt("extra").under(changed(without("extra")))
		// The papers had been skipped: now there are some, and they are asked about.
		k.wantAt("papers")
		if files := k.s.Answers["papers"].Files; len(files) != 1 || files[0].Source != "b" {
			t.Errorf("papers %+v", k.s.Answers["papers"])
		}
		k.press(dialog.Finish).wantAt(dialog.AtReview)
	})
	t.Run("a choice removed", func(t *testing.T) {
		k := begin(t, form()).press("theft").take(words("2026-03-05"))
		k.under(changed(without("topic")))
		k.wantAt("place") // the day hung on the topic; its button stays, and says nothing
		if !k.s.Answers.Is("topic", "theft") || k.s.Answers["story"].Text() != "" {
			t.Errorf("state %+v", k.s.Answers)
		}
	})
	t.Run("a dialog without a place for words", func(t *testing.T) {
		d := changed(without("name"))
		d.Story = ""
		if k := filled(t).under(d); k.s.Answers.Value("name") != "Nguyễn Thị B" {
			t.Errorf("the words are gone: %+v", k.s.Answers)
		}
	})
}

// A filled form is read by forms that each lack one question: every word and every
// file is still there.
func TestEveryQuestionCanBeRemoved(t *testing.T) {
	k := filled(t)
	k.press(dialog.Mend, "extra").take(words("Lời cuối."), shown(dialog.File{Source: "z", Unique: "uz", Ref: "fz"})).press(dialog.Finish)
	said := []string{"2026-03-05", "phuong mot", "Sáng 5/3 tôi mất xe ở chợ.", "Tôi đề nghị tìm lại xe.", "ảnh xe", "Nguyễn Thị B", "0912 345 678", "022185001234", "Lời cuối."}
	for _, q := range form().Questions {
		d := changed(without(q.ID))
		if q.ID == d.Story || q.ID == d.Papers {
			continue // where words and files go cannot itself go
		}
		after := d.Resume(k.s)
		var everything strings.Builder
		for _, a := range after.Answers {
			everything.WriteString(a.Value + "\n" + a.Typed + "\n" + a.Text() + "\n")
			for _, f := range a.Files {
				everything.WriteString(f.Source + "\n" + f.Caption + "\n")
			}
		}
		for _, word := range append(said, "\nz\n") {
			if !strings.Contains(everything.String(), word) {
				t.Errorf("without %s, %q is gone", q.ID, word)
			}
		}
	}
}
