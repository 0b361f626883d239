// Package classify answers petitions given as JSON lines: whose business each
// one is, why, and by when. It needs no server.
//
// It promises one answer for each line, in the order of the lines, whatever
// stands in them; and that a line that cannot be read is told so in its place.
package classify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// LongestLine is the most bytes of a line that is read: some hundred times the
// longest petition.
const LongestLine = 1 << 20

// request is one line.
type request struct {
	ID         string       `json:"id"`
	Text       string       `json:"text"`
	Facts      triage.Facts `json:"facts"`
	ReceivedAt string       `json:"received_at"`
	received   time.Time
}

// ErrTooLong is said of a line over LongestLine.
var ErrTooLong = fmt.Errorf("the line is longer than %d bytes", LongestLine)

// parse reads a line strictly: a key or value that is not known is an error. The
// id is given even with an error, where it can be read.
func parse(line []byte, at time.Time) (request, error) {
	var r request
	if !utf8.Valid(line) {
		return request{ID: idOf(line)}, errors.New("the line is not UTF-8")
	}
	if !bytes.HasPrefix(bytes.TrimSpace(line), []byte("{")) { // null would pass for a line that tells nothing
		return request{}, errors.New("the line is no JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return request{ID: idOf(line)}, fmt.Errorf("read the line: %w", plain(err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return request{ID: r.ID}, errors.New("more than one value in the line")
	}
	if fact, value, wrong := r.Facts.Misspelt(); wrong {
		return r, fmt.Errorf("facts.%s: no such value %q", fact, value)
	}
	for name, day := range map[string]calendar.Date{"decided_on": r.Facts.DecidedOn, "known_on": r.Facts.KnownOn, "judgment.effective": r.Facts.Judgment.Effective} {
		if !day.IsZero() && !day.Valid() {
			return r, fmt.Errorf("facts.%s: no such day", name)
		}
	}
	r.received = at
	if r.ReceivedAt != "" {
		var err error
		if r.received, err = Moment(r.ReceivedAt); err != nil {
			return r, fmt.Errorf("received_at: %w", err)
		}
	}
	return r, nil
}

// plain words an error of encoding/json without the names of Go's types.
func plain(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return fmt.Errorf("%s: cannot be a %s", kind.Field, kind.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it breaks off")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// longestID bounds what is told of an id that is no string.
const longestID = 64

// idOf finds the id of a line that is not as it should be. One that is no string
// is told as it was written, so that its line can be found.
func idOf(line []byte) string {
	var only struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(line, &only) != nil {
		return ""
	}
	var id string
	if json.Unmarshal(only.ID, &id) != nil && len(only.ID) <= longestID {
		id = string(only.ID)
	}
	return strings.ToValidUTF8(id, "")
}

// Moment reads a point in time: RFC 3339, or a day, which begins at midnight in
// Asia/Ho_Chi_Minh.
func Moment(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(calendar.Zone()), nil
	}
	day, err := calendar.ParseDate(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time: write 2026-11-22T10:00:00+07:00 or 2026-11-22", s)
	}
	return day.Start(), nil
}
