package simulator

// pageMessages is how many messages of a chat the page shows.
const pageMessages = 200

// pageState is everything the page begins with.
type pageState struct {
	Bots     []pageBot            `json:"bots"`
	Personas []pagePerson         `json:"personas"`
	People   []pagePerson         `json:"people"`
	Groups   []pageGroup          `json:"groups"`
	Faults   []pageFault          `json:"faults"`
	Progress Progress             `json:"progress"`
	Chats    map[string]*pageChat `json:"chats"`
}

type pageBot struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
}

type pagePerson struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`
	Aside    bool   `json:"aside,omitempty"`
	Language string `json:"language"`
}

type pageGroup struct {
	ID    int64  `json:"id"`
	Key   string `json:"key"`
	Title string `json:"title"`
	Kind  string `json:"kind"` // group or supergroup
	Bot   string `json:"bot"`  // the first bot's standing: administrator, member, left, kicked or ""
	// Members are the people in it.
	Members []int64 `json:"members"`
}

type pageFault struct {
	Name   string `json:"name"`
	Active bool   `json:"active"`
	Once   bool   `json:"once"` // it ends when it has been met
	Met    int    `json:"met"`  // how often, since the start
}

// pageChat is a chat as the page draws it.
type pageChat struct {
	Key        string         `json:"key"`
	Messages   []pageMessage  `json:"messages"`
	Keyboard   *ReplyKeyboard `json:"keyboard"`
	Toasts     []pageToast    `json:"toasts"`
	Typing     int64          `json:"typing"` // milliseconds for which the chat action still shows
	Blocked    bool           `json:"blocked"`
	Pinned     []int64        `json:"pinned"`
	About      string         `json:"about"`       // what the bot says before the first message
	ForceReply int64          `json:"force_reply"` // the message that asks for a reply, or 0
}

type pageMessage struct {
	*Message
	Reactions []string `json:"reactions,omitempty"`
	Update    int64    `json:"update,omitempty"` // the update that can be sent again
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
	st := pageState{Chats: map[string]*pageChat{}, Personas: []pagePerson{}, People: []pagePerson{}, Groups: []pageGroup{}, Bots: []pageBot{}}
	for _, persona := range s.opt.Personas {
		u := s.byName[persona.Name].user
		st.Personas = append(st.Personas, pagePerson{u.ID, persona.Name, persona.Role, persona.Aside, u.LanguageCode})
	}
	for _, p := range s.people {
		st.People = append(st.People, pagePerson{ID: p.user.ID, Name: p.user.FirstName, Language: p.user.LanguageCode})
	}
	for _, b := range s.bots {
		st.Bots = append(st.Bots, pageBot{ID: b.user.ID, Username: b.user.Username, Name: b.wordsFor("name", "vi")})
		for _, c := range b.chats {
			st.Chats[c.key()] = c.page()
		}
	}
	for _, g := range s.groups {
		group := pageGroup{ID: g.chat.id, Key: g.chat.key(), Title: g.chat.title, Kind: g.chat.kind, Members: []int64{}}
		for id := range g.members {
			group.Members = append(group.Members, id)
		}
		if len(s.bots) > 0 {
			group.Bot = g.bots[s.bots[0].user.ID]
		}
		st.Groups = append(st.Groups, group)
		st.Chats[g.chat.key()] = g.chat.page()
	}
	st.Faults = s.pageFaults()
	st.Progress = s.progress
	return st
}

func (s *Simulator) pageFaults() []pageFault {
	list := []pageFault{}
	for _, f := range Presets() {
		row := pageFault{Name: f.Name, Met: s.faults.metBy(f.Name)}
		for _, a := range s.faults.all() {
			if a.Name == f.Name && !a.over() {
				row.Active, row.Once = true, a.Times == 1
			}
		}
		list = append(list, row)
	}
	return list
}

// page draws the chat. The lock is held.
func (c *chat) page() *pageChat {
	v := c.view()
	pc := &pageChat{
		Key: c.key(), Keyboard: v.Keyboard, Blocked: v.Blocked, Pinned: v.Pinned,
		Messages: []pageMessage{}, Toasts: []pageToast{},
	}
	if v.Typing != "" {
		pc.Typing = c.typingTill.Sub(c.sim.now()).Milliseconds()
	}
	if c.bot != nil {
		pc.About = c.bot.wordsFor("description", c.person.user.LanguageCode)
	}
	for _, m := range v.Messages[max(0, len(v.Messages)-pageMessages):] {
		pc.Messages = append(pc.Messages, pageMessage{m, m.Reactions, m.update})
	}
	if last := v.Last(); last.Reply != nil && last.Reply.ForceReply {
		pc.ForceReply = last.ID
	}
	for _, t := range v.Toasts[max(0, len(v.Toasts)-10):] {
		pc.Toasts = append(pc.Toasts, pageToast{t.PersonID, t.Text, t.Alert, t.URL, t.At.UnixMilli()})
	}
	return pc
}
