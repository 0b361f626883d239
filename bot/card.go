package bot

import (
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// placeNames is what Places may know besides: the name of a commune by its code.
// Without it a card names no place.
type placeNames interface {
	Name(code string) (name string, ok bool)
}

// groupCard is a petition as its unit's group sees it (thẻ đơn): code, kind,
// deadline, owner, status. It never holds a citizen's word or name (P9), and a
// place only where the kind is not confidential. It is drawn from the present
// state, so that drawing it again is always right.
func (b *Bot) groupCard(p triage.Petition, roster triage.Roster, say text.Speaker) message {
	lines := title(say, p)
	if name := b.place(p); name != "" && !p.Confidential && !p.Kind.Confidential() {
		lines = append(lines, say.Say("officer.card.place", "place", name))
	}
	lines = append(lines, statusLine(say, p), ownerLine(say, p, roster))
	if o, ok := p.NextDue(); ok {
		lines = append(lines, say.Say("officer.card.due", "step", say.Plain("officer.step."+string(o.Step)), "date", dueWords(say, o))+lateMark(say, o, b.Now()))
	}
	var row []button
	if p.Status == triage.StatusFiled {
		row = append(row, button{Label: say.Plain("officer.button.claim"), Data: actData(string(triage.Claim), p.Code, p.Version)})
	}
	row = append(row, button{Label: say.Plain("officer.button.private"), URL: b.link("o_" + string(p.Code))})
	return message{Text: strings.Join(lines, "\n"), Rows: [][]button{row}}
}

// movedCard takes the place of a card whose petition another unit has now.
func (b *Bot) movedCard(p triage.Petition, say text.Speaker) message {
	return message{Text: say.Say("officer.card.moved", "code", string(p.Code), "unit", b.unitName(p.Unit))}
}

// link opens the bot's private chat with something to do there.
func (b *Bot) link(start string) string {
	return "https://t.me/" + strings.TrimPrefix(b.Username, "@") + "?start=" + start
}

// head is a petition as staff see it in private: everything about it but what
// the citizen wrote. more shows the second rows of verbs.
func (b *Bot) head(say text.Speaker, me clerk, p triage.Petition, more bool) message {
	if !p.KnownTo(me.Staff, b.Office) {
		return b.movedCard(p, say)
	}
	lines := title(say, p)
	if p.Facts.Field != "" && p.Facts.Field != triage.FieldNone {
		lines = append(lines, say.Say("officer.head.field", "field", say.Plain("field."+string(p.Facts.Field))))
	}
	lines = append(lines, told(say, p.Facts)...)
	lines = append(lines, say.Say("officer.head.standing", "standing", say.Plain("standing."+string(p.Standing)), "date", say.Time(p.FiledAt)),
		statusLine(say, p), ownerLine(say, p, me.roster), say.Say("officer.head.unit", "unit", b.unitName(p.Unit)))
	flag := func(on bool, key string) {
		if on {
			lines = append(lines, say.Say(key))
		}
	}
	flag(confirmed(p), "officer.head.confirmed")
	flag(p.Restricted, "officer.head.restricted")
	flag(p.WithdrawAsk && p.Status != triage.StatusDone, "officer.head.withdraw")
	flag(p.ContestAsked, "officer.head.contest")
	if p.MergedInto != "" {
		lines = append(lines, say.Say("officer.head.merged", "code", string(p.MergedInto)))
	}
	if len(p.Links) > 0 {
		lines = append(lines, say.Say("officer.head.links", "codes", joinCodes(p.Links)))
	}
	if p.Opening > 1 {
		lines = append(lines, say.Say("officer.head.opening", "n", strconv.Itoa(p.Opening-1)))
	}
	parts := []string{strings.Join(lines, "\n"), strings.Join(b.decision(say, p), "\n")}
	if clocks := b.clocks(say, p); len(clocks) > 0 {
		parts = append(parts, strings.Join(clocks, "\n"))
	}
	return message{Text: strings.Join(parts, "\n\n"), Rows: b.verbRows(say, me, p, more)}
}

// confirmed says that an officer's last word on the petition was its classification.
func confirmed(p triage.Petition) bool {
	return p.LastMove.Verb == triage.Classify && p.Status != triage.StatusDone
}

// told are the facts that the decision rests on, as the citizen's answers gave
// them: an officer sees at a glance what to doubt.
func told(say text.Speaker, f triage.Facts) []string {
	var lines, against []string
	for _, part := range [][2]string{{"body.", string(f.Body)}, {"role.", string(f.Role)}, {"level.", string(f.Level)}} {
		if part[1] != "" && !(part[0] == "level." && f.Body == triage.BodyCommunePolice) {
			against = append(against, say.Plain(part[0]+part[1]))
		}
	}
	if len(against) > 0 {
		lines = append(lines, say.Say("officer.head.against", "against", strings.Join(against, " · ")))
	}
	if f.Stage != "" && f.Stage != triage.StageNone {
		lines = append(lines, say.Say("officer.head.stage", "stage", say.Plain("stage."+string(f.Stage))))
	}
	if f.Judgment.Court != "" {
		lines = append(lines, say.Say("officer.head.court", "court", say.Plain("court."+string(f.Judgment.Court))))
	}
	return lines
}

// title is the first lines of every card: what is urgent is said first.
func title(say text.Speaker, p triage.Petition) []string {
	var lines []string
	if p.Decision.Urgent && p.Status != triage.StatusDone {
		lines = append(lines, say.Say("officer.card.urgent"))
	}
	return append(lines, say.Say("officer.card.title", "code", string(p.Code), "kind", say.Plain("kind."+string(p.Kind))))
}

func statusLine(say text.Speaker, p triage.Petition) string {
	status := say.Plain("status." + string(p.Status))
	switch {
	case p.Status == triage.StatusDone && p.Outcome != "":
		status = say.Plain("outcome." + string(p.Outcome))
	case p.Standing == triage.Unsigned:
		status += " · " + say.Plain("standing.unsigned")
	}
	return say.Say("officer.card.status", "status", status)
}

func ownerLine(say text.Speaker, p triage.Petition, roster triage.Roster) string {
	if s, ok := roster.ByID(p.Owner); ok {
		return say.Say("officer.card.owner", "name", s.Name)
	}
	return say.Say("officer.card.nobody")
}

func (b *Bot) unitName(id triage.UnitID) string {
	if u, ok := b.Office.Unit(id); ok {
		return u.Name
	}
	return string(id)
}

// place is the name of the commune of the matter, "" where it is not known.
func (b *Bot) place(p triage.Petition) string {
	names, ok := b.Places.(placeNames)
	if !ok || p.Commune == "" {
		return ""
	}
	name, _ := names.Name(p.Commune)
	return name
}

// destinationName is the agency behind a key of the registry, as the office
// names it, else by its general name.
func (b *Bot) destinationName(say text.Speaker, key string) string {
	if d, ok := b.Office.Destination(key); ok {
		return d.Name
	}
	if generic := "destination." + key; say.Has(generic) {
		return say.Plain(generic)
	}
	return key
}

// decision says whose business the petition is, by which rule and law, and what
// is not certain about it (P12).
func (b *Bot) decision(say text.Speaker, p triage.Petition) []string {
	d := p.Decision
	lines := []string{say.Say("officer.decision", "disposition", say.Plain("disposition."+string(d.Disposition)))}
	if d.Override {
		return append(lines, overridden(say, p)...)
	}
	if d.Destination != "" {
		lines = append(lines, say.Say("officer.decision.destination", "destination", b.destinationName(say, d.Destination)))
	}
	for _, reason := range d.Reasons {
		lines = append(lines, "• "+b.reason(say, reason))
	}
	if len(d.Basis) > 0 {
		lines = append(lines, say.Say("officer.decision.basis", "law", citations(say, d.Basis), "rule", d.Rule))
	}
	if d.Confirm {
		lines = append(lines, say.Say("officer.decision.confirm"))
	}
	if p.Approved != "" && p.Approved == d.Disposition {
		lines = append(lines, say.Say("officer.decision.approved"))
	}
	return append(lines, doubts(say, d)...)
}

// reason is the sentence of a rule or a condition; the office's own rows bring
// theirs along.
func (b *Bot) reason(say text.Speaker, key string) string {
	if own := b.Office.Table.Says(key, say.Language()); own != "" {
		return text.Escape(own)
	}
	return say.Say(key)
}

// overridden is what is said of a decision that an officer made: the table's
// reasons and destination do not speak for it.
func overridden(say text.Speaker, p triage.Petition) []string {
	d, first := p.Decision, p.FirstDecision
	lines := []string{say.Say("officer.decision.override", "first", say.Plain("disposition."+string(first.Disposition)), "rule", first.Rule)}
	if p.Approved != "" && p.Approved == d.Disposition {
		lines = append(lines, say.Say("officer.decision.approved"))
	}
	return append(lines, doubts(say, d)...)
}

// doubts are what may still change a decision.
func doubts(say text.Speaker, d triage.Decision) []string {
	var lines []string
	for _, f := range d.Eligibility {
		lines = append(lines, say.Say("officer.decision.finding", "finding", say.Plain("eligibility."+f.Reason),
			"effect", say.Plain("disposition."+string(f.Effect)), "law", Citation(say, f.Basis)))
	}
	if len(d.Ask) > 0 {
		facts := make([]string, len(d.Ask))
		for i, name := range d.Ask {
			facts[i] = say.Plain("officer.fact." + name)
		}
		lines = append(lines, say.Say("officer.decision.ask", "facts", strings.Join(facts, ", ")))
	}
	return lines
}
