package bot

import (
	"context"
	"slices"
	"strings"

	"tiepdan/triage"
)

// pageSize is how many petitions a list shows at a time.
const pageSize = 8

// mine lists the open petitions that a member of staff holds (/viec), soonest
// due first.
func (t *talk) mine(ctx context.Context, after string) error {
	return t.asStaff(ctx, func(me clerk) error {
		return t.listPage(ctx, me, listing{name: "mine", after: after, words: true, query: triage.Query{Owner: me.ID, Open: true}})
	})
}

// queue lists what nobody of the unit has claimed (/cho). Petitions about our
// own people are in no common queue: leaders alone see them.
func (t *talk) queue(ctx context.Context, after string) error {
	return t.asStaff(ctx, func(me clerk) error {
		return t.listPage(ctx, me, listing{name: "queue", after: after,
			query: triage.Query{Unit: me.Unit, Statuses: []triage.Status{triage.StatusFiled}, Common: me.Post != triage.Leader}})
	})
}

// overdue lists what is past its date (/quahan): of the province for its
// leaders, of the unit for all others.
func (t *talk) overdue(ctx context.Context, after string) error {
	return t.asStaff(ctx, func(me clerk) error {
		q := triage.Query{Unit: me.Unit, LateAt: t.b.Now(), Common: me.Post != triage.Leader}
		if me.Post == triage.Leader && me.Unit == t.b.Office.Provincial().ID {
			q.Unit = ""
		}
		return t.listPage(ctx, me, listing{name: "overdue", after: after, query: q})
	})
}

// listing is one page of petitions.
type listing struct {
	name  string // of its command, and of its words: officer.list.<name>
	after string // where the page before ended
	query triage.Query
	words bool // with the beginning of what was written, where it is not confidential
}

// listPage shows one page, a line and a button for each petition.
func (t *talk) listPage(ctx context.Context, me clerk, l listing) error {
	if me.Post == triage.Admin {
		t.out.say(message{Text: t.say.Say("officer.home.admin")})
		return nil
	}
	if place, err := triage.ParsePlace(l.after); err == nil {
		l.query.After = place
	}
	l.query.Limit = pageSize + 1
	found, err := t.b.Records.Find(ctx, l.query)
	if err != nil {
		return t.away(err)
	}
	return t.showPage(ctx, me, l, found)
}

// mostFound is how many petitions of one name are looked through for those that
// the asker may know of.
const mostFound = 200

// find opens a petition by its code, or lists those that somebody wrote (/tim):
// who comes to the desk to sign brings a code, or only a name.
func (t *talk) find(ctx context.Context, typed string) error {
	return t.asStaff(ctx, func(me clerk) error {
		switch {
		case me.Post == triage.Admin:
			t.out.say(message{Text: t.say.Say("officer.home.admin")})
			return nil
		case typed == "":
			t.out.say(message{Text: t.say.Say("officer.find")})
			return nil
		}
		if code, err := triage.ParseCode(typed); err == nil {
			return t.open(ctx, me, code)
		}
		found, err := t.b.Records.Search(ctx, typed, mostFound)
		if err != nil {
			return t.away(err)
		}
		found = slices.DeleteFunc(found, func(p triage.Petition) bool { return !p.KnownTo(me.Staff, t.b.Office) })
		return t.showPage(ctx, me, listing{name: "find", words: true}, found[:min(len(found), pageSize)])
	})
}

// showPage shows a list. One that holds a citizen's words is always a message of
// its own, which cannot be forwarded.
func (t *talk) showPage(ctx context.Context, me clerk, l listing, found []triage.Petition) error {
	summaries := map[triage.Code]string{}
	for _, p := range found {
		if !l.words || p.Confidential || !p.ReadableBy(me.Staff, t.b.Office) {
			continue
		}
		s, err := t.b.Records.Summary(ctx, p.Code, triage.Actor{Staff: me.ID})
		if err != nil {
			return t.away(err)
		}
		summaries[p.Code] = s
	}
	m := t.page(me, l, found, summaries)
	if m.Protect = l.words; l.words {
		t.out.say(m)
		return nil
	}
	t.show(m)
	return nil
}

// page words a list. One petition more than a page holds says that there is more.
func (t *talk) page(me clerk, l listing, found []triage.Petition, summaries map[triage.Code]string) message {
	next := ""
	if len(found) > pageSize {
		found = found[:pageSize]
		next = triage.PlaceOf(&found[pageSize-1]).String()
	}
	m := message{}
	var lines []string
	for _, p := range found {
		if !p.KnownTo(me.Staff, t.b.Office) {
			continue
		}
		line := t.line(p)
		if s := summaries[p.Code]; s != "" {
			line += "\n   <i>" + escape(s) + "</i>"
		}
		lines = append(lines, line)
		m.Rows = append(m.Rows, []button{{Label: cut(mark(p)+string(p.Code)+" · "+t.say.Plain("kind."+string(p.Kind)), 60), Data: actData(actOpen, p.Code, p.Version)}})
	}
	if len(lines) == 0 {
		m.Text = t.say.Say("officer.list." + l.name + ".none")
	} else {
		m.Text = t.say.Say("officer.list."+l.name) + "\n\n" + strings.Join(lines, "\n")
	}
	if next != "" {
		m.Rows = append(m.Rows, []button{{Label: t.say.Plain("officer.button.next"), Data: "c:" + l.name + ":" + next}})
	}
	return m
}

// line is a petition in a list: its code, kind and status, and what is due next.
func (t *talk) line(p triage.Petition) string {
	status := t.say.Plain("status." + string(p.Status))
	if p.Status == triage.StatusFiled {
		status = t.say.Plain("standing." + string(p.Standing))
	}
	line := t.say.Say("officer.list.line", "mark", mark(p), "code", string(p.Code), "kind", t.say.Plain("kind."+string(p.Kind)), "status", status)
	if o, ok := p.NextDue(); ok {
		line += "\n   " + t.say.Say("officer.card.due", "step", t.say.Plain("officer.step."+string(o.Step)), "date", dueWords(t.say, o)) + lateMark(t.say, o, t.b.Now())
	}
	return line
}

// mark stands before what is urgent.
func mark(p triage.Petition) string {
	if p.Decision.Urgent && p.Status != triage.StatusDone {
		return "🔴 "
	}
	return ""
}
