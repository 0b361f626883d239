package main

import (
	"fmt"
	"slices"
	"strings"
)

// mostStories is how many people's stories a run tells at the end, and mostLines how
// many lines of each.
const (
	mostStories = 2
	mostLines   = 120
)

// failed notes that a promise to a citizen was broken, and has the citizen's story
// told: what was done, what was shown, and what was broken meanwhile.
func (v *verdict) failed(c *citizen, promise, format string, args ...any) {
	v.breach(promise, format, args...)
	if len(v.stories) < mostStories && !slices.Contains(v.stories, c) {
		v.stories = append(v.stories, c)
	}
}

// story is everything that happened to a citizen, in order. All words of a run are
// its own; nobody wrote them.
func (v *verdict) story(c *citizen) []string {
	lines := slices.Clone(c.acts)
	for _, call := range v.ledger.calls {
		if call.ChatID == c.p.ID() {
			lines = append(lines, act{call.At, fmt.Sprintf("    %s %d %s %s", call.Method, call.Code, call.Fault, begins(call.Params["text"]))})
		}
	}
	for _, t := range c.chat.View().Toasts {
		lines = append(lines, act{t.At, "    answers the press: " + begins(t.Text)})
	}
	for _, t := range v.w.diary.troubles {
		lines = append(lines, act{t.From, "--- " + t.Name}, act{t.To, "--- " + t.Name + " over"})
	}
	slices.SortStableFunc(lines, func(a, b act) int { return a.at.Compare(b.at) })
	var told []string
	for _, l := range lines {
		told = append(told, fmt.Sprintf("%8.3f s  %s", l.at.Sub(v.began).Seconds(), l.what))
	}
	return told[max(0, len(told)-mostLines):]
}

// begins is how a text begins.
func begins(text string) string {
	const most = 70
	line := []rune(strings.ReplaceAll(text, "\n", " "))
	return string(line[:min(len(line), most)])
}
