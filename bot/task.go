package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
)

// startTask begins a small dialog. It goes before the petition being written,
// which stays as it is and goes on afterwards.
func (t *talk) startTask(k task) {
	if t.halfTold() {
		return
	}
	k.State = dialog.State{Dialog: k.ID, Key: t.b.NewKey(), Answers: dialog.Answers{}}
	t.s.Task, t.dirty = &k, true
	t.showTask(nil)
}

// halfTold says whether words of a smaller dialog wait to be sent. They are shown
// again instead of being thrown away by whatever would come next.
func (t *talk) halfTold() bool {
	if t.s.Task == nil || !t.s.Task.State.Told() {
		return false
	}
	t.out.say(message{Text: "ℹ️ " + t.say.Say("task.first")})
	t.showTask(nil)
	return true
}

// showTask says the question of the task under way, with a line of whose
// petition it is about.
func (t *talk) showTask(v *dialog.View) {
	k := t.s.Task
	d, ok := t.b.taskDialog(t.say, *k)
	if !ok {
		t.s.Task = nil
		t.stale()
		return
	}
	if v == nil {
		view := d.View(t.b.env(t.say, d.ID), k.State)
		v = &view
	}
	m := t.b.render(t.say, k.State, *v)
	if to := k.State.Answers["destination"]; to.Value != "" {
		m.Text = t.say.Say("officer.chosen", "destination", to.Label) + "\n\n" + m.Text
	}
	if kind := k.With["kind"]; kind != "" {
		m.Text = t.say.Say("officer.read.offer", "kind", t.say.Plain("kind."+kind), "n", k.With["sure"],
			"disposition", t.say.Plain("disposition."+k.With["disposition"])) + "\n\n" + m.Text
	}
	if k.Code != "" {
		m.Text = t.say.Say("task.about", "code", string(k.Code)) + "\n\n" + m.Text
	}
	t.out.say(m)
}

// toTask gives an input to the small dialog under way.
func (t *talk) toTask(ctx context.Context, in dialog.Input) error {
	k := t.s.Task
	d, ok := t.b.taskDialog(t.say, *k)
	if !ok {
		t.s.Task, t.dirty = nil, true
		return t.wrote(ctx, in, t.u.Message)
	}
	if t.repeat {
		t.step = step{d.ID, stepRepeated}
		t.showTask(nil)
		return nil
	}
	before := k.State
	turn := d.Turn(t.b.env(t.say, d.ID), before, in)
	if in.Kind == dialog.Edit && !turn.Found {
		if t.s.Draft != nil {
			return t.toDraft(ctx, in)
		}
		return t.edited(ctx, in)
	}
	t.step, t.dirty = stepOf(d.ID, turn), true
	switch turn.Ending {
	case dialog.Cancelled:
		t.s.Task = nil
		rows := t.resumeRow()
		if t.s.Staff {
			rows = t.homeRows()
		}
		t.out.say(message{Text: t.say.Say("task.cancelled"), Rows: rows})
		return nil
	case dialog.Sent:
		return t.finish(ctx, d, turn)
	}
	k.State = turn.State
	if in.Kind == dialog.Press {
		t.pressedToast(turn, in.Question)
	}
	if t.gathering(in) {
		t.said(turn.View)
		return nil
	}
	t.quiet = len(t.out.Messages) == 0 && onlyWhere(turn.View)
	t.showTask(&turn.View)
	return nil
}

// finish carries out what the dialog was for. If the records are away the dialog
// goes back to its last question, with the answer still there, so that nothing has to
// be told again.
func (t *talk) finish(ctx context.Context, d dialog.Dialog, turn dialog.Turn) error {
	k := *t.s.Task
	k.State = turn.State
	t.s.Task = nil
	var err error
	if k.Verb == triage.Reply || k.Verb == triage.Contest {
		err = t.citizenAct(ctx, k, d.Given(turn.State))
	} else {
		err = t.finishAct(ctx, k, d.Given(turn.State))
	}
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		k.State = t.reopened(d, turn.State)
		t.s.Task = &k
		err = t.notYet(err)
		t.showTask(nil)
		return err
	case t.undone:
		t.s.Refused, t.undone = refused{t.u.ID, t.refusedAs}, false
	}
	return nil
}

// reopened is a dialog that has ended, back at its last question with the answer.
func (t *talk) reopened(d dialog.Dialog, s dialog.State) dialog.State {
	back := dialog.Input{Kind: dialog.Press, Question: dialog.AtReview, Value: dialog.Back}
	return d.Turn(t.b.env(t.say, d.ID), s, back).State
}

// citizenAct adds to a petition of the citizen's, or disagrees with how it ended.
func (t *talk) citizenAct(ctx context.Context, k task, given dialog.Answers) error {
	by, err := t.actor(ctx)
	if err != nil {
		return err
	}
	act := triage.Act{Codes: []triage.Code{k.Code}, Verb: k.Verb, Actor: by}
	for _, a := range given {
		var err error
		a.Pieces = slices.DeleteFunc(slices.Clone(a.Pieces), func(p dialog.Piece) bool {
			held, failed := t.held(ctx, by, k.Code, p.Ref, p.Text)
			err = errors.Join(err, failed)
			return held
		})
		if err != nil {
			return err
		}
		if text := a.Text(); text != "" {
			act.Text = joinWords(act.Text, text)
		}
		act.Files = append(act.Files, script.Attachments(a.Files)...)
		act.Messages = append(act.Messages, script.Messages(a.Pieces, a.Files)...)
	}
	act.Key = wordsKey("task:"+k.State.Key, act)
	if err := t.add(ctx, act); err != nil {
		if refused, err := t.refused(err); !refused {
			return err
		}
		return nil
	}
	said := t.say.Say("added", "code", string(k.Code))
	if k.Verb == triage.Contest {
		said = t.say.Say("contested", "code", string(k.Code))
	}
	t.out.say(message{Text: said, Rows: t.resumeRow()})
	return nil
}

// wordsKey names what is added to a petition by what it holds. Where the ledger had
// it and its answer was lost, sending it again adds nothing (P2); what was written
// since is another act (P16).
func wordsKey(of string, act triage.Act) string {
	digest := fnv.New64a()
	digest.Write([]byte(act.Text))
	for _, f := range act.Files {
		digest.Write([]byte("/" + f.Unique))
	}
	for name, chosen := range []string{act.Reason, act.Destination, string(act.Kind), string(act.Disposition), string(act.To)} {
		if chosen != "" {
			fmt.Fprintf(digest, "/%d:%s", name, chosen)
		}
	}
	return of + "/" + strconv.FormatUint(digest.Sum64(), 36)
}

func joinWords(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n\n" + b
}
