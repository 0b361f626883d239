package calendar

import "math"

// LunarDate is a day of the Vietnamese lunar calendar, ngày âm lịch.
type LunarDate struct {
	Year, Month, Day int
	Leap             bool // tháng nhuận
}

// The calendar follows the published rules of Hồ Ngọc Đức: a month begins on
// the day of the new moon at UTC+7; the winter solstice falls in month 11; of
// thirteen months between two solstices, the first without a major solar term
// is the leap month. Moon and sun follow the series of Meeus, "Astronomical Algorithms".
const (
	synodicMonth = 29.530588853
	firstNewMoon = 2415021.076998695 // Julian day of the new moon of 1 January 1900
	utcPlus7     = 7.0 / 24
)

// Tet returns the first day of the lunar year that begins in the given solar
// year, mùng 1 Tết. It holds for 1900 to 2199; Tết before 1968 was kept
// differently in parts of the country.
func Tet(year int) Date { return fromLunarMonth(year, 1, 1) }

// HungKings returns the death anniversary of the Hùng Kings, Giỗ Tổ, the 10th
// of the third lunar month of the given year.
func HungKings(year int) Date { return fromLunarMonth(year, 3, 10) }

// Lunar returns the lunar day of d.
func Lunar(d Date) LunarDate {
	n := d.julian()
	// The true new moon may be a day to either side of the mean one.
	k := newMoonIndex(n) + 1
	start := newMoonDay(k)
	for start > n {
		k--
		start = newMoonDay(k)
	}
	// a and b are the months 11 before and after the day.
	year := d.Year
	a, b := month11(year-1), month11(year)
	if start >= b {
		a, b = b, month11(year+1)
		year++
	}
	out := LunarDate{Year: year, Day: n - start + 1}
	index := int(math.Round(float64(start-a) / synodicMonth))
	month := index + 11
	if b-a > 365 {
		if leap := leapIndex(a); index >= leap {
			month--
			out.Leap = index == leap
		}
	}
	if month < 13 {
		out.Year--
	} else {
		month -= 12
	}
	out.Month = month
	return out
}

// Solar returns the solar day of l, and false where the lunar calendar has no such day.
func (l LunarDate) Solar() (Date, bool) {
	if l.Month < 1 || l.Month > 12 || l.Day < 1 || l.Day > 30 || l.Year < 1 || l.Year > 9998 {
		return Date{}, false
	}
	d := fromLunarMonth(l.Year, l.Month, 1)
	if l.Leap {
		d = fromJulian(newMoonDay(newMoonIndex(d.julian()+15) + 1))
		if first := Lunar(d); !first.Leap || first.Month != l.Month {
			return Date{}, false
		}
	}
	d = d.AddDays(l.Day - 1)
	return d, Lunar(d) == l
}

// fromLunarMonth returns a day of a month that is not a leap month.
func fromLunarMonth(year, month, day int) Date {
	from := year - 1 // months 1 to 10 follow month 11 of the year before
	index := month + 1
	if month >= 11 {
		from, index = year, month-11
	}
	a := month11(from)
	if month11(from+1)-a > 365 && index >= leapIndex(a) {
		index++
	}
	k := newMoonIndex(a + 15)
	return fromJulian(newMoonDay(k+index) + day - 1)
}

// month11 returns the first day of the month that holds the winter solstice of the year.
func month11(year int) int {
	k := newMoonIndex(Date{year, 12, 31}.julian())
	day := newMoonDay(k)
	if solarTerm(day) >= 9 { // the sun is past 270° already: the month after
		day = newMoonDay(k - 1)
	}
	return day
}

// leapIndex returns which month after the month 11 that starts on day a is the leap one.
func leapIndex(a int) int {
	k := newMoonIndex(a + 15)
	term := solarTerm(newMoonDay(k + 1))
	for i := 1; i < 14; i++ {
		next := solarTerm(newMoonDay(k + i + 1))
		if next == term {
			return i
		}
		term = next
	}
	return 14
}

// newMoonIndex returns the number of the last mean new moon at or before the day.
func newMoonIndex(day int) int {
	return int(math.Floor((float64(day) - firstNewMoon) / synodicMonth))
}

// newMoonDay returns the Julian day number, at UTC+7, of new moon k.
func newMoonDay(k int) int {
	const rad = math.Pi / 180
	n := float64(k)
	t := n / 1236.85
	t2, t3 := t*t, t*t*t
	mean := 2415020.75933 + 29.53058868*n + 0.0001178*t2 - 0.000000155*t3 +
		0.00033*math.Sin((166.56+132.87*t-0.009173*t2)*rad)
	sun := (359.2242 + 29.10535608*n - 0.0000333*t2 - 0.00000347*t3) * rad
	moon := (306.0253 + 385.81691806*n + 0.0107306*t2 + 0.00001236*t3) * rad
	node := (21.2964 + 390.67050646*n - 0.0016528*t2 - 0.00000239*t3) * rad
	c := (0.1734-0.000393*t)*math.Sin(sun) + 0.0021*math.Sin(2*sun) -
		0.4068*math.Sin(moon) + 0.0161*math.Sin(2*moon) - 0.0004*math.Sin(3*moon) +
		0.0104*math.Sin(2*node) - 0.0051*math.Sin(sun+moon) - 0.0074*math.Sin(sun-moon) +
		0.0004*math.Sin(2*node+sun) - 0.0004*math.Sin(2*node-sun) - 0.0006*math.Sin(2*node+moon) +
		0.0010*math.Sin(2*node-moon) + 0.0005*math.Sin(sun+2*moon)
	deltaT := -0.000278 + 0.000265*t + 0.000262*t2
	if t < -11 {
		deltaT = 0.001 + 0.000839*t + 0.0002261*t2 - 0.00000845*t3 - 0.000000081*t*t3
	}
	return int(math.Floor(mean + c - deltaT + 0.5 + utcPlus7))
}

// solarTerm returns the sector, 0 to 11 of 30° each, in which the sun stands
// at the midnight with which the day begins at UTC+7.
func solarTerm(day int) int {
	const rad = math.Pi / 180
	t := (float64(day) - 0.5 - utcPlus7 - 2451545) / 36525
	t2 := t * t
	m := (357.52910 + 35999.05030*t - 0.0001559*t2 - 0.00000048*t*t2) * rad
	l := 280.46645 + 36000.76983*t + 0.0003032*t2 +
		(1.914600-0.004817*t-0.000014*t2)*math.Sin(m) +
		(0.019993-0.000101*t)*math.Sin(2*m) + 0.000290*math.Sin(3*m)
	l -= 360 * math.Floor(l/360)
	return int(l / 30)
}
