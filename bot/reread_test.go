package bot

import (
	"strings"
	"testing"

	"tiepdan/triage"
	"tiepdan/triage/reading"
	"tiepdan/triage/triagetest"
)

const fraud = "Ông Vũ lập công ty đa cấp, nhận của tôi 50 triệu rồi bỏ trốn, còn nhiều người khác cũng bị lừa đảo như vậy."

func dossier(k triage.Kind, f triage.Facts, story string) triage.Dossier {
	f.Kind = k
	return triage.Dossier{Petition: triage.Petition{Code: "26-AAAA-AAAA", Kind: k, Facts: f, FiledAt: triagetest.Start()}, Words: triage.Words{Story: story}}
}

// Where the words speak for another kind the officer is told, with the words, in the
// protected message that holds the story.
func TestTheOfficerSeesWhatIsReadOtherwise(t *testing.T) {
	b := renderBot(t)
	say := b.Words.In("vi")
	pages := b.contents(say, dossier(triage.MisdirectedLawsuit, triage.Facts{Field: triage.FieldNone, Body: triage.BodyPrivate}, fraud))
	var with []message
	for _, m := range pages {
		if strings.Contains(m.Text, "Máy đọc") {
			with = append(with, m)
		}
	}
	if len(with) != 1 || !with[0].Protect || !strings.Contains(with[0].Text, "Tố giác, tin báo về tội phạm") || !strings.Contains(with[0].Text, "«…") {
		t.Errorf("got %v", with)
	}
}

func TestWhatIsReadAlikeIsNotSaid(t *testing.T) {
	b := renderBot(t)
	if heading, _ := b.rereadWords(b.Words.In("vi"), dossier(triage.CrimeReport, triage.Facts{Field: triage.FieldCriminal, Body: triage.BodyPrivate}, fraud)); heading != "" {
		t.Errorf("said %q", heading)
	}
	// Words that say nothing certain are no news either.
	if heading, _ := b.rereadWords(b.Words.In("vi"), dossier(triage.Complaint, triage.Facts{}, "Tôi có việc muốn trình bày với các ông.")); heading != "" {
		t.Errorf("said %q", heading)
	}
}

// Danger in the words is told even where the kind is right.
func TestTheOfficerSeesDangerThatNobodyTicked(t *testing.T) {
	b := renderBot(t)
	heading, quotes := b.rereadWords(b.Words.In("vi"), dossier(triage.CrimeReport, triage.Facts{Field: triage.FieldCriminal, Body: triage.BodyPrivate, Danger: triage.No},
		"Hàng xóm đang đánh vợ, chị ấy kêu cứu, xin đến ngay"))
	if !strings.Contains(heading, "đang có nguy hiểm") || !strings.Contains(quotes, "đang đánh") {
		t.Errorf("heading %q, quotes %q", heading, quotes)
	}
}

// What is confirmed keeps what everybody is asked, and lowers no danger.
func TestConfirmedReadingKeepsWhatWasTold(t *testing.T) {
	had := triage.Facts{Kind: triage.MisdirectedLawsuit, Body: triage.BodyPrivate, Province: "40", Danger: triage.Yes, Anonymous: triage.No, GroupSize: 3}
	got := refacts(had, triage.Facts{Kind: triage.CrimeReport, Field: triage.FieldCriminal, Province: "22"})
	want := triage.Facts{Kind: triage.CrimeReport, Field: triage.FieldCriminal, Province: "40", Danger: triage.Yes, Anonymous: triage.No, GroupSize: 3}
	if got != want {
		t.Errorf("got %+v", got)
	}
}

// A line out of a story is no danger unless it names one.
func TestOnlyNamedDangerIsCalledOut(t *testing.T) {
	r := reading.New()
	for words, want := range map[string]bool{
		"Chồng tôi đang đánh tôi, xin cứu tôi với":        true,
		"tôi không muốn sống nữa":                         true,
		"chong toi dang danh toi, cuu toi voi":            true,
		"hôm nay đã là ngày thứ chín rồi ạ":               false,
		"số 12 đường Ví Dụ, phường Hạ Long":               false,
		"ông A, điều tra viên, Công an tỉnh":              false,
		"Thủ trưởng cơ quan điều tra, số 12, ngày 5/3":    false,
		"Tôi cho ông H vay 150 triệu, nay ông không trả.": false,
	} {
		if got, _ := r.Alarms(words); got != want {
			t.Errorf("%s: %v", words, got)
		}
	}
}
