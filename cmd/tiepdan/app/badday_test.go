package app

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tiepdan/bot"
	"tiepdan/bot/simulator"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/triage"
)

// The bad days: each file badday_*_test.go breaks one thing under the whole
// program and holds it to the promises of DESIGN §9.

// badPatience bounds every wait of a bad day.
const badPatience = 30 * time.Second

// citizen is a person who does one thing after another, and goes on when the bot
// has taken it.
type citizen struct {
	s *stage
	p *simulator.Person
	// before runs before each act, to break something just then.
	before func(act string)
}

func (s *stage) citizen(name string) *citizen { return &citizen{s: s, p: s.sim.Person(name)} }

// suggestion is everything that a citizen does to make a suggestion, up to the
// review. What stands in brackets is pressed, all else is written.
func suggestion(story string) []string {
	return []string{
		"/don", "[Tiếng Việt]", "[Tôi đồng ý, bắt đầu]", "[Góp ý, đề nghị, việc khác]", "[Góp ý, phản ánh]", "[Viện kiểm sát]",
		"Hạ Long", "[Phường Hạ Long, tỉnh Quảng Ninh]", story, "[Xong]", "[Bỏ qua]",
		"Trần Thị Mẫu", "số 9 đường Ví Dụ", "[Bỏ qua]", "[Bỏ qua]",
	}
}

const (
	send       = "[Gửi đơn]"
	plainStory = "Phòng tiếp dân thiếu ghế ngồi, lịch tiếp dán quá cao, người già không đọc được."
)

// filing is a suggestion with its sending.
func filing(story string) []string { return append(suggestion(story), send) }

// does does one act after another.
func (c *citizen) does(ctx context.Context, acts ...string) error {
	for _, act := range acts {
		if err := c.act(ctx, act); err != nil {
			return err
		}
		if err := c.s.taken(ctx); err != nil {
			return fmt.Errorf("%s, %s: %w", c.p.Name(), act, err)
		}
	}
	return nil
}

// act does one act, and does not wait for what the bot makes of it.
func (c *citizen) act(ctx context.Context, act string) error {
	if c.before != nil {
		c.before(act)
	}
	label, pressed := strings.CutPrefix(act, "[")
	if !pressed {
		c.p.Say(c.s.bot, act)
		return nil
	}
	label = strings.TrimSuffix(label, "]")
	wait, cancel := context.WithTimeout(ctx, badPatience)
	defer cancel()
	has := func(m *simulator.Message) bool { _, ok := m.Button(label); return ok }
	if err := c.chat().Await(wait, func(v simulator.View) bool { return slices.ContainsFunc(v.Messages, has) }); err != nil {
		return fmt.Errorf("%s has no button %q under %q", c.p.Name(), label, c.chat().Last().Words())
	}
	_, err := c.p.Press(c.s.bot, label)
	return err
}

// must does acts that have to go well.
func (c *citizen) must(acts ...string) {
	c.s.t.Helper()
	if err := c.does(context.Background(), acts...); err != nil {
		c.s.t.Fatal(err)
	}
}

// edits changes the last message of this person's own that holds the words.
func (c *citizen) edits(of, to string) {
	c.s.t.Helper()
	own := slices.DeleteFunc(c.chat().Messages(), func(m *simulator.Message) bool { return m.From.IsBot })
	m := simulator.View{Messages: own}.Find(of)
	if m == nil || c.p.Edit(m, to).UpdateID == 0 {
		c.s.t.Fatalf("%s has not written %q", c.p.Name(), of)
	}
	if err := c.s.taken(context.Background()); err != nil {
		c.s.t.Fatal(err)
	}
}

func (c *citizen) chat() *simulator.Chat { return c.p.Chat(c.s.bot) }

// mark is how many messages stand in the chat now.
func (c *citizen) mark() int { return len(c.chat().Messages()) }

// since is what the bot has said after a mark.
func (c *citizen) since(mark int) []string {
	var said []string
	for _, m := range c.chat().Messages()[mark:] {
		if m.From.IsBot {
			said = append(said, m.Words())
		}
	}
	return said
}

// sees waits until a bot's message after the mark holds the words.
func (c *citizen) sees(mark int, words string) {
	c.s.t.Helper()
	wait, cancel := context.WithTimeout(context.Background(), badPatience)
	defer cancel()
	err := c.chat().Await(wait, func(simulator.View) bool {
		return slices.ContainsFunc(c.since(mark), func(said string) bool { return strings.Contains(said, words) })
	})
	if err != nil {
		c.s.t.Fatalf("%s does not see %q, only %q\nlog: %s", c.p.Name(), words, c.since(mark), tail(c.s.logs.String(), 2000))
	}
}

// told waits until a press of this person was answered with the words.
func (c *citizen) told(in *simulator.Chat, words string) {
	c.s.t.Helper()
	wait, cancel := context.WithTimeout(context.Background(), badPatience)
	defer cancel()
	var last []string
	err := in.Await(wait, func(v simulator.View) bool {
		last = c.toasts(v)
		return slices.ContainsFunc(last, func(text string) bool { return strings.Contains(text, words) })
	})
	if err != nil {
		c.s.t.Fatalf("%s is not told %q, only %q", c.p.Name(), words, last)
	}
}

func (c *citizen) toasts(v simulator.View) []string {
	var all []string
	for _, t := range v.Toasts {
		if t.PersonID == c.p.ID() {
			all = append(all, t.Text)
		}
	}
	return all
}

var codeOfReceipt = regexp.MustCompile(`Mã đơn: (\d\d-[2-9A-Z]{4}-[2-9A-Z]{4})`)

// receipts are the codes of every receipt that was shown, one a message.
func (c *citizen) receipts() []triage.Code {
	var codes []triage.Code
	for _, m := range c.chat().Messages() {
		if found := codeOfReceipt.FindStringSubmatch(m.Words()); found != nil && m.From.IsBot {
			codes = append(codes, triage.Code(found[1]))
		}
	}
	return codes
}

// receipt waits for the first receipt.
func (c *citizen) receipt() triage.Code {
	c.s.t.Helper()
	wait, cancel := context.WithTimeout(context.Background(), badPatience)
	defer cancel()
	if err := c.chat().Await(wait, func(simulator.View) bool { return len(c.receipts()) > 0 }); err != nil {
		c.s.t.Fatalf("%s gets no receipt; the bot said last: %q\nlog: %s", c.p.Name(), c.chat().Last().Words(), tail(c.s.logs.String(), 2000))
	}
	return c.receipts()[0]
}

// filed sends a suggestion, and waits until its receipt and all notices are there.
func (c *citizen) filed() triage.Code {
	c.s.t.Helper()
	c.must(filing(plainStory)...)
	code := c.receipt()
	c.s.mustSettle()
	return code
}

// claimed sends a suggestion that an officer claims at once.
func (c *citizen) claimed(by *citizen) triage.Code {
	c.s.t.Helper()
	code := c.filed()
	c.s.pressInGroup(by, "Nhận xử lý")
	return code
}

// taken waits until the bot has taken every update.
func (s *stage) taken(ctx context.Context) error {
	wait, cancel := context.WithTimeout(ctx, badPatience)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for s.bot.Pending() > 0 {
		select {
		case <-tick.C:
		case <-wait.Done():
			return fmt.Errorf("%d updates are not taken\nlog: %s", s.bot.Pending(), tail(s.logs.String(), 3000))
		}
	}
	return nil
}

// mustSettle waits until no update and no notice is under way.
func (s *stage) mustSettle() {
	s.t.Helper()
	if err := s.settled(context.Background()); err != nil {
		s.t.Fatalf("%v\nlog: %s", err, tail(s.logs.String(), 3000))
	}
}

// count is the one number that a query gives.
func (s *stage) count(sql string, args ...any) int {
	s.t.Helper()
	var n int
	if err := s.db.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// petitions fails unless so many petitions are filed, each by one event.
func (s *stage) petitions(want int) {
	s.t.Helper()
	if n := s.count(`SELECT count(*) FROM petition`); n != want {
		s.t.Errorf("%d petitions are filed, want %d", n, want)
	}
	if n := s.count(`SELECT count(*) FROM event WHERE verb = 'file'`); n != want {
		s.t.Errorf("%d filings are events, want %d", n, want)
	}
}

// story is what the ledger holds of a petition's story.
func (s *stage) story(code triage.Code) string { return s.dossier(code).Words.Story }

// dossier is a petition with all that its citizen may read of it.
func (s *stage) dossier(code triage.Code) triage.Dossier {
	s.t.Helper()
	p, err := s.app.Store.Petition(context.Background(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	d, err := s.app.Store.Dossier(context.Background(), code, triage.Actor{Person: p.Filer})
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// eventually looks again and again until the condition holds.
func (s *stage) eventually(what string, condition func() bool) {
	s.t.Helper()
	limit := time.NewTimer(badPatience)
	defer limit.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-limit.C:
			s.t.Fatalf("it does not come true that %s\nlog: %s", what, tail(s.logs.String(), 3000))
		}
	}
}

// desk is the desk, with something that happens around each filing, and acts that
// fail.
type desk struct {
	bot.Desk
	mu            sync.Mutex
	before, after func()
	lose          atomic.Int32 // how many more acts are done and seem not to be
	refuse        atomic.Int32 // how many more acts and filings are not done
	forbid        atomic.Int32 // how many more acts the life table does not allow
}

var errLedger = errors.New("the ledger does not answer")

// Do acts; where an answer is lost, the act is done and its end is not known.
func (d *desk) Do(ctx context.Context, a triage.Act) (triage.Done, error) {
	if d.refuse.Add(-1) >= 0 {
		return triage.Done{}, errLedger
	}
	if d.forbid.Add(-1) >= 0 {
		return triage.Done{}, &triage.Refusal{Reason: triage.RefusedStatus}
	}
	done, err := d.Desk.Do(ctx, a)
	if d.lose.Add(-1) >= 0 {
		return triage.Done{}, errors.New("the answer of the ledger was lost")
	}
	return done, err
}

func (d *desk) File(ctx context.Context, draft triage.Draft) (triage.Done, error) {
	d.mu.Lock()
	before, after := d.before, d.after
	d.before, d.after = nil, nil // once
	d.mu.Unlock()
	if before != nil {
		before()
	}
	if d.refuse.Add(-1) >= 0 {
		return triage.Done{}, errLedger
	}
	done, err := d.Desk.File(ctx, draft)
	if after != nil {
		after()
	}
	return done, err
}

func (d *desk) around(before, after func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before, d.after = before, after
}

// watchDesk puts a desk with hooks into the first replica. No update may be under way.
func (s *stage) watchDesk() *desk {
	d := &desk{Desk: s.app.Bot.Desk}
	s.app.Bot.Desk = d
	return d
}

// ownPostgres is a server of this test alone, with our schema.
func ownPostgres(t *testing.T) (*local.PostgresServer, string) {
	t.Helper()
	server := local.TestPostgresServer(t)
	url := server.URL("tiepdan")
	if err := postgres.Migrate(context.Background(), url); err != nil {
		t.Fatal(err)
	}
	return server, url
}

// each runs f for many people at once and fails with what went wrong.
func each[T any](t *testing.T, list []T, f func(T) error) {
	t.Helper()
	errs := make([]error, len(list))
	var all sync.WaitGroup
	for i, one := range list {
		all.Go(func() { errs[i] = f(one) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
