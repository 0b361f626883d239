package triage

import "slices"

// The vocabulary is fixed: these strings are also the values in JSON and in the
// database. They are strings, not numbers, so that stored values are immune to
// renumbering.

// Kind is what a petition is by its content (loại đơn).
type Kind string

const (
	Complaint          Kind = "complaint"           // khiếu nại
	Denunciation       Kind = "denunciation"        // tố cáo
	CrimeReport        Kind = "crime_report"        // tố giác, tin báo về tội phạm
	Surrender          Kind = "surrender"           // tự thú, đầu thú
	Cassation          Kind = "cassation"           // đề nghị giám đốc thẩm, tái thẩm
	Compensation       Kind = "compensation"        // yêu cầu bồi thường nhà nước
	Suggestion         Kind = "suggestion"          // kiến nghị, phản ánh
	Request            Kind = "request"             // đề nghị, yêu cầu khác
	MisdirectedAppeal  Kind = "misdirected_appeal"  // kháng cáo gửi nhầm
	MisdirectedLawsuit Kind = "misdirected_lawsuit" // khởi kiện gửi nhầm
	Mixed              Kind = "mixed"               // nhiều nội dung
	Other              Kind = "other"               // nội dung khác
)

// Kinds lists every kind in the order in which reports print them.
func Kinds() []Kind {
	return []Kind{Complaint, Denunciation, CrimeReport, Surrender, Cassation, Compensation,
		Suggestion, Request, MisdirectedAppeal, MisdirectedLawsuit, Mixed, Other}
}

// NeedsSignature says whether the law wants a signature or fingerprint before
// a petition of this kind counts as received (DESIGN §1; LC 8, LD 22-25,
// CPC civil 328, Law 10/2017 Art 41).
func (k Kind) NeedsSignature() bool {
	switch k {
	case Complaint, Denunciation, Cassation, Compensation:
		return true
	}
	return false
}

// Confidential says whether who wrote it must be kept from everyone without a
// reason to know: denouncers (LD 56) and informants of crime (TTLT 01/2017 4.5).
func (k Kind) Confidential() bool {
	return k == Denunciation || k == CrimeReport || k == Surrender
}

// CrimeTrack says whether the petition is counted with crime reports, apart
// from petitions (DOMAIN §2.3).
func (k Kind) CrimeTrack() bool { return k == CrimeReport || k == Surrender }

// Field is the branch of activity that a petition is about (lĩnh vực).
type Field string

const (
	FieldArrest         Field = "arrest_custody"           // giữ, bắt, tạm giữ, tạm giam
	FieldCriminalProc   Field = "criminal_procedure"       // tố tụng hình sự
	FieldCivilProc      Field = "civil_procedure"          // tố tụng dân sự
	FieldAdminProc      Field = "administrative_procedure" // tố tụng hành chính
	FieldDetention      Field = "detention_regime"         // chế độ tạm giữ, tạm giam
	FieldSentence       Field = "sentence_execution"       // thi hành án hình sự
	FieldCivilEnforce   Field = "civil_enforcement"        // thi hành án dân sự
	FieldAdministrative Field = "administrative"           // quản lý hành chính
	FieldOfficialDuty   Field = "official_duty"            // thực hiện công vụ
	FieldParty          Field = "party"                    // kỷ luật Đảng
	FieldPersonnel      Field = "personnel"                // tổ chức cán bộ
	FieldCriminal       Field = "criminal"                 // tội phạm
	FieldNone           Field = "none"
)

// Fields lists every field.
func Fields() []Field {
	return []Field{FieldArrest, FieldCriminalProc, FieldCivilProc, FieldAdminProc, FieldDetention,
		FieldSentence, FieldCivilEnforce, FieldAdministrative, FieldOfficialDuty, FieldParty,
		FieldPersonnel, FieldCriminal, FieldNone}
}

// Body is who is complained of, as an agency (cơ quan bị phản ánh).
type Body string

const (
	BodyProcuracy      Body = "procuracy"              // viện kiểm sát
	BodyInvestigation  Body = "investigation"          // cơ quan điều tra
	BodyAssigned       Body = "assigned_investigation" // cơ quan được giao một số hoạt động điều tra
	BodyCommunePolice  Body = "commune_police"         // công an cấp xã
	BodyCourt          Body = "court"                  // tòa án
	BodyCivilEnforce   Body = "civil_enforcement"      // cơ quan thi hành án dân sự
	BodyCustody        Body = "custody_facility"       // nhà tạm giữ, trại tạm giam
	BodyPrison         Body = "prison"                 // trại giam
	BodyAdministration Body = "administration"         // cơ quan hành chính
	BodyParty          Body = "party"                  // tổ chức Đảng
	BodyMilitary       Body = "military"               // quân đội
	BodyPrivate        Body = "private"                // cá nhân, tổ chức ngoài nhà nước
	BodyOther          Body = "other"
)

// Bodies lists every body.
func Bodies() []Body {
	return []Body{BodyProcuracy, BodyInvestigation, BodyAssigned, BodyCommunePolice, BodyCourt,
		BodyCivilEnforce, BodyCustody, BodyPrison, BodyAdministration, BodyParty, BodyMilitary,
		BodyPrivate, BodyOther}
}

// Role is the post of the person complained of (chức vụ).
type Role string

const (
	RoleHead    Role = "head"    // người đứng đầu
	RoleDeputy  Role = "deputy"  // cấp phó
	RoleOfficer Role = "officer" // cán bộ: điều tra viên, kiểm sát viên, thẩm phán …
	RoleBody    Role = "body"    // cả cơ quan, không nêu người
)

// Roles lists every role.
func Roles() []Role { return []Role{RoleHead, RoleDeputy, RoleOfficer, RoleBody} }

// Stage is how far proceedings have come (giai đoạn tố tụng).
type Stage string

const (
	StageReport        Stage = "report"        // giải quyết nguồn tin về tội phạm
	StageInvestigation Stage = "investigation" // khởi tố, điều tra
	StageProsecution   Stage = "prosecution"   // truy tố
	StageTrial         Stage = "trial"         // xét xử
	StageEnforcement   Stage = "enforcement"   // thi hành án
	StageNone          Stage = "none"
)

// Stages lists every stage.
func Stages() []Stage {
	return []Stage{StageReport, StageInvestigation, StageProsecution, StageTrial, StageEnforcement, StageNone}
}

// Level is the tier of the body complained of (cấp).
type Level string

const (
	LevelCommune    Level = "commune"    // cấp xã
	LevelRegional   Level = "regional"   // khu vực
	LevelProvincial Level = "provincial" // tỉnh
	LevelCentral    Level = "central"    // trung ương
)

// Levels lists every level.
func Levels() []Level {
	return []Level{LevelCommune, LevelRegional, LevelProvincial, LevelCentral}
}

// Court is the tier of the court that gave a judgment. Former district and
// high courts (ended 30 June 2025) still stand on old judgments.
type Court string

const (
	CourtRegional   Court = "regional"   // tòa án nhân dân khu vực
	CourtProvincial Court = "provincial" // tòa án nhân dân tỉnh
	CourtHigh       Court = "high"       // tòa án nhân dân cấp cao (cũ)
	CourtSupreme    Court = "supreme"    // tòa án nhân dân tối cao
	CourtDistrict   Court = "district"   // tòa án nhân dân huyện (cũ)
)

// Courts lists every court tier.
func Courts() []Court {
	return []Court{CourtRegional, CourtProvincial, CourtHigh, CourtSupreme, CourtDistrict}
}

// Disposition is what is done with a petition (kết quả phân loại; DOMAIN §2.3).
type Disposition string

const (
	Settle         Disposition = "settle"          // A1 thuộc thẩm quyền giải quyết
	ReferProcuracy Disposition = "refer_procuracy" // A2 thuộc viện kiểm sát khác
	Supervise      Disposition = "supervise"       // B1 kiểm sát việc giải quyết
	Demand         Disposition = "demand"          // B2 áp dụng biện pháp kiểm sát
	Transfer       Disposition = "transfer"        // C1 chuyển đơn
	Guide          Disposition = "guide"           // C2 hướng dẫn
	Return         Disposition = "return"          // C3 trả lại đơn
	Supplement     Disposition = "supplement"      // D1 yêu cầu bổ sung
	Split          Disposition = "split"           // D2 tách đơn
	File           Disposition = "file"            // D3 xếp lưu
	Decline        Disposition = "decline"         // D4 không thụ lý
	RelayCrime     Disposition = "relay_crime"     // E chuyển nguồn tin về tội phạm
	Human          Disposition = "human"           // cần người phân loại
)

// Bucket is the heading of the weekly report under which a disposition counts
// (DOMAIN §2.3, [S17]).
type Bucket string

const (
	BucketSettle    Bucket = "settle"    // thuộc thẩm quyền giải quyết
	BucketSupervise Bucket = "supervise" // thuộc trách nhiệm kiểm sát
	BucketNeither   Bucket = "neither"   // không thuộc thẩm quyền
	BucketCrime     Bucket = "crime"     // nguồn tin về tội phạm, báo cáo riêng
	BucketNone      Bucket = ""          // chưa xử lý, hoặc không đếm
)

// Carrying tells how a disposition is carried out: the verb that does it, the
// outcome it leaves, and the bucket in which it counts (the table of DESIGN §3).
type Carrying struct {
	Disposition Disposition
	Verb        Verb
	Outcome     Outcome
	Bucket      Bucket
}

// Carryings is the table of DESIGN §3, one row a disposition.
func Carryings() []Carrying { return slices.Clone(carryings[:]) }

// carryings is never changed.
var carryings = [...]Carrying{
	{Settle, Accept, Answered, BucketSettle},
	{ReferProcuracy, TransferOut, Transferred, BucketNeither},
	{Supervise, TransferOut, Transferred, BucketSupervise},
	{Demand, DemandAction, Demanded, BucketSupervise},
	{Transfer, TransferOut, Transferred, BucketNeither},
	{Guide, GuideTo, Guided, BucketNeither},
	{Return, SendBack, Returned, BucketNeither},
	{Supplement, Ask, "", BucketNone},
	{Split, SplitUp, SplitApart, BucketNone},
	{File, FileAway, FiledAway, BucketNeither},
	{Decline, DeclineIt, Declined, BucketNeither},
	{RelayCrime, TransferOut, Transferred, BucketCrime},
	{Human, Classify, "", BucketNone},
}

// Dispositions lists every disposition in the order of the report.
func Dispositions() []Disposition {
	var all []Disposition
	for _, c := range Carryings() {
		all = append(all, c.Disposition)
	}
	return all
}

// Carried returns the row of Carryings for d; the zero row for an unknown one.
func (d Disposition) Carried() Carrying {
	for i := range carryings {
		if carryings[i].Disposition == d {
			return carryings[i]
		}
	}
	return Carrying{}
}

// Standing says whether a petition counts as received by law (DESIGN §1).
type Standing string

const (
	Received Standing = "received" // đã tiếp nhận
	Unsigned Standing = "unsigned" // bản soạn, chờ ký
)

// Status is where a petition stands in its life (DESIGN §4).
type Status string

const (
	StatusFiled     Status = "filed"     // mới nộp, chưa ai nhận
	StatusClaimed   Status = "claimed"   // có cán bộ nhận
	StatusWaiting   Status = "waiting"   // chờ người dân bổ sung
	StatusProposed  Status = "proposed"  // đã đề xuất, chờ duyệt
	StatusAccepted  Status = "accepted"  // đã thụ lý
	StatusSuspended Status = "suspended" // tạm đình chỉ
	StatusDone      Status = "done"      // đã xong
)

// Statuses lists every status in the order of life.
func Statuses() []Status {
	return []Status{StatusFiled, StatusClaimed, StatusWaiting, StatusProposed, StatusAccepted, StatusSuspended, StatusDone}
}

// Outcome is how a petition ended.
type Outcome string

const (
	Answered    Outcome = "answered"    // đã giải quyết, trả lời
	Transferred Outcome = "transferred" // đã chuyển
	Demanded    Outcome = "demanded"    // đã yêu cầu
	Guided      Outcome = "guided"      // đã hướng dẫn
	Returned    Outcome = "returned"    // đã trả lại
	SplitApart  Outcome = "split"       // đã tách
	FiledAway   Outcome = "filed_away"  // đã xếp lưu
	Declined    Outcome = "declined"    // không thụ lý
	Withdrawn   Outcome = "withdrawn"   // đã rút
	Merged      Outcome = "merged"      // đã nhập
	Lapsed      Outcome = "lapsed"      // hết hạn ký
)

// Outcomes lists every outcome.
func Outcomes() []Outcome {
	return []Outcome{Answered, Transferred, Demanded, Guided, Returned, SplitApart, FiledAway,
		Declined, Withdrawn, Merged, Lapsed}
}

// Known says whether v is one of all.
func Known[T ~string](v T, all []T) bool { return slices.Contains(all, v) }
