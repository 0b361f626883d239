package script

import (
	"errors"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/triage/calendar"
)

// pastDay is a field for a day of the solar or lunar calendar that is not in
// the future, seen from today in Asia/Ho_Chi_Minh.
func pastDay() dialog.Day {
	return dialog.Day{
		Parse:    parseDay,
		NotAfter: func(now time.Time) string { return calendar.Of(now).String() },
	}
}

// parseDay reads a day as people say it; reason is a key of words.
func parseDay(typed string, now time.Time) (iso, reason string) {
	d, err := calendar.ParseDay(typed, calendar.Of(now))
	var none *calendar.NoSuchDayError
	switch {
	case err == nil:
		return d.String(), ""
	case errors.As(err, &none):
		return "", "day.none_such"
	case errors.Is(err, calendar.ErrOnlyMonth):
		return "", "day.only_month"
	case errors.Is(err, calendar.ErrSeveralDays):
		return "", "day.several"
	}
	return "", "day.want"
}
