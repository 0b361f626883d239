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
	w := newWorld(t, Options{Personas: []Persona{{Name: "An", Role: "Người dân"}, {Name: "Bình", Role: "Cán bộ"}}})
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

// A fault is put in force by name, for good or once, counted, and ended.
func TestPageFaults(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{Name: "An"}}})
	w.Person("An").Start(w.bot, "")
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
	row := func() pageFault {
		var list []pageFault
		w.get("/sim/faults", &list)
		for _, f := range list {
			if f.Name == "server_error" {
				return f
			}
		}
		return pageFault{}
	}
	w.act(act{Do: "fault", Text: "server_error", On: true, Once: true})
	if f := row(); !f.Active || !f.Once || f.Met != 0 {
		t.Errorf("before: %+v", f)
	}
	if r := w.call("getMe", "{}"); r.Code != 500 {
		t.Errorf("the next call: %+v", r)
	}
	if f := row(); f.Active || f.Met != 1 {
		t.Errorf("after: %+v", f)
	}
	if r := w.call("getMe", "{}"); !r.OK {
		t.Errorf("the call after it: %+v", r)
	}
}

// upload sends files from the page, all with the same content.
func (w *world) upload(person int64, chat, as string, data []byte, names ...string) int {
	w.t.Helper()
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	for name, value := range map[string]string{"person": jsonInt(person), "chat": chat, "as": as, "caption": "Kèm", "seconds": "7"} {
		parts.WriteField(name, value)
	}
	for _, name := range names {
		file, _ := parts.CreateFormFile("file", name)
		file.Write(data)
	}
	parts.Close()
	req, _ := http.NewRequest("POST", w.server.URL+"/sim/upload", &form)
	req.Header.Set("Content-Type", parts.FormDataContentType())
	req.Header.Set("X-Simulator", "1")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

func TestPageUpload(t *testing.T) {
	w := newWorld(t, Options{Personas: []Persona{{Name: "An"}}})
	an := w.Person("An").ID()
	key := "p" + jsonInt(an) + "b" + jsonInt(w.bot.ID())
	image := picture(t, 20, 20)
	for _, u := range []struct {
		as    string
		names []string
	}{
		{"photo", []string{"a.png"}},
		{"document", []string{"đơn.png"}},
		{"photo", []string{"a.png", "b.png", "c.png"}},
		{"document", []string{"a.pdf", "b.pdf"}},
		{"voice", []string{"a.oga"}},
		{"voice", []string{"a.mp3"}},
	} {
		if code := w.upload(an, key, u.as, image, u.names...); code != 200 {
			t.Errorf("%s %v: %d", u.as, u.names, code)
		}
	}
	if code := w.upload(an, key, "photo", image); code != 400 {
		t.Errorf("no file: %d", code)
	}
	if code := w.upload(1, key, "photo", image, "a.png"); code != 409 {
		t.Errorf("nobody: %d", code)
	}
	list := w.poll()
	if len(list) != 9 {
		t.Fatalf("%d updates", len(list))
	}
	if list[0].Message.Photo == nil || list[1].Message.Document.Name != "đơn.png" || list[1].Message.Caption != "Kèm" {
		t.Errorf("%+v", list[:2])
	}
	album := list[2].Message.MediaGroupID
	if album == "" || list[3].Message.MediaGroupID != album || list[4].Message.MediaGroupID != album || list[4].Message.Photo == nil {
		t.Errorf("pictures: %+v", list[2:5])
	}
	if list[5].Message.MediaGroupID == "" || list[6].Message.Document.Name != "b.pdf" {
		t.Errorf("documents: %+v", list[5:7])
	}
	if v := list[7].Message.Voice; v == nil || *v.Duration != 7 {
		t.Errorf("voice: %+v", list[7].Message)
	}
	if a := list[8].Message.Audio; a == nil || a.Name != "a.mp3" || a.MIME != "audio/mpeg" {
		t.Errorf("audio: %+v", list[8].Message)
	}
	for _, want := range []struct{ id, name, kind, disposition string }{
		{list[1].Message.Document.FileID, "%C4%91.png", "image/png", "inline; filename*=UTF-8''%C4%91.png"},
		{list[6].Message.Document.FileID, "b.pdf", "application/pdf", "inline; filename*=UTF-8''b.pdf"},
		{list[7].Message.Voice.FileID, "", "audio/ogg", "inline"},
	} {
		resp, err := http.Get(w.server.URL + "/sim/file?name=" + want.name + "&id=" + want.id)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		h := resp.Header
		if !bytes.Equal(data, image) || h.Get("Content-Disposition") != want.disposition || h.Get("Content-Type") != want.kind {
			t.Errorf("%d bytes, %v", len(data), h)
		}
	}
}

// What could run on the page's behalf is saved, never shown.
func TestPageNeverShowsWhatRuns(t *testing.T) {
	w := newWorld(t, Options{})
	for _, name := range []string{"a.html", "a.svg", "a.js", "a.xml"} {
		m := w.Person("An").SendDocument(w.bot, name, []byte("<script>alert(1)</script>"), "").Message
		resp, err := http.Get(w.server.URL + "/sim/file?id=" + m.Document.FileID)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		h := resp.Header
		if h.Get("Content-Type") != "application/octet-stream" || h.Get("Content-Disposition") != "attachment" || h.Get("Content-Security-Policy") != "sandbox" {
			t.Errorf("%s: %v", name, h)
		}
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

// Every word that the page uses is there in both languages, and every one is used.
func TestPageWords(t *testing.T) {
	used := map[string]bool{}
	for _, f := range Presets() {
		used[f.Name], used[f.Name+"_why"] = true, true
	}
	asked := regexp.MustCompile(`label\((?:[\w.?]+ \? )?'(\w+)'(?: : '(\w+)')?\)|data-(?:label|name)="(\w+)"|\['(join|restart|start)', \(\) =>`)
	written := regexp.MustCompile(`(?m)^  (\w+): \['(.+)', '(.+)'\],$`)
	words := map[string]bool{}
	for path, text := range pageTexts(t) {
		for _, m := range asked.FindAllStringSubmatch(text, -1) {
			for _, key := range m[1:] {
				used[key] = true
			}
		}
		if path != "page/words.js" {
			continue
		}
		for _, m := range written.FindAllStringSubmatch(text, -1) {
			words[m[1]] = true
		}
		if list := strings.Split(text, "const words = {\n")[1]; strings.Count(list, "\n")-1 != len(words) {
			t.Errorf("%d words are written in the usual form, of %d lines", len(words), strings.Count(list, "\n")-1)
		}
	}
	delete(used, "")
	for key := range used {
		if !words[key] {
			t.Errorf("no word %q", key)
		}
	}
	for key := range words {
		if !used[key] {
			t.Errorf("word %q is not used", key)
		}
	}
}

// The page's files stay short, hold no handler in the markup, and ask nobody else
// for anything.
func TestPageFiles(t *testing.T) {
	outside := regexp.MustCompile(`["'(=](?:https?:)?//[a-z0-9-]+\.[a-z]`)
	handler := regexp.MustCompile(`<[^>]+ (on\w+|style)=`)
	for path, text := range pageTexts(t) {
		if n := strings.Count(text, "\n"); n > 250 {
			t.Errorf("%s has %d lines", path, n)
		}
		if handler.MatchString(text) && strings.HasSuffix(path, ".html") {
			t.Errorf("%s: handlers or styles in the markup", path)
		}
		plain := strings.NewReplacer("http://www.w3.org/2000/svg", "", "https://t.me/c/", "").Replace(text)
		if found := outside.FindString(plain); found != "" {
			t.Errorf("%s: %s", path, found)
		}
	}
}

func pageTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(pageFiles, "page", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(pageFiles, path)
		texts[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestPageIsServed(t *testing.T) {
	w := newWorld(t, Options{})
	for path := range pageTexts(t) {
		if code := w.get(strings.TrimPrefix(path, "page"), nil); code != 200 && !strings.HasSuffix(path, "/index.html") {
			t.Errorf("%s: %d", path, code)
		}
	}
	page, err := http.Get(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	page.Body.Close()
	if got := page.Header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'") {
		t.Errorf("the page may load: %q", got)
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
