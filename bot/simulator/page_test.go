package simulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func (w *world) get(path string, into any) int {
	w.t.Helper()
	resp, err := http.Get(w.server.URL + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if into != nil {
		if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
			w.t.Fatalf("%s: %v", path, err)
		}
	}
	return resp.StatusCode
}

func (w *world) act(a act) int {
	w.t.Helper()
	body, _ := json.Marshal(a)
	resp, err := http.Post(w.server.URL+"/sim/act", "application/json", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// Everything that a visitor does on the page reaches the bot.
func TestPageActs(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{"An", "Người dân"}, {"Bình", "Cán bộ"}}})
	w.Group("Tổ")
	var st pageState
	w.get("/sim/state", &st)
	if len(st.Personas) != 2 || st.Personas[1].Role != "Cán bộ" || len(st.Groups) != 1 || len(st.Bots) != 1 || len(st.Faults) != len(Presets()) {
		t.Fatalf("%+v", st)
	}
	an := st.Personas[0].ID
	key := "p" + jsonInt(an) + "b" + jsonInt(w.bot.ID())
	for _, a := range []act{
		{Do: "say", Text: "chào"},
		{Do: "say", Text: "đáp", Message: 1},
		{Do: "edit", Text: "chào ạ", Message: 1},
		{Do: "open", Text: "https://t.me/test_bot?start=abc"},
		{Do: "open", Text: "https://t.me/test_bot?startgroup=abc", Group: st.Groups[0].Key},
		{Do: "block", On: true},
		{Do: "block"},
	} {
		a.Person, a.Chat = an, key
		if code := w.act(a); code != 200 {
			t.Errorf("%+v: %d", a, code)
		}
	}
	want := "chào đáp edit:chào ạ /start abc member:member  /start@test_bot abc member:kicked member:member"
	if got := texts(w.poll()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	w.must("sendMessage", `{"chat_id":`+jsonInt(an)+`,"text":"?","reply_markup":{"inline_keyboard":[[{"text":"Có","callback_data":"yes"}]]}}`, nil)
	var chat pageChat
	w.get("/sim/chat?key="+key, &chat)
	last := chat.Messages[len(chat.Messages)-1]
	if last.Inline.Rows[0][0].Data != "yes" {
		t.Fatalf("%+v", last)
	}
	w.act(act{Do: "press", Person: an, Chat: key, Message: last.ID, Text: "yes"})
	list := w.poll()
	w.must("answerCallbackQuery", `{"callback_query_id":"`+list[0].Press.ID+`","text":"Đã nhận","show_alert":true}`, nil)
	w.get("/sim/chat?key="+key, &chat)
	if len(chat.Toasts) != 1 || chat.Toasts[0].Text != "Đã nhận" || chat.Toasts[0].Person != an {
		t.Errorf("toasts %+v", chat.Toasts)
	}
	w.act(act{Do: "say", Person: an, Chat: st.Groups[0].Key, Text: "/han"})
	if got := texts(w.poll()); got != "/han" {
		t.Errorf("in the group: %s", got)
	}
	for _, a := range []act{{Do: "say", Person: 5, Chat: key, Text: "x"}, {Do: "dance", Person: an, Chat: key}, {Do: "press", Person: an, Chat: key},
		{Do: "fault", Text: "nothing"}, {Do: "person"}} {
		if code := w.act(a); code != 409 {
			t.Errorf("%+v: %d", a, code)
		}
	}
	if w.act(act{Do: "person", Text: "Chi"}); len(w.state().People) != 3 {
		t.Error("nobody was added")
	}
	if code := w.get("/sim/chat?key=p1b2", nil); code != 404 {
		t.Errorf("unknown chat: %d", code)
	}
}

// A fault is put in force by name, and ended.
func TestPageFaults(t *testing.T) {
	w := newWorld(t, Options{})
	for _, preset := range Presets() {
		w.act(act{Do: "fault", Text: preset.Name, On: true})
		w.act(act{Do: "fault", Text: preset.Name, On: true})
		if n := len(w.faults.all()); n != 1 {
			t.Errorf("%s: %d in force", preset.Name, n)
		}
		w.act(act{Do: "fault", Text: preset.Name})
	}
	if n := len(w.faults.all()); n != 0 {
		t.Errorf("%d left", n)
	}
}

func TestPageUpload(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{"An", ""}}})
	key := "p" + jsonInt(w.Person("An").ID()) + "b" + jsonInt(w.bot.ID())
	for _, as := range []string{"photo", "document"} {
		var form bytes.Buffer
		parts := multipart.NewWriter(&form)
		for name, value := range map[string]string{"person": jsonInt(w.Person("An").ID()), "chat": key, "as": as, "caption": "Kèm"} {
			parts.WriteField(name, value)
		}
		file, _ := parts.CreateFormFile("file", "đơn.png")
		file.Write(picture(t, 20, 20))
		parts.Close()
		req, _ := http.NewRequest("POST", w.server.URL+"/sim/upload", &form)
		req.Header.Set("Content-Type", parts.FormDataContentType())
		req.Header.Set("X-Simulator", "1")
		resp, err := http.DefaultClient.Do(req)
		if err != nil || resp.StatusCode != 200 {
			t.Fatal(err, resp)
		}
		resp.Body.Close()
	}
	list := w.poll()
	if list[0].Message.Photo == nil || list[1].Message.Document.Name != "đơn.png" || list[1].Message.Caption != "Kèm" {
		t.Errorf("%+v", list)
	}
	resp, err := http.Get(w.server.URL + "/sim/file?name=" + "%C4%91.png&id=" + list[1].Message.Document.FileID)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, _ := io.ReadAll(resp.Body)
	if !bytes.Equal(data, picture(t, 20, 20)) || resp.Header.Get("Content-Disposition") != "attachment; filename*=UTF-8''%C4%91.png" {
		t.Errorf("%d bytes, %v", len(data), resp.Header)
	}
}

// An open page hears which chat changed.
func TestPageEvents(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	req, _ := http.NewRequestWithContext(patience(t), "GET", w.server.URL+"/sim/events", nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		return "end: " + lines.Err().Error()
	}
	if got := next(); got != "people" {
		t.Errorf("first: %s", got)
	}
	an.Say(w.bot, "x")
	if got := next(); got != "p"+jsonInt(an.ID())+"b123456" {
		t.Errorf("then: %s", got)
	}
}

// Every label that the page uses is there in both languages, and every label is
// used.
func TestLabels(t *testing.T) {
	used := map[string]bool{"lang": true}
	for _, f := range Presets() {
		used[f.Name] = true
	}
	rule := regexp.MustCompile(`label\((?:[\w.?]+ \? )?'(\w+)'(?: : '(\w+)')?\)|data-(?:label|hint)="(\w+)"`)
	err := fs.WalkDir(pageFiles, "page", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(pageFiles, path)
		for _, m := range rule.FindAllStringSubmatch(string(data), -1) {
			for _, key := range m[1:] {
				used[key] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	used["title"], used["photo"], used["document"] = true, true, true // by property, not by call
	delete(used, "")
	vi, en := labels("vi"), labels("en")
	for key := range used {
		if vi[key] == "" || en[key] == "" {
			t.Errorf("no label %q", key)
		}
	}
	for key := range vi {
		if !used[key] {
			t.Errorf("label %q is not used", key)
		}
	}
}

func TestPageIsServed(t *testing.T) {
	w := newWorld(t, Options{Language: "en"})
	for _, path := range []string{"/", "/app.js", "/style.css", "/phone.js"} {
		if code := w.get(path, nil); code != 200 {
			t.Errorf("%s: %d", path, code)
		}
	}
	var words map[string]string
	if w.get("/sim/labels", &words); words["send"] != "Send" {
		t.Errorf("labels: %v", words)
	}
	resp, err := http.PostForm(w.server.URL+"/sim/act", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form of another site: %s", resp.Status)
	}
}
