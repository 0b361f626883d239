package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"tiepdan/bot/simulator"
)

// people remembers who was added on the page, so that the next start gives
// everyone the number they had: a petition belongs to a number.
type people struct {
	next   http.Handler
	log    *slog.Logger
	folder *folder
}

// comeBack makes the people of earlier starts, in their order.
func (f *folder) comeBack(sim *simulator.Simulator) {
	for _, name := range f.People {
		sim.Person(name)
	}
}

// ServeHTTP lets everything through and notes the people who are added.
func (p *people) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && r.URL.Path == "/sim/act" {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		p.note(body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	p.next.ServeHTTP(w, r)
}

func (p *people) note(body []byte) {
	var act struct {
		Do   string `json:"do"`
		Text string `json:"text"`
	}
	name := ""
	if json.Unmarshal(body, &act) == nil && act.Do == "person" {
		name = strings.TrimSpace(act.Text)
	}
	if name == "" {
		return
	}
	err := p.folder.change(func() {
		if !slices.Contains(p.folder.People, name) {
			p.folder.People = append(p.folder.People, name)
		}
	})
	if err != nil {
		p.log.Warn("a person of the page will have another number next time", "error", err)
	}
}
