package reading

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"tiepdan/triage"
)

// lessons are sentences with choices, from which petitions are made that teach:
// see testdata/lessons.txt for the form.
type lessons struct {
	slots    map[string][]string
	patterns []pattern
}

type pattern struct {
	label Example
	text  string
}

// The slots that stand around a pattern, and how often.
const (
	slotBefore, slotAfter, slotAside = "before", "after", "aside"

	oftenBefore = 0.45
	oftenAfter  = 0.5
	oftenAside  = 0.45 // one in four of them two, one in four behind
)

// MakeExamples puts petitions together from sentences with choices: so many of
// each sentence, the same for the same seed. They are marked as Made.
func MakeExamples(r io.Reader, each int, seed uint64) ([]Example, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read lessons: %w", err)
	}
	l, err := readLessons(string(text))
	if err != nil {
		return nil, err
	}
	dice := rand.New(rand.NewPCG(seed, 2))
	var all []Example
	seen := map[string]bool{}
	for _, p := range l.patterns {
		for range each {
			e := p.label
			if e.Text, err = l.tell(p, dice); err != nil {
				return nil, err
			}
			if seen[e.Text] {
				continue
			}
			seen[e.Text] = true
			e.ID, e.By = fmt.Sprintf("made%05d", len(all)+1), Made
			all = append(all, e)
		}
	}
	return all, nil
}

func readLessons(text string) (*lessons, error) {
	l := &lessons{slots: map[string][]string{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if name, list, ok := strings.Cut(line, " = "); ok && !strings.Contains(name, " ") {
			for word := range strings.SplitSeq(list, "|") {
				l.slots[name] = append(l.slots[name], strings.TrimSpace(word))
			}
			continue
		}
		head, rest, ok := strings.Cut(line, ": ")
		p := pattern{text: rest}
		err := fmt.Errorf("want kind field body: text")
		if ok {
			p.label, err = labelled(strings.Fields(head))
		}
		if err != nil {
			return nil, fmt.Errorf("lessons, line %d: %w", n, err)
		}
		l.patterns = append(l.patterns, p)
	}
	return l, nil
}

// labelled reads "complaint arrest_custody court role=head urgent=true".
func labelled(words []string) (Example, error) {
	if len(words) < 3 {
		return Example{}, fmt.Errorf("want kind field body")
	}
	values := map[string]any{"text": "-", "kind": words[0], "field": words[1], "body": words[2], "urgent": false}
	if words[1] == string(triage.FieldArrest) || words[0] == string(triage.Surrender) {
		values["urgent"] = true
	}
	if words[1] == string(triage.FieldArrest) {
		values["detained"] = true
	}
	for _, w := range words[3:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return Example{}, fmt.Errorf("%q: want fact=value", w)
		}
		into := values
		if part, inner, ok := strings.Cut(name, "."); ok {
			if values[part] == nil {
				values[part] = map[string]any{}
			}
			into, name = values[part].(map[string]any), inner
		}
		into[name] = valueOf(name, value)
	}
	var e Example
	text, err := json.Marshal(values)
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err == nil {
		err = e.check()
	}
	return e, err
}

// valueOf is a value as JSON has it.
func valueOf(name, value string) any {
	switch {
	case value == "true", value == "false":
		return value == "true"
	case name == "round":
		return int(value[0] - '0')
	}
	return value
}

// tell chooses one way of saying a pattern.
func (l *lessons) tell(p pattern, dice *rand.Rand) (string, error) {
	text, err := l.choose(p.text, dice)
	if err != nil {
		return "", err
	}
	if often := dice.Float64(); often < oftenAside && p.label.Kind != triage.Other {
		aside := l.one(slotAside, dice)
		switch {
		case often < oftenAside/4:
			text = text + " " + aside
		case often < oftenAside/2:
			text = aside + " " + l.one(slotAside, dice) + " " + text
		default:
			text = aside + " " + text
		}
	}
	if dice.Float64() < oftenBefore {
		text = l.one(slotBefore, dice) + " " + text
	}
	if dice.Float64() < oftenAfter {
		text += " " + l.one(slotAfter, dice)
	}
	return l.choose(text, dice)
}

func (l *lessons) one(slot string, dice *rand.Rand) string {
	if words := l.slots[slot]; len(words) > 0 {
		return words[dice.IntN(len(words))]
	}
	return ""
}

// choose settles every [a|b] and fills every {NAME}, which may hold others.
func (l *lessons) choose(text string, dice *rand.Rand) (string, error) {
	for range 100 {
		from := strings.IndexAny(text, "[{")
		if from < 0 {
			return text, nil
		}
		closing := byte(']')
		if text[from] == '{' {
			closing = '}'
		}
		to := strings.IndexByte(text[from:], closing)
		if to < 0 {
			return "", fmt.Errorf("lessons: %q is not closed", text[from:])
		}
		inner := text[from+1 : from+to]
		if closing == ']' {
			ways := strings.Split(inner, "|")
			inner = ways[dice.IntN(len(ways))]
		} else {
			if len(l.slots[inner]) == 0 {
				return "", fmt.Errorf("lessons: there are no words for {%s}", inner)
			}
			inner = l.one(inner, dice)
		}
		text = text[:from] + inner + text[from+to+1:]
	}
	return "", fmt.Errorf("lessons: %q has no end", text)
}
