package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
)

// finishAct does what a staff dialog was for. A fault is returned, so that the
// dialog is kept and can be sent again; a refusal is said.
func (t *talk) finishAct(ctx context.Context, k task, given dialog.Answers) error {
	s, roster, ok, err := t.staff(ctx)
	if err != nil {
		return err
	}
	if !ok {
		t.refuse(t.say.Say("officer.only"))
		return nil
	}
	me := clerk{s, roster}
	if k.ID == visitDialog {
		return t.recordVisit(ctx, me, k, given)
	}
	done, err := t.b.Desk.Do(ctx, actOf(k, me.ID, given))
	var refusal *triage.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Reason == triage.RefusedStale:
		return t.keepWords(ctx, me, k)
	case errors.As(err, &refusal):
		t.refuse(escape(t.refusal(me, refusal)))
		return t.redraw(ctx, me, k.Code, false)
	case err != nil:
		return err
	}
	t.out.say(message{Text: "✓ " + t.say.Say("officer.done", "verb", t.say.Plain("verb."+string(k.Verb)), "code", string(k.Code)), Rows: t.workRows()})
	t.show(t.card(ctx, me, done.Petition, false))
	return nil
}

// actOf makes the act of a dialog. Its key is the dialog's own and that of what it
// says: sending again after an answer that was lost does nothing twice (P2), and what
// was changed meanwhile is not taken for done.
func actOf(k task, by triage.StaffID, given dialog.Answers) triage.Act {
	kind := triage.Kind(given.Value("kind"))
	if kind == script.KeepKind {
		kind = ""
	}
	var facts *triage.Facts
	if encoded := k.With["facts"]; encoded != "" && string(kind) == k.With["kind"] {
		// What was read was confirmed: its facts are in force with its kind.
		if f := (triage.Facts{}); json.Unmarshal([]byte(encoded), &f) == nil {
			facts = &f
		}
	}
	act := triage.Act{
		Facts: facts, Codes: []triage.Code{k.Code}, Verb: k.Verb, Actor: triage.Actor{Staff: by}, Seen: k.Seen,
		Reason: given["reason"].Text(), Text: given["text"].Text(),
		Destination: given.Value("destination"), Kind: kind, Disposition: triage.Disposition(given.Value("disposition")),
		To: triage.StaffID(cmp.Or(k.With["to"], given.Value("to"))),
	}
	act.Key = wordsKey("task:"+k.State.Key, act)
	return act
}

// keepWords says that the petition changed while words were written, shows it as
// it is now, and goes back to the last question with the words still there, so
// that nothing has to be written again. What cannot be done any more is refused.
func (t *talk) keepWords(ctx context.Context, me clerk, k task) error {
	p, err := t.b.Records.Petition(ctx, k.Code)
	if err != nil {
		return err
	}
	if !p.KnownTo(me.Staff, t.b.Office) {
		t.refuse(t.say.Say("refusal.not_found"))
		return nil
	}
	d, known := t.b.taskDialog(t.say, k)
	if !known || !slices.Contains(p.Moves(me.Staff, t.b.Office), k.Verb) {
		t.refuse(t.say.Say("refusal." + triage.RefusedStatus))
		t.out.say(t.card(ctx, me, p, false))
		return nil
	}
	t.out.say(message{Text: "⚠️ " + t.say.Say("officer.changed")})
	t.out.say(t.card(ctx, me, p, false))
	if err := k.presetAnew(p.Facts); err != nil {
		return err
	}
	k.Seen, k.State = p.Version, t.reopened(d, k.State)
	t.s.Task, t.dirty = &k, true
	t.showTask(nil)
	return nil
}

// halfWritten says whether words of another act are waiting to be finished. They
// are shown instead of being thrown away by the next press.
func (t *talk) halfWritten(dialogID string, code triage.Code) bool {
	k := t.s.Task
	if k == nil || !k.State.Told() {
		return false
	}
	if k.ID != dialogID || k.Code != code {
		t.alert(t.say.Plain("officer.half_written"))
	}
	t.showTask(nil)
	return true
}
