package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"tiepdan/triage"
)

// clerk is the member of staff who talks, with everyone they work with.
type clerk struct {
	triage.Staff
	roster triage.Roster
}

// staff finds out whether the person of this chat works here. The roster decides
// each time: an account that was revoked is a citizen's again.
func (t *talk) staff(ctx context.Context) (triage.Staff, triage.Roster, bool, error) {
	by, err := t.actor(ctx)
	if err != nil {
		return triage.Staff{}, triage.Roster{}, false, err
	}
	roster, err := t.b.People.Roster(ctx)
	if err != nil {
		return triage.Staff{}, triage.Roster{}, false, err
	}
	s, ok := roster.ByPerson(by.Person)
	return s, roster, ok, nil
}

// asStaff does something for members of staff; others are told that it is not
// for them, and nothing more.
func (t *talk) asStaff(ctx context.Context, do func(me clerk) error) error {
	s, roster, ok, err := t.staff(ctx)
	switch {
	case err != nil:
		return t.away(err)
	case !ok && t.u.CallbackQuery != nil:
		t.alert(t.say.Plain("officer.only"))
		return nil
	case !ok:
		t.out.say(message{Text: t.say.Say("officer.only"), Rows: t.homeRows()})
		return nil
	}
	return do(clerk{s, roster})
}

// alert answers a press with a line that has to be closed by hand.
func (t *talk) alert(line string) { t.out.Toast, t.out.Alert = line, true }

// show puts a message in the place of the one that was pressed, or says it anew
// where nothing was pressed.
func (t *talk) show(m message) {
	if q := t.u.CallbackQuery; q != nil && q.Message.Message != nil && t.out.Redraw == nil {
		t.out.Redraw = &m
		return
	}
	t.out.say(m)
}

// staffCommands are the commands of those who work here.
func staffCommands() []command {
	work := []triage.Post{triage.Officer, triage.Leader}
	return []command{
		{Names: []string{"viec", "mine"}, Menu: "menu.mine", Posts: work, Do: (*talk).mine},
		{Names: []string{"cho", "queue"}, Menu: "menu.queue", Posts: work, Do: (*talk).queue},
		{Names: []string{"tim", "find"}, Menu: "menu.find", Posts: work, Do: (*talk).find},
		{Names: []string{"han", "due"}, Menu: "menu.due", Posts: work, Do: (*talk).due},
		{Names: []string{"tiep", "visit"}, Menu: "menu.visit", Posts: work, Do: (*talk).visit},
		{Names: []string{"tuan", "week"}, Menu: "menu.week", Posts: work, Do: (*talk).week},
		{Names: []string{"thang", "month"}, Menu: "menu.month", Posts: work, Do: (*talk).month},
		{Names: []string{"quy", "quarter"}, Menu: "menu.quarter", Posts: work, Do: (*talk).quarter},
		{Names: []string{"nam", "year"}, Menu: "menu.year", Posts: work, Do: (*talk).year},
		{Names: []string{"quahan", "overdue"}, Menu: "officer.button.overdue", Posts: []triage.Post{triage.Leader}, Do: (*talk).overdue},
	}
}

// staffButton does a press of a list, a report or the staff's home.
func (t *talk) staffButton(ctx context.Context, name, args string) error {
	switch name {
	case "mine":
		return t.mine(ctx, args)
	case "queue":
		return t.queue(ctx, args)
	case "overdue":
		return t.overdue(ctx, args)
	case "due":
		return t.due(ctx, args)
	case "week":
		return t.week(ctx, args)
	case "how":
		return t.how(ctx, args)
	case "visit":
		return t.visit(ctx, "")
	}
	t.stale()
	return nil
}

// staffHome greets a member of staff and says what they can do here. It is also
// their help.
func (t *talk) staffHome(ctx context.Context) error {
	return t.asStaff(ctx, func(me clerk) error {
		t.out.say(t.welcome(me))
		return nil
	})
}

// workRows lead from the end of an act to the next piece of work.
func (t *talk) workRows() [][]button {
	return [][]button{{{Label: t.say.Plain("officer.button.mine"), Data: "c:mine:"}, {Label: t.say.Plain("officer.button.queue"), Data: "c:queue:"}}}
}

func (t *talk) welcome(me clerk) message {
	unit, _ := t.b.Office.Unit(me.Unit)
	m := message{Text: t.say.Say("officer.home", "name", me.Name, "post", t.say.Plain("officer.post."+string(me.Post)), "unit", unit.Name)}
	if me.Post == triage.Admin {
		m.Text += "\n\n" + t.say.Say("officer.home.admin")
		return m
	}
	m.Text += "\n\n" + t.say.Say("officer.home.work")
	dates := []button{{Label: t.say.Plain("officer.button.due"), Data: "c:due:"}}
	if me.Post == triage.Leader {
		m.Text += "\n" + t.say.Say("officer.home.leader")
		dates = append(dates, button{Label: t.say.Plain("officer.button.overdue"), Data: "c:overdue:"})
	}
	m.Rows = append(t.workRows(), dates,
		[]button{{Label: t.say.Plain("officer.button.visit"), Data: "c:visit:"}, {Label: t.say.Plain("officer.button.week"), Data: "c:week:"}})
	return m
}

// look reads a petition as this member of staff may know it. Where there is
// none, or none for them, they are told the same, and ok is false.
func (t *talk) look(ctx context.Context, me clerk, code triage.Code) (p triage.Petition, ok bool, err error) {
	p, err = t.b.Records.Petition(ctx, code)
	if err == nil && !p.KnownTo(me.Staff, t.b.Office) {
		err = triage.ErrNotFound
	}
	switch {
	case err == nil:
		return p, true, nil
	case !errors.Is(err, triage.ErrNotFound):
		return p, false, t.away(err)
	case t.u.CallbackQuery != nil:
		t.alert(t.say.Plain("refusal.not_found"))
	default:
		t.out.say(message{Text: "⚠️ " + t.say.Say("refusal.not_found")})
	}
	return p, false, nil
}

// open shows a petition in private (mở riêng): its words to those who may read
// them, its head with the buttons to all who may know of it. The reading of
// words is logged where it has to be (P10).
func (t *talk) open(ctx context.Context, me clerk, code triage.Code) error {
	return t.read(ctx, me, code, 0)
}

// read shows a petition's words from a page on, then its head.
func (t *talk) read(ctx context.Context, me clerk, code triage.Code, from int) error {
	p, ok, err := t.look(ctx, me, code)
	if !ok || err != nil {
		return err
	}
	if !p.ReadableBy(me.Staff, t.b.Office) {
		t.out.say(t.card(ctx, me, p, false))
		return nil
	}
	d, err := t.b.Records.Dossier(ctx, code, triage.Actor{Staff: me.ID})
	if err != nil {
		return t.away(err)
	}
	t.sayPages(t.b.contents(t.say, d), code, from, "")
	t.out.say(t.card(ctx, me, d.Petition, false))
	return nil
}

// mostPages is how many messages one press brings: a chat takes one a second, and
// the reply has to be through before its update comes again.
const mostPages = 5

// sayPages says the pages from one on, as many as a press may bring, with a
// button for the rest (đọc tiếp).
func (t *talk) sayPages(pages []message, code triage.Code, from int, what string) {
	if from < 0 || from >= len(pages) {
		from = 0
	}
	end := min(from+mostPages, len(pages))
	for i, m := range pages[from:end] {
		if next := from + i + 1; next == end && end < len(pages) {
			label := t.say.Plain("officer.button.read_on", "n", strconv.Itoa(end), "of", strconv.Itoa(len(pages)))
			m.Rows = append(slices.Clip(m.Rows), []button{{Label: label, Data: actData(actRead, code, end, what)}})
		}
		t.out.say(m)
	}
}

// readOn says the next pages of what a petition's words or its history is.
func (t *talk) readOn(ctx context.Context, me clerk, p press) error {
	if p.more == actHistory {
		return t.history(ctx, me, p.code, p.n)
	}
	return t.read(ctx, me, p.code, p.n)
}

// history shows everything that happened to a petition from a page on, with the
// words that went to and fro and what a message said before it was edited.
func (t *talk) history(ctx context.Context, me clerk, code triage.Code, from int) error {
	p, ok, err := t.look(ctx, me, code)
	if !ok || err != nil {
		return err
	}
	if !p.ReadableBy(me.Staff, t.b.Office) {
		t.alert(t.say.Plain("refusal.not_allowed"))
		return nil
	}
	d, err := t.b.Records.Dossier(ctx, code, triage.Actor{Staff: me.ID})
	if err != nil {
		return t.away(err)
	}
	t.sayPages(t.b.events(t.say, me, d), code, from, actHistory)
	return nil
}

// sendFile sends one attachment into the officer's chat, where it cannot be
// forwarded or saved.
func (t *talk) sendFile(ctx context.Context, me clerk, code triage.Code, id int64) error {
	p, ok, err := t.look(ctx, me, code)
	if !ok || err != nil {
		return err
	}
	if !p.ReadableBy(me.Staff, t.b.Office) {
		t.alert(t.say.Plain("refusal.not_allowed"))
		return nil
	}
	if t.repeat {
		return nil
	}
	t.then = func(ctx context.Context) {
		if err := t.upload(ctx, me, code, id); err != nil {
			t.b.Log.Warn("a file was not sent to an officer", "error", err)
			t.alert(t.say.Plain("officer.file.failed"))
		}
	}
	return nil
}

// upload carries a file's bytes to Telegram. That takes its time, so nobody's
// conversation is borrowed meanwhile.
func (t *talk) upload(ctx context.Context, me clerk, code triage.Code, id int64) error {
	f, r, err := t.b.Records.File(ctx, code, id, triage.Actor{Staff: me.ID})
	if errors.Is(err, triage.ErrNotFound) {
		t.alert(t.say.Plain("officer.file.waiting"))
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	name, mime := f.Name, f.MIME
	if name == "" {
		name = string(code) + "-" + f.Type
	}
	if mime == "" {
		mime = "application/octet-stream"
	}
	_, err = t.b.Client.SendFile(ctx, t.chat, name, mime, r, cut(f.Caption, 900), true)
	return err
}
