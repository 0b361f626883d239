package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/go-telegram/bot/models"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// groupLanguage is what groups of staff are spoken to in.
const groupLanguage = text.Default

// inGroup does what concerns us in a group: being bound to a unit, the group's
// move to another id, and presses on cards. Everything else that is said there
// is none of our business and is not even read.
func (b *Bot) inGroup(ctx context.Context, u Update) error {
	if u.CallbackQuery != nil {
		return b.pressedInGroup(ctx, u)
	}
	m := u.Message
	if m == nil {
		return nil
	}
	switch {
	case m.MigrateToChatID != 0:
		return b.groupMoved(ctx, m.Chat.ID, m.MigrateToChatID)
	case m.MigrateFromChatID != 0:
		return b.groupMoved(ctx, m.MigrateFromChatID, m.Chat.ID)
	}
	name, args, ok := EntityCommand(m.Text, m.Entities, b.Username)
	if token, bind := strings.CutPrefix(args, "g_"); ok && name == "start" && bind {
		return b.bindGroup(ctx, m.Chat.ID, token)
	}
	return nil
}

// groupMoved follows a group that became a supergroup with another id.
func (b *Bot) groupMoved(ctx context.Context, from, to int64) error {
	if err := b.People.Readdress(ctx, Address(b.ID, from), Address(b.ID, to)); err != nil {
		return away(err)
	}
	b.Log.Info("a group became a supergroup and was followed")
	return nil
}

// bindGroup binds a group to the unit of a one-time link.
func (b *Bot) bindGroup(ctx context.Context, chat int64, token string) error {
	say := b.Words.In(groupLanguage)
	group, err := b.People.Person(ctx, Address(b.ID, chat), groupLanguage)
	if err != nil {
		return away(err)
	}
	i, err := b.People.RedeemGroup(ctx, token, group.ID)
	if errors.Is(err, triage.ErrNotFound) {
		return b.do(ctx, message{Text: say.Say("officer.group.spent")}.send(chat))
	}
	if err != nil {
		return away(err)
	}
	return b.do(ctx, message{Text: say.Say("officer.group.bound", "unit", b.unitName(i.Unit))}.send(chat))
}

// pressedInGroup answers a press on a card. What it opens is opened in the
// officer's own chat: nothing of a petition's content is ever shown in a group.
// Strangers are told that it is not for them, and nothing else.
func (b *Bot) pressedInGroup(ctx context.Context, u Update) error {
	q := u.CallbackQuery
	t := &talk{b: b, s: &session{}, u: u, user: q.From, chat: q.From.ID}
	t.greet()
	t.s.Language = t.say.Language()
	rest, ours := strings.CutPrefix(q.Data, "a:")
	p, ok := parsePress(rest)
	if !ours || !ok || p.verb != string(triage.Claim) && p.verb != actOpen {
		t.stale()
		return b.toast(ctx, q.ID, t.out)
	}
	s, roster, known, err := t.staff(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		b.Log.Error("a press in a group was not done", "error", err)
		t.alert(t.say.Plain("unavailable.act"))
	case !known:
		t.alert(t.say.Plain("officer.only"))
	default:
		if err := t.claimInGroup(ctx, clerk{s, roster}, p); err != nil {
			return err
		}
	}
	return b.toast(ctx, q.ID, t.out)
}

// claimInGroup claims, and sends the petition to the officer's own chat. The
// card in the group is drawn again by the notice of the claim.
func (t *talk) claimInGroup(ctx context.Context, me clerk, p press) error {
	if p.verb == string(triage.Claim) {
		if _, err := t.claimFor(ctx, me, p.code); err != nil {
			var refusal *triage.Refusal
			switch {
			case errors.As(err, &refusal):
				t.alert(t.refusal(me, refusal))
			case errors.Is(err, context.Canceled):
				return err
			default:
				t.b.Log.Error("a press in a group was not done", "error", err)
				t.alert(t.say.Plain("unavailable.act"))
			}
			return nil
		}
	}
	if err := t.open(ctx, me, p.code); err != nil {
		return err
	}
	if t.out.Toast != "" {
		return nil // it could not be read: said already
	}
	sent := t.sendPrivately(ctx)
	var blocked *Blocked
	switch {
	case sent == nil && p.verb == actOpen:
		t.out.Toast = t.say.Plain("officer.sent.toast")
	case sent == nil:
		t.out.Toast = t.say.Plain("officer.claimed.toast", "code", string(p.code))
	case errors.As(sent, &blocked):
		t.alert(t.say.Plain("officer.start_first", "bot", "@"+strings.TrimPrefix(t.b.Username, "@")))
	default:
		t.b.Log.Warn("a claimed petition was not sent to its officer", "error", sent)
		t.alert(t.say.Plain("officer.open_later"))
	}
	return nil
}

// sendPrivately sends what was to be said to the person's own chat.
func (t *talk) sendPrivately(ctx context.Context) error {
	for _, m := range t.out.Messages {
		if _, err := t.b.Client.Do(ctx, m.send(t.chat)); err != nil {
			return err
		}
	}
	t.out.Messages = nil
	return nil
}

// membership takes note of where we may write: a person who blocked or unblocked
// us, a group that we were put into or out of. A group that is bound to no unit
// is told once how to bind it, and nothing else.
func (b *Bot) membership(ctx context.Context, u Update) error {
	m := u.MyChatMember
	if m.Chat.Type == models.ChatTypeChannel {
		return nil
	}
	language := groupLanguage
	if m.Chat.Type == models.ChatTypePrivate {
		t := &talk{b: b, s: &session{}, user: m.From}
		t.greet()
		language = t.say.Language()
	}
	now, before := belongs(m.NewChatMember), belongs(m.OldChatMember)
	if now == before {
		return nil
	}
	p, err := b.People.Person(ctx, Address(b.ID, m.Chat.ID), language)
	if err != nil {
		return away(err)
	}
	if p.Unreachable == now {
		if err := b.People.SetReachable(ctx, p.ID, now); err != nil {
			return away(err)
		}
	}
	if !now || m.Chat.Type == models.ChatTypePrivate {
		return nil
	}
	// The link that binds a group also puts the bot into it: only a group that is
	// still bound to nothing a moment later is told how.
	b.later.perhaps(2*b.Settle, func(ctx context.Context) { b.greetGroup(ctx, m.Chat.ID, p.ID) })
	return nil
}

// greetGroup tells a group that is bound to no unit how to bind it.
func (b *Bot) greetGroup(ctx context.Context, chat int64, id triage.PersonID) {
	roster, err := b.People.Roster(ctx)
	if err != nil {
		b.Log.Warn("a group was not greeted", "error", err)
		return
	}
	for _, group := range roster.Groups {
		if group == id {
			return
		}
	}
	if err := b.do(ctx, message{Text: b.Words.In(groupLanguage).Say("officer.group.hello", "office", b.Office.Name)}.send(chat)); err != nil {
		b.Log.Warn("a group was not greeted", "error", err)
	}
}

// belongs says whether the bot is in the chat and may write there, as far as the
// kind of membership tells.
func belongs(m models.ChatMember) bool {
	switch m.Type {
	case models.ChatMemberTypeOwner, models.ChatMemberTypeAdministrator, models.ChatMemberTypeMember:
		return true
	case models.ChatMemberTypeRestricted:
		return m.Restricted != nil && m.Restricted.IsMember
	}
	return false
}
