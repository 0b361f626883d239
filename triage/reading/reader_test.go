package reading

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"tiepdan/triage"
)

// What the words alone must not decide: denial, what was done to others, a story
// before the point, other spellings.
func TestReadsWhatIsMeant(t *testing.T) {
	r := New()
	for _, c := range []struct {
		text string
		want triage.Kind
	}{
		{"Không phải tôi tố cáo ai cả, tôi chỉ muốn xin bản sao bản cáo trạng", triage.Request},
		{"Tôi không khiếu nại gì, chỉ xin hỏi lịch tiếp công dân của Viện", triage.Request},
		{"Tôi bị hàng xóm tố cáo sai, công an đã kết luận tôi không có gì. Tôi muốn kiện đòi bồi thường danh dự", triage.MisdirectedLawsuit},
		{"Năm ngoái nhà tôi bị trộm, chuyện đã qua. Nay tôi khiếu nại điều tra viên giữ xe của tôi không lập biên bản", triage.Complaint},
		{"to6i khie61u na5i d9ie62u tra vie6n giu74 xe cua3 to6i kho6ng la65p bie6n ba3n", triage.Complaint},
		{"tooi khieesu naij ddieefu tra vieen giuwx xe cuar tooi khoong laapj bieen banr", triage.Complaint},
		{"TÔI KHIẾU NẠI ĐIỀU TRA VIÊN GIỮ XE CỦA TÔI KHÔNG LẬP BIÊN BẢN", triage.Complaint},
		{"tui hổng chịu quyết định của toà án xử vắng mặt tui vụ đất, án có hiệu lực rồi, xin giám đốc thẩm", triage.Cassation},
		{"Cảm ơn kiểm sát viên đã hướng dẫn tôi làm đơn tố cáo hôm trước, việc xong rồi", triage.Other},
		{"Tòa vừa xử sơ thẩm hôm qua, tôi không đồng ý mức án 5 năm, muốn kháng cáo", triage.MisdirectedAppeal},
		{"em lỡ tay đâm người rồi bỏ chạy, giờ em muốn ra đầu thú", triage.Surrender},
		{"Tôi bị lừa 300 triệu qua mạng, nhờ bắt chúng nó", triage.CrimeReport},
	} {
		if got := r.Read(c.text); got.Facts.Kind != c.want {
			t.Errorf("%s: %s %v, want %s", c.text, got.Facts.Kind, got.Kinds[:2], c.want)
		}
	}
}

func TestReadsFactsThatMoveTheDecision(t *testing.T) {
	r := New()
	for _, c := range []struct {
		text string
		is   func(f triage.Facts) bool
		what string
	}{
		{"Điều tra viên Công an tỉnh Nghệ An giữ xe tang vật của tôi, tôi ở Hạ Long gửi đơn khiếu nại", func(f triage.Facts) bool { return f.Province == "40" }, "province 40"},
		{"Kính gửi VKSND tỉnh Quảng Ninh. Tôi quê Nam Định, khiếu nại chấp hành viên kê biên nhà tôi", func(f triage.Facts) bool { return f.Province == "" || f.Province == "22" }, "no other province"},
		{"Việc xảy ra ở Hải Dương cũ: điều tra viên không khởi tố vụ tôi bị đánh, tôi khiếu nại", func(f triage.Facts) bool { return f.Province == "31" }, "province 31 for Hải Dương"},
		{"Thủ trưởng cơ quan điều tra đã trả lời bằng quyết định số 12, tôi không đồng ý, nay tôi khiếu nại lần hai về điều tra viên", func(f triage.Facts) bool { return f.Round == 2 }, "round 2"},
		{"Chúng tôi gồm 18 hộ dân tố cáo chủ tịch xã lập hồ sơ khống", func(f triage.Facts) bool { return f.GroupSize == 18 }, "group of 18"},
		{"Tôi khiếu nại lệnh kê biên của cơ quan điều tra, lệnh đã được viện kiểm sát phê chuẩn", func(f triage.Facts) bool { return f.ApprovedByProcuracy == triage.Yes }, "approved"},
		{"Tôi không muốn sống nữa, bị chúng nó đòi nợ dồn ép", func(f triage.Facts) bool { return f.Danger == triage.Yes }, "danger"},
		{"Con tôi trong trại tạm giam bị ho ra máu mà không được khám, tôi khiếu nại", func(f triage.Facts) bool { return f.Danger == triage.Yes }, "danger in custody"},
		{"Án phúc thẩm của tòa án nhân dân tỉnh xử oan cho con tôi, xin giám đốc thẩm", func(f triage.Facts) bool {
			return f.Judgment.Court == triage.CourtProvincial && f.Judgment.Final == triage.Yes
		}, "judgment of the provincial court"},
	} {
		if got := r.Read(c.text).Facts; !c.is(got) {
			t.Errorf("%s: %+v, want %s", c.text, got, c.what)
		}
	}
}

func TestEvidenceIsTheCitizensOwnWords(t *testing.T) {
	r := New()
	text := "Kính gửi Viện. Chấp hành viên kê biên nhà của tôi. Tôi khiếu nại quyết định cưỡng chế này."
	got := r.Read(text)
	if len(got.Evidence) == 0 || len(got.Evidence) > mostEvidence {
		t.Fatalf("%d pieces of evidence", len(got.Evidence))
	}
	var all string
	for _, e := range got.Evidence {
		if text[e.From:e.To] != e.Words {
			t.Errorf("%q stands at %d–%d, not %q", text[e.From:e.To], e.From, e.To, e.Words)
		}
		all += e.Words + " | "
	}
	if !strings.Contains(all, "hấp hành viên") && !strings.Contains(all, "kê biên") && !strings.Contains(all, "khiếu nại") {
		t.Errorf("evidence is %s", all)
	}
}

func TestGivenFactsWin(t *testing.T) {
	r := New()
	text := "Tôi tố cáo chủ tịch xã nhận tiền của doanh nghiệp"
	given := triage.Facts{Kind: triage.Complaint, Province: "40", Round: 2, Judgment: triage.Judgment{Final: triage.No}}
	got := r.ReadGiven(text, Given{Facts: given}).Facts
	if got.Kind != triage.Complaint || got.Province != "40" || got.Round != 2 || got.Judgment.Final != triage.No {
		t.Errorf("%+v", got)
	}
	if strange := r.ReadGiven(text, Given{Facts: triage.Facts{Kind: triage.Surrender, Body: triage.BodyParty}}).Facts; strange.Kind != triage.Surrender || strange.Body != triage.BodyParty {
		t.Errorf("what goes together as nothing seen: %+v", strange)
	}
}

// A day of the last weeks on the judgment tells an appeal from a cassation.
func TestFreshJudgmentIsAnAppeal(t *testing.T) {
	r := New()
	text := "Bản án dân sự của tòa khu vực 4 ngày 13/11/2026 xử tôi thua, tôi không đồng ý, đề nghị hủy án"
	if got := r.ReadGiven(text, Given{At: written}).Facts; got.Kind != triage.MisdirectedAppeal {
		t.Errorf("read as %s", got.Kind)
	}
}

func TestEmptyAndStrangeTexts(t *testing.T) {
	r := New()
	for _, text := range []string{"", " \n\t", "…!!!", "\x00\x01", string([]byte{0xff, 0xfe, 'a'}), strings.Repeat("a", 1<<20), strings.Repeat("khiếu nại ", 1<<17), "😀😀", "ﷺ", strings.Repeat("0/", 5000)} {
		got := r.ReadGiven(text, Given{At: written})
		if !triage.Known(got.Facts.Kind, triage.Kinds()) || got.Confidence < 0 || got.Confidence > 1 {
			t.Errorf("%.20q: %+v", text, got.Facts)
		}
	}
	if got := r.Read(""); got.Confidence != 0 || len(got.Evidence) != 0 {
		t.Errorf("nothing was said, but %+v", got)
	}
}

func TestInsult(t *testing.T) {
	r := New()
	if !r.Read("lũ khốn nạn chúng mày ăn hối lộ hết").Insult {
		t.Error("an insult is not noticed")
	}
	if r.Read("Kính mong Viện xem xét đơn của tôi, thằng cho vay đòi nợ tôi suốt").Insult {
		t.Error("no insult is taken for one")
	}
}

func TestReadersShareWeights(t *testing.T) {
	r := New()
	text := "Tôi khiếu nại điều tra viên giữ xe của tôi"
	want := r.Read(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := New().Read(text); got.Facts != want.Facts || got.Confidence != want.Confidence || !slices.Equal(got.Evidence, want.Evidence) {
					t.Errorf("%+v, want %+v", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestAlarmsAreWhatIsRead of whole letters and of their sentences: what is not
// weighed would have told of no danger.
func TestAlarmsAreWhatIsRead(t *testing.T) {
	r := New()
	dangers, insults := 0, 0
	for _, name := range []string{"petitions.jsonl", "unseen.jsonl", "fresh.jsonl"} {
		for _, e := range examples(t, name) {
			for _, text := range append(strings.SplitAfter(e.Text, "."), e.Text) {
				read := r.Read(text)
				want := read.Facts.Danger == triage.Yes && slices.ContainsFunc(read.Evidence, func(e Evidence) bool { return e.Fact == "danger" })
				danger, insult := r.Alarms(text)
				if danger != want || insult != read.Insult {
					t.Errorf("%q: danger %t and insult %t, read as %t and %t", text, danger, insult, want, read.Insult)
				}
				if danger {
					dangers++
				}
				if insult {
					insults++
				}
			}
		}
	}
	if dangers == 0 || insults == 0 {
		t.Errorf("%d dangers, %d insults", dangers, insults)
	}
}
