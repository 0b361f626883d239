package history

import (
	"fmt"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// The figures that the procuracy of Hà Nam published for 2024: 596 petitions
// received and processed, 10 of them its own to settle and settled, 17 supervised
// with results recorded, the rest sent on, guided or filed away; 138 citizens
// received in person. How the rest divides, and the crime reports, which are
// counted apart, are made up.
const (
	theYear         = 2024
	settledInYear   = 10
	supervised      = 17
	guidedInYear    = 262
	sentOn          = 152
	filedAway       = 98
	referred        = 57
	crimeReports    = 26
	lapsedInYear    = 14
	turnsInYear     = 138
	receivedOnPaper = 55 // in a hundred
)

// months are how busy the months are: little before Tết, much after it.
func months() []int { return []int{9, 4, 11, 10, 9, 8, 8, 8, 9, 10, 9, 7} }

// year plans 2024. Everything that came in is done with before it ends.
func year(o triage.Office, clerks []Clerk) Part {
	w := newWriter(o, clerks, "history:2024", theYear, calendar.NewDate(theYear+1, time.January, 1).Start())
	soon, slow := calendar.NewDate(theYear, time.December, 17), calendar.NewDate(theYear, time.November, 27)
	var letters []Letter
	write := func(n int, d triage.Disposition, last calendar.Date) {
		for range n {
			t := one(w.rng, topicsOf(d))
			paper := t.paper || w.chance(receivedOnPaper)
			letters = append(letters, w.letter(t, w.dayOfYear(last, paper, t.fast), w.commune(soon), paper, toTheEnd))
		}
	}
	write(settledInYear, triage.Settle, slow)
	write(supervised, triage.Supervise, slow)
	write(guidedInYear, triage.Guide, soon)
	write(sentOn, triage.Transfer, soon)
	write(filedAway, triage.File, soon)
	write(referred, triage.ReferProcuracy, soon)
	write(crimeReports, triage.RelayCrime, slow)
	for range lapsedInYear {
		t := one(w.rng, topicsOf(triage.Supervise))
		letters = append(letters, w.letter(t, w.dayOfYear(slow, false, false), w.commune(soon), false, neverSigned))
	}
	return w.part("năm 2024", soon, letters, w.visits(turnsInYear, func() calendar.Date { return calendar.Of(w.dayOfYear(soon, true, false)) }))
}

// dayOfYear draws when something comes in, not after a last day; in the morning
// of a working day if it has to be done with on that day.
func (w *writer) dayOfYear(last calendar.Date, paper, fast bool) time.Time {
	sum := 0
	for _, n := range months() {
		sum += n
	}
	for {
		month, at := 0, w.rng.IntN(sum)
		for at >= months()[month] {
			at -= months()[month]
			month++
		}
		first := calendar.NewDate(theYear, time.January, 1).AddMonths(month)
		day := first.AddDays(w.rng.IntN(first.AddMonths(1).Sub(first)))
		if day.After(last) {
			continue
		}
		switch {
		case fast && w.o.Calendar.WorkingDay(day):
			return day.Start().Add(8*time.Hour + time.Duration(w.rng.IntN(240))*time.Minute)
		case fast, paper && !w.o.Calendar.WorkingDay(day):
			continue
		case paper:
			return w.inHours(day)
		}
		return w.awake(day)
	}
}

// commune draws a place: a third is for the province's own gate, the rest is
// spread over the units of that day as they have communes.
func (w *writer) commune(on calendar.Date) string {
	var all []string
	for _, u := range w.o.Units {
		if u.Kind != triage.UnitProvincial && u.On(on) {
			all = append(all, u.Communes...)
		}
	}
	if len(all) == 0 || w.chance(30) {
		return ""
	}
	return one(w.rng, all)
}

// visits plan so many turns of receiving citizens in person.
func (w *writer) visits(turns int, day func() calendar.Date) []Visit {
	var all []Visit
	for left := turns; left > 0; {
		on := day()
		unit := w.o.UnitFor(w.commune(on), on).ID
		n := min(left, 1+w.rng.IntN(3)/2)
		v := Visit{Visit: triage.Visit{
			Key: fmt.Sprintf("%s:visit:%03d", w.name, len(all)+1), At: w.inHours(on), Unit: unit,
			Turns: n, People: n + w.rng.IntN(2), Kind: one(w.rng, []triage.Kind{triage.Complaint, triage.Denunciation, triage.Request, triage.Suggestion}),
		}, Clerk: w.clerk(unit, on)}
		if w.chance(3) {
			v.Groups, v.People = 1, n+5+w.rng.IntN(8)
		}
		all = append(all, v)
		left -= n
	}
	return all
}
