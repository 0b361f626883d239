package history

import (
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// recentWeeks are played before the moment at which the demo was first started.
const recentWeeks = 12

// weeks plans the last weeks. They are handled as the year was, but what would
// lie after the anchor has not happened: so some of it is open. What every queue
// should show besides is put there by open.
func weeks(o triage.Office, clerks []Clerk, anchor time.Time) Part {
	w := newWriter(o, clerks, "history:weeks", uint64(anchor.Unix()), anchor)
	first := anchor.AddDate(0, 0, -7*recentWeeks)
	var letters []Letter
	mix := []triage.Disposition{
		triage.Guide, triage.Guide, triage.Guide, triage.Guide, triage.Guide, triage.Guide, triage.Transfer, triage.Transfer, triage.Transfer,
		triage.File, triage.File, triage.ReferProcuracy, triage.RelayCrime, triage.Supervise, triage.Supervise, triage.Settle,
	}
	for week := range recentWeeks {
		for range 9 + w.rng.IntN(6) {
			t := one(w.rng, topicsOf(one(w.rng, mix)))
			paper := t.paper || w.chance(receivedOnPaper)
			day := calendar.Of(first.AddDate(0, 0, 7*week+w.rng.IntN(7)))
			if paper || t.fast {
				day = o.Calendar.NextWorkingDay(day)
			}
			at := w.awake(day)
			if paper || t.fast {
				at = w.inHours(day)
			}
			if at.Before(anchor) {
				letters = append(letters, w.letter(t, at, w.commune(calendar.Of(anchor)), paper, toTheEnd))
			}
		}
	}
	letters = append(letters, w.open(anchor)...)
	visits := w.visits(4*recentWeeks, func() calendar.Date {
		return o.Calendar.AddWorkingDays(calendar.Of(anchor), -1-w.rng.IntN(5*recentWeeks-1))
	})
	return w.part("mười hai tuần vừa qua", calendar.Of(anchor), letters, visits)
}

// open are petitions that stand at every point of their life today, most of them
// where the demo's own officers look, and in their hands.
func (w *writer) open(anchor time.Time) []Letter {
	const day = 24 * time.Hour
	w.own = true
	on := calendar.Of(anchor)
	region := ""
	for _, u := range w.o.Units {
		if u.Kind == triage.UnitRegional && u.On(on) && region == "" && len(u.Communes) > 0 {
			region = u.Communes[0]
		}
	}
	var all []Letter
	for _, l := range []struct {
		topic string
		ago   time.Duration
		where string
		paper bool
		until stop
	}{
		{"danger", 40 * time.Minute, region, false, notClaimed},
		{"arrest", 3 * time.Hour, region, false, notClaimed},
		{"danger", 5 * time.Hour, "", false, notClaimed},
		{"flooded road", 10 * time.Minute, region, false, notClaimed},
		{"land paper", 35 * time.Minute, "", false, notClaimed},
		{"summons", 26 * time.Hour, region, false, notClaimed},
		{"land paper", 13 * day, region, true, notClaimed}, // overdue, and nobody's
		{"commune clerk", 12 * day, "", true, onlyClaimed}, // overdue in somebody's hands
		{"commune clerk", 15 * day, region, true, onlyClaimed},
		{"second complaint", 6 * day, region, true, onlyAccepted},
		{"copy of a decision", 9 * day, "", true, onlyAccepted},
		{"flooded road", 4 * day, region, false, onlyAsked},
		{"flooded road", 4 * day, "", false, onlyProposed},
		{"investigator", 5 * day, region, true, onlySent},
		{"enforcement", 45 * day, region, true, onlySent}, // its result is overdue
		{"judge", 26 * day, region, false, neverSigned},   // lapses soon
		{"investigator", 9 * day, "", false, neverSigned},
	} {
		at := anchor.Add(-l.ago)
		if l.paper {
			for !w.o.Calendar.WorkingDay(calendar.Of(at)) {
				at = at.Add(-day)
			}
			at = w.inHours(calendar.Of(at))
		}
		all = append(all, w.letter(topicNamed(l.topic), at, l.where, l.paper, l.until))
	}
	return all
}
