package app

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"tiepdan/bot/simulator"
	"tiepdan/triage/area"
)

// What the informant of these tests writes and is called: words that stand
// nowhere else.
const (
	secretName    = "Tước Thị Kim Oanh"
	secretPhone   = "0977314159"
	secretID      = "022191271828"
	secretAddress = "ngách 77 phố Chim Sâu"
	secretStory   = "Đêm nào bọn họ cũng chở gỗ lậu bằng xuồng xanh qua bến Cây Quéo."
	secretAgainst = "ông Sếu Đầu Đỏ nhà ở chân cầu"
	secretCaption = "ảnh chụp xuồng xanh lúc rạng sáng"
	secretMore    = "Tối qua lại có thêm hai chiếc mủng chở than thổ phỉ."
	secretAnswer  = "Xin cho biết biển số của chiếc xuồng màu lá mạ."
)

// crimeReport is everything up to the review, with a name given in confidence.
func crimeReport(c *citizen) {
	c.s.t.Helper()
	c.must("/don", "[Tiếng Việt]", "[Tôi đồng ý, bắt đầu]", "[Báo tin có người phạm tội]", "[Không]", "[Người khác]", secretAgainst,
		"[Chưa báo]", "bãi cháy", "[Phường Bãi Cháy, tỉnh Quảng Ninh]", secretStory, "[Xong]")
	c.p.SendDocument(c.s.bot, "xuong-xanh.pdf", []byte("%PDF-1.4 bến Cây Quéo"), secretCaption)
	if err := c.s.taken(context.Background()); err != nil {
		c.s.t.Fatal(err)
	}
	c.must("[Xong]", "[Tôi cho biết]", secretName, secretAddress, secretPhone, secretID)
	c.sees(0, "Xin đọc lại")
}

// TestSecretsStandNowhere holds P9 over the whole life of a confidential petition,
// failures of Telegram included: nothing of who wrote, and no word of theirs,
// stands in a log, a metric, the group, a job, or unsealed in any column of the
// database or value in Redis.
func TestSecretsStandNowhere(t *testing.T) {
	t.Parallel()
	on := sharedServers(t)
	s := newStage(t, on, 2)
	const called = "Chào Mào Má Đỏ"
	an, binh := s.citizen(called), s.citizen("Bình")
	crimeReport(an)
	s.sim.Inject(simulator.Fault{Effect: simulator.CutAfter, Method: "answerCallbackQuery", Times: 1})
	an.must(send)
	code := an.receipt()
	an.edits(secretStory, secretStory+" Có cả ghe.")
	s.mustSettle()
	stop := s.hurry()
	// Telegram quotes from our text where it refuses it.
	for _, c := range []*citizen{an, binh} {
		s.sim.Inject(simulator.Fault{Effect: simulator.BadRequest, Method: "sendMessage", Chat: c.p.ID(), Times: 1,
			Description: `Bad Request: can't parse entities: Unsupported start tag "` + secretStory + `"`})
	}
	s.pressInGroup(binh, "Nhận xử lý")
	binh.must("/start o_"+string(code), "[Lịch sử]", "[📎 xuong-xanh.pdf]", "[Yêu cầu bổ sung]", secretAnswer, "xong")
	an.sees(0, "xuồng màu lá mạ")
	an.must("[Bổ sung]", secretMore, "[Xong]")
	binh.sees(0, "Người gửi vừa bổ sung")
	an.must("/tracuu", "/tracuu "+string(code), "lời rời chưa thuộc đơn nào về xuồng xanh và mủng than thổ phỉ")
	s.mustSettle()
	binh.must("/start o_"+string(code), "[Chuyển đơn]", "[Đúng, gửi đến đó]")
	s.citizen("Hà").must("/tuan", "/cho")
	stop()
	s.clock.pass(60 * 24 * time.Hour)
	if err := s.app.sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.mustSettle()
	// Checkpoints are forgotten after thirty days: one more is written.
	an.must("thêm lời rời về xuồng xanh và mủng than thổ phỉ")
	s.checkpoint()

	secrets := []string{called, secretName, secretPhone, secretPhone[1:], secretID, secretAddress, secretStory, secretAgainst, secretCaption, secretMore, secretAnswer,
		"xuồng xanh", "Kim Oanh", "thổ phỉ", "lá mạ", "xuong-xanh"}
	for _, secret := range secrets {
		if plain := area.Fold(secret); plain != secret {
			secrets = append(secrets, plain)
		}
	}
	s.quiet(secrets...)
	chat := fmt.Sprint(an.p.ID())
	s.quiet(chat)
	held := func(where, text string, secrets ...string) {
		t.Helper()
		for _, secret := range secrets {
			if strings.Contains(text, secret) || strings.Contains(text, hex.EncodeToString([]byte(secret))) {
				t.Errorf("%s holds %q", where, secret)
			}
		}
	}
	for _, m := range s.group.Messages() {
		if m.From.IsBot {
			held("the group", fmt.Sprint(m.Words(), m.Inline), append(secrets, "Bãi Cháy", chat)...)
		}
	}
	rec := httptest.NewRecorder()
	health := &Health{}
	health.app.Store(s.app)
	health.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if rec.Code != http.StatusOK {
		t.Errorf("/metrics: %d", rec.Code)
	}
	held("/metrics", rec.Body.String(), append(secrets, string(code), chat)...)
	tables := s.tables()
	for _, needed := range []string{"petition", "event", "identity", "content", "message", "delivery", "river_job", "draft", "person", "attachment"} {
		if tables[needed] == "" {
			t.Errorf("the table %s is empty: nothing is shown by that", needed)
		}
	}
	for table, rows := range tables {
		held("the table "+table, rows, append(secrets, chat)...)
	}
	values := redisValues(t, on.redis)
	if len(values) == 0 {
		t.Error("Redis is empty: nothing is shown by that")
	}
	held("Redis", values, secrets...)
}

// tables is every row of every table, as text; bytes are hexadecimal.
func (s *stage) tables() map[string]string {
	s.t.Helper()
	ctx := context.Background()
	rows, err := s.db.Query(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string]string{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			s.t.Fatal(err)
		}
		all[name] = ""
	}
	for name := range all {
		var text string
		if err := s.db.QueryRow(ctx, `SELECT coalesce(string_agg(t::text, E'\n'), '') FROM "`+name+`" AS t`).Scan(&text); err != nil {
			s.t.Fatal(err)
		}
		all[name] = text
	}
	return all
}

// redisClient looks into this test's Redis.
func redisClient(t *testing.T, url string) rueidis.Client {
	t.Helper()
	option, err := rueidis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	option.DisableCache = true
	client, err := rueidis.NewClient(option)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// redisValues is every value of this test's Redis, put together.
func redisValues(t *testing.T, url string) string {
	t.Helper()
	client := redisClient(t, url)
	ctx := context.Background()
	keys, err := client.Do(ctx, client.B().Keys().Pattern("*").Build()).AsStrSlice()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, key := range keys {
		kind, err := client.Do(ctx, client.B().Type().Key(key).Build()).ToString()
		if err != nil {
			t.Fatal(err)
		}
		if kind != "string" { // the marks of what is not checkpointed: numbers alone
			continue
		}
		value, err := client.Do(ctx, client.B().Get().Key(key).Build()).ToString()
		if err != nil && !rueidis.IsRedisNil(err) {
			t.Fatal(err)
		}
		all.WriteString(value)
	}
	return all.String()
}

// TestEveryReadingIsLogged holds P10: each time a member of staff is shown what
// stands in a confidential petition there is a line that says who, when and what;
// who is shown the head alone leaves none.
func TestEveryReadingIsLogged(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an, binh, dung, ha := s.citizen("An"), s.citizen("Bình"), s.citizen("Dũng"), s.citizen("Hà")
	crimeReport(an)
	an.must(send)
	code := an.receipt()
	s.mustSettle()
	stop := s.hurry()
	defer stop()
	readings := func(name, what string) int {
		return s.count(`SELECT count(*) FROM read_log l JOIN staff s ON s.id = l.staff WHERE l.code = $1 AND s.name = $2 AND l.what = $3`, code, name, what)
	}
	if n := s.count(`SELECT count(*) FROM read_log WHERE code = $1 AND staff IS NOT NULL`, code); n != 0 {
		t.Errorf("%d readings before anybody read", n)
	}
	for _, read := range []struct {
		who, name, what string
		act             func()
	}{
		{"Bình", "Cán Bộ Bình", "dossier", func() { s.pressInGroup(binh, "Nhận xử lý") }},
		{"Bình", "Cán Bộ Bình", "dossier", func() { binh.must("[Đọc đơn]") }},
		{"Bình", "Cán Bộ Bình", "dossier", func() { binh.must("[Lịch sử]") }},
		{"Bình", "Cán Bộ Bình", "file", func() { binh.must("[📎 xuong-xanh.pdf]") }},
		{"Bình", "Cán Bộ Bình", "dossier", func() { binh.must("/start o_" + string(code)) }},
		{"Hà", "Lãnh Đạo Hà", "dossier", func() { ha.must("/start o_" + string(code)) }},
	} {
		before := readings(read.name, read.what)
		read.act()
		s.mustSettle()
		if n := readings(read.name, read.what); n != before+1 {
			t.Errorf("%s reads: %d lines for %s became %d", read.who, before, read.what, n)
		}
	}
	for _, c := range []*citizen{binh, ha} {
		c.sees(0, secretStory)
		for _, said := range c.since(0) {
			if strings.Contains(said, secretName) || strings.Contains(said, secretPhone) {
				t.Errorf("%s is shown who wrote: %q", c.p.Name(), said)
			}
		}
	}
	dung.must("/start o_"+string(code), "/cho")
	if n := readings("Cán Bộ Dũng", "dossier"); n != 0 {
		t.Errorf("%d lines for who was shown the head alone", n)
	}
	for _, said := range dung.since(0) {
		if strings.Contains(said, secretStory) {
			t.Errorf("Dũng, who does not hold it, is shown %q", said)
		}
	}
}
