package bot

import (
	"sync"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// judge remembers decisions on the facts that buttons can tell before a place is
// named: each turn looks at several of them again, and there are only some
// thousands. Another day may have other rules, so it starts anew with each.
type judge struct {
	mu    sync.Mutex
	on    calendar.Date
	known map[triage.Facts]triage.Decision
}

// decide is triage.Decide for facts without a citizen's words.
func (b *Bot) decide(f triage.Facts) triage.Decision {
	now, j := b.Now(), &b.judge
	today := calendar.Of(now)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.known == nil || j.on != today {
		j.on, j.known = today, map[triage.Facts]triage.Decision{}
	}
	d, ok := j.known[f]
	if !ok {
		d = triage.Decide(b.Office, f, now)
		j.known[f] = d
	}
	return d
}
