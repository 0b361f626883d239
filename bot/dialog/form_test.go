package dialog_test

import (
	"strings"
	"testing"
	"time"

	"tiepdan/bot/dialog"
)

var now = time.Date(2026, time.November, 24, 8, 0, 0, 0, time.FixedZone("+07", 7*3600))

// form is a dialog with every sort of field and one fork.
func form() dialog.Dialog {
	return dialog.Dialog{
		ID: "form", Review: true, Story: "story", Papers: "papers",
		Questions: []dialog.Question{
			{ID: "topic", Step: "about", Field: dialog.Choice{Values: []string{"theft", "arrest", "other"}}},
			{ID: "day", Step: "about", Field: isoDay(), When: func(a dialog.Answers) bool { return a.Is("topic", "theft") }},
			{ID: "agency", Step: "about", Field: dialog.Pick{Offers: []dialog.Offer{{Value: "CA", Label: "Công an"}, {Value: "TA", Label: "Tòa án"}}},
				When: func(a dialog.Answers) bool { return a.Is("topic", "arrest") }},
			{ID: "place", Step: "about", Field: place()},
			{ID: "story", Step: "story", Field: dialog.Story{Min: 10, Max: 3000}},
			{ID: "papers", Step: "papers", Optional: true, Field: dialog.Files{Max: 5, MaxSize: 20 << 20}},
			{ID: "people", Step: "you", Optional: true, Field: dialog.Number{Min: 1, Max: 5000, Quick: []int{1, 2}}},
			{ID: "name", Step: "you", Field: dialog.Line{Min: 2, Max: 100}},
			{ID: "phone", Step: "you", Optional: true, Field: dialog.Phone{}},
			{ID: "id", Step: "you", Optional: true, Field: dialog.IDNumber{}},
			{ID: "extra", Step: "you", Optional: true, Field: dialog.Parcel{Story: dialog.Story{Min: 1, Max: 3000}, Files: dialog.Files{Max: 3, MaxSize: 20 << 20}}},
		},
	}
}

func isoDay() dialog.Day {
	return dialog.Day{
		Parse: func(typed string, _ time.Time) (string, string) {
			if _, err := time.Parse(time.DateOnly, typed); err != nil {
				return "", "day.want"
			}
			return typed, ""
		},
		NotAfter: func(now time.Time) string { return now.Format(time.DateOnly) },
	}
}

func place() dialog.Place {
	return dialog.Place{Max: 100, Suggest: func(typed string) []dialog.Offer {
		if strings.HasPrefix(typed, "x") {
			return nil
		}
		return []dialog.Offer{{Value: "p1", Label: "Phường Một"}, {Value: "p2", Label: "Phường Hai"}}
	}}
}

// labels are what the buttons of the form are called.
var labels = map[string]string{
	dialog.Back: "Quay lại", dialog.Skip: "Bỏ qua", dialog.Finish: "Xong", dialog.Keep: "Giữ như cũ", dialog.Mend: "Sửa",
	dialog.Send: "Gửi", dialog.Cancel: "Hủy", dialog.Yes: "Bỏ đi", dialog.No: "Viết tiếp",
	"theft": "Mất trộm", "arrest": "Bắt người", "other": "Việc khác",
}

func env() dialog.Env {
	return dialog.Env{
		Now: now,
		Label: func(_ string, o dialog.Option) string {
			if o.Label != "" {
				return o.Label
			}
			if l, ok := labels[o.Value]; ok {
				return l
			}
			return o.Value
		},
		Same: strings.EqualFold,
	}
}

func words(s string) dialog.Input {
	return dialog.Input{Kind: dialog.Words, Text: s, Ref: "r-" + s, At: now}
}

func press(question, value string) dialog.Input {
	return dialog.Input{Kind: dialog.Press, Question: question, Value: value, At: now}
}

func shown(files ...dialog.File) dialog.Input {
	return dialog.Input{Kind: dialog.Shown, Files: files, Ref: "f", At: now}
}

// talk is a person filling a form.
type talk struct {
	t    *testing.T
	d    dialog.Dialog
	s    dialog.State
	turn dialog.Turn
}

func begin(t *testing.T, d dialog.Dialog) *talk {
	return &talk{t: t, d: d, s: dialog.State{Dialog: d.ID, Key: "k"}}
}

func (k *talk) take(inputs ...dialog.Input) *talk {
	k.t.Helper()
	for _, in := range inputs {
		k.turn = k.d.Turn(env(), k.s, in)
		k.s = k.turn.State
	}
	return k
}

func (k *talk) press(values ...string) *talk {
	for _, v := range values {
		k.take(press(k.at(), v))
	}
	return k
}

func (k *talk) at() string { return k.d.View(env(), k.s).Question }

func (k *talk) wantAt(question string) *talk {
	k.t.Helper()
	if k.at() != question {
		k.t.Fatalf("at %s, want %s (problem %+v)", k.at(), question, k.turn.View.Problem)
	}
	return k
}

func (k *talk) wantProblem(key string) *talk {
	k.t.Helper()
	if p := k.turn.View.Problem; p == nil && key != "" || p != nil && p.Key != key {
		k.t.Fatalf("problem %+v, want %q", p, key)
	}
	return k
}

func (k *talk) wantNote(key string) *talk {
	k.t.Helper()
	for _, n := range k.turn.View.Notes {
		if n.Key == key {
			return k
		}
	}
	k.t.Fatalf("notes %+v, want %s", k.turn.View.Notes, key)
	return k
}

// filled is a person who has come to the review.
func filled(t *testing.T) *talk {
	k := begin(t, form())
	k.press("theft").take(words("2026-03-05"), words("phuong mot")).press("p1")
	k.take(words("Sáng 5/3 tôi mất xe ở chợ."), words("Tôi đề nghị tìm lại xe.")).press(dialog.Finish)
	k.take(shown(dialog.File{Source: "a", Unique: "ua", Order: 1, Caption: "ảnh xe", Ref: "fa"})).press(dialog.Finish)
	k.press("2").take(words("Nguyễn Thị B"), words("0912 345 678"), words("022185001234")).press(dialog.Skip)
	return k.wantAt(dialog.AtReview)
}
