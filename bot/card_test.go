package bot

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// canaries stand for what must never leave a private chat.
const canaryStory, canaryName = "Cánariviết", "Đỗ Thị Canari"

// someplaces knows the name of one commune.
type someplaces struct{}

func (someplaces) Suggest(string) []dialog.Offer { return nil }
func (someplaces) Name(code string) (string, bool) {
	return "phường Mẫu " + code, true
}

func renderBot(t testing.TB) *Bot {
	t.Helper()
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{Username: "tiepdan_bot", Office: triagetest.Office(), Words: words, Places: someplaces{}, Now: triagetest.Start})
}

// reached walks the life table from every rule's example and returns states that
// petitions get into, with the notices that led there. It is a sample: one state
// for each status, outcome, standing, disposition and last verb.
func reached(t testing.TB, o triage.Office, roster triage.Roster) map[string]triage.Effect {
	t.Helper()
	found := map[string]triage.Effect{}
	ledger := triagetest.NewLedger()
	ledger.SetRoster(roster)
	desk := &triage.Desk{Ledger: ledger, Directory: ledger, Office: o, Now: triagetest.Start, Random: rand.NewChaCha8([32]byte{1})}
	env := triage.Env{Office: o, Roster: roster, Now: triagetest.Start().Add(time.Hour)}
	var todo []triage.Petition
	for i, rule := range triage.Rules() {
		draft := triagetest.Draft(fmt.Sprintf("draft-%d", i), "citizen")
		draft.Facts, draft.Words.Story, draft.Identity.Name = rule.Example, canaryStory, canaryName
		done, err := desk.File(t.Context(), draft)
		if err != nil {
			t.Fatalf("%s: %v", rule.ID, err)
		}
		todo = append(todo, done.Petition)
		found["file/"+rule.ID] = triage.Effect{Petition: &done.Petition, Event: done.Event,
			Notices: []triage.Notice{{Code: done.Petition.Code, Event: "e", Verb: triage.FileIt, Audience: triage.ToDuty, To: "person-kv-1-officer-1"}}}
	}
	for range 4 {
		var next []triage.Petition
		for i := range todo {
			p := &todo[i]
			for _, e := range steps(env, p) {
				q := e.Petition
				key := fmt.Sprint(e.Event.Verb, q.Status, q.Outcome, q.Standing, q.Decision.Disposition, q.Owner != "", q.Restricted)
				if _, ok := found[key]; !ok {
					found[key] = e
					next = append(next, *q)
				}
			}
		}
		todo = next
	}
	return found
}

// steps does to a petition all that anybody can do.
func steps(env triage.Env, p *triage.Petition) []triage.Effect {
	actors := []triage.Actor{{Person: "citizen"}, {}, {Staff: p.Owner}, {Staff: triagetest.Officer(p.Unit, 2)}, {Staff: triagetest.LeaderOf(p.Unit)}}
	var all []triage.Effect
	for _, verb := range triage.Verbs() {
		for _, by := range actors {
			act := triage.Act{Key: "k", Codes: []triage.Code{p.Code}, Verb: verb, Actor: by, Reason: "vì một lý do", Text: canaryStory,
				To: triagetest.Officer(p.Unit, 3), Rating: 3, Percent: 100}
			if o, ok := p.NextDue(); ok {
				act.Clock = o.ID
			}
			if sends(string(verb)) && p.Decision.Destination == "" {
				act.Destination = "UBND_XA"
			}
			if e, err := p.Do(env, act); err == nil {
				all = append(all, e)
			}
		}
	}
	return all
}

func checkMessage(t *testing.T, what string, m message) {
	t.Helper()
	if n := units(m.Text); n == 0 || n > 4096 {
		t.Errorf("%s: %d UTF-16 units", what, n)
	}
	known := []string{actOpen, actCard, actMore, actHistory, actFile, actReclassify, actTo, actAgain,
		string(triage.TransferOut), string(triage.DemandAction), string(triage.HandOver)}
	for _, v := range slices.Concat(wordyVerbs(), plainVerbs()) {
		known = append(known, string(v))
	}
	for _, row := range m.Rows {
		for _, b := range row {
			if b.Label == "" || strings.HasPrefix(b.Label, "[") || (b.Data == "") == (b.URL == "") || len(b.Data) > 64 {
				t.Errorf("%s: button %+v", what, b)
			}
			if rest, ok := strings.CutPrefix(b.Data, "a:"); ok {
				if p, ok := parsePress(rest); !ok || !slices.Contains(known, p.verb) {
					t.Errorf("%s: nobody answers %q", what, b.Data)
				}
			}
		}
	}
}

// Every card, in every state that a petition gets into, for everybody who may
// see it, fits Telegram and holds no word of the citizen's (P9).
func TestCardsOfEveryState(t *testing.T) {
	b, roster := renderBot(t), triagetest.Roster()
	states := reached(t, b.Office, roster)
	if len(states) < 200 {
		t.Fatalf("only %d states were reached", len(states))
	}
	t.Logf("%d states", len(states))
	said := map[triage.Verb]bool{}
	for _, lang := range b.Words.Languages() {
		say := b.Words.In(lang)
		for key, e := range states {
			p := *e.Petition
			cards := []message{b.groupCard(p, roster, say)}
			for _, s := range roster.Staff {
				if s.Unit != p.Unit && s.Unit != triagetest.Province && s.Unit != triagetest.Region2 {
					continue
				}
				me := clerk{s, roster}
				cards = append(cards, b.head(say, me, p, false), b.head(say, me, p, true))
				for _, n := range e.Notices {
					if n.To == s.Person && p.KnownTo(s, b.Office) {
						words := b.notice(say, me, p, n)
						said[n.Verb] = said[n.Verb] || len(words) > 0
						cards = append(cards, words...)
					}
				}
			}
			for _, m := range cards {
				checkMessage(t, lang+" "+key, m)
				if strings.Contains(m.Text, canaryStory) || strings.Contains(m.Text, canaryName) || strings.Contains(m.Text, "Canari") {
					t.Errorf("%s: the card holds what a citizen wrote", key)
				}
				if p.Kind.Confidential() && strings.Contains(m.Text, "phường Mẫu") {
					t.Errorf("%s: the card names the place of a confidential petition", key)
				}
			}
		}
	}
	if missing := b.Words.Missing(); len(missing) > 0 {
		t.Errorf("no words for %q", missing)
	}
	for _, m := range triage.Life() {
		for _, a := range m.Tells {
			if (a == triage.ToOwner || a == triage.ToDuty || a == triage.ToLeaders) && !said[m.Verb] {
				t.Errorf("%s tells staff, but no notice of it was ever worded", m.Verb)
			}
		}
	}
}

func TestGroupCard(t *testing.T) {
	b, roster := renderBot(t), triagetest.Roster()
	say := b.Words.In("vi")
	p := triage.Petition{Code: "26-K7QM-4TXA", Version: 3, Unit: triagetest.Region1, Status: triage.StatusFiled, Standing: triage.Unsigned,
		Kind: triage.Complaint, Commune: "06652", Decision: triage.Decision{Urgent: true}}
	m := b.groupCard(p, roster, say)
	for _, want := range []string{"KHẨN", "26-K7QM-4TXA", "Khiếu nại", "phường Mẫu 06652", "chưa có"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("no %q in %q", want, m.Text)
		}
	}
	if got := m.Rows[0][0].Data; got != "a:claim:26-K7QM-4TXA:3" {
		t.Errorf("the claim button carries %q", got)
	}
	if got := m.Rows[0][1].URL; got != "https://t.me/tiepdan_bot?start=o_26-K7QM-4TXA" {
		t.Errorf("the private button leads to %q", got)
	}
	p.Status, p.Owner, p.Kind, p.Confidential = triage.StatusClaimed, triagetest.Officer(triagetest.Region1, 2), triage.CrimeReport, true
	m = b.groupCard(p, roster, say)
	if len(m.Rows[0]) != 1 || strings.Contains(m.Text, "phường Mẫu") || !strings.Contains(m.Text, "Vũ Mẫu Tiếp Nhất") {
		t.Errorf("a claimed crime report is shown as %q with %+v", m.Text, m.Rows)
	}
	moved := b.movedCard(p, say)
	if len(moved.Rows) != 0 || !strings.Contains(moved.Text, "khu vực 1") {
		t.Errorf("a petition that moved is shown as %+v", moved)
	}
}

// The private card shows each person what they can do, and no more.
func TestVerbRows(t *testing.T) {
	b, roster := renderBot(t), triagetest.Roster()
	say := b.Words.In("vi")
	owner, other := triagetest.Officer(triagetest.Region1, 1), triagetest.Officer(triagetest.Region1, 2)
	p := triage.Petition{Code: "26-K7QM-4TXA", Version: 3, Unit: triagetest.Region1, Status: triage.StatusClaimed, Standing: triage.Received,
		Owner: owner, Filer: "citizen", Kind: triage.Complaint, Decision: triage.Decision{Disposition: triage.Transfer, Destination: "UBND_XA"}}
	verbs := func(id triage.StaffID, p triage.Petition, more bool) string {
		s, _ := roster.ByID(id)
		var all []string
		for _, row := range b.verbRows(say, clerk{s, roster}, p, more) {
			for _, b := range row {
				all = append(all, strings.Split(b.Data, ":")[1])
			}
		}
		return strings.Join(all, " ")
	}
	unsigned := p
	unsigned.Standing, unsigned.Decision = triage.Unsigned, triage.Decision{Disposition: triage.Settle}
	free := p
	free.Status, free.Owner = triage.StatusFiled, ""
	undone := p
	undone.LastMove = triage.LastMove{Verb: triage.Claim, By: owner, At: b.Now().Add(-30 * time.Second)}
	human := p
	human.Decision = triage.Decision{Disposition: triage.Human}
	for _, c := range []struct {
		name string
		by   triage.StaffID
		p    triage.Petition
		more bool
		want string
	}{
		{"the owner carries out the disposition", owner, p, false, "transfer ask classify reclassify open history more"},
		{"… and has the rest behind a button", owner, p, true, "note release hand_over card"},
		{"a colleague sees the head alone", other, p, false, ""},
		{"a leader reads and may take it away", triagetest.LeaderOf(triagetest.Region1), p, false, "open history more"},
		{"anybody of the unit may claim", other, free, false, "claim"},
		{"what is ours to settle is signed first", owner, unsigned, false, "sign ask classify reclassify open history more"},
		{"a claim can be taken back for a minute", owner, undone, false, "transfer ask classify reclassify undo open history more"},
		{"what nobody decided cannot be confirmed", owner, human, false, "ask reclassify open history more"},
		{"another unit has no buttons", triagetest.Officer(triagetest.Region2, 1), p, false, ""},
	} {
		if got := verbs(c.by, c.p, c.more); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	wants := b.Office
	wants.Approval = []triage.Disposition{triage.Transfer}
	if got := carrier(p, wants); got != triage.Propose {
		t.Errorf("what a leader approves first is carried out by %q", got)
	}
}

// Rules and periods cite the law in short; an officer reads its full name.
func TestCitations(t *testing.T) {
	say := renderBot(t).Words.In("vi")
	for short, want := range map[string]string{
		"CPC 475.1":               "khoản 1 Điều 475 Bộ luật Tố tụng hình sự",
		"CPC civil 504":           "Điều 504 Bộ luật Tố tụng dân sự",
		"TTLT 02/2018 6.2.b":      "điểm b khoản 2 Điều 6 Thông tư liên tịch 02/2018",
		"LC 17-21":                "Điều 17-21 Luật Khiếu nại",
		"Law 85/2025":             "Luật 85/2025/QH15",
		"QC 51 Art 2":             "Điều 2 Quy chế ban hành kèm Quyết định 51/QĐ-VKSTC-V12",
		"CPC 474.1, 474.3":        "khoản 1 Điều 474, khoản 3 Điều 474 Bộ luật Tố tụng hình sự",
		"LC 27; LD 24.1":          "Điều 27 Luật Khiếu nại; khoản 1 Điều 24 Luật Tố cáo",
		"Nội quy tiếp công dân 3": "Nội quy tiếp công dân 3",
	} {
		if got := Citation(say, short); got != want {
			t.Errorf("Citation(%q) = %q, want %q", short, got, want)
		}
	}
	var all []string
	for _, r := range triage.Rules() {
		all = append(all, r.Basis...)
	}
	for _, l := range triage.Limits() {
		all = append(all, l.Basis)
	}
	for _, basis := range all {
		for _, one := range strings.Split(basis, ";") {
			one = strings.TrimSpace(one)
			if got := cite(say, one); got == one && one != "DOMAIN 2.5" {
				t.Errorf("nobody knows the law %q", one)
			}
		}
	}
}
