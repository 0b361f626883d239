package history

import (
	"fmt"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// stop is the point up to which a letter is handled.
type stop string

const (
	toTheEnd     stop = ""
	notClaimed   stop = "filed"
	onlyClaimed  stop = "claimed"
	onlyAsked    stop = "asked"
	onlyProposed stop = "proposed"
	onlyAccepted stop = "accepted"
	onlySent     stop = "sent"
	neverSigned  stop = "unsigned"
)

// letter makes up a petition about a topic, on paper or by chat, and what is done
// with it.
func (w *writer) letter(t topic, at time.Time, commune string, paper bool, until stop) Letter {
	w.n++
	facts := t.facts
	if facts.Province == "" {
		facts.Province = w.o.Province
	}
	l := Letter{At: at, Until: w.until}
	channel := "chat"
	if paper {
		channel = "desk"
		if facts.Kind.NeedsSignature() {
			facts.Signed = triage.Yes
		}
	} else {
		l.Filer = 1 + w.rng.IntN(chatFilers)
	}
	l.Draft = triage.Draft{
		Key: fmt.Sprintf("%s:%04d", w.name, w.n), Channel: channel, Language: "vi", Facts: facts, Commune: commune,
		Words: w.words(t), Identity: w.identity(l.Filer),
	}
	w.handle(&l, t, until)
	return l
}

// hand is the making of one letter's steps.
type hand struct {
	w     *writer
	l     *Letter
	at    time.Time
	clerk string
}

// do adds a step so many working days after the last; what would lie in the
// future has not happened yet.
func (h *hand) do(days int, s Step) {
	h.at = h.w.later(h.at, days)
	s.At, s.Clerk = h.at, h.clerk
	h.add(s)
}

func (h *hand) add(s Step) {
	if s.At.Before(h.w.until) {
		h.l.Steps = append(h.l.Steps, s)
	}
}

// byCitizen adds a step of the citizen's own, in the evening so many days later.
func (h *hand) byCitizen(days int, s Step) {
	day := calendar.Of(h.at).AddDays(days)
	h.at = day.Start().Add(time.Duration(18*60+h.w.rng.IntN(180)) * time.Minute)
	s.At = h.at
	h.add(s)
}

// handle takes a letter through the office as its topic wants it.
func (w *writer) handle(l *Letter, t topic, until stop) {
	day := calendar.Of(l.At)
	decision := triage.Decide(w.o, l.Draft.Facts, l.At)
	unit := w.o.UnitFor(l.Draft.Commune, day).ID
	if decision.Unit != "" {
		unit = triage.UnitID(decision.Unit)
	}
	h := &hand{w: w, l: l, at: l.At, clerk: w.clerk(unit, day)}
	if until == notClaimed || until == neverSigned {
		return
	}
	if t.facts.Kind.NeedsSignature() && l.Draft.Facts.Signed != triage.Yes {
		h.do(1+w.rng.IntN(6), Step{Verb: triage.Sign})
	}
	days := []int{w.rng.IntN(2), w.rng.IntN(3)}
	switch {
	case t.fast:
		days = []int{0, 0}
	case until == toTheEnd && w.chance(3):
		days[1] = 6 // later than the office's own limit
	}
	h.do(days[0], Step{Verb: triage.Claim})
	if until == onlyClaimed {
		return
	}
	if until == onlyAsked || until == toTheEnd && l.Filer > 0 && !t.fast && w.chance(12) {
		h.do(0, Step{Verb: triage.Ask, Text: one(w.rng, questions())})
		if until == onlyAsked {
			return
		}
		h.byCitizen(1+w.rng.IntN(3), Step{Verb: triage.Reply, Text: one(w.rng, replies())})
	}
	if until == onlyProposed {
		h.do(0, Step{Verb: triage.Propose})
		return
	}
	w.carry(h, t, decision, days[1], until)
	if until == toTheEnd && l.Filer > 0 && w.chance(15) {
		h.byCitizen(1+w.rng.IntN(5), Step{Verb: triage.Rate, Rating: 3 + w.rng.IntN(3)})
	}
}

// carry carries out the decision, and what follows from it.
func (w *writer) carry(h *hand, t topic, d triage.Decision, days int, until stop) {
	to, _ := w.o.Destination(d.Destination)
	switch d.Disposition.Carried().Verb {
	case triage.Accept:
		h.do(days, Step{Verb: triage.Accept})
		if until == onlyAccepted {
			return
		}
		h.do(t.after, Step{Verb: triage.Answer, Text: one(w.rng, answers())})
	case triage.TransferOut:
		h.do(days, Step{Verb: triage.TransferOut})
		if d.Disposition != triage.Supervise && d.Disposition != triage.RelayCrime || until == onlySent {
			return
		}
		if t.reply > 0 {
			h.do(t.reply, Step{Verb: triage.RecordReply})
		}
		h.do(t.after, Step{Verb: triage.RecordResult, Text: one(w.rng, results())})
	case triage.GuideTo:
		h.do(days, Step{Verb: triage.GuideTo, Text: guidance(w.rng, to.Name)})
	case triage.FileAway:
		h.do(days, Step{Verb: triage.FileAway, Reason: t.why})
	}
}
