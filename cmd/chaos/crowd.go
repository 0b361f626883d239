package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// everybody is every person of the run.
func (w *world) everybody() []*person {
	var all []*person
	for _, c := range w.citizens {
		all = append(all, &c.person)
	}
	for _, o := range w.offices {
		for _, h := range o.officers {
			all = append(all, &h.person)
		}
		all = append(all, &o.leader.person)
	}
	return all
}

// migrated says whether an office's group has got another id.
func (w *world) migrated(o *office) bool { return o.group.ID() != o.first }

// known are the citizens who have come until now.
func (w *world) known() []*citizen {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.citizens)
}

// stuck tells of citizens who are in the middle of a petition, with what they see.
func (w *world) stuck() []string {
	var all []string
	for _, c := range w.known() {
		if !c.busy.Load() {
			continue
		}
		var seen []string
		messages := c.chat.Messages()
		for _, m := range messages[max(0, len(messages)-8):] {
			text := strings.Join(strings.Fields(m.Words()), " ")
			seen = append(seen, fmt.Sprintf("%s: %.60q", m.From.FirstName, text))
		}
		for _, t := range c.heard(c.chat.View(), time.Now().Add(-answerPatience)) {
			seen = append(seen, fmt.Sprintf("%s answered %.60q", t.Pressed, t.Text))
		}
		all = append(all, fmt.Sprintf("citizen %d: %s", c.number, strings.Join(seen, " | ")))
	}
	return all
}
