package simulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// act is something that a visitor of the page does with a telephone.
type act struct {
	Do      string `json:"do"`
	Person  int64  `json:"person"`
	Chat    string `json:"chat"`  // key of the chat it is done in
	Group   string `json:"group"` // key of the group that a startgroup link or a forward means
	Text    string `json:"text"`  // words, link, name of a fault or a person, language
	Message int64  `json:"message"`
	Seconds int    `json:"seconds"` // of a recording
	On      bool   `json:"on"`
	Once    bool   `json:"once"` // of a fault: only the next that it meets
}

var (
	errNotThere = errors.New("no such person, chat or message")
	errNoDeed   = errors.New("this cannot be done there")
)

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
	s.interrupt()
	sent, err := s.act(a)
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	answer := map[string]int64{"update": sent.UpdateID}
	if sent.Message != nil {
		answer["message"] = sent.Message.ID
	}
	writeJSON(w, answer)
}

func (s *Simulator) act(a act) (Sent, error) {
	switch a.Do {
	case "person":
		name := strings.TrimSpace(a.Text)
		if name == "" {
			return Sent{}, errNotThere
		}
		p := s.Person(name)
		return Sent{Message: &Message{ID: p.ID()}}, nil
	case "fault":
		return Sent{}, s.setPreset(a.Text, a.On, a.Once)
	}
	d, ok := s.deed(a)
	if !ok {
		return Sent{}, errNotThere
	}
	do := deeds()[a.Do]
	if do == nil {
		return Sent{}, errNoDeed
	}
	sent, err := do(d)
	if err == nil && sent.UpdateID != 0 && a.Do != "again" {
		s.mu.Lock()
		s.latest[d.p.user.ID] = sent.UpdateID
		s.mu.Unlock()
	}
	return sent, err
}

// deed is an act with what it names looked up: who acts, where, on which message.
type deed struct {
	act
	p     *Person
	place Place
	bot   *Bot     // of a private chat, or nil
	group *Group   // of a group, or nil
	on    *Message // or nil
}

func (s *Simulator) deed(a act) (deed, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, p := s.chatByKey(a.Chat), s.byPerson[a.Person]
	if c == nil || p == nil {
		return deed{}, false
	}
	d := deed{act: a, p: p, bot: c.bot, group: c.group, on: c.find(a.Message)}
	if d.place = c.group; c.bot != nil {
		d.place = c.bot
	}
	return d, true
}

func (s *Simulator) groupByKey(key string) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chatByKey(key); c != nil {
		return c.group
	}
	return nil
}

// setPreset puts a preset fault in force, for good or once, or ends it.
func (s *Simulator) setPreset(name string, on, once bool) error {
	f, ok := Preset(name)
	if !ok {
		return errNotThere
	}
	if once {
		f.Times, f.Rate = 1, 0
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
	s.announce("faults")
	s.mu.Unlock()
	return nil
}
