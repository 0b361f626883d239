package bot

import (
	"slices"
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// sheet gathers paragraphs into messages that Telegram takes, so that a long
// story is shown whole. What a citizen wrote can be neither forwarded nor saved.
type sheet struct {
	pages []string
}

// pieceRoom is how much of a page a heading and its words may take, in UTF-16
// units.
const pieceRoom = maxText - 200

// add puts a heading and words, which are escaped, onto the sheet. Words too
// long for what is left go on where they are cut.
func (s *sheet) add(heading, words string) {
	pieces := splitUnits(text.Escape(words), pieceRoom-min(units(heading), pieceRoom/2))
	if len(pieces) == 0 {
		pieces = []string{""}
	}
	for i, piece := range pieces {
		if i == 0 && heading != "" {
			piece = strings.TrimSpace(heading + "\n" + piece)
		}
		if n := len(s.pages); n > 0 && units(s.pages[n-1])+units(piece)+2 <= maxText {
			s.pages[n-1] += "\n\n" + piece
			continue
		}
		s.pages = append(s.pages, piece)
	}
}

func (s *sheet) messages() []message {
	all := make([]message, len(s.pages))
	for i, page := range s.pages {
		all[i] = message{Text: page, Protect: true}
	}
	return all
}

// splitUnits cuts escaped words at a line's end or a space, most UTF-16 units at
// most; never inside an entity such as &amp;.
func splitUnits(s string, most int) []string {
	var all []string
	for s != "" {
		if units(s) <= most {
			return append(all, s)
		}
		end, space, n := 0, 0, 0
		for i, r := range s {
			if n++; r > 0xFFFF {
				n++
			}
			if n > most {
				break
			}
			if end = i; r == ' ' || r == '\n' {
				space = i
			}
		}
		if space > end/2 {
			end = space
		}
		if amp := strings.LastIndexByte(s[:end], '&'); amp > 0 && !strings.Contains(s[amp:end], ";") && end-amp < 6 {
			end = amp
		}
		all = append(all, strings.TrimSpace(s[:end]))
		s = strings.TrimLeft(s[end:], " \n")
	}
	return all
}

// contents is what the citizen wrote and what came after, for those who may read
// it (nội dung đơn). Who wrote is shown only where the kind is not confidential.
func (b *Bot) contents(say text.Speaker, d triage.Dossier) []message {
	p, w := d.Petition, d.Words
	var s sheet
	s.add(say.Say("officer.words", "code", string(p.Code)), w.Story)
	for _, part := range [][2]string{{"against", w.Against}, {"place", w.Place}, {"paper", w.Paper}, {"settled", w.Settled}} {
		if part[1] != "" {
			s.add(say.Say("officer.words."+part[0]), part[1])
		}
	}
	if heading, quotes := b.rereadWords(say, d); heading != "" {
		s.add(heading, quotes)
	}
	for _, e := range d.Events {
		if e.Actor.Staff == "" && e.Actor.Person != "" && e.Text != "" && e.Verb != triage.FileIt {
			s.add(say.Say("officer.words.more", "date", say.Time(e.At)), e.Text)
		}
	}
	if edited := editedCount(d.Messages); edited > 0 {
		s.add(say.Say("officer.words.edited", "n", strconv.Itoa(edited)), "")
	}
	s.add(identity(say, p, d.Identity), "")
	all := s.messages()
	if len(d.Files) > 0 {
		all = append(all, b.fileList(say, p, d.Files))
	}
	return all
}

func editedCount(messages []triage.Message) int {
	n := 0
	for _, m := range messages {
		if len(m.Versions) > 1 {
			n++
		}
	}
	return n
}

// identity is who wrote, line by line (người gửi).
func identity(say text.Speaker, p triage.Petition, id triage.Identity) string {
	switch {
	case p.Confidential || p.Kind.Confidential():
		return say.Say("officer.identity.sealed")
	case id.Withheld:
		return say.Say("officer.identity.withheld")
	}
	lines := []string{say.Say("officer.identity")}
	for _, part := range [][2]string{{"name", id.Name}, {"phone", id.Phone}, {"id_number", id.IDNumber}, {"address", id.Address}} {
		if part[1] != "" {
			lines = append(lines, say.Say("officer.identity."+part[0], part[0], part[1]))
		}
	}
	if len(lines) == 1 {
		return say.Say("officer.identity.none")
	}
	return strings.Join(lines, "\n")
}

// fileList names the attachments, with a button to fetch each.
func (b *Bot) fileList(say text.Speaker, p triage.Petition, files []triage.Stored) message {
	m := message{Text: say.Say("officer.files", "n", strconv.Itoa(len(files))), Protect: true}
	for i, f := range files {
		name := f.Name
		if name == "" {
			name = say.Plain("officer.files.number", "n", strconv.Itoa(i+1))
		}
		line := strconv.Itoa(i+1) + ". " + text.Escape(cut(name, 60))
		if f.Caption != "" {
			line += " – <i>" + text.Escape(cut(f.Caption, 60)) + "</i>"
		}
		switch {
		case f.Failed != "":
			line += " – " + say.Say("officer.files.failed")
		case f.SHA256 == "":
			line += " – " + say.Say("officer.files.waiting")
		default:
			m.Rows = append(m.Rows, []button{{Label: "📎 " + cut(name, 40), Data: actData(actFile, p.Code, int(f.ID))}})
		}
		if units(m.Text)+units(line) < maxText {
			m.Text += "\n" + line
		}
	}
	if len(m.Rows) > mostFileRows {
		m.Rows = m.Rows[:mostFileRows]
	}
	return m
}

// mostFileRows bounds the buttons of one message; a petition has 30 files at
// most, and replies may bring more.
const mostFileRows = 60

// events is everything that happened, in order, with the words that were
// written, and the versions of messages that were edited (lịch sử).
func (b *Bot) events(say text.Speaker, me clerk, d triage.Dossier) []message {
	var s sheet
	s.add(say.Say("officer.history", "code", string(d.Petition.Code)), "")
	for _, e := range d.Events {
		verb := say.Plain("officer.history.filed")
		if e.Verb != triage.FileIt {
			verb = say.Plain("verb." + string(e.Verb))
		}
		heading := say.Say("officer.history.line", "date", say.Time(e.At), "verb", verb, "who", actorName(say, me.roster, e.Actor))
		if e.Internal {
			heading += " " + say.Say("officer.history.internal")
		}
		if e.Destination != "" && slices.Contains([]triage.Verb{triage.TransferOut, triage.DemandAction}, e.Verb) {
			heading += "\n" + say.Say("officer.decision.destination", "destination", b.destinationName(say, e.Destination))
		}
		if e.Reason != "" {
			heading += "\n" + say.Say("officer.history.reason", "reason", e.Reason)
		}
		s.add(heading, e.Text)
	}
	for _, m := range d.Messages {
		for _, v := range m.Versions[:max(len(m.Versions)-1, 0)] {
			s.add(say.Say("officer.history.version", "date", say.Time(v.At)), v.Text)
		}
	}
	return s.messages()
}

// actorName says who did something: a colleague by name, the citizen and the
// program by what they are.
func actorName(say text.Speaker, roster triage.Roster, a triage.Actor) string {
	switch s, ok := roster.ByID(a.Staff); {
	case ok:
		return s.Name
	case a.Staff != "":
		return say.Plain("officer.who.former")
	case a.Person != "":
		return say.Plain("officer.who.citizen")
	}
	return say.Plain("officer.who.system")
}
