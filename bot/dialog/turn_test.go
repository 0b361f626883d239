package dialog_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiepdan/bot/dialog"
)

func TestTheWholeWay(t *testing.T) {
	k := filled(t)
	v := k.turn.View
	if v.Step != v.Of || v.Of != 5 {
		t.Errorf("step %d of %d", v.Step, v.Of)
	}
	if got := len(v.Items); got != len(slices.Collect(k.d.Applicable(k.s.Answers))) {
		t.Errorf("%d lines in the review", got)
	}
	if k.press(dialog.Send).turn.Ending != dialog.Sent {
		t.Errorf("ending %q", k.turn.Ending)
	}
	// Sending failed: the state is as it was, and sending again is possible.
	if k.wantAt(dialog.AtReview).press(dialog.Send).turn.Ending != dialog.Sent {
		t.Errorf("ending %q the second time", k.turn.Ending)
	}
}

func TestTypingALabelIsPressing(t *testing.T) {
	k := begin(t, form()).take(words("bắt người")).wantAt("agency").take(words("TÒA ÁN")).wantAt("place")
	k.take(words("phuong mot"), words("Phường Hai")).wantAt("story")
	if a := k.s.Answers["place"]; a.Value != "p2" || a.Typed != "phuong mot" {
		t.Errorf("place %+v", a)
	}
	k.take(words("xong")).wantAt("story").wantProblem("nothing_yet")
	if a := k.s.Answers["story"]; len(a.Pieces) != 0 {
		t.Errorf("“xong” became part of the story: %+v", a)
	}
	k.take(words("Tôi kể lại sự việc."), words("xong")).wantAt("papers")
	k.take(words("xong")).wantAt("people") // no papers, and that is all: skipped
	if !k.s.Answers["papers"].Skipped {
		t.Error("the papers are not skipped")
	}
	k.take(words("bỏ qua")).wantAt("name").take(words("quay lại")).wantAt("people").take(words("hủy")).wantAt(dialog.AtCancel)
	k.take(words("viết tiếp")).wantAt("people")
}

func TestWordsThatAPressHasOvertakenAnswerNothing(t *testing.T) {
	late := func(s string) dialog.Input {
		in := words(s)
		in.Late = true
		return in
	}
	k := begin(t, form()).take(words("bắt người"), words("TÒA ÁN"), words("phuong mot"), words("Phường Hai"))
	k.take(words("Tôi kể lại sự việc."), words("xong"), words("xong"), words("bỏ qua")).wantAt("name")
	k.take(late("Rồi họ đi"), late("xong")).wantAt("name").wantNote("kept_story").wantProblem("")
	if got := k.s.Answers["story"].Text(); got != "Tôi kể lại sự việc.\n\nRồi họ đi\n\nxong" {
		t.Errorf("the story is %q", got)
	}
	if _, answered := k.s.Answers["name"]; answered {
		t.Error("late words were taken for a name")
	}
	k.take(words("hủy"), late("về nhà")).wantAt(dialog.AtCancel)
}

func TestWordsAtTheWrongMomentAreKept(t *testing.T) {
	k := begin(t, form()).take(words("Hôm qua tôi bị lấy mất chiếc xe")).wantAt("topic").wantNote("kept_story").wantProblem("")
	k.take(words("mất xe")).wantProblem("choose")
	k.take(shown(dialog.File{Source: "a", Unique: "ua", Caption: "ảnh xe"})).wantNote("kept_papers").wantAt("topic")
	k.press("other").take(words("phuong mot")).press("p1").wantAt("story")
	if text := k.s.Answers["story"].Text(); text != "Hôm qua tôi bị lấy mất chiếc xe" {
		t.Errorf("story %q", text)
	}
	// What was kept before shows when its question comes, and more can be added.
	k.take(words("Đó là xe đạp.")).press(dialog.Finish).wantAt("papers")
	if n := len(k.turn.View.So.Files); n != 1 {
		t.Errorf("%d files are shown", n)
	}
	k = filled(t).take(words("Thêm")).wantNote("kept_story").wantAt(dialog.AtReview)
	if !strings.HasSuffix(k.s.Answers["story"].Text(), "Thêm") {
		t.Errorf("story %q", k.s.Answers["story"].Text())
	}
}

func TestALargeFileAtTheWrongMomentIsRefusedWithItsReason(t *testing.T) {
	k := begin(t, form()).take(shown(dialog.File{Source: "big", Unique: "ub", Size: 25 << 20, Name: "phim.mp4", Caption: "lời dưới phim"})).wantNote("files.large").wantAt("topic")
	if a := k.s.Answers["papers"]; len(a.Files) != 0 || a.Text() != "lời dưới phim" {
		t.Errorf("papers %+v", a)
	}
}

func TestBackReachesEveryStepAndKeepsEveryAnswer(t *testing.T) {
	k := filled(t)
	before := k.d.Given(k.s)
	asked := slices.Collect(k.d.Applicable(k.s.Answers))
	for i := len(asked) - 1; i >= 0; i-- {
		k.press(dialog.Back).wantAt(asked[i].ID)
	}
	k.press(dialog.Back).wantNote("first").wantAt(asked[0].ID)
	for _, q := range asked {
		k.wantAt(q.ID)
		nav := k.d.View(env(), k.s).Nav
		for _, v := range []string{dialog.Keep, dialog.Finish, dialog.Skip} {
			if slices.ContainsFunc(nav, func(o dialog.Option) bool { return o.Value == v }) {
				k.press(v)
				break
			}
		}
	}
	k.wantAt(dialog.AtReview)
	if after := k.d.Given(k.s); !reflect.DeepEqual(before, after) {
		t.Errorf("after going back and forth\n%+v\nbefore\n%+v", after, before)
	}
}

func TestMendingOneAnswer(t *testing.T) {
	k := filled(t).press(dialog.Mend).wantAt(dialog.AtMend).press("name").wantAt("name")
	if k.turn.View.Previous.Value != "Nguyễn Thị B" {
		t.Errorf("previous %+v", k.turn.View.Previous)
	}
	k.take(words("Trần Văn C")).wantAt(dialog.AtReview)
	if k.s.Answers.Value("name") != "Trần Văn C" {
		t.Errorf("name %q", k.s.Answers.Value("name"))
	}
	// Another topic: its own question is asked, the other one's answer no longer counts.
	k.press(dialog.Mend, "topic", "arrest").wantAt("agency").press("CA").wantAt(dialog.AtReview)
	if given := k.d.Given(k.s); given.Value("day") != "" || given.Value("agency") != "CA" {
		t.Errorf("given %+v", given)
	}
	// And back again: what was answered once is still there.
	k.press(dialog.Mend, "topic", "theft").wantAt(dialog.AtReview)
	if given := k.d.Given(k.s); given.Value("day") != "2026-03-05" {
		t.Errorf("given %+v", given)
	}
	k.press(dialog.Mend, dialog.No).wantAt(dialog.AtReview)
}

func TestCancelAsksFirst(t *testing.T) {
	k := begin(t, form()).press("other", dialog.Cancel).wantAt(dialog.AtCancel).press(dialog.No).wantAt("place")
	k.press(dialog.Cancel).take(words("phuong mot")).wantAt("place") // going on writing means no
	if k.s.Answers["place"].Typed != "phuong mot" {
		t.Errorf("place %+v", k.s.Answers["place"])
	}
	k.press(dialog.Cancel).take(press(dialog.AtCancel, dialog.Back)).wantNote("stale").wantAt(dialog.AtCancel)
	if k.press(dialog.Yes).turn.Ending != dialog.Cancelled {
		t.Errorf("ending %q", k.turn.Ending)
	}
}

func TestStalePressesChangeNothing(t *testing.T) {
	k := begin(t, form()).press("other")
	before := k.s
	k.take(press("topic", "theft")).wantNote("stale").wantAt("place")
	k.take(press("review", dialog.Send)).wantNote("stale")
	k.take(press("place", "p1")).wantProblem("choose") // nothing was offered yet
	if !reflect.DeepEqual(before.Answers, k.s.Answers) || k.turn.Ending != dialog.GoesOn {
		t.Errorf("answers %+v, ending %q", k.s.Answers, k.turn.Ending)
	}
}

func TestOddThingsAreAnswered(t *testing.T) {
	k := begin(t, form())
	for range 3 {
		k.take(dialog.Input{Kind: dialog.Odd, What: "sticker"}).wantProblem("odd").wantAt("topic")
	}
	if k.turn.View.Problem.Args["what"] != "sticker" {
		t.Errorf("problem %+v", k.turn.View.Problem)
	}
}

func TestEditsAreVersions(t *testing.T) {
	edit := func(ref, text string) dialog.Input {
		return dialog.Input{Kind: dialog.Edit, Ref: ref, Text: text, At: now.Add(1)}
	}
	k := filled(t).take(edit("r-Tôi đề nghị tìm lại xe.", "Tôi đề nghị trả lại xe.")).wantNote("edited").wantAt(dialog.AtReview)
	p := k.s.Answers["story"].Pieces[1]
	if !k.turn.Found || p.Text != "Tôi đề nghị trả lại xe." || len(p.Was) != 1 || p.Was[0].Text != "Tôi đề nghị tìm lại xe." || !p.Was[0].At.Equal(now) {
		t.Errorf("piece %+v", p)
	}
	k.take(edit("fa", "ảnh xe đạp")).wantNote("edited")
	if f := k.s.Answers["papers"].Files[0]; f.Caption != "ảnh xe đạp" || len(f.Was) != 2 || f.Was[0].Text != "ảnh xe" {
		t.Errorf("file %+v", f)
	}
	k.take(edit("r-Nguyễn Thị B", "Nguyễn Thị C")).wantNote("edited")
	if k.s.Answers.Value("name") != "Nguyễn Thị C" {
		t.Errorf("name %q", k.s.Answers.Value("name"))
	}
	k.take(edit("r-0912 345 678", "không có")).wantProblem("phone.letters")
	if k.s.Answers.Value("phone") != "0912345678" {
		t.Errorf("phone %q", k.s.Answers.Value("phone"))
	}
	// An edited place is looked up anew; the former one can be kept.
	k.take(edit("r-phuong mot", "phuong hai")).wantAt("place").wantNote("place.choose").press(dialog.Keep).wantAt(dialog.AtReview)
	if a := k.s.Answers["place"]; a.Value != "p1" {
		t.Errorf("place %+v", a)
	}
	// An answer that is being given anew.
	k.press(dialog.Mend, "name").take(edit("r-Nguyễn Thị B", "Nguyễn Thị D")).wantAt("name").press(dialog.Keep)
	if k.s.Answers.Value("name") != "Nguyễn Thị D" {
		t.Errorf("name %q", k.s.Answers.Value("name"))
	}
	if k.take(edit("unknown", "x")).turn.Found {
		t.Error("an unknown message was found")
	}
}

func TestADialogWithoutReviewIsSentByItsLastAnswer(t *testing.T) {
	d := dialog.Dialog{ID: "small", Questions: []dialog.Question{
		{ID: "to", Field: dialog.Pick{Offers: []dialog.Offer{{Value: "CA", Label: "Công an"}}}},
		{ID: "why", Optional: true, Field: dialog.Line{Min: 2, Max: 50}},
	}}
	k := begin(t, d).take(words("công an"))
	if k.turn.Ending != dialog.GoesOn || k.turn.View.Of != 0 {
		t.Errorf("ending %q, %d steps", k.turn.Ending, k.turn.View.Of)
	}
	if k.press(dialog.Skip).turn.Ending != dialog.Sent {
		t.Errorf("ending %q", k.turn.Ending)
	}
}

// A question that came with a new release is simply asked; a choice that is no
// longer offered is asked again.
func TestANewReleaseInMidForm(t *testing.T) {
	k := filled(t)
	k.d.Questions = append(slices.Clone(k.d.Questions), dialog.Question{ID: "new", Field: dialog.Line{Min: 2, Max: 50}})
	k.wantAt("new")
	k = filled(t)
	k.d.Questions = slices.Clone(k.d.Questions)
	k.d.Questions[0].Field = dialog.Choice{Values: []string{"arrest", "other"}}
	k.wantAt("topic")
}

func BenchmarkTurn(b *testing.B) {
	d, e := form(), env()
	s := dialog.State{Key: "k", Answers: dialog.Answers{"topic": {Value: "other"}, "place": {Value: "p1"}}}
	in := words("Sáng 5/3 tôi mất xe ở chợ.")
	b.ReportAllocs()
	for b.Loop() {
		d.Turn(e, s, in)
	}
}
