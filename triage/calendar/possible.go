package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Why a citizen's answer is not a day. No error repeats the answer.
var (
	// ErrNotADay means that no day was found in the text.
	ErrNotADay = errors.New("the text names no day")
	// ErrOnlyMonth means that a month or year was named without its day. It is an ErrNotADay.
	ErrOnlyMonth = fmt.Errorf("%w: a month without its day", ErrNotADay)
	// ErrSeveralDays means that more than one day was named. It is an ErrNotADay.
	ErrSeveralDays = fmt.Errorf("%w: several days", ErrNotADay)
	// ErrNoSuchDay means that the day named does not exist. The error is then a *NoSuchDayError.
	ErrNoSuchDay = errors.New("there is no such day")
)

// NoSuchDayError says which day was named and which part of it is impossible.
type NoSuchDayError struct {
	Year, Month, Day int // as given; Year is 0 where none was
	// LastDay is the last day of the month named, and 0 if the month or year itself is impossible.
	LastDay int
	Lunar   bool // the day was said to be lunar
}

// Error leaves out the numbers, since they are the citizen's words.
func (e *NoSuchDayError) Error() string {
	if e.LastDay == 0 {
		return "there is no such month or year"
	}
	return fmt.Sprintf("%v: the month has %d days", ErrNoSuchDay, e.LastDay)
}

// Unwrap returns ErrNoSuchDay.
func (e *NoSuchDayError) Unwrap() error { return ErrNoSuchDay }

func solarDay(year, month, day int) (Date, *NoSuchDayError) {
	d := Date{year, time.Month(month), day}
	if plausible(year) && d.Valid() {
		return d, nil
	}
	e := &NoSuchDayError{Year: year, Month: month, Day: day}
	if plausible(year) && month >= 1 && month <= 12 {
		e.LastDay = daysIn(year, time.Month(month))
	}
	return Date{}, e
}

func lunarDay(l LunarDate) (Date, *NoSuchDayError) {
	e := &NoSuchDayError{Year: l.Year, Month: l.Month, Day: l.Day, Lunar: true}
	if !plausible(l.Year) {
		return Date{}, e
	}
	if d, ok := l.Solar(); ok {
		return d, nil
	}
	for _, last := range []int{29, 30} {
		if _, ok := (LunarDate{Year: l.Year, Month: l.Month, Day: last, Leap: l.Leap}).Solar(); ok {
			e.LastDay = last
		}
	}
	return Date{}, e
}

// A living person speaks of these years.
func plausible(year int) bool { return year >= 1900 && year < 2100 }

// longest is the most days that the month has in any year; 0 if there is no such month.
func longest(month int, lunar bool) int {
	switch {
	case month < 1 || month > 12:
		return 0
	case lunar:
		return 30
	}
	return daysIn(2000, time.Month(month))
}
