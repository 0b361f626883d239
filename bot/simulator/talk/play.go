package talk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tiepdan/bot/simulator"
)

// Stage is where a talk is played.
type Stage struct {
	Sim   *simulator.Simulator
	Bot   *simulator.Bot
	Group *simulator.Group
	// Then does what only the test can do.
	Then func(ctx context.Context, name string) error
	// Links are what "follows" follows, by name.
	Links map[string]string
	// Patience is how long to wait for what should be seen. Default: 10 s.
	Patience time.Duration
	// Look, if there is one, is called before everything that is done and after
	// everything that is seen, and returns when whoever looks on has followed it.
	Look func(ctx context.Context, s simulator.Scene) error
	// Anew lets what was said before the talk count for nothing, so that the same
	// talk can be played again.
	Anew bool

	old   map[*simulator.Message]bool // what was said before
	seen  map[string]int              // per person: how many of the bot's messages were seen
	told  map[string]int
	names map[string]string
}

// Play does every step in turn and returns the first that fails, with what the
// person sees instead.
func (st *Stage) Play(ctx context.Context, steps []Step) error {
	if st.Patience == 0 {
		st.Patience = 10 * time.Second
	}
	st.seen, st.told, st.names, st.old = map[string]int{}, map[string]int{}, map[string]string{}, map[*simulator.Message]bool{}
	if st.Anew {
		st.forget(steps)
	}
	for _, s := range steps {
		if err := st.step(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// Named is what a {name} stood for.
func (st *Stage) Named(name string) string { return st.names[name] }

func (st *Stage) step(ctx context.Context, s Step) error {
	if s.Who == "then" {
		return st.Then(ctx, st.fill(s.Words))
	}
	if s.Who == "the group" {
		return st.inGroup(ctx, s)
	}
	if s.Who == "scene" {
		return st.look(ctx, simulator.Scene{Do: simulator.SceneTitle, Words: s.Words})
	}
	p := st.Sim.Person(s.Who)
	words := st.fill(s.Words)
	if err := st.calm(ctx); err != nil {
		return err
	}
	switch s.Does {
	case "":
		if err := st.look(ctx, simulator.Scene{Do: simulator.SceneWrite, By: p, At: p.Chat(st.Bot), Words: words}); err != nil {
			return err
		}
		p.Say(st.Bot, words)
	case "may press":
		if _, ok := p.Chat(st.Bot).Last().Button(words); !ok {
			return nil
		}
		return st.press(ctx, p, st.Bot, words, 1)
	case "presses":
		return st.press(ctx, p, st.Bot, words, 1)
	case "double-taps":
		return st.press(ctx, p, st.Bot, words, 2)
	case "presses in the group":
		return st.press(ctx, p, st.Group, words, 1)
	case "presses old":
		return st.pressOn(p, words, func(m *simulator.Message) bool { _, ok := m.Button(words); return ok }, false)
	case "presses under":
		of := st.fill(s.Of)
		return st.pressOn(p, words, func(m *simulator.Message) bool { return strings.Contains(flat(m.Words()), flat(of)) }, true)
	case "replies to":
		m := p.Chat(st.Bot).View().Find(st.fill(s.Of))
		if m == nil {
			return st.instead(p, "there is no such message to reply to")
		}
		p.Reply(m, words)
	case "edits":
		own := slices.DeleteFunc(p.Chat(st.Bot).Messages(), func(m *simulator.Message) bool { return m.From.ID != p.ID() })
		m := simulator.View{Messages: own}.Find(st.fill(s.Of))
		if m == nil {
			return st.instead(p, "there is no such message to edit")
		}
		p.Edit(m, words)
	case "shows":
		return st.show(p, words)
	case "follows":
		return st.follow(p, s.Words)
	case "waits": // as everybody does before a deed
	case "blocks the bot":
		p.Block(st.Bot)
	case "unblocks the bot":
		p.Unblock(st.Bot)
	case "sees":
		return st.sees(ctx, p, s.Words)
	case "is told":
		return st.isTold(ctx, p, s.Words)
	case "never sees":
		if st.said(p, flat(words)) {
			return st.instead(p, "it was said")
		}
	default:
		return errors.New("nobody can do this")
	}
	return nil
}

// calm waits until the bot has taken everything: people read the answer before
// they go on.
func (st *Stage) calm(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, st.Patience)
	defer stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for st.Bot.Pending() > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.New("the bot does not take what was sent before")
		}
	}
	return nil
}

func (st *Stage) follow(p *simulator.Person, link string) error {
	address, ok := st.Links[link]
	if !ok {
		return errors.New("no such link was prepared")
	}
	_, err := p.Open(address, st.Group)
	return err
}

// press waits for the button: the message that has it may be on its way. Twice
// is a double tap, before anything is answered.
func (st *Stage) press(ctx context.Context, p *simulator.Person, at simulator.Place, label string, times int) error {
	chat := p.Chat(st.Bot)
	if at == simulator.Place(st.Group) {
		chat = st.Group.Chat()
	}
	var on *simulator.Message
	there := func(v simulator.View) bool {
		on = nil
		for _, m := range v.Messages {
			if _, ok := m.Button(label); ok && !st.old[m] {
				on = m
			}
		}
		return on != nil
	}
	if err := st.await(ctx, chat, there); err != nil {
		return st.instead(p, "there is no such button")
	}
	if err := st.look(ctx, simulator.Scene{Do: simulator.ScenePress, By: p, At: chat, Words: label, On: on}); err != nil {
		return err
	}
	if !there(chat.View()) { // it may have been drawn anew meanwhile
		return st.instead(p, "the button is gone")
	}
	b, _ := on.Button(label)
	if _, err := p.PressOn(on, label); err != nil || times < 2 {
		return err
	}
	_, err := p.PressData(on, b.Data)
	return err
}

func (st *Stage) pressOn(p *simulator.Person, label string, is func(*simulator.Message) bool, newest bool) error {
	messages := p.Chat(st.Bot).Messages()
	if newest {
		slices.Reverse(messages)
	}
	i := slices.IndexFunc(messages, is)
	if i < 0 {
		return st.instead(p, "there is no such message")
	}
	_, err := p.PressOn(messages[i], label)
	return err
}
