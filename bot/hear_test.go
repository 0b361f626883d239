package bot

import (
	"strings"
	"testing"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// writing is a citizen in the middle of a petition.
func writing(t *testing.T) *talk {
	t.Helper()
	b := renderBot(t)
	b.NewKey = func() string { return "key-1" }
	k := &talk{b: b, s: &session{}, say: b.Words.In("vi")}
	k.begin()
	return k
}

// alarmed says that the petition will ask whether anybody is in danger.
func (t *talk) alarmed() bool {
	_, asked := t.s.Draft.Answers["danger"]
	return asked
}

func (t *talk) hears(words string) int {
	before := len(t.out.Messages)
	t.listen(dialog.Input{Kind: dialog.Words, Text: words})
	return len(t.out.Messages) - before
}

// Whoever is in danger reads the office's numbers at once, and once; a repeat of the
// update says them again, because the first answer may not have arrived.
func TestDangerIsAnsweredOnce(t *testing.T) {
	k := writing(t)
	if n := k.hears("Con tôi học lớp 3 trường làng"); n != 0 || k.alarmed() {
		t.Fatalf("%d messages", n)
	}
	if n := k.hears("Chồng tôi đang đánh tôi, xin cứu tôi với"); n != 1 {
		t.Fatalf("%d messages", n)
	}
	for _, h := range k.b.Office.Hotlines {
		if !strings.Contains(k.out.Messages[0].Text, h.Number+" – "+h.Name) {
			t.Errorf("%s is not named", h.Number)
		}
	}
	if !k.alarmed() {
		t.Error("it will not be asked whether anybody is in danger")
	}
	if n := k.hears("anh ta đang đánh tôi, cứu tôi với"); n != 0 {
		t.Errorf("said again: %d messages", n)
	}
	k.repeat = true
	if n := k.hears("anh ta đang đánh tôi, cứu tôi với"); n != 1 {
		t.Errorf("a repeat is answered by %d messages", n)
	}
	k.repeat = false
	k.b.Now = func() time.Time { return triagetest.Start().Add(saidAgainAfter + time.Minute) }
	if n := k.hears("anh ta đang đánh tôi, cứu tôi với"); n != 1 {
		t.Errorf("the next day: %d messages", n)
	}
}

// Whom to call is the office's to say: what its file has stands in the question too.
func TestWhoIsInDangerReadsTheOfficesNumbers(t *testing.T) {
	k := writing(t)
	k.b.Office.Hotlines = []triage.Hotline{{Number: "113", Name: "Công an"}, {Number: "02030000000", Name: "Trực ban của Viện"}}
	k.s.Draft.Answers = dialog.Answers{"language": {Value: "vi"}, "consent": {Value: "agree"}, "topic": {Value: "crime"}, "danger": {Value: "yes"}}
	view := k.b.petition.View(k.b.env(k.say, k.b.petition.ID), *k.s.Draft)
	if view.Question != script.CallNow {
		t.Fatalf("at %s", view.Question)
	}
	said := k.b.render(k.say, *k.s.Draft, view).Text
	if !strings.Contains(said, "113 – Công an\n02030000000 – Trực ban của Viện") || strings.Contains(said, "115") {
		t.Error(said)
	}
}

// Danger told before a petition begins is asked about in it.
func TestDangerBeforeAPetitionGoesIntoIt(t *testing.T) {
	k := writing(t)
	k.s.Draft = nil
	k.hears("tôi không muốn sống nữa")
	k.begin()
	if !k.alarmed() {
		t.Error("it is forgotten")
	}
}

func TestInsultIsAnsweredOnceAndKept(t *testing.T) {
	k := writing(t)
	for i, want := range []int{1, 0} {
		if n := k.hears("Các ông là đồ ăn hại, lũ chó má, không làm gì cho dân"); n != want {
			t.Errorf("time %d: %d messages", i, n)
		}
	}
}

// An officer's words about somebody else's petition are no call for help.
func TestOfficersAreNotHeard(t *testing.T) {
	k := writing(t)
	k.s.Draft, k.s.Staff = nil, true
	k.s.Task = &task{ID: string(triage.Answer), Verb: triage.Answer}
	if n := k.hears("Chồng bà đang đánh bà thì xin gọi 113, cứu bà ngay"); n != 0 || !k.s.Alarmed.IsZero() {
		t.Errorf("%d messages", n)
	}
}

// A doubt is only raised where it makes a difference, where somebody is named, and
// never where it would make an urgent petition calm.
func TestADoubtNeverMakesCalm(t *testing.T) {
	const debt = "Ông H vay của tôi 150 triệu có giấy viết tay, nay ông không chịu trả, tôi muốn khởi kiện đòi lại tiền."
	k := writing(t)
	at := func(topic, told string, danger bool) (before, next dialog.State) {
		s := *k.s.Draft
		for _, open := range []bool{true, false} {
			story := dialog.Answer{Pieces: []dialog.Piece{{Text: told}}, Open: open}
			s.Answers = dialog.Answers{"language": {Value: "vi"}, "consent": {Value: "agree"}, "topic": {Value: topic}, "against": {Skipped: true}, "place": {Value: dialog.AsTyped, Typed: "x"}, "story": story}
			if danger {
				s.Answers["danger"] = dialog.Answer{Value: "yes"}
			}
			before, next = next, s
		}
		return before, next
	}
	for _, c := range []struct {
		topic, told string
		danger      bool
		doubt       bool
	}{
		{"dispute", debt, false, false}, {"official", debt, false, true}, {"crime", debt, true, false}, {"arrest", debt, false, false},
		{"prosecutor", "Ông ấy không nhận đơn của tôi ba lần, còn đuổi tôi ra khỏi phòng.", false, false},
		{"prosecutor", "Ông thẩm phán Tòa án khu vực 1 không nhận đơn khởi kiện dân sự của tôi ba lần, còn đuổi tôi ra khỏi phòng.", false, true},
	} {
		got := k.understand(at(c.topic, c.told, c.danger))
		if _, doubted := got.Answers["meant"]; doubted != c.doubt {
			t.Errorf("%s, danger %v, told %q: doubted %v", c.topic, c.danger, c.told, doubted)
		}
	}
}
