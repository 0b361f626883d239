// Package history tells the past of the demo's office: a year whose figures are
// those that a provincial procuracy published for 2024, and the twelve weeks
// before the demo was first started.
//
// It promises that the same office and the same day give the same plan; that the
// plan is played through the Desk, act by act, under keys of its own, so that it
// goes on where it was interrupted and playing it again changes nothing; that
// nobody is told of what is past; and that nobody in it is real.
package history

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// Plan is what is to be played, part by part.
type Plan struct {
	Parts  []Part
	Clerks []Clerk
	Filers int // how many citizens write by chat
}

// Part is a stretch of time in which everybody keeps their seat.
type Part struct {
	Name    string
	On      calendar.Date // a day in it: who sits where
	Letters []Letter      // by the time they came in
	Visits  []Visit
	Until   time.Time // nothing of it happens from then on
}

// Letter is one petition with all that happens to it, in order.
type Letter struct {
	Draft triage.Draft
	At    time.Time
	Filer int // which of the citizens; 0: it came on paper
	Steps []Step
	Until time.Time // warnings are given up to then
}

// Step is one act; who does it is named by Clerk, and "" is the citizen.
type Step struct {
	At     time.Time
	Verb   triage.Verb
	Clerk  string
	Text   string
	Reason string
	Rating int
}

// Visit is a citizen received in person, by a clerk.
type Visit struct {
	triage.Visit
	Clerk string
}

// Clerk is an officer of the history. All are invented.
type Clerk struct {
	Name  string
	First triage.UnitID // where they sat until their unit was dissolved
	Then  triage.UnitID // … and sit since
	Bound bool          // is bound to an account already: of the demo's telephones
}

// Seat is the clerk's unit on a day.
func (c Clerk) Seat(o triage.Office, on calendar.Date) triage.UnitID {
	if u, ok := o.Unit(c.First); ok && u.To.Before(on) && !u.To.IsZero() {
		return c.Then
	}
	return c.First
}

// chatFilers is how many citizens write by chat; some write more than once.
const chatFilers = 120

// Make plans the history of an office up to a moment. also are clerks who are
// bound already and take their share of the last weeks.
func Make(o triage.Office, anchor time.Time, also []Clerk) Plan {
	p := Plan{Clerks: append(clerksOf(o), also...), Filers: chatFilers}
	p.Parts = []Part{year(o, p.Clerks), weeks(o, p.Clerks, anchor)}
	return p
}

// clerksOf seats one officer in every former unit, who moves to its successor,
// and two at the provincial procuracy.
func clerksOf(o triage.Office) []Clerk {
	names := []string{"Anh Khánh", "Chị Lý", "Anh Mạnh", "Chị Nhàn", "Anh Phúc", "Chị Quyên", "Anh Sơn", "Chị Thảo", "Anh Uy", "Chị Vân"}
	var all []Clerk
	add := func(first, then triage.UnitID) {
		name := names[len(all)%len(names)]
		if n := len(all) / len(names); n > 0 {
			name = fmt.Sprintf("%s %d", name, n+1)
		}
		all = append(all, Clerk{Name: name, First: first, Then: then})
	}
	home := o.Provincial().ID
	add(home, home)
	add(home, home)
	for _, u := range o.Units {
		if u.Kind == triage.UnitFormer {
			add(u.ID, u.Successor)
		}
	}
	return all
}

// writer makes up letters. Everything it draws comes from rng, in a fixed order.
type writer struct {
	o      triage.Office
	clerks []Clerk
	rng    *rand.Rand
	name   string    // begins every key
	until  time.Time // nothing happens from then on
	own    bool      // the demo's own officers take what comes to their units
	n      int
}

func newWriter(o triage.Office, clerks []Clerk, name string, seed uint64, until time.Time) *writer {
	return &writer{o: o, clerks: clerks, rng: rand.New(rand.NewPCG(seed, 596)), name: name, until: until}
}

// one draws one of several.
func one[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

// chance is true so many times in a hundred.
func (w *writer) chance(percent int) bool { return w.rng.IntN(100) < percent }

// clerk draws who handles what came to a unit.
func (w *writer) clerk(unit triage.UnitID, on calendar.Date) string {
	var here, own []string
	for _, c := range w.clerks {
		if c.Seat(w.o, on) == unit {
			here = append(here, c.Name)
			if c.Bound {
				own = append(own, c.Name)
			}
		}
	}
	if w.own && len(own) > 0 {
		here = own
	}
	if len(here) == 0 {
		return w.clerks[0].Name
	}
	return one(w.rng, here)
}

// later is so many working days after t in office hours, and on the same day soon
// after t while the office is open.
func (w *writer) later(t time.Time, days int) time.Time {
	day := calendar.Of(t)
	open := w.o.Calendar.WorkingDay(day)
	if days == 0 && open && t.Before(day.Start().Add(16*time.Hour)) && t.After(day.Start().Add(7*time.Hour)) {
		return t.Add(time.Duration(10+w.rng.IntN(35)) * time.Minute)
	}
	return w.inHours(w.o.Calendar.AddWorkingDays(day, max(days, 1)))
}

// inHours is a moment of a day at which the office is open.
func (w *writer) inHours(day calendar.Date) time.Time {
	return day.Start().Add(7*time.Hour + time.Duration(45+w.rng.IntN(8*60))*time.Minute)
}

// awake is a moment of a day at which people write.
func (w *writer) awake(day calendar.Date) time.Time {
	return day.Start().Add(6*time.Hour + time.Duration(30+w.rng.IntN(15*60))*time.Minute)
}

// part closes a stretch of time: its letters by the time they came in.
func (w *writer) part(name string, on calendar.Date, letters []Letter, visits []Visit) Part {
	slices.SortStableFunc(letters, func(a, b Letter) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Draft.Key, b.Draft.Key))
	})
	return Part{Name: name, On: on, Letters: letters, Visits: visits, Until: w.until}
}
