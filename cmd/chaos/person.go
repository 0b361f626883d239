package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"tiepdan/bot/simulator"
)

const (
	// answerPatience is how long somebody waits before doing it again.
	answerPatience = 4 * time.Second
	// doubleTap is how soon a second press of a button may be answered without a word.
	doubleTap = 2 * time.Second
	// followPatience is how long somebody looks for more after a press was answered.
	followPatience = 2 * time.Second
)

// person is somebody with a telephone, who does one thing after another and reads
// what comes back. What they do is decided by their plan and by what stands on
// their screen, never by what the program knows.
type person struct {
	w    *world
	p    *simulator.Person
	chat *simulator.Chat
	rand *rand.Rand

	since   time.Time          // of the first act that was not answered yet
	before  int                // messages that stood there before the last act
	toasts  int                // answers to presses that had been seen before it
	waits   bool               // for an answer
	again   bool               // the last act was the press before it once more
	pressed time.Time          // when a button was pressed last
	last    string             // the button that was pressed last; "": something else was done
	on      *simulator.Message // that has it, as it looked then
	acts    []act              // everything that was done, in order
}

// act is one thing that somebody did.
type act struct {
	at   time.Time
	what string
}

// did notes an act, for the story of somebody who was failed.
func (p *person) did(what string) { p.acts = append(p.acts, act{time.Now(), what}) }

func (w *world) person(name string, number int) person {
	p := w.sim.Person(name)
	return person{w: w, p: p, chat: p.Chat(w.bot), rand: rand.New(rand.NewPCG(w.opt.Seed, uint64(number)+1000))}
}

// mark remembers what stands on the screen before an act.
func (p *person) mark() {
	v := p.chat.View()
	p.before, p.toasts = len(v.Messages), p.answers(v)
	if !p.waits {
		p.since = time.Now()
	}
	p.waits = true
}

// answers counts the answers to this person's presses. The second press of a double
// tap is answered without a word, any other with words or with a message.
func (p *person) answers(v simulator.View) int {
	if p.again {
		return v.Answered[p.p.ID()]
	}
	n := 0
	for _, t := range v.Toasts {
		if t.PersonID == p.p.ID() {
			n++
		}
	}
	return n
}

func (p *person) say(words string) simulator.Sent {
	p.again, p.last, p.on = false, "", nil
	p.mark()
	p.before++
	p.did("says " + words)
	return p.p.Say(p.w.bot, words)
}

// press presses a button of a message in the private chat.
func (p *person) press(on *simulator.Message, data string) {
	p.again = p.last == data && time.Since(p.pressed) < doubleTap
	p.last, p.on, p.pressed = data, on, time.Now()
	p.mark()
	p.did("presses " + data)
	_, _ = p.p.PressOn(on, data)
}

// answered waits for an answer to the last act. After a press the little answer
// comes first, and often a message follows.
func (p *person) answered(ctx context.Context) bool {
	var toasted time.Time
	look := func(v simulator.View) bool {
		if toasted.IsZero() && p.answers(v) > p.toasts {
			toasted = time.Now()
		}
		return len(v.Messages) > p.before || p.redrawn(v)
	}
	wait, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	err := p.chat.Await(wait, func(v simulator.View) bool { return look(v) || !toasted.IsZero() })
	if err == nil && !toasted.IsZero() {
		follow, cancel := context.WithTimeout(ctx, followPatience)
		defer cancel()
		_ = p.chat.Await(follow, look)
	}
	if err != nil {
		return false
	}
	until := time.Now()
	if !toasted.IsZero() && len(p.chat.View().Messages) <= p.before {
		until = toasted
	}
	p.w.diary.waited("answer", p.since, until)
	p.waits = false
	return true
}

// redrawn says whether the message whose button was pressed has changed since.
func (p *person) redrawn(v simulator.View) bool {
	return p.on != nil && !slices.Contains(v.Messages, p.on)
}

// heard is what this person's presses were answered with since a moment. Who presses
// twice reads both.
func (p *person) heard(v simulator.View, since time.Time) []simulator.Toast {
	var all []simulator.Toast
	for _, t := range v.Toasts {
		if t.PersonID == p.p.ID() && !t.At.Before(since.Truncate(time.Millisecond)) {
			all = append(all, t)
		}
	}
	return all
}

// unheard notes that nothing came after the last act.
func (p *person) unheard() {
	what := "nothing"
	if n := len(p.acts); n > 0 {
		what = p.acts[n-1].what
	}
	p.w.diary.silence(silence{At: p.since, Who: p.p.Name(), What: what})
	p.did("hears nothing")
}

// think lets the person read and think for about the tempo of the run.
// Who is asked to end does so without much thought, unless Telegram keeps its limits.
func (p *person) think(ctx context.Context) bool {
	tempo := p.w.tempo / time.Duration(max(p.w.faster.Load(), 1))
	if p.closing() && !p.w.opt.Limits {
		tempo /= 10
	}
	return pause(ctx, tempo/2+time.Duration(p.rand.Int64N(int64(tempo)+1)))
}

// closing says whether nobody begins anything new.
func (p *person) closing() bool {
	select {
	case <-p.w.closing:
		return true
	default:
		return false
	}
}

// button is one button as its data says what it does.
type button struct {
	data string
	part []string // the data, taken apart
}

// buttons of a message, in order.
func buttons(m *simulator.Message) []button {
	if m == nil || m.Inline == nil {
		return nil
	}
	var all []button
	for _, row := range m.Inline.Rows {
		for _, b := range row {
			if b.Data != "" {
				all = append(all, button{b.Data, strings.Split(b.Data, ":")})
			}
		}
	}
	return all
}

// asked is the newest question of a dialog on the screen that stands below a message:
// its own message, its id, and the values that its buttons give.
func asked(v simulator.View, below int64) (on *simulator.Message, question string, values map[string]string) {
	for _, m := range slices.Backward(v.Messages) {
		if m.ID <= below {
			break
		}
		for _, b := range buttons(m) {
			if b.part[0] != "d" || len(b.part) < 4 {
				continue
			}
			if values == nil {
				on, question, values = m, b.part[2], map[string]string{}
			}
			values[strings.Join(b.part[3:], ":")] = b.data
		}
		if values != nil {
			return on, question, values
		}
	}
	return nil, "", nil
}
