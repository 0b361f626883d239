package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

const (
	plainMessage = `{"update_id":7,"message":{"message_id":3,"from":{"id":7100000001,"is_bot":false,"first_name":"Bà Năm"},` +
		`"chat":{"id":7100000001,"type":"private"},"date":1790000000,"text":"Tôi xin gửi đơn"}}`
	poisonMember = `{"update_id":8,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":9,"is_bot":false,"first_name":"N"},` +
		`"date":1,"old_chat_member":{"status":"unheard_of"},"new_chat_member":{"status":"unheard_of"}}}`
	poisonOrigin = `{"update_id":9,"message":{"message_id":4,"from":{"id":9,"is_bot":false,"first_name":"N"},"chat":{"id":9,"type":"private"},` +
		`"date":1,"text":"nhà tôi bị phá","forward_origin":{"type":"unheard_of"}}}`
)

func TestDecodeQueues(t *testing.T) {
	for _, c := range []struct{ raw, kind, queue string }{
		{plainMessage, "message", "c7100000001"},
		{`{"update_id":1,"edited_message":{"message_id":3,"chat":{"id":-1004,"type":"supergroup"},"date":1,"edit_date":2,"text":"a"}}`, "edited_message", "c-1004"},
		{`{"update_id":2,"callback_query":{"id":"1","from":{"id":77,"is_bot":false,"first_name":"A"},"message":{"message_id":1,"date":5,"chat":{"id":-1004,"type":"supergroup"}},"chat_instance":"x","data":"d"}}`, "callback_query", "u77"},
		{`{"update_id":3,"callback_query":{"id":"1","from":{"id":77,"is_bot":false,"first_name":"A"},"message":{"message_id":1,"date":0,"chat":{"id":77,"type":"private"}},"chat_instance":"x","data":"d"}}`, "callback_query", "u77"},
		{`{"update_id":4,"poll":{"id":"1","question":"?","options":[],"type":"regular"}}`, "other", "c0"},
	} {
		u, err := decode(json.RawMessage(c.raw))
		if err != nil || u.Kind != c.kind || u.Queue != c.queue || string(u.Raw) != c.raw {
			t.Errorf("%s: kind %q, queue %q, error %v; want %q, %q", c.raw, u.Kind, u.Queue, err, c.kind, c.queue)
		}
	}
	u, _ := decode(json.RawMessage(plainMessage))
	if u.ID != 7 || u.Chat() != 7100000001 || u.Sender().FirstName != "Bà Năm" || u.Message.Text != "Tôi xin gửi đơn" {
		t.Errorf("the message was not read: %+v", u.Message)
	}
}

// The library's own loop decodes a batch as one value: one union that it does
// not know and nothing of the batch is read, for ever.
func TestPoisonKeepsWhatCanBeRead(t *testing.T) {
	batch := json.RawMessage("[" + plainMessage + "," + poisonMember + "," + poisonOrigin + `,{"update_id":"x"},7]`)
	var library []*models.Update
	if json.Unmarshal(batch, &library) == nil {
		t.Fatal("the library reads it: this test proves nothing any more")
	}
	parts, err := decodeBatch(batch)
	if err != nil || len(parts) != 5 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	if _, err := decode(parts[0]); err != nil {
		t.Error("a good update in a bad batch was not read:", err)
	}
	u, err := decode(parts[1])
	if err == nil || u.ID != 8 || u.Chat() != -5 || u.Sender().ID != 9 || u.Queue != "c-5" || u.Kind != "my_chat_member" {
		t.Errorf("the member update: %+v, %v", u, err)
	}
	u, err = decode(parts[2])
	if err == nil || u.ID != 9 || u.Message == nil || u.Message.Text != "nhà tôi bị phá" || u.Queue != "c9" {
		t.Errorf("the forwarded message: %+v, %v", u, err)
	}
	for _, part := range parts[3:] {
		if u, err := decode(part); err == nil || u.ID != 0 || string(u.Raw) != string(part) {
			t.Errorf("%s: %+v, %v", part, u, err)
		}
	}
	if _, err := decodeBatch(json.RawMessage(`{"a":1}`)); err == nil {
		t.Error("an object was taken for a batch")
	}
}

func TestDecodingErrorsRepeatNoValue(t *testing.T) {
	for _, raw := range []string{
		`{"update_id":1,"message":{"message_id":2,"chat":{"id":1,"type":"private"},"date":1,"text":912345678}}`,
		`{"update_id":1,"message":{"message_id":9123456789123456789123,"chat":{"id":1,"type":"private"},"date":1}}`,
		`{"update_id":1,"message":{"message_id":"0912345678"}}`,
		`{"update_id":1,"message":{"text":"Nguyễn 0912345678}`,
	} {
		_, err := decode(json.RawMessage(raw))
		if err == nil || strings.Contains(err.Error(), "91234567") || strings.Contains(err.Error(), "Nguyễn") {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

func TestEntityCommand(t *testing.T) {
	command := func(offset, length int) []models.MessageEntity {
		return []models.MessageEntity{{Type: "bold", Offset: 0, Length: 2}, {Type: "bot_command", Offset: offset, Length: length}}
	}
	for _, c := range []struct {
		text     string
		entities []models.MessageEntity
		name     string
		args     string
		ok       bool
	}{
		{"/don", command(0, 4), "don", "", true},
		{"/DON", command(0, 4), "don", "", true},
		{"/don@my_bot", command(0, 11), "don", "", true},
		{"/don@My_Bot xin chào  ", command(0, 11), "don", "xin chào", true},
		{"/start abc_12-3", command(0, 6), "start", "abc_12-3", true},
		{"/tim 😀 Năm", command(0, 4), "tim", "😀 Năm", true},
		{"/don@other_bot", command(0, 14), "", "", false},
		{"đơn /don", command(4, 4), "", "", false}, // part of what the person says
		{"😀 /don", command(3, 4), "", "", false},
		{"/don", nil, "", "", false},
		{"don", command(0, 3), "", "", false},
		{"/", command(0, 1), "", "", false},
		{"/đơn", command(0, 4), "", "", false},
		{"", command(0, 4), "", "", false},
		{"/don", command(0, 400), "", "", false}, // forged from here on
		{"/don", command(0, -3), "", "", false},
		{"/don", command(-1, 4), "", "", false},
		{"/don", command(0, 1<<62), "", "", false},
		{"/😀x", command(0, 2), "", "", false},
		{"/don@my_bot@my_bot", command(0, 18), "", "", false},
	} {
		name, args, ok := EntityCommand(c.text, c.entities, "my_bot")
		if name != c.name || args != c.args || ok != c.ok {
			t.Errorf("%q %v: %q, %q, %v; want %q, %q, %v", c.text, c.entities, name, args, ok, c.name, c.args, c.ok)
		}
	}
}

func FuzzEntityCommand(f *testing.F) {
	f.Add("/don@my_bot xin", 0, 11)
	f.Add("đơn /don", 4, 4)
	f.Add("😀/don", 2, -4)
	f.Add("/\xff\xfe", 0, 3)
	f.Fuzz(func(t *testing.T, text string, offset, length int) {
		entities := []models.MessageEntity{{Type: "bot_command", Offset: offset, Length: length}}
		name, args, ok := EntityCommand(text, entities, "my_bot")
		if !ok {
			return
		}
		if offset != 0 || !validCommand(name) || !strings.HasPrefix(strings.ToLower(text), "/"+name) || !strings.HasSuffix(strings.TrimSpace(text), args) {
			t.Errorf("%q [%d,%d] is the command %q with %q", text, offset, length, name, args)
		}
		if utf8.ValidString(text) != utf8.ValidString(args) {
			t.Errorf("a character of %q was cut in two", text)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{plainMessage, poisonMember, poisonOrigin, `{}`, `[]`, `null`, `{"update_id":1,"message":null}`,
		`{"update_id":5,"callback_query":{"id":"1","from":{"id":77},"message":{"date":0,"chat":{"id":77}},"data":"d"}}`,
		`{"update_id":1,"message":{"chat":{"id":1},"paid_media":{"paid_media":[{"type":"x"}]}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := decode(raw)
		if err == nil && (u.ID == 0 || u.Queue == "" || u.Kind == "") {
			t.Errorf("decoded without id, queue or kind: %+v", u)
		}
		if id := updateID(raw); id != u.ID {
			t.Errorf("the id is %d once and %d once", id, u.ID)
		}
		_, _ = u.Chat(), u.Sender()
	})
}

func BenchmarkDecode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode(json.RawMessage(plainMessage)); err != nil {
			b.Fatal(err)
		}
	}
}
