// Package calendar knows the working days and public holidays of Vietnam,
// solar and lunar, and counts legal periods by them.
//
// What the law fixes is computed for any year. What is decided anew every year
// (the days off around Tết, the second day of National Day, swapped Saturdays)
// is data: Decided for the years built in, the office file for the others.
// A year without a decision is a draft, and Confirmed says so.
// All days are days in Asia/Ho_Chi_Minh, a fixed UTC+7.
package calendar

import (
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// DayOff is a day on which offices are closed, besides Saturdays and Sundays.
type DayOff struct {
	Date   Date
	Name   string // one of Names, or the office's own word
	Source string // the law or decision as it is cited, or one of Sources
}

// MakeUp is a Saturday or Sunday ordered to be worked, ngày làm bù.
type MakeUp struct {
	Date   Date
	Source string
}

// The cached years; others are computed each time.
const (
	firstCached = 1950
	lastCached  = 2149
)

// Calendar answers which days are worked. It may be used by many goroutines at
// once, and changes only by Learn. The zero Calendar has what is built in.
type Calendar struct{ book *book }

type book struct {
	office pages                 // what the office file says
	now    atomic.Pointer[pages] // … with what was confirmed since
}

// pages are one state of the calendar.
type pages struct {
	extra   []DayOff
	makeUps []MakeUp
	years   [lastCached - firstCached + 1]atomic.Pointer[year]
}

// New returns a calendar with the built-in days and the office's own.
//
// Office days named TetHoliday, National or Swap replace what is built in or drafted
// under that name for their year; office make-ups replace the built-in
// make-ups of their year; other days are added. A TetHoliday list of up to five days,
// or a National list of up to two, earns substitute days where it meets a
// weekend; a longer list is taken as the whole range off and earns none.
func New(extra []DayOff, makeUps []MakeUp) Calendar {
	b := &book{office: pages{extra: slices.Clone(extra), makeUps: slices.Clone(makeUps)}}
	b.now.Store(&b.office)
	return Calendar{b}
}

// Learn takes what an officer confirmed, in this calendar and all its copies. In
// the years of the confirmed days it replaces what is built in, drafted or said
// by the office file of Tết, National Day, swapped days and make-ups; other days
// of the office stay. It replaces what was learned before. The zero Calendar
// learns nothing.
func (c Calendar) Learn(off []DayOff, makeUps []MakeUp) {
	if c.book == nil {
		return
	}
	confirmed := map[int]bool{}
	for _, d := range off {
		confirmed[d.Date.Year] = true
	}
	known := &c.book.office
	next := &pages{extra: slices.Clone(off), makeUps: slices.Clone(makeUps)}
	for _, d := range known.extra {
		if yearly := d.Name == TetHoliday || d.Name == National || d.Name == Swap; !yearly || !confirmed[d.Date.Year] {
			next.extra = append(next.extra, d)
		}
	}
	for _, m := range known.makeUps {
		if !confirmed[m.Date.Year] {
			next.makeUps = append(next.makeUps, m)
		}
	}
	c.book.now.Store(next)
}

// WorkingDay reports whether d is worked, ngày làm việc: Monday to Friday
// without days off, and ordered make-up days.
func (c Calendar) WorkingDay(d Date) bool {
	return c.year(d.Year).works(d)
}

// DaysOff returns the days off of a year in order, for an officer to confirm.
func (c Calendar) DaysOff(year int) []DayOff {
	return slices.SortedFunc(maps.Values(c.year(year).off), func(a, b DayOff) int { return a.Date.Compare(b.Date) })
}

// Confirmed reports whether the days that are decided every year are known for
// this one. Where they are not, dates counted in it are a draft.
func (c Calendar) Confirmed(year int) bool { return c.year(year).confirmed }

// NextWorkingDay returns d itself if it is worked, else the first working day after it.
func (c Calendar) NextWorkingDay(d Date) Date {
	for !c.WorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkingDays returns the n-th working day after d, d itself not counted.
// With n negative it is the n-th before; with n zero it is d.
func (c Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// Why returns why d is not worked: the name of its day off, or Weekend; empty if it is worked.
func (c Calendar) Why(d Date) string {
	y := c.year(d.Year)
	if y.works(d) {
		return ""
	}
	if off, ok := y.off[d]; ok {
		return off.Name
	}
	return Weekend
}

func (c Calendar) year(y int) *year {
	if c.book == nil {
		return newYear(y, nil, nil)
	}
	p := c.book.now.Load()
	if y < firstCached || y > lastCached {
		return newYear(y, p.extra, p.makeUps)
	}
	slot := &p.years[y-firstCached]
	if found := slot.Load(); found != nil {
		return found
	}
	made := newYear(y, p.extra, p.makeUps)
	slot.Store(made)
	return made
}

func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
