package simulator

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// link is a deep link into a bot, in a chat or in a group.
type link struct {
	bot, key, payload string
}

var payloadRule = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// parseLink reads "https://t.me/bot?start=…" and "tg://resolve?domain=bot&start=…".
func parseLink(address string) (link, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return link{}, false
	}
	var l link
	switch {
	case u.Scheme == "tg" && u.Host == "resolve":
		l.bot = u.Query().Get("domain")
	case strings.EqualFold(u.Host, "t.me") || strings.EqualFold(u.Host, "telegram.me"):
		l.bot = strings.Trim(u.Path, "/")
	case u.Scheme == "" && strings.HasPrefix(strings.ToLower(u.Path), "t.me/"):
		l.bot = u.Path[len("t.me/"):]
	}
	if u.Query().Has("startgroup") {
		l.key = "startgroup"
	} else {
		l.key = "start"
	}
	l.payload = u.Query().Get(l.key)
	return l, l.bot != "" && payloadRule.MatchString(l.payload)
}

// Open follows a t.me link: "start" presses Start in the bot's chat with the
// payload, "startgroup" adds the bot to the group (which may be nil otherwise).
func (p *Person) Open(address string, group *Group) (Sent, error) {
	l, ok := parseLink(address)
	if !ok {
		return Sent{}, fmt.Errorf("open link: not a link to a bot")
	}
	b := p.sim.bot(l.bot)
	switch {
	case b == nil:
		return Sent{}, fmt.Errorf("open link: no bot %s", strconv.Quote(l.bot))
	case l.key == "start":
		return p.Start(b, l.payload), nil
	case group == nil:
		return Sent{}, fmt.Errorf("open link: a group is needed")
	}
	return p.AddBotTo(group, b, l.payload), nil
}

// bot finds a bot by username, in any case of letters.
func (s *Simulator) bot(username string) *Bot {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.bots {
		if strings.EqualFold(b.user.Username, username) {
			return b
		}
	}
	return nil
}
