package simulator

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page use only what this server gives it: no script, style
// or picture from elsewhere, nothing inline.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageHandler serves the page and what it asks for.
func (s *Simulator) pageHandler() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		return http.NotFoundHandler()
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /sim/state", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.state()) })
	mux.HandleFunc("GET /sim/chat", s.serveChat)
	mux.HandleFunc("GET /sim/commands", s.serveCommands)
	mux.HandleFunc("GET /sim/faults", s.serveFaults)
	mux.HandleFunc("GET /sim/progress", s.serveProgress)
	mux.HandleFunc("GET /sim/events", s.serveEvents)
	mux.HandleFunc("GET /sim/file", s.servePageFile)
	mux.HandleFunc("POST /sim/act", s.serveAct)
	mux.HandleFunc("POST /sim/upload", s.serveUpload)
	mux.HandleFunc("GET /sim/show", s.serveShow)
	mux.HandleFunc("POST /sim/show", s.serveShowStart)
	mux.HandleFunc("DELETE /sim/show", s.serveShowStop)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		mux.ServeHTTP(w, r)
	})
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

// serveCommands tells the commands that a person's telephone offers in a chat.
func (s *Simulator) serveCommands(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.URL.Query().Get("person"), 10, 64)
	s.mu.Lock()
	c, p := s.chatByKey(r.URL.Query().Get("key")), s.byPerson[id]
	list := []BotCommand{}
	if c != nil && p != nil {
		list = append(list, c.commandsFor(p)...)
	}
	s.mu.Unlock()
	if c == nil || p == nil {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, list)
}

func (s *Simulator) serveFaults(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, s.pageFaults())
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(v)
}
