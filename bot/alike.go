package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage"
)

const (
	// alikeWait is how long looking for alike petitions may hold up the sending of one.
	alikeWait = time.Second
	// mostAlike is how many are offered or told.
	mostAlike = 3
)

// offerAlike asks whether a petition shall be added to an earlier one of the same
// person's that is like it and not done yet (bổ sung thay vì gửi đơn mới). It says
// whether it asked. Nothing stands between a person in danger and the sending, and
// where the records do not answer nothing is asked.
func (t *talk) offerAlike(ctx context.Context, draft triage.Draft) bool {
	if t.s.Anew == draft.Key || draft.Facts.Danger == triage.Yes {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, alikeWait)
	defer cancel()
	by, err := t.actor(ctx)
	var found []triage.Alike
	if err == nil {
		found, err = t.b.Records.AlikeOwn(ctx, by.Person, draft, mostAlike)
	}
	if err != nil {
		t.b.Log.Warn("no alike petitions were looked for", "error", err)
		return false
	}
	if len(found) == 0 {
		return false
	}
	mark := tag(*t.s.Draft)
	var mine []triage.Petition
	var rows [][]button
	for _, a := range found {
		mine = append(mine, a.Petition)
		code := string(a.Petition.Code)
		rows = append(rows, []button{{Label: t.say.Plain("alike.join", "code", code), Data: "c:join:" + mark + ":" + code}})
	}
	rows = append(rows, []button{{Label: t.say.Plain("alike.anew"), Data: "c:anew:" + mark}}, []button{{Label: t.say.Plain("alike.review"), Data: "c:resume"}})
	t.out.say(message{Text: t.say.Say("alike.ask") + "\n\n" + strings.Join(t.lines(mine), "\n") + "\n\n" + t.say.Say("alike.choose"), Rows: rows})
	return true
}

// alikeDraft is the petition under way if a button was drawn for it and it can be
// sent; otherwise the person is told where they are.
func (t *talk) alikeDraft(mark string) (dialog.Turn, bool) {
	switch {
	case t.s.Draft == nil && t.repeat:
		t.out.Toast = t.say.Plain("done.already")
		return dialog.Turn{}, false
	case t.s.Draft == nil || tag(*t.s.Draft) != mark:
		t.stale()
		return dialog.Turn{}, false
	case t.halfTold():
		return dialog.Turn{}, false
	}
	d := t.b.petition
	turn := d.Turn(t.b.env(t.say, d.ID), *t.s.Draft, dialog.Input{Kind: dialog.Press, Question: dialog.AtReview, Value: dialog.Send, At: t.b.Now()})
	if turn.Ending != dialog.Sent {
		t.stale()
		t.showDraft()
		return dialog.Turn{}, false
	}
	t.s.Task = nil
	return turn, true
}

// sendAnew sends a petition although one is like it. That it was asked is
// remembered, should the sending fail.
func (t *talk) sendAnew(ctx context.Context, mark string) error {
	turn, ok := t.alikeDraft(mark)
	if !ok {
		return nil
	}
	t.s.Anew, t.dirty = t.s.Draft.Key, true
	return t.send(ctx, turn)
}

// join adds a draft to an earlier petition of the person's instead of sending it.
// The draft is kept until the ledger has it.
func (t *talk) join(ctx context.Context, args string) error {
	mark, typed, _ := strings.Cut(args, ":")
	turn, ok := t.alikeDraft(mark)
	if !ok {
		return nil
	}
	code, err := triage.ParseCode(typed)
	if err != nil {
		t.stale()
		return nil
	}
	by, err := t.actor(ctx)
	if err != nil {
		return t.away(err)
	}
	more, err := t.addMissing(ctx, code, by, script.Draft(turn.State, t.b.petition))
	if errors.Is(err, triage.ErrNotFound) {
		t.stale()
		return nil
	}
	if err != nil {
		if refused, err := t.refused(err); !refused {
			return t.away(err)
		}
		return nil
	}
	t.s.Draft, t.s.Anew, t.dirty = nil, "", true
	said := t.say.Say("alike.nothing", "code", string(code))
	if more.added {
		said = t.say.Say("added", "code", string(code))
	}
	if more.sealed {
		said += "\n\n" + t.say.Say("alike.sealed")
	}
	t.out.say(message{Text: said, Rows: [][]button{{{Label: t.say.Plain("home.see"), Data: "c:see:" + string(code)}}}})
	return nil
}

// otherWords are a draft's answers beside its story that a petition does not hold
// yet, each with its label, for the officer to read. Who wrote is left out where the
// petition keeps it closed, and sealed says so.
func otherWords(say text.Speaker, d triage.Dossier, draft triage.Draft) (lines []string, sealed bool) {
	add := func(question, was, is string) {
		if is != "" && !strings.EqualFold(strings.TrimSpace(was), strings.TrimSpace(is)) {
			lines = append(lines, say.Plain("petition."+question+".label")+": "+is)
		}
	}
	add("against", d.Words.Against, draft.Words.Against)
	add("paper_date", d.Words.Paper, draft.Words.Paper)
	add("place", d.Words.Place, draft.Words.Place)
	add("settled_by", d.Words.Settled, draft.Words.Settled)
	who := len(lines)
	was, is := d.Identity, draft.Identity
	add("name", was.Name, is.Name)
	add("address", was.Address, is.Address)
	add("phone", was.Phone, is.Phone)
	add("id_number", was.IDNumber, is.IDNumber)
	if (d.Petition.Confidential || d.Petition.Kind.Confidential()) && len(lines) > who {
		return lines[:who], true
	}
	return lines, false
}
