package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// Notices to staff that are no verbs of the life table.
const (
	noticeUnreachable triage.Verb = "unreachable" // the citizen refuses our messages
	noticeUndelivered triage.Verb = "undelivered" // whether an answer arrived is not known
	noticeFiles       triage.Verb = "files"       // attachments are in, or could not be fetched
)

// tellStaff tells one member of staff in private that something happened: one
// sentence, the code, the kind and the next date, never a citizen's words. What
// is no longer true when its turn comes is not said.
func (b *Bot) tellStaff(ctx context.Context, n triage.Notice, attempt int) error {
	person, err := b.People.PersonByID(ctx, n.To)
	if err != nil {
		return fmt.Errorf("tell staff: %w", err)
	}
	if err := b.ready(n, person); err != nil {
		return err
	}
	roster, err := b.People.Roster(ctx)
	if err != nil {
		return fmt.Errorf("tell staff: %w", err)
	}
	p, err := b.Records.Petition(ctx, n.Code)
	if err != nil {
		return fmt.Errorf("tell staff: %w", err)
	}
	var messages []message
	if s, ok := roster.ByPerson(n.To); ok && p.KnownTo(s, b.Office) {
		messages = b.notice(b.Words.In(person.Language), clerk{s, roster}, p, n)
	}
	return b.deliver(ctx, n, attempt, person, messages)
}

// notice words what happened for one member of staff; nothing if it is stale.
func (b *Bot) notice(say text.Speaker, me clerk, p triage.Petition, n triage.Notice) []message {
	key := noticeKey(p, me.Staff, n)
	if key == "" {
		return nil
	}
	lines := append(title(say, p), say.Say(key))
	if o, ok := p.NextDue(); ok {
		lines = append(lines, say.Say("officer.card.due", "step", say.Plain("officer.step."+string(o.Step)), "date", dueWords(say, o))+lateMark(say, o, b.Now()))
	}
	if me.Unit != p.Unit {
		lines = append(lines, say.Say("officer.head.unit", "unit", b.unitName(p.Unit)))
	}
	var row []button
	if n.Verb == noticeUndelivered {
		row = append(row, button{Label: say.Plain("officer.button.again"), Data: actData(actAgain, p.Code, n.Version)})
	}
	for _, v := range p.Moves(me.Staff, b.Office) {
		if v == triage.Claim {
			row = append(row, button{Label: say.Plain("officer.button.claim"), Data: actData(string(triage.Claim), p.Code, p.Version)})
		}
	}
	row = append(row, button{Label: say.Plain("officer.button.open"), Data: actData(actOpen, p.Code, p.Version)})
	return []message{{Text: strings.Join(lines, "\n"), Rows: [][]button{row}}}
}

// noticeKey is the sentence for a notice, "" if it is no longer true.
func noticeKey(p triage.Petition, s triage.Staff, n triage.Notice) string {
	free, mine := p.Owner == "" && p.Status != triage.StatusDone, p.Owner == "" || p.Owner == s.ID
	_, owes := p.NextDue()
	on := false
	switch n.Verb {
	case triage.FileIt, triage.Reopen, triage.TransferOut:
		on = free
	case triage.HandOver, triage.Approve, triage.Refuse:
		on = p.Owner == s.ID
	case triage.Propose:
		on = p.Status == triage.StatusProposed
	case triage.Contest:
		on = p.ContestAsked && (mine || s.Post == triage.Leader)
	case triage.Withdraw:
		if p.Status == triage.StatusDone {
			return "notice.withdrawn"
		}
		on = p.WithdrawAsk && mine
	case triage.Remind:
		on = owes && mine
	case triage.Escalate:
		on = owes && (mine || s.Post == triage.Leader)
	case triage.Reply, noticeUnreachable, noticeUndelivered, noticeFiles:
		on = mine
	}
	if !on {
		return ""
	}
	return "notice." + string(n.Verb)
}

// tellGroup draws a petition's card in its unit's group: the card that is there
// is changed, otherwise one is sent. It is drawn from the present state, so a
// notice that comes late draws nothing old.
func (b *Bot) tellGroup(ctx context.Context, n triage.Notice, attempt int) error {
	p, err := b.Records.Petition(ctx, n.Code)
	if err != nil {
		return fmt.Errorf("draw a card: %w", err)
	}
	roster, err := b.People.Roster(ctx)
	if err != nil {
		return fmt.Errorf("draw a card: %w", err)
	}
	group := roster.Groups[n.Unit]
	if group == "" || p.Restricted {
		return nil
	}
	to, err := b.People.PersonByID(ctx, group)
	if err != nil {
		return fmt.Errorf("draw a card: %w", err)
	}
	old, err := b.Records.Card(ctx, p.Code, n.Unit)
	if err != nil {
		return err
	}
	m, say := message{}, b.Words.In(groupLanguage)
	switch {
	case p.Unit == n.Unit:
		m = b.groupCard(p, roster, say)
	case old == "":
		return nil // it moved on before it was ever shown here
	default:
		m = b.movedCard(p, say)
	}
	return b.putCard(ctx, n, attempt, to, old, m)
}

// putCard changes or sends a card, follows a group that moved, remembers where
// the card is, and writes the outcome into the delivery ledger.
func (b *Bot) putCard(ctx context.Context, n triage.Notice, attempt int, to triage.Person, old string, m message) error {
	chat, err := chatOf(to.Address)
	if err != nil {
		return fmt.Errorf("draw a card: %w", err)
	}
	place, sendErr := b.sendCard(ctx, n, chat, old, m)
	var migrated *Migrated
	if errors.As(sendErr, &migrated) {
		if err := b.People.Readdress(ctx, to.Address, Address(b.ID, migrated.To)); err != nil {
			return err
		}
		place, sendErr = b.sendCard(ctx, n, migrated.To, old, m)
	}
	if notAsked(sendErr) {
		return sendErr
	}
	if sendErr == nil && place != old {
		if err := insist(ctx, func(ctx context.Context) error { return b.Records.SetCard(ctx, n.Code, n.Unit, place) }); err != nil {
			return &attempted{err, true}
		}
	}
	n.To = to.ID
	return b.conclude(ctx, triage.Delivery{Notice: n, At: b.Now(), Outcome: deliveryOutcome(sendErr), Attempt: attempt}, to, sendErr)
}

// sendCard changes the card at old if it is in this chat and still there, else
// sends it. It returns where the card is then.
func (b *Bot) sendCard(ctx context.Context, n triage.Notice, chat int64, old string, m message) (string, error) {
	if in, id, ok := parseCardRef(old); ok && in == chat {
		_, err := b.sender(n).Do(ctx, m.edit(chat, id))
		if !cardGone(err) {
			return old, err
		}
	}
	id, err := b.sender(n).Do(ctx, m.send(chat))
	return cardRef(chat, id), err
}

// cardGone says whether a card can no longer be changed: somebody deleted it, or
// it is too old.
func cardGone(err error) bool {
	var refused *Refused
	if !errors.As(err, &refused) || refused.Code != http.StatusBadRequest {
		return false
	}
	for _, why := range []string{"message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"} {
		if strings.Contains(refused.Description, why) {
			return true
		}
	}
	return false
}

// cardRef is where a card is. Message ids start anew in a supergroup, so the
// chat is part of it.
func cardRef(chat int64, id int) string { return strconv.FormatInt(chat, 10) + ":" + strconv.Itoa(id) }

func parseCardRef(ref string) (chat int64, id int, ok bool) {
	left, right, found := strings.Cut(ref, ":")
	chat, err := strconv.ParseInt(left, 10, 64)
	id, bad := strconv.Atoi(right)
	return chat, id, found && err == nil && bad == nil && id > 0
}
