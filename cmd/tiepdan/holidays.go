package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tiepdan/bot"
	"tiepdan/bot/text"
	"tiepdan/triage/calendar"
)

// holidaysCommand confirms what is decided anew every year: the days of Tết, the
// day beside National Day, swapped days. Until then a year's dates are a draft.
type holidaysCommand struct {
	List    holidaysListCommand    `cmd:"" help:"The days off of a year, drafted or confirmed."`
	Confirm holidaysConfirmCommand `cmd:"" help:"Confirm the days off of a year, as they were decided."`
}

type holidaysListCommand struct {
	reaching
	Year int `arg:"" help:"The year, as 2027."`
}

// Run lists.
func (c *holidaysListCommand) Run(ctx context.Context, s streams) error {
	r, err := c.reachHolidays(ctx, c.Year)
	if err != nil {
		return err
	}
	defer r.close()
	return r.listHolidays(s, c.Year)
}

type holidaysConfirmCommand struct {
	reaching
	Year     int      `arg:"" help:"The year, as 2027."`
	Tet      string   `placeholder:"FIRST..LAST" help:"The days of Tết; without it those of the draft."`
	National string   `placeholder:"DATE" help:"The day beside 2 September; without it that of the draft."`
	Swap     []string `placeholder:"OFF=WORKED" help:"A working day off, and the Saturday or Sunday worked instead. May be repeated."`
	Source   string   `required:"" help:"The decision, as it is cited."`
	By       string   `required:"" help:"Name of the officer who confirms."`
}

// Run confirms, and lists what holds now.
func (c *holidaysConfirmCommand) Run(ctx context.Context, s streams) error {
	if strings.TrimSpace(c.Source) == "" || strings.TrimSpace(c.By) == "" {
		return errors.New("--source, --by: không được để trống")
	}
	r, err := c.reachHolidays(ctx, c.Year)
	if err != nil {
		return err
	}
	defer r.close()
	off, makeUps, err := c.decided(r.office.Calendar)
	if err != nil {
		return err
	}
	if err := r.store.ConfirmYear(ctx, c.Year, off, makeUps, c.By); err != nil {
		return err
	}
	if err := r.learnHolidays(ctx); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(s.Out, "Đã xác nhận. Chương trình đang chạy dùng ngày nghỉ mới trong vòng một phút; hạn đã tính trước đó giữ nguyên ngày."); err != nil {
		return err
	}
	return r.listHolidays(s, c.Year)
}

// decided are the year's days as the flags say, else as the draft has them.
func (c *holidaysConfirmCommand) decided(cal calendar.Calendar) ([]calendar.DayOff, []calendar.MakeUp, error) {
	var off []calendar.DayOff
	var makeUps []calendar.MakeUp
	add := func(d calendar.Date, name string) {
		off = append(off, calendar.DayOff{Date: d, Name: name, Source: c.Source})
	}
	tet, err := c.tet(cal)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range tet {
		add(d, calendar.TetHoliday)
	}
	second := calendar.NewDate(c.Year, time.September, 2)
	beside := slices.DeleteFunc(named(cal, c.Year, calendar.National), func(d calendar.Date) bool { return d == second })
	if c.National != "" {
		d, err := calendar.ParseDate(c.National)
		if err != nil || d != second.AddDays(-1) && d != second.AddDays(1) {
			return nil, nil, fmt.Errorf("--national %q: viết ngày liền trước hoặc liền sau %s", c.National, second)
		}
		beside = []calendar.Date{d}
	}
	for _, d := range beside {
		add(d, calendar.National)
	}
	for _, pair := range c.Swap {
		free, worked, _ := strings.Cut(pair, "=")
		a, errA := calendar.ParseDate(free)
		b, errB := calendar.ParseDate(worked)
		weekend := b.Weekday() == time.Saturday || b.Weekday() == time.Sunday
		if errA != nil || errB != nil || a.Year != c.Year || b.Year != c.Year || !weekend || !cal.WorkingDay(a) && cal.Why(a) != calendar.Swap {
			return nil, nil, fmt.Errorf("--swap %q: viết NGÀY_NGHỈ=NGÀY_LÀM_BÙ, như %d-08-31=%d-08-22; ngày nghỉ là ngày làm việc, ngày làm bù là thứ bảy hay chủ nhật", pair, c.Year, c.Year)
		}
		add(a, calendar.Swap)
		makeUps = append(makeUps, calendar.MakeUp{Date: b, Source: c.Source})
	}
	return off, makeUps, nil
}

// longestTet bounds a slip of the pen: no year's rest was longer.
const longestTet = 12

// tet are the days of Tết that the flag names, or those of the draft.
func (c *holidaysConfirmCommand) tet(cal calendar.Calendar) ([]calendar.Date, error) {
	if c.Tet == "" {
		return named(cal, c.Year, calendar.TetHoliday), nil
	}
	first, last, _ := strings.Cut(c.Tet, "..")
	a, errA := calendar.ParseDate(first)
	b, errB := calendar.ParseDate(last)
	mung1 := calendar.Tet(c.Year)
	if errA != nil || errB != nil || a.After(mung1) || b.Before(mung1) || b.Sub(a) >= longestTet {
		return nil, fmt.Errorf("--tet %q: viết NGÀY_ĐẦU..NGÀY_CUỐI, gồm cả mùng 1 (%s)", c.Tet, mung1)
	}
	var days []calendar.Date
	for d := a; !d.After(b); d = d.AddDays(1) {
		days = append(days, d)
	}
	return days, nil
}

func named(cal calendar.Calendar, year int, name string) []calendar.Date {
	var days []calendar.Date
	for _, d := range cal.DaysOff(year) {
		if d.Name == name {
			days = append(days, d.Date)
		}
	}
	return days
}

// reachHolidays opens the ledger and learns what is confirmed.
func (r *reaching) reachHolidays(ctx context.Context, year int) (*reached, error) {
	if year < 2018 || year > 2100 {
		return nil, fmt.Errorf("năm %d: viết một năm từ 2018 đến 2100", year)
	}
	office, err := r.reach(ctx, 0)
	if err != nil {
		return nil, err
	}
	if err := office.learnHolidays(ctx); err != nil {
		office.close()
		return nil, err
	}
	return office, nil
}

func (r *reached) learnHolidays(ctx context.Context) error {
	off, makeUps, err := r.store.Holidays(ctx)
	if err != nil {
		return err
	}
	r.office.Calendar.Learn(off, makeUps)
	return nil
}

func (r *reached) listHolidays(s streams, year int) error {
	cal := r.office.Calendar
	state := "DỰ THẢO: chưa xác nhận ngày nghỉ Tết và ngày liền kề 2/9"
	if cal.Confirmed(year) {
		state = "đã xác nhận"
	}
	if _, err := fmt.Fprintf(s.Out, "Năm %d: %s\n", year, state); err != nil {
		return err
	}
	words, err := text.Load()
	if err != nil {
		return err
	}
	return table(s, []string{"NGÀY", "THỨ", "TÊN", "CĂN CỨ"}, cal.DaysOff(year), dayOffRow(words.In(text.Default)))
}

// dayOffRow words a day off for who reads the list. A name and a source that the
// office wrote itself stand as they are.
func dayOffRow(say text.Speaker) func(calendar.DayOff) []string {
	return func(d calendar.DayOff) []string {
		weekday := "CN"
		if w := d.Date.Weekday(); w != time.Sunday {
			weekday = fmt.Sprint(int(w) + 1)
		}
		name, source := d.Name, bot.Citation(say, d.Source)
		if key := "holiday." + d.Name; say.Has(key) {
			name = say.Plain(key)
		}
		if key := "holiday.source." + d.Source; say.Has(key) {
			source = say.Plain(key)
		}
		return []string{d.Date.String(), weekday, name, source}
	}
}
