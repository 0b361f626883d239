package reading

import (
	"strconv"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// smallestGroup is how many make a group (DOMAIN §8: five or more), and largest
// what is still believed.
const (
	smallestGroup = 2
	largestGroup  = 100_000
)

// groupSize is how many people the letter says it is from; 0 if it does not say.
func (p *page) groupSize(text string, c *clues) int {
	for _, m := range p.found {
		if m.means != c.group {
			continue
		}
		for _, w := range p.words[m.from:m.to] {
			if n, err := strconv.Atoi(text[w.from:w.to]); err == nil && n >= smallestGroup && n <= largestGroup {
				return n
			}
		}
	}
	return 0
}

// An appeal is made within fifteen days of the judgment, of which the person may
// have got to know later (CPC 333, CPC civil 273).
const (
	appealDays   = 20
	freshStrong  = 1.5 // what a fresh judgment adds to the appeal, and takes from cassation
	oldestDigits = 4
)

// freshJudgment leans towards an appeal where the letter attacks a judgment and
// names a day of the last weeks, and says neither that the judgment is in force
// nor that an appeal was heard.
func (r *Reader) freshJudgment(text string, p *page, at time.Time) {
	c := &r.clues
	if !p.has(c.judged) || p.has(c.inForce) || p.has(c.appealed) {
		return
	}
	today := calendar.Of(at)
	for i := range p.words {
		if day, ok := p.day(text, i, today.Year); ok && !day.After(today) && today.Sub(day) <= appealDays {
			p.scores.out[kindOutput(triage.MisdirectedAppeal)] += freshStrong
			p.scores.out[kindOutput(triage.Cassation)] -= freshStrong
			return
		}
	}
}

func kindOutput(k triage.Kind) int {
	for i, other := range kinds {
		if other == k {
			return i
		}
	}
	return 0
}

// day reads a date such as 13/11/2026, 13-11 or 13.11.26 that begins at a word.
func (p *page) day(text string, i, year int) (calendar.Date, bool) {
	d, ok := p.numberAt(text, i)
	if !ok || d < 1 || d > 31 || !p.joined(text, i) {
		return calendar.Date{}, false
	}
	m, ok := p.numberAt(text, i+1)
	if !ok || m < 1 || m > 12 {
		return calendar.Date{}, false
	}
	if p.joined(text, i+1) {
		if y, ok := p.numberAt(text, i+2); ok && y > 0 {
			if year = y; y < 100 {
				year += 2000
			}
		}
	}
	day := calendar.NewDate(year, time.Month(m), d)
	return day, day.Valid()
}

func (p *page) numberAt(text string, i int) (int, bool) {
	if i >= len(p.words) || p.words[i].to-p.words[i].from > oldestDigits {
		return 0, false
	}
	n, err := strconv.Atoi(text[p.words[i].from:p.words[i].to])
	return n, err == nil
}

// joined says whether a word and the next have one of / - . and nothing else between.
func (p *page) joined(text string, i int) bool {
	if i+1 >= len(p.words) {
		return false
	}
	from, to := p.words[i].to, p.words[i+1].from
	return to-from == 1 && (text[from] == '/' || text[from] == '-' || text[from] == '.')
}
