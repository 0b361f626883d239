package triage

import (
	"time"

	"tiepdan/triage/calendar"
)

// Bar is one row of the table of what may stand in the way of handling a
// petition (điều kiện thụ lý, DOMAIN §2.6). Bars are decided apart from the
// decision table and returned beside its decision.
type Bar struct {
	Reason  string        `json:"reason"` // DOMAIN's, as R01; a reason may have several rows
	When    Cond          `json:"when"`
	For     []Disposition `json:"for,omitempty"`   // what the decision table says of the petitions it is about; none: anything
	Late    bool          `json:"late,omitempty"`  // only of a complaint made after its time (thời hiệu)
	Crime   bool          `json:"crime,omitempty"` // also of crime reports, which are received whatever their form (CPC 145)
	Effect  Disposition   `json:"effect"`
	Decides bool          `json:"decides,omitempty"` // takes over the disposition; otherwise it is told, for an officer to weigh
	Basis   []string      `json:"basis"`
	Mark    Mark          `json:"mark"`
	Example Facts         `json:"example"`
}

// Confirm says whether the procuracy must confirm the row before relying on it
// for what comes in on a day (cần xác nhận).
func (b Bar) Confirm(on calendar.Date) bool { return b.Mark.confirm(calendar.Date{}, on) }

// Reasons of DOMAIN §2.6.
const (
	anonymousLetter = "R01" // nặc danh, mạo danh
	notSigned       = "R02" // không ký, không điểm chỉ
	handledBefore   = "R03" // trùng nội dung, đã xử lý
	rightPlaceHasIt = "R04" // đã gửi đúng nơi
	guidedOnce      = "R05" // đã hướng dẫn một lần
	settledForGood  = "R06" // đã giải quyết có hiệu lực
	tooLate         = "R07" // hết thời hiệu
	notConcerned    = "R08" // không liên quan trực tiếp quyền lợi
	notCapable      = "R09" // thiếu năng lực, đại diện không hợp pháp
	inCourt         = "R10" // tòa án đã thụ lý, đã có bản án
	withdrawn       = "R11" // đã rút đơn
	notVietnamese   = "R12" // không phải tiếng Việt
	unreadable      = "R13" // rách nát, không đọc được, không rõ nội dung
	insulting       = "R14" // lăng mạ, đe dọa
	retaliating     = "R15" // thua khiếu nại, chuyển sang tố cáo
)

// Bars is the table of DOMAIN §2.6. Where several hold, the first that decides
// takes over. A row decides only on what was told: an unclear fact ends nothing,
// it is asked about.
func Bars() []Bar {
	kn, tc := ofKind(Complaint), ofKind(Denunciation)
	personal := ofKind(Complaint, Denunciation, Cassation, Compensation)
	ours := []Disposition{Settle, Supervise, Demand}
	elsewhere := []Disposition{Transfer, Guide, ReferProcuracy, Supervise}
	read := []Disposition{Settle, Supervise, Demand, Transfer, Guide, ReferProcuracy, Human}
	notNew := notYes("new_evidence")
	executive := anyOf(ofField(FieldAdministrative, FieldOfficialDuty, FieldPersonnel), yes("outside_proceedings"))
	officer := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation}
	prosecutor := Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy}
	chairman := Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration}
	land := Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration}
	with := func(f Facts, change func(*Facts)) Facts {
		change(&f)
		return f
	}
	return []Bar{
		{
			Reason: withdrawn, When: allOf(yes("withdrawn"), not(tc)), Effect: File, Decides: true,
			Basis: []string{"LC 10"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Withdrawn = Yes }),
		},
		{
			Reason: withdrawn, When: allOf(yes("withdrawn"), tc, no("coerced")), Effect: File, Decides: true,
			Basis: []string{"LD 33", "Decree 156/2026 Art 1"}, Mark: MarkRead,
			Example: with(chairman, func(f *Facts) { f.Withdrawn, f.Coerced = Yes, No }),
		},
		{
			// It goes on where the wrong is plain or the withdrawal was forced: to be asked first.
			Reason: withdrawn, When: allOf(yes("withdrawn"), tc, is("coerced", NotKnown)), Effect: File,
			Basis: []string{"LD 33", "Decree 156/2026 Art 1"}, Mark: MarkRead,
			Example: with(chairman, func(f *Facts) { f.Withdrawn = Yes }),
		},
		{
			Reason: anonymousLetter, When: allOf(yes("anonymous"), tc, notNo("specific")), Effect: Transfer, Decides: true,
			Basis: []string{"LD 25", "TTLT 02/2018 10.3"}, Mark: MarkRead,
			Example: with(chairman, func(f *Facts) { f.Anonymous, f.Specific = Yes, Yes }),
		},
		{
			Reason: anonymousLetter, When: allOf(yes("anonymous"), tc, no("specific")), Effect: File, Decides: true,
			Basis: []string{"LD 25", "TTLT 02/2018 10.3"}, Mark: MarkRead,
			Example: with(chairman, func(f *Facts) { f.Anonymous, f.Specific = Yes, No }),
		},
		{
			Reason: anonymousLetter, When: allOf(yes("anonymous"), ofKind(Complaint, Cassation, Compensation)), Effect: File, Decides: true,
			Basis: []string{"LC 8.2", "TTLT 02/2018 5"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Anonymous = Yes }),
		},
		{
			Reason: handledBefore, When: allOf(yes("settled_before"), personal, is("round", "1", NotKnown), notNew), Effect: File, Decides: true,
			Basis: []string{"Circ. 07/2014 6.2.b"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.SettledBefore = Yes }),
		},
		{
			Reason: rightPlaceHasIt, When: yes("sent_right_place"), For: elsewhere, Effect: File, Decides: true,
			Basis: []string{"Circ. 07/2014 6.2.b", "LD 24.3"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.SentRightPlace = Yes }),
		},
		{
			Reason: guidedOnce, When: yes("guided_before"), For: []Disposition{Guide}, Effect: File, Decides: true,
			Basis: []string{"Circ. 07/2014 6.2.b", "TTLT 02/2018 6.2.b"}, Mark: MarkRead,
			Example: with(land, func(f *Facts) { f.GuidedBefore = Yes }),
		},
		{
			Reason: settledForGood, When: allOf(is("round", "3"), ofKind(Complaint, Denunciation), notNo("settled_before"), notNew), For: ours,
			Effect: Decline, Decides: true, Basis: []string{"LC 11.7", "TTLT 02/2018 5.6", "TTLT 02/2018 9.2"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Round = 3 }),
		},
		{
			Reason: inCourt, When: allOf(yes("in_court"), kn, executive), For: ours, Effect: Decline, Decides: true,
			Basis: []string{"LC 11.9"}, Mark: MarkRead,
			Example: Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyProcuracy, InCourt: Yes},
		},
		{
			// It is guided anyway; that a court has it says where to.
			Reason: inCourt, When: allOf(yes("in_court"), kn, executive), For: []Disposition{Guide}, Effect: Guide,
			Basis: []string{"LC 11.9"}, Mark: MarkRead,
			Example: with(land, func(f *Facts) { f.InCourt = Yes }),
		},
		{
			Reason: retaliating, When: allOf(yes("retaliates"), tc, no("new_evidence")), Effect: Decline, Decides: true,
			Basis: []string{"TTLT 02/2018 9.2", "LD 29.1.d"}, Mark: MarkRead,
			Example: with(chairman, func(f *Facts) { f.Retaliates, f.NewEvidence = Yes, No }),
		},
		{
			Reason: retaliating, When: allOf(yes("retaliates"), tc, is("new_evidence", NotKnown)), Effect: Decline,
			Basis: []string{"TTLT 02/2018 9.2", "LD 29.1.d"}, Mark: MarkRead,
			Example: with(chairman, func(f *Facts) { f.Retaliates = Yes }),
		},
		{
			// Another's wrong may still be a denunciation or a suggestion: the officer says so.
			Reason: notConcerned, When: allOf(no("affected"), kn), For: ours, Effect: Decline, Decides: true,
			Basis: []string{"LC 11.2", "TTLT 02/2018 5.4"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Affected = No }),
		},
		{
			Reason: tooLate, When: allOf(kn, no("excused")), Late: true, For: []Disposition{Settle}, Effect: Decline, Decides: true,
			Basis: []string{"LC 9", "LC 11.6", "CPC 471", "LAP 330"}, Mark: MarkRead,
			Example: with(prosecutor, func(f *Facts) { f.KnownOn, f.Excused = calendar.NewDate(2026, time.March, 2), No }),
		},
		{
			// Whether something stood in the way is asked first.
			Reason: tooLate, When: allOf(kn, is("excused", NotKnown)), Late: true, For: []Disposition{Settle}, Effect: Decline,
			Basis: []string{"LC 9", "LC 11.6", "CPC 471", "LAP 330"}, Mark: MarkRead,
			Example: with(prosecutor, func(f *Facts) { f.KnownOn = calendar.NewDate(2026, time.March, 2) }),
		},
		{
			Reason: unreadable, When: yes("unreadable"), For: read, Effect: Supplement, Decides: true,
			Basis: []string{"Circ. 07/2014 6.2.a"}, Mark: MarkBackground,
			Example: with(officer, func(f *Facts) { f.Unreadable = Yes }),
		},
		{
			Reason: notVietnamese, When: no("vietnamese"), For: read, Effect: Supplement, Decides: true,
			Basis: []string{"Circ. 07/2014 6.2.a", "LTCD 7.1.đ"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Vietnamese = No }),
		},
		{
			Reason: notCapable, When: allOf(personal, anyOf(no("represented"), allOf(no("capable"), is("represented", NotKnown)))), For: read,
			Effect: Supplement, Decides: true, Basis: []string{"LC 11.3", "LC 11.4", "TTLT 02/2018 5.5"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Capable, f.Represented = No, No }),
		},
		{
			Reason: notSigned, When: allOf(no("signed"), personal), Effect: Supplement, Decides: true,
			Basis: []string{"LC 11.5", "TTLT 02/2018 5"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Signed = No }),
		},
		{
			// Kept as evidence and shown to a leader; what the petition asks is handled all the same.
			Reason: insulting, When: yes("insult"), Crime: true, Effect: Human,
			Basis: []string{"LTCD 6", "LTCD 9", "Decree 154/2026 Art 4"}, Mark: MarkRead,
			Example: with(officer, func(f *Facts) { f.Insult = Yes }),
		},
	}
}

// notNo holds unless the fact is known to be false.
func notNo(fact string) Cond { return is(fact, answerYes, NotKnown) }
