package app

import (
	"fmt"
	"slices"
	"testing"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// What was not done is not taken for done: a turn did nothing and said so, and the
// saying was lost. When Telegram brings the update again it is done, or said, and
// never answered as if it had been done before.

// loseReply lets the next answer to a press be refused for longer than anybody waits.
func (s *stage) loseReply() {
	s.sim.Inject(simulator.Fault{Effect: simulator.TooMany, Method: "answerCallbackQuery", Times: 1, RetryAfter: 60})
}

func (c *citizen) neverTold(words string) {
	c.s.t.Helper()
	if told := c.toasts(c.chat().View()); slices.Contains(told, words) {
		c.s.t.Errorf("%s was told %q: %q", c.p.Name(), words, told)
	}
}

func TestASendingThatWasNotDoneIsDoneWhenItComesAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	an.must(suggestion(plainStory)...)
	s.watchDesk().refuse.Store(1)
	s.loseReply()
	an.must(send)
	an.receipt()
	s.petitions(1)
}

func TestAQuestionBeforeSendingIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	an.filed()
	an.must(suggestion(plainStory)...)
	mark := an.mark()
	s.loseReply()
	an.must(send)
	an.sees(mark, "có vẻ giống việc này")
	s.petitions(1)
}

func TestWordsThatWereNotAddedAreAddedWhenTheyComeAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an := s.citizen("An")
	code := an.filed()
	an.must("[Bổ sung]", moreWords)
	d.refuse.Store(1)
	s.loseReply()
	mark := an.mark()
	an.must("[Xong]")
	an.addedOnce(mark, code, moreWords)
}

func TestAnActThatWasNotDoneIsNotSaidToBeDone(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an, binh := s.citizen("An"), s.citizen("Bình")
	code := an.claimed(binh)
	card := simulator.View{Messages: binh.chat().View().FromBots()}.Find(string(code))

	d.refuse.Store(1)
	s.loseReply()
	binh.must("[Thụ lý]")
	if p, err := s.app.Store.Petition(t.Context(), code); err != nil || p.Status != triage.StatusAccepted {
		t.Errorf("the petition is %s; %v", p.Status, err)
	}
	binh.neverTold(s.label("done.already"))

	// The petition is another one by now than the one that the card was drawn from.
	s.loseReply()
	if _, err := binh.p.PressOn(card, s.label("verb.ask")); err != nil {
		t.Fatal(err)
	}
	binh.told(binh.chat(), s.label("refusal.stale"))
	binh.neverTold(s.label("done.already"))
}

// TestARefusalIsToldAgain: the dialog is over, and what was written in it refused.
func TestARefusalIsToldAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an := s.citizen("An")
	an.filed()
	an.must("[Bổ sung]", moreWords)
	d.forbid.Store(1)
	s.loseReply()
	mark := an.mark()
	an.must("[Xong]")
	an.sees(mark, s.label("refusal."+triage.RefusedStatus))
	an.neverTold(s.label("done.already"))
}

// TestAQuestionBeforeLinkingIsAskedAgain: nothing is linked by a press that asks first.
func TestAQuestionBeforeLinkingIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, binh := s.citizen("An"), s.citizen("Bình")
	first := an.filed()
	an.must(append(suggestion(plainStory), send, "["+s.label("alike.anew")+"]")...)
	s.eventually("there are two", func() bool { return len(an.receipts()) == 2 })
	s.mustSettle()
	s.pressInGroup(binh, "Nhận xử lý")
	binh.must("[≈ " + string(first) + "]")
	s.loseReply()
	binh.must("[" + s.label("verb.link") + "]")
	binh.neverTold(s.label("done.already"))
	binh.must("[" + s.label("officer.button.link") + "]")
	binh.told(binh.chat(), "✓ "+s.label("verb.link"))
}

// TestABinIsEmptiedOnce: a press that throws away what was written comes again when
// something else was written, which nobody has thrown away.
func TestABinIsEmptiedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	code := an.filed()
	drop := fmt.Sprintf(`{"update_id":900000000,"callback_query":{"id":"1","chat_instance":"1","data":"c:drop","from":{"id":%d,"is_bot":false,"first_name":"An"},`+
		`"message":{"message_id":1,"date":1,"chat":{"id":%[1]d,"type":"private"}}}}`, an.p.ID())
	an.must("Câu này tôi viết nhầm, xin bỏ đi giúp.")
	s.post(drop)
	an.must(moreWords)
	s.post(drop)
	mark := an.mark()
	an.must("[Thêm vào đơn " + string(code) + "]")
	an.addedOnce(mark, code, moreWords)
}
