package triage

import (
	"time"

	"tiepdan/triage/calendar"
)

// Decision says whose business a petition is, and why (P12). It is a value: it
// can be printed, stored and compared, and it holds no citizen's words.
type Decision struct {
	Disposition Disposition `json:"disposition"`
	Bucket      Bucket      `json:"bucket"`
	Destination string      `json:"destination,omitempty"` // key of the office's registry of destinations
	Unit        string      `json:"unit,omitempty"`        // which of our units handles it first
	Rule        string      `json:"rule"`                  // id of the row, as J09
	Basis       []string    `json:"basis"`                 // the law, as "CPC 475.1"
	Reasons     []string    `json:"reasons,omitempty"`     // keys of sentences in bot/text; first the one that decides
	Eligibility []Finding   `json:"eligibility,omitempty"`
	Urgent      bool        `json:"urgent,omitempty"`
	Confirm     bool        `json:"confirm,omitempty"`  // the row rests on background knowledge: "cần xác nhận"
	Override    bool        `json:"override,omitempty"` // an officer chose another disposition than the table
	Ask         []string    `json:"ask,omitempty"`      // facts that would change the outcome, cheapest first
}

// Finding is one reason of DOMAIN §2.6 why a petition may not be eligible.
type Finding struct {
	Reason string      `json:"reason"` // R01 … R15
	Effect Disposition `json:"effect"`
	Basis  string      `json:"basis"`
}

// Step is what a legal period is for.
type Step string

const (
	StepClassify  Step = "classify"  // phân loại
	StepTransfer  Step = "transfer"  // chuyển
	StepNotify    Step = "notify"    // thông báo
	StepAccept    Step = "accept"    // thụ lý
	StepFirst     Step = "first"     // giải quyết lần đầu
	StepLodge     Step = "lodge"     // thời hạn khiếu nại tiếp
	StepSecond    Step = "second"    // giải quyết lần hai
	StepExtension Step = "extension" // gia hạn
	StepReply     Step = "reply"     // nơi nhận trả lời
	StepResult    Step = "result"    // ghi kết quả kiểm sát
	StepSign      Step = "sign"      // chờ chữ ký
	StepAct       Step = "act"       // việc khác mà luật định hạn
)

// Steps lists every step.
func Steps() []Step {
	return []Step{StepClassify, StepTransfer, StepNotify, StepAccept, StepFirst, StepLodge, StepSecond,
		StepExtension, StepReply, StepResult, StepSign, StepAct}
}

// Trigger is the moment at which a legal period starts.
type Trigger string

const (
	AtReceipt    Trigger = "receipt"    // tiếp nhận (signed, where a signature is needed)
	AtFiling     Trigger = "filing"     // gửi, dù chưa ký
	AtAcceptance Trigger = "acceptance" // thụ lý
	AtTransfer   Trigger = "transfer"   // chuyển đi
	AtDemand     Trigger = "demand"     // ra yêu cầu
	AtDecision   Trigger = "decision"   // ra quyết định

	// What follows happens at other bodies, or outside a petition's life here: it
	// starts no obligation of ours.
	AtLodging         Trigger = "lodging"          // cơ quan có thẩm quyền nhận được đơn
	AtTheirAcceptance Trigger = "their_acceptance" // cơ quan có thẩm quyền thụ lý
	AtTheirDecision   Trigger = "their_decision"   // cơ quan có thẩm quyền ra quyết định
	AtNotice          Trigger = "notice"           // nhận được thông báo
	AtRequest         Trigger = "request"          // nhận được yêu cầu, đề nghị
	AtProtest         Trigger = "protest"          // nhận được kháng nghị, kiến nghị
	AtExpiry          Trigger = "expiry"           // hết thời hạn
	AtResumption      Trigger = "resumption"       // phục hồi
	AtSuspension      Trigger = "suspension"       // tạm đình chỉ, đình chỉ
	AtVisit           Trigger = "visit"            // người dân đến, buổi tiếp
	AtSchedule        Trigger = "schedule"         // lịch tiếp công dân
)

// Triggers lists every moment that can start a period.
func Triggers() []Trigger {
	return []Trigger{AtReceipt, AtFiling, AtAcceptance, AtTransfer, AtDemand, AtDecision, AtLodging, AtTheirAcceptance,
		AtTheirDecision, AtNotice, AtRequest, AtProtest, AtExpiry, AtResumption, AtSuspension, AtVisit, AtSchedule}
}

// Deadline is one legal period of one petition, with the why of its date.
type Deadline struct {
	ID      string          `json:"id"` // DOMAIN's, as T17; "O…" for periods of the office file
	Step    Step            `json:"step"`
	Trigger Trigger         `json:"trigger"`
	From    time.Time       `json:"from"`
	Due     time.Time       `json:"due"` // the instant at which the period ends
	Last    calendar.Date   `json:"last,omitzero"`
	Unit    calendar.Unit   `json:"unit"`
	N       int             `json:"n"`
	Basis   string          `json:"basis"`
	Skip    []calendar.Skip `json:"skip,omitempty"`
}
