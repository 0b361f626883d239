// Package rulebook prints the decision table, the conditions of eligibility and
// the legal periods for a legal officer to read and sign (bảng phân loại).
//
// It promises that what is printed is what decides: every row comes from package
// triage, in its order, with its condition in words, its law, the days on which
// it is in force, how far it was verified, and an example.
package rulebook

import (
	"strconv"
	"strings"
	"time"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// Book is all that is printed, once in words and once as data.
type Book struct {
	Office      string       `json:"office"`
	Sample      bool         `json:"sample,omitempty"`
	Date        string       `json:"date"` // ISO, of the day for which rows are to be confirmed
	Version     string       `json:"version"`
	Rules       []RuleRow    `json:"rules"`
	Off         []triage.Off `json:"off,omitempty"`
	Eligibility []BarRow     `json:"eligibility"`
	Deadlines   []LimitRow   `json:"deadlines"`
	Confirm     []string     `json:"confirm"` // ids of the rows that are to be confirmed

	words teller
}

// RuleRow is one row of the decision table.
type RuleRow struct {
	triage.Rule
	Chapter   string   `json:"chapter"`
	Condition []string `json:"condition"` // in words, all of which have to hold
	Agency    string   `json:"agency,omitempty"`
	Law       []string `json:"law"`
	Sentence  string   `json:"sentence"`
	Facts     string   `json:"example_words"`
	Confirm   bool     `json:"confirm"`
	Off       bool     `json:"off,omitempty"`
}

// BarRow is one condition of eligibility.
type BarRow struct {
	triage.Bar
	Condition []string `json:"condition"`
	Law       []string `json:"law"`
	Sentence  string   `json:"sentence"`
	Facts     string   `json:"example_words"`
	Confirm   bool     `json:"confirm"`
}

// LimitRow is one legal period.
type LimitRow struct {
	triage.Limit
	What      string   `json:"what"`
	Length    string   `json:"length"`
	Start     string   `json:"start"`
	Condition []string `json:"condition"`
	Law       []string `json:"law"`
	Confirm   bool     `json:"confirm"`
}

// ownChapter holds the rows of the office file.
const ownChapter = "own"

// Make collects the book of an office in one language. Which rows are to be
// confirmed is said for the day of now.
func Make(o triage.Office, say text.Speaker, now time.Time, version string) Book {
	today := calendar.Of(now)
	b := Book{Office: o.Name, Sample: o.Sample, Date: today.String(), Version: version, words: teller{say, o, now}}
	if o.Table != nil {
		b.Off = o.Table.Off()
		for _, r := range o.Table.Own() {
			b.rule(ownChapter, r, r.Says.In(say.Language()), today)
		}
	}
	for _, chapter := range triage.Chapters() {
		for _, r := range chapter.Rules {
			b.rule(chapter.ID, r, say.Plain(r.Reason()), today)
		}
	}
	for _, bar := range triage.Bars() {
		b.bar(bar, today)
	}
	for _, l := range triage.Limits() {
		b.limit(l, today)
	}
	return b
}

func (b *Book) rule(chapter string, r triage.Rule, sentence string, today calendar.Date) {
	t := b.words
	row := RuleRow{Rule: r, Chapter: chapter, Condition: t.conditions(r.When), Agency: t.destination(r), Law: t.laws(r.Basis),
		Sentence: sentence, Facts: t.example(r.Example, exampleDay(r.To, t.now)), Confirm: r.Confirm(today)}
	for _, off := range b.Off {
		row.Off = row.Off || off.ID == r.ID && chapter != ownChapter
	}
	b.Rules = append(b.Rules, row)
	b.confirm(row.Confirm, r.ID)
}

func (b *Book) bar(bar triage.Bar, today calendar.Date) {
	t := b.words
	row := BarRow{Bar: bar, Condition: t.conditions(bar.When), Law: t.laws(bar.Basis),
		Sentence: t.say.Plain("eligibility." + bar.Reason), Facts: t.example(bar.Example, t.now), Confirm: bar.Confirm(today)}
	if bar.Late {
		row.Condition = append(row.Condition, t.book("late"))
	}
	b.Eligibility = append(b.Eligibility, row)
	b.confirm(row.Confirm, bar.Reason)
}

func (b *Book) limit(l triage.Limit, today calendar.Date) {
	t := b.words
	row := LimitRow{Limit: l, What: t.book("limit." + l.ID), Length: t.say.Plain("officer.period."+string(l.Unit), "n", strconv.Itoa(l.N)),
		Start: t.say.Plain("officer.trigger." + string(l.On)), Condition: t.conditions(l.When), Law: t.laws([]string{l.Basis}), Confirm: l.Confirm(today)}
	if l.Since != triage.SinceTrigger {
		row.Start = t.book("since." + string(l.Since))
	}
	if l.Before {
		row.Length = t.book("before", "period", row.Length)
	}
	b.Deadlines = append(b.Deadlines, row)
	b.confirm(row.Confirm, l.ID)
}

// confirm notes a row that is to be confirmed, each id once.
func (b *Book) confirm(needed bool, id string) {
	for _, known := range b.Confirm {
		needed = needed && known != id
	}
	if needed {
		b.Confirm = append(b.Confirm, id)
	}
}

// exampleDay is a moment at which the row of an example is in force.
func exampleDay(to calendar.Date, now time.Time) time.Time {
	if to.IsZero() || now.Before(to.End()) {
		return now
	}
	return to.Start()
}

// chapterTitle is the heading of a chapter.
func (t teller) chapterTitle(id string) string {
	if id == ownChapter {
		return t.book("own")
	}
	return t.book("chapter." + id)
}

// group is the first digit of a period's id, by which DOMAIN numbers matters.
func group(id string) string { return strings.TrimPrefix(id, "T")[:1] }
