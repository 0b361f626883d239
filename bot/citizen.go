package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tiepdan/triage"
)

// command is one chat command, in Vietnamese and English.
type command struct {
	Names []string      // Vietnamese, English
	Menu  string        // key of its words in a menu; "": it stands in none
	Posts []triage.Post // whose menu it is in; nil: everyone's
	Do    func(*talk, context.Context, string) error
}

// citizenCommands are open to everyone. They outrank every question.
func citizenCommands() []command {
	return []command{
		{Names: []string{"don", "new"}, Menu: "home.new", Do: (*talk).newPetition},
		{Names: []string{"tracuu", "status"}, Menu: "home.track", Do: (*talk).track},
		{Names: []string{"ngonngu", "language"}, Menu: "language.ask", Do: (*talk).language},
		{Names: []string{"huy", "cancel"}, Menu: "menu.cancel", Do: (*talk).cancel},
		{Names: []string{"trogiup", "help"}, Menu: "home.help", Do: (*talk).help},
		{Names: []string{"start"}, Do: (*talk).start},
	}
}

func commands() []command { return slices.Concat(citizenCommands(), staffCommands()) }

// command does a command; one that does not exist is told so, and nothing that
// was written is touched.
func (t *talk) command(ctx context.Context, name, args string) error {
	if t.again() {
		return nil
	}
	for _, c := range commands() {
		if slices.Contains(c.Names, strings.ToLower(name)) {
			return c.Do(t, ctx, strings.TrimSpace(args))
		}
	}
	t.out.say(message{Text: t.say.Say("command.unknown"), Rows: t.homeRows()})
	return nil
}

// again answers a repeat from the state, if a conversation is under way: what the
// update did is done. Otherwise the update may be done again, because it only
// shows something, or is keyed.
func (t *talk) again() bool {
	switch {
	case !t.repeat:
		return false
	case t.s.Task != nil:
		t.showTask(nil)
	case t.s.Draft != nil:
		t.showDraft()
	default:
		return false
	}
	return true
}

// start greets, or follows the link that the person came by.
func (t *talk) start(ctx context.Context, args string) error {
	if args != "" {
		if handled, err := t.startLink(ctx, args); handled || err != nil {
			return err
		}
	}
	if t.halfTold() {
		return nil
	}
	if t.s.Draft != nil {
		t.s.Task = nil
		t.showDraft()
		return nil
	}
	return t.home(ctx)
}

// home says what can be done here.
func (t *talk) home(ctx context.Context) error {
	if t.s.Staff {
		if _, _, ok, err := t.staff(ctx); err != nil {
			return t.away(err)
		} else if ok {
			return t.staffHome(ctx)
		}
	}
	t.out.say(message{Text: t.say.Say("start.citizen", "office", t.b.Office.Name), Rows: t.homeRows()})
	return nil
}

// homeRows are the ways on from where nothing is under way: a citizen's, or those
// of somebody who works here.
func (t *talk) homeRows() [][]button {
	if t.s.Staff && t.s.Draft == nil {
		return t.workRows()
	}
	rows := [][]button{{{Label: t.say.Plain("home.new"), Data: "c:new"}}, {{Label: t.say.Plain("home.track"), Data: "c:track"}, {Label: t.say.Plain("home.help"), Data: "c:help"}}}
	if t.s.Draft != nil {
		rows = slices.Insert(rows, 0, []button{{Label: t.say.Plain("home.resume"), Data: "c:resume"}})
	}
	return rows
}

// newPetition begins a petition. One that is being written is never thrown
// away by beginning another.
func (t *talk) newPetition(ctx context.Context, _ string) error {
	if t.halfTold() {
		return nil
	}
	if t.s.Draft != nil && !t.untold() {
		t.out.say(message{Text: t.say.Say("resume.offer"), Rows: [][]button{
			{{Label: t.say.Plain("home.resume"), Data: "c:resume"}},
			{{Label: t.say.Plain("home.fresh"), Data: "c:fresh"}},
		}})
		return nil
	}
	if t.repeat && t.s.Draft == nil {
		return t.home(ctx)
	}
	if t.s.Draft == nil {
		t.begin()
	}
	t.adopt()
	t.showDraft()
	return nil
}

// untold says that the petition under way holds nothing yet but its language:
// there is nothing to go on with, and nothing to throw away.
func (t *talk) untold() bool {
	for question, a := range t.s.Draft.Answers {
		if question != "language" && !a.Empty() {
			return false
		}
	}
	return true
}

// cancel asks before anything is thrown away.
func (t *talk) cancel(context.Context, string) error {
	switch {
	case t.s.Task != nil && t.s.Task.State.Told():
		t.s.Task.State.Cancelling, t.dirty = true, true
		t.showTask(nil)
	case t.s.Task != nil:
		t.s.Task, t.dirty = nil, true
		t.out.say(message{Text: t.say.Say("task.cancelled"), Rows: t.homeRows()})
	case t.s.Draft != nil:
		t.s.Draft.Cancelling, t.dirty = true, true
		t.showDraft()
	default:
		t.out.say(message{Text: t.say.Say("cancel.nothing"), Rows: t.homeRows()})
	}
	return nil
}

// help explains the question under way, or what the bot is for.
func (t *talk) help(ctx context.Context, _ string) error {
	if t.s.Draft != nil && t.s.Task == nil {
		view := t.b.petition.View(t.b.env(t.say, t.b.petition.ID), *t.s.Draft)
		if key := view.Dialog + "." + view.Question + ".help"; t.say.Has(key) {
			t.out.say(message{Text: t.say.Say(key)})
			t.showDraft()
			return nil
		}
	}
	if t.s.Staff {
		return t.home(ctx)
	}
	t.out.say(message{Text: t.say.Say("help.citizen", "office", t.b.Office.Name), Rows: t.homeRows()})
	return nil
}

func (t *talk) language(_ context.Context, _ string) error {
	var rows [][]button
	for _, l := range t.b.Words.Languages() {
		rows = append(rows, []button{{Label: t.b.Words.In(l).Plain("language.name"), Data: "c:lang:" + l}})
	}
	t.out.say(message{Text: t.say.Say("language.ask"), Rows: rows})
	return nil
}

// button does a press that belongs to no dialog.
func (t *talk) button(ctx context.Context, name, args string) error {
	if t.again() {
		return nil
	}
	switch name {
	case "new":
		return t.newPetition(ctx, "")
	case "resume":
		switch {
		case t.s.Draft == nil:
			t.stale()
			return t.home(ctx)
		case t.halfTold():
			return nil
		}
		t.s.Task, t.dirty = nil, true
		t.showDraft()
	case "fresh":
		if t.s.Draft == nil {
			return t.newPetition(ctx, "")
		}
		if t.halfTold() {
			return nil
		}
		t.s.Task = nil
		return t.cancel(ctx, "")
	case "track":
		return t.track(ctx, "")
	case "see":
		return t.track(ctx, args)
	case "help":
		return t.help(ctx, "")
	case "lang":
		return t.setLanguage(ctx, args)
	case "add":
		return t.addTo(ctx, triage.Code(args))
	case "join":
		return t.join(ctx, args)
	case "anew":
		return t.sendAnew(ctx, args)
	case "drop":
		if t.repeat { // what was written since is not what was thrown away
			t.out.Toast = t.say.Plain("done.already")
			return nil
		}
		t.s.Loose, t.dirty = nil, true
		t.out.Toast = t.say.Plain("loose.dropped")
	case "out":
		return t.withdraw(ctx, triage.Code(args), false)
	case "outyes":
		return t.withdraw(ctx, triage.Code(args), true)
	case "contest":
		t.startTask(task{ID: "contest", Verb: triage.Contest, Code: triage.Code(args)})
	case "back":
		return t.start(ctx, "")
	default:
		return t.staffButton(ctx, name, args)
	}
	return nil
}

func (t *talk) setLanguage(ctx context.Context, lang string) error {
	if !slices.Contains(t.b.Words.Languages(), lang) {
		t.stale()
		return nil
	}
	t.s.Language, t.say, t.dirty = lang, t.b.Words.In(lang), true
	if t.s.Draft != nil {
		a := t.s.Draft.Answers["language"]
		a.Value = lang
		t.s.Draft.Answers["language"] = a
	}
	t.out.Toast = t.say.Plain("language.set")
	// Notices are worded in the language that the directory knows. Its being away
	// stops nothing: the next act of this person tells it again.
	if p, err := t.b.People.Person(ctx, Address(t.b.ID, t.chat), lang); err == nil {
		if err := t.b.People.SetLanguage(ctx, p.ID, lang); err != nil {
			t.b.Log.Warn("a person's language was not kept", "error", err)
		}
	}
	return t.start(ctx, "")
}

// refused says a refusal in the person's language, by which nothing was done; other
// errors are passed on.
func (t *talk) refused(err error) (bool, error) {
	var r *triage.Refusal
	if !errors.As(err, &r) {
		return false, err
	}
	t.refuse(t.say.Say("refusal."+r.Reason, "name", r.Name))
	return true, nil
}

// refuse says why nothing was done.
func (t *talk) refuse(why string) {
	t.undone, t.refusedAs = true, "⚠️ "+why
	t.out.say(message{Text: t.refusedAs})
}
