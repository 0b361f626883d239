package simulator

import "strings"

// maxRecording bounds a recording that the page makes, in seconds.
const maxRecording = 600

// deeds is all that can be done with a telephone, by name.
func deeds() map[string]func(deed) (Sent, error) {
	return map[string]func(deed) (Sent, error){
		"say":      say,
		"key":      func(d deed) (Sent, error) { return d.p.Press(d.place, d.Text) },
		"press":    onMessage(func(d deed) (Sent, error) { return d.p.PressOn(d.on, d.Text) }),
		"edit":     onMessage(func(d deed) (Sent, error) { return d.p.Edit(d.on, d.Text), nil }),
		"delete":   onMessage(removeMessage),
		"forward":  onMessage(forward),
		"again":    again,
		"open":     func(d deed) (Sent, error) { return d.p.Open(d.Text, d.p.sim.groupByKey(d.Group)) },
		"voice":    voice,
		"contact":  func(d deed) (Sent, error) { return d.p.SendContact(d.place, "+84900000000"), nil },
		"location": func(d deed) (Sent, error) { return d.p.SendLocation(d.place, 20.95, 107.08), nil },
		"language": language,
		"block":    inPrivate(func(d deed) (Sent, error) { return Sent{UpdateID: d.p.setBlock(d.bot, d.On)}, nil }),
		"clear":    inPrivate(func(d deed) (Sent, error) { d.p.Clear(d.bot); return Sent{}, nil }),
		"join":     inGroup(func(d deed) (Sent, error) { return d.group.Join(d.p), nil }),
		"leave":    inGroup(func(d deed) (Sent, error) { return d.group.Leave(d.p), nil }),
		"upgrade":  inGroup(func(d deed) (Sent, error) { return d.group.Upgrade(d.p), nil }),
		"invite":   withBot(func(d deed) (Sent, error) { return d.p.AddBotTo(d.group, d.bot, ""), nil }),
		"kick":     withBot(func(d deed) (Sent, error) { return Sent{UpdateID: d.p.RemoveBot(d.group, d.bot)}, nil }),
		"promote":  withBot(func(d deed) (Sent, error) { return Sent{UpdateID: d.group.Promote(d.p, d.bot)}, nil }),
		"demote":   withBot(func(d deed) (Sent, error) { return Sent{UpdateID: d.group.Demote(d.p, d.bot)}, nil }),
	}
}

func onMessage(do func(deed) (Sent, error)) func(deed) (Sent, error) {
	return func(d deed) (Sent, error) {
		if d.on == nil {
			return Sent{}, errNotThere
		}
		return do(d)
	}
}

func inPrivate(do func(deed) (Sent, error)) func(deed) (Sent, error) {
	return func(d deed) (Sent, error) {
		if d.bot == nil {
			return Sent{}, errNoDeed
		}
		return do(d)
	}
}

func inGroup(do func(deed) (Sent, error)) func(deed) (Sent, error) {
	return func(d deed) (Sent, error) {
		if d.group == nil {
			return Sent{}, errNoDeed
		}
		return do(d)
	}
}

// withBot is inGroup for what is done to the first bot.
func withBot(do func(deed) (Sent, error)) func(deed) (Sent, error) {
	return inGroup(func(d deed) (Sent, error) {
		s := d.p.sim
		s.mu.Lock()
		if len(s.bots) > 0 {
			d.bot = s.bots[0]
		}
		s.mu.Unlock()
		if d.bot == nil {
			return Sent{}, errNotThere
		}
		sent, err := do(d)
		s.mu.Lock()
		s.announce("people")
		s.mu.Unlock()
		return sent, err
	})
}

func say(d deed) (Sent, error) {
	switch {
	case strings.TrimSpace(d.Text) == "":
		return Sent{}, nil
	case d.on != nil:
		return d.p.Reply(d.on, d.Text), nil
	}
	return d.p.Say(d.place, d.Text), nil
}

// removeMessage: in a private chat anything can go, in a group one's own.
func removeMessage(d deed) (Sent, error) {
	if d.group != nil && (d.on.From == nil || d.on.From.ID != d.p.user.ID) {
		return Sent{}, errNoDeed
	}
	d.p.Delete(d.on)
	return Sent{}, nil
}

// forward passes a message on to the group that is named, or to the bot.
func forward(d deed) (Sent, error) {
	s := d.p.sim
	if d.on.Protected {
		return Sent{}, errNoDeed
	}
	s.mu.Lock()
	c := s.chatByKey(d.Group)
	s.mu.Unlock()
	switch {
	case c == nil:
		return Sent{}, errNotThere
	case c.bot != nil:
		return d.p.Forward(c.bot, d.on), nil
	}
	return d.p.Forward(c.group, d.on), nil
}

// again delivers the update about a message once more, or without a message the
// latest that this person caused.
func again(d deed) (Sent, error) {
	s := d.p.sim
	s.mu.Lock()
	id := s.latest[d.p.user.ID]
	if d.on != nil {
		id = d.on.update
	}
	s.mu.Unlock()
	if id == 0 || !s.Redeliver(id) {
		return Sent{}, errNotThere
	}
	return Sent{UpdateID: id}, nil
}

func voice(d deed) (Sent, error) {
	if d.Seconds < 1 || d.Seconds > maxRecording {
		return Sent{}, errNoDeed
	}
	return d.p.SendVoice(d.place, silentVoice(d.Seconds), d.Seconds), nil
}

// language sets the language of the person's telephone; "" is one that Telegram
// does not tell.
func language(d deed) (Sent, error) {
	d.p.SetLanguage(d.Text)
	s := d.p.sim
	s.mu.Lock()
	s.announce("people")
	s.mu.Unlock()
	return Sent{}, nil
}
