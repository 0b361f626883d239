package simulator

import (
	"fmt"
	"testing"

	"github.com/go-telegram/bot/models"
)

func (w *world) send(chat int64, text string) reply {
	w.t.Helper()
	return w.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":%q}`, chat, text))
}

// A startgroup link brings what Telegram brings, in its order.
func TestStartGroup(t *testing.T) {
	w := newWorld(t, Options{})
	an, g := w.Person("An"), w.Group("Tổ tiếp dân")
	if r := w.send(g.ID(), "x"); r.Description != "Bad Request: chat not found" {
		t.Errorf("before it was added: %s", r.Description)
	}
	if _, err := an.Open("https://t.me/Test_Bot?startgroup=tok-1", nil); err == nil {
		t.Error("a group link was opened without a group")
	}
	if _, err := an.Open("https://t.me/test_bot?startgroup=tok-1", g); err != nil {
		t.Fatal(err)
	}
	list := w.poll()
	if got := texts(list); got != "member:member  /start@test_bot tok-1" {
		t.Fatalf("got %q", got)
	}
	if list[1].Message.NewMembers[0].ID != w.bot.ID() || list[2].Message.Chat.Type != "group" {
		t.Errorf("%+v", list[1].Message)
	}
	if r := w.send(g.ID(), "chào nhóm"); !r.OK || g.Chat().Last().Text != "chào nhóm" {
		t.Errorf("%+v", r)
	}
	var n int
	w.must("getChatMemberCount", `{"chat_id":`+jsonInt(g.ID())+`}`, &n)
	var m struct{ Status string }
	w.must("getChatMember", fmt.Sprintf(`{"chat_id":%d,"user_id":%d}`, g.ID(), an.ID()), &m)
	if n != 2 || m.Status != "creator" {
		t.Errorf("%d members, An is %s", n, m.Status)
	}
}

func TestOpenStartLink(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	for _, address := range []string{"https://t.me/test_bot?start=abc", "t.me/test_bot?start=abc", "tg://resolve?domain=test_bot&start=abc"} {
		if _, err := an.Open(address, nil); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		if got := texts(w.poll()); got != "/start abc" {
			t.Errorf("%s: %s", address, got)
		}
	}
	for _, address := range []string{"https://t.me/other_bot?start=a", "https://vks.vn", "https://t.me/test_bot?start=a%20b", "::"} {
		if _, err := an.Open(address, nil); err == nil {
			t.Errorf("%s was opened", address)
		}
	}
}

// In privacy mode a bot sees commands for it, replies to it, and service
// messages; an administrator sees everything.
func TestPrivacyMode(t *testing.T) {
	w := newWorld(t, Options{})
	an, g := w.Person("An"), w.Group("Tổ")
	an.AddBotTo(g, w.bot, "")
	w.poll()
	say := func(text string, want string) {
		t.Helper()
		an.Say(g, text)
		if got := texts(w.poll()); got != want {
			t.Errorf("%s: bot saw %q", text, got)
		}
	}
	say("chào mọi người", "")
	say("/han", "/han")
	say("/han@Test_Bot", "/han@Test_Bot")
	say("/han@other_bot", "")
	say("hỏi @test_bot", "hỏi @test_bot")
	w.send(g.ID(), "thẻ")
	an.Reply(g.Chat().Last(), "trả lời")
	if got := texts(w.poll()); got != "trả lời" {
		t.Errorf("reply: %q", got)
	}
	g.Promote(an, w.bot)
	w.poll()
	say("chào", "chào")
	g.Demote(an, w.bot)
	w.poll()
	w.bot.ReadAll(true)
	say("chào", "chào")
	g.SetTitle(an, "Tổ mới")
	g.Pin(an, g.Chat().Last())
	g.Join(w.Person("Bình"))
	g.Leave(w.Person("Bình"))
	an.SendEmpty(g)
	if got := len(w.poll()); got != 5 {
		t.Errorf("%d service messages", got)
	}
}

func TestBotLeavesGroup(t *testing.T) {
	w := newWorld(t, Options{})
	an, g := w.Person("An"), w.Group("Tổ")
	an.AddBotTo(g, w.bot, "")
	an.RemoveBot(g, w.bot)
	if r := w.send(g.ID(), "x"); r.Description != "Forbidden: bot was kicked from the group chat" {
		t.Errorf("kicked: %s", r.Description)
	}
	an.AddBotTo(g, w.bot, "")
	w.must("leaveChat", `{"chat_id":`+jsonInt(g.ID())+`}`, nil)
	if r := w.send(g.ID(), "x"); r.Description != "Forbidden: bot is not a member of the group chat" {
		t.Errorf("left: %s", r.Description)
	}
	if got := texts(w.poll()); got != "member:member  member:kicked member:member  member:left" {
		t.Errorf("updates: %q", got)
	}
}

// An upgraded group has a new id, and the old one says which.
func TestUpgrade(t *testing.T) {
	w := newWorld(t, Options{})
	an, g := w.Person("An"), w.Group("Tổ")
	an.AddBotTo(g, w.bot, "")
	old := g.ID()
	before := g.Chat()
	w.poll()
	g.Upgrade(an)
	list := w.poll()
	if len(list) != 2 || list[0].Message.MigrateTo != g.ID() || list[1].Message.MigrateFrom != old || list[1].Message.Chat.Type != "supergroup" {
		t.Fatalf("%+v", list)
	}
	r := w.send(old, "x")
	if r.Code != 400 || r.Description != "Bad Request: group chat was upgraded to a supergroup chat" || r.Parameters.MigrateTo != g.ID() {
		t.Errorf("%+v", r)
	}
	if r := w.send(g.ID(), "x"); !r.OK || g.ID() == old || before.ID() != old {
		t.Errorf("%+v", r)
	}
}

func TestTopics(t *testing.T) {
	w := newWorld(t, Options{})
	an, g := w.Person("An"), w.Group("Tổ")
	an.AddBotTo(g, w.bot, "")
	if g.SetForum(true) {
		t.Error("a basic group became a forum")
	}
	g.Upgrade(an)
	id := jsonInt(g.ID())
	w.refused("createForumTopic", `{"chat_id":`+id+`,"name":"Quá hạn"}`, "Bad Request: the chat is not a forum")
	g.SetForum(true)
	w.refused("createForumTopic", `{"chat_id":`+id+`,"name":"Quá hạn"}`, "Bad Request: not enough rights to manage topics")
	g.Promote(an, w.bot)
	var topic forumTopic
	w.must("createForumTopic", `{"chat_id":`+id+`,"name":"Quá hạn"}`, &topic)
	thread := jsonInt(topic.ThreadID)
	in := `{"chat_id":` + id + `,"message_thread_id":` + thread
	w.must("sendMessage", in+`,"text":"x"}`, nil)
	if m := g.Chat().Last(); m.ThreadID != topic.ThreadID || !m.IsTopicMessage || !m.Chat.IsForum {
		t.Errorf("%+v", m)
	}
	w.must("editForumTopic", in+`,"name":"Khẩn"}`, nil)
	w.must("closeForumTopic", in+`}`, nil)
	g.Demote(an, w.bot)
	w.refused("sendMessage", in+`,"text":"x"}`, "Bad Request: TOPIC_CLOSED")
	g.Promote(an, w.bot)
	w.must("reopenForumTopic", in+`}`, nil)
	an.Say(g, "trong chủ đề", InTopic(topic.ThreadID))
	w.must("deleteForumTopic", in+`}`, nil)
	w.refused("sendMessage", in+`,"text":"x"}`, "Bad Request: message thread not found")
	w.refused("closeForumTopic", in+`}`, "Bad Request: TOPIC_ID_INVALID")
	if v := g.Chat().View(); len(v.Deleted) == 0 {
		t.Error("the topic's messages are still there")
	}
	mine := g.AddTopic(an, "Khác")
	if r := w.call("sendMessage", `{"chat_id":`+id+`,"message_thread_id":`+jsonInt(mine)+`,"text":"x"}`); !r.OK {
		t.Error(r.Description)
	}
	g.DeleteTopic(mine)
	w.refused("sendMessage", `{"chat_id":`+id+`,"message_thread_id":`+jsonInt(mine)+`,"text":"x"}`, "Bad Request: message thread not found")
}

// Pinning needs rights in a group; the messages of others are deleted by an
// administrator only.
func TestRightsInGroup(t *testing.T) {
	w := newWorld(t, Options{})
	an, g := w.Person("An"), w.Group("Tổ")
	an.AddBotTo(g, w.bot, "")
	w.send(g.ID(), "thẻ")
	card := g.Chat().Last()
	theirs := an.Say(g, "của An").Message
	pin := fmt.Sprintf(`{"chat_id":%d,"message_id":%d}`, g.ID(), card.ID)
	remove := fmt.Sprintf(`{"chat_id":%d,"message_id":%d}`, g.ID(), theirs.ID)
	w.refused("pinChatMessage", pin, "Bad Request: not enough rights to manage pinned messages in the chat")
	w.refused("deleteMessage", remove, "Bad Request: message can't be deleted for everyone")
	g.Promote(an, w.bot)
	w.must("pinChatMessage", pin, nil)
	w.must("deleteMessage", remove, nil)
	v := g.Chat().View()
	if len(v.Pinned) != 1 || len(v.Deleted) != 1 {
		t.Errorf("%v pinned, %d deleted", v.Pinned, len(v.Deleted))
	}
	var chat struct {
		Pinned *Message `json:"pinned_message"`
	}
	w.must("getChat", `{"chat_id":`+jsonInt(g.ID())+`}`, &chat)
	if chat.Pinned == nil || chat.Pinned.Text != "thẻ" {
		t.Errorf("getChat: %+v", chat.Pinned)
	}
	w.must("unpinChatMessage", `{"chat_id":`+jsonInt(g.ID())+`}`, nil)
	var admins []models.ChatMember
	w.must("getChatAdministrators", `{"chat_id":`+jsonInt(g.ID())+`,"return_bots":true}`, &admins)
	if len(admins) != 2 || admins[0].Owner.User.ID != an.ID() || !admins[1].Administrator.CanPinMessages {
		t.Errorf("administrators: %+v", admins)
	}
}
