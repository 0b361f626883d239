package calendar

// ParseDay reads the day that a citizen means, with accents or without:
// 5/3/2026 (5 March), 5-3-26, 05.03.2026, 2026-03-05, 05032026, "ngày 5 tháng
// 3 năm 2026", 5/3 (the most recent one up to today), "hôm nay", "hôm qua",
// "3 ngày trước", and lunar days such as "mùng 10 tháng 3 âm". Words around
// the day are passed over. A year of two digits is the latest such year up to next year.
// The day may lie after today: whether that makes sense is the caller's to say.
//
// Errors are ErrNotADay, ErrOnlyMonth, ErrSeveralDays, or a *NoSuchDayError.
func ParseDay(text string, today Date) (Date, error) {
	r := reader{today: today, tokens: tokenize(text)}
	for _, t := range r.tokens {
		// "5/3 âm", "10 tháng 3 âm lịch", "5/6 al", "mùng 5 tháng 6 nhuận"
		r.lunar = r.lunar || t.word == "am" || t.word == "al" || t.word == "nhuan"
		r.leap = r.leap || t.word == "nhuan"
	}
	for i := 0; i < len(r.tokens); {
		i += max(1, r.at(i))
	}
	if r.wrong != nil {
		return Date{}, r.wrong
	}
	// "Today" beside a full date is only when the letter is written.
	found := r.found
	if len(found) == 0 {
		found = r.relatives
	}
	switch {
	case len(found) == 0 && r.doubtful != nil:
		return Date{}, r.doubtful
	case len(found) == 0 && r.month:
		return Date{}, ErrOnlyMonth
	case len(found) == 0:
		return Date{}, ErrNotADay
	}
	for _, d := range found[1:] {
		if d != found[0] {
			return Date{}, ErrSeveralDays
		}
	}
	return found[0], nil
}

type reader struct {
	today       Date
	tokens      []token
	lunar, leap bool
	found       []Date // days named in full
	relatives   []Date // days named by their distance from today
	month       bool   // a month or year was seen without a day
	wrong       *NoSuchDayError
	doubtful    *NoSuchDayError // an impossible day without a year may be a house number
}

// dayMonthYear notes the day or what is impossible about it. Without a year it
// is the most recent one up to today.
func (r *reader) dayMonthYear(day, month token, year *token) {
	if year != nil {
		y := year.value
		if year.digits == 2 {
			y = r.century(y)
		}
		d, err := r.day(y, month.value, day.value)
		if err == nil {
			r.found = append(r.found, d)
		} else if r.wrong == nil {
			r.wrong = err
		}
		return
	}
	// The 29th of February comes round in at most eight years.
	for y := r.today.Year; y >= r.today.Year-8; y-- {
		if d, err := r.day(y, month.value, day.value); err == nil && !d.After(r.today) {
			r.found = append(r.found, d)
			return
		}
	}
	if r.doubtful == nil {
		r.doubtful = &NoSuchDayError{Month: month.value, Day: day.value, LastDay: longest(month.value, r.lunar), Lunar: r.lunar}
	}
}

// century completes a year of two digits: the latest such year up to next year.
func (r *reader) century(yy int) int {
	y := 2000 + yy
	if y > r.today.Year+1 {
		y -= 100
	}
	return y
}

func (r *reader) day(year, month, day int) (Date, *NoSuchDayError) {
	if r.lunar {
		return lunarDay(LunarDate{Year: year, Month: month, Day: day, Leap: r.leap})
	}
	return solarDay(year, month, day)
}
