package bot

import (
	"strings"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/reading"
)

// What is read in a citizen's words is proposed to them, and never done by itself.
const (
	// likely is how sure a reading must be for its topic to be proposed, because to
	// say no costs one press; certain for the answers beside it, and for doubting what
	// the citizen chose. An officer is told what is read from telling on.
	likely, telling, certain = 0.5, 0.75, 0.9
	// fewWords is how many words a message needs to be listened to: a name or a
	// number is no call for help.
	fewWords = 3
	// saidAgainAfter is how long the hotlines, and the request to keep civil, are
	// not said again.
	saidAgainAfter = 12 * time.Hour
)

// listen hears whether words sound as if somebody were in danger, whatever the
// conversation is at, and asks once to keep civil (DOMAIN §2.6 R14). Neither takes
// anything away from what is written. A line out of a story has too few words for
// anything finer; the story is heard as a whole when it is told.
func (t *talk) listen(in dialog.Input) {
	if in.Kind == dialog.Press || len(strings.Fields(in.Text)) < fewWords || t.working() {
		return
	}
	danger, insult := t.b.reader.Alarms(in.Text)
	if danger {
		t.call()
	}
	if now := t.b.Now(); insult && (t.repeat || now.Sub(t.s.Asked) > saidAgainAfter) {
		t.s.Asked = now
		t.out.say(message{Text: t.say.Say("insult.ask")})
	}
}

// call says at once whom to call (số khẩn cấp), once, and has the petition under way
// ask whether anybody is in danger.
func (t *talk) call() {
	now := t.b.Now()
	if t.repeat || now.Sub(t.s.Alarmed) > saidAgainAfter {
		t.out.say(message{Text: t.say.Say("danger.call", "hotlines", t.b.hotlines("\n"))})
	}
	t.s.Alarmed = now
	t.alarm()
}

// working says that the words are an officer's, about a petition of somebody else's.
func (t *talk) working() bool {
	k := t.s.Task
	return k != nil && k.Verb != triage.Reply && k.Verb != triage.Contest || k == nil && t.s.Draft == nil && t.s.Staff
}

// alarm has the petition under way ask whether anybody is in danger.
func (t *talk) alarm() {
	if t.s.Draft != nil && t.b.Now().Sub(t.s.Alarmed) <= saidAgainAfter {
		*t.s.Draft, t.dirty = script.Alarm(*t.s.Draft), true
	}
}

// hotlines are the numbers that the office file has for who is in danger.
func (b *Bot) hotlines(between string) string {
	var lines []string
	for _, h := range b.Office.Hotlines {
		lines = append(lines, h.Number+" – "+h.Name)
	}
	return strings.Join(lines, between)
}

// understand puts what is read in the story before the citizen: what it seems to be
// about, if they told it before anything was asked; or that it seems to be about
// something else than they chose. Each is asked once.
func (t *talk) understand(before, next dialog.State) dialog.State {
	d := t.b.petition
	hearing, doubting := script.Hearing(d, before, next), script.Doubting(d, before, next)
	if !hearing && !doubting {
		return next
	}
	read := t.b.reader.Read(next.Answers["story"].Text())
	if read.Facts.Danger == triage.Yes {
		t.call()
		next = script.Alarm(next)
	}
	switch p := script.Hear(d, spoken(read)); {
	case len(p) == 0:
	case hearing && read.Confidence >= likely:
		if read.Confidence < certain {
			p = p[:1] // what it is about; the rest is asked
		}
		return script.Propose(next, p)
	case doubting && read.Confidence >= certain && t.changes(next, p):
		return script.Doubt(next, p)
	}
	return next
}

// changes says whether a proposal about another topic makes it somebody else's
// business. One that would make an urgent petition calm is never made.
func (t *talk) changes(s dialog.State, p script.Proposal) bool {
	if p.Topic() == s.Answers.Value("topic") {
		return false
	}
	d, now := t.b.petition, t.b.Now()
	is := triage.Decide(t.b.Office, script.Draft(s, d).Facts, now)
	would := triage.Decide(t.b.Office, script.Draft(script.Supposing(s, p), d).Facts, now)
	if is.Urgent && !would.Urgent {
		return false
	}
	return is.Disposition != would.Disposition || is.Destination != would.Destination || is.Urgent != would.Urgent
}

// spoken are the facts of a reading that its words tell. A court is left out: where
// the words name none, the reading takes the ordinary one.
func spoken(read reading.Reading) triage.Facts {
	f := read.Facts
	f.Judgment.Court = ""
	return f
}

// proposal words what is proposed, a line for each answer.
func proposal(say text.Speaker, id string, p script.Proposal) string {
	var lines []string
	for _, one := range p {
		key := id + "." + one.Question
		lines = append(lines, "• "+say.Plain(key+".label")+": "+say.Plain(key+".choice."+one.Value))
	}
	return strings.Join(lines, "\n")
}
