package history

import (
	"slices"

	"tiepdan/triage"
)

// topic is what a letter can be about. The table of decisions leads its facts to
// one disposition; a test holds it to that.
type topic struct {
	name    string
	facts   triage.Facts
	leads   triage.Disposition
	often   int // against the others that lead to the same; 0 is once
	against string
	matters []string // the same matter in several people's words
	why     string   // for the file: the reason given
	paper   bool     // comes signed, on paper
	fast    bool     // has a clock of 24 hours
	reply   int      // working days until the other body says that it has taken it
	after   int      // working days until the answer or the recorded result
}

func topicNamed(name string) topic {
	for _, t := range topics() {
		if t.name == name {
			return t
		}
	}
	return topic{}
}

// topicsOf lists what leads to a disposition, each topic as often as it is met.
func topicsOf(d triage.Disposition) []topic {
	var all []topic
	for _, t := range topics() {
		if t.leads == d {
			all = append(all, slices.Repeat([]topic{t}, max(t.often, 1))...)
		}
	}
	return all
}

func topics() []topic {
	return append(append(topicsOfOurs(), topicsOfOthers()...), topicsOfCrime()...)
}

// topicsOfOurs are what a procuracy settles or supervises.
func topicsOfOurs() []topic {
	return []topic{
		{
			name: "second complaint", often: 3, leads: triage.Settle, after: 2, against: "Cơ quan Cảnh sát điều tra",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldCriminalProc, Body: triage.BodyInvestigation, Role: triage.RoleOfficer, Round: 2, Stage: triage.StageInvestigation, Level: triage.LevelRegional},
			matters: []string{
				"Tôi khiếu nại lần hai về việc cơ quan điều tra không trả lại chiếc xe máy của gia đình tôi dù vụ việc đã kết thúc.",
				"Thủ trưởng cơ quan điều tra đã giải quyết khiếu nại lần đầu nhưng tôi không đồng ý vì biên bản khám xét ghi thiếu tài sản.",
			},
		},
		{
			name: "arrest", leads: triage.Settle, paper: true, fast: true, against: "Cơ quan Cảnh sát điều tra",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldArrest, Body: triage.BodyInvestigation, Role: triage.RoleOfficer, Round: 1, Stage: triage.StageInvestigation, Level: triage.LevelRegional},
			matters: []string{
				"Em trai tôi bị giữ từ tối qua mà gia đình chưa nhận được quyết định tạm giữ nào.",
				"Con tôi bị đưa về trụ sở từ sáng, đến nay gia đình không được biết lý do và không được gặp.",
			},
		},
		{
			name: "copy of a decision", often: 2, leads: triage.Settle, after: 3, against: "Viện kiểm sát",
			facts: triage.Facts{Kind: triage.Request, Field: triage.FieldCriminalProc, Body: triage.BodyProcuracy, Level: triage.LevelRegional},
			matters: []string{
				"Tôi đề nghị được cấp lại bản sao quyết định giải quyết khiếu nại vì bản cũ bị ướt không đọc được.",
				"Đề nghị viện kiểm sát cho biết kết quả giải quyết đơn tôi đã nộp, để tôi bổ sung hồ sơ.",
			},
		},
		{
			name: "reception room", leads: triage.Settle, after: 3, against: "Viện kiểm sát",
			facts: triage.Facts{Kind: triage.Suggestion, Field: triage.FieldNone, Body: triage.BodyProcuracy, Level: triage.LevelRegional},
			matters: []string{
				"Tôi kiến nghị phòng tiếp công dân có thêm ghế và bảng hướng dẫn chữ to cho người già.",
				"Mong viện kiểm sát báo lịch tiếp công dân sớm hơn để bà con ở đảo sắp xếp đi tàu.",
			},
		},
		{
			name: "investigator", often: 3, leads: triage.Supervise, after: 4, against: "điều tra viên",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldCriminalProc, Body: triage.BodyInvestigation, Role: triage.RoleOfficer, Round: 1, Stage: triage.StageInvestigation, Level: triage.LevelRegional},
			matters: []string{
				"Tôi khiếu nại điều tra viên ghi lời khai không đúng với những gì tôi trình bày.",
				"Điều tra viên hẹn tôi nhiều lần rồi không làm việc, vụ mất xe của nhà tôi không có tiến triển.",
				"Khi đối chất điều tra viên không cho tôi đọc lại biên bản trước khi ký.",
			},
		},
		{
			name: "judge", often: 2, leads: triage.Supervise, after: 8, against: "thẩm phán",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldCivilProc, Body: triage.BodyCourt, Role: triage.RoleOfficer, Round: 1, Stage: triage.StageTrial, Level: triage.LevelRegional},
			matters: []string{
				"Vụ chia thừa kế của gia đình tôi bị hoãn phiên tòa bốn lần mà tôi không được báo lý do.",
				"Tòa án thẩm định tại chỗ mảnh đất mà không mời tôi là nguyên đơn có mặt.",
			},
		},
		{
			name: "enforcement", often: 2, leads: triage.Supervise, reply: 3, after: 12, against: "chấp hành viên",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldCivilEnforce, Body: triage.BodyCivilEnforce, Role: triage.RoleOfficer, Round: 1, Stage: triage.StageEnforcement, Level: triage.LevelRegional},
			matters: []string{
				"Bản án đã có hiệu lực hơn một năm nhưng cơ quan thi hành án chưa kê biên tài sản của người phải trả nợ cho tôi.",
				"Chấp hành viên định giá ngôi nhà của tôi thấp hơn nhiều so với nhà bên cạnh.",
			},
		},
		{
			name: "enforcement officer", leads: triage.Supervise, after: 12, against: "chấp hành viên",
			facts: triage.Facts{Kind: triage.Denunciation, Field: triage.FieldCivilEnforce, Body: triage.BodyCivilEnforce, Role: triage.RoleOfficer, Stage: triage.StageEnforcement, Level: triage.LevelRegional},
			matters: []string{
				"Tôi tố cáo chấp hành viên nhận tiền bồi dưỡng rồi mới đi cưỡng chế.",
				"Chấp hành viên cố ý gửi giấy báo chậm để tôi không kịp dự buổi kê biên.",
			},
		},
	}
}

// topicsOfCrime are reports of crime, counted apart.
func topicsOfCrime() []topic {
	return []topic{
		{
			name: "fraud", often: 3, leads: triage.RelayCrime, fast: true, reply: 2, after: 9, against: "một người quen qua mạng",
			facts: triage.Facts{Kind: triage.CrimeReport, Field: triage.FieldCriminal, Body: triage.BodyPrivate},
			matters: []string{
				"Tôi bị một người trên mạng giả làm nhân viên ngân hàng lừa chuyển mất tiền tiết kiệm.",
				"Có người nhận tiền đặt cọc thuê nhà của ba gia đình rồi tắt máy, không ai liên lạc được.",
			},
		},
		{
			name: "theft", often: 2, leads: triage.RelayCrime, fast: true, reply: 2, after: 9, against: "chưa rõ là ai",
			facts: triage.Facts{Kind: triage.CrimeReport, Field: triage.FieldCriminal, Body: triage.BodyPrivate},
			matters: []string{
				"Xóm tôi liên tục mất lưới và máy nổ trên thuyền, nghi do một nhóm ở nơi khác đến.",
				"Kho vật liệu của tôi bị cắt khóa lấy đi cuộn dây điện, camera có ghi lại.",
			},
		},
		{
			name: "danger", leads: triage.RelayCrime, fast: true, reply: 2, after: 9, against: "người hàng xóm",
			facts: triage.Facts{Kind: triage.CrimeReport, Field: triage.FieldCriminal, Body: triage.BodyPrivate, Danger: triage.Yes},
			matters: []string{
				"Người hàng xóm vừa cầm dao đe dọa cả nhà tôi và vẫn đang đứng ngoài cổng, trong nhà có trẻ nhỏ.",
				"Chồng chị ở phòng trọ bên cạnh đang đánh vợ con, tôi nghe tiếng kêu cứu.",
			},
		},
	}
}
