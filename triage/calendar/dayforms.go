package calendar

import "slices"

// at tries every form at token i and returns how many tokens it took.
func (r *reader) at(i int) int {
	for _, form := range []func(int) int{r.spelled, r.numbers, r.solid, r.relative, r.newYearDay, r.onlyMonth} {
		if n := form(i); n > 0 {
			return n
		}
	}
	return 0
}

// numbers reads 5/3/2026, 5-3, 2026-03-05, "5 3 2026".
func (r *reader) numbers(i int) int {
	sep := r.sep(i + 1)
	if r.threeNumbers(i) {
		r.dayMonthYear(r.tokens[i], r.tokens[i+1], &r.tokens[i+2])
		return 3
	}
	if sep == "" || !r.number(i) || !r.number(i+2) || r.sep(i-1) != "" {
		return 0
	}
	a, b := r.tokens[i], r.tokens[i+2]
	if b.digits > 2 && b.digits != 4 || sep == "." && b.digits > 2 { // 1.500.000
		return 3
	}
	if r.sep(i+3) == sep && r.number(i+4) {
		c := r.tokens[i+4]
		if r.sep(i+5) == sep && r.number(i+6) {
			return 7 // four numbers in a row are no date
		}
		if a.digits == 4 {
			r.dayMonthYear(c, b, &a)
		} else {
			r.dayMonthYear(a, b, &c)
		}
		return 5
	}
	switch {
	case a.digits > 2 || sep == "." && len(r.tokens) > 3 && !r.is(i-1, "ngay"): // a number of a decision; an amount
		return 0
	case b.digits == 4:
		r.month = true
		return 3
	case r.letterAfter(i + 3):
		return 0
	}
	if n, year := r.year(i + 3); n > 0 {
		r.dayMonthYear(a, b, &year)
		return 3 + n
	}
	r.dayMonthYear(a, b, nil)
	return 3
}

// spelled reads "[ngày] 5 tháng 3 [năm 2026]".
func (r *reader) spelled(i int) int {
	j := i + 1
	if !r.number(i) || r.sep(i-1) != "" {
		return 0
	}
	for r.is(j, ",") || r.is(j, "/") || r.is(j, "-") {
		j++
	}
	if !r.is(j, "thang") {
		return 0
	}
	month := token{}
	switch {
	case r.number(j + 1):
		month = r.tokens[j+1]
		j += 2
	default:
		value, taken := r.monthName(j + 1)
		if taken == 0 {
			return 0
		}
		month = token{value: value, digits: 2}
		j += 1 + taken
	}
	if n, year := r.year(j); n > 0 {
		r.dayMonthYear(r.tokens[i], month, &year)
		return j + n - i
	}
	r.dayMonthYear(r.tokens[i], month, nil)
	return j - i
}

// year reads "năm 2026", "/2026", "2026", "năm ngoái", "năm nay" at token i.
func (r *reader) year(i int) (int, token) {
	j := i
	for r.is(j, ",") || r.is(j, "/") || r.is(j, "-") {
		j++
	}
	if r.is(j, "am") && r.is(j+1, "lich") {
		j += 2
	} else if r.is(j, "am") || r.is(j, "al") {
		j++
	}
	named := r.is(j, "nam")
	if named {
		j++
		switch {
		case r.is(j, "nay"):
			return j + 1 - i, token{value: r.today.Year, digits: 4}
		case r.any(j, "ngoai", "roi", "truoc"):
			return j + 1 - i, token{value: r.today.Year - 1, digits: 4}
		}
	}
	if !r.number(j) {
		return 0, token{}
	}
	t := r.tokens[j]
	if named || t.digits == 4 && t.value >= 1900 || t.digits == 2 && r.sep(j-1) != "" {
		return j + 1 - i, t
	}
	return 0, token{}
}

// solid reads 05032026 and 20260305 and, as a whole answer, 050326.
func (r *reader) solid(i int) int {
	if !r.number(i) || r.sep(i-1) != "" || r.sep(i+1) != "" {
		return 0
	}
	v := r.tokens[i].value
	var d Date
	var err *NoSuchDayError
	switch digits := r.tokens[i].digits; {
	case digits == 8 && plausible(v%10000):
		d, err = r.day(v%10000, v/10000%100, v/1000000)
	case digits == 8 && plausible(v/10000):
		d, err = r.day(v/10000, v/100%100, v%100)
	case digits == 6 && len(r.tokens) == 1:
		d, err = r.day(r.century(v%100), v/100%100, v/10000)
	default:
		return 0
	}
	if err != nil { // a telephone or file number
		return 0
	}
	r.found = append(r.found, d)
	return 1
}

// relative reads "hôm qua", "sáng nay", "3 ngày trước", "cách đây 2 tuần".
func (r *reader) relative(i int) int {
	if r.any(i, "hom", "bua", "sang", "trua", "chieu", "toi", "dem") {
		for back, word := range []string{"nay", "qua", "kia", "kiaf"} {
			if r.is(i+1, word) {
				r.relatives = append(r.relatives, r.today.AddDays(-back))
				return 2
			}
		}
	}
	if !r.number(i) || r.tokens[i].value > 1000 {
		return 0
	}
	n, ago := r.tokens[i].value, r.is(i-1, "day") && r.is(i-2, "cach") || r.is(i+2, "truoc")
	switch {
	case ago && r.any(i+1, "ngay", "hom", "bua"):
	case ago && r.is(i+1, "tuan"):
		n *= 7
	default:
		return 0
	}
	r.relatives = append(r.relatives, r.today.AddDays(-n))
	return 2
}

// newYearDay reads "mùng 3 Tết [năm 2026]", a lunar day.
func (r *reader) newYearDay(i int) int {
	if !r.number(i) || !r.is(i+1, "tet") || !r.any(i-1, "mung", "mong") {
		return 0
	}
	r.lunar = true
	if n, year := r.year(i + 2); n > 0 {
		r.dayMonthYear(r.tokens[i], token{value: 1}, &year)
		return 2 + n
	}
	r.dayMonthYear(r.tokens[i], token{value: 1}, nil)
	return 2
}

func (r *reader) onlyMonth(i int) int {
	if r.any(i, "thang", "nam") && r.number(i+1) {
		r.month = true
		return 2
	}
	return 0
}

func (r *reader) number(i int) bool { return i >= 0 && i < len(r.tokens) && r.tokens[i].digits > 0 }

func (r *reader) is(i int, word string) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].word == word
}

func (r *reader) any(i int, words ...string) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].word != "" && slices.Contains(words, r.tokens[i].word)
}

// sep returns the separator of numbers at token i, if it is one.
func (r *reader) sep(i int) string {
	if r.any(i, "/", "-", ".", "\\") {
		return r.tokens[i].word
	}
	return ""
}

// letterAfter reports whether a separator and a word follow, as in 15/2026/QĐ or 5/3-KN.
func (r *reader) letterAfter(i int) bool {
	return r.sep(i) != "" && i+1 < len(r.tokens) && r.tokens[i+1].word != "" && r.tokens[i+1].word != "nam"
}

// threeNumbers reports whether the whole answer is three numbers with spaces between.
func (r *reader) threeNumbers(i int) bool {
	return i == 0 && len(r.tokens) == 3 && r.number(0) && r.number(1) && r.number(2) && r.tokens[0].digits <= 2
}

// monthName reads giêng, hai … mười hai, chạp after "tháng".
func (r *reader) monthName(i int) (month, taken int) {
	if r.is(i, "muoi") && r.is(i+1, "mot") {
		return 11, 2
	}
	if r.is(i, "muoi") && r.is(i+1, "hai") {
		return 12, 2
	}
	if i >= len(r.tokens) {
		return 0, 0
	}
	switch word := r.tokens[i].word; word {
	case "gieng", "mot":
		return 1, 1
	case "chap":
		return 12, 1
	default:
		names := []string{"hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"}
		if n := slices.Index(names, word); n >= 0 {
			return n + 2, 1
		}
	}
	return 0, 0
}
