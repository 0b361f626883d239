package history

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"tiepdan/triage"
	"tiepdan/triage/area"
)

// voice is one way in which people write.
type voice struct {
	begin, end string
	bare       bool // without accents and capital letters
}

func voices() []voice {
	return []voice{
		{begin: "Kính gửi viện kiểm sát.", end: "Kính mong quý viện xem xét. Tôi xin chân thành cảm ơn."},
		{begin: "Thưa các anh chị,", end: "Mong các anh chị trả lời cho tôi được biết."},
		{begin: "Tôi năm nay đã ngoài bảy mươi tuổi, viết không quen.", end: "Nhờ các đồng chí giúp cho."},
		{begin: "", end: ""},
		{begin: "Tôi viết đơn này vì không biết hỏi ai nữa.", end: "Đề nghị giải quyết dứt điểm."},
		{begin: "cho em hỏi với ạ,", end: "em cảm ơn nhiều ạ", bare: true},
		{begin: "Tôi xin trình bày sự việc như sau:", end: "Tôi xin chịu trách nhiệm về lời trình bày của mình."},
		{begin: "toi o xa khong len duoc,", end: "mong som co tra loi", bare: true},
	}
}

func details() []string {
	return []string{
		"Tôi đã hỏi hai lần nhưng chưa được trả lời.",
		"Giấy tờ liên quan tôi vẫn giữ đủ và có thể mang đến.",
		"Việc này kéo dài làm cả nhà mất ăn mất ngủ.",
		"Bà con xung quanh đều biết và có thể xác nhận.",
		"Tôi đi làm ca nên chỉ nghe điện thoại được buổi tối.",
		"Trước đây tôi đã nói với tổ trưởng khu phố.",
		"",
	}
}

// words puts a letter together: one matter, in one of the voices.
func (w *writer) words(t topic) triage.Words {
	v := one(w.rng, voices())
	since := fmt.Sprintf("Sự việc từ %s.", one(w.rng, []string{"đầu năm", "tháng trước", "hơn nửa năm nay", "sau Tết", "mùa mưa vừa rồi", "tuần trước"}))
	paper := "" // what tells one matter from another of the same words
	if t.leads != triage.File {
		paper = fmt.Sprintf("Tôi có giấy biên nhận số %d.", 100+w.n)
	}
	parts := []string{v.begin, one(w.rng, t.matters), since, paper, one(w.rng, details()), v.end}
	story := strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
	if v.bare {
		story = area.Fold(story)
	}
	return triage.Words{Story: story, Against: t.against}
}

// identity is an invented citizen: a form of address and a flower, and a number
// that no network has.
func (w *writer) identity(filer int) triage.Identity {
	n := filer
	if n == 0 {
		n = chatFilers + 1 + w.rng.IntN(400)
	}
	forms := []string{"Ông", "Bà", "Anh", "Chị"}
	flowers := []string{"Cúc", "Sen", "Mận", "Sim", "Đước", "Lựu", "Bưởi", "Ngâu", "Trám", "Quế", "Vối", "Dâu", "Bằng Lăng"}
	return triage.Identity{
		Name:    forms[n%len(forms)] + " " + flowers[n%len(flowers)],
		Phone:   fmt.Sprintf("0900000%03d", n%1000),
		Address: fmt.Sprintf("tổ %d, khu %d", 1+n%12, 1+n%9),
	}
}

func questions() []string {
	return []string{
		"Đề nghị ông/bà cho biết thêm sự việc xảy ra ngày nào.",
		"Đề nghị ông/bà gửi bản chụp giấy tờ có liên quan nếu có.",
		"Ông/bà đã gửi đơn này đến cơ quan nào khác chưa?",
	}
}

func replies() []string {
	return []string{
		"Dạ sự việc xảy ra cách đây khoảng một tháng.",
		"Tôi không còn giữ giấy tờ nào khác.",
		"toi chua gui don cho noi nao khac",
	}
}

func answers() []string {
	return []string{
		"Viện kiểm sát đã kiểm tra hồ sơ và ban hành văn bản giải quyết. Ông/bà sẽ nhận văn bản qua bưu điện.",
		"Nội dung ông/bà nêu đã được xem xét, giải quyết; văn bản trả lời được gửi kèm. Nếu không đồng ý, ông/bà có quyền khiếu nại tiếp theo hướng dẫn trong văn bản.",
		"Viện kiểm sát đã ghi nhận và thực hiện đề nghị của ông/bà.",
	}
}

func results() []string {
	return []string{
		"Cơ quan có thẩm quyền đã ra quyết định giải quyết; đã kiểm sát, không phát hiện vi phạm.",
		"Đã có kết quả giải quyết; viện kiểm sát đã nhắc rút kinh nghiệm về thời hạn.",
	}
}

// guidance tells whom to turn to.
func guidance(r *rand.Rand, body string) string {
	if body == "" {
		body = "cơ quan có thẩm quyền"
	}
	return fmt.Sprintf(one(r, []string{
		"Việc ông/bà nêu thuộc thẩm quyền của %s. Đề nghị ông/bà gửi đơn đến cơ quan đó để được giải quyết.",
		"Đề nghị ông/bà liên hệ %s, mang theo đơn và giấy tờ có liên quan.",
	}), body)
}
