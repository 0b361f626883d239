package triage

import "slices"

// Verb is one thing that can be done to a petition (thao tác).
type Verb string

const (
	FileIt       Verb = "file"          // nộp; the birth of a petition, done by Desk.File
	Claim        Verb = "claim"         // nhận xử lý
	Release      Verb = "release"       // trả về hàng chờ
	HandOver     Verb = "hand_over"     // bàn giao
	Classify     Verb = "classify"      // phân loại
	Ask          Verb = "ask"           // yêu cầu bổ sung
	Reply        Verb = "reply"         // người dân bổ sung
	Sign         Verb = "sign"          // đã nhận bản ký
	Note         Verb = "note"          // ghi chú nội bộ
	Propose      Verb = "propose"       // đề xuất
	Approve      Verb = "approve"       // duyệt
	Refuse       Verb = "refuse"        // không duyệt
	Accept       Verb = "accept"        // thụ lý
	Extend       Verb = "extend"        // gia hạn
	Suspend      Verb = "suspend"       // tạm đình chỉ
	Resume       Verb = "resume"        // tiếp tục
	TransferOut  Verb = "transfer"      // chuyển đơn
	DemandAction Verb = "demand"        // yêu cầu cơ quan giải quyết
	GuideTo      Verb = "guide"         // hướng dẫn
	SendBack     Verb = "send_back"     // trả lại đơn
	Answer       Verb = "answer"        // trả lời, giải quyết
	FileAway     Verb = "file_away"     // xếp lưu
	DeclineIt    Verb = "decline"       // không thụ lý
	RecordReply  Verb = "record_reply"  // nơi nhận đã trả lời
	RecordResult Verb = "record_result" // ghi kết quả kiểm sát
	Link         Verb = "link"          // liên kết
	Merge        Verb = "merge"         // nhập đơn
	SplitUp      Verb = "split"         // tách đơn
	Contest      Verb = "contest"       // người dân không đồng ý với phân loại
	Withdraw     Verb = "withdraw"      // rút đơn
	Reopen       Verb = "reopen"        // mở lại
	Rate         Verb = "rate"          // đánh giá
	Remind       Verb = "remind"        // nhắc hạn
	Escalate     Verb = "escalate"      // báo lãnh đạo
	Lapse        Verb = "lapse"         // hết hạn ký
	Undo         Verb = "undo"          // hoàn tác
)

// Who may do a verb.
type Who string

const (
	ByFiler  Who = "filer"  // the citizen who filed it
	ByOwner  Who = "owner"  // the officer who claimed it
	ByUnit   Who = "unit"   // any officer or leader of the unit that holds it
	ByLeader Who = "leader" // a leader of the unit, or of the province
	BySystem Who = "system"
)

// Move is one row of the life table: from which statuses a verb leads where,
// who may do it, who is told, and what it needs.
type Move struct {
	Verb    Verb
	From    []Status
	To      Status // "" = stays where it is; statusBefore = where it was before waiting
	Outcome Outcome
	Who     []Who
	Tells   []Audience

	Reason    bool               // a reason is required
	Text      bool               // words are required
	Internal  bool               // the words are for the staff alone
	Signed    bool               // the petition must be received by law
	Carries   bool               // must carry out the disposition in force, and counts as processed
	Undoable  bool               // internal: may be taken back within a minute by who did it
	OutwardTo bool               // needs a destination
	Closes    []Step             // which obligations it meets; the end of a petition meets all but reply, result and lodge
	then      func(*doing) error // what else it does to the petition
}

// statusBefore marks a return to where the petition was.
const statusBefore Status = "before"

// Life is the whole life of a petition, one row a move. The first row that fits
// verb, status and actor is taken. The diagram in the README is checked against it.
func Life() []Move {
	open := []Status{StatusFiled, StatusClaimed, StatusWaiting, StatusProposed, StatusAccepted, StatusSuspended}
	held := []Status{StatusClaimed, StatusWaiting, StatusProposed, StatusAccepted, StatusSuspended}
	anywhere := Statuses()
	work := []Status{StatusClaimed, StatusWaiting}
	none := []Audience(nil)
	return []Move{
		{Verb: Claim, From: []Status{StatusFiled}, To: StatusClaimed, Who: []Who{ByUnit}, Tells: []Audience{ToCitizen, ToGroup}, Undoable: true, then: claim},
		{Verb: Release, From: []Status{StatusClaimed}, To: StatusFiled, Who: []Who{ByOwner, ByLeader}, Tells: []Audience{ToGroup}, Undoable: true, then: release},
		{Verb: HandOver, From: held, Who: []Who{ByOwner, ByLeader}, Tells: []Audience{ToOwner, ToGroup}, Reason: true, then: handOver},
		{Verb: Classify, From: work, Who: []Who{ByOwner}, Tells: []Audience{ToGroup}, Undoable: true, then: classify},
		{Verb: Ask, From: []Status{StatusClaimed, StatusAccepted}, To: StatusWaiting, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Text: true, then: ask},
		{Verb: Reply, From: []Status{StatusWaiting}, To: statusBefore, Who: []Who{ByFiler}, Tells: []Audience{ToOwner, ToGroup}, Text: true, then: replied},
		{Verb: Reply, From: anywhere, Who: []Who{ByFiler}, Tells: []Audience{ToOwner}, Text: true},
		{Verb: Sign, From: open, Who: []Who{ByUnit}, Tells: []Audience{ToCitizen, ToGroup}, then: sign},
		{Verb: Note, From: anywhere, Who: []Who{ByUnit}, Tells: none, Text: true, Internal: true},
		{Verb: Propose, From: work, To: StatusProposed, Who: []Who{ByOwner}, Tells: []Audience{ToLeaders, ToGroup}, then: propose},
		{Verb: Approve, From: []Status{StatusProposed}, To: StatusClaimed, Who: []Who{ByLeader}, Tells: []Audience{ToOwner, ToGroup}, then: approve},
		{Verb: Refuse, From: []Status{StatusProposed}, To: StatusClaimed, Who: []Who{ByLeader}, Tells: []Audience{ToOwner, ToGroup}, Reason: true, then: refuseProposal},
		{Verb: Accept, From: work, To: StatusAccepted, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Signed: true, Carries: true, Closes: []Step{StepClassify, StepAccept, StepNotify}, then: accept},
		{Verb: Extend, From: []Status{StatusAccepted}, Who: []Who{ByOwner, ByLeader}, Tells: []Audience{ToCitizen}, Reason: true, then: extend},
		{Verb: Suspend, From: []Status{StatusAccepted}, To: StatusSuspended, Who: []Who{ByOwner, ByLeader}, Tells: []Audience{ToCitizen, ToGroup}, Reason: true, then: suspend},
		{Verb: Resume, From: []Status{StatusSuspended}, To: StatusAccepted, Who: []Who{ByOwner, ByLeader}, Tells: []Audience{ToCitizen, ToGroup}, then: resume},
		{Verb: TransferOut, From: work, To: StatusDone, Outcome: Transferred, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Carries: true, OutwardTo: true, then: transferOut},
		{Verb: DemandAction, From: work, To: StatusDone, Outcome: Demanded, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Carries: true, OutwardTo: true, then: demand},
		{Verb: GuideTo, From: work, To: StatusDone, Outcome: Guided, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Text: true, Carries: true},
		{Verb: SendBack, From: work, To: StatusDone, Outcome: Returned, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Reason: true, Carries: true},
		{Verb: Answer, From: []Status{StatusAccepted, StatusWaiting}, To: StatusDone, Outcome: Answered, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Text: true, Signed: true, Closes: []Step{StepFirst, StepSecond, StepExtension}, then: answer},
		{Verb: FileAway, From: work, To: StatusDone, Outcome: FiledAway, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Reason: true, Carries: true},
		{Verb: DeclineIt, From: work, To: StatusDone, Outcome: Declined, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Reason: true, Carries: true},
		{Verb: RecordReply, From: []Status{StatusDone}, Who: []Who{ByUnit}, Tells: []Audience{ToCitizen}, Closes: []Step{StepReply}},
		{Verb: RecordResult, From: []Status{StatusDone}, Who: []Who{ByUnit}, Tells: []Audience{ToCitizen}, Closes: []Step{StepReply, StepResult}, then: recordResult},
		{Verb: Link, From: anywhere, Who: []Who{ByOwner}, Tells: none, then: link},
		{Verb: Merge, From: work, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, then: merge},
		{Verb: SplitUp, From: work, To: StatusDone, Outcome: SplitApart, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, then: split},
		{Verb: Contest, From: []Status{StatusDone}, Who: []Who{ByFiler}, Tells: []Audience{ToOwner, ToLeaders}, Text: true, then: contest},
		{Verb: Withdraw, From: open, Who: []Who{ByFiler}, Tells: []Audience{ToCitizen, ToOwner, ToGroup}, then: withdrawAsked},
		{Verb: Withdraw, From: held, To: StatusDone, Outcome: Withdrawn, Who: []Who{ByOwner}, Tells: []Audience{ToCitizen, ToGroup}, Reason: true, then: removed},
		{Verb: Reopen, From: []Status{StatusDone}, To: StatusFiled, Who: []Who{ByFiler, ByLeader}, Tells: []Audience{ToCitizen, ToDuty, ToGroup}, Reason: true, then: reopen},
		{Verb: Rate, From: []Status{StatusDone}, Who: []Who{ByFiler}, Tells: none, then: rate},
		{Verb: Remind, From: anywhere, Who: []Who{BySystem}, Tells: []Audience{ToOwner}, then: remind},
		{Verb: Escalate, From: anywhere, Who: []Who{BySystem}, Tells: []Audience{ToOwner, ToLeaders, ToGroup}, then: remind},
		{Verb: Lapse, From: open, To: StatusDone, Outcome: Lapsed, Who: []Who{BySystem}, Tells: []Audience{ToCitizen, ToGroup}, then: lapse},
		{Verb: Undo, From: []Status{StatusFiled, StatusClaimed, StatusWaiting}, Who: []Who{ByUnit}, Tells: []Audience{ToGroup}, then: undo},
	}
}

// Verbs lists every verb of the life table, in its order.
func Verbs() []Verb {
	var all []Verb
	for _, m := range Life() {
		if !slices.Contains(all, m.Verb) {
			all = append(all, m.Verb)
		}
	}
	return all
}

// Moves lists the verbs that a member of staff could do to p now, for the
// buttons of a card. A refusal may still follow: the state may change meanwhile.
func (p *Petition) Moves(s Staff, o Office) []Verb {
	if p.conflicted(s) {
		return nil
	}
	var all []Verb
	for _, m := range Life() {
		if slices.Contains(m.From, p.Status) && !p.bars(m) && p.may(m, Actor{Staff: s.ID}, s, o) && !slices.Contains(all, m.Verb) {
			all = append(all, m.Verb)
		}
	}
	return all
}

// bars says that acceptance rules the row out: what is accepted is answered, not
// classified or sent elsewhere, and what is not accepted cannot be answered.
func (p *Petition) bars(m Move) bool {
	accepted := !p.AcceptedAt.IsZero()
	return accepted && (m.Carries || m.Verb == Classify) || !accepted && m.Verb == Answer
}

// may says whether an actor is one of those whom the row allows. s is the
// actor's entry in the roster, the zero Staff for a citizen or the program.
func (p *Petition) may(m Move, a Actor, s Staff, o Office) bool {
	for _, w := range m.Who {
		switch w {
		case ByFiler:
			if a.Staff == "" && a.Person != "" && a.Person == p.Filer {
				return true
			}
		case ByOwner:
			if s.ID != "" && s.ID == p.Owner {
				return true
			}
		case ByUnit:
			// A petition about the unit's own people is handled by leaders of the unit above or beside.
			if s.ID != "" && s.Post != Admin && s.Unit == p.Unit && (!p.Restricted || s.Post == Leader || s.ID == p.Owner) {
				return true
			}
		case ByLeader:
			if s.Post == Leader && (s.Unit == p.Unit || s.Unit == o.Provincial().ID) {
				return true
			}
		case BySystem:
			if a.System() {
				return true
			}
		}
	}
	return false
}
