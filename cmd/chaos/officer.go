package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tiepdan/bot/simulator"
)

// officer claims petitions and carries them out; a leader asks for the figures and
// approves.
type officer struct {
	person
	name   string
	office *office
	leads  bool
	claims []claimed
	wrote  int // words to citizens so far
}

// claimed is a press on "claim" that was answered "you have it".
type claimed struct {
	code string
	at   time.Time
}

const (
	saidClaimed = "Đã nhận đơn " // by the answer to the press
	saidTaken   = "Đơn này đã có cán bộ khác nhận"
)

// run works until the run closes.
func (h *officer) run(ctx context.Context) {
	for !h.closing() && h.think(ctx) {
		h.act(ctx)
	}
}

// act does one thing: a dialog under way goes first, then what may be done.
func (h *officer) act(ctx context.Context) {
	if on, question, values := asked(h.chat.View(), 0); h.underWay(on) {
		h.answer(on, question, values)
		h.await(ctx)
		return
	}
	switch dice := h.rand.IntN(100); {
	case h.leads && dice < 40:
		h.say([]string{"/tuan", "/quahan", "/cho"}[h.rand.IntN(3)])
	case dice < 45:
		h.claimInGroup(ctx)
		return
	case dice < 90:
		on, data := h.work()
		if on == nil {
			h.say("/cho")
			break
		}
		h.press(on, data)
	default:
		h.say([]string{"/viec", "/cho"}[h.rand.IntN(2)])
	}
	h.await(ctx)
}

// underWay says whether a dialog's question is the newest thing with buttons.
func (h *officer) underWay(on *simulator.Message) bool {
	if on == nil {
		return false
	}
	for _, m := range slices.Backward(h.chat.View().Messages) {
		if all := buttons(m); len(all) > 0 {
			return m.ID == on.ID
		}
	}
	return false
}

func (h *officer) answer(on *simulator.Message, question string, values map[string]string) {
	switch {
	case values["!done"] != "":
		h.press(on, values["!done"])
	case question == "text" || question == "reason":
		h.wrote++
		h.say(fmt.Sprintf("Chúng tôi đã xem xét và trả lời lần %d %s", h.wrote, canaryTold))
	case values["!skip"] != "":
		h.press(on, values["!skip"])
	case values["!cancel"] != "":
		h.press(on, values["!cancel"])
	case values["!yes"] != "":
		h.press(on, values["!yes"])
	}
}

// claimable are the newest cards of the group that offer to be claimed.
func claimable(v simulator.View) []*simulator.Message {
	var open []*simulator.Message
	for _, m := range slices.Backward(v.Messages) {
		if slices.ContainsFunc(buttons(m), func(b button) bool { return strings.HasPrefix(b.data, "a:claim:") }) {
			open = append(open, m)
		}
		if len(open) == 4 {
			break
		}
	}
	return open
}

// claimInGroup presses "claim" on one of the newest cards of the group. Some lie in
// wait for the next one, and press at the same moment.
func (h *officer) claimInGroup(ctx context.Context) {
	in := h.office.group.Chat()
	open := claimable(in.View())
	if h.rand.IntN(2) == 0 {
		newest := int64(0)
		if len(open) > 0 {
			newest = open[0].ID
		}
		wait, cancel := context.WithTimeout(ctx, answerPatience)
		err := in.Await(wait, func(v simulator.View) bool {
			open = claimable(v)
			return len(open) > 0 && open[0].ID > newest
		})
		cancel()
		if err != nil {
			return
		}
		open = open[:1]
	}
	if len(open) == 0 {
		return
	}
	on := open[h.rand.IntN(len(open))]
	before, began := h.answers(in.View()), time.Now()
	if _, err := h.p.PressOn(on, buttons(on)[0].data); err != nil {
		return
	}
	wait, cancel := context.WithTimeout(ctx, 4*answerPatience)
	defer cancel()
	if in.Await(wait, func(v simulator.View) bool { return h.answers(v) > before }) != nil {
		h.w.diary.silence(silence{At: began, Who: h.name, What: "claims " + buttons(on)[0].data})
		return
	}
	h.w.diary.waited("claim", began, time.Now())
	h.heard(in.View())
}

// heard notes that a claim was won.
func (h *officer) heard(v simulator.View) {
	for _, t := range slices.Backward(v.Toasts) {
		if t.PersonID != h.p.ID() {
			continue
		}
		if code, won := strings.CutPrefix(t.Text, saidClaimed); won {
			code, _, _ = strings.Cut(code, " ")
			h.claims = append(h.claims, claimed{strings.Trim(code, ".,"), t.At})
		}
		return
	}
}

// work is what an officer would press next on the newest card in the private chat.
func (h *officer) work() (*simulator.Message, string) {
	order := []string{"go", "answer", "accept", "transfer", "demand", "guide", "approve", "propose", "sign", "ask", "claim", "open"}
	cards := 0
	for _, m := range slices.Backward(h.chat.View().Messages) {
		found := map[string]string{}
		for _, b := range buttons(m) {
			if b.part[0] == "a" {
				found[b.part[1]] = b.data
			}
		}
		if len(found) == 0 {
			continue
		}
		if cards++; cards > 6 {
			break
		}
		for _, verb := range order {
			if data := found[verb]; data != "" && (verb != "ask" || h.rand.IntN(4) == 0) && (verb != "open" || h.rand.IntN(3) == 0) {
				return m, data
			}
		}
	}
	return nil, ""
}

// await waits for an answer; who gets none does something else.
func (h *officer) await(ctx context.Context) {
	if h.answered(ctx) {
		h.heard(h.chat.View())
		return
	}
	if ctx.Err() == nil {
		h.unheard()
	}
	h.waits = false
}
