package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// due lists what a member of staff and their unit owe, by its date, the soonest
// first (/han): petitions that nobody claimed and those that are done but for a
// reply or a result stand in it too.
func (t *talk) due(ctx context.Context, after string) error {
	return t.asStaff(ctx, func(me clerk) error {
		if me.Post == triage.Admin {
			t.out.say(message{Text: t.say.Say("officer.home.admin")})
			return nil
		}
		found, err := t.owed(ctx, me, after)
		if err != nil {
			return t.away(err)
		}
		t.show(t.duePage(me, found))
		return nil
	})
}

// owed finds a page of them and one more. What somebody holds is theirs wherever
// it lies and whoever it is about; of the rest of the unit leaders alone see what
// is about our own people.
func (t *talk) owed(ctx context.Context, me clerk, after string) ([]triage.Petition, error) {
	var found []triage.Petition
	for _, q := range []triage.Query{
		{Unit: me.Unit, Common: me.Post != triage.Leader},
		{Unit: me.Unit, Owner: me.ID},
		{Owner: me.ID, Open: true},
	} {
		q.Soonest, q.Limit = true, pageSize+1
		if place, err := triage.ParsePlace(after); err == nil {
			q.After = place
		}
		part, err := t.b.Records.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		found = append(found, part...)
	}
	// Find leaves out what owes nothing; between two reads nothing else comes in.
	slices.SortFunc(found, func(a, b triage.Petition) int { return triage.PlaceOf(&a).Compare(triage.PlaceOf(&b), true) })
	found = slices.CompactFunc(found, func(a, b triage.Petition) bool { return a.Code == b.Code })
	return found[:min(len(found), pageSize+1)], nil
}

// duePage words a page. One petition more than it holds says that there is more.
func (t *talk) duePage(me clerk, found []triage.Petition) message {
	m, next := message{}, ""
	if len(found) > pageSize {
		found = found[:pageSize]
		next = triage.PlaceOf(&found[pageSize-1]).String()
	}
	lines := []string{t.say.Say("officer.list.due")}
	for _, p := range found {
		o, owes := p.NextDue()
		if !owes || !p.KnownTo(me.Staff, t.b.Office) {
			continue
		}
		lines = append(lines, t.dueLines(me, p, o))
		label := mark(p) + string(p.Code)
		if !p.Confidential {
			label += " · " + t.say.Plain("kind."+string(p.Kind))
		}
		m.Rows = append(m.Rows, []button{{Label: cut(label, 60), Data: actData(actOpen, p.Code, p.Version)}})
	}
	m.Text = strings.Join(lines, "\n\n")
	if len(m.Rows) == 0 {
		m.Text = t.say.Say("officer.list.due.none")
	}
	if next != "" {
		m.Rows = append(m.Rows, []button{{Label: t.say.Plain("officer.button.next"), Data: "c:due:" + next}})
	}
	return m
}

// dueLines are one petition: who holds it, what is due first, by when and why, and
// how many dates follow. Of a confidential one only the code and the date are said:
// the law would name its kind.
func (t *talk) dueLines(me clerk, p triage.Petition, o triage.Obligation) string {
	head := mark(p) + "<code>" + string(p.Code) + "</code>"
	date := "\n   " + t.say.Say("officer.card.due", "step", t.say.Plain("officer.step."+string(o.Step)), "date", dueWords(t.say, o)) + lateMark(t.say, o, t.b.Now())
	if p.Confidential {
		return head + date
	}
	holder := t.say.Say("officer.due.nobody")
	if s, ok := me.roster.ByID(p.Owner); ok && s.ID == me.ID {
		holder = t.say.Say("officer.due.mine")
	} else if ok {
		holder = escape(s.Name)
	}
	lines := head + " · " + t.say.Plain("kind."+string(p.Kind)) + " · " + holder + date + "\n   " + whyShort(t.say, o)
	others := slices.DeleteFunc(slices.Clone(p.Obligations), func(other triage.Obligation) bool {
		return !other.Open() || other.Step == triage.StepLodge || other.ID == o.ID
	})
	if len(others) > 0 {
		lines += "\n   " + t.say.Say("officer.clocks.more", "n", strconv.Itoa(len(others)))
	}
	return lines
}

// whyShort says how a date was reached where many stand together: so long, since
// when, by which law. The card says the rest.
func whyShort(say text.Speaker, o triage.Obligation) string {
	line := say.Say("officer.due.why", "period", say.Plain("officer.period."+string(o.Unit), "n", strconv.Itoa(o.N)),
		"trigger", say.Plain("officer.trigger."+string(o.Trigger)), "law", clockLaw(say, o))
	if o.Confirm() {
		line += say.Say("officer.clock.confirm")
	}
	return line
}
