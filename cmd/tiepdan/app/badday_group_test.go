package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// TestFiftyOfficersClaimAtOnce holds P8: of fifty officers who press at the same
// moment one has the petition, and all others are told by name who has it.
func TestFiftyOfficersClaimAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2)
	ctx := context.Background()
	var officers []*citizen
	for i := range 50 {
		token, err := s.app.Store.Invite(ctx, triage.Invitation{Unit: "vks-kv-1", Name: fmt.Sprint("Cán Bộ Số ", i), Post: triage.Officer, Until: s.clock.now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		c := s.citizen(fmt.Sprint("Số ", i))
		s.clock.pass(time.Second)
		c.p.Start(s.bot, "s_"+token)
		officers = append(officers, c)
	}
	for _, c := range officers {
		s.await(c.p, "từ nay là của")
	}
	an := s.citizen("An")
	code := an.filed()
	s.clock.pass(time.Minute)
	each(t, officers, func(c *citizen) error {
		_, err := c.p.Press(s.group, "Nhận xử lý")
		return err
	})
	s.mustSettle()
	if n := s.count(`SELECT count(*) FROM event WHERE code = $1 AND verb = 'claim'`, code); n != 1 {
		t.Fatalf("%d claims", n)
	}
	p, err := s.app.Store.Petition(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	roster, err := s.app.Store.Roster(ctx)
	if err != nil {
		t.Fatal(err)
	}
	winner, _ := roster.ByID(p.Owner)
	won, refused := 0, 0
	for _, c := range officers {
		for _, text := range c.toasts(s.group.Chat().View()) {
			switch {
			case strings.Contains(text, "Đã nhận đơn "+string(code)):
				won++
			case text == "Đơn này đã có cán bộ khác nhận: "+winner.Name+".":
				refused++
			default:
				t.Errorf("%s is told %q", c.p.Name(), text)
			}
		}
	}
	if won != 1 || refused != 49 {
		t.Errorf("%d won and %d were refused by the winner's name", won, refused)
	}
}

// TestStrangersInGroups: a stranger's press in the group does nothing and shows
// nothing; a strange group is told how it would be bound, once, and never shown a
// petition.
func TestStrangersInGroups(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, stranger := s.citizen("An"), s.citizen("Lạ")
	code := an.filed()
	s.pressInGroup(stranger, "Nhận xử lý")
	stranger.told(s.group.Chat(), "chỉ dành cho cán bộ")
	if n := len(stranger.chat().Messages()); n != 0 {
		t.Errorf("the stranger was written to: %q", stranger.since(0))
	}

	strange := s.sim.Group("Hội hàng xóm")
	for _, link := range []string{"", "g_no-such-token"} {
		stranger.p.AddBotTo(strange, s.bot, link)
		if err := s.taken(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	stranger.p.Say(strange, "/tracuu@tiepdan_test_bot "+string(code))
	stranger.p.Say(strange, "/don@tiepdan_test_bot")
	hello := strange.Chat().View().FromBots()[0]
	for _, data := range []string{"a:claim:" + string(code) + ":1", "a:open:" + string(code) + ":1", "a:history:" + string(code) + ":1", "c:track", "d:x:y:z"} {
		if _, err := stranger.p.PressData(hello, data); err != nil {
			t.Fatal(err)
		}
	}
	s.mustSettle()
	wait, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if _, err := strange.Chat().AwaitWords(wait, "chưa gắn với đơn vị nào"); err != nil {
		t.Fatalf("the strange group is not told how to be bound: %v", err)
	}
	var said []string
	for _, m := range strange.Chat().View().FromBots() {
		said = append(said, m.Words())
	}
	if len(said) != 2 || !strings.Contains(strings.Join(said, "\n"), "đã được dùng hoặc đã hết hạn") {
		t.Errorf("the strange group is told %q", said)
	}
	if n := len(stranger.toasts(strange.Chat().View())); n != 5 {
		t.Errorf("%d of 5 forged presses are answered", n)
	}
	if p, err := s.app.Store.Petition(context.Background(), code); err != nil || p.Status != triage.StatusFiled || p.Version != 1 {
		t.Errorf("the petition is %s, version %d, %v", p.Status, p.Version, err)
	}
}

// TestGroupIsUpgraded: a group that becomes a supergroup is followed: cards of old
// petitions are drawn anew there, those of new ones come there. Neither the
// update that tells of it nor a topic is needed.
func TestGroupIsUpgraded(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprint("told late ", late), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, sharedServers(t), 1)
			an, binh := s.citizen("An"), s.citizen("Bình")
			first := an.filed()
			if late {
				s.sim.Inject(simulator.Fault{Effect: simulator.Slow, Method: "message", Chat: s.group.ID(), Delay: 2 * time.Second})
			}
			s.group.Upgrade(s.sim.Person("Hà"))
			if !late {
				s.mustSettle()
			}
			s.group.SetForum(true)
			topic := s.group.AddTopic(s.sim.Person("Hà"), "Đơn")
			binh.must("/cho", "["+string(first)+" · "+s.kindName(first)+"]", "[Nhận xử lý]")
			second := s.citizen("Ba")
			second.must(filing("Đèn đường trước cổng viện hỏng đã lâu, tối không ai dám đi.")...)
			code := second.receipt()
			s.groupShows(string(first), "Cán Bộ Bình")
			s.groupShows(string(code), "chưa có")

			s.group.DeleteTopic(topic)
			s.mustSettle()
			s.pressInGroup(s.citizen("Dũng"), "Nhận xử lý")
			s.groupShows(string(code), "Cán Bộ Dũng")
			cards := 0
			for _, m := range s.group.Messages() {
				if m.From.IsBot && strings.Contains(m.Words(), string(code)) {
					cards++
				}
			}
			if cards != 1 {
				t.Errorf("the new petition has %d cards", cards)
			}
		})
	}
}

// kindName is what the petition's kind is called on buttons.
func (s *stage) kindName(code triage.Code) string {
	s.t.Helper()
	p, err := s.app.Store.Petition(context.Background(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.app.words.In("vi").Plain("kind." + string(p.Kind))
}

// groupShows waits until one message of the group holds all the words.
func (s *stage) groupShows(words ...string) {
	s.t.Helper()
	wait, cancel := context.WithTimeout(context.Background(), badPatience)
	defer cancel()
	shown := func(m *simulator.Message) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(m.Words(), w) })
	}
	if err := s.group.Chat().Await(wait, func(v simulator.View) bool { return slices.ContainsFunc(v.FromBots(), shown) }); err != nil {
		var said []string
		for _, m := range s.group.Messages() {
			said = append(said, m.Words())
		}
		s.t.Fatalf("the group does not show %q, only %q\nlog: %s", words, said, tail(s.logs.String(), 2000))
	}
}

// TestComplaintAboutAnOfficer holds P17: an officer who is complained of neither
// sees the petition nor can take it, by whatever press; it is in no group of the
// unit; leaders have it.
func TestComplaintAboutAnOfficer(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, binh, dung := s.citizen("An"), s.citizen("Bình"), s.citizen("Dũng")
	an.must("/don", "[Tiếng Việt]", "[Tôi đồng ý, bắt đầu]")
	an.must("[" + s.label("petition.topic.choice.prosecutor") + "]")
	an.must("[" + s.label("petition.aim_plain.choice.own") + "]")
	an.must("[" + s.label("petition.procuracy_who.choice.officer") + "]")
	an.must("ông can bo BINH, phòng tiếp dân")
	an.must("[Chưa lần nào]", "[Không có]", "Hạ Long", "[Phường Hạ Long, tỉnh Quảng Ninh]",
		"Cán bộ viện kiểm sát ấy ba lần không nhận đơn khiếu nại của tôi, còn đuổi tôi ra khỏi phòng.", "[Xong]", "[Bỏ qua]", "Trần Thị Mẫu", "số 9 đường Ví Dụ", "[Bỏ qua]", "[Bỏ qua]", send)
	code := an.receipt()
	s.mustSettle()
	for _, m := range s.group.Messages() {
		if strings.Contains(m.Words(), string(code)) {
			t.Errorf("the unit's group shows %q", m.Words())
		}
	}
	before := s.count(`SELECT count(*) FROM event WHERE code = $1`, code)
	for _, c := range []*citizen{binh, dung} {
		mark := c.mark()
		c.must("/cho", "/viec", "/start o_"+string(code), "/quahan")
		on := c.chat().Last()
		for _, verb := range []string{"claim", "open", "card", "history", "classify", "accept", "answer", "note", "hand_over", "to"} {
			s.clock.pass(5 * time.Second)
			if _, err := c.p.PressData(on, fmt.Sprintf("a:%s:%s:%d", verb, code, 1)); err != nil {
				t.Fatal(err)
			}
			if err := s.taken(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range c.chat().Messages()[mark:] {
			if !m.From.IsBot {
				continue
			}
			if strings.Contains(m.Words(), string(code)) || strings.Contains(m.Words(), "đuổi tôi ra") {
				t.Errorf("%s is shown %q", c.p.Name(), m.Words())
			}
		}
	}
	if n := s.count(`SELECT count(*) FROM event WHERE code = $1`, code); n != before {
		t.Errorf("%d events came of forged presses", n-before)
	}
	leader := s.citizen("Tỉnh")
	s.clock.pass(5 * time.Second)
	leader.must("/start o_" + string(code))
	leader.sees(0, "đuổi tôi ra khỏi phòng")
}

// label is what a button is called in Vietnamese.
func (s *stage) label(key string) string { return s.app.words.In("vi").Plain(key) }
