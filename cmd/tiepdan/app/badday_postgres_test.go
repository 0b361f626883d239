package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/storage/local"
)

const notSent = "Đơn CHƯA được gửi"

// TestPostgresStoppedAtSend holds P1 and P6: without Postgres the dialog goes on,
// "send" says plainly that nothing is received and gives no code, an officer's
// press is answered "not done"; when Postgres is back, the same draft is sent by
// the same button.
func TestPostgresStoppedAtSend(t *testing.T) {
	t.Parallel()
	server, url := ownPostgres(t)
	s := newStage(t, servers{url, local.TestRedis(t)}, 2)
	earlier, an, later, binh := s.citizen("Sớm"), s.citizen("An"), s.citizen("Muộn"), s.citizen("Bình")
	earlier.filed()
	an.must(suggestion(plainStory)...)

	server.Stop()
	mark := an.mark()
	an.must(send)
	an.sees(mark, notSent)
	an.told(an.chat(), "Chưa gửi được")
	if codes := an.receipts(); len(codes) > 0 {
		t.Errorf("a code was given without Postgres: %v", codes)
	}
	s.pressInGroup(binh, "Nhận xử lý")
	binh.told(s.group.Chat(), "Chưa thực hiện được")
	later.must(suggestion("Đèn đường trước cổng viện hỏng đã lâu, tối không ai dám đi.")...)
	later.sees(0, "Xin đọc lại")
	mark = later.mark()
	later.must("/tracuu")
	later.sees(mark, "chưa mở được sổ đơn")

	server.Start()
	s.ledgerBack()
	s.petitions(1)
	for _, c := range []*citizen{an, later} {
		s.clock.pass(5 * time.Second)
		c.must(send)
		c.receipt()
	}
	s.pressInGroup(binh, "Nhận xử lý")
	s.mustSettle()
	s.petitions(3)
	if got := s.story(an.receipt()); got != plainStory {
		t.Errorf("the story is %q", got)
	}
	for _, c := range []*citizen{an, later, earlier} {
		if n := len(c.receipts()); n != 1 {
			t.Errorf("%s has %d receipts", c.p.Name(), n)
		}
	}
}

// ledgerBack waits until the program and the test can read the ledger again.
func (s *stage) ledgerBack() {
	s.t.Helper()
	s.db.Reset() // its connections are those of the former server
	s.eventually("the ledger answers again", func() bool { return s.app.Store.Ping(context.Background()) == nil })
}

// TestPostgresKilledWhileFiling holds P1 and P4: Postgres crashes at various
// moments of a filing. Whoever is told that nothing was received sends again;
// in the end each draft is one petition, and every receipt has its petition.
func TestPostgresKilledWhileFiling(t *testing.T) {
	t.Parallel()
	server, url := ownPostgres(t)
	s := newStage(t, servers{url, local.TestRedis(t)}, 1)
	d := s.watchDesk()
	const rounds = 6
	var all []*citizen
	for i := range rounds {
		c := s.citizen(fmt.Sprint("Người ", i))
		all = append(all, c)
		c.must(suggestion(plainStory)...)
		killed := make(chan struct{})
		kill := func() {
			defer close(killed)
			<-time.After(time.Duration(i) * time.Millisecond)
			server.Kill()
		}
		d.around(func() { go kill() }, nil)
		mark := c.mark()
		if err := c.act(context.Background(), send); err != nil {
			t.Fatal(err)
		}
		<-killed
		if err := s.taken(context.Background()); err != nil {
			t.Fatal(err)
		}
		server.Start()
		s.ledgerBack()
		if strings.Contains(strings.Join(c.since(mark), "\n"), notSent) {
			s.clock.pass(5 * time.Second)
			c.must(send)
		}
	}
	s.petitions(rounds)
	var filed []string
	rows, err := s.db.Query(context.Background(), `SELECT code FROM petition`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			t.Fatal(err)
		}
		filed = append(filed, code)
	}
	for _, c := range all {
		for _, code := range c.receipts() {
			if !slices.Contains(filed, string(code)) {
				t.Errorf("%s has a receipt for %s, which is not filed", c.p.Name(), code)
			}
		}
	}
}
