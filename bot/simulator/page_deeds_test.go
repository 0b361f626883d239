package simulator

import (
	"net/url"
	"slices"
	"testing"
)

// telephone is a person of the page in a chat.
type telephone struct {
	w      *world
	person int64
	chat   string
}

func (p telephone) does(a act) {
	p.w.t.Helper()
	a.Person, a.Chat = p.person, p.chat
	if code := p.w.act(a); code != 200 {
		p.w.t.Errorf("%+v: %d", a, code)
	}
}

func (p telephone) refused(a act) {
	p.w.t.Helper()
	a.Person, a.Chat = p.person, p.chat
	if code := p.w.act(a); code != 409 {
		p.w.t.Errorf("%+v: %d", a, code)
	}
}

func (p telephone) sees() pageChat {
	p.w.t.Helper()
	var chat pageChat
	p.w.get("/sim/chat?key="+p.chat, &chat)
	return chat
}

func newTelephone(w *world, name string) telephone {
	id := w.Person(name).ID()
	return telephone{w, id, "p" + jsonInt(id) + "b" + jsonInt(w.bot.ID())}
}

// A person deletes, comes back, sends twice, and shares what is no text.
func TestPageDeedsInPrivate(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{Name: "An"}}})
	an := newTelephone(w, "An")
	an.does(act{Do: "say", Text: "một"})
	an.does(act{Do: "say", Text: "hai"})
	first := w.poll()
	m := an.sees().Messages[0]
	if m.Update != first[0].ID {
		t.Errorf("message %d came by update %d, not %d", m.ID, first[0].ID, m.Update)
	}
	an.does(act{Do: "again", Message: m.ID})
	if got := texts(w.poll()); got != "một" {
		t.Errorf("again: %s", got)
	}
	an.does(act{Do: "again"})
	if got := texts(w.poll()); got != "hai" {
		t.Errorf("the latest again: %s", got)
	}
	an.does(act{Do: "delete", Message: m.ID})
	if left := an.sees().Messages; len(left) != 1 || left[0].Text != "hai" {
		t.Errorf("after deleting: %+v", left)
	}
	an.refused(act{Do: "delete", Message: m.ID})
	an.does(act{Do: "clear"})
	if chat := an.sees(); len(chat.Messages) != 0 {
		t.Errorf("after clearing: %+v", chat)
	}
	an.does(act{Do: "voice", Seconds: 3})
	an.does(act{Do: "contact"})
	an.does(act{Do: "location"})
	an.does(act{Do: "language", Text: "en"})
	an.does(act{Do: "say", Text: "hello"})
	an.refused(act{Do: "voice"})
	an.refused(act{Do: "voice", Seconds: maxRecording + 1})
	an.refused(act{Do: "join"})
	list := w.poll()
	if len(list) != 4 || *list[0].Message.Voice.Duration != 3 || list[1].Message.Contact == nil || list[2].Message.Location == nil ||
		list[3].Message.From.LanguageCode != "en" {
		t.Errorf("%+v", list)
	}
}

// In a group people come and go, the bot is put out and taken in again, and only
// one's own messages can be deleted.
func TestPageDeedsInGroup(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{Name: "An"}, {Name: "Bình"}}})
	g := w.Group("Tổ")
	an, key := newTelephone(w, "An"), w.state().Groups[0].Key
	private := an.chat
	an.chat = key
	binh := telephone{w, w.Person("Bình").ID(), key}
	an.does(act{Do: "join"})
	binh.does(act{Do: "join"})
	group := func() pageGroup { return w.state().Groups[0] }
	for _, step := range []struct{ do, bot string }{
		{"invite", "member"}, {"promote", "administrator"}, {"demote", "member"}, {"kick", "kicked"}, {"invite", "member"},
	} {
		an.does(act{Do: step.do})
		if got := group().Bot; got != step.bot {
			t.Errorf("%s: the bot is %q", step.do, got)
		}
	}
	binh.does(act{Do: "leave"})
	if got := group().Members; !slices.Equal(got, []int64{an.person}) {
		t.Errorf("members: %v", got)
	}
	an.does(act{Do: "say", Text: "của An"})
	own := g.Chat().View().Last()
	binh.refused(act{Do: "delete", Message: own.ID})
	w.poll()
	an.does(act{Do: "forward", Message: own.ID, Group: private})
	an.refused(act{Do: "forward", Message: own.ID, Group: "p1b2"})
	if list := w.poll(); len(list) != 1 || list[0].Message.ForwardOrigin == nil || list[0].Message.Text != "của An" {
		t.Errorf("forwarded: %+v", list)
	}
	an.does(act{Do: "delete", Message: own.ID})
	an.does(act{Do: "upgrade"})
	if got := group(); got.Kind != "supergroup" || got.Key == key {
		t.Errorf("after the upgrade: %+v", got)
	}
	an.refused(act{Do: "block", On: true})
	an.refused(act{Do: "clear"})
}

// The menu is that of the narrowest scope, in the language of the telephone.
func TestCommandsByScopeAndLanguage(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{Name: "An"}}})
	an, leads, member := newTelephone(w, "An"), w.Person("Bình"), w.Person("Chi")
	g := w.Group("Tổ")
	leads.AddBotTo(g, w.bot, "")
	g.Join(member)
	set := func(command, scope, language string) {
		t.Helper()
		w.must("setMyCommands", `{"commands":[{"command":"`+command+`","description":"?"}],"scope":`+scope+`,"language_code":"`+language+`"}`, nil)
	}
	first := func(chat string, person int64) string {
		var list []BotCommand
		w.get("/sim/commands?key="+url.QueryEscape(chat)+"&person="+jsonInt(person), &list)
		if len(list) == 0 {
			return ""
		}
		return list[0].Command
	}
	key := w.state().Groups[0].Key
	expect := func(private, ofLeader, ofMember string) {
		t.Helper()
		got := [3]string{first(an.chat, an.person), first(key, leads.ID()), first(key, member.ID())}
		if got != [3]string{private, ofLeader, ofMember} {
			t.Errorf("got %v, want %s %s %s", got, private, ofLeader, ofMember)
		}
	}
	expect("", "", "")
	set("all", `{"type":"default"}`, "")
	expect("all", "all", "all")
	set("private", `{"type":"all_private_chats"}`, "")
	set("groups", `{"type":"all_group_chats"}`, "")
	expect("private", "groups", "groups")
	set("leaders", `{"type":"all_chat_administrators"}`, "")
	expect("private", "leaders", "groups")
	set("english", `{"type":"all_private_chats"}`, "en")
	expect("private", "leaders", "groups")
	an.does(act{Do: "language", Text: "en"})
	expect("english", "leaders", "groups")
	set("her", `{"type":"chat","chat_id":`+jsonInt(an.person)+`}`, "")
	set("him", `{"type":"chat_member","chat_id":`+jsonInt(g.ID())+`,"user_id":`+jsonInt(member.ID())+`}`, "")
	set("here", `{"type":"chat_administrators","chat_id":`+jsonInt(g.ID())+`}`, "")
	expect("her", "here", "him")
}

// How far the world is made is told to those who look, and taken away again.
func TestProgress(t *testing.T) {
	w := newWorld(t, Options{})
	now := func() Progress {
		var p Progress
		w.get("/sim/progress", &p)
		return p
	}
	w.ShowProgress(30, 700)
	if got := now(); got != (Progress{30, 700}) || w.state().Progress != got {
		t.Errorf("under way: %+v", got)
	}
	w.EndProgress()
	if got := now(); got != (Progress{}) {
		t.Errorf("ended: %+v", got)
	}
}

// A telephone shows that the bot is writing, what it says of itself, and which
// message asks for a reply.
func TestPageChatTellsWhatIsUnderWay(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{Name: "An"}}})
	an := newTelephone(w, "An")
	w.must("setMyDescription", `{"description":"Petitions","language_code":"en"}`, nil)
	w.must("setMyDescription", `{"description":"Đơn"}`, nil)
	an.does(act{Do: "say", Text: "/start"})
	w.must("sendChatAction", `{"chat_id":`+jsonInt(an.person)+`,"action":"typing"}`, nil)
	if chat := an.sees(); chat.Typing <= 0 || chat.Typing > typingLife.Milliseconds() || chat.About != "Đơn" || chat.ForceReply != 0 {
		t.Errorf("%+v", chat)
	}
	w.must("sendMessage", `{"chat_id":`+jsonInt(an.person)+`,"text":"?","reply_markup":{"force_reply":true}}`, nil)
	an.does(act{Do: "language", Text: "en"})
	if chat := an.sees(); chat.Typing != 0 || chat.About != "Petitions" || chat.ForceReply != chat.Messages[1].ID {
		t.Errorf("%+v", chat)
	}
}
