package simulator

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// pageMessages is how many messages of a chat the page shows.
const pageMessages = 200

// pageHandler serves the page and what it asks for.
func (s *Simulator) pageHandler() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		return http.NotFoundHandler()
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /sim/labels", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, labels(s.opt.Language)) })
	mux.HandleFunc("GET /sim/state", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.state()) })
	mux.HandleFunc("GET /sim/chat", s.serveChat)
	mux.HandleFunc("GET /sim/events", s.serveEvents)
	mux.HandleFunc("GET /sim/file", s.servePageFile)
	mux.HandleFunc("POST /sim/act", s.serveAct)
	mux.HandleFunc("POST /sim/upload", s.serveUpload)
	return mux
}

// pageState is everything the page begins with.
type pageState struct {
	Bots     []pageBot            `json:"bots"`
	Personas []pagePerson         `json:"personas"`
	People   []pagePerson         `json:"people"`
	Groups   []pageGroup          `json:"groups"`
	Faults   []pageFault          `json:"faults"`
	Chats    map[string]*pageChat `json:"chats"`
}

type pageBot struct {
	ID          int64  `json:"id"`
	Username    string `json:"username"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

type pagePerson struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

type pageGroup struct {
	ID    int64  `json:"id"`
	Key   string `json:"key"`
	Title string `json:"title"`
	// Members are the people in it.
	Members []int64 `json:"members"`
}

type pageFault struct {
	Name   string `json:"name"`
	Active bool   `json:"active"`
}

// pageChat is a chat as the page draws it.
type pageChat struct {
	Key      string         `json:"key"`
	Messages []pageMessage  `json:"messages"`
	Keyboard *ReplyKeyboard `json:"keyboard"`
	Toasts   []pageToast    `json:"toasts"`
	Typing   bool           `json:"typing"`
	Blocked  bool           `json:"blocked"`
	Pinned   []int64        `json:"pinned"`
	Commands []BotCommand   `json:"commands"`
}

type pageMessage struct {
	*Message
	Reactions []string `json:"reactions,omitempty"`
}

type pageToast struct {
	Person int64  `json:"person"`
	Text   string `json:"text"`
	Alert  bool   `json:"alert"`
	URL    string `json:"url,omitempty"`
	At     int64  `json:"at"` // Unix milliseconds
}

func (s *Simulator) state() pageState {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := pageState{Chats: map[string]*pageChat{}, Personas: []pagePerson{}, People: []pagePerson{}, Groups: []pageGroup{}}
	for _, persona := range s.opt.Personas {
		st.Personas = append(st.Personas, pagePerson{s.byName[persona.Name].user.ID, persona.Name, persona.Role})
	}
	for _, p := range s.people {
		st.People = append(st.People, pagePerson{ID: p.user.ID, Name: p.user.FirstName})
	}
	for _, b := range s.bots {
		pb := pageBot{
			ID: b.user.ID, Username: b.user.Username,
			Name: b.wordsFor("name", "vi"), Description: b.wordsFor("description", "vi"),
		}
		st.Bots = append(st.Bots, pb)
		for _, c := range b.chats {
			st.Chats[c.key()] = c.page()
		}
	}
	for _, g := range s.groups {
		group := pageGroup{ID: g.chat.id, Key: g.chat.key(), Title: g.chat.title, Members: []int64{}}
		for id := range g.members {
			group.Members = append(group.Members, id)
		}
		st.Groups = append(st.Groups, group)
		st.Chats[g.chat.key()] = g.chat.page()
	}
	st.Faults = s.pageFaults()
	return st
}

func (s *Simulator) pageFaults() []pageFault {
	var list []pageFault
	for _, f := range Presets() {
		active := false
		for _, a := range s.faults.all() {
			active = active || a.Name == f.Name
		}
		list = append(list, pageFault{f.Name, active})
	}
	return list
}

// page draws the chat. The lock is held.
func (c *chat) page() *pageChat {
	v := c.view()
	pc := &pageChat{
		Key: c.key(), Keyboard: v.Keyboard, Typing: v.Typing != "", Blocked: v.Blocked, Pinned: v.Pinned,
		Messages: []pageMessage{}, Toasts: []pageToast{},
	}
	if c.bot != nil {
		pc.Commands = c.bot.menuFor(c.person)
	}
	for _, m := range v.Messages[max(0, len(v.Messages)-pageMessages):] {
		pc.Messages = append(pc.Messages, pageMessage{m, m.Reactions})
	}
	for _, t := range v.Toasts[max(0, len(v.Toasts)-10):] {
		pc.Toasts = append(pc.Toasts, pageToast{t.PersonID, t.Text, t.Alert, t.URL, t.At.UnixMilli()})
	}
	return pc
}

// chatByKey finds a chat as key names it. The lock is held.
func (s *Simulator) chatByKey(key string) *chat {
	if id, ok := strings.CutPrefix(key, "g"); ok {
		n, _ := strconv.ParseInt(id, 10, 64)
		return s.byGroup[n]
	}
	person, bot, _ := strings.Cut(strings.TrimPrefix(key, "p"), "b")
	personID, _ := strconv.ParseInt(person, 10, 64)
	botID, _ := strconv.ParseInt(bot, 10, 64)
	p, b := s.byPerson[personID], s.botByID(botID)
	if p == nil || b == nil {
		return nil
	}
	return b.chatFor(p)
}

func (s *Simulator) serveChat(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	c := s.chatByKey(r.URL.Query().Get("key"))
	var page *pageChat
	if c != nil {
		page = c.page()
	}
	s.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, page)
}

func (s *Simulator) servePageFile(w http.ResponseWriter, r *http.Request) {
	f := s.files.find(r.URL.Query().Get("id"))
	if f == nil {
		http.NotFound(w, r)
		return
	}
	// What people send is never run by the page.
	w.Header().Set("Content-Security-Policy", "sandbox")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if name := r.URL.Query().Get("name"); name != "" {
		w.Header().Set("Content-Disposition", `attachment; filename*=UTF-8''`+percent(name))
	}
	f.serve(w)
}

func percent(name string) string {
	var out strings.Builder
	for _, b := range []byte(name) {
		if asciiWord(string(b)) == 1 || b == '.' || b == '-' {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}
