package bot

import (
	"context"
	"errors"
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
	if err := b.looked(ctx, n, attempt); err != nil {
		return err
	}
	person, err := b.People.PersonByID(ctx, n.To)
	if err != nil {
		return err
	}
	if err := b.ready(n, person); err != nil {
		return err
	}
	say := b.Words.In(person.Language)
	messages, err := b.wordCitizen(ctx, say, n)
	if err != nil {
		return err
	}
	return b.deliver(ctx, n, attempt, person, messages)
}

// looked lets go of an answer whose earlier attempt a dying replica may have carried
// out: an officer looks before it is said twice.
func (b *Bot) looked(ctx context.Context, n triage.Notice, attempt int) error {
	if attempt < 2 || !carriesWords(n.Verb) {
		return nil
	}
	unsure, err := b.Deliveries.Unsure(ctx, n, attempt)
	if err != nil || !unsure {
		return err
	}
	if err := b.warnOwner(ctx, n, noticeUndelivered); err != nil {
		return err
	}
	return &letGo{errors.New("nobody knows whether the answer arrived")}
}

// sender is the client of a notice's job: it does not wait, and what is not
// urgent leaves a part of the budgets to what is.
func (b *Bot) sender(n triage.Notice) *Client {
	if n.Urgent {
		return b.Client.Hasty()
	}
	return b.Client.Hasty().Yielding()
}

// ready puts a notice off before anything is read for it, while our budgets are spent.
func (b *Bot) ready(n triage.Notice, to triage.Person) error {
	chat, err := chatOf(to.Address)
	if err != nil {
		return err
	}
	return b.sender(n).Ready(chat)
}

// notAsked says that Telegram was not asked: no attempt was made.
func notAsked(err error) bool {
	var later *Later
	return errors.As(err, &later) && later.Own
}

// deliver sends a notice's messages to one person and keeps the delivery ledger
// exact: every attempt is one line, "unknown" included (P7). What our own budgets
// put off is no attempt.
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
		if id, sendErr = b.sender(n).Do(ctx, m.send(chat)); sendErr != nil {
			break
		}
		d.Ref = ref(id)
	}
	if notAsked(sendErr) {
		return sendErr
	}
	d.Outcome = deliveryOutcome(sendErr)
	return b.conclude(ctx, d, to, sendErr)
}

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
		if p.Standing == triage.Unsigned {
			key = "citizen.withdraw_unsigned"
		}
	}
	destination, _ := b.Office.Destination(e.Destination)
	due := "—"
	if o, ok := p.NextDue(); ok {
		due = dueWords(say, o)
	}
	args := []string{"code", code, "destination", destination.Name, "date", due, "when", say.Time(e.At),
		"desk", b.Office.Desk.Address, "hours", b.Office.Desk.Hours, "main", string(p.MergedInto), "children", joinCodes(p.Children),
		"text", "", "reason", e.Reason}
	m := b.withText(say, p.Code, key, args, e.Text)
	if next := nextStep(say, p); next != "" && slices.Contains(namesNext(), n.Verb) {
		m.Text += " " + next
	}
	if n.Verb == triage.Answer && (p.Kind == triage.Complaint || p.Kind == triage.Denunciation) {
		m.Text += " " + say.Say("citizen.further", "desk", b.Office.Desk.Address, "hours", b.Office.Desk.Hours)
	}
	m.Rows = append(m.Rows, contestRow(say, p)...)
	m.Rows = append(m.Rows, []button{{Label: say.Plain("home.add"), Data: "c:add:" + code}, {Label: say.Plain("home.see"), Data: "c:see:" + code}})
	return []message{m}, nil
}

// namesNext are the notices after which a citizen is told what comes next and by
// when, if there is a date.
func namesNext() []triage.Verb {
	return []triage.Verb{triage.Sign, triage.Accept, triage.Resume, triage.Reopen}
}

// nextStep says what comes next and by when, "" where nothing is due.
func nextStep(say text.Speaker, p triage.Petition) string {
	o, ok := p.NextDue()
	if !ok {
		return ""
	}
	return say.Say("citizen.next", "step", say.Plain("citizen_step."+string(o.Step)), "date", dueWords(say, o))
}

// withText puts an officer's words into a sentence. Words too long for a message
// go as a text file, with their beginning below it: one call, so that no part of
// an answer arrives twice or without the rest.
func (b *Bot) withText(say text.Speaker, code triage.Code, key string, args []string, words string) message {
	sentence := func(words string) string {
		for i := 0; i < len(args); i += 2 {
			if args[i] == "text" {
				args[i+1] = words
			}
		}
		return say.Say(key, args...)
	}
	if whole := sentence(words); units(whole) <= wholeText {
		return message{Text: whole}
	}
	return message{Text: sentence(cut(words, letterBegins)), Letter: words, LetterName: string(code) + ".txt"}
}

const (
	// wholeText is how long a sentence with an officer's words may be, in UTF-16
	// units; what comes next is added to it.
	wholeText = maxText - 400
	// letterBegins is how many letters of a file stand below it: a caption has
	// room for 1,024 units.
	letterBegins = 200
)

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
	key, due, next := "receipt.received", "—", nextStep(say, p)
	switch {
	case p.Standing == triage.Unsigned && p.Facts.Anonymous == triage.Yes:
		key = "receipt.nameless"
	case p.Standing == triage.Unsigned:
		key = "receipt.unsigned"
	case next != "":
		next += " "
	}
	if o, ok := p.NextDue(); ok {
		due = dueWords(say, o)
	}
	args := []string{"code", string(p.Code), "filed", say.Time(p.FiledAt), "unit", unit.Name, "kind", citizenKind(say, p.Kind), "next", next,
		"desk", b.Office.Desk.Address, "hours", b.Office.Desk.Hours, "phone", b.Office.Desk.Phone, "date", due}
	parts := []string{say.Say(key, args...)}
	if p.Decision.Urgent {
		parts = append(parts, say.Say("receipt.urgent", "hotlines", b.hotlines("; ")))
	}
	if p.Confidential {
		parts = append(parts, say.Say("receipt.confidential"))
	}
	return message{Text: strings.Join(parts, "\n\n"), Rows: [][]button{
		{{Label: say.Plain("home.see"), Data: "c:see:" + string(p.Code)}, {Label: say.Plain("home.add"), Data: "c:add:" + string(p.Code)}},
	}}
}

// filesReceipt tells which files of one event were kept, each with the beginning of its
// fingerprint, and which could not be fetched.
func (b *Bot) filesReceipt(say text.Speaker, d triage.Dossier, event string) []message {
	var lines []string
	for i, f := range d.Files {
		if f.Event != event {
			continue
		}
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
