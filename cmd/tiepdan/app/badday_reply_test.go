package app

import (
	"context"
	"strings"
	"testing"

	"tiepdan/bot/simulator"
	"tiepdan/storage/local"
	"tiepdan/triage"
)

const moreWords = "Hôm nay lại thêm một người già phải đứng chờ cả buổi."

// added counts how often words stand in what was added to a petition.
func (s *stage) added(code triage.Code, words string) int {
	s.t.Helper()
	p, err := s.app.Store.Petition(context.Background(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	d, err := s.app.Store.Dossier(context.Background(), code, triage.Actor{Person: p.Filer})
	if err != nil {
		s.t.Fatal(err)
	}
	n := 0
	for _, e := range d.Events {
		n += strings.Count(e.Text, words)
	}
	return n
}

// TestAnAdditionIsAddedOnce holds P2: where the ledger has what a citizen adds and its
// answer is lost, they are told that nothing is known of it, press again, and it is
// there once; by the small dialog, and by answering a message.
func TestAnAdditionIsAddedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	d := s.watchDesk()
	an := s.citizen("An")
	an.must(filing(plainStory)...)
	code := an.receipt()
	s.mustSettle()
	an.must("[Bổ sung]", moreWords)
	d.lose.Store(1)
	mark := an.mark()
	an.must("[Xong]")
	an.sees(mark, "chưa mở được sổ đơn")
	an.must("[Xong]")
	an.sees(mark, "Chúng tôi đã ghi thêm vào đơn")
	if n := s.added(code, moreWords); n != 1 {
		t.Errorf("the words were added %d times", n)
	}

	const reply = "Tôi xin nói thêm về giờ mở cửa."
	d.lose.Store(1)
	an.p.Reply(simulator.View{Messages: an.chat().View().FromBots()}.Find("Mã đơn: "+string(code)), reply)
	an.must("[Thêm vào đơn " + string(code) + "]")
	an.sees(mark, "Chúng tôi đã ghi thêm vào đơn")
	if n := s.added(code, reply); n != 1 {
		t.Errorf("the reply was added %d times", n)
	}
}

// TestAReplyWithoutPostgresIsKept holds P16: what answers a message while Postgres is
// away is kept until the citizen can say again whose it is.
func TestAReplyWithoutPostgresIsKept(t *testing.T) {
	t.Parallel()
	server, url := ownPostgres(t)
	s := newStage(t, servers{url, local.TestRedis(t)}, 1)
	an := s.citizen("An")
	an.must(filing(plainStory)...)
	code := an.receipt()
	s.mustSettle()
	server.Stop()
	mark := an.mark()
	an.p.Reply(simulator.View{Messages: an.chat().View().FromBots()}.Find("Mã đơn: "+string(code)), moreWords)
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
	an.sees(mark, "vẫn được giữ")
	server.Start()
	s.ledgerBack()
	an.must("Xin ghi giúp tôi câu vừa rồi vào đơn.", "[Thêm vào đơn "+string(code)+"]")
	an.sees(mark, "Chúng tôi đã ghi thêm vào đơn")
	if n := s.added(code, moreWords); n != 1 {
		t.Errorf("the reply was added %d times", n)
	}
}
