package triage

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tiepdan/triage/calendar"
)

// Period is a span of time that is reported on (kỳ báo cáo): [From, To) in
// Asia/Ho_Chi_Minh. It remembers its form, so that it knows the one before it.
type Period struct {
	From, To time.Time

	form   form
	year   int
	n      int // which week, month, quarter or half; how many months
	cutoff Cutoff
	start  time.Month // of the work-year
}

type form byte

const (
	formRange    form = iota // 2024-01-01..2024-12-31
	formWeek                 // 2026-W47
	formMonth                // 2026-11
	formQuarter              // 2026-Q4
	formHalf                 // 2026-H2
	formMonths               // 2026-9M: the first nine months
	formYear                 // 2026
	formWorkYear             // WY2026: 1 December 2025 to 30 November 2026, by the office's custom
)

// PeriodError says that words name no period.
type PeriodError struct{ Given string }

func (e *PeriodError) Error() string {
	return fmt.Sprintf("no period: %q; write 2026-W47, 2026-11, 2026-Q4, 2026-H2, 2026-9M, 2026, WY2026 or 2024-01-01..2024-12-31", e.Given)
}

// ParsePeriod reads a period as people write it. A week is the one, by the
// office's cut-off, that ends in the ISO week named; a range includes its last
// day. The error is a *PeriodError.
func ParsePeriod(s string, o Office) (Period, error) {
	wrong := &PeriodError{Given: s}
	t := strings.ToUpper(strings.TrimSpace(s))
	if from, to, ok := strings.Cut(t, ".."); ok {
		first, err1 := calendar.ParseDate(strings.TrimSpace(from))
		last, err2 := calendar.ParseDate(strings.TrimSpace(to))
		if err1 != nil || err2 != nil || last.Before(first) {
			return Period{}, wrong
		}
		return spanOfDays(first, last), nil
	}
	if y, ok := strings.CutPrefix(t, "WY"); ok {
		year, ok := yearOf(y)
		if !ok {
			return Period{}, wrong
		}
		return spanOfWorkYear(year, o.WorkYearStart), nil
	}
	y, part, cut := strings.Cut(t, "-")
	year, ok := yearOf(y)
	if !ok {
		return Period{}, wrong
	}
	if !cut {
		return spanOfMonths(formYear, year, 0), nil
	}
	f, digits, last := formMonth, part, 12
	switch {
	case strings.HasPrefix(part, "W"):
		f, digits, last = formWeek, part[1:], weeksIn(year)
	case strings.HasPrefix(part, "Q"):
		f, digits, last = formQuarter, part[1:], 4
	case strings.HasPrefix(part, "H"):
		f, digits, last = formHalf, part[1:], 2
	case strings.HasSuffix(part, "M"):
		f, digits = formMonths, strings.TrimSuffix(part, "M")
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > last || len(digits) > 2 || digits[0] == '+' {
		return Period{}, wrong
	}
	if f == formWeek {
		return spanOfWeek(year, n, o.Week), nil
	}
	return spanOfMonths(f, year, n), nil
}

func yearOf(s string) (int, bool) {
	y, err := strconv.Atoi(s)
	return y, err == nil && len(s) == 4 && y >= 1990 && y < 2200
}

// String is the period as ParsePeriod reads it.
func (p Period) String() string {
	switch p.form {
	case formWeek:
		return fmt.Sprintf("%d-W%02d", p.year, p.n)
	case formMonth:
		return fmt.Sprintf("%d-%02d", p.year, p.n)
	case formQuarter:
		return fmt.Sprintf("%d-Q%d", p.year, p.n)
	case formHalf:
		return fmt.Sprintf("%d-H%d", p.year, p.n)
	case formMonths:
		return fmt.Sprintf("%d-%dM", p.year, p.n)
	case formYear:
		return strconv.Itoa(p.year)
	case formWorkYear:
		return fmt.Sprintf("WY%d", p.year)
	}
	return fmt.Sprintf("%s..%s", calendar.Of(p.From), calendar.Of(p.To.Add(-time.Nanosecond)))
}

// WeekOf is the reporting week that holds t. It is named for the ISO week in
// which it ends.
func WeekOf(t time.Time, c Cutoff) Period {
	day := calendar.Of(t)
	year, n := isoWeek(day)
	p := spanOfWeek(year, n, c)
	for !t.Before(p.To) {
		p = p.shifted(1)
	}
	for t.Before(p.From) {
		p = p.shifted(-1)
	}
	return p
}

// Previous is the period before: of weeks, months, quarters, halves and years
// the one before it, of the first months of a year those of the year before, of
// a range as many days before it.
func (p Period) Previous() Period { return p.shifted(-1) }

// Next is the period after: the one whose Previous is p.
func (p Period) Next() Period { return p.shifted(1) }

// SameLastYear is the same period a year earlier (cùng kỳ năm trước). A week 53
// is compared with week 52.
func (p Period) SameLastYear() Period {
	switch p.form {
	case formRange:
		first, last := calendar.Of(p.From), calendar.Of(p.To.Add(-time.Nanosecond))
		return spanOfDays(first.AddMonths(-12), last.AddMonths(-12))
	case formWeek:
		return spanOfWeek(p.year-1, min(p.n, weeksIn(p.year-1)), p.cutoff)
	case formWorkYear:
		return spanOfWorkYear(p.year-1, p.start)
	}
	return spanOfMonths(p.form, p.year-1, p.n)
}

// shifted is the period by so many of its kind later.
func (p Period) shifted(by int) Period {
	per := map[form]int{formMonth: 12, formQuarter: 4, formHalf: 2}[p.form]
	switch {
	case p.form == formRange:
		first, last := calendar.Of(p.From), calendar.Of(p.To.Add(-time.Nanosecond))
		n := by * (last.Sub(first) + 1)
		return spanOfDays(first.AddDays(n), last.AddDays(n))
	case p.form == formWeek:
		year, n := isoWeek(mondayOf(p.year, p.n).AddDays(7 * by))
		return spanOfWeek(year, n, p.cutoff)
	case p.form == formWorkYear:
		return spanOfWorkYear(p.year+by, p.start)
	case per > 0:
		at := p.year*per + p.n - 1 + by
		return spanOfMonths(p.form, at/per, at%per+1)
	}
	return spanOfMonths(p.form, p.year+by, p.n)
}

func spanOfDays(first, last calendar.Date) Period { return Period{From: first.Start(), To: last.End()} }

// spanOfMonths is a period of whole months of a calendar year.
func spanOfMonths(f form, year, n int) Period {
	first, count := 1, 12
	switch f {
	case formMonth:
		first, count = n, 1
	case formQuarter:
		first, count = 3*n-2, 3
	case formHalf:
		first, count = 6*n-5, 6
	case formMonths:
		count = n
	}
	from := calendar.NewDate(year, time.Month(first), 1)
	return Period{From: from.Start(), To: from.AddMonths(count).Start(), form: f, year: year, n: n}
}

// spanOfWorkYear ends in the year it is named for, unless it begins in January.
func spanOfWorkYear(year int, start time.Month) Period {
	if start == 0 {
		start = time.December
	}
	from := calendar.NewDate(year, start, 1)
	if start != time.January {
		from = calendar.NewDate(year-1, start, 1)
	}
	return Period{From: from.Start(), To: from.AddMonths(12).Start(), form: formWorkYear, year: year, start: start}
}

// spanOfWeek ends at the cut-off in an ISO week; the zero Cutoff is the end of Sunday.
func spanOfWeek(year, n int, c Cutoff) Period {
	at := c
	if at == (Cutoff{}) {
		at.Clock = 24 * time.Hour
	}
	day := mondayOf(year, n).AddDays((int(at.Weekday) + 6) % 7)
	to := day.Start().Add(at.Clock)
	return Period{From: to.AddDate(0, 0, -7), To: to, form: formWeek, year: year, n: n, cutoff: c}
}

func isoWeek(d calendar.Date) (year, n int) { return d.Start().ISOWeek() }

// mondayOf is the first day of an ISO week: 4 January is always in week 1.
func mondayOf(year, n int) calendar.Date {
	fourth := calendar.NewDate(year, time.January, 4)
	return fourth.AddDays(-(int(fourth.Weekday())+6)%7 + 7*(n-1))
}

// weeksIn is the number of ISO weeks of a year: 28 December is always in the last.
func weeksIn(year int) int {
	_, n := isoWeek(calendar.NewDate(year, time.December, 28))
	return n
}
