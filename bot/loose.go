package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
)

// maxLoose bounds what is kept while a person has not said where it belongs;
// more is refused with the reason, and the rest is kept.
const maxLoose = 40

// loose takes words and files written outside every dialog. A reply to one of
// our messages says itself which petition it belongs to; everything else is
// bound by asking, never by guessing.
func (t *talk) loose(ctx context.Context, in dialog.Input, m *models.Message) error {
	if _, err := triage.ParseCode(in.Text); err == nil && in.Kind == dialog.Words {
		return t.track(ctx, in.Text) // a code by itself asks where that petition stands
	}
	if t.repeat {
		return t.looseAgain(ctx, in)
	}
	if m != nil && m.ReplyToMessage != nil {
		done, err := t.replyTo(ctx, in, m.ReplyToMessage)
		if done || err != nil {
			return err
		}
	}
	if len(t.s.Loose) >= maxLoose {
		t.out.say(message{Text: "⚠️ " + t.say.Say("loose.full")})
		return t.askWhere(ctx)
	}
	for _, f := range in.Files {
		if f.Size > maxFile {
			t.out.say(message{Text: "⚠️ " + t.say.Say("note.files.large", "name", f.Name, "max", "20")})
			in.Files = nil
		}
	}
	if in.Text == "" && len(in.Files) == 0 {
		return nil
	}
	t.s.Loose, t.dirty = append(t.s.Loose, loose{Ref: in.Ref, Text: in.Text, Files: in.Files, At: in.At}), true
	if t.gathering(in) {
		return nil
	}
	t.quiet = len(t.out.Messages) == 0 // nothing was refused
	return t.askWhere(ctx)
}

// looseAgain answers a repeat: what was added by the first time is said to be added.
func (t *talk) looseAgain(ctx context.Context, in dialog.Input) error {
	if !slices.ContainsFunc(t.s.Loose, func(l loose) bool { return l.Ref == in.Ref }) {
		by, err := t.actor(ctx)
		if err != nil {
			return t.away(err)
		}
		code, err := t.b.Records.ByMessage(ctx, by.Person, in.Ref)
		switch {
		case err == nil:
			t.out.say(message{Text: t.say.Say("added", "code", string(code))})
			return nil
		case !errors.Is(err, triage.ErrNotFound):
			return t.away(err)
		}
	}
	return t.askWhere(ctx)
}

// maxFile is the largest file that a bot can fetch.
const maxFile = 20 << 20

// replyTo adds to the petition that the answered message belongs to.
func (t *talk) replyTo(ctx context.Context, in dialog.Input, to *models.Message) (done bool, err error) {
	by, err := t.actor(ctx)
	if err != nil {
		return t.looseWhileAway(err)
	}
	code, err := t.b.Records.ByMessage(ctx, by.Person, ref(to.ID))
	if errors.Is(err, triage.ErrNotFound) {
		code, err = t.namedIn(ctx, by, to)
	}
	if errors.Is(err, triage.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return t.looseWhileAway(err)
	}
	act := triage.Act{Codes: []triage.Code{code}, Verb: triage.Reply, Actor: by,
		Text: in.Text, Files: script.Attachments(in.Files), Messages: wroteAs(in.Ref, in.Text, in.At)}
	act.Key = wordsKey(t.looseKey(in.Ref), act)
	if _, err = t.b.Desk.Do(ctx, act); err != nil {
		if refused, err := t.refused(err); !refused {
			return t.looseWhileAway(err)
		}
		return true, nil
	}
	t.out.say(message{Text: t.say.Say("added", "code", string(code))})
	return true, nil
}

// looseWhileAway keeps what could not be added now: whose it is will be asked when
// the records answer again.
func (t *talk) looseWhileAway(err error) (done bool, _ error) {
	if errors.Is(err, context.Canceled) {
		return true, err
	}
	t.b.Log.Error("a reply was not added and is kept", "error", err)
	return false, nil
}

// looseKey begins the key of what a message outside every dialog adds to a petition,
// by whatever way.
func (t *talk) looseKey(ref string) string { return fmt.Sprintf("m%d:%d:%s", t.b.ID, t.chat, ref) }

// namedIn is the petition whose code stands in one of our own messages: somebody
// may answer it before the delivery ledger knows that it arrived.
func (t *talk) namedIn(ctx context.Context, by triage.Actor, m *models.Message) (triage.Code, error) {
	if m.From == nil || m.From.ID != t.b.ID {
		return "", triage.ErrNotFound
	}
	for _, word := range strings.Fields(m.Text) {
		code, err := triage.ParseCode(strings.Trim(word, ".,:;()"))
		if err != nil {
			continue
		}
		p, err := t.b.Records.Petition(ctx, code)
		if err != nil {
			return "", err
		}
		if p.Filer == by.Person {
			return code, nil
		}
	}
	return "", triage.ErrNotFound
}

// askWhere asks what loose words belong to. A person who has no petition yet and
// tells a story begins one with it.
func (t *talk) askWhere(ctx context.Context) error {
	if len(t.s.Loose) == 0 {
		return t.home(ctx)
	}
	var mine []triage.Petition
	by, err := t.actor(ctx)
	if err == nil {
		mine, err = t.b.Records.Find(ctx, triage.Query{Filer: by.Person, Limit: 5})
	}
	if err != nil {
		return t.away(err) // the words are kept all the same
	}
	if len(mine) == 0 && t.s.Staff {
		t.s.Loose, t.dirty = nil, true
		t.out.say(message{Text: t.say.Say("loose.staff")})
		return t.home(ctx)
	}
	if len(mine) == 0 {
		if !t.worthAPetition() {
			return t.home(ctx) // the few words are kept: more may follow
		}
		return t.newPetition(ctx, "")
	}
	var rows [][]button
	for _, p := range mine {
		rows = append(rows, []button{{Label: t.say.Plain("loose.add", "code", string(p.Code)), Data: "c:add:" + string(p.Code)}})
	}
	rows = append(rows, []button{{Label: t.say.Plain("home.new"), Data: "c:new"}}, []button{{Label: t.say.Plain("loose.drop"), Data: "c:drop"}})
	t.out.say(message{Text: strings.Join(append([]string{t.say.Say("loose.ask")}, t.lines(mine)...), "\n"), Rows: rows})
	return nil
}

// worthAPetition says whether something was told, not only a greeting.
func (t *talk) worthAPetition() bool {
	words := 0
	for _, l := range t.s.Loose {
		if !greeting(l) {
			words += len(strings.Fields(l.Text))
		}
		if len(l.Files) > 0 {
			return true
		}
	}
	return words >= 5
}

// adopt moves loose words and files into the petition that has just begun. What
// it cannot take stays loose, and is named with the reason.
func (t *talk) adopt() {
	d := t.b.petition
	env := t.b.env(t.say, d.ID)
	var left []loose
	var said []dialog.Problem
	kept := false
	for _, l := range t.s.Loose {
		if greeting(l) {
			continue
		}
		question, in := d.Story, dialog.Input{Kind: dialog.Words, Text: l.Text, Ref: l.Ref, At: l.At}
		if len(l.Files) > 0 {
			question, in.Kind, in.Files = d.Papers, dialog.Shown, l.Files
		}
		next, notes, taken := d.Put(env, *t.s.Draft, question, in)
		if !taken {
			left = append(left, l)
			for _, n := range notes {
				said = append(said, dialog.Problem{Key: refusedMark + n.Key, Args: n.Args})
			}
			continue
		}
		*t.s.Draft, kept = next, true
		for _, n := range notes {
			if n.Key != "story_more" && n.Key != "files.more" {
				said = append(said, n)
			}
		}
	}
	t.s.Loose, t.dirty = left, true
	if kept {
		said = append(said, dialog.Problem{Key: "kept_story"})
	}
	for _, line := range noteLines(t.say, distinct(said)) {
		t.out.say(message{Text: line})
	}
}

// greeting says whether something loose is no more than a greeting.
func greeting(l loose) bool {
	return len(l.Files) == 0 && slices.Contains([]string{"", "xin chao", "chao", "alo", "hello", "hi", "a lo"}, letterFold(l.Text))
}

// wroteAs is one message as a petition remembers it.
func wroteAs(ref, words string, at time.Time) []triage.Message {
	if strings.TrimSpace(words) == "" {
		return nil
	}
	return []triage.Message{{Ref: ref, Versions: []triage.Version{{At: at, Text: words}}}}
}

// addTo adds what was written to one petition, or asks for what to add.
func (t *talk) addTo(ctx context.Context, code triage.Code) error {
	if t.repeat { // what was written since was not meant
		t.out.Toast = t.say.Plain("done.already")
		return nil
	}
	if len(t.s.Loose) == 0 {
		t.startTask(task{ID: "reply", Verb: triage.Reply, Code: code})
		return nil
	}
	by, err := t.actor(ctx)
	if err != nil {
		return t.away(err)
	}
	act := triage.Act{Codes: []triage.Code{code}, Verb: triage.Reply, Actor: by}
	for _, l := range t.s.Loose {
		held, err := t.held(ctx, by, code, l.Ref, l.Text)
		if err != nil {
			return t.away(err)
		}
		if held {
			continue
		}
		act.Text = joinWords(act.Text, l.Text)
		act.Files = append(act.Files, script.Attachments(l.Files)...)
		act.Messages = append(act.Messages, wroteAs(l.Ref, l.Text, l.At)...)
	}
	act.Key = wordsKey(t.looseKey(t.s.Loose[0].Ref), act)
	if err := t.add(ctx, act); err != nil {
		if refused, err := t.refused(err); !refused {
			return t.away(err)
		}
		return nil
	}
	t.s.Loose, t.dirty = nil, true
	t.out.say(message{Text: t.say.Say("added", "code", string(code)), Rows: t.resumeRow()})
	return nil
}

// held says whether a message is in a petition already, as it reads now: the ledger may
// have taken it and its answer was lost, and more was written since.
func (t *talk) held(ctx context.Context, by triage.Actor, code triage.Code, ref, words string) (bool, error) {
	in, err := t.b.Records.ByMessage(ctx, by.Person, ref)
	if errors.Is(err, triage.ErrNotFound) || err == nil && in != code {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	d, err := t.b.Records.Dossier(ctx, code, by)
	return slices.ContainsFunc(d.Events, func(e triage.Event) bool { return strings.Contains(e.Text, words) }), err
}

// add carries out an act that adds to a petition, unless it holds nothing.
func (t *talk) add(ctx context.Context, act triage.Act) error {
	if act.Text == "" && len(act.Files) == 0 {
		return nil
	}
	_, err := t.b.Desk.Do(ctx, act)
	return err
}

// edited keeps a message that was changed after its petition was sent as a
// further version in that petition. A repeat may do it again: the act is keyed,
// and the answer is the same.
func (t *talk) edited(ctx context.Context, in dialog.Input) error {
	for i := range t.s.Loose {
		if l := &t.s.Loose[i]; l.Ref == in.Ref {
			l.Text, t.dirty = in.Text, true
			for j := range l.Files {
				l.Files[j] = l.Files[j].Recaption(in.Text, in.At)
			}
			return t.askWhere(ctx)
		}
	}
	by, err := t.actor(ctx)
	if err != nil {
		return t.notYet(err)
	}
	code, err := t.b.Records.ByMessage(ctx, by.Person, in.Ref)
	if errors.Is(err, triage.ErrNotFound) {
		t.out.say(message{Text: t.say.Say("edit.unbound"), Rows: t.resumeRow()})
		return nil
	}
	if err != nil {
		return t.notYet(err)
	}
	_, err = t.b.Desk.Do(ctx, triage.Act{Key: t.key(), Codes: []triage.Code{code}, Verb: triage.Reply, Actor: by, Text: in.Text, Amends: in.Ref})
	if err != nil {
		if refused, err := t.refused(err); !refused {
			return t.notYet(err)
		}
		return nil
	}
	t.out.say(message{Text: t.say.Say("edit.kept", "code", string(code)), Rows: t.resumeRow()})
	return nil
}
