package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// Presses on a card that are no verbs of the life table.
const (
	actOpen       = "open"       // read the petition in private
	actCard       = "card"       // draw the card again, first rows
	actMore       = "more"       // draw the card with the second rows
	actHistory    = "history"    // what happened to it
	actRead       = "read"       // the next pages of it; the number is the page
	actFile       = "file"       // send one attachment; the number is the file's
	actReclassify = "reclassify" // choose another disposition
	actGo         = "go"         // send it where the decision says
	actElsewhere  = "elsewhere"  // … or choose where
	actTo         = "to"         // hand over to the colleague named
	actAlike      = "alike"      // look at a petition that may be the same matter
	actPair       = "pair"       // link or merge the two: asked first
	actPairSure   = "sure"       // … and confirmed
	actAgain      = "again"      // tell the citizen once more; the number is the event's
)

// undoFor is how long the button to take back is offered: as long as triage
// allows it.
const undoFor = time.Minute

// actData is what a button of a card carries: the verb, the petition, the
// version it was drawn from, and for some what else was chosen. It stays below
// Telegram's 64 bytes.
func actData(verb string, code triage.Code, seen int, more ...string) string {
	return strings.Join(append([]string{"a", verb, string(code), strconv.Itoa(seen)}, more...), ":")
}

// press is such a button when it comes back.
type press struct {
	verb string
	code triage.Code
	n    int // the version seen, or a file's or event's number
	more string
}

// parsePress reads what follows "a:". ok is false for what we never drew.
func parsePress(rest string) (p press, ok bool) {
	parts := strings.SplitN(rest, ":", 4)
	if len(parts) < 3 {
		return p, false
	}
	code, err := triage.ParseCode(parts[1])
	n, bad := strconv.Atoi(parts[2])
	if err != nil || bad != nil || n < 0 {
		return p, false
	}
	p = press{verb: parts[0], code: code, n: n}
	if len(parts) == 4 {
		p.more = parts[3]
	}
	return p, true
}

// wordyVerbs need words or a reason: their press begins a small dialog.
func wordyVerbs() []triage.Verb {
	return []triage.Verb{triage.Ask, triage.Answer, triage.GuideTo, triage.Note, triage.RecordReply, triage.RecordResult,
		triage.Refuse, triage.Extend, triage.Suspend, triage.SendBack, triage.FileAway, triage.DeclineIt,
		triage.Withdraw, triage.Reopen}
}

// plainVerbs are done by the press itself.
func plainVerbs() []triage.Verb {
	return []triage.Verb{triage.Claim, triage.Release, triage.Classify, triage.Sign, triage.Propose, triage.Approve,
		triage.Accept, triage.Resume, triage.Undo}
}

// carrier is the verb that carries out the disposition in force, or the proposal
// that has to come before it; "" where no button does.
func carrier(p triage.Petition, o triage.Office) triage.Verb {
	d := p.Decision.Disposition
	verb := d.Carried().Verb
	switch {
	case d == triage.Human, d == triage.Split, d == "":
		return ""
	case d == triage.Settle && p.Standing != triage.Received:
		return triage.Sign // the law wants a signature before anything is settled
	case p.NeedsApproval(o) && p.Approved != d:
		return triage.Propose
	}
	return verb
}

// verbRows are the buttons of a private card: what the life table lets this
// member of staff do now. The first rows hold what is mostly done next, the
// second ones the rest.
func (b *Bot) verbRows(say text.Speaker, me clerk, p triage.Petition, more bool) [][]button {
	moves := p.Moves(me.Staff, b.Office)
	can := func(v triage.Verb) bool { return slices.Contains(moves, v) }
	act := func(verb string) button {
		return button{Label: say.Plain("verb." + verb), Data: actData(verb, p.Code, p.Version)}
	}
	own := func(key, verb string) button {
		return button{Label: say.Plain("officer.button." + key), Data: actData(verb, p.Code, p.Version)}
	}
	var rows [][]button
	row := func(buttons ...button) {
		if len(buttons) > 0 {
			rows = append(rows, buttons)
		}
	}
	if more {
		var all []button
		for _, v := range b.secondVerbs(p) {
			if can(v) {
				all = append(all, act(string(v)))
			}
		}
		for two := range slices.Chunk(all, 2) {
			row(two...)
		}
		row(own("less", actCard))
		return rows
	}
	if can(triage.Claim) {
		row(act(string(triage.Claim)))
	}
	for _, v := range b.firstVerbs(p) {
		if can(v) {
			row(act(string(v)))
		}
	}
	if can(triage.Classify) {
		var two []button
		if p.Decision.Disposition != triage.Human && !confirmed(p) {
			two = append(two, own("confirm", string(triage.Classify)))
		}
		row(append(two, own("reclassify", actReclassify))...)
	}
	if p.LastMove.By == me.ID && me.ID != "" && b.Now().Sub(p.LastMove.At) < undoFor && can(triage.Undo) {
		row(act(string(triage.Undo)))
	}
	if p.ReadableBy(me.Staff, b.Office) {
		last := []button{own("read", actOpen), own("history", actHistory)}
		if slices.ContainsFunc(b.secondVerbs(p), can) {
			last = append(last, own("more", actMore))
		}
		row(last...)
	}
	return rows
}

// firstVerbs are what is mostly done next, in order.
func (b *Bot) firstVerbs(p triage.Petition) []triage.Verb {
	var all []triage.Verb
	add := func(v triage.Verb, on bool) {
		if on && v != "" && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	owed := func(step triage.Step) bool {
		return slices.ContainsFunc(p.Obligations, func(o triage.Obligation) bool { return o.Open() && o.Step == step })
	}
	add(triage.Approve, true)
	add(triage.Refuse, true)
	add(triage.Resume, true)
	add(triage.Answer, p.Standing == triage.Received)
	add(carrier(p, b.Office), p.Status != triage.StatusAccepted)
	add(triage.Sign, p.Needs())
	add(triage.Ask, true)
	add(triage.Withdraw, p.WithdrawAsk)
	add(triage.RecordResult, owed(triage.StepResult))
	add(triage.RecordReply, owed(triage.StepReply))
	return all
}

// secondVerbs are the rest of what has a button.
func (b *Bot) secondVerbs(p triage.Petition) []triage.Verb {
	all := []triage.Verb{triage.Note, triage.Release, triage.HandOver, triage.Extend, triage.Suspend, triage.Reopen}
	return slices.DeleteFunc(all, func(v triage.Verb) bool {
		return v == triage.Extend && p.Standing != triage.Received
	})
}
