package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"tiepdan/bot/simulator"
	"tiepdan/bot/simulator/talk"
	"tiepdan/triage"
)

// TestOddThingsAtEveryQuestion holds P16: whatever a citizen sends at whatever
// question is taken, kept, or refused with its reason; what nobody wrote is
// passed over; and the petition is filed in the end with all that was said.
func TestOddThingsAtEveryQuestion(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, friend := s.citizen("An"), s.sim.Person("Bạn")
	private := func(m string) func() {
		return func() {
			s.clock.pass(time.Second)
			_, err := s.sim.SendRaw(fmt.Appendf(nil, `{"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"An"},%s}}`,
				900000+s.sim.Calls(), s.clock.now().Unix(), an.p.ID(), an.p.ID(), m))
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	odd := []struct {
		what string // its name in the refusal
		do   func()
	}{
		{"nhãn dán", func() { an.p.SendSticker(s.bot, "🙂") }},
		{"vị trí trên bản đồ", func() { an.p.SendLocation(s.bot, 20.95, 107.08) }},
		{"vị trí trên bản đồ", func() { an.p.SendVenue(s.bot, "Chợ", "Phố", 20.95, 107.08) }},
		{"danh thiếp", func() { an.p.SendContact(s.bot, "+84900000000") }},
		{"xúc xắc", func() { an.p.SendDice(s.bot, 3) }},
		{"loại tin nhắn này", func() { an.p.SendEmpty(s.bot) }},
		{"bình chọn", private(`"poll":{"id":"1","question":"Ai?","options":[{"text":"a","voter_count":0}],"total_voter_count":0,"is_closed":false,"is_anonymous":true,"type":"regular","allows_multiple_answers":false}`)},
		{"trò chơi", private(`"game":{"title":"Cờ","description":"","photo":[]}`)},
	}
	service := []func(){
		private(`"pinned_message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"ghim"}`),
		private(`"message_auto_delete_timer_changed":{"message_auto_delete_time":86400}`),
		private(`"write_access_allowed":{}`),
	}
	var forwarded []string
	// An odd message must not pass for a label, a place or a name.
	reply := func(act string, do func()) []string {
		t.Helper()
		mark := an.mark()
		do()
		if err := s.taken(context.Background()); err != nil {
			t.Fatalf("after %s: %v", act, err)
		}
		return an.since(mark)
	}
	acts := filing(plainStory)
	for i, act := range acts {
		if i > 0 && act != plainStory {
			question := lastLine(an.chat().Last().Words())
			for _, o := range odd {
				said := reply(act, o.do)
				if len(said) != 1 || !strings.Contains(said[0], "Chúng tôi không dùng được "+o.what) {
					t.Errorf("before %s, %s is answered %q", act, o.what, said)
				} else if lastLine(said[0]) != question {
					t.Errorf("before %s, after %s the question is %q, was %q", act, o.what, lastLine(said[0]), question)
				}
			}
			for n, do := range service {
				if said := reply(act, do); len(said) != 0 {
					t.Errorf("before %s, service message %d is answered %q", act, n, said)
				}
			}
		}
		switch act {
		case "[Góp ý, phản ánh]", "[Xong]", send: // a choice, the story itself, the review
			words := fmt.Sprintf("Lời chuyển tiếp thứ %d của một người bạn kể lại.", i)
			forwarded = append(forwarded, words)
			original := friend.Say(s.bot, words).Message
			if said := reply(act, func() { an.p.Forward(s.bot, original) }); len(said) != 1 {
				t.Errorf("before %s, forwarded words are answered %q", act, said)
			}
		}
		an.must(act)
	}
	code := an.receipt()
	s.mustSettle()
	s.petitions(1)
	story := s.story(code)
	for _, words := range append(forwarded, plainStory) {
		if !strings.Contains(story, words) {
			t.Errorf("the story lacks %q: %q", words, story)
		}
	}
}

func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }

// TestWordsThatBreakOthers: HTML, marks of Markdown, emoji, marks that turn the
// direction of writing, commands inside words, and stories of 4,096 and 40,000
// letters reach the officer whole. The simulator refuses what is too long or
// badly marked as Telegram does, and refuses none of our calls.
func TestWordsThatBreakOthers(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	stories := []string{
		`<b>Đậm</b> <script>alert("x")</script> </i> & &amp; &lt; <a href="https://example.vn">bấm</a> <tg-spoiler>`,
		"*sao* _gạch_ `mã` ~~~ [chữ](liên kết) \\* || > # + - = { } . ! {code} {text} %s %d ${x}",
		"👨‍👩‍👧‍👦 🇻🇳 🙂🏽 𝕬𝖓 e\u0301 o\u031b\u0323 \u202eđảo\u202c \u200f\u200e\u2066trái\u2069 \u0000\u200b\ufeff viết thêm cho đủ chữ",
		"đơn /don gửi @tiepdan_test_bot rồi /huy đơn /start, #khẩn $VND +84900000000 https://vi.example/x?a=1&b=2",
		letters(4096),
		letters(40000),
	}
	for i, story := range stories {
		an, binh := s.citizen(fmt.Sprint("<b>& ", i)), s.citizen("Bình")
		name := fmt.Sprintf("\u202eTrần <i>%d</i> & _Mẫu_ 🙂", i)
		stop := s.hurry()
		acts := suggestion(story)
		acts[slices.Index(acts, "Trần Thị Mẫu")] = name
		an.must(acts...)
		an.sees(0, "Xin đọc lại")
		an.must(send)
		code := an.receipt()
		mark := binh.mark()
		s.groupShows(string(code), "chưa có")
		s.pressInGroup(binh, "Nhận xử lý")
		s.mustSettle()
		binh.readsOn(mark)
		stop()
		seen := squeeze(strings.Join(binh.pages(mark), ""))
		if want := squeeze(story); !strings.Contains(seen, want) {
			t.Errorf("story %d is not shown whole to the officer: %.300q in %.600q", i, want, seen)
		}
		if !strings.Contains(seen, squeeze(name)) {
			t.Errorf("story %d: the name is not shown whole", i)
		}
	}
	for _, call := range s.sim.Log() {
		if call.Code != 200 {
			t.Errorf("%s is refused: %d %s", call.Method, call.Code, call.Description)
		}
	}
}

// letters is n letters of a story, in words and lines that all differ.
func letters(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < 4*n; i++ {
		fmt.Fprintf(&b, "Câu số %d kể <điều> thứ %d & ngày %d.", i, i*7, i%31)
		if i%9 == 8 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(string([]rune(b.String())[:n-1])) + "."
}

// squeeze leaves out white space, which may change where a text is cut, and what
// the program takes out: control characters and marks that turn the direction.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f", r) {
			return -1
		}
		return r
	}, s)
}

// hurry lets the clock of the program run ten times as fast, so that nobody waits
// long for the budget of a chat; presses stay young enough to be answered. The
// caller ends it.
func (s *stage) hurry() (stop func()) {
	tick, done := time.NewTicker(20*time.Millisecond), make(chan struct{})
	go func() {
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				s.clock.pass(200 * time.Millisecond)
			case <-done:
				return
			}
		}
	}()
	return func() { close(done) }
}

// TestPressOvertakesWords holds P3 and P16: Telegram keeps the order of messages
// and of presses, not between them. Words that a press has overtaken land in the
// story, or are kept until the citizen says where they belong.
func TestPressOvertakesWords(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2)
	an := s.citizen("An")
	overtaken := func(words, label string) {
		t.Helper()
		s.sim.Inject(simulator.Fault{Effect: simulator.Overtake, Method: "message", Chat: an.chat().ID(), Times: 1, Delay: 10 * time.Second})
		if err := an.act(t.Context(), words); err != nil {
			t.Fatal(err)
		}
		an.must(label)
	}
	acts := filing(plainStory)
	done := slices.Index(acts, "[Xong]")
	an.must(acts[:done]...)
	const second, third = "Hôm sau tôi quay lại thì phòng đã khóa cửa.", "Tôi quên nói: việc này đã ba tháng nay rồi."
	mark := an.mark()
	overtaken(second, "[Xong]")
	an.sees(mark, "để vào phần kể sự việc")
	an.must(acts[done+1 : len(acts)-1]...)
	mark = an.mark()
	overtaken(third, send)
	code := an.receipt()
	an.sees(mark, "dùng những gì vừa gửi vào việc nào")
	an.must("[Thêm vào đơn " + string(code) + "]")
	s.mustSettle()
	if got := s.story(code); got != plainStory+"\n\n"+second && squeeze(got) != squeeze(plainStory+second) {
		t.Errorf("the story is %q", got)
	}
	binh := s.citizen("Bình")
	s.pressInGroup(binh, "Nhận xử lý")
	binh.sees(0, third)
	s.petitions(1)
}

// TestWordsComeBehindPresses holds P3 and P16: words that were written in one go, and
// come so late that two presses have gone before them, answer no later question.
func TestWordsComeBehindPresses(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2)
	an := s.citizen("An")
	acts := filing(plainStory)
	an.must(acts[:8]...)
	const second = "Hôm sau tôi quay lại thì phòng đã khóa cửa."
	s.sim.Inject(simulator.Fault{Effect: simulator.Slow, Method: "message", Chat: an.chat().ID(), Nth: 2, Delay: 4 * time.Second})
	mark := an.mark()
	an.p.Say(s.bot, plainStory)
	an.p.Say(s.bot, second)
	an.sees(mark, "Đã ghi 1 tin nhắn")
	for _, step := range [][2]string{{"[Xong]", "ảnh hoặc giấy tờ"}, {"[Bỏ qua]", "Họ và tên"}} {
		mark = an.mark()
		if err := an.act(t.Context(), step[0]); err != nil {
			t.Fatal(err)
		}
		an.sees(mark, step[1])
	}
	an.sees(mark, "để vào phần kể sự việc")
	an.must(acts[11:]...)
	code := an.receipt()
	if got := s.story(code); got != plainStory+"\n\n"+second {
		t.Errorf("the story is %q", got)
	}
	p, err := s.app.Store.Petition(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.app.Store.Dossier(t.Context(), code, triage.Actor{Person: p.Filer})
	if err != nil || d.Identity.Name != "Trần Thị Mẫu" {
		t.Errorf("the name is %q, %v", d.Identity.Name, err)
	}
}

// TestAlbumWhileAnotherWrites: ten pictures that arrive over two replicas are
// answered once and kept in order; nobody else waits for them.
func TestAlbumWhileAnotherWrites(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2)
	for _, a := range s.replicas {
		a.Bot.Settle = 1500 * time.Millisecond // as designed: the machine may be slow
	}
	an, other := s.citizen("An"), s.citizen("Khác")
	acts := filing(plainStory)
	papers := slices.Index(acts, "[Xong]") + 1
	an.must(acts[:papers]...)
	mark := an.mark()
	s.album(an, 10, "ảnh phòng tiếp dân")
	other.must(acts...)
	other.receipt()
	if said := an.since(mark); len(said) != 0 {
		t.Errorf("the album is answered while it is gathered: %q", said)
	}
	an.sees(mark, "Đã nhận 10 tệp")
	an.must("[Xong]")
	an.must(acts[papers+1:]...)
	code := an.receipt()
	an.sees(mark, "tệp 10")
	s.mustSettle()
	answers := 0
	for _, said := range an.since(mark) {
		answers += strings.Count(said, "Đã nhận ")
	}
	if answers != 1 {
		t.Errorf("the album is answered %d times: %q", answers, an.since(mark))
	}
	if n := s.count(`SELECT count(*) FROM attachment WHERE code = $1 AND sha256 IS NOT NULL`, code); n != 10 {
		t.Errorf("%d files are stored", n)
	}
	s.petitions(2)
}

// album sends n pictures together, as a talk does.
func (s *stage) album(c *citizen, n int, caption string) {
	s.t.Helper()
	mine := s.talk
	steps, err := talk.Parse(strings.NewReader(fmt.Sprintf("%s shows: album of %d, %s", c.p.Name(), n, caption)))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := mine.Play(context.Background(), steps); err != nil {
		s.t.Fatal(err)
	}
}

// TestPoisonStopsNobody holds P13: updates that no library decodes are set aside,
// and nobody else, nor the same person, waits for them.
func TestPoisonStopsNobody(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	s.sim.Inject(simulator.Fault{Effect: simulator.Poison, Times: 5})
	poisons := []string{
		`{"my_chat_member":{"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"An"},"date":1,"old_chat_member":{"status":"unheard_of"},"new_chat_member":{"status":"unheard_of"}}}`,
		`{"message":{"message_id":70,"date":1,"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"An"},"forward_origin":{"type":"unheard_of"},"caption":"lời bị hỏng"}}`,
		`{"message":{"message_id":"not a number","chat":{"id":%d},"from":{"id":%d}}}`,
		`{"callback_query":{"id":17,"chat":%d,"from":%d}}`,
		`{"unheard_of":{"chat":%d,"from":%d}}`,
		`{"message":null,"note":[%d,%d]}`,
	}
	acts := filing(plainStory)
	for i, act := range acts {
		if _, err := s.sim.SendRaw(fmt.Appendf(nil, poisons[i%len(poisons)], an.p.ID(), an.p.ID())); err != nil {
			t.Fatal(err)
		}
		an.must(act)
	}
	an.receipt()
	s.mustSettle()
	s.petitions(1)
	if n := strings.Count(s.logs.String(), "an update was set aside"); n < 5 {
		t.Errorf("%d updates were set aside", n)
	}
	s.quiet("lời bị hỏng", "Trần Thị Mẫu", plainStory)
}
