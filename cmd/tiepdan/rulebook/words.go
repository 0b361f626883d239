package rulebook

import (
	"slices"
	"strings"
	"time"

	"tiepdan/bot"
	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// teller words conditions, facts and places for one office in one language.
type teller struct {
	say    text.Speaker
	office triage.Office
	now    time.Time
}

func (t teller) book(key string, args ...string) string { return t.say.Plain("book."+key, args...) }

// conditions are the parts of a condition that all have to hold, a line each.
func (t teller) conditions(c triage.Cond) []string {
	var lines []string
	for _, k := range flat(c) {
		lines = append(lines, t.condition(k, false))
	}
	if len(lines) == 0 {
		return []string{t.book("always")}
	}
	return lines
}

// flat takes nested "all" apart.
func flat(c triage.Cond) []triage.Cond {
	if c.Fact != "" || len(c.Any) > 0 || c.Not != nil {
		return []triage.Cond{c}
	}
	var all []triage.Cond
	for _, k := range c.All {
		all = append(all, flat(k)...)
	}
	return all
}

// condition words one part; inside another it stands in brackets where it has
// parts of its own.
func (t teller) condition(c triage.Cond, inside bool) string {
	var parts []string
	with := "and"
	switch {
	case c.Fact != "":
		return t.fact(c)
	case c.Not != nil:
		return t.book("not", "what", t.condition(*c.Not, false))
	case len(c.Any) > 0:
		with = "or"
		for _, k := range c.Any {
			parts = append(parts, t.condition(k, true))
		}
	default:
		for _, k := range flat(c) {
			parts = append(parts, t.condition(k, true))
		}
	}
	joined := strings.Join(parts, " "+t.book(with)+" ")
	if inside && len(parts) > 1 {
		return "(" + joined + ")"
	}
	return joined
}

// fact words what a condition asks of one fact.
func (t teller) fact(c triage.Cond) string {
	open := slices.Contains(c.Is, triage.NotKnown)
	values := slices.DeleteFunc(slices.Clone(c.Is), func(v string) bool { return v == triage.NotKnown })
	if !vocabulary(c.Fact) {
		switch {
		case len(values) == 0:
			return t.book("only.unknown", "what", t.value(c.Fact, triage.FactValues(c.Fact)[0]))
		case open:
			return t.book("perhaps", "what", t.value(c.Fact, values[0]))
		}
		return t.value(c.Fact, values[0])
	}
	var words []string
	for _, v := range values {
		words = append(words, "“"+lower(t.value(c.Fact, v))+"”")
	}
	if open && len(words) == 0 {
		return t.book("only.unknown", "what", t.book("fact."+c.Fact))
	}
	if open {
		words = append(words, t.book("unknown"))
	}
	last := len(words) - 1
	list := strings.Join(words[:last], ", ")
	if list != "" {
		list += " " + t.book("or") + " "
	}
	return t.book("is", "fact", t.book("fact."+c.Fact), "values", list+words[last])
}

// vocabulary says whether a fact has words of the vocabulary as its values, and
// not a yes and a no.
func vocabulary(fact string) bool { return len(triage.FactValues(fact)) > 2 }

// value words one value of a fact.
func (t teller) value(fact, value string) string {
	switch {
	case !vocabulary(fact) && value == triage.FactValues(fact)[0]:
		return t.book("yes." + fact)
	case !vocabulary(fact):
		return t.book("no." + fact)
	case fact == "round":
		return t.book("value.round." + value)
	case fact == "judgment.court":
		return t.say.Plain("court." + value)
	}
	return t.say.Plain(fact + "." + value)
}

// lower makes the first letter small, but not in abbreviations.
func lower(s string) string {
	r := []rune(s)
	if len(r) > 1 && strings.ToUpper(string(r[1])) == string(r[1]) && r[1] != ' ' {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// example words what a petition tells.
func (t teller) example(f triage.Facts, at time.Time) string {
	var words []string
	for _, told := range f.Told(t.office.Province, at) {
		word := lower(t.value(told.Fact, told.Value))
		if vocabulary(told.Fact) {
			word = "“" + word + "”"
		}
		words = append(words, word)
	}
	if !f.KnownOn.IsZero() {
		words = append(words, t.book("since.known")+" "+t.day(f.KnownOn))
	}
	return strings.Join(words, "; ")
}

// destination names where a row sends a petition.
func (t teller) destination(r triage.Rule) string {
	switch r.Destination {
	case triage.OfBody:
		return t.book("to.body")
	case triage.OfSuperior:
		return t.book("to.superior")
	case triage.OfCourt:
		return t.book("to.court")
	case triage.OfReview:
		return t.book("to.review")
	case "":
		if r.Disposition != triage.Settle {
			return ""
		}
		if r.Settles == triage.TierProvincial {
			return t.office.Provincial().Name
		}
		return t.book("to.place")
	}
	if d, ok := t.office.Destination(r.Destination); ok {
		return d.Name
	}
	return r.Destination
}

// laws are provisions as the law names them.
func (t teller) laws(basis []string) []string {
	var all []string
	for _, b := range basis {
		all = append(all, strings.Split(bot.Citation(t.say, b), "; ")...)
	}
	return all
}

// valid says on which days a row is in force.
func (t teller) valid(from, to calendar.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return t.book("valid.always")
	case to.IsZero():
		return t.book("valid.from", "from", t.day(from))
	case from.IsZero():
		return t.book("valid.to", "to", t.day(to))
	}
	return t.book("valid.both", "from", t.day(from), "to", t.day(to))
}

// mark says how far a row was verified.
func (t teller) mark(m triage.Mark, replaced calendar.Date) string {
	switch {
	case m == "":
		return t.book("mark.own")
	case m == triage.MarkOld && !replaced.IsZero():
		return t.book("mark.old.since", "from", t.day(replaced))
	}
	return t.book("mark." + string(m))
}

// day is a date as officials write it: 01/7/2025.
func (t teller) day(d calendar.Date) string {
	if t.say.Language() == "vi" {
		return d.Start().Format("02/01/2006")
	}
	return d.Start().Format("2 January 2006")
}
