package reading

import (
	"os"
	"strings"
	"testing"

	"tiepdan/triage"
)

// unnamed are sentences that name nobody, in two parts: those that were looked at
// when it was decided what counts as a name, and those held back.
func unnamed(t *testing.T) (seen, held []string) {
	t.Helper()
	all, err := os.ReadFile("testdata/unnamed.txt")
	if err != nil {
		t.Fatal(err)
	}
	part := &seen
	for line := range strings.Lines(string(all)) {
		switch line = strings.TrimSpace(line); {
		case line == "# held back":
			part = &held
		case line != "" && !strings.HasPrefix(line, "#"):
			*part = append(*part, line)
		}
	}
	if len(seen) < 20 || len(held) < 20 {
		t.Fatalf("%d and %d sentences", len(seen), len(held))
	}
	return seen, held
}

// Nobody is sure whose business a complaint is that names nobody, so that nothing is
// proposed on the strength of it.
func TestNobodyNamedIsNothingCertain(t *testing.T) {
	r := New()
	seen, held := unnamed(t)
	for name, part := range map[string][]string{"looked at": seen, "held back": held} {
		for _, typed := range []func(string) string{strings.Clone, unaccented} {
			about, guessed := 0, 0
			for _, sentence := range part {
				read := r.Read(typed(sentence))
				if read.Confidence >= 0.9 {
					t.Errorf("%s: %.2f that it is %s about %s", typed(sentence), read.Confidence, read.Facts.Kind, read.Facts.Body)
				}
				if read.Facts.Kind == triage.Complaint || read.Facts.Kind == triage.Denunciation {
					if about++; read.Confidence <= guessing {
						guessed++
					}
				}
			}
			t.Logf("%s: %d sentences, %d read as complaints or denunciations, %d of them as a guess", name, len(part), about, guessed)
			if about == 0 || 10*guessed < 8*about {
				t.Errorf("%s: only %d of %d are taken for a guess", name, guessed, about)
			}
		}
	}
}

// The same said of somebody is no guess.
func TestWhoIsNamedIsNoGuess(t *testing.T) {
	r := New()
	for _, sentence := range []string{
		"Thẩm phán không nhận đơn của tôi ba lần", "Kiểm sát viên không nhận đơn của tôi", "Điều tra viên cứ hẹn tôi hết lần này đến lần khác",
		"Chấp hành viên bảo tôi về đi", "Công an xã không chịu tiếp tôi", "Ủy ban phường trả lại đơn mà không nói vì sao",
		"Quản giáo quát tháo tôi", "Tòa án cố ý kéo dài thời gian", "Chánh án không đọc đơn đã bảo là sai", "Kiểm lâm lập biên bản sai sự thật",
		"Cơ quan điều tra làm mất giấy tờ gốc của tôi", "Thư ký tòa không đưa giấy biên nhận cho tôi", "Chồng tôi bị bắt mà không có giấy",
		"Họ cưỡng chế nhà tôi", "Người ta thu hồi đất của tôi", "Họ không cho tôi gặp con trong trại", "Ông ấy ép cung con tôi",
		"Họ không khởi tố vụ án của tôi", "Bản án không giao cho tôi", "Chủ tịch xã thiên vị bên kia",
	} {
		for _, typed := range []func(string) string{strings.Clone, unaccented} {
			text := typed(sentence)
			p := &page{}
			p.open(text)
			r.prepare(p)
			read := r.Read(text)
			if about := read.Facts.Kind == triage.Complaint || read.Facts.Kind == triage.Denunciation; about && p.guessed(&r.clues, &read.Facts, &triage.Facts{}) {
				t.Errorf("%s: %s about %s is taken for a guess", text, read.Facts.Kind, read.Facts.Body)
			}
		}
	}
}

// What is given is no guess either.
func TestWhatIsGivenIsNoGuess(t *testing.T) {
	r := New()
	const text = "Ông ấy không nhận đơn của tôi ba lần, còn đuổi tôi ra khỏi phòng."
	if read := r.ReadGiven(text, Given{Facts: triage.Facts{Body: triage.BodyCourt}}); read.Confidence <= guessing {
		t.Errorf("%.2f, though the court was given", read.Confidence)
	}
	if read := r.ReadGiven(text, Given{Facts: triage.Facts{Kind: triage.Complaint}}); read.Confidence > guessing {
		t.Errorf("%.2f, with no more than the kind", read.Confidence)
	}
}
