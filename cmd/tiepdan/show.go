package main

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"tiepdan/bot/simulator"
	"tiepdan/bot/simulator/talk"
)

// showTalk is the story that the page plays to a newcomer, the test plays over HTTP,
// and the README's pictures are taken of.
//
//go:embed show.talk
var showTalk string

// freeing puts aside what somebody was in the middle of, in either language.
const freeing = `
WHO: /huy
WHO may press: Bỏ đi
WHO may press: Throw it away
WHO waits
`

// backHome lets the bot speak Vietnamese to somebody who chose English.
const backHome = `
WHO: /language
WHO presses: Tiếng Việt
WHO waits
`

// offerShow lets the page play the story on the telephones of the demo. It can be
// played again and again, whatever was done by hand in between.
func (s *stage) offerShow() error {
	steps, err := talk.Parse(strings.NewReader(showTalk))
	if err != nil {
		return fmt.Errorf("read the show: %w", err)
	}
	s.sim.Offer(func(ctx context.Context, look func(context.Context, simulator.Scene) error) error {
		play := &talk.Stage{Sim: s.sim, Bot: s.bot, Group: s.sim.Group(demoGroups()[0].title), Anew: true}
		for _, name := range peopleOf(steps) {
			if err := s.free(ctx, play, name); err != nil {
				return err
			}
		}
		play.Look = look
		return play.Play(ctx, steps)
	})
	return nil
}

// free makes somebody ready for the story, and leaves no trace of it on the telephone.
func (s *stage) free(ctx context.Context, play *talk.Stage, name string) error {
	chat := s.sim.Person(name).Chat(s.bot)
	before := chat.Last().ID
	do := func(script string) error {
		steps, err := talk.Parse(strings.NewReader(strings.ReplaceAll(script, "WHO", name)))
		if err != nil {
			return err
		}
		return play.Play(ctx, steps)
	}
	if err := do(freeing); err != nil {
		return err
	}
	// Letters without which nothing can be said in Vietnamese.
	if !strings.ContainsAny(chat.Last().Words(), "ăâđêôơư") {
		if err := do(backHome); err != nil {
			return err
		}
	}
	for _, m := range chat.Messages() {
		if m.ID > before {
			s.sim.Person(name).Delete(m)
		}
	}
	return nil
}

// peopleOf are those who have a part in a talk, each once.
func peopleOf(steps []talk.Step) []string {
	var people []string
	for _, s := range steps {
		if s.Person() && !slices.Contains(people, s.Who) {
			people = append(people, s.Who)
		}
	}
	return people
}
