package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tiepdan/triage"
)

// mostSetBack is how far a draft may be set back when Redis is emptied (P5).
const mostSetBack = 2 * time.Second

// checkFilings compares what every citizen told and sent with what is kept: P2, P3,
// P4, P5 and P16.
func (v *verdict) checkFilings(sessions map[int]string) {
	mine := map[triage.PersonID][]*kept{}
	for _, k := range v.ledger.petitions {
		mine[k.Filer] = append(mine[k.Filer], k)
	}
	v.counts["filed"] = len(v.ledger.petitions)
	for _, c := range v.w.citizens {
		all := mine[v.ledger.person(c.p.ID())]
		slices.SortFunc(all, func(a, b *kept) int { return a.FiledAt.Compare(b.FiledAt) })
		pressed := 0
		for _, f := range c.filings {
			if !f.pressed.IsZero() {
				pressed++
			}
			v.checkFiling(c, f, all, sessions[c.number])
		}
		if len(all) > pressed {
			v.counts["doubled"] += len(all) - pressed
			v.failed(c, "P2", "citizen %d has %d petitions and sent %d", c.number, len(all), pressed)
		}
	}
}

func (v *verdict) checkFiling(c *citizen, f *filing, all []*kept, session string) {
	var in []*kept // the petitions whose story holds a word of it
	for _, k := range all {
		if strings.Contains(k.story, f.prefix()) {
			in = append(in, k)
		}
	}
	if !f.sent.IsZero() && len(f.pieces) == 0 {
		// What was sent is an older draft that came back when Redis was emptied just
		// after it had been sent or thrown away: the ledger knows it, or has it now.
		v.counts["revived"]++
		if !v.revived(c, f) {
			v.failed(c, "P5", "citizen %d sent a draft that was over", c.number)
		}
		return
	}
	if !f.sent.IsZero() {
		v.counts["sent"]++
		// Where the draft before it came back, the words were added to that petition.
		added := slices.ContainsFunc(all, func(k *kept) bool { return strings.Contains(k.more, f.prefix()) })
		if len(in) == 0 && (v.allSetBack(f) || added && v.revived(c, f)) {
			v.counts["revived"]++
			return
		}
		if len(in) == 0 {
			v.counts["lost"]++
			v.failed(c, "P4", "petition %s of citizen %d was sent and is not kept", f.prefix(), c.number)
			return
		}
	}
	if !f.dropped.IsZero() {
		if len(in) > 0 && !v.flushedSince(f.dropped.Add(-time.Second), f.dropped.Add(mostSetBack)) {
			v.failed(c, "P5", "petition %s was thrown away and is filed as %s", f.prefix(), in[0].Code)
		}
		return
	}
	for i, p := range f.pieces {
		v.checkPiece(c, f, i, p, all, session)
	}
	for _, k := range in {
		v.checkOrder(c, f, k)
	}
}

// checkPiece looks where one message of a story has gone.
func (v *verdict) checkPiece(c *citizen, f *filing, nth int, p *piece, all []*kept, session string) {
	if p.sent.IsZero() || p.sent.Before(f.given) {
		return
	}
	v.counts["told"]++
	present, first := false, false
	for i, mark := range p.marks {
		times := 0
		for _, k := range all {
			times += strings.Count(k.story, mark) + strings.Count(k.more, mark)
			if strings.Contains(k.elsewhere, mark) {
				v.failed(c, "P3", "the message %s was taken for another answer in %s", mark, k.Code)
			}
		}
		if times > 1 {
			v.counts["twice"]++
			v.failed(c, "P2", "the message %s stands %d times in petitions", mark, times)
		}
		present = times > 0 || strings.Contains(session, mark) // of the last version
		first = first || i == 0 && present
	}
	if present {
		v.counts["kept"]++
		return
	}
	missedBy := f.sent
	if missedBy.Before(p.sent) { // it is not sent, or this was added to it
		missedBy = v.settledAt
	}
	gone := p.telling
	if first {
		gone = p.change // what it said first is there
	}
	back, ok := v.setBack(gone, missedBy)
	switch {
	case ok && back <= mostSetBack:
		v.counts["set back"]++
		v.back = max(v.back, back)
	case ok:
		v.failed(c, "P5", "the message %s was answered %.1f s before Redis was emptied, and is gone", p.marks[0], back.Seconds())
	case v.afterFlush(gone) && c.wasTold(saidRestored, p):
		// The question before it was asked again, and the words were taken for its
		// answer: the citizen was told so, and answers anew.
		v.counts["mistaken"]++
	case len(p.marks) > 1 && c.wasTold(saidUnbound, p):
		v.counts["kept"]++ // a change that found no message, and was refused with its reason
	case c.wasTold(saidFull, p):
		v.counts["kept"]++
	default:
		v.counts["dropped"]++
		v.failed(c, "P16", "message %d of %d, %s of citizen %d, is gone: told after %s, answered after %s, petition sent after %s; %+v", nth, len(f.pieces), p.marks[len(p.marks)-1],
			c.number, v.since(p.sent), v.since(p.answered), v.since(f.sent), f.plan)
	}
}

// setBack is how long before an emptying of Redis something was answered that was
// missing later; ok is false where no emptying explains it.
func (v *verdict) setBack(p telling, missedBy time.Time) (back time.Duration, ok bool) {
	if !p.answered.IsZero() {
		if back, ok = setBack(v.w.diary.flushes, p.answered, missedBy); ok {
			return back, true
		}
	}
	_, ok = setBack(v.w.diary.flushes, p.sent, missedBy) // it was under way when Redis was emptied
	return 0, ok
}

// allSetBack says whether all that was told of a petition went with an emptying of
// Redis just after it was told: then what was sent is the draft as it was before.
func (v *verdict) allSetBack(f *filing) bool {
	return !slices.ContainsFunc(f.pieces, func(p *piece) bool {
		back, ok := v.setBack(p.telling, f.sent)
		return !(ok && back <= mostSetBack) && !v.afterFlush(p.telling)
	})
}

// revived says whether Redis was emptied so soon after the citizen's petition before
// this one had ended, that its draft may have come back.
func (v *verdict) revived(c *citizen, f *filing) bool {
	if f.n == 0 {
		return false
	}
	ended := c.filings[f.n-1].ended()
	return !ended.IsZero() && v.flushedSince(ended.Add(-time.Second), ended.Add(mostSetBack))
}

// flushedSince says whether Redis was emptied in a span of time.
func (v *verdict) flushedSince(from, to time.Time) bool {
	return slices.ContainsFunc(v.w.diary.flushes, func(at time.Time) bool { return at.After(from) && at.Before(to) })
}

// afterFlush says whether something was told just after Redis had been emptied, to a
// draft that may have been set back.
func (v *verdict) afterFlush(p telling) bool {
	return slices.ContainsFunc(v.w.diary.flushes, func(at time.Time) bool {
		return p.sent.After(at.Add(-time.Second)) && p.sent.Before(at.Add(2*mostSetBack))
	})
}

// since is how long after the first act of the run something happened.
func (v *verdict) since(at time.Time) time.Duration {
	if at.IsZero() {
		return 0
	}
	return at.Sub(v.began).Round(time.Millisecond)
}

// checkOrder holds the messages of a story to the order in which they were written.
func (v *verdict) checkOrder(c *citizen, f *filing, k *kept) {
	type found struct{ at, n int }
	var places []found
	for n, p := range f.pieces {
		for _, mark := range p.marks {
			if at := strings.Index(k.story, mark); at >= 0 {
				places = append(places, found{at, n})
			}
		}
	}
	slices.SortFunc(places, func(a, b found) int { return cmp.Compare(a.at, b.at) })
	for i := 1; i < len(places); i++ {
		if places[i].n < places[i-1].n {
			v.counts["inverted"]++
			v.failed(c, "P3", "in %s the message %d of %s stands behind message %d", k.Code, places[i].n, f.prefix(), places[i-1].n)
		}
	}
}

// wasTold says whether the bot said the words to this citizen below a message.
func (c *citizen) wasTold(words string, below *piece) bool {
	for _, m := range c.chat.Messages() {
		if m.ID > below.message.ID && m.From != nil && m.From.IsBot && strings.Contains(m.Words(), words) {
			return true
		}
	}
	return false
}
