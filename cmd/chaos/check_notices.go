package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"tiepdan/triage"
)

// checkNotices holds P7: everybody who had to be told was told or stands in the
// delivery ledger as not reached, and what it calls sent stands on the screen.
func (v *verdict) checkNotices() {
	rows := map[string][]triage.Delivery{}
	for _, d := range v.ledger.deliveries {
		if d.Notice.Audience != triage.ToGroup {
			rows[noticeKey(d.Notice)] = append(rows[noticeKey(d.Notice)], d)
		}
		v.counts["outcome "+string(d.Outcome)]++
	}
	queued := map[string]bool{}
	for _, j := range v.ledger.jobs {
		if j.kind != "tell" {
			continue
		}
		v.counts["notices"]++
		queued[noticeKey(j.notice)] = true
		if j.state != "completed" && j.state != "cancelled" {
			v.counts["notices lost"]++
			v.breach("P7", "the notice %s is %s after %d attempts", noticeKey(j.notice), j.state, j.attempt)
			continue
		}
		v.checkNotice(j, rows[noticeKey(j.notice)])
	}
	for _, e := range v.ledger.events {
		k := v.ledger.petitions[e.code]
		if !slices.Contains([]triage.Verb{triage.FileIt, triage.Answer, triage.TransferOut, triage.DemandAction, triage.GuideTo, triage.Accept, triage.Sign}, e.verb) || k == nil {
			continue
		}
		n := triage.Notice{Code: e.code, Event: e.key, Verb: e.verb, Audience: triage.ToCitizen, To: k.Filer}
		if !queued[noticeKey(n)] {
			v.counts["notices lost"]++
			v.breach("P7", "nobody was to tell the citizen of %s of %s", e.verb, e.code)
		}
	}
}

func (v *verdict) checkNotice(j job, rows []triage.Delivery) {
	sent, final := 0, false
	for _, d := range rows {
		switch d.Outcome {
		case triage.DeliverySent:
			sent++
			v.checkShown(d)
		case triage.DeliveryDelayed:
			continue
		}
		final = true
	}
	switch {
	case !final:
		v.counts["notices lost"]++
		v.breach("P7", "the delivery ledger does not say what became of %s (%s)", noticeKey(j.notice), j.state)
	case sent > 1:
		v.counts["notices doubled"]++
		v.breach("P7", "the notice %s was sent %d times", noticeKey(j.notice), sent)
	}
	if j.notice.Verb == triage.FileIt && j.notice.Audience == triage.ToCitizen {
		v.checkReceiptCalls(j.notice, rows)
	}
}

// checkShown looks for a message that the ledger calls sent.
func (v *verdict) checkShown(d triage.Delivery) {
	user, known := v.ledger.users[d.Notice.To]
	if !known {
		return
	}
	id, err := strconv.ParseInt(d.Ref, 10, 64)
	if err == nil && v.shown(user)[id] {
		return
	}
	v.breach("P7", "the ledger calls %s sent, and its message %q is not on the screen", noticeKey(d.Notice), d.Ref)
}

// shown are the numbers of the bot's messages that ever stood on a person's screen.
func (v *verdict) shown(user int64) map[int64]bool {
	if ids, ok := v.screens[user]; ok {
		return ids
	}
	ids := map[int64]bool{}
	for _, p := range v.w.everybody() {
		if p.p.ID() != user {
			continue
		}
		screen := p.chat.View()
		for _, m := range slices.Concat(screen.Messages, screen.Deleted) {
			if m.From != nil && m.From.IsBot {
				ids[m.ID] = true
			}
		}
	}
	v.screens[user] = ids
	return ids
}

// checkReceiptCalls compares the calls that brought a receipt with the delivery
// ledger. A call that the ledger does not know is explained only by a replica that
// died, or a ledger that was away, between the sending and the noting.
func (v *verdict) checkReceiptCalls(n triage.Notice, rows []triage.Delivery) {
	var applied []time.Time
	for _, r := range v.receiptCalls() {
		if r.code == n.Code && r.user == v.ledger.users[n.To] {
			applied = append(applied, r.at)
		}
	}
	noted := 0
	for _, d := range rows {
		if d.Outcome == triage.DeliverySent || d.Outcome == triage.DeliveryUnknown {
			noted++
		}
	}
	for extra := len(applied) - noted; extra > 0; extra-- {
		if slices.ContainsFunc(applied, v.w.diary.ledgerTroubled) {
			v.counts["sent again"]++
			continue
		}
		v.counts["notices doubled"]++
		v.breach("P7", "the receipt for %s was sent %d times, and the ledger knows of %d", n.Code, len(applied), noted)
	}
}

var anyCode = regexp.MustCompile(`\d\d-[2-9A-Z]{4}-[2-9A-Z]{4}`)

// checkCards holds P7 for groups: one card for each petition that its group may see.
func (v *verdict) checkCards() {
	for _, o := range v.w.offices {
		cards := map[triage.Code]int{}
		for _, m := range o.group.Messages() {
			if m.From == nil || !m.From.IsBot {
				continue
			}
			if code := anyCode.FindString(m.Words()); code != "" {
				cards[triage.Code(code)]++
			}
		}
		for code, k := range v.ledger.petitions {
			n := cards[code]
			switch {
			case k.Unit != o.unit || k.Restricted || n == 1:
			case n == 0 && v.cardIs(triage.DeliverySent, code, o.unit) && v.w.migrated(o):
				// It stands in the group as it was before it moved, and nothing happened since.
			case n == 0 && v.cardIs(triage.DeliveryBlocked, code, o.unit):
				// Telegram said that the bot is not in the group, and the ledger holds that.
			case n > 1 && v.w.diary.anyTrouble(k.FiledAt, v.settledAt):
				v.counts["sent again"]++
			default:
				v.counts["cards"]++
				v.breach("P7", "the group of %s has %d cards of %s", o.unit, n, code)
			}
		}
	}
}

// cardIs says whether the ledger holds that outcome of drawing a card.
func (v *verdict) cardIs(outcome triage.DeliveryOutcome, code triage.Code, unit triage.UnitID) bool {
	return slices.ContainsFunc(v.ledger.deliveries, func(d triage.Delivery) bool {
		return d.Notice.Code == code && d.Notice.Unit == unit && d.Notice.Audience == triage.ToGroup && d.Outcome == outcome
	})
}

func noticeKey(n triage.Notice) string {
	return fmt.Sprintf("%s of %s (%s) to %s %s", n.Verb, n.Code, n.Event, n.Audience, n.To)
}
