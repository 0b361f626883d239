package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// page is the book laid out: a heading, then sections of tables.
type page struct {
	title    string
	head     [][2]string
	note     string
	sections []section
}

// section is a part or a chapter of one. Each cell of a table is a list of lines.
type section struct {
	level int // 2: a part, 3: a chapter
	title string
	intro string
	cols  []string
	rows  [][][]string
}

// page lays the book out.
func (b Book) page() page {
	t := b.words
	date := b.words.day(calendar.Of(t.now))
	confirm := 0
	for _, id := range b.toConfirm() {
		confirm += len(id.rows)
	}
	p := page{
		title: t.book("title"),
		head: [][2]string{{t.book("office"), b.Office}, {t.book("date"), date}, {t.book("version"), b.Version},
			{t.book("counts"), t.book("counts.of", "rules", strconv.Itoa(len(b.Rules)), "bars", strconv.Itoa(len(b.Eligibility)),
				"limits", strconv.Itoa(len(b.Deadlines)), "confirm", strconv.Itoa(confirm))}},
	}
	if b.Sample {
		p.note = t.book("sample")
	}
	p.sections = slices.Concat(b.ruleSections(), b.barSections(), b.limitSections(), b.confirmSections(), b.signSections())
	return p
}

func (b Book) ruleSections() []section {
	t := b.words
	all := []section{{level: 2, title: t.book("rules"), intro: t.book("rules.how")}}
	cols := t.columns("id", "when", "does", "law", "valid", "says")
	for _, r := range b.Rules {
		title := t.chapterTitle(r.Chapter)
		if last := all[len(all)-1]; last.title != title {
			all = append(all, section{level: 3, title: title, cols: cols})
		}
		id := []string{r.ID}
		if r.Off {
			id = append(id, t.book("off.mark"))
		}
		does := []string{t.say.Plain("disposition." + string(r.Disposition))}
		if r.Agency != "" {
			does = append(does, "→ "+r.Agency)
		}
		s := &all[len(all)-1]
		s.rows = append(s.rows, [][]string{id, r.Condition, does, r.Law, {t.valid(r.From, r.To), t.mark(r.Mark, r.Replaced)},
			{r.Sentence, t.book("example", "facts", r.Facts)}})
	}
	if len(b.Off) > 0 {
		s := section{level: 3, title: t.book("off"), cols: t.columns("id", "valid", "law")}
		for _, off := range b.Off {
			s.rows = append(s.rows, [][]string{{off.ID}, {t.valid(off.From, off.To)}, t.laws(off.Basis)})
		}
		all = append(all, s)
	}
	return all
}

func (b Book) barSections() []section {
	t := b.words
	s := section{level: 2, title: t.book("bars"), intro: t.book("bars.how"), cols: t.columns("id", "when", "for", "effect", "law", "valid", "says")}
	for _, r := range b.Eligibility {
		where := []string{t.book("any")}
		if len(r.For) > 0 {
			where = nil
			for _, d := range r.For {
				where = append(where, t.say.Plain("disposition."+string(d)))
			}
		}
		effect := "told"
		if r.Decides {
			effect = "decides"
		}
		s.rows = append(s.rows, [][]string{{r.Reason}, r.Condition, where, {t.book(effect, "disposition", t.say.Plain("disposition."+string(r.Effect)))},
			r.Law, {t.mark(r.Mark, calendar.Date{})}, {r.Sentence, t.book("example", "facts", r.Facts)}})
	}
	return []section{s}
}

func (b Book) limitSections() []section {
	t := b.words
	all := []section{{level: 2, title: t.book("limits"), intro: t.book("limits.how")}}
	cols := t.columns("id", "what", "period", "from", "when", "law", "valid", "kept")
	rows := slices.Clone(b.Deadlines)
	slices.SortStableFunc(rows, func(x, y LimitRow) int { return cmp.Compare(x.ID, y.ID) })
	for i, r := range rows {
		if title := t.book("limits." + group(r.ID)); all[len(all)-1].title != title {
			all = append(all, section{level: 3, title: title, cols: cols})
		}
		what := []string{r.What, "– " + t.say.Plain("officer.step."+string(r.Step))}
		if i > 0 && rows[i-1].ID == r.ID {
			what = what[1:]
		}
		kept := "counted"
		if r.Listed {
			kept = "listed"
		}
		when := r.Condition
		if len(r.For) > 0 && len(r.When.Facts()) == 0 {
			when = nil
		}
		for _, d := range r.For {
			when = append(slices.Clip(when), "→ "+t.say.Plain("disposition."+string(d)))
		}
		s := &all[len(all)-1]
		s.rows = append(s.rows, [][]string{{r.ID}, what, {r.Length}, {r.Start}, when, r.Law,
			{t.valid(r.From, r.To), t.mark(r.Mark, r.Replaced)}, {t.book(kept)}})
	}
	return all
}

// doubt is a row that is to be confirmed.
type doubt struct {
	id   string
	rows []string // what it is about, once for each row of the id
	why  []string
}

// toConfirm gathers the rows that are to be confirmed, by id.
func (b Book) toConfirm() []doubt {
	t := b.words
	var all []doubt
	add := func(confirm bool, id, what string, m triage.Mark, replaced calendar.Date) {
		if !confirm {
			return
		}
		i := slices.IndexFunc(all, func(d doubt) bool { return d.id == id })
		if i < 0 {
			all, i = append(all, doubt{id: id}), len(all)
		}
		all[i].rows = append(all[i].rows, what)
		if why := t.mark(m, replaced); !slices.Contains(all[i].why, why) {
			all[i].why = append(all[i].why, why)
		}
	}
	for _, r := range b.Rules {
		add(r.Confirm, r.ID, r.Sentence, r.Mark, r.Replaced)
	}
	for _, r := range b.Eligibility {
		add(r.Confirm, r.Reason, r.Sentence, r.Mark, calendar.Date{})
	}
	for _, r := range b.Deadlines {
		add(r.Confirm, r.ID, r.What, r.Mark, r.Replaced)
	}
	return all
}

func (b Book) confirmSections() []section {
	t := b.words
	s := section{level: 2, title: t.book("confirm"), intro: t.book("confirm.how"), cols: t.columns("row", "what", "why")}
	for _, d := range b.toConfirm() {
		id := d.id
		if n := len(d.rows); n > 1 {
			id = fmt.Sprintf("%s (%d)", d.id, n)
		}
		s.rows = append(s.rows, [][]string{{id}, {d.rows[0]}, d.why})
	}
	return []section{s}
}

func (b Book) signSections() []section {
	t := b.words
	s := section{level: 2, title: t.book("sign"), cols: []string{t.book("sign.who"), t.book("sign.name"), t.book("sign.date"), t.book("sign.signature")}}
	for _, who := range []string{"by", "check", "approve"} {
		s.rows = append(s.rows, [][]string{{t.book("sign." + who)}, {""}, {""}, {""}})
	}
	return []section{s}
}

func (t teller) columns(names ...string) []string {
	var cols []string
	for _, n := range names {
		cols = append(cols, t.book("col."+n))
	}
	return cols
}
