package talk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tiepdan/bot/simulator"
)

func (st *Stage) sees(ctx context.Context, p *simulator.Person, words string) error {
	want := st.pattern(words)
	chat := p.Chat(st.Bot)
	var seen *simulator.Message
	err := st.await(ctx, chat, func(v simulator.View) bool {
		bots := v.FromBots()
		from := max(st.seen[p.Name()]-1, 0)
		for i, m := range bots {
			// What was redrawn is new wherever it stands.
			if (i >= from || m.EditDate > 0) && !st.old[m] && st.match(want, shown(m)) {
				st.seen[p.Name()] = max(st.seen[p.Name()], i+1)
				seen = m
				return true
			}
		}
		return false
	})
	if err != nil {
		return st.instead(p, "it is not seen")
	}
	return st.look(ctx, simulator.Scene{Do: simulator.SceneRead, By: p, At: chat, Words: shown(seen), On: seen})
}

// said says whether the bot ever said the words to somebody in this talk, in a
// message or in an answer to a press.
func (st *Stage) said(p *simulator.Person, words string) bool {
	v := p.Chat(st.Bot).View()
	return slices.ContainsFunc(v.FromBots(), func(m *simulator.Message) bool { return !st.old[m] && strings.Contains(flat(m.Words()), words) }) ||
		slices.ContainsFunc(v.Toasts, func(t simulator.Toast) bool { return t.PersonID == p.ID() && strings.Contains(flat(t.Text), words) })
}

// await waits with the stage's patience for what is to be seen in a chat.
func (st *Stage) await(ctx context.Context, chat *simulator.Chat, condition func(simulator.View) bool) error {
	ctx, stop := context.WithTimeout(ctx, st.Patience)
	defer stop()
	return chat.Await(ctx, condition)
}

// look lets whoever looks on follow.
func (st *Stage) look(ctx context.Context, s simulator.Scene) error {
	if st.Look == nil {
		return nil
	}
	return st.Look(ctx, s)
}

// forget notes what was said in every chat that the talk goes on in.
func (st *Stage) forget(steps []Step) {
	chats := []*simulator.Chat{st.Group.Chat()}
	for _, s := range steps {
		if !s.Person() {
			continue
		}
		chat := st.Sim.Person(s.Who).Chat(st.Bot)
		st.told[s.Who] = len(chat.View().Toasts)
		chats = append(chats, chat)
	}
	for _, chat := range chats {
		for _, m := range chat.Messages() {
			st.old[m] = true
		}
	}
}

func (st *Stage) isTold(ctx context.Context, p *simulator.Person, words string) error {
	want := st.pattern(words)
	chat := p.Chat(st.Bot)
	told := func(v simulator.View) bool {
		for i := st.told[p.Name()]; i < len(v.Toasts); i++ {
			if st.match(want, v.Toasts[i].Text) {
				st.told[p.Name()] = i + 1
				return true
			}
		}
		return false
	}
	if err := st.await(ctx, chat, told); err != nil {
		var all []string
		for _, t := range chat.View().Toasts {
			all = append(all, t.Text)
		}
		return st.instead(p, fmt.Sprintf("it is not told, only %q", all))
	}
	return nil
}

func (st *Stage) inGroup(ctx context.Context, s Step) error {
	want := st.pattern(s.Words)
	switch s.Does {
	case "sees":
		var seen *simulator.Message
		err := st.await(ctx, st.Group.Chat(), func(v simulator.View) bool {
			i := slices.IndexFunc(v.Messages, func(m *simulator.Message) bool {
				return m.From != nil && m.From.IsBot && !st.old[m] && st.match(want, shown(m))
			})
			if i >= 0 {
				seen = v.Messages[i]
			}
			return i >= 0
		})
		if err != nil {
			return fmt.Errorf("it is not seen; the group holds:\n%s", transcript(st.Group.Messages()))
		}
		return st.look(ctx, simulator.Scene{Do: simulator.SceneRead, At: st.Group.Chat(), Words: shown(seen), On: seen})
	case "never sees":
		for _, m := range st.Group.Messages() {
			if m.From != nil && m.From.IsBot && !st.old[m] && st.match(want, shown(m)) {
				return fmt.Errorf("it was said; the group holds:\n%s", transcript(st.Group.Messages()))
			}
		}
		return nil
	}
	return errors.New("a group does nothing")
}
