package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// contestable are the outcomes with which a citizen may disagree here.
func contestable() []triage.Outcome {
	return []triage.Outcome{triage.Answered, triage.Transferred, triage.Guided, triage.Returned, triage.FiledAway, triage.Declined}
}

// track shows where petitions stand (/tracuu): the person's own as buttons, any
// by its code. By code alone only the stage and the next date are shown: the
// code may be in another's hands.
func (t *talk) track(ctx context.Context, typed string) error {
	by, err := t.actor(ctx)
	if err != nil {
		return t.away(err)
	}
	if typed == "" {
		return t.list(ctx, by)
	}
	code, err := triage.ParseCode(typed)
	if err != nil {
		t.out.say(message{Text: "⚠️ " + t.say.Say("track.bad_code"), Rows: t.resumeRow()})
		return nil
	}
	p, err := t.b.Records.Petition(ctx, code)
	if errors.Is(err, triage.ErrNotFound) {
		t.out.say(message{Text: "⚠️ " + t.say.Say("track.none", "code", string(code)), Rows: t.resumeRow()})
		return nil
	}
	if err != nil {
		return t.away(err)
	}
	t.out.say(t.standing(p, p.Filer == by.Person))
	return nil
}

func (t *talk) list(ctx context.Context, by triage.Actor) error {
	mine, err := t.b.Records.Find(ctx, triage.Query{Filer: by.Person, Limit: 10})
	if err != nil {
		return t.away(err)
	}
	var rows [][]button
	for _, p := range mine {
		rows = append(rows, []button{{Label: string(p.Code) + " · " + citizenStatus(t.say, p), Data: "c:see:" + string(p.Code)}})
	}
	rows = append(rows, t.resumeRow()...)
	key := "track.list"
	if len(mine) == 0 {
		key = "track.ask_code"
	}
	t.out.say(message{Text: strings.Join(append([]string{t.say.Say(key)}, t.lines(mine)...), "\n"), Rows: rows})
	return nil
}

// lines tell a person's petitions apart: by code alone nobody remembers which is
// which.
func (t *talk) lines(mine []triage.Petition) []string {
	var all []string
	for _, p := range mine {
		all = append(all, t.say.Say("track.line", "code", string(p.Code), "kind", citizenKind(t.say, p.Kind),
			"filed", t.say.Day(p.FiledAt), "status", citizenStatus(t.say, p)))
	}
	return all
}

// citizenStatus is where a petition stands, in a citizen's words: one that is not
// signed waits for them first of all.
func citizenStatus(say text.Speaker, p triage.Petition) string {
	if p.Standing == triage.Unsigned && (p.Status == triage.StatusFiled || p.Status == triage.StatusClaimed) && p.Facts.Anonymous != triage.Yes {
		return say.Plain("citizen_status.unsigned")
	}
	return say.Plain("citizen_status." + string(p.Status))
}

// citizenKind is the kind in words that do not blame the citizen.
func citizenKind(say text.Speaker, k triage.Kind) string {
	switch k {
	case triage.MisdirectedAppeal:
		return say.Plain("citizen_kind.misdirected_appeal")
	case triage.MisdirectedLawsuit:
		return say.Plain("citizen_kind.misdirected_lawsuit")
	}
	return say.Plain("kind." + string(k))
}

// contestRow offers to disagree with how a petition ended, once.
func contestRow(say text.Speaker, p triage.Petition) [][]button {
	if p.Status != triage.StatusDone || p.ContestAsked || !slices.Contains(contestable(), p.Outcome) {
		return nil
	}
	return [][]button{{{Label: say.Plain("home.contest"), Data: "c:contest:" + string(p.Code)}}}
}

func (t *talk) resumeRow() [][]button {
	if t.s.Draft == nil {
		return nil
	}
	return [][]button{{{Label: t.say.Plain("home.resume"), Data: "c:resume"}}}
}

// standing says where one petition stands, in plain words. Buttons are for who
// filed it alone.
func (t *talk) standing(p triage.Petition, own bool) message {
	unit, _ := t.b.Office.Unit(p.Unit)
	text := t.say.Say("track.one", "code", string(p.Code), "status", citizenStatus(t.say, p),
		"filed", t.say.Time(p.FiledAt), "unit", unit.Name)
	if p.Status == triage.StatusDone {
		text += "\n" + t.say.Say("track.done", "outcome", t.say.Plain("outcome."+string(p.Outcome)), "date", t.say.Time(p.DoneAt))
	} else if p.Standing == triage.Unsigned {
		text += "\n" + t.say.Say("track.unsigned", "desk", t.b.Office.Desk.Address, "hours", t.b.Office.Desk.Hours)
	}
	if next := nextStep(t.say, p); next != "" && p.Status != triage.StatusDone {
		text += "\n" + next
	}
	switch {
	case !own:
	case p.ContestAsked:
		text += "\n" + t.say.Say("track.contested")
	case p.WithdrawAsk && p.Status != triage.StatusDone:
		text += "\n" + t.say.Say("track.withdraw")
	}
	m := message{Text: text}
	if own {
		code := string(p.Code)
		m.Rows = append(m.Rows, []button{{Label: t.say.Plain("home.add"), Data: "c:add:" + code}})
		if p.Status != triage.StatusDone && !p.WithdrawAsk {
			m.Rows = append(m.Rows, []button{{Label: t.say.Plain("home.withdraw"), Data: "c:out:" + code}})
		}
		m.Rows = append(m.Rows, contestRow(t.say, p)...)
	}
	m.Rows = append(m.Rows, t.resumeRow()...)
	return m
}

// withdraw asks first; what it leads to depends on the petition (DOMAIN R11).
func (t *talk) withdraw(ctx context.Context, code triage.Code, sure bool) error {
	if !sure {
		t.out.say(message{Text: t.say.Say("withdraw.ask", "code", string(code)), Rows: [][]button{
			{{Label: t.say.Plain("withdraw.yes"), Data: "c:outyes:" + string(code)}},
			{{Label: t.say.Plain("withdraw.no"), Data: "c:see:" + string(code)}},
		}})
		return nil
	}
	by, err := t.actor(ctx)
	if err != nil {
		return t.away(err)
	}
	_, err = t.b.Desk.Do(ctx, triage.Act{Key: t.key(), Codes: []triage.Code{code}, Verb: triage.Withdraw, Actor: by})
	if err != nil {
		if refused, err := t.refused(err); !refused {
			return t.away(err)
		}
		return nil
	}
	t.out.Toast = t.say.Plain("withdraw.sent")
	return nil
}

// notYet tells that what somebody wrote was not done because the records do not
// answer: see undone.
func (t *talk) notYet(err error) error {
	t.undone = true
	return t.away(err)
}

// away tells that nothing was done because the records do not answer: the person
// can try again.
func (t *talk) away(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	t.b.Log.Error("the records do not answer", "error", err)
	t.out.Toast, t.out.Alert = t.say.Plain("unavailable.toast"), true
	t.out.say(message{Text: t.say.Say("unavailable.records"), Rows: t.resumeRow()})
	return nil
}
