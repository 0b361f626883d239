package main

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// diary is what was broken, and how long people waited for what.
type diary struct {
	mu       sync.Mutex
	troubles []trouble
	waits    []wait
	flushes  []time.Time
	away     []trouble     // when there was no ledger at all
	longest  time.Duration // of a replica's stop in good order
	stuck    []string      // citizens who could not end what they had begun
	silences []silence     // acts that were never answered and had to be done again
}

// silence is an act that nothing came after.
type silence struct {
	At   time.Time
	Who  string
	What string // the act
}

// trouble is one fault as it happened.
type trouble struct {
	Name     string
	From, To time.Time
}

// wait is somebody who waited for an answer.
type wait struct {
	What     string // answer, receipt or claim
	From, To time.Time
}

func (d *diary) add(t trouble) {
	d.mu.Lock()
	d.troubles = append(d.troubles, t)
	d.mu.Unlock()
}

func (d *diary) waited(what string, from, to time.Time) {
	d.mu.Lock()
	d.waits = append(d.waits, wait{what, from, to})
	d.mu.Unlock()
}

func (d *diary) silence(s silence) {
	d.mu.Lock()
	d.silences = append(d.silences, s)
	d.mu.Unlock()
}

// unexplained are the silences about which nothing was broken.
func (d *diary) unexplained() []silence {
	const about = 5 * time.Second
	return slices.DeleteFunc(slices.Clone(d.silences), func(s silence) bool {
		return d.anyTrouble(s.At.Add(-about), s.At.Add(about))
	})
}

func (d *diary) flushed(at time.Time) {
	d.mu.Lock()
	d.flushes = append(d.flushes, at)
	d.mu.Unlock()
}

func (d *diary) noLedger(from, to time.Time) {
	d.mu.Lock()
	d.away = append(d.away, trouble{From: from, To: to})
	d.mu.Unlock()
}

func (d *diary) drained(took time.Duration) {
	d.mu.Lock()
	d.longest = max(d.longest, took)
	d.mu.Unlock()
}

// recovery is how long the last of those who were waiting when a fault ended still
// waited. Where the next fault began before that, it is at least so long.
type recovery struct {
	trouble
	After time.Duration
	What  string // who waited longest
	AtEnd int    // how many were waiting when it ended
	Mute  int    // how many acts about that time were never answered
}

// recoveries tells of each fault, in their order, how long it took until everybody
// was served again who was not at its end. end is when the run stopped looking.
func recoveries(troubles []trouble, waits []wait, silences []silence, end time.Time) []recovery {
	troubles = slices.Clone(troubles)
	slices.SortFunc(troubles, func(a, b trouble) int { return a.From.Compare(b.From) })
	all := make([]recovery, len(troubles))
	for i, t := range troubles {
		next := end
		if i+1 < len(troubles) {
			next = troubles[i+1].From
		}
		all[i].trouble = t
		for _, s := range silences {
			if s.At.After(t.From.Add(-time.Second)) && s.At.Before(t.To.Add(time.Second)) {
				all[i].Mute++
			}
		}
		for _, w := range waits {
			if !w.From.Before(t.To) || !w.To.After(t.To) {
				continue
			}
			all[i].AtEnd++
			until := w.To
			if until.After(next) {
				until = next
			}
			if after := until.Sub(t.To); after > all[i].After {
				all[i].After, all[i].What = after, w.What
			}
		}
	}
	return all
}

// setBack is how long before an emptying of Redis something had been answered that
// was gone afterwards; ok is false where no emptying explains it.
func setBack(flushes []time.Time, answered, missedBy time.Time) (back time.Duration, ok bool) {
	for _, at := range flushes {
		if at.Before(answered) || at.After(missedBy) {
			continue
		}
		if d := at.Sub(answered); !ok || d < back {
			back, ok = d, true
		}
	}
	return back, ok
}

// ledgerTroubled says whether something went wrong about that moment that could
// keep a replica from noting what it had just sent.
func (d *diary) ledgerTroubled(at time.Time) bool {
	const about = 5 * time.Second // a call, and the note of it, take their time
	return slices.ContainsFunc(d.troubles, func(t trouble) bool {
		return !strings.HasPrefix(t.Name, "telegram") && at.After(t.From.Add(-about)) && at.Before(t.To.Add(about))
	})
}

// anyTrouble says whether anything went wrong in a span of time.
func (d *diary) anyTrouble(from, to time.Time) bool {
	return slices.ContainsFunc(d.troubles, func(t trouble) bool { return t.From.Before(to) && t.To.After(from) })
}
