package classify

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/reading"
)

// Classifier answers lines. It is safe for concurrent use.
type Classifier struct {
	Office triage.Office
	Reader *reading.Reader
	Words  text.Speaker // of the sentences in "reasons"
	At     time.Time    // when a petition came in that does not say so
}

// answer is one line of the output. Every field is always there.
type answer struct {
	ID          string             `json:"id"`
	Kind        triage.Kind        `json:"kind"`
	Field       triage.Field       `json:"field"`
	Body        triage.Body        `json:"body"`
	Role        triage.Role        `json:"role"`
	Round       int                `json:"round"`
	Confidence  float64            `json:"confidence"`
	Disposition triage.Disposition `json:"disposition"`
	Bucket      triage.Bucket      `json:"bucket"`
	Destination string             `json:"destination"`
	Rule        string             `json:"rule"`
	Basis       []string           `json:"basis"`
	Reasons     []string           `json:"reasons"`
	Evidence    []evidence         `json:"evidence"`
	Eligibility []triage.Finding   `json:"eligibility"`
	Urgent      bool               `json:"urgent"`
	Review      bool               `json:"review"`
	Deadlines   []deadline         `json:"deadlines"`
	Ask         []string           `json:"ask"`
}

type evidence struct {
	Fact  string `json:"fact"`
	Value string `json:"value"`
	Words string `json:"words"`
}

type deadline struct {
	ID    string        `json:"id"`
	Step  triage.Step   `json:"step"`
	From  string        `json:"from"` // a day, or for hours RFC 3339
	Due   string        `json:"due"`  // the last day, or the instant
	Unit  calendar.Unit `json:"unit"`
	Basis string        `json:"basis"`
}

// failure is the answer to a line that cannot be read.
type failure struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// sureEnough is the confidence below which an officer is asked to look twice.
const sureEnough = 0.7

// Line answers one line, without its end, into out. It says whether the line
// could be read.
func (c *Classifier) Line(line []byte, out *bytes.Buffer) bool {
	r, err := parse(line, c.At)
	if err != nil {
		c.fail(failure{r.ID, err.Error()}, out)
		return false
	}
	encode(c.answer(r), out)
	return true
}

// fail writes the answer to a line that cannot be read.
func (c *Classifier) fail(f failure, out *bytes.Buffer) { encode(f, out) }

func encode(v any, out *bytes.Buffer) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("encode an answer: " + err.Error()) // it is made of strings and finite numbers
	}
}

func (c *Classifier) answer(r request) answer {
	facts, confidence := r.Facts, 1.0
	a := answer{ID: r.ID, Basis: []string{}, Reasons: []string{}, Evidence: []evidence{}, Eligibility: []triage.Finding{}, Deadlines: []deadline{}, Ask: []string{}}
	if r.Text != "" {
		read := c.Reader.ReadGiven(r.Text, reading.Given{Facts: r.Facts, At: r.received})
		facts, confidence = read.Facts, read.Confidence
		for _, e := range read.Evidence {
			a.Evidence = append(a.Evidence, evidence{e.Fact, e.Value, e.Words})
		}
	}
	d := triage.Decide(c.Office, facts, r.received)
	if d.Disposition == triage.Human && r.Text == "" {
		confidence = 0
	}
	a.Kind, a.Field, a.Body = facts.Kind, facts.Field, facts.Body
	a.Role, a.Round = cmp.Or(facts.Role, triage.RoleOfficer), cmp.Or(facts.Round, 1)
	a.Confidence = math.Round(confidence*1000) / 1000
	a.Disposition, a.Bucket, a.Destination, a.Rule = d.Disposition, d.Bucket, d.Destination, d.Rule
	a.Urgent, a.Review = d.Urgent, confidence < sureEnough
	a.Basis = append(a.Basis, d.Basis...)
	for _, key := range d.Reasons {
		a.Reasons = append(a.Reasons, c.Words.Plain(key))
	}
	a.Eligibility = append(a.Eligibility, d.Eligibility...)
	for _, x := range triage.Outlook(c.Office, facts, d, r.received) {
		a.Deadlines = append(a.Deadlines, deadlineOf(x))
	}
	a.Ask = append(a.Ask, d.Ask...)
	return a
}

func deadlineOf(x triage.Deadline) deadline {
	d := deadline{ID: x.ID, Step: x.Step, Unit: x.Unit, Basis: x.Basis}
	if x.Unit == calendar.Hours {
		d.From, d.Due = x.From.In(calendar.Zone()).Format(time.RFC3339), x.Due.In(calendar.Zone()).Format(time.RFC3339)
		return d
	}
	last := x.Last
	if last.IsZero() {
		last = calendar.Of(x.Due.Add(-time.Second))
	}
	d.From, d.Due = calendar.Of(x.From).String(), last.String()
	return d
}

// Check says whether the words have a sentence for every reason.
func (c *Classifier) Check() error {
	for _, key := range triage.ReasonKeys() {
		if !c.Words.Has(key) {
			return fmt.Errorf("there is no sentence for %s", key)
		}
	}
	return nil
}
