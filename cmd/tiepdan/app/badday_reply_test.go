package app

import (
	"strings"
	"testing"

	"tiepdan/bot/simulator"
	"tiepdan/storage/local"
	"tiepdan/triage"
)

const moreWords = "Hôm nay lại thêm một người già phải đứng chờ cả buổi."

// addedOnce fails unless words stand once in what was added to a petition, and waits
// until the citizen was told so.
func (c *citizen) addedOnce(mark int, code triage.Code, words string) {
	c.s.t.Helper()
	c.sees(mark, "Chúng tôi đã ghi thêm vào đơn")
	n := 0
	for _, e := range c.s.dossier(code).Events {
		n += strings.Count(e.Text, words)
	}
	if n != 1 {
		c.s.t.Errorf("the words were added %d times", n)
	}
}

// TestAnAdditionIsAddedOnce holds P2: where the ledger has what a citizen adds and its
// answer is lost, they are told that nothing is known of it, press again, and it is
// there once; by the small dialog, and by answering a message.
func TestAnAdditionIsAddedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an := s.citizen("An")
	code := an.filed()
	an.must("[Bổ sung]", moreWords)
	d.lose.Store(1)
	mark := an.mark()
	an.must("[Xong]")
	an.sees(mark, "chưa mở được sổ đơn")
	an.must("[Xong]")
	an.addedOnce(mark, code, moreWords)

	const reply = "Tôi xin nói thêm về giờ mở cửa."
	d.lose.Store(1)
	mark = an.mark()
	an.p.Reply(simulator.View{Messages: an.chat().View().FromBots()}.Find("Mã đơn: "+string(code)), reply)
	an.must("[Thêm vào đơn " + string(code) + "]")
	an.addedOnce(mark, code, reply)
}

// TestWhatWasAddedIsNotAddedAgainWithMore: the ledger has what was added, its answer
// was lost, and more is written before it is sent again; by either way.
func TestWhatWasAddedIsNotAddedAgainWithMore(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an := s.citizen("An")
	code := an.filed()
	const later = "Và cửa phòng chờ không khóa được."
	an.must("[Bổ sung]", moreWords)
	d.lose.Store(1)
	mark := an.mark()
	an.must("[Xong]", later, "[Xong]")
	an.addedOnce(mark, code, moreWords)
	an.addedOnce(mark, code, later)

	const reply, after = "Tôi xin nói thêm về giờ mở cửa.", "Giờ mở cửa dán ở cổng cũng sai."
	d.lose.Store(1)
	mark = an.mark()
	an.p.Reply(simulator.View{Messages: an.chat().View().FromBots()}.Find("Mã đơn: "+string(code)), reply)
	if err := s.taken(t.Context()); err != nil {
		t.Fatal(err)
	}
	an.must(after, "[Thêm vào đơn "+string(code)+"]")
	an.addedOnce(mark, code, reply)
	an.addedOnce(mark, code, after)
}

// TestWordsWithoutPostgresAreKept holds P16 and P2: what answers a message, and what is
// written outside every dialog and comes twice, is kept once while Postgres is away,
// until the citizen can say again whose it is.
func TestWordsWithoutPostgresAreKept(t *testing.T) {
	t.Parallel()
	server, url := ownPostgres(t)
	s := newStage(t, servers{url, local.TestRedis(t)}, 1)
	an := s.citizen("An")
	code := an.filed()
	kept := func(words string, say func()) {
		server.Stop()
		mark := an.mark()
		say()
		if err := s.taken(t.Context()); err != nil {
			t.Fatal(err)
		}
		an.sees(mark, "vẫn được giữ")
		server.Start()
		s.ledgerBack()
		an.must("Xin ghi giúp tôi câu vừa rồi vào đơn.", "[Thêm vào đơn "+string(code)+"]")
		an.addedOnce(mark, code, words)
	}
	kept(moreWords, func() {
		an.p.Reply(simulator.View{Messages: an.chat().View().FromBots()}.Find("Mã đơn: "+string(code)), moreWords)
	})
	const twice = "Ghế ở phòng chờ gãy thêm một chiếc nữa."
	kept(twice, func() {
		s.sim.Inject(simulator.Fault{Effect: simulator.Twice, Method: "message", Times: 1})
		an.p.Say(s.bot, twice)
	})
}

// TestAnAnswerInTheHandsOfTheDead holds P7: a replica dies with an answer in hand, and
// nobody knows whether it was sent. It is not sent again before an officer has looked.
func TestAnAnswerInTheHandsOfTheDead(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, binh := s.citizen("An"), s.citizen("Bình")
	code := an.filed()
	s.pressInGroup(binh, "Nhận xử lý")
	binh.must("[Thụ lý]", "[Trả lời, kết thúc]", "Chúng tôi đã kê thêm ghế.")
	s.mustSettle()
	// The job waits for Telegram when another replica takes it, and dies.
	s.sim.Inject(simulator.Fault{Effect: simulator.TooMany, Method: "sendMessage", Chat: an.chat().ID(), Times: 1, RetryAfter: 8})
	binh.must("xong")
	s.eventually("the answer is put off", func() bool {
		return s.count(`WITH held AS (
			UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY['a replica that died']
			 WHERE kind = 'tell' AND args->>'verb' = 'answer' AND args->>'audience' = 'citizen' AND state IN ('available', 'scheduled') AND scheduled_at > now()
			RETURNING 1) SELECT count(*) FROM held`) == 1
	})
	binh.sees(0, "Không rõ thư trả lời đã đến người gửi chưa")
	s.mustSettle()
	if n := strings.Count(strings.Join(an.since(0), "\n"), "kê thêm ghế."); n != 0 {
		t.Errorf("the answer was sent %d times before anybody looked", n)
	}
	binh.must("[Gửi lại cho người dân]")
	s.mustSettle()
	if n := strings.Count(strings.Join(an.since(0), "\n"), "kê thêm ghế."); n != 1 {
		t.Errorf("the answer was sent %d times", n)
	}
	if rows := s.outcomes(code, triage.Answer); strings.Join(rows, " ") != "delayed unknown sent" {
		t.Errorf("the ledger says %v of the answer", rows)
	}
}
