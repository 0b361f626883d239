package bot

import (
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage"
)

// resumeAfter is how long a pause must be for the person to be told where we are.
const resumeAfter = 12 * time.Hour

// begin starts a petition. Its key is minted here and never again: whatever is
// sent under it is one petition (P2).
func (t *talk) begin() {
	state := dialog.State{Dialog: t.b.petition.ID, Key: t.b.NewKey(), Answers: dialog.Answers{}, StartedAt: t.b.Now().Unix()}
	if t.s.Language != "" {
		state.Answers["language"] = dialog.Answer{Value: t.s.Language}
	}
	t.s.Draft, t.s.Task, t.dirty = &state, nil, true
	t.alarm()
}

// toDraft gives an input to the petition being written.
func (t *talk) toDraft(ctx context.Context, in dialog.Input) error {
	d := t.b.petition
	if t.repeat {
		t.step = step{d.ID, stepRepeated}
		t.showDraft()
		return nil
	}
	before := *t.s.Draft
	turn := d.Turn(t.b.env(t.say, d.ID), before, in)
	if in.Kind == dialog.Edit && !turn.Found {
		return t.edited(ctx, in)
	}
	t.step = stepOf(d.ID, turn)
	switch turn.Ending {
	case dialog.Sent:
		return t.send(ctx, turn)
	case dialog.Cancelled:
		t.s.Draft, t.dirty = nil, true
		t.out.say(message{Text: t.say.Say("cancelled"), Rows: t.homeRows()})
		return nil
	}
	if next := t.understand(before, turn.State); len(next.Answers) != len(turn.State.Answers) {
		problem, notes := turn.View.Problem, turn.View.Notes
		turn.State, turn.View = next, d.View(t.b.env(t.say, d.ID), next)
		turn.View.Problem, turn.View.Notes = problem, notes
	}
	t.pauseNote(&turn.View)
	*t.s.Draft, t.dirty = turn.State, true
	if lang := turn.State.Answers.Value("language"); lang != "" && lang != t.s.Language {
		t.s.Language = lang
		t.say = t.b.Words.In(lang)
	}
	if in.Kind == dialog.Press {
		t.pressedToast(turn, in.Question)
	}
	if t.gathering(in) {
		t.said(turn.View)
		return nil
	}
	t.quiet = len(t.out.Messages) == 0 && onlyWhere(turn.View)
	t.out.say(t.b.render(t.say, *t.s.Draft, turn.View))
	return nil
}

// pressedToast repeats what was chosen, or says that the button was stale.
func (t *talk) pressedToast(turn dialog.Turn, question string) {
	for _, n := range turn.View.Notes {
		if n.Key == "stale" {
			t.stale()
			return
		}
	}
	if turn.Pressed.Value != "" {
		t.out.Toast = "✓ " + label(t.say, turn.View.Dialog, question, turn.Pressed)
	}
}

// pauseNote tells a person who comes back where we are.
func (t *talk) pauseNote(v *dialog.View) {
	switch {
	case t.s.Restored:
		t.s.Restored = false
		v.Notes = append(v.Notes, dialog.Problem{Key: "restored"})
	case !t.s.At.IsZero() && t.b.Now().Sub(t.s.At) > resumeAfter:
		v.Notes = append(v.Notes, dialog.Problem{Key: "resumed"})
	}
}

// showDraft says again where the petition stands.
func (t *talk) showDraft() {
	d := t.b.petition
	view := d.View(t.b.env(t.say, d.ID), *t.s.Draft)
	t.pauseNote(&view)
	t.out.say(t.b.render(t.say, *t.s.Draft, view))
}

// send files the petition. The draft is kept until the ledger has committed;
// the receipt is a job of the same transaction, so it cannot come before (P1).
func (t *talk) send(ctx context.Context, turn dialog.Turn) error {
	draft := script.Draft(turn.State, t.b.petition)
	if t.offerAlike(ctx, draft) {
		t.undone = true
		return nil
	}
	done, err := t.file(ctx, draft)
	t.undone = err != nil
	var refusal *triage.Refusal
	switch {
	case errors.As(err, &refusal):
		t.refuse(t.say.Say("refusal."+refusal.Reason, "name", refusal.Name))
		t.showDraft()
		return nil
	case err != nil:
		t.b.Log.Error("a petition could not be filed; its draft is kept", "error", err)
		t.out.Toast, t.out.Alert = t.say.Plain("unavailable.send.toast"), true
		t.out.say(message{Text: t.say.Say("unavailable.send")})
		t.showDraft()
		return nil
	}
	if done.Repeated {
		more, err := t.addMissing(ctx, done.Petition.Code, triage.Actor{Person: done.Petition.Filer}, draft)
		if err != nil {
			return t.notYet(err)
		}
		t.out.Toast = t.say.Plain("done.already")
		if more.added {
			t.out.Toast = ""
			t.out.say(message{Text: t.say.Say("sent.more", "code", string(done.Petition.Code))})
		}
		t.out.say(t.standing(done.Petition, true))
		t.s.Draft, t.s.Anew, t.dirty = nil, "", true
		return nil
	}
	t.s.Draft, t.s.Anew, t.dirty = nil, "", true
	t.out.Toast = t.say.Plain("sent.toast")
	return nil
}

// more is what a petition was given beside what it held.
type more struct {
	added  bool
	sealed bool // who wrote was told again, and is not added where it is kept closed
}

// addMissing adds to a petition what a draft holds and it does not. A draft can
// outlive its filing in a checkpoint, and it can be added to an earlier petition
// instead of being filed: nothing written into it may be lost (P16). Doing it again
// adds nothing twice.
func (t *talk) addMissing(ctx context.Context, code triage.Code, by triage.Actor, draft triage.Draft) (more, error) {
	d, err := t.b.Records.Dossier(ctx, code, by)
	if err != nil {
		return more{}, err
	}
	act := triage.Act{Codes: []triage.Code{code}, Verb: triage.Reply, Actor: by}
	digest := fnv.New64a()
	held := func(words string) bool {
		return strings.Contains(d.Words.Story, words) || slices.ContainsFunc(d.Events, func(e triage.Event) bool { return strings.Contains(e.Text, words) })
	}
	for _, m := range draft.Messages {
		if words := m.Versions[len(m.Versions)-1].Text; !held(words) {
			act.Text, act.Messages = joinWords(act.Text, words), append(act.Messages, m)
			digest.Write([]byte(words))
		}
	}
	lines, sealed := otherWords(t.b.Words.In(text.Default), d, draft)
	for _, line := range lines {
		if !held(line) {
			act.Text = joinWords(act.Text, line)
			digest.Write([]byte(line))
		}
	}
	for _, f := range draft.Files {
		if !slices.ContainsFunc(d.Files, func(had triage.Stored) bool { return had.Unique == f.Unique }) {
			act.Files = append(act.Files, f)
			digest.Write([]byte(f.Unique))
		}
	}
	if act.Text == "" && len(act.Files) == 0 {
		return more{sealed: sealed}, nil
	}
	act.Key = draft.Key + "/more/" + strconv.FormatUint(digest.Sum64(), 36)
	_, err = t.b.Desk.Do(ctx, act)
	return more{added: err == nil, sealed: sealed}, err
}

func (t *talk) file(ctx context.Context, draft triage.Draft) (triage.Done, error) {
	p, err := t.b.People.Person(ctx, Address(t.b.ID, t.chat), t.say.Language())
	if err != nil {
		return triage.Done{}, err
	}
	if p.Language != t.say.Language() {
		// Notices are worded in the language that the directory knows.
		if err := t.b.People.SetLanguage(ctx, p.ID, t.say.Language()); err != nil {
			return triage.Done{}, err
		}
	}
	draft.Filer, draft.Channel = p.ID, "chat"
	if draft.Language == "" {
		draft.Language = t.say.Language()
	}
	return t.b.Desk.File(ctx, draft)
}
