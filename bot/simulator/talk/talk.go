// Package talk plays whole conversations, written so that a lawyer can read
// them, against the simulator.
//
// A talk is a text file. A line is one thing that somebody does or sees:
//
//	# a remark
//	An: words                     An writes to the bot
//	An presses: Gửi đơn           a button, by its label
//	An may press: Tiếng Việt      … if the newest message has it
//	An presses old: Gửi đơn       on the oldest message that has it
//	An presses 'Có' under 'words' on the newest message that says the words
//	An replies to 'words': text   answers one of the bot's messages
//	An edits 'words': text        changes an own message
//	An shows: photo giay.jpg      a photo, document, voice, sticker, location, contact, dice or nothing
//	An shows: album of 10, words  pictures together, with a caption
//	An shows: document of 25 MB, words
//	An follows: link-name         a link that an earlier step of the test prepared
//	An blocks the bot             … and unblocks
//	An waits                      until the bot has taken everything
//	An sees: words                a message that An has not seen before says so
//	An is told: words             the little answer to a press
//	An never sees: words          … in nothing said so far
//	the group sees: words         a card of the group says so now
//	the group never sees: words
//	An presses in the group: label
//	then: name                    something that only the test can do, by name
//	scene: words | words          what whoever looks on is told, in Vietnamese and English
//
// A line that begins with white space goes on with the one before. {name} in
// what is seen takes whatever stands there the first time, and is what it was
// afterwards: {code} is a petition's code. {name+1} is one more than it was.
package talk

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Step is one line of a talk.
type Step struct {
	Line  int
	Who   string // a person, "the group", "then" or "scene"
	Does  string // "", "presses", "sees" …
	Of    string // what stands in quotes
	Words string
}

// String is the step as it stands in the file.
func (s Step) String() string {
	head := s.Who
	if s.Does != "" {
		head += " " + s.Does
	}
	return fmt.Sprintf("line %d: %s: %s", s.Line, head, s.Words)
}

// Person says whether a person does or sees it.
func (s Step) Person() bool { return s.Who != "the group" && s.Who != "then" && s.Who != "scene" }

// deeds are what people do besides writing.
func deeds() []string {
	return []string{"may press", "presses old", "presses in the group", "presses", "double-taps", "replies to", "edits", "shows", "follows", "is told", "never sees", "sees",
		"blocks the bot", "unblocks the bot", "waits"}
}

var (
	quoted = regexp.MustCompile(`'([^']*)'`)
	names  = regexp.MustCompile(`^(the group|then|scene|[\p{L}\d]+( [\p{Lu}][\p{L}\d]*)*)`)
)

// Parse reads a talk.
func Parse(r io.Reader) ([]Step, error) {
	var steps []Step
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
			continue
		case line[0] == ' ' || line[0] == '\t':
			if len(steps) == 0 {
				return nil, fmt.Errorf("line %d goes on with nothing", n)
			}
			steps[len(steps)-1].Words += "\n" + strings.TrimSpace(line)
			continue
		}
		s, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		s.Line = n
		steps = append(steps, s)
	}
	return steps, lines.Err()
}

func parseLine(line string) (Step, error) {
	who := names.FindString(line)
	if who == "" {
		return Step{}, fmt.Errorf("who does %q?", line)
	}
	rest := line[len(who):]
	if words, ok := strings.CutPrefix(rest, ":"); ok {
		return Step{Who: who, Words: strings.TrimSpace(words)}, nil
	}
	rest = strings.TrimSpace(rest)
	for _, deed := range deeds() {
		after, ok := strings.CutPrefix(rest, deed)
		if !ok {
			continue
		}
		s := Step{Who: who, Does: deed}
		if deed == "presses" {
			if parts := quoted.FindAllStringSubmatch(after, -1); len(parts) == 2 && !strings.HasPrefix(after, ":") {
				s.Does, s.Words, s.Of = "presses under", parts[0][1], parts[1][1]
				return s, nil
			}
		}
		if part := quoted.FindStringSubmatch(after); part != nil && !strings.HasPrefix(after, ":") {
			s.Of = part[1]
			after = strings.TrimSpace(strings.Replace(after, part[0], "", 1))
		}
		s.Words = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(after), ":"))
		return s, nil
	}
	return Step{}, fmt.Errorf("nobody can do %q", rest)
}
