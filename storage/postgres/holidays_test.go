package postgres

import (
	"slices"
	"testing"

	"tiepdan/triage/calendar"
)

// A year's holidays are confirmed whole: what was confirmed for it before is
// replaced, other years stay.
func TestHolidaysAreConfirmedByYear(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	off := func(year int, days ...int) (list []calendar.DayOff) {
		for _, d := range days {
			list = append(list, calendar.DayOff{Date: calendar.NewDate(year, 2, d), Name: calendar.TetHoliday, Source: "QĐ 1"})
		}
		return list
	}
	saturday := calendar.MakeUp{Date: calendar.NewDate(2027, 8, 28), Source: "QĐ 2"}
	must(t, s.ConfirmYear(ctx, 2026, off(2026, 16, 17), nil, "Vũ Mẫu"))
	must(t, s.ConfirmYear(ctx, 2027, off(2027, 4, 5, 6), []calendar.MakeUp{saturday}, "Vũ Mẫu"))
	must(t, s.ConfirmYear(ctx, 2027, off(2027, 5, 6), []calendar.MakeUp{saturday}, "Vũ Mẫu"))
	days, makeUps, err := s.Holidays(ctx)
	must(t, err)
	if want := slices.Concat(off(2026, 16, 17), off(2027, 5, 6)); !slices.Equal(days, want) || !slices.Equal(makeUps, []calendar.MakeUp{saturday}) {
		t.Errorf("got %v, %v", days, makeUps)
	}
	// A working day is no make-up, and a refused year keeps what it had.
	monday := calendar.MakeUp{Date: calendar.NewDate(2027, 8, 30), Source: "QĐ 2"}
	if err := s.ConfirmYear(ctx, 2027, off(2027, 7), []calendar.MakeUp{monday}, "Vũ Mẫu"); err == nil {
		t.Error("a Monday is taken for a make-up day")
	}
	again, _, err := s.Holidays(ctx)
	must(t, err)
	if !slices.Equal(again, days) {
		t.Errorf("half a year was kept: %v", again)
	}
}
