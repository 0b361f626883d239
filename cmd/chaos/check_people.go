package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// checkReceipts holds P1: every receipt that anybody ever saw is of a petition of
// theirs, and was sent when it had been committed.
func (v *verdict) checkReceipts() {
	first := map[triage.Code]time.Time{}
	for _, r := range v.receiptCalls() {
		k := v.ledger.petitions[r.code]
		switch {
		case k == nil:
			v.counts["receipts early"]++
			v.breach("P1", "a receipt for %s was shown, which is not kept", r.code)
		case k.Filer != v.ledger.people[r.user]:
			v.breach("P1", "a receipt for %s was shown to somebody else", r.code)
		case r.at.Before(k.committed):
			v.counts["receipts early"]++
			v.breach("P1", "the receipt for %s was shown %s before it was committed", r.code, k.committed.Sub(r.at))
		}
		if first[r.code].IsZero() {
			first[r.code] = r.at
		}
	}
	for code, k := range v.ledger.petitions {
		at, ok := first[code]
		if !ok {
			at = v.settledAt
		}
		// Who has blocked us hears nothing, and that is no wait.
		if ok || !v.refusedBy(code, triage.FileIt) {
			v.w.diary.waited("receipt", k.committed, at)
		}
	}
}

// refusedBy says whether the ledger holds that the citizen could not be told.
func (v *verdict) refusedBy(code triage.Code, verb triage.Verb) bool {
	return slices.ContainsFunc(v.ledger.deliveries, func(d triage.Delivery) bool {
		return d.Notice.Code == code && d.Notice.Verb == verb && d.Notice.Audience == triage.ToCitizen &&
			(d.Outcome == triage.DeliveryBlocked || d.Outcome == triage.DeliveryRefused)
	})
}

// checkClaims holds P8: whoever was told to have a petition has it, and nobody else.
// Nobody gives a petition back in a run.
func (v *verdict) checkClaims() {
	by := map[triage.Code][]triage.StaffID{}
	for _, e := range v.ledger.events {
		if e.verb == triage.Claim {
			by[e.code] = append(by[e.code], e.staff)
			v.counts["claims"]++
		}
	}
	told := map[triage.Code][]triage.StaffID{}
	for _, o := range v.w.offices {
		for _, h := range append(slices.Clone(o.officers), o.leader) {
			me, _ := v.ledger.roster.ByPerson(v.ledger.person(h.p.ID()))
			for _, c := range h.claims {
				code := triage.Code(c.code)
				if !slices.Contains(told[code], me.ID) {
					told[code] = append(told[code], me.ID)
				}
				if !slices.Contains(by[code], me.ID) {
					v.breach("P8", "%s was told to have %s, and has it not", h.name, code)
				}
			}
		}
	}
	for code, who := range by {
		if len(who) > 1 {
			v.counts["two winners"]++
			v.breach("P8", "%s was claimed %d times", code, len(who))
		}
	}
	for code, who := range told {
		if len(who) > 1 && len(by[code]) == 1 {
			v.counts["two winners"]++
			v.breach("P8", "%d people were told to have %s", len(who), code)
		}
	}
}

// checkOutage holds P6: while there was no ledger nobody was told that anything was
// sent, and a press on "send" was answered in plain words.
func (v *verdict) checkOutage() {
	for _, away := range v.w.diary.away {
		for _, call := range v.ledger.calls {
			// What had been committed before may be told a moment later.
			if call.At.Before(away.From.Add(500*time.Millisecond)) || call.At.After(away.To) {
				continue
			}
			text := call.Params["text"]
			switch {
			case strings.HasPrefix(text, saidSent), strings.Contains(text, saidClaimed):
				v.breach("P6", "%q was said while there was no ledger", text)
			case strings.Contains(text, saidNotSent):
				v.counts["said not sent"]++
			}
		}
	}
}

// checkReadings holds P10 and P17: whoever was shown what stands in a confidential
// petition stands in the log of readings, and nobody was shown one about himself.
func (v *verdict) checkReadings() {
	where := map[string]*kept{}
	for _, k := range v.ledger.petitions {
		for _, mark := range marksIn(k.story) {
			where[mark] = k
		}
	}
	for _, o := range v.w.offices {
		for _, h := range append(slices.Clone(o.officers), o.leader) {
			me, _ := v.ledger.roster.ByPerson(v.ledger.person(h.p.ID()))
			screen := h.chat.View()
			for _, m := range slices.Concat(screen.Messages, screen.Deleted) {
				v.checkReading(h, me.ID, m, where)
			}
		}
	}
}

func (v *verdict) checkReading(h *officer, me triage.StaffID, m *simulator.Message, where map[string]*kept) {
	for _, mark := range marksIn(m.Words()) {
		k := where[mark]
		if k == nil {
			continue
		}
		if k.Confidential && !v.ledger.read[fmt.Sprintf("%s %s", k.Code, me)] {
			v.breach("P10", "%s was shown %s, and no reading is logged", h.name, k.Code)
		}
		if slices.Contains(k.About, me) {
			v.breach("P17", "%s was shown %s, which is about him", h.name, k.Code)
		}
	}
}

// marksIn are the marks of pieces that stand in a text.
func marksIn(text string) []string {
	var all []string
	for {
		_, rest, found := strings.Cut(text, canaryWord)
		if !found {
			return all
		}
		if mark, after, ended := strings.Cut(rest, "z"); ended {
			all, rest = append(all, canaryWord+mark+"z"), after
		}
		text = rest
	}
}

// receiptCall is one receipt that reached a screen.
type receiptCall struct {
	code triage.Code
	user int64
	at   time.Time
}

// receiptCalls are all of them, in order.
func (v *verdict) receiptCalls() []receiptCall {
	if v.receipts != nil {
		return v.receipts
	}
	plain := strings.NewReplacer("<code>", "", "</code>", "")
	for _, call := range v.ledger.calls {
		if call.Applied && call.ChatID > 0 && call.Method == "sendMessage" {
			if found := receiptCode.FindStringSubmatch(plain.Replace(call.Params["text"])); found != nil {
				v.receipts = append(v.receipts, receiptCall{triage.Code(found[1]), call.ChatID, call.At})
			}
		}
	}
	return v.receipts
}
