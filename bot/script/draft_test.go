package script_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
	"tiepdan/triage/area"
)

func TestDraftHoldsAllThatWasGiven(t *testing.T) {
	k := begin(t, petition()).to("against", map[string]string{"topic": "police_case", "police_who": "officer"}).
		write("ông A, điều tra viên").press("own").press("once").write("Thủ trưởng, số 12").press("yes").write("mùng 5 tháng 3 năm 2026")
	k.write("phuong ay").press("40/16681")
	k.take(dialog.Input{Kind: dialog.Words, Ref: "m1", Text: "Sáng 5/3 tôi đến trụ sở công an."})
	k.take(dialog.Input{Kind: dialog.Words, Ref: "m2", Text: "Họ không nhận đơn của tôi."}).press(dialog.Finish)
	k.take(dialog.Input{Kind: dialog.Shown, Ref: "m4", Files: []dialog.File{
		{Source: "b", Unique: "ub", Album: "al", Order: 5, Caption: "trang hai", Type: "photo", Ref: "m5"},
		{Source: "a", Unique: "ua", Album: "al", Order: 4, Caption: "trang một", Type: "photo", Ref: "m4"},
		{Source: "c", Unique: "uc", Size: 25 << 20, Caption: "đoạn phim quay lúc đó", Name: "phim.mp4", Ref: "m6", Order: 6},
	}})
	if !slices.ContainsFunc(k.last.Notes, func(n dialog.Problem) bool { return n.Key == "files.large" && n.Args["max"] == "20" }) {
		t.Errorf("the large file is refused without a word: %v", k.last.Notes)
	}
	k.press(dialog.Finish).write("Nguyễn Thị B").write("số 12 đường Trần Phú").write("+84 912.345.678").write("022 185 001 234")
	edited := now.Add(time.Hour)
	k.take(dialog.Input{Kind: dialog.Edit, Ref: "m1", Text: "Sáng 6/3 tôi đến trụ sở công an.", At: edited})
	k.take(dialog.Input{Kind: dialog.Edit, Ref: "m5", Text: "trang hai, mặt sau", At: edited})
	if k.at() != dialog.AtReview || !k.found {
		t.Fatalf("at %s, found %v", k.at(), k.found)
	}

	d := script.Draft(k.s, k.d)
	if want := "Sáng 6/3 tôi đến trụ sở công an.\n\nHọ không nhận đơn của tôi.\n\nđoạn phim quay lúc đó"; d.Words.Story != want {
		t.Errorf("story %q", d.Words.Story)
	}
	if w := d.Words; w.Against != "ông A, điều tra viên" || w.Place != "phuong ay" || w.Paper != "mùng 5 tháng 3 năm 2026" || w.Settled != "Thủ trưởng, số 12" {
		t.Errorf("words %+v", w)
	}
	if want := (triage.Identity{Name: "Nguyễn Thị B", Phone: "0912345678", IDNumber: "022185001234", Address: "số 12 đường Trần Phú"}); d.Identity != want {
		t.Errorf("identity %+v", d.Identity)
	}
	if d.Commune != "16681" || d.Facts.Province != "40" || d.PaperOn.String() != "2026-03-05" || d.Facts.DecidedOn != d.PaperOn {
		t.Errorf("commune %s, province %s, paper %s", d.Commune, d.Facts.Province, d.PaperOn)
	}
	if len(d.Files) != 2 || d.Files[0].Source != "a" || d.Files[0].Order != 0 || d.Files[1].Order != 1 || d.Files[0].Caption != "trang một" ||
		d.Files[1].Caption != "trang hai, mặt sau" || d.Files[1].Album != "al" {
		t.Errorf("files %+v", d.Files)
	}
	refs := map[string][]string{}
	for _, m := range d.Messages {
		for _, v := range m.Versions {
			refs[m.Ref] = append(refs[m.Ref], v.Text)
		}
	}
	if got := refs["m1"]; !slices.Equal(got, []string{"Sáng 5/3 tôi đến trụ sở công an.", "Sáng 6/3 tôi đến trụ sở công an."}) {
		t.Errorf("versions %q", got)
	}
	if got := refs["m5"]; !slices.Equal(got, []string{"trang hai", "trang hai, mặt sau"}) {
		t.Errorf("versions of a caption %q", got)
	}
	if _, ok := refs["m6"]; !ok {
		t.Error("the words under the large film are no message of the story")
	}
}

func TestWithheldIdentity(t *testing.T) {
	k := begin(t, petition()).fill(map[string]string{"topic": "official", "official_what": "wrong", "denouncer": "withhold"})
	if d := script.Draft(k.s, k.d); !d.Identity.Withheld || d.Identity.Name != "" || d.Facts.Anonymous != triage.Yes {
		t.Errorf("identity %+v", d.Identity)
	}
	// Having told it first and withheld it then, nothing of it is sent.
	k = begin(t, petition()).fill(map[string]string{"topic": "crime", "danger": "no", "name": "Nguyễn Thị B"})
	k.press(dialog.Mend).press("informant").press("withhold")
	if d := script.Draft(k.s, k.d); k.at() != dialog.AtReview || d.Identity != (triage.Identity{Withheld: true}) {
		t.Errorf("at %s, identity %+v", k.at(), d.Identity)
	}
}

func TestDangerIsAskedFirstAndGoesOnBriefly(t *testing.T) {
	k := begin(t, petition()).press("vi").press("agree").press("crime")
	if k.at() != "danger" {
		t.Fatalf("at %s", k.at())
	}
	if k.press("yes").at() != "call_now" {
		t.Fatalf("at %s", k.at())
	}
	if k.press("on").at() != "place" {
		t.Errorf("at %s: what can wait is asked", k.at())
	}
}

func TestPlaceOffersNameTheOldPlace(t *testing.T) {
	o := script.PlaceOffer(area.Place{Province: "22", Commune: "06652", Name: "Phường A, tỉnh Quảng Ninh", Former: "Phường C, thành phố Hạ Long"})
	if o.Value != "22/06652" || !strings.Contains(o.Label, "Phường C") {
		t.Errorf("offer %+v", o)
	}
	k := begin(t, petition()).to("place", nil).write("nowhere")
	if k.last.Notes[0].Key != "place.unknown" {
		t.Errorf("notes %v", k.last.Notes)
	}
	k.press(dialog.AsTyped)
	if d := script.Draft(k.s, k.d); d.Commune != "" || d.Facts.Province != "" || d.Words.Place != "nowhere" {
		t.Errorf("place %q, commune %q, province %q", d.Words.Place, d.Commune, d.Facts.Province)
	}
}

func TestDaysAsPeopleSayThem(t *testing.T) {
	at := func() *talk {
		return begin(t, petition()).to("paper_date", map[string]string{"topic": "arrest", "paper": "yes"})
	}
	for typed, want := range map[string]string{
		"5/3/2026": "2026-03-05", "5-3-26": "2026-03-05", "ngày 05 tháng 3 năm 2026": "2026-03-05", "05.03.2026": "2026-03-05",
		"hôm qua": "2026-11-23", "hom nay": "2026-11-24", "mùng 10 tháng 3 âm lịch 2026": "2026-04-26", "24/11/2026": "2026-11-24",
	} {
		if k := at().write(typed); k.s.Answers.Value("paper_date") != want {
			t.Errorf("%s: got %q %+v, want %s", typed, k.s.Answers.Value("paper_date"), k.last.Problem, want)
		}
	}
	for typed, reason := range map[string]string{
		"25/11/2026": "day.future", "31/2/2026": "day.none_such", "tháng 3": "day.only_month", "5/3/2026 hoặc 6/3/2026": "day.several",
		"lâu rồi": "day.want", "1/13/2026": "day.none_such",
	} {
		k := at().write(typed)
		if k.last.Problem == nil || k.last.Problem.Key != reason {
			t.Errorf("%s: got %+v, want %s", typed, k.last.Problem, reason)
		}
	}
}

func TestSmallDialogsEnd(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range script.All() {
		if seen[d.ID] {
			t.Errorf("two dialogs are called %s", d.ID)
		}
		seen[d.ID] = true
		k := begin(t, d).fill(nil)
		switch {
		case d.Review && k.at() != dialog.AtReview:
			t.Errorf("%s does not come to the review", d.ID)
		case !d.Review && k.end != dialog.Sent:
			t.Errorf("%s does not end", d.ID)
		}
		for _, q := range d.Questions {
			if _, optional := k.s.Answers[q.ID]; !optional && q.When == nil {
				t.Errorf("%s: %s was not answered", d.ID, q.ID)
			}
		}
	}
}

func TestReplyTakesWordsAndFilesInOneAnswer(t *testing.T) {
	k := begin(t, script.Reply()).write("Tôi gửi thêm").take(dialog.Input{Kind: dialog.Shown, Files: []dialog.File{{Source: "a", Unique: "u"}}}).write("và còn nữa").write("done")
	a := k.d.Given(k.s)["text"]
	if k.end != dialog.Sent || a.Text() != "Tôi gửi thêm\n\nvà còn nữa" || len(a.Files) != 1 {
		t.Errorf("ending %q, %q, %d files", k.end, a.Text(), len(a.Files))
	}
}
