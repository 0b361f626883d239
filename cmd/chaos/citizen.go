package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"tiepdan/bot/simulator"
)

// citizen files one petition after another.
type citizen struct {
	person
	number  int
	filings []*filing
	busy    atomic.Bool // in the middle of a petition
}

// closingLimit is how long somebody may take to end what they had begun when the
// faults end.
const closingLimit = 45 * time.Second

// mostFilings is how many petitions one citizen writes, before another comes.
const mostFilings = 2

// line lets one citizen come after the other until the run closes. Their numbers,
// and so their plans, do not depend on how fast the others are.
func (w *world) line(ctx context.Context, first int) {
	// Not everybody comes at the same moment.
	r := rand.New(rand.NewPCG(w.opt.Seed, uint64(first)))
	if !pause(ctx, time.Duration(r.Int64N(int64(10*w.tempo)+1))) {
		return
	}
	for number := first; ; number += w.opt.Citizens {
		c := &citizen{person: w.person(fmt.Sprintf("%s %d", canaryName, number), number), number: number}
		w.mu.Lock()
		w.citizens = append(w.citizens, c)
		w.mu.Unlock()
		for n := 0; n < mostFilings; n++ {
			if c.closing() || ctx.Err() != nil {
				return
			}
			c.run(ctx, n)
			if !c.think(ctx) {
				return
			}
		}
	}
}

// run files one petition.
func (c *citizen) run(ctx context.Context, n int) {
	f := &filing{plan: planOf(c.w.opt.Seed, c.number, n), citizen: c.number, n: n}
	if f.Matter == "about" {
		o := c.w.offices[f.Place%len(c.w.offices)]
		f.against = o.officers[c.number%len(o.officers)].name
	}
	c.filings = append(c.filings, f)
	c.busy.Store(true)
	c.file(ctx, f)
	c.busy.Store(false)
}

// mostSteps bounds one petition; a person gives up after so many acts.
const mostSteps = 150

// file writes one petition from the first word to the receipt.
func (c *citizen) file(ctx context.Context, f *filing) {
	answers := &answering{c: c, f: f, above: c.say("/don").Message.ID}
	for range mostSteps {
		if c.answered(ctx) {
			f.heard(time.Now())
			if answers.ended() {
				break
			}
			if !c.think(ctx) {
				return
			}
		} else {
			if ctx.Err() != nil {
				return
			}
			c.unheard()
			c.say("/start")
			continue
		}
		answers.next(ctx)
	}
	if ctx.Err() == nil && !f.sent.IsZero() {
		c.afterwards(ctx, f)
	}
}

// afterwards is what people do with a petition that they have sent.
func (c *citizen) afterwards(ctx context.Context, f *filing) {
	// A receipt is a message of its own: wait for it a little, as people do.
	wait, cancel := context.WithTimeout(ctx, answerPatience)
	_ = c.chat.Await(wait, func(v simulator.View) bool { return len(receipts(v)) >= c.sentSoFar() })
	cancel()
	for i, p := range f.pieces {
		if f.EditLate && i == f.Edit && p.message != nil {
			c.mark()
			c.p.Edit(p.message, words(f.changed(p, i)))
			c.await(ctx)
		}
	}
	if f.More {
		if on, data := c.find("c:add:", 0); on != nil {
			c.press(on, data)
			if c.await(ctx) {
				c.reply(ctx, f)
			}
		}
	}
	if f.Track {
		c.say("/tracuu")
		c.await(ctx)
	}
	if f.Stale {
		if on, data := c.old("!send"); on != nil {
			c.press(on, data)
			c.await(ctx)
		}
	}
}

// reply adds a line to a petition in the small dialog that a press has begun.
func (c *citizen) reply(ctx context.Context, f *filing) {
	p := f.tell()
	p.sent = time.Now()
	p.message = c.say(words(p.marks[0])).Message
	for range 6 {
		if !c.await(ctx) {
			return
		}
		f.heard(time.Now())
		on, _, values := asked(c.chat.View(), 0)
		done, open := values["!done"]
		if !open || c.wasTold(saidAdded, p) {
			return
		}
		c.press(on, done)
	}
}

// await waits for an answer, and asks again if none comes.
func (c *citizen) await(ctx context.Context) bool {
	for range 10 {
		if c.answered(ctx) {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		c.unheard()
		c.say("/start")
	}
	return false
}

// sentSoFar is how many petitions this citizen was told to have sent.
func (c *citizen) sentSoFar() int {
	n := 0
	for _, f := range c.filings {
		if !f.sent.IsZero() {
			n++
		}
	}
	return n
}

// find is the newest message below another with such a button, and the button's data.
func (c *citizen) find(prefix string, below int64) (*simulator.Message, string) {
	for _, m := range slices.Backward(c.chat.View().Messages) {
		if m.ID <= below {
			break
		}
		for _, b := range buttons(m) {
			if strings.HasPrefix(b.data, prefix) {
				return m, b.data
			}
		}
	}
	return nil, ""
}

// old is the oldest message with a dialog's button of that value.
func (c *citizen) old(value string) (*simulator.Message, string) {
	for _, m := range c.chat.View().Messages {
		for _, b := range buttons(m) {
			if b.part[0] == "d" && len(b.part) == 4 && b.part[3] == value {
				return m, b.data
			}
		}
	}
	return nil, ""
}

var receiptCode = regexp.MustCompile(`Mã đơn: (\d\d-[2-9A-Z]{4}-[2-9A-Z]{4})`)

// receipts are the codes of all receipts that stand on the screen, each once.
func receipts(v simulator.View) []string {
	var codes []string
	for _, m := range slices.Concat(v.Deleted, v.Messages) {
		if m.From == nil || !m.From.IsBot {
			continue
		}
		if found := receiptCode.FindStringSubmatch(m.Words()); found != nil && !slices.Contains(codes, found[1]) {
			codes = append(codes, found[1])
		}
	}
	return codes
}
