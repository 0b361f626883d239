package app

import (
	"context"
	"strings"
	"testing"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// TestAReplyThatComesTwiceIsSaidToBeAdded: who is greeted instead writes it again.
func TestAReplyThatComesTwiceIsSaidToBeAdded(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	code := an.filed()
	s.sim.Inject(simulator.Fault{Effect: simulator.Twice, Method: "message", Times: 1})
	mark := an.mark()
	an.p.Reply(simulator.View{Messages: an.chat().View().FromBots()}.Find("Mã đơn: "+string(code)), moreWords)
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	an.addedOnce(mark, code, moreWords)
	s.mustSettle()
	if said := an.since(mark); len(said) != 2 || said[0] != said[1] {
		t.Errorf("a reply that came twice is answered %q", said)
	}
}

// TestAReasonIsKeptWhileTheLedgerIsAway: an officer is told that what they wrote is
// kept, and it is: one press sends it.
func TestAReasonIsKeptWhileTheLedgerIsAway(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an, binh := s.citizen("An"), s.citizen("Bình")
	code := an.claimed(binh)
	const reason = "Chờ kết quả đo đạc lại phòng tiếp công dân."
	binh.must("[Thụ lý]", "[Việc khác…]", "["+s.label("verb.suspend")+"]")
	d.refuse.Store(1)
	mark := binh.mark()
	binh.must(reason)
	binh.sees(mark, "vẫn được giữ")
	binh.must("[Giữ như cũ]")
	binh.sees(mark, "✓ ")
	if reasons := s.reasons(code); strings.Join(reasons, "|") != reason {
		t.Errorf("the ledger has the reasons %q", reasons)
	}
}

// TestAnAnswerChangedAfterALostCommitIsNotTakenForDone: the ledger had the answer and
// its own answer was lost; what is sent after that says something else.
func TestAnAnswerChangedAfterALostCommitIsNotTakenForDone(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an, binh := s.citizen("An"), s.citizen("Bình")
	an.claimed(binh)
	binh.must("[Thụ lý]", "[Trả lời, kết thúc]", "Chúng tôi đã kê thêm ghế.")
	d.lose.Store(1)
	mark := binh.mark()
	binh.must("[Xong]")
	binh.sees(mark, "chưa mở được sổ đơn")
	binh.must("Và đã dán lịch thấp xuống.")
	mark = binh.mark()
	binh.must("[Xong]")
	binh.sees(mark, "Chưa làm được: đơn đang ở bước khác")
	if said := strings.Join(binh.since(mark), "\n"); strings.Contains(said, "✓ Trả lời") {
		t.Errorf("the changed answer is said to be sent:\n%s", said)
	}
}

// TestACorrectedCaptionIsKept: of a picture that waits to be told where it belongs.
func TestACorrectedCaptionIsKept(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	an.filed()
	an.p.SendPhoto(s.bot, []byte("\xff\xd8 một tấm ảnh"), "Ảnh chụp ngày 5, thiếu ghế ngồi chờ")
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	an.edits("Ảnh chụp ngày 5", "Ảnh chụp ngày 6, thiếu ghế ngồi chờ")
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	acts := suggestion("Cổng viện tối, người già vấp bậc thềm.")
	an.must("[" + s.label("home.new") + "]")
	an.must(append(acts[2:10:10], "[Xong]")...)
	an.must(append(acts[11:], send)...)
	s.eventually("there are two petitions", func() bool { return len(an.receipts()) == 2 })
	files := s.dossier(an.receipts()[1]).Files
	if len(files) != 1 || files[0].Caption != "Ảnh chụp ngày 6, thiếu ghế ngồi chờ" {
		t.Errorf("the petition holds %+v", files)
	}
}

// TestWhomToCallIsSaidInABurst: a cry for help among many messages that a poll brings
// together; only "where we are" is said once for all of them.
func TestWhomToCallIsSaidInABurst(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	s.polling(1)
	an := s.citizen("An")
	stop := s.hurry()
	defer stop()
	an.filed()
	an.must("[Bổ sung]")
	if err := s.replicas[0].Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.replicas[0].Close()
	s.replicas = nil
	mark := an.mark()
	for _, words := range []string{"Tối qua ông ấy lại đến.", "Ông ấy đang cầm dao đòi giết tôi, cứu tôi với.", "Tôi khóa cửa lại.", "Con tôi đang khóc.", "Tôi không biết làm sao."} {
		an.p.Say(s.bot, words)
	}
	s.start()
	s.app = s.replicas[0]
	an.sees(mark, "đang gặp nguy hiểm, xin gọi ngay")
}

// reasons are those of every event of a petition.
func (s *stage) reasons(code triage.Code) (all []string) {
	s.t.Helper()
	for _, e := range s.dossier(code).Events {
		if e.Reason != "" {
			all = append(all, e.Reason)
		}
	}
	return all
}
