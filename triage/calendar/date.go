package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Vietnam has kept UTC+7 without daylight saving for every date this program
// meets, so the zone is fixed and needs no time zone files on the machine.
var zone = time.FixedZone("+07", 7*60*60)

// Zone returns the legal time zone, Asia/Ho_Chi_Minh, as a fixed UTC+7.
func Zone() *time.Location { return zone }

// ErrBadDate is returned for text that is not an ISO date of a real day.
var ErrBadDate = errors.New("not a date of the form 2006-01-02")

// Date is a day of the solar calendar, ngày dương lịch, in Vietnam.
// Dates are comparable with == and may be map keys. The zero Date means "not known".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the day, with months and days out of range carried over as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), t.Month(), t.Day()}
}

// Of returns the day on which t falls in Vietnam.
func Of(t time.Time) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads an ISO date, 2006-01-02, of years 1 to 9999. The error is ErrBadDate.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, ErrBadDate
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// String formats the date as 2006-01-02; the zero Date is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes. The empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether d is a real day of years 1 to 9999.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 &&
		d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
}

// AddDays returns the day n days later; n may be negative.
func (d Date) AddDays(n int) Date {
	// Most steps stay inside the month.
	if sum := d.Day + n; sum >= 1 && sum <= 28 {
		d.Day = sum
		return d
	}
	return fromJulian(d.julian() + n)
}

// AddMonths returns the same-numbered day n months later or, where that month
// has no such day, its last day (Civil Code 148). n may be negative.
func (d Date) AddMonths(n int) Date {
	months := d.Year*12 + int(d.Month) - 1 + n
	year, month := floorDiv(months, 12), time.Month(months-12*floorDiv(months, 12)+1)
	return Date{year, month, min(d.Day, daysIn(year, month))}
}

// Sub returns the number of days from e to d.
func (d Date) Sub(e Date) int { return d.julian() - e.julian() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday((d.julian() + 1) % 7) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Compare returns -1, 0 or +1, in the order of days.
func (d Date) Compare(e Date) int {
	a, b := (d.Year*16+int(d.Month))*32+d.Day, (e.Year*16+int(e.Month))*32+e.Day
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Start returns 00:00 of the day in Zone.
func (d Date) Start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone) }

// End returns 24:00 of the day, which is 00:00 of the next day, in Zone.
func (d Date) End() time.Time { return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, zone) }

// julian returns the Julian day number of the Gregorian day.
func (d Date) julian() int {
	a := (14 - int(d.Month)) / 12
	y := d.Year + 4800 - a
	m := int(d.Month) + 12*a - 3
	return d.Day + (153*m+2)/5 + 365*y + y/4 - y/100 + y/400 - 32045
}

func fromJulian(n int) Date {
	a := n + 32044
	b := (4*a + 3) / 146097
	c := a - 146097*b/4
	d := (4*c + 3) / 1461
	e := c - 1461*d/4
	m := (5*e + 2) / 153
	return Date{100*b + d - 4800 + m/10, time.Month(m + 3 - 12*(m/10)), e - (153*m+2)/5 + 1}
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
