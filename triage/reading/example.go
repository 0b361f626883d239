package reading

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"tiepdan/triage"
)

// Example is a petition that somebody has read and labelled: an officer's
// correction, one JSON object a line. Facts that the letter does not tell are
// left out.
type Example struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	By   string `json:"by,omitempty"` // who wrote or labelled it, for figures by writer
	triage.Facts
	Disposition triage.Disposition   `json:"disposition,omitempty"`
	Urgent      triage.Tri           `json:"urgent,omitzero"` // absent: either is right
	ReceivedAt  time.Time            `json:"received_at,omitzero"`
	Also        []triage.Disposition `json:"also,omitempty"`      // right beside Disposition
	AlsoKind    []triage.Kind        `json:"also_kind,omitempty"` // right beside Kind
}

// longestLine bounds one line of examples.
const longestLine = 1 << 20

// ReadExamples reads JSON lines. Keys that it does not know are passed over; a
// line without text, kind, field or body, or with a value outside the
// vocabulary, is an error that names the line.
func ReadExamples(r io.Reader) ([]Example, error) {
	var all []Example
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var e Example
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("examples, line %d: %w", n, err)
		}
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("examples, line %d: %w", n, err)
		}
		all = append(all, e)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read examples: %w", err)
	}
	return all, nil
}

func (e *Example) check() error {
	switch fact, value, wrong := e.Facts.Misspelt(); {
	case e.Text == "" || !utf8.ValidString(e.Text):
		return errors.New("there is no text in it")
	case e.Kind == "" || e.Field == "" || e.Body == "":
		return errors.New("kind, field and body are needed")
	case wrong:
		return fmt.Errorf("%s: no such value %q", fact, value)
	case e.Disposition != "" && !triage.Known(e.Disposition, triage.Dispositions()):
		return fmt.Errorf("no such disposition %q", e.Disposition)
	}
	return nil
}

// RightKind says whether a kind is one of those that the label accepts.
func (e *Example) RightKind(k triage.Kind) bool { return k == e.Kind || slices.Contains(e.AlsoKind, k) }

// RightDisposition says whether a disposition is one of those that the label accepts.
func (e *Example) RightDisposition(d triage.Disposition) bool {
	return d == e.Disposition || slices.Contains(e.Also, d)
}
