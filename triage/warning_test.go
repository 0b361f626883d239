package triage

import (
	"testing"
	"time"
)

func TestWarning(t *testing.T) {
	from := noon(t, "2026-11-02")
	due := from.Add(100 * time.Hour)
	after := func(hours int) time.Time { return from.Add(time.Duration(hours) * time.Hour) }
	for _, c := range []struct {
		name    string
		step    Step
		warned  int
		at      time.Time
		percent int
		verb    Verb
	}{
		{"before half", StepTransfer, 0, after(49), 0, ""},
		{"at half", StepTransfer, 0, after(50), 50, Remind},
		{"half was told", StepTransfer, 50, after(79), 0, ""},
		{"at 80", StepTransfer, 50, after(80), 80, Remind},
		{"nobody looked for long", StepTransfer, 0, after(90), 80, Remind},
		{"just before the end", StepTransfer, 80, due.Add(-time.Nanosecond), 0, ""},
		{"at the end", StepTransfer, 80, due, 100, Escalate},
		{"the leaders know", StepTransfer, 100, after(500), 0, ""},
		{"a signature is missing", StepSign, 0, after(50), 50, Remind},
		{"its time is over", StepSign, 80, due, 100, Lapse},
		{"and it goes on being over", StepSign, 100, after(300), 100, Lapse},
	} {
		o := Obligation{Deadline: Deadline{Step: c.step, From: from, Due: due}, Warned: c.warned}
		if percent, verb := Warning(o, c.at); percent != c.percent || verb != c.verb {
			t.Errorf("%s: %d %q, want %d %q", c.name, percent, verb, c.percent, c.verb)
		}
		o.PausedAt = from
		if _, verb := Warning(o, c.at); verb != "" {
			t.Errorf("%s: paused, and yet %q", c.name, verb)
		}
		o.PausedAt, o.ClosedAt = time.Time{}, from
		if _, verb := Warning(o, c.at); verb != "" {
			t.Errorf("%s: met, and yet %q", c.name, verb)
		}
	}
}
