package reading

import (
	"testing"

	"tiepdan/triage"
)

// told is a petition with what must be read from it, however it is typed.
type told struct {
	text string
	is   func(f triage.Facts) bool
}

func (c told) check(t *testing.T, r *Reader) {
	t.Helper()
	for how, text := range map[string]string{"as written": c.text, "without accents": unaccented(c.text)} {
		if got := r.ReadGiven(text, Given{At: written}).Facts; !c.is(got) {
			t.Errorf("%s: %s: %+v", how, text, got)
		}
	}
}

// "đang", "bị thu", "ủy quyền" and "kiểm tra" are not the Party, with accents or without.
func TestPartyOnlyWhereItIsNamed(t *testing.T) {
	r := New()
	party := func(f triage.Facts) bool { return f.Field == triage.FieldParty || f.Body == triage.BodyParty }
	other := func(f triage.Facts) bool { return !party(f) }
	for _, c := range []told{
		{"Tôi tố cáo đảng viên Lê Thị Q. trong chi bộ thôn 3 vi phạm những điều đảng viên không được làm", party},
		{"Ông bí thư chi bộ thôn chi sai tiền đảng phí, đề nghị ủy ban kiểm tra xem xét kỷ luật đảng", party},
		{"Đảng ủy phường bao che, bà phó bí thư sống buông thả, tôi tố cáo vi phạm kỷ luật đảng", party},
		{"Xe của tôi đang bị thu giữ, đội kiểm tra giao về cho điều tra viên, tôi khiếu nại việc giữ xe", other},
		{"Hồ sơ đang viện kiểm sát giữ, tôi xin hỏi bao giờ có cáo trạng", other},
		{"Tôi đang ủy quyền cho con gái đi nộp đơn, xin hỏi cần giấy tờ gì", other},
		{"Tôi là Đặng Thị Dương ở Uông Bí, thư ký tòa hẹn mãi, thẩm phán chưa mở phiên tòa vụ chia đất, tôi khiếu nại", other},
		{"Tiền đền bù của chị bỏ ngân hàng đang bị thu thuế sai, tôi khiếu nại chi cục thuế", other},
		{"Tôi đi kiểm tra sức khỏe về thì nhà đang bị chấp hành viên kê biên, tôi khiếu nại", other},
	} {
		c.check(t, r)
	}
	if got := r.Read("Chị bỏ tiền ra mua xe, xe đang viện giữ, chỉ bộ phận bảo vệ biết, tôi khiếu nại kiểm sát viên giữ xe").Facts; party(got) {
		t.Errorf("with accents typed other words are taken for the Party: %+v", got)
	}
	given := triage.Facts{Field: triage.FieldParty, Body: triage.BodyParty}
	if got := r.ReadGiven("Tôi tố cáo ông ấy sống buông thả", Given{Facts: given}).Facts; !party(got) {
		t.Errorf("what is given does not hold: %+v", got)
	}
}

// A deputy is never taken for the head.
func TestDeputyIsNotTheHead(t *testing.T) {
	r := New()
	deputy := func(f triage.Facts) bool { return f.Role == triage.RoleDeputy }
	head := func(f triage.Facts) bool { return f.Role == triage.RoleHead }
	for _, c := range []told{
		{"Phó thủ trưởng cơ quan điều tra ký lệnh kê biên nhà tôi, tôi khiếu nại lệnh này", deputy},
		{"Tôi khiếu nại ông phó thủ trưởng cơ quan cảnh sát điều tra công an tỉnh ra quyết định khởi tố bị can oan cho tôi", deputy},
		{"Khiếu nại phó viện trưởng viện kiểm sát nhân dân khu vực 4 ký cáo trạng sai", deputy},
		{"Bà phó chánh án tòa án nhân dân khu vực 1 ký quyết định trả lại đơn khởi kiện của tôi, tôi khiếu nại", deputy},
		{"Phó chi cục trưởng thi hành án dân sự ký quyết định cưỡng chế, tôi không đồng ý, tôi khiếu nại", deputy},
		{"Phó thủ trưởng ký thay thủ trưởng cơ quan điều tra quyết định khởi tố bị can đối với tôi, tôi khiếu nại", deputy},
		{"Thủ trưởng cơ quan cảnh sát điều tra ký quyết định khởi tố bị can oan cho tôi, tôi khiếu nại quyết định này", head},
		{"Khiếu nại viện trưởng viện kiểm sát nhân dân khu vực 4 ký cáo trạng sai", head},
	} {
		c.check(t, r)
	}
}

// The second round goes above him who decided the first.
func TestSecondRoundGoesAboveWhoDecided(t *testing.T) {
	r := New()
	way := func(want triage.Disposition) func(f triage.Facts) bool {
		return func(f triage.Facts) bool {
			return f.Round == 2 && triage.Decide(office(), f, written).Disposition == want
		}
	}
	for _, c := range []told{
		{"Tôi khiếu nại kiểm sát viên Hà. Viện trưởng viện kiểm sát nhân dân khu vực 5 đã ra quyết định giải quyết khiếu nại, tôi không đồng ý, nay khiếu nại lần hai lên viện kiểm sát nhân dân tỉnh", way(triage.Settle)},
		{"Không nhất trí quyết định giải quyết khiếu nại của Viện trưởng VKSND khu vực 3 về kiểm sát viên, tôi khiếu nại tiếp, đề nghị Viện trưởng VKSND tỉnh xem xét", way(triage.Settle)},
		{"VKS khu vực 1 bác khiếu nại của tôi về việc kiểm sát viên không cho xem hồ sơ. Kính gửi VKSND tỉnh, tôi khiếu nại lần 2", way(triage.Settle)},
		{"Viện trưởng VKSND tỉnh đã giải quyết khiếu nại của tôi đối với kiểm sát viên phòng 1, tôi không đồng ý và khiếu nại lần hai", way(triage.ReferProcuracy)},
		{"Tôi khiếu nại lần hai quyết định giải quyết khiếu nại của Viện trưởng viện kiểm sát nhân dân tỉnh về kiểm sát viên viện tỉnh", way(triage.ReferProcuracy)},
	} {
		c.check(t, r)
	}
}

// Who asks for a copy, bail, the way or his letter complains of nobody.
func TestRequestsAreNoComplaints(t *testing.T) {
	r := New()
	request := func(f triage.Facts) bool { return f.Kind == triage.Request }
	for _, c := range []told{
		{"Tôi xin sao lại bản kết luận điều tra vụ của em tôi để làm bảo hiểm", request},
		{"Kính đề nghị Viện kiểm sát khu vực 2 cấp lại cho tôi quyết định đình chỉ bị can năm 2020, bản cũ bị mất", request},
		{"Gia đình tôi xin bảo lĩnh cho cháu đang bị tạm giam, chúng tôi cam đoan cháu có mặt khi được gọi", request},
		{"Xin Viện cho chồng em được tại ngoại để chữa bệnh, gia đình đứng ra bảo lĩnh", request},
		{"Cho em hỏi mẹ em già yếu thì ủy quyền cho em nộp đơn thế nào", request},
		{"Lá đơn tôi nộp hôm mùng 5 không nhớ mã, nhờ viện kiểm tra giúp đã có ai nhận chưa", request},
	} {
		c.check(t, r)
	}
}

// Matters of several authorities, counted up, are told apart.
func TestSeveralMattersAreMixed(t *testing.T) {
	r := New()
	kind := func(want triage.Kind) func(f triage.Facts) bool {
		return func(f triage.Facts) bool { return f.Kind == want }
	}
	for _, c := range []told{
		{"Tôi vừa khiếu nại chấp hành viên kê biên nhầm, vừa tố cáo chủ tịch phường nhận tiền, và kiến nghị sửa cống", kind(triage.Mixed)},
		{"Em vừa không phục bản án ly hôn mới xử, vừa phản ánh trại lợn xả thải ra suối", kind(triage.Mixed)},
		{"Nhờ viện xem giúp 2 việc: một là anh tôi bị tạm giam quá hạn, hai là xã không cấp sổ đỏ cho nhà tôi", kind(triage.Mixed)},
		{"Thứ nhất, thẩm phán để vụ đòi nợ của tôi quá hạn. Thứ hai, trưởng thôn ăn chặn tiền hộ nghèo. Mong chuyển đúng nơi", kind(triage.Mixed)},
		{"Tòa vừa xử hôm qua, tôi vừa nhận bản án, nay tôi xin kháng cáo", kind(triage.MisdirectedAppeal)},
		{"Điều tra viên vừa giữ xe vừa giữ điện thoại của tôi, tôi khiếu nại", kind(triage.Complaint)},
	} {
		c.check(t, r)
	}
}
