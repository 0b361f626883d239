package bot

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// Who may know of a petition, and who may read its words.
func TestWhoSeesWhat(t *testing.T) {
	b, roster := renderBot(t), triagetest.Roster()
	owner := triagetest.Officer(triagetest.Region1, 1)
	p := triage.Petition{Unit: triagetest.Region1, Owner: owner, Filer: "citizen"}
	restricted := p
	restricted.Restricted, restricted.Owner, restricted.About = true, "", []triage.StaffID{triagetest.LeaderOf(triagetest.Region1)}
	own := p
	own.Filer = "person-kv-1-officer-2"
	for _, c := range []struct {
		who        triage.StaffID
		what       string
		p          triage.Petition
		know, read bool
	}{
		{owner, "plain", p, true, true},
		{triagetest.Officer(triagetest.Region1, 2), "plain", p, true, false},
		{triagetest.LeaderOf(triagetest.Region1), "plain", p, true, true},
		{triagetest.LeaderOf(triagetest.Province), "plain", p, true, true},
		{triagetest.Officer(triagetest.Province, 1), "plain", p, false, false},
		{triagetest.Officer(triagetest.Region2, 1), "plain", p, false, false},
		{triagetest.LeaderOf(triagetest.Region2), "plain", p, false, false},
		{"tinh-admin", "plain", p, false, false},
		{triagetest.Officer(triagetest.Region1, 2), "restricted", restricted, false, false},
		{triagetest.LeaderOf(triagetest.Region1), "about himself", restricted, false, false},
		{triagetest.LeaderOf(triagetest.Province), "restricted", restricted, true, true},
		{triagetest.Officer(triagetest.Region1, 2), "own", own, false, false},
	} {
		s, ok := roster.ByID(c.who)
		if !ok {
			t.Fatal(c.who)
		}
		if know, read := c.p.KnownTo(s, b.Office), c.p.ReadableBy(s, b.Office); know != c.know || read != c.read {
			t.Errorf("%s, %s: know %v, read %v; want %v, %v", c.who, c.what, know, read, c.know, c.read)
		}
	}
	gone, _ := roster.ByID(owner)
	gone.Revoked = triagetest.Start()
	if p.KnownTo(gone, b.Office) {
		t.Error("somebody who no longer works here may know of a petition")
	}
}

// A long story is shown whole, in messages that Telegram takes, and none of them
// can be passed on.
func TestContentsOfALongStory(t *testing.T) {
	b := renderBot(t)
	say := b.Words.In("vi")
	var story strings.Builder
	for i := 0; story.Len() < 60_000; i++ {
		story.WriteString("Đoạn <b>" + strings.Repeat("khiếu nại & tố cáo 😀 ", i%40) + "\n")
	}
	d := triage.Dossier{
		Petition: triage.Petition{Code: "26-K7QM-4TXA", Kind: triage.Complaint},
		Words:    triage.Words{Story: story.String(), Against: "ông <A>", Place: "phường & xã", Paper: "QĐ 15", Settled: "Chủ tịch xã"},
		Identity: triage.Identity{Name: canaryName, Phone: "0912000111"},
		Events: []triage.Event{
			{Verb: triage.Reply, Actor: triage.Actor{Person: "citizen"}, Text: "Tôi gửi thêm giấy tờ.", At: triagetest.Start()},
			{Verb: triage.Note, Actor: triage.Actor{Staff: "s"}, Text: "ghi chú riêng", Internal: true, At: triagetest.Start(), Reason: strings.Repeat("vì ", 330)},
		},
		Messages: []triage.Message{{Ref: "1", Versions: []triage.Version{{Text: "bản cũ"}, {Text: "bản mới"}}}},
		Files:    []triage.Stored{{ID: 7, SHA256: "ab", Attachment: triage.Attachment{Name: "giấy.pdf", Caption: "<i>"}}, {ID: 8}, {ID: 9, Failed: "gone"}},
	}
	whole := ""
	for _, m := range b.contents(say, d) {
		checkMessage(t, "contents", m)
		if !m.Protect {
			t.Error("what a citizen wrote can be passed on")
		}
		whole += m.Text + "\n"
	}
	plain := html.UnescapeString(regexp.MustCompile(`</?(b|i|code)>`).ReplaceAllString(whole, ""))
	letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if !strings.Contains(letters(plain), letters(story.String())) {
		t.Error("the story is not shown whole")
	}
	for _, want := range []string{"ông <A>", "phường & xã", "QĐ 15", "Chủ tịch xã", canaryName, "0912000111", "Tôi gửi thêm giấy tờ."} {
		if !strings.Contains(plain, want) {
			t.Errorf("the officer does not read %q", want)
		}
	}
	if strings.Contains(plain, "ghi chú riêng") {
		t.Error("an internal note stands among the citizen's words")
	}
	past := ""
	for _, m := range b.events(say, clerk{roster: triagetest.Roster()}, d) {
		checkMessage(t, "history", m)
		past += m.Text
	}
	for _, want := range []string{"bản cũ", "ghi chú riêng", "nội bộ"} {
		if !strings.Contains(past, want) {
			t.Errorf("the history does not hold %q", want)
		}
	}
	d.Petition.Kind, d.Petition.Confidential = triage.Denunciation, true
	for _, m := range b.contents(say, d) {
		if strings.Contains(m.Text, canaryName) || strings.Contains(m.Text, "0912000111") {
			t.Error("a confidential petition shows who wrote it")
		}
	}
	if missing := b.Words.Missing(); len(missing) > 0 {
		t.Errorf("no words for %q", missing)
	}
}

func FuzzSplitUnits(f *testing.F) {
	f.Add("một hai ba &amp; bốn\n\nnăm 😀😀😀", 7)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 8 || most > 5000 {
			return
		}
		s = strings.ToValidUTF8(escape(s), "")
		joined := ""
		for _, piece := range splitUnits(s, most) {
			if n := units(piece); n > most {
				t.Fatalf("a piece of %d units, more than %d", n, most)
			}
			joined += piece
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		clean := func(s string) string { return strings.Join(strings.Fields(bare.Replace(s)), "") }
		if clean(joined) != clean(s) {
			t.Fatalf("%q became %q", s, joined)
		}
	})
}

func FuzzParsePress(f *testing.F) {
	f.Add("claim:26-K7QM-4TXA:3")
	f.Add("to:26-K7QM-4TXA:12:s-abc:def")
	f.Fuzz(func(t *testing.T, rest string) {
		p, ok := parsePress(rest)
		if ok && (p.n < 0 || strings.ContainsRune(p.verb, ':')) {
			t.Fatalf("%q was read as %+v", rest, p)
		}
	})
}

// A notice that is no longer true is not told.
func TestStaleNotices(t *testing.T) {
	me := triage.Staff{ID: "me", Post: triage.Officer}
	due := []triage.Obligation{{ID: "1/O01/classify", Deadline: triage.Deadline{Step: triage.StepClassify, Due: triagetest.Start()}}}
	for _, c := range []struct {
		name string
		p    triage.Petition
		verb triage.Verb
		want string
	}{
		{"a new petition", triage.Petition{Status: triage.StatusFiled}, triage.FileIt, "notice.file"},
		{"… that was claimed meanwhile", triage.Petition{Status: triage.StatusClaimed, Owner: "other"}, triage.FileIt, ""},
		{"handed over to me", triage.Petition{Owner: "me"}, triage.HandOver, "notice.hand_over"},
		{"… and on to somebody else", triage.Petition{Owner: "other"}, triage.HandOver, ""},
		{"a reminder", triage.Petition{Owner: "me", Obligations: due}, triage.Remind, "notice.remind"},
		{"… of nothing owed any more", triage.Petition{Owner: "me"}, triage.Remind, ""},
		{"a wish to withdraw", triage.Petition{WithdrawAsk: true}, triage.Withdraw, "notice.withdraw"},
		{"withdrawn at once", triage.Petition{WithdrawAsk: true, Status: triage.StatusDone}, triage.Withdraw, "notice.withdrawn"},
		{"a verb that tells no staff", triage.Petition{Owner: "me"}, triage.Note, ""},
	} {
		if got := noticeKey(c.p, me, triage.Notice{Verb: c.verb}); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCardRef(t *testing.T) {
	chat, id, ok := parseCardRef(cardRef(-100123, 45))
	if chat != -100123 || id != 45 || !ok {
		t.Error(chat, id, ok)
	}
	for _, bad := range []string{"", "5", "a:5", "5:a", "5:0", ":"} {
		if _, _, ok := parseCardRef(bad); ok {
			t.Errorf("%q was read as a card", bad)
		}
	}
	if !cardGone(&Refused{Code: 400, Description: "Bad Request: message to edit not found"}) ||
		cardGone(&Refused{Code: 400, Description: "Bad Request: chat not found"}) || cardGone(nil) {
		t.Error("a card that is gone is not told from one that is there")
	}
}

// The leader's card says what the command line prints.
func TestReportCard(t *testing.T) {
	b, roster := renderBot(t), triagetest.Roster()
	flow := func(what triage.FlowKind, kind triage.Kind, n int) triage.Count {
		return triage.Count{Flow: triage.Flow{Unit: triagetest.Region1, Track: triage.TrackPetition, What: what, Kind: kind, Disposition: triage.Transfer, OnTime: true}, N: n}
	}
	period, err := triage.ParsePeriod("2026-W47", b.Office)
	if err != nil {
		t.Fatal(err)
	}
	now := triage.Tally{From: period.From, To: period.To, Before: []triage.Count{flow(triage.FlowReceived, triage.Complaint, 3)},
		Within: []triage.Count{flow(triage.FlowReceived, triage.Complaint, 1500), flow(triage.FlowProcessed, triage.Complaint, 596), flow(triage.FlowUnsigned, triage.Complaint, 4)},
		Visits: triage.Visits{Turns: 138, People: 140, Groups: 2}}
	for range 14 {
		now.Overdue = append(now.Overdue, "26-K7QM-4TXA")
	}
	prev := triage.Tally{From: period.Previous().From, To: period.Previous().To, Within: []triage.Count{flow(triage.FlowReceived, triage.Complaint, 1600)}}
	r := triage.MakeReport(b.Office, period, "", now, prev, triage.Tally{})
	for _, lang := range b.Words.Languages() {
		m := b.reportCard(b.Words.In(lang), r)
		checkMessage(t, lang, m)
	}
	say := b.Words.In("vi")
	m := b.reportCard(say, r)
	for _, want := range []string{"2026-W47", "<b>1.500</b>", "chờ ký 4", "596/1.503", triage.Percent(r.Rate), "138 lượt", "Quá hạn: 14", "và 4 đơn nữa", "−100", "Khiếu nại: 1.500 / 596", "❌"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("no %q in\n%s", want, m.Text)
		}
	}
	if got := strings.Count(m.Text, "26-K7QM-4TXA"); got != mostOverdue {
		t.Errorf("%d overdue codes are named", got)
	}
	leader, _ := roster.ByID(triagetest.LeaderOf(triagetest.Province))
	officer, _ := roster.ByID(triagetest.Officer(triagetest.Region1, 1))
	b.Now = func() time.Time { return period.To.Add(time.Hour) }
	m.Rows = b.reportRows(say, clerk{leader, roster}, period, "")
	checkMessage(t, "province leader", m)
	if got, want := len(m.Rows[0]), 2; got != want || m.Rows[0][1].Data != "c:week:2026-W48:" {
		t.Errorf("beside a week that is over stand %+v", m.Rows[0])
	}
	if len(m.Rows) != 4 {
		t.Errorf("a leader of the province has the rows %+v", m.Rows)
	}
	if rows := b.reportRows(say, clerk{officer, roster}, period, triagetest.Region1); len(rows) != 2 {
		t.Errorf("an officer has the rows %+v", rows)
	}
	if got := b.reported(clerk{officer, roster}, triagetest.Region2); got != triagetest.Region1 {
		t.Errorf("an officer is shown the figures of %q", got)
	}
	if got := b.reported(clerk{leader, roster}, triagetest.Region2); got != triagetest.Region2 {
		t.Errorf("a leader of the province is shown the figures of %q", got)
	}
	if missing := b.Words.Missing(); len(missing) > 0 {
		t.Errorf("no words for %q", missing)
	}
}
