package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// mostOverdue bounds the codes named on a report's card; the list has them all.
const mostOverdue = 10

// week shows the figures of a period on one card (/tuan, /tuan 2026-W47): of the
// province for its leaders, of one's own unit for all others.
func (t *talk) week(ctx context.Context, args string) error {
	return t.asStaff(ctx, func(me clerk) error {
		if me.Post == triage.Admin {
			t.out.say(message{Text: t.say.Say("officer.home.admin")})
			return nil
		}
		asked, unit, _ := strings.Cut(strings.ReplaceAll(args, " ", ":"), ":")
		period := triage.WeekOf(t.b.Now(), t.b.Office.Week)
		if asked != "" {
			named, err := triage.ParsePeriod(asked, t.b.Office)
			if err != nil {
				t.out.say(message{Text: "⚠️ " + t.say.Say("leader.period.bad", "example", period.String())})
				return nil
			}
			period = named
		}
		of := t.b.reported(me, triage.UnitID(unit))
		r, err := t.b.report(ctx, period, of)
		if err != nil {
			return t.away(err)
		}
		m := t.b.reportCard(t.say, r)
		m.Rows = t.b.reportRows(t.say, me, period, of)
		t.show(m)
		return nil
	})
}

// month shows the figures of this month, or of another (/thang, /thang 10, /thang 2026-10).
func (t *talk) month(ctx context.Context, args string) error {
	return t.week(ctx, t.longer(args, "%d-%02d", 1))
}

// quarter shows the figures of this quarter, or of another (/quy, /quy 3, /quy 2026-Q3).
func (t *talk) quarter(ctx context.Context, args string) error {
	return t.week(ctx, t.longer(args, "%d-Q%d", 3))
}

// year shows the figures of this year, or of another (/nam, /nam 2025).
func (t *talk) year(ctx context.Context, args string) error {
	if args == "" {
		args = strconv.Itoa(calendar.Of(t.b.Now()).Year)
	}
	return t.week(ctx, args)
}

// longer names the period of so many months that is meant: the present one where
// nothing is said, one of this year where only its number is.
func (t *talk) longer(args, form string, months int) string {
	today := calendar.Of(t.b.Now())
	if args == "" {
		return fmt.Sprintf(form, today.Year, (int(today.Month)-1)/months+1)
	}
	if n, err := strconv.Atoi(args); err == nil && n > 0 && n < 100 {
		return fmt.Sprintf(form, today.Year, n)
	}
	return args
}

// provinceLeader says whether a member of staff leads the whole province.
func (b *Bot) provinceLeader(s triage.Staff) bool {
	return s.Post == triage.Leader && s.Unit == b.Office.Provincial().ID
}

// reported is the unit whose figures somebody is shown: what they asked for if
// they lead the province ("" is all of it), else their own.
func (b *Bot) reported(me clerk, asked triage.UnitID) triage.UnitID {
	if !b.provinceLeader(me.Staff) {
		return me.Unit
	}
	if u, ok := b.Office.Unit(asked); ok {
		return u.ID
	}
	return ""
}

// report adds up a period, with the one before it and the same a year earlier.
// It is the value that the command line prints.
func (b *Bot) report(ctx context.Context, p triage.Period, unit triage.UnitID) (triage.Report, error) {
	return triage.ReportOn(ctx, b.Records, b.Office, p, unit, b.Now())
}

// reportCard words a report for a chat.
func (b *Bot) reportCard(say text.Speaker, r triage.Report) message {
	name := b.Office.Name
	if r.Unit != "" {
		name = b.unitName(r.Unit)
	}
	n := say.Number
	figures := []string{
		say.Say("leader.received", "n", n(r.Received), "unsigned", n(r.Unsigned)),
		say.Say("leader.processed", "n", n(r.Classified.Done), "of", n(r.Classified.Of), "rate", triage.Percent(r.Rate)),
		say.Say("leader.on_time", "n", n(r.OnTime.Done), "of", n(r.OnTime.Of), "rate", triage.Percent(r.OnTime.Rate)),
		say.Say("leader.balance", "opening", n(r.Opening), "closing", n(r.Closing)),
		say.Say("leader.settle", "n", n(r.Settle.Done), "of", n(r.Settle.Of)),
		say.Say("leader.supervise", "n", n(r.Supervise.Done), "of", n(r.Supervise.Of)),
		say.Say("leader.crime", "n", n(r.CrimeReports.Settled), "of", n(r.CrimeReports.Of), "new", n(r.CrimeReports.Received)),
		say.Say("leader.visits", "turns", n(r.Visits.Turns), "people", n(r.Visits.People), "groups", n(r.Visits.Groups)),
	}
	if r.MovedIn+r.MovedOut+r.Reopened+r.Removed > 0 {
		figures = append(figures, say.Say("leader.moves", "in", n(r.MovedIn), "out", n(r.MovedOut), "reopened", n(r.Reopened), "removed", n(r.Removed)))
	}
	title := periodName(say, r.Period)
	if title != r.Period {
		title += " (" + r.Period + ")" // what to type to have it again
	}
	parts := []string{say.Say("leader.title", "period", title, "name", name, "from", edge(say, r.From, false), "to", edge(say, r.To, true)),
		strings.Join(figures, "\n")}
	if r.Frozen != nil {
		parts[0] += "\n" + frozenLine(say, *r.Frozen)
	}
	if kinds := kindLines(say, r); len(kinds) > 0 {
		parts = append(parts, say.Say("leader.kinds")+"\n"+strings.Join(kinds, "\n"))
	}
	parts = append(parts, overdueLines(say, r.Overdue))
	if targets := targetLines(say, r); len(targets) > 0 {
		parts = append(parts, say.Say("leader.targets")+"\n"+strings.Join(targets, "\n"))
	}
	var before []string
	for _, past := range []struct {
		key string
		f   *triage.Figures
	}{{"leader.previous", r.Previous}, {"leader.last_year", r.SameLastYear}} {
		if f := past.f; f != nil {
			before = append(before, say.Say(past.key, "period", periodName(say, f.Period), "received", n(f.Received), "n", n(f.Classified.Done), "of", n(f.Classified.Of),
				"rate", triage.Percent(f.Rate), "turns", n(f.Visits.Turns), "more", signed(say, r.Received-f.Received)))
		}
	}
	if len(before) > 0 {
		parts = append(parts, strings.Join(before, "\n"))
	}
	return message{Text: strings.Join(parts, "\n\n")}
}

// frozenLine says when the figures were closed, and what came to light since.
func frozenLine(say text.Speaker, f triage.Freeze) string {
	line := say.Say("leader.frozen", "at", say.Time(f.At))
	if f.Corrections.None() {
		return line
	}
	var parts []string
	c := f.Corrections
	for _, p := range []struct {
		key string
		n   int
	}{
		{"leader.correction.received", c.Received}, {"leader.correction.reopened", c.Reopened}, {"leader.correction.moved_in", c.MovedIn}, {"leader.correction.moved_out", c.MovedOut}, {"leader.correction.processed", c.Processed},
		{"leader.correction.removed", c.Removed}, {"leader.correction.crime_reports", c.CrimeReports}, {"leader.correction.turns", c.Turns},
	} {
		if p.n != 0 {
			parts = append(parts, say.Plain(p.key)+" "+signed(say, p.n))
		}
	}
	return line + "\n" + say.Say("leader.corrections", "list", strings.Join(parts, ", "))
}

// edge is the beginning or the end of a period: a day where it is midnight.
func edge(say text.Speaker, t time.Time, end bool) string {
	day := calendar.Of(t)
	switch {
	case !t.Equal(day.Start()):
		return say.Time(t)
	case end:
		return say.Plain("leader.day.end", "date", say.Day(t.Add(-time.Nanosecond)))
	}
	return say.Day(t)
}

// periodName is a period as people say it ("tuần 47 năm 2026"); others are named
// as they are typed.
func periodName(say text.Speaker, period string) string {
	year, part, cut := strings.Cut(period, "-")
	if len(year) != 4 || strings.Contains(period, "..") {
		return period
	}
	n := strings.TrimLeft(part, "WQ0")
	switch {
	case !cut:
		return say.Plain("leader.period.year", "year", year)
	case strings.HasPrefix(part, "W"):
		return say.Plain("leader.period.week", "n", n, "year", year)
	case strings.HasPrefix(part, "Q"):
		return say.Plain("leader.period.quarter", "n", n, "year", year)
	case len(part) == 2 && strings.Trim(part, "0123456789") == "":
		return say.Plain("leader.period.month", "n", n, "year", year)
	}
	return period
}

// how says how the figures of a card come about, with the numbers filled in: a
// leader asks why a number is what it is (cách tính).
func (t *talk) how(ctx context.Context, args string) error {
	return t.asStaff(ctx, func(me clerk) error {
		asked, unit, _ := strings.Cut(args, ":")
		period, err := triage.ParsePeriod(asked, t.b.Office)
		if err != nil || me.Post == triage.Admin {
			t.stale()
			return nil
		}
		of := t.b.reported(me, triage.UnitID(unit))
		r, err := t.b.report(ctx, period, of)
		if err != nil {
			return t.away(err)
		}
		name, n := t.b.Office.Name, t.say.Number
		if r.Unit != "" {
			name = t.b.unitName(r.Unit)
		}
		t.out.say(message{Text: t.say.Say("leader.how", "period", periodName(t.say, r.Period), "name", name, "of", n(r.Classified.Of), "processed", n(r.Processed),
			"opening", n(r.Opening), "received", n(r.Received), "reopened", n(r.Reopened), "in", n(r.MovedIn), "out", n(r.MovedOut), "removed", n(r.Removed), "closing", n(r.Closing))})
		return nil
	})
}

func kindLines(say text.Speaker, r triage.Report) []string {
	var lines []string
	for _, k := range triage.Kinds() {
		if c, ok := r.Kinds[k]; ok {
			lines = append(lines, say.Say("leader.kind", "kind", say.Plain("kind."+string(k)), "received", say.Number(c.Received), "processed", say.Number(c.Processed)))
		}
	}
	return lines
}

func overdueLines(say text.Speaker, codes []triage.Code) string {
	if len(codes) == 0 {
		return say.Say("leader.overdue.none")
	}
	line := say.Say("leader.overdue", "n", say.Number(len(codes))) + "\n"
	for i, c := range codes[:min(len(codes), mostOverdue)] {
		if i > 0 {
			line += ", "
		}
		line += "<code>" + string(c) + "</code>"
	}
	if more := len(codes) - mostOverdue; more > 0 {
		line += " " + say.Say("leader.overdue.more", "n", say.Number(more))
	}
	return line
}

func targetLines(say text.Speaker, r triage.Report) []string {
	var lines []string
	for _, t := range r.Targets {
		mark := "•"
		if t.Met != nil && *t.Met {
			mark = "✅"
		} else if t.Met != nil {
			mark = "❌"
		}
		lines = append(lines, mark+" "+say.Say("leader.target", "name", say.Plain("leader.target."+t.Name), "value", triage.Percent(t.Value), "target", triage.Percent(&t.Target)))
	}
	return lines
}

// signed is a difference with its sign.
func signed(say text.Speaker, n int) string {
	if n < 0 {
		return "−" + say.Number(-n)
	}
	return "+" + say.Number(n)
}

// reportRows lead to the periods beside this one and, for leaders of the
// province, to each unit.
func (b *Bot) reportRows(say text.Speaker, me clerk, p triage.Period, unit triage.UnitID) [][]button {
	data := func(p triage.Period, u triage.UnitID) string { return "c:week:" + p.String() + ":" + string(u) }
	around := []button{{Label: "‹ " + cut(periodName(say, p.Previous().String()), 30), Data: data(p.Previous(), unit)}}
	if next := p.Next(); !next.From.After(b.Now()) {
		around = append(around, button{Label: cut(periodName(say, next.String()), 30) + " ›", Data: data(next, unit)})
	}
	rows := [][]button{around, {{Label: say.Plain("officer.button.overdue"), Data: "c:overdue:"},
		{Label: say.Plain("officer.button.how"), Data: "c:how:" + p.String() + ":" + string(unit)}}}
	if !b.provinceLeader(me.Staff) {
		return rows
	}
	var row []button
	add := func(label string, u triage.UnitID) {
		if u == unit {
			return
		}
		if row = append(row, button{Label: cut(label, 30), Data: data(p, u)}); len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	add(say.Plain("leader.province"), "")
	day := calendar.Of(p.To.Add(-time.Nanosecond))
	for _, u := range b.Office.Units {
		if u.On(day) && u.Kind != triage.UnitFormer {
			add(shortName(u), u.ID)
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

func shortName(u triage.Unit) string {
	if u.Short != "" {
		return u.Short
	}
	return u.Name
}
