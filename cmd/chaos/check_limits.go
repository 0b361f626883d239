package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"tiepdan/bot/simulator"
)

// checkRefusals counts the answers in webhooks' bodies that were refused, which the
// program cannot see. Where Telegram keeps its limits it counts also what it took,
// and what it had to refuse although nothing was broken just then.
func (v *verdict) checkRefusals() {
	busiest := map[int64]int{} // messages by second
	for _, call := range v.ledger.calls {
		// What shows already what it shall show is refused too, and nobody misses it.
		if call.InAnswer && call.Code != http.StatusOK && !strings.Contains(call.Description, "message is not modified") {
			v.counts["silent"]++
			if call.Fault == "" {
				v.counts["silent alone"]++
			}
		}
		if !message(call) || call.At.Before(v.began) {
			continue
		}
		switch {
		case call.Applied:
			second := call.At.Unix()
			busiest[second]++
			v.counts["messages"]++
			v.counts["busiest second"] = max(v.counts["busiest second"], busiest[second])
			if call.InAnswer {
				v.counts["messages in answers"]++
			}
		case call.Code == http.StatusTooManyRequests && call.Fault == "":
			v.counts["over the limits"]++
		}
	}
	if v.w.opt.Limits && v.counts["silent alone"] > 0 {
		v.breach("P2", "%d answers were refused in silence although nothing was broken", v.counts["silent alone"])
	}
}

// message says whether Telegram counts the call against its limits.
func message(call simulator.Call) bool {
	for _, verb := range []string{"send", "edit", "copy", "forward"} {
		if strings.HasPrefix(call.Method, verb) {
			return call.Method != "sendChatAction"
		}
	}
	return false
}

// limitRows tell how near to Telegram's limits the run came.
func (v *verdict) limitRows(row func(what string, value any, note string)) {
	if !v.w.opt.Limits {
		return
	}
	n := v.counts
	row("messages a second that Telegram took", fmt.Sprintf("%.1f", float64(n["messages"])/max(v.took.acting, time.Second).Seconds()),
		fmt.Sprintf("of 30; in the busiest second %d; %d of %d in a webhook's body", n["busiest second"], n["messages in answers"], n["messages"]))
	row("… that it refused as too many without a fault", n["over the limits"], "seen, and repeated, but for those in silence")
}
