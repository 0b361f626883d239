package history

import "tiepdan/triage"

// topicsOfOthers are other bodies' business: sent on, guided, or for the file.
func topicsOfOthers() []topic {
	return append(topicsGuided(), topicsSentOn()...)
}

func topicsGuided() []topic {
	return []topic{
		{
			name: "land paper", often: 12, leads: triage.Guide, against: "Ủy ban nhân dân",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldAdministrative, Body: triage.BodyAdministration, Role: triage.RoleBody, Round: 1, Level: triage.LevelCommune},
			matters: []string{
				"Hồ sơ cấp giấy chứng nhận quyền sử dụng đất của gia đình tôi nộp đã lâu mà chưa được trả lời.",
				"Tôi không đồng ý với mức bồi thường khi thu hồi thửa vườn làm đường.",
				"Ủy ban xác nhận ranh giới đất cho nhà bên cạnh trong khi hai bên đang tranh chấp.",
			},
		},
		{
			name: "debt between people", often: 8, leads: triage.Guide, against: "người vay tiền",
			facts: triage.Facts{Kind: triage.MisdirectedLawsuit, Field: triage.FieldCivilProc, Body: triage.BodyPrivate},
			matters: []string{
				"Tôi cho người quen vay tiền có giấy viết tay, quá hạn hai năm họ không trả, nhờ viện kiểm sát đòi giúp.",
				"Hai anh em tôi tranh chấp ngôi nhà của bố mẹ để lại, đề nghị viện kiểm sát phân xử.",
				"Công ty nợ tiền công của tổ thợ chúng tôi, xin được kiện.",
			},
		},
		{
			name: "summons", often: 5, leads: triage.Guide, against: "Cơ quan Cảnh sát điều tra",
			facts: triage.Facts{Kind: triage.Request, Field: triage.FieldCriminalProc, Body: triage.BodyInvestigation, Level: triage.LevelRegional},
			matters: []string{
				"Tôi được mời lên làm việc nhưng đang đi biển, đề nghị cho đổi sang ngày khác.",
				"Đề nghị cơ quan điều tra cho tôi nhận lại giấy tờ xe để đi đăng kiểm.",
			},
		},
		{
			name: "appeal", often: 3, leads: triage.Guide, against: "Tòa án",
			facts: triage.Facts{Kind: triage.MisdirectedAppeal, Field: triage.FieldCivilProc, Body: triage.BodyCourt, Level: triage.LevelRegional, Judgment: triage.Judgment{Court: triage.CourtRegional, Final: triage.No}},
			matters: []string{
				"Tôi không đồng ý với bản án sơ thẩm vừa tuyên về việc chia tài sản khi ly hôn, xin được xử lại.",
				"Tòa vừa xử buộc tôi tháo dỡ bờ tường, tôi muốn kháng cáo thì gửi đơn ở đâu.",
			},
		},
		{
			name: "frozen account", leads: triage.Guide, against: "Tòa án",
			facts: triage.Facts{Kind: triage.Compensation, Field: triage.FieldCivilProc, Body: triage.BodyCourt, Level: triage.LevelRegional},
			matters: []string{
				"Tôi yêu cầu bồi thường vì tòa án áp dụng biện pháp phong tỏa nhầm tài khoản của tôi.",
			},
		},
	}
}

func topicsSentOn() []topic {
	return []topic{
		{
			name: "flooded road", often: 5, leads: triage.Transfer, against: "Ủy ban nhân dân",
			facts: triage.Facts{Kind: triage.Suggestion, Field: triage.FieldAdministrative, Body: triage.BodyAdministration, Level: triage.LevelCommune},
			matters: []string{
				"Đoạn đường trước trường học cứ mưa là ngập, đề nghị cho khơi lại cống.",
				"Xe tải chở đất chạy cả đêm qua khu dân cư, bụi và ồn, chúng tôi đã phản ánh nhiều lần.",
				"Đèn đường ở ngõ hỏng hơn hai tháng, đi lại buổi tối rất nguy hiểm.",
			},
		},
		{
			name: "commune clerk", often: 3, leads: triage.Transfer, against: "cán bộ ủy ban",
			facts: triage.Facts{Kind: triage.Denunciation, Field: triage.FieldOfficialDuty, Body: triage.BodyAdministration, Role: triage.RoleOfficer, Level: triage.LevelCommune},
			matters: []string{
				"Tôi tố cáo cán bộ địa chính thu tiền ngoài quy định khi làm thủ tục tách thửa.",
				"Cán bộ phụ trách chính sách lập danh sách hộ nghèo không đúng, bỏ sót hộ thật sự khó khăn.",
			},
		},
		{
			name: "party member", leads: triage.Transfer, against: "một đảng viên ở khu phố",
			facts: triage.Facts{Kind: triage.Denunciation, Field: triage.FieldParty, Body: triage.BodyParty},
			matters: []string{
				"Tôi phản ánh một đảng viên ở khu phố vi phạm điều lệ, lấn chiếm đất công xây ki-ốt.",
			},
		},
		{
			name: "another province", often: 3, leads: triage.ReferProcuracy, against: "điều tra viên",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldCriminalProc, Body: triage.BodyInvestigation, Role: triage.RoleOfficer, Round: 1, Province: "31", Level: triage.LevelRegional},
			matters: []string{
				"Vụ tai nạn của con tôi xảy ra ở tỉnh khác, cơ quan điều tra ở đó không thông báo kết quả.",
				"Tôi khiếu nại việc tạm đình chỉ vụ án ở nơi tôi làm thuê trước đây.",
			},
		},
		{
			name: "judgment in effect", often: 2, leads: triage.ReferProcuracy, against: "Tòa án",
			facts: triage.Facts{Kind: triage.Cassation, Field: triage.FieldCriminalProc, Body: triage.BodyCourt, Judgment: triage.Judgment{Court: triage.CourtProvincial, Final: triage.Yes}},
			matters: []string{
				"Tôi đề nghị xem xét lại bản án phúc thẩm đã có hiệu lực vì có nhân chứng mới.",
			},
		},
		{
			name: "thanks", often: 2, leads: triage.File, against: "", why: "Nội dung cảm ơn, không yêu cầu giải quyết; xếp lưu theo dõi.",
			facts: triage.Facts{Kind: triage.Other},
			matters: []string{
				"Gia đình tôi viết thư cảm ơn các cán bộ đã hướng dẫn tận tình.",
				"Tôi gửi thử xem tin nhắn có đến nơi không.",
				"Tôi gửi kèm tờ giới thiệu dịch vụ viết đơn của chúng tôi.",
			},
		},
		{
			name: "sent everywhere", often: 3, leads: triage.File, against: "Ủy ban nhân dân", why: "Đơn đã gửi đúng cơ quan có thẩm quyền; xếp lưu theo dõi.",
			facts: triage.Facts{Kind: triage.Complaint, Field: triage.FieldAdministrative, Body: triage.BodyAdministration, Role: triage.RoleBody, Round: 1, Level: triage.LevelCommune, SentRightPlace: triage.Yes},
			matters: []string{
				"Tôi đã gửi đơn đến ủy ban, nay gửi viện kiểm sát để biết về việc đền bù hoa màu.",
				"Đơn này tôi gửi nhiều nơi, ủy ban đã nhận và hẹn trả lời về lối đi chung.",
			},
		},
	}
}
