package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/likeness"
)

// card is a petition's head with what may be the same matter below it (có thể
// trùng), as this member of staff may know it. Where that cannot be looked for, the
// card is drawn without.
func (t *talk) card(ctx context.Context, me clerk, p triage.Petition, more bool) message {
	m := t.b.head(t.say, me, p, more)
	if more || !p.KnownTo(me.Staff, t.b.Office) {
		return m
	}
	found, err := t.alikeTo(ctx, me, p)
	if err != nil {
		t.b.Log.Warn("a card is drawn without alike petitions", "error", err)
		return m
	}
	var lines []string
	var buttons []button
	for _, a := range found {
		lines = append(lines, t.say.Say("officer.alike", "code", string(a.Petition.Code), "likeness", likenessWords(t.say, a.Likeness)))
		buttons = append(buttons, button{Label: t.say.Plain("officer.button.alike", "code", string(a.Petition.Code)),
			Data: actData(actAlike, p.Code, p.Version, string(a.Petition.Code))})
	}
	if len(lines) > 0 {
		m.Text += "\n\n" + strings.Join(lines, "\n")
		for two := range slices.Chunk(buttons, 2) {
			m.Rows = append(m.Rows, two)
		}
	}
	return m
}

// alikeTo are the petitions like p that this member of staff may know of.
func (t *talk) alikeTo(ctx context.Context, me clerk, p triage.Petition) ([]triage.Alike, error) {
	found, err := t.b.Records.Alike(ctx, p.Code, mostAlike)
	return slices.DeleteFunc(found, func(a triage.Alike) bool { return !p.AlikeKnownTo(me.Staff, t.b.Office, &a.Petition) }), err
}

// likenessWords are a score and what it rests on: "92 %, cùng người gửi".
func likenessWords(say text.Speaker, l likeness.Likeness) string {
	parts := []string{say.Plain("officer.alike.score", "n", strconv.Itoa(l.Percent()))}
	for _, r := range l.Reasons {
		parts = append(parts, say.Plain("officer.alike."+string(r), "n", strconv.Itoa(int(100*l.Text))))
	}
	return strings.Join(parts, ", ")
}

// pair is a petition with one like it, both as they are now.
type pair struct {
	p triage.Petition
	triage.Alike
}

// pairOf reads the two petitions of a press. ok is false where somebody has changed
// the first since, or the likeness is no longer to be told; that is said.
func (t *talk) pairOf(ctx context.Context, me clerk, p press, other string) (pair, bool, error) {
	now, ok, err := t.look(ctx, me, p.code)
	if !ok || err != nil {
		return pair{}, false, err
	}
	found, err := t.alikeTo(ctx, me, now)
	if err != nil {
		return pair{}, false, t.away(err)
	}
	i := slices.IndexFunc(found, func(a triage.Alike) bool { return string(a.Petition.Code) == other })
	if i < 0 || p.n != now.Version {
		t.alert(t.say.Plain("refusal." + triage.RefusedStale))
		t.show(t.card(ctx, me, now, false))
		return pair{}, false, nil
	}
	return pair{now, found[i]}, true, nil
}

// joins says whether this member of staff may do a verb to the pair. What is merged
// ends in the one whose card it is, so that nothing that is received may end in what
// still waits for a signature and could lapse with it.
func (b *Bot) joins(me clerk, two pair, verb triage.Verb) bool {
	can := slices.Contains(two.p.Moves(me.Staff, b.Office), verb)
	if verb != triage.Merge {
		return can
	}
	lapses := two.p.Standing != triage.Received && two.Petition.Standing == triage.Received
	return can && !lapses && slices.Contains(two.Petition.Moves(me.Staff, b.Office), verb)
}

// showAlike shows what is alike, and what may be done about it.
func (t *talk) showAlike(ctx context.Context, me clerk, p press) error {
	two, ok, err := t.pairOf(ctx, me, p, p.more)
	if !ok || err != nil {
		return err
	}
	q := two.Petition
	lines := append([]string{t.say.Say("officer.alike.about", "code", string(p.code)), t.say.Say("officer.alike", "code", p.more, "likeness", likenessWords(t.say, two.Likeness)), ""},
		append(title(t.say, q), statusLine(t.say, q), ownerLine(t.say, q, me.roster))...)
	m := message{Text: strings.Join(lines, "\n"), Rows: [][]button{{{Label: t.say.Plain("officer.button.open") + " " + p.more, Data: actData(actOpen, q.Code, q.Version)}}}}
	for _, verb := range []triage.Verb{triage.Link, triage.Merge} {
		if t.b.joins(me, two, verb) {
			m.Rows = append(m.Rows, []button{{Label: t.say.Plain("verb." + string(verb)), Data: actData(actPair, p.code, p.n, string(verb), p.more)}})
		}
	}
	m.Rows = append(m.Rows, []button{{Label: t.say.Plain("officer.button.less"), Data: actData(actCard, p.code, p.n)}})
	t.show(m)
	return nil
}

// pairAct asks before two petitions are linked or merged, and does it once that is
// confirmed: nothing merges by itself.
func (t *talk) pairAct(ctx context.Context, me clerk, p press, confirmed bool) error {
	verb, other, _ := strings.Cut(p.more, ":")
	code, err := triage.ParseCode(other)
	if err != nil || verb != string(triage.Link) && verb != string(triage.Merge) {
		t.stale()
		return nil
	}
	if t.repeat && confirmed {
		t.out.Toast = t.say.Plain("done.already")
		return t.redraw(ctx, me, p.code, false)
	}
	two, ok, err := t.pairOf(ctx, me, p, other)
	if !ok || err != nil {
		return err
	}
	if !t.b.joins(me, two, triage.Verb(verb)) {
		t.alert(t.say.Plain("refusal." + triage.RefusedStatus))
		t.show(t.card(ctx, me, two.p, false))
		return nil
	}
	if !confirmed {
		t.show(message{Text: t.say.Say("officer.send."+verb, "code", string(p.code), "other", other), Rows: [][]button{
			{{Label: t.say.Plain("officer.button." + verb), Data: actData(actPairSure, p.code, p.n, verb, other)}},
			{{Label: t.say.Plain("officer.button.less"), Data: actData(actCard, p.code, p.n)}},
		}})
		return nil
	}
	// Seen is left out: pairOf has compared it, and a merge names two versions.
	act := triage.Act{Key: t.key(), Codes: []triage.Code{p.code}, Verb: triage.Verb(verb), Actor: triage.Actor{Staff: me.ID}}
	if act.Verb == triage.Merge {
		act.Codes = append(act.Codes, code)
	} else {
		act.Into = code
	}
	done, err := t.b.Desk.Do(ctx, act)
	if err != nil {
		return t.notDone(ctx, me, p.code, err)
	}
	t.out.Toast = "✓ " + t.say.Plain("verb."+verb)
	t.show(t.card(ctx, me, done.Petition, false))
	return nil
}
