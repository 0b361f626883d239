package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"tiepdan/bot/dialog"
	"tiepdan/bot/text"
	"tiepdan/triage"
)

// talk is one update being answered in one person's conversation.
type talk struct {
	b      *Bot
	s      *session
	u      Update
	user   models.User
	chat   int64
	say    text.Speaker
	repeat bool // done before: no second effect, but an answer
	out    reply
	dirty  bool   // the draft changed: a checkpoint is due
	album  string // the update belongs to this album
	fast   bool   // the last message is within the chat's budget
	step   step   // what the update was to a dialog
	// doubled says that the press is the second of a double tap.
	doubled bool
	// undone says that nothing was done or kept, only said why, or asked first;
	// refusedAs is what was said, where it was a refusal.
	undone    bool
	refusedAs string
	pointed   bool // the alert speaks of the question below
	quiet     bool // the reply says only where we are: a later one says it as well
	// then is done after the conversation is written: what takes long must not
	// keep it borrowed. It may still say something.
	then func(ctx context.Context)
}

// prolongAfter is how old a conversation may be when a look at it asks for a
// checkpoint.
const prolongAfter = 24 * time.Hour

// key names this update among the causes of events.
func (t *talk) key() string {
	return fmt.Sprintf("u%d:%d", t.b.ID, t.u.ID)
}

// Address is where a person can be written to, for storage: opaque there.
func Address(bot, chat int64) string { return fmt.Sprintf("tg:%d:%d", bot, chat) }

// chatOf reads an address back.
func chatOf(address string) (int64, error) {
	i := strings.LastIndexByte(address, ':')
	chat, err := strconv.ParseInt(address[i+1:], 10, 64)
	if err != nil || i < 0 {
		return 0, errors.New("not a Telegram address")
	}
	return chat, nil
}

// Handle does one update: see Handler. The ledger is written first, under the
// update's key; the conversation second; the reply goes last.
func (b *Bot) Handle(ctx context.Context, u Update, inline bool) (*Call, error) {
	user := u.Sender()
	switch {
	case u.MyChatMember != nil:
		return nil, b.membership(ctx, u)
	case user == nil:
		return nil, nil
	case u.Chat() != user.ID:
		// Also from a bot: an anonymous administrator writes as one.
		return nil, b.inGroup(ctx, u)
	case user.IsBot:
		return nil, nil
	}
	return b.inPrivate(ctx, u, *user, inline)
}

func (b *Bot) inPrivate(ctx context.Context, u Update, user models.User, inline bool) (*Call, error) {
	var t *talk
	err := b.Sessions.Change(ctx, b.ID, user.ID, func(old []byte) ([]byte, bool, error) {
		s, err := decodeSession(old)
		if err != nil {
			return nil, false, err
		}
		b.resume(&s)
		t = &talk{b: b, s: &s, u: u, user: user, chat: user.ID}
		t.repeat = s.seen(u.ID)
		alarmed, asked := s.Alarmed, s.Asked
		t.greet()
		if err := t.take(ctx); err != nil {
			return nil, false, err
		}
		t.tapped()
		if !t.repeat && t.vain() {
			// Should the answer be lost, the update is new when it comes again: never
			// answered as if it were done. What was said with it is said again too.
			s.forget(u.ID)
			s.Alarmed, s.Asked = alarmed, asked
		}
		// Who looks at a draft prolongs it: in the quick store by every turn, in the
		// lasting one once a day.
		t.dirty = t.dirty || (t.s.Draft != nil || t.s.Task != nil) && b.Now().Sub(t.s.At) > prolongAfter
		t.s.At = b.Now()
		t.s.Whole, t.fast = b.Client.foresee(t.s.Whole, t.s.At, t.out.count())
		state, err := s.encode()
		return state, t.dirty, err
	})
	if err != nil {
		return nil, away(err)
	}
	b.Metrics.stepped(t.step)
	if t.album != "" {
		b.settle(ctx, u, t)
	}
	if t.then != nil {
		t.then(ctx)
	}
	return b.answer(ctx, u, t, inline)
}

// vain says that the turn did nothing but say why: an alert is how a press is told so.
func (t *talk) vain() bool { return t.undone || t.u.CallbackQuery != nil && t.out.Alert }

// away marks that something the program depends on does not answer, so that the
// update comes again as long as that lasts. Every other error stays what it is:
// an update that always fails must not come for ever.
func away(err error) error {
	if isAway(err) || errors.Is(err, context.Canceled) || !unavailable(err) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrAway, err)
}

// greet chooses the language: what was chosen before, else the one that the
// person's Telegram speaks.
func (t *talk) greet() {
	lang := t.s.Language
	if lang == "" {
		if lang = "vi"; t.user.LanguageCode != "" && !strings.HasPrefix(t.user.LanguageCode, "vi") {
			lang = "en"
		}
	}
	t.say = t.b.Words.In(lang)
}

// answer sends the reply. One message may go in the webhook's body; while
// Telegram has lately refused anything, or the person repeats himself, it goes
// by a call whose outcome is seen. A reply whose sending takes all the time that
// an update has is not begun anew: what was sent would be sent again and again.
func (b *Bot) answer(ctx context.Context, u Update, t *talk, inline bool) (*Call, error) {
	if u.More && t.quiet && u.Message != nil {
		// Telegram gives a poller no more than a hundred updates that are not done:
		// a hundred answers at one a second would keep everybody else out.
		return nil, nil
	}
	var calls []Call
	if q := u.CallbackQuery; q != nil {
		if t.out.Redraw != nil && q.Message.Message != nil {
			calls = append(calls, t.out.Redraw.edit(t.chat, q.Message.Message.ID))
		}
		if err := b.toast(ctx, q.ID, t.out); err != nil {
			return nil, err
		}
	}
	for _, m := range t.out.Messages {
		calls = append(calls, m.send(t.chat))
	}
	for i, c := range calls {
		last := i == len(calls)-1
		if last && inline && t.fast && !t.repeat && b.Client.mayInline(ctx, c) {
			return &c, nil
		}
		err := b.do(ctx, c)
		if err != nil && i > 0 && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			b.Log.Warn("a long reply was broken off", "sent", i, "of", len(calls), "error", err)
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// toast answers a press. One that is too old to be answered is no fault.
func (b *Bot) toast(ctx context.Context, id string, out reply) error {
	return b.do(ctx, Call{Method: "answerCallbackQuery", Params: &tgbot.AnswerCallbackQueryParams{
		CallbackQueryID: id, Text: cut(out.Toast, 190), ShowAlert: out.Alert,
	}})
}

// do makes a call whose failure the person would not see. What can never
// succeed is let go; what may is asked for again by having the update again: the
// repeat is answered from the state.
func (b *Bot) do(ctx context.Context, c Call) error {
	_, err := b.Client.Do(ctx, c)
	var permanent interface{ Permanent() bool }
	var unknown *Unknown
	switch {
	case err == nil:
		return nil
	case errors.As(err, &permanent) && permanent.Permanent():
		b.Log.Warn("a reply was refused", "method", c.Method, "error", err)
		return nil
	case errors.As(err, &unknown):
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return away(err)
}

// take routes one update of a private chat.
func (t *talk) take(ctx context.Context) error {
	if r := t.s.Refused; t.repeat && r.Update == t.u.ID {
		t.out.say(message{Text: r.Words})
		return nil
	}
	if q := t.u.CallbackQuery; q != nil {
		return t.pressed(ctx, q.Data)
	}
	m, edited := t.u.Message, false
	if m == nil {
		m, edited = t.u.EditedMessage, true
	}
	if m == nil {
		return nil
	}
	if name, args, ok := EntityCommand(m.Text, m.Entities, t.b.Username); ok && !edited {
		return t.command(ctx, name, args)
	}
	in, ok := input(m, edited)
	if !ok {
		return nil
	}
	// Messages of a chat are numbered as they were written, whoever wrote them.
	in.Late = !edited && m.ID < t.s.Pressed
	if m.MediaGroupID != "" && !edited {
		t.gather(m.MediaGroupID)
	}
	return t.wrote(ctx, in, m)
}

// pressed routes a press by the first part of its data.
func (t *talk) pressed(ctx context.Context, data string) error {
	if t.twice(data) {
		return nil
	}
	defer t.below()
	kind, rest, _ := strings.Cut(data, ":")
	switch kind {
	case "d":
		return t.pressedDialog(ctx, rest)
	case "c":
		name, args, _ := strings.Cut(rest, ":")
		return t.button(ctx, name, args)
	case "a":
		return t.pressedAct(ctx, rest)
	}
	t.stale()
	return nil
}

// stale says that a button is old, and points at the question below it if there is
// one: see below.
func (t *talk) stale() {
	words := "note.over"
	if t.pointed = t.s.Draft != nil || t.s.Task != nil; t.pointed {
		words = "note.stale"
	}
	t.out.Toast, t.out.Alert = t.say.Plain(words), true
}

// below shows the question that was pointed at, unless it was shown already.
func (t *talk) below() {
	switch {
	case !t.pointed || len(t.out.Messages) > 0:
	case t.s.Task != nil:
		t.showTask(nil)
	case t.s.Draft != nil:
		t.showDraft()
	}
}

// wrote takes words, files and odd things: the dialog under way has them; else
// they are kept until the person says what they belong to.
func (t *talk) wrote(ctx context.Context, in dialog.Input, m *models.Message) error {
	t.listen(in)
	switch {
	case t.s.Task != nil:
		return t.toTask(ctx, in)
	case t.s.Draft != nil:
		return t.toDraft(ctx, in)
	case in.Kind == dialog.Edit:
		return t.edited(ctx, in)
	case in.Kind == dialog.Odd:
		if !t.repeat {
			t.out.say(message{Text: "⚠️ " + t.say.Say("problem.odd", "what", t.say.Plain("odd."+in.What))})
		}
		return t.home(ctx)
	}
	return t.loose(ctx, in, m)
}

// pressedDialog gives a press to the dialog it was drawn for.
func (t *talk) pressedDialog(ctx context.Context, data string) error {
	mark, rest, _ := strings.Cut(data, ":")
	question, value, _ := strings.Cut(rest, ":")
	if m := t.u.CallbackQuery.Message.Message; m != nil {
		t.s.Pressed = max(t.s.Pressed, m.ID)
	}
	in := dialog.Input{Kind: dialog.Press, Question: question, Value: value, At: t.b.Now()}
	switch {
	case t.s.Task != nil && tag(t.s.Task.State) == mark:
		return t.toTask(ctx, in)
	case t.s.Draft != nil && tag(*t.s.Draft) == mark:
		// Pressing a button of the petition ends the errand in between, unless
		// words of it wait to be sent.
		if t.halfTold() {
			return nil
		}
		t.s.Task = nil
		return t.toDraft(ctx, in)
	}
	t.stale()
	if t.repeat {
		// The press that ended the dialog comes again: it did what it should.
		t.out.Toast, t.out.Alert, t.pointed = t.say.Plain("done.already"), false, false
	}
	return nil
}

// actor is the citizen of this chat, for reading and acting.
func (t *talk) actor(ctx context.Context) (triage.Actor, error) {
	p, err := t.b.People.Person(ctx, Address(t.b.ID, t.chat), t.say.Language())
	if err != nil {
		return triage.Actor{}, err
	}
	return triage.Actor{Person: p.ID}, nil
}
