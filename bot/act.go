package bot

import (
	"context"
	"errors"
	"slices"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// pressedAct does a press on a petition's card. What needs words or a reason
// begins a small dialog, all else is done at once. The card is drawn again from
// the state that is then.
func (t *talk) pressedAct(ctx context.Context, rest string) error {
	p, ok := parsePress(rest)
	if !ok {
		t.stale()
		return nil
	}
	return t.asStaff(ctx, func(me clerk) error { return t.act(ctx, me, p) })
}

func (t *talk) act(ctx context.Context, me clerk, p press) error {
	switch verb := triage.Verb(p.verb); {
	case p.verb == actOpen:
		return t.open(ctx, me, p.code)
	case p.verb == actCard, p.verb == actMore:
		return t.redraw(ctx, me, p.code, p.verb == actMore)
	case p.verb == actHistory:
		return t.history(ctx, me, p.code, 0)
	case p.verb == actRead:
		return t.readOn(ctx, me, p)
	case p.verb == actFile:
		return t.sendFile(ctx, me, p.code, int64(p.n))
	case p.verb == actAgain:
		return t.tellAgain(ctx, me, p)
	case verb == triage.TransferOut, verb == triage.DemandAction:
		return t.whereTo(ctx, me, p, verb)
	case p.verb == actElsewhere && sends(p.more):
		return t.startAct(ctx, me, p, triage.Verb(p.more), nil)
	case verb == triage.Sign:
		return t.sure(ctx, me, p)
	case p.verb == actGo && (sends(p.more) || p.more == string(triage.Sign)):
		return t.do(ctx, me, p, triage.Act{Verb: triage.Verb(p.more)})
	case verb == triage.HandOver:
		return t.whom(ctx, me, p)
	case p.verb == actTo:
		return t.startAct(ctx, me, p, triage.HandOver, map[string]string{"to": p.more})
	case p.verb == actAlike:
		return t.showAlike(ctx, me, p)
	case p.verb == actPair, p.verb == actPairSure:
		return t.pairAct(ctx, me, p, p.verb == actPairSure)
	case p.verb == actReclassify:
		return t.reclassify(ctx, me, p)
	case slices.Contains(wordyVerbs(), verb):
		return t.startAct(ctx, me, p, verb, nil)
	case verb == triage.Claim:
		return t.claim(ctx, me, p)
	case slices.Contains(plainVerbs(), verb):
		return t.do(ctx, me, p, triage.Act{Verb: verb})
	}
	t.stale()
	return nil
}

// sends says whether a verb needs to know where to.
func sends(verb string) bool {
	return verb == string(triage.TransferOut) || verb == string(triage.DemandAction)
}

// do carries out an act that needs no words. A repeat of the update only draws
// the card again: the first time decided.
func (t *talk) do(ctx context.Context, me clerk, p press, a triage.Act) error {
	if t.repeat {
		t.out.Toast = t.say.Plain("done.already")
		return t.redraw(ctx, me, p.code, false)
	}
	a.Key, a.Codes, a.Actor, a.Seen = t.key(), []triage.Code{p.code}, triage.Actor{Staff: me.ID}, p.n
	done, err := t.b.Desk.Do(ctx, a)
	if err != nil {
		return t.notDone(ctx, me, p.code, err)
	}
	t.out.Toast = "✓ " + t.say.Plain("verb."+string(a.Verb))
	t.show(t.card(ctx, me, done.Petition, false))
	return nil
}

// claim takes a petition; who has it reads it at once (nhận xử lý).
func (t *talk) claim(ctx context.Context, me clerk, p press) error {
	if t.repeat {
		return t.open(ctx, me, p.code)
	}
	_, err := t.claimFor(ctx, me, p.code)
	if err != nil {
		return t.notDone(ctx, me, p.code, err)
	}
	t.out.Toast = t.say.Plain("officer.claimed.toast", "code", string(p.code))
	t.show(message{Text: t.say.Say("officer.claimed", "code", string(p.code))})
	return t.open(ctx, me, p.code)
}

// claimFor claims a petition for a member of staff. It does not ask which
// version the button was drawn from: a citizen who added a line meanwhile makes
// no claim void, and somebody else's claim does so anyway (P8). Claiming what is
// one's own already is no refusal.
func (t *talk) claimFor(ctx context.Context, me clerk, code triage.Code) (triage.Petition, error) {
	done, err := t.b.Desk.Do(ctx, triage.Act{Key: t.key(), Codes: []triage.Code{code}, Verb: triage.Claim, Actor: triage.Actor{Staff: me.ID}})
	var refusal *triage.Refusal
	if errors.As(err, &refusal) {
		if p, again := t.b.Records.Petition(ctx, code); again == nil && p.Owner == me.ID {
			return p, nil
		}
	}
	return done.Petition, err
}

// notDone says why an act was not done, and draws the card as it is now. A fault
// is told as one: nothing is pretended.
func (t *talk) notDone(ctx context.Context, me clerk, code triage.Code, err error) error {
	var refusal *triage.Refusal
	if errors.As(err, &refusal) {
		t.alert(t.refusal(me, refusal))
		return t.redraw(ctx, me, code, false)
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	t.b.Log.Error("an act was not done", "error", err)
	t.alert(t.say.Plain("unavailable.act"))
	return nil
}

// refusal words why an act was not possible; a colleague is named by name.
func (t *talk) refusal(me clerk, r *triage.Refusal) string {
	name := r.Name
	if s, ok := me.roster.ByID(triage.StaffID(name)); ok {
		name = s.Name
	}
	return t.say.Plain("refusal."+r.Reason, "name", name)
}

// redraw draws the card again in the place of the one that was pressed.
func (t *talk) redraw(ctx context.Context, me clerk, code triage.Code, more bool) error {
	p, err := t.b.Records.Petition(ctx, code)
	switch {
	case errors.Is(err, triage.ErrNotFound), err == nil && !p.KnownTo(me.Staff, t.b.Office):
		if t.out.Toast == "" {
			t.alert(t.say.Plain("refusal.not_found"))
		}
		return nil
	case err != nil:
		return t.away(err)
	}
	t.show(t.card(ctx, me, p, more))
	return nil
}

// ready reads the petition before words are asked for: nobody shall write an
// answer that cannot be sent. If the button was drawn from an older state, or
// the act is not possible any more, that is said and the card drawn again.
func (t *talk) ready(ctx context.Context, me clerk, p press, verb triage.Verb) (triage.Petition, bool, error) {
	now, ok, err := t.look(ctx, me, p.code)
	if !ok || err != nil {
		return now, false, err
	}
	if p.n != now.Version || !slices.Contains(now.Moves(me.Staff, t.b.Office), verb) {
		t.alert(t.say.Plain("refusal." + triage.RefusedStale))
		t.show(t.card(ctx, me, now, false))
		return now, false, nil
	}
	return now, true, nil
}

// startAct begins the small dialog of an act.
func (t *talk) startAct(ctx context.Context, me clerk, p press, verb triage.Verb, with map[string]string) error {
	if t.repeat {
		if t.s.Task != nil && t.s.Task.Code == p.code {
			t.showTask(nil)
			return nil
		}
		t.out.Toast = t.say.Plain("done.already")
		return nil
	}
	if t.halfWritten(string(verb), p.code) {
		return nil
	}
	now, ok, err := t.ready(ctx, me, p, verb)
	if !ok || err != nil {
		return err
	}
	if sends(string(verb)) {
		with = map[string]string{"unit": string(now.Unit)}
		if !now.Decision.Override {
			with["destination"] = now.Decision.Destination
		}
	}
	t.startTask(task{ID: string(verb), Verb: verb, Code: p.code, Seen: p.n, With: with})
	return nil
}

// whereTo offers the destination that the decision names, to be confirmed by one
// press, or another one.
func (t *talk) whereTo(ctx context.Context, me clerk, p press, verb triage.Verb) error {
	now, ok, err := t.ready(ctx, me, p, verb)
	if !ok || err != nil {
		return err
	}
	d, known := t.b.Office.Destination(t.b.Office.Successor(now.Decision.Destination, calendar.Of(t.b.Now())))
	if !known || t.b.namesUnit(d) || now.Decision.Override {
		// What an officer overrode, the table's destination does not fit.
		return t.startAct(ctx, me, p, verb, nil)
	}
	t.show(message{Text: t.say.Say("officer.send."+string(verb), "code", string(p.code), "destination", d.Name), Rows: [][]button{
		{{Label: t.say.Plain("officer.button.go"), Data: actData(actGo, p.code, p.n, string(verb))}},
		{{Label: t.say.Plain("officer.button.elsewhere"), Data: actData(actElsewhere, p.code, p.n, string(verb))}},
		{{Label: t.say.Plain("officer.button.less"), Data: actData(actCard, p.code, p.n)}},
	}})
	return nil
}

// sure asks before a signed original is noted: it starts the legal clocks, the
// citizen is told, and it cannot be taken back.
func (t *talk) sure(ctx context.Context, me clerk, p press) error {
	if _, ok, err := t.ready(ctx, me, p, triage.Sign); !ok || err != nil {
		return err
	}
	t.show(message{Text: t.say.Say("officer.send.sign", "code", string(p.code)), Rows: [][]button{
		{{Label: t.say.Plain("officer.button.sure"), Data: actData(actGo, p.code, p.n, string(triage.Sign))}},
		{{Label: t.say.Plain("officer.button.less"), Data: actData(actCard, p.code, p.n)}},
	}})
	return nil
}

// whom offers the colleagues of the unit to hand a petition over to (bàn giao).
func (t *talk) whom(ctx context.Context, me clerk, p press) error {
	now, ok, err := t.ready(ctx, me, p, triage.HandOver)
	if !ok || err != nil {
		return err
	}
	m := message{Text: t.say.Say("officer.hand_over", "code", string(p.code))}
	for _, s := range me.roster.Of(now.Unit, triage.Officer, triage.Leader) {
		if s.ID != now.Owner && !slices.Contains(now.About, s.ID) && s.Person != now.Filer {
			m.Rows = append(m.Rows, []button{{Label: cut(s.Name, 60), Data: actData(actTo, p.code, p.n, string(s.ID))}})
		}
	}
	if len(m.Rows) == 0 {
		m.Text = t.say.Say("officer.hand_over.nobody")
	}
	m.Rows = append(m.Rows, []button{{Label: t.say.Plain("officer.button.less"), Data: actData(actCard, p.code, p.n)}})
	t.show(m)
	return nil
}

// tellAgain sends the citizen a notice whose arrival is not known, because an
// officer looked and asked for it.
func (t *talk) tellAgain(ctx context.Context, me clerk, p press) error {
	now, ok, err := t.look(ctx, me, p.code)
	if !ok || err != nil {
		return err
	}
	if !now.ReadableBy(me.Staff, t.b.Office) {
		t.alert(t.say.Plain("refusal.not_allowed"))
		return nil
	}
	if t.repeat {
		t.out.Toast = t.say.Plain("done.already")
		return nil
	}
	d, err := t.b.Records.Dossier(ctx, p.code, triage.Actor{Staff: me.ID})
	if err != nil {
		return t.away(err)
	}
	i := slices.IndexFunc(d.Events, func(e triage.Event) bool { return e.Version == p.n })
	if i < 0 {
		t.stale()
		return nil
	}
	e := d.Events[i]
	n := triage.Notice{Code: p.code, Event: e.Key, Version: e.Version, Verb: e.Verb, Audience: triage.ToCitizen, To: now.Filer}
	told, err := t.b.Deliveries.Delivered(ctx, n)
	if err == nil && !told {
		err = t.b.Deliveries.Enqueue(ctx, n)
	}
	if err != nil {
		return t.notDone(ctx, me, p.code, err)
	}
	t.out.Toast = t.say.Plain("officer.again.toast")
	t.show(t.card(ctx, me, now, false))
	return nil
}
