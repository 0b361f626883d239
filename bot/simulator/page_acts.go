package simulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// act is something that a visitor of the page does with a telephone.
type act struct {
	Do      string `json:"do"`
	Person  int64  `json:"person"`
	Chat    string `json:"chat"`  // key of the chat it is done in
	Group   string `json:"group"` // key of the group a startgroup link means
	Text    string `json:"text"`  // words, link, name of a fault or a person
	Message int64  `json:"message"`
	On      bool   `json:"on"`
}

var errNotThere = errors.New("no such person, chat or message")

func (s *Simulator) serveAct(w http.ResponseWriter, r *http.Request) {
	// A form of another site cannot send this kind of body.
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		http.Error(w, "JSON expected", http.StatusUnsupportedMediaType)
		return
	}
	var a act
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&a); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	sent, err := s.act(a)
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	writeJSON(w, map[string]int64{"update": sent.UpdateID})
}

func (s *Simulator) act(a act) (Sent, error) {
	switch a.Do {
	case "person":
		if strings.TrimSpace(a.Text) == "" {
			return Sent{}, errNotThere
		}
		s.Person(strings.TrimSpace(a.Text))
		return Sent{}, nil
	case "fault":
		return Sent{}, s.setPreset(a.Text, a.On)
	}
	p, place, on := s.actor(a)
	if p == nil || place == nil {
		return Sent{}, errNotThere
	}
	bot, private := place.(*Bot)
	switch a.Do {
	case "say":
		if strings.TrimSpace(a.Text) == "" {
			return Sent{}, nil
		}
		if on != nil {
			return p.Reply(on, a.Text), nil
		}
		return p.Say(place, a.Text), nil
	case "key":
		return p.Press(place, a.Text)
	case "press":
		if on == nil {
			return Sent{}, errNotThere
		}
		return p.PressOn(on, a.Text)
	case "edit":
		if on == nil {
			return Sent{}, errNotThere
		}
		return p.Edit(on, a.Text), nil
	case "open":
		return p.Open(a.Text, s.groupByKey(a.Group))
	case "block":
		if !private {
			return Sent{}, errNotThere
		}
		return Sent{UpdateID: p.setBlock(bot, a.On)}, nil
	}
	return Sent{}, errNotThere
}

// actor finds who acts, where, and on which message.
func (s *Simulator) actor(a act) (*Person, Place, *Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatByKey(a.Chat)
	p := s.byPerson[a.Person]
	if c == nil || p == nil {
		return nil, nil, nil
	}
	on := c.find(a.Message)
	if c.bot != nil {
		return p, c.bot, on
	}
	return p, c.group, on
}

func (s *Simulator) groupByKey(key string) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chatByKey(key); c != nil {
		return c.group
	}
	return nil
}

// setPreset puts a preset fault in force, or ends it.
func (s *Simulator) setPreset(name string, on bool) error {
	f, ok := Preset(name)
	if !ok {
		return errNotThere
	}
	s.faults.change(func(list []*activeFault) []*activeFault {
		var rest []*activeFault
		for _, a := range list {
			if a.Name != name {
				rest = append(rest, a)
			}
		}
		if on {
			rest = append(rest, &activeFault{Fault: f})
		}
		return rest
	})
	s.mu.Lock()
	s.announce("people")
	s.mu.Unlock()
	return nil
}

func (s *Simulator) serveUpload(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Simulator") == "" {
		http.Error(w, "not from the page", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	part, header, err := r.FormFile("file")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	defer part.Close()
	data, err := io.ReadAll(part)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	person, _ := strconv.ParseInt(r.FormValue("person"), 10, 64)
	p, place, _ := s.actor(act{Person: person, Chat: r.FormValue("chat")})
	if p == nil {
		http.Error(w, errNotThere.Error(), http.StatusConflict)
		return
	}
	if r.FormValue("as") == "photo" {
		p.SendPhoto(place, data, r.FormValue("caption"))
	} else {
		p.SendDocument(place, header.Filename, data, r.FormValue("caption"))
	}
	writeJSON(w, map[string]bool{"ok": true})
}
