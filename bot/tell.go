package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// Tell carries out one notice: it words the state as it is now, skips what is no
// longer true or was told before, sends, and writes down what became of it. An
// error with RetryAfter asks for another try; one that is Permanent for none.
func (b *Bot) Tell(ctx context.Context, n triage.Notice, attempt int) error {
	if n.Audience == triage.ToGroup {
		return b.tellGroup(ctx, n, attempt)
	}
	told, err := b.Deliveries.Delivered(ctx, n)
	if err != nil || told {
		return err
	}
	if n.Audience != triage.ToCitizen {
		return b.tellStaff(ctx, n, attempt)
	}
	person, err := b.People.PersonByID(ctx, n.To)
	if err != nil {
		return err
	}
	say := b.Words.In(person.Language)
	messages, err := b.wordCitizen(ctx, say, n)
	if err != nil {
		return err
	}
	return b.deliver(ctx, n, attempt, person, messages)
}

// deliver sends a notice's messages to one person and keeps the delivery ledger
// exact: every attempt is one line, "unknown" included (P7).
func (b *Bot) deliver(ctx context.Context, n triage.Notice, attempt int, to triage.Person, messages []message) error {
	d := triage.Delivery{Notice: n, At: b.Now(), Attempt: attempt, Outcome: triage.DeliverySent}
	if len(messages) == 0 {
		d.Outcome = triage.DeliveryStale
		return b.Deliveries.Deliver(ctx, d)
	}
	chat, err := chatOf(to.Address)
	if err != nil {
		return err
	}
	var sendErr error
	for _, m := range messages {
		var id int
		if id, sendErr = b.Client.Hasty().Do(ctx, m.send(chat)); sendErr != nil {
			break
		}
		d.Ref = ref(id)
	}
	d.Outcome = deliveryOutcome(sendErr)
	if err := b.Deliveries.Deliver(ctx, d); err != nil {
		return fmt.Errorf("write down a delivery: %w", err)
	}
	return b.afterSending(ctx, n, to, sendErr)
}

// afterSending draws the consequences of an attempt.
func (b *Bot) afterSending(ctx context.Context, n triage.Notice, to triage.Person, sendErr error) error {
	var blocked *Blocked
	var unknown *Unknown
	switch {
	case sendErr == nil:
		if to.Unreachable {
			return b.People.SetReachable(ctx, to.ID, true)
		}
		return nil
	case errors.As(sendErr, &blocked):
		if err := b.People.SetReachable(ctx, to.ID, false); err != nil {
			return err
		}
		if n.Audience == triage.ToCitizen {
			if err := b.warnOwner(ctx, n, "unreachable"); err != nil {
				return err
			}
		}
		return sendErr
	case errors.As(sendErr, &unknown) && n.Audience == triage.ToCitizen && carriesWords(n.Verb):
		// An answer may have arrived: an officer looks before it is said twice.
		if err := b.warnOwner(ctx, n, "undelivered"); err != nil {
			return err
		}
		return &letGo{sendErr}
	}
	return sendErr
}

// letGo ends a job whose outcome stays unknown.
type letGo struct{ error }

// Permanent is true: the job does not run again.
func (*letGo) Permanent() bool { return true }

func (e *letGo) Unwrap() error { return e.error }

// carriesWords says whether a notice brings an officer's own words.
func carriesWords(v triage.Verb) bool {
	return slices.Contains([]triage.Verb{triage.Answer, triage.Ask, triage.GuideTo, triage.SendBack, triage.DeclineIt}, v)
}

// warnOwner tells the petition's officer, or those on duty, that a citizen was
// not reached.
func (b *Bot) warnOwner(ctx context.Context, n triage.Notice, what triage.Verb) error {
	p, err := b.Records.Petition(ctx, n.Code)
	if err != nil {
		return err
	}
	roster, err := b.People.Roster(ctx)
	if err != nil {
		return err
	}
	to := roster.Duty(p.Unit)
	if s, ok := roster.ByID(p.Owner); ok {
		to = []triage.Staff{s}
	}
	for _, s := range to {
		if slices.Contains(p.About, s.ID) {
			continue
		}
		err := b.Deliveries.Enqueue(ctx, triage.Notice{Code: n.Code, Event: n.Event + "/" + string(what), Version: n.Version, Verb: what,
			Audience: triage.ToOwner, To: s.Person, Unit: p.Unit})
		if err != nil {
			return err
		}
	}
	return nil
}

func deliveryOutcome(err error) triage.DeliveryOutcome {
	var blocked *Blocked
	var unknown *Unknown
	var permanent interface{ Permanent() bool }
	switch {
	case err == nil:
		return triage.DeliverySent
	case errors.As(err, &blocked):
		return triage.DeliveryBlocked
	case errors.As(err, &unknown):
		return triage.DeliveryUnknown
	case errors.As(err, &permanent) && permanent.Permanent():
		return triage.DeliveryRefused
	}
	return triage.DeliveryDelayed
}

// wordCitizen words what a citizen hears. No messages: it is no longer true.
func (b *Bot) wordCitizen(ctx context.Context, say text.Speaker, n triage.Notice) ([]message, error) {
	d, err := b.Records.Dossier(ctx, n.Code, triage.Actor{Person: n.To})
	if err != nil {
		return nil, err
	}
	p := d.Petition
	code := string(p.Code)
	switch n.Verb {
	case triage.FileIt:
		return []message{b.receipt(say, p)}, nil
	case "files":
		return b.filesReceipt(say, d, n.Event), nil
	case triage.Remind:
		if !p.Needs() {
			return nil, nil
		}
	case triage.Claim:
		if p.Owner == "" || p.Status == triage.StatusDone {
			return nil, nil
		}
	}
	i := slices.IndexFunc(d.Events, func(e triage.Event) bool { return e.Key == n.Event })
	if i < 0 {
		return nil, nil
	}
	e := d.Events[i]
	key := "citizen." + string(n.Verb)
	if e.ToUnit != "" {
		key = "citizen.moved"
	}
	if n.Verb == triage.Withdraw && p.Status != triage.StatusDone {
		key = "citizen.withdraw_asked"
	}
	destination, _ := b.Office.Destination(e.Destination)
	due := "—"
	if o, ok := p.NextDue(); ok {
		due = say.Time(o.Due)
	}
	args := []string{"code", code, "destination", destination.Name, "date", due, "when", say.Time(e.At),
		"desk", b.Office.Desk.Address, "hours", b.Office.Desk.Hours, "main", string(p.MergedInto), "children", joinCodes(p.Children),
		"text", "", "reason", e.Reason}
	messages := b.withText(say, key, args, e.Text)
	last := &messages[len(messages)-1]
	if o, ok := p.NextDue(); ok && slices.Contains(namesNext(), n.Verb) {
		last.Text += " " + say.Say("citizen.next", "step", say.Plain("citizen_step."+string(o.Step)), "date", say.Time(o.Due))
	}
	last.Rows = append(last.Rows, []button{{Label: say.Plain("home.add"), Data: "c:add:" + code}, {Label: say.Plain("home.see"), Data: "c:see:" + code}})
	return messages, nil
}

// namesNext are the notices after which a citizen is told what comes next and by
// when, if there is a date.
func namesNext() []triage.Verb {
	return []triage.Verb{triage.Sign, triage.Accept, triage.Resume, triage.Reopen}
}

// withText puts an officer's words into a sentence; words too long for one
// message follow in further ones.
func (b *Bot) withText(say text.Speaker, key string, args []string, words string) []message {
	const room = 3000
	parts := splitWords(words, room)
	first := ""
	if len(parts) > 0 {
		first = parts[0]
	}
	for i := 0; i < len(args); i += 2 {
		if args[i] == "text" {
			args[i+1] = first
		}
	}
	messages := []message{{Text: say.Say(key, args...)}}
	if len(parts) > 1 {
		for _, part := range parts[1:] {
			messages = append(messages, message{Text: escape(part)})
		}
	}
	return messages
}

// splitWords cuts a long text at a space or a line's end, n letters at most.
func splitWords(s string, n int) []string {
	var parts []string
	for r := []rune(s); len(r) > 0; {
		if len(r) <= n {
			return append(parts, string(r))
		}
		at := n
		for i := n; i > n/2; i-- {
			if r[i] == ' ' || r[i] == '\n' {
				at = i
				break
			}
		}
		parts, r = append(parts, string(r[:at])), r[at:]
	}
	return parts
}

func joinCodes(codes []triage.Code) string {
	all := make([]string, len(codes))
	for i, c := range codes {
		all[i] = string(c)
	}
	return strings.Join(all, ", ")
}

// receipt is the truth about a filed petition: its code, whether it is received
// by law or waits for a signature, what happens next and by when (P1).
func (b *Bot) receipt(say text.Speaker, p triage.Petition) message {
	unit, _ := b.Office.Unit(p.Unit)
	key, due := "receipt.received", "—"
	if p.Standing == triage.Unsigned {
		key = "receipt.unsigned"
	}
	if o, ok := p.NextDue(); ok {
		due = say.Time(o.Due)
	}
	args := []string{"code", string(p.Code), "filed", say.Time(p.FiledAt), "unit", unit.Name, "kind", say.Plain("kind." + string(p.Kind)),
		"desk", b.Office.Desk.Address, "hours", b.Office.Desk.Hours, "phone", b.Office.Desk.Phone, "date", due}
	parts := []string{say.Say(key, args...)}
	if p.Decision.Urgent {
		var lines []string
		for _, h := range b.Office.Hotlines {
			lines = append(lines, h.Number+" – "+h.Name)
		}
		parts = append(parts, say.Say("receipt.urgent", "hotlines", strings.Join(lines, "; ")))
	}
	if p.Confidential {
		parts = append(parts, say.Say("receipt.confidential"))
	}
	return message{Text: strings.Join(parts, "\n\n"), Rows: [][]button{
		{{Label: say.Plain("home.see"), Data: "c:see:" + string(p.Code)}, {Label: say.Plain("home.add"), Data: "c:add:" + string(p.Code)}},
	}}
}

// filesReceipt tells which files were kept, each with the beginning of its
// fingerprint, and which could not be fetched.
func (b *Bot) filesReceipt(say text.Speaker, d triage.Dossier, event string) []message {
	var lines []string
	for i, f := range d.Files {
		name := f.Name
		if name == "" {
			name = say.Plain("file.number", "n", strconv.Itoa(i+1))
		}
		switch {
		case f.SHA256 != "":
			lines = append(lines, "✓ "+escape(cut(name, 60))+" – <code>"+f.SHA256[:min(16, len(f.SHA256))]+"</code>")
		case f.Failed != "":
			lines = append(lines, "✗ "+escape(cut(name, 60))+" – "+say.Say("file.failed."+f.Failed))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []message{{Text: say.Say("receipt.files", "code", string(d.Petition.Code)) + "\n" + strings.Join(lines, "\n")}}
}
