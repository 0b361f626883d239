package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"tiepdan/bot"
	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// menuOf is the menu that Telegram keeps for a chat (0: everywhere) in a language.
func (s *stage) menuOf(chat int64, language string) []string {
	s.t.Helper()
	params := map[string]any{"language_code": language}
	if chat != 0 {
		params["scope"] = map[string]any{"type": "chat", "chat_id": chat}
	}
	var list []models.BotCommand
	if err := s.app.Client.Fetch(s.t.Context(), bot.Call{Method: "getMyCommands", Params: params}, &list); err != nil {
		s.t.Fatal(err)
	}
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.Command
	}
	return names
}

func (s *stage) described(method, language string) string {
	s.t.Helper()
	var words struct {
		Description string `json:"description"`
		Short       string `json:"short_description"`
	}
	if err := s.app.Client.Fetch(s.t.Context(), bot.Call{Method: method, Params: map[string]any{"language_code": language}}, &words); err != nil {
		s.t.Fatal(err)
	}
	return words.Description + words.Short
}

// TestEveryoneHasTheMenuOfTheirPost binds staff and lets one go.
func TestEveryoneHasTheMenuOfTheirPost(t *testing.T) {
	s := newStage(t, sharedServers(t), 1)
	officer, leader := s.sim.Person("Bình").ID(), s.sim.Person("Hà").ID()
	s.eventually("the leader has a menu", func() bool {
		return slices.Contains(s.menuOf(leader, "en"), "overdue") && len(s.menuOf(leader, "")) > 0
	})
	s.eventually("the officer has a menu", func() bool { return len(s.menuOf(officer, "en")) > 0 && len(s.menuOf(officer, "")) > 0 })
	for _, want := range []struct {
		chat     int64
		language string
		has, not string
	}{
		{officer, "", "viec cho han tim tuan don trogiup", "quahan mine due start"},
		{officer, "en", "mine queue due find week new help", "overdue viec han start"},
		{leader, "", "han quahan nam don", "due"},
		{leader, "en", "due overdue year new", "han"},
		{0, "", "don tracuu trogiup", "han viec tuan quahan"},
		{0, "en", "new status help", "due mine overdue"},
		{s.sim.Person("Mai").ID(), "", "", "han don"},
	} {
		got := s.menuOf(want.chat, want.language)
		for name := range strings.FieldsSeq(want.has) {
			if !slices.Contains(got, name) {
				t.Errorf("%d in %q lacks /%s: %v", want.chat, want.language, name, got)
			}
		}
		for name := range strings.FieldsSeq(want.not) {
			if slices.Contains(got, name) {
				t.Errorf("%d in %q has /%s: %v", want.chat, want.language, name, got)
			}
		}
	}
	for language, words := range map[string]string{"": "Ông/bà gửi", "vi": "Ông/bà gửi", "en": "Send a complaint"} {
		if got := s.described("getMyDescription", language); !strings.Contains(got, words) || !strings.Contains(got, s.office.Name) {
			t.Errorf("the description in %q is %q", language, got)
		}
		if got := s.described("getMyShortDescription", language); !strings.Contains(got, s.office.Name) {
			t.Errorf("the short description in %q is %q", language, got)
		}
	}

	roster, err := s.app.Store.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(roster.Staff, func(m triage.Staff) bool { return m.Name == "Cán Bộ Bình" })
	if err := s.app.Store.Revoke(t.Context(), roster.Staff[i].ID); err != nil {
		t.Fatal(err)
	}
	s.app.menus.Changed() // the minute is over
	s.eventually("who left has a citizen's menu", func() bool {
		return len(s.menuOf(officer, ""))+len(s.menuOf(officer, "en"))+len(s.menuOf(officer, "vi")) == 0
	})
	if len(s.menuOf(leader, "")) == 0 {
		t.Error("the leader lost the menu too")
	}
}

// TestAMenuThatFailsHoldsNobodyUp lets Telegram refuse menus while somebody is
// bound and another writes.
func TestAMenuThatFailsHoldsNobodyUp(t *testing.T) {
	s := newStage(t, sharedServers(t), 1)
	s.eventually("the menus stand", func() bool { return len(s.menuOf(s.sim.Person("Tâm").ID(), "")) > 0 })
	s.sim.Inject(simulator.Fault{Effect: simulator.TooMany, Method: "setMyCommands", RetryAfter: 60})
	token, err := s.app.Store.Invite(t.Context(), triage.Invitation{Unit: "vks-kv-1", Name: "Cán Bộ Sơn", Post: triage.Officer, Until: s.clock.now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	son := s.sim.Person("Sơn")
	son.Start(s.bot, "s_"+token)
	s.await(son, "từ nay là của")
	s.eventually("the menu was refused", func() bool { return strings.Contains(s.logs.String(), "some see an old menu") })
	s.play("Mai: /don\nMai sees: ngôn ngữ\nSơn: /han\nSơn sees: không có việc nào")
	if got := s.menuOf(son.ID(), ""); len(got) != 0 {
		t.Fatalf("a menu that was refused stands: %v", got)
	}
	s.sim.ClearFaults()
	s.app.menus.Changed() // the minute is over
	s.eventually("the menu came after all", func() bool { return slices.Contains(s.menuOf(son.ID(), ""), "han") })
}
