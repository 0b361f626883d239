package talk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"slices"
	"strconv"
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
		return st.press(ctx, p, st.Bot, words)
	case "presses":
		return st.press(ctx, p, st.Bot, words)
	case "presses in the group":
		return st.press(ctx, p, st.Group, words)
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
		for _, m := range p.Chat(st.Bot).Messages() {
			if m.From != nil && m.From.IsBot && !st.old[m] && strings.Contains(flat(m.Words()), flat(words)) {
				return st.instead(p, "it was said")
			}
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

// press waits for the button: the message that has it may be on its way.
func (st *Stage) press(ctx context.Context, p *simulator.Person, at simulator.Place, label string) error {
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
	_, err := p.PressOn(on, label)
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

// show sends something that is not words.
func (st *Stage) show(p *simulator.Person, what string) error {
	what, caption, _ := strings.Cut(what, ", ")
	fields := strings.Fields(what)
	var name string
	if len(fields) > 1 {
		name = fields[1]
	}
	switch {
	case strings.HasPrefix(what, "album of "):
		n, err := strconv.Atoi(fields[2])
		if err != nil {
			return err
		}
		var items []simulator.AlbumItem
		for i := range n {
			items = append(items, simulator.AlbumItem{Data: picture(i)})
		}
		p.SendAlbum(st.Bot, items, caption)
	case strings.HasPrefix(what, "document of "):
		mb, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return err
		}
		p.SendBigDocument(st.Bot, "ho-so.pdf", mb<<20, caption)
	case fields[0] == "photo":
		p.SendPhoto(st.Bot, picture(len(name)), caption)
	case fields[0] == "document":
		p.SendDocument(st.Bot, name, []byte("%PDF-1.4 a paper"), caption)
	case fields[0] == "voice":
		p.SendVoice(st.Bot, []byte("OggS"), 3)
	case fields[0] == "sticker":
		p.SendSticker(st.Bot, "🙂")
	case fields[0] == "location":
		p.SendLocation(st.Bot, 20.95, 107.08)
	case fields[0] == "contact":
		p.SendContact(st.Bot, "+84900000000")
	case fields[0] == "dice":
		p.SendDice(st.Bot, 3)
	case fields[0] == "nothing":
		p.SendEmpty(st.Bot)
	default:
		return fmt.Errorf("nobody can show %q", what)
	}
	return nil
}

// picture is a small picture, another one for every n.
func picture(n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, color.RGBA{R: uint8(n * 23), G: uint8(i * 4), B: 120, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil
	}
	return b.Bytes()
}

var slot = regexp.MustCompile(`\{(\w+)(\+1)?\}`)

// fill puts in what the names stand for.
func (st *Stage) fill(words string) string {
	return slot.ReplaceAllStringFunc(words, func(s string) string {
		name, more := strings.CutSuffix(s[1:len(s)-1], "+1")
		known, ok := st.names[name]
		if !ok {
			return s
		}
		if n, err := strconv.Atoi(known); err == nil && more {
			return strconv.Itoa(n + 1)
		}
		return known
	})
}

// pattern makes words into what finds them; a name not known yet takes what
// stands there.
func (st *Stage) pattern(words string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(flat(st.fill(words)))
	quoted = regexp.MustCompile(`\\\{(\w+)\\\}`).ReplaceAllStringFunc(quoted, func(s string) string {
		name := s[2 : len(s)-2]
		if name == "code" || strings.HasPrefix(name, "code") {
			return `(?P<` + name + `>\d\d-[2-9A-Z]{4}-[2-9A-Z]{4})`
		}
		return `(?P<` + name + `>\S+)`
	})
	return regexp.MustCompile(quoted)
}

func (st *Stage) match(want *regexp.Regexp, text string) bool {
	found := want.FindStringSubmatch(flat(text))
	if found == nil {
		return false
	}
	for i, name := range want.SubexpNames() {
		if name != "" {
			st.names[name] = found[i]
		}
	}
	return true
}

// flat makes one line of words.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// shown is a message with its buttons, as a person reads it.
func shown(m *simulator.Message) string {
	var b strings.Builder
	b.WriteString(m.Words())
	if m.Document != nil {
		b.WriteString(" [" + m.Document.Name + "]")
	}
	if m.Inline != nil {
		for _, row := range m.Inline.Rows {
			for _, button := range row {
				b.WriteString(" [" + button.Text + "]")
			}
		}
	}
	return b.String()
}

// instead says what failed and what the person sees.
func (st *Stage) instead(p *simulator.Person, failed string) error {
	return fmt.Errorf("%s; %s sees:\n%s", failed, p.Name(), transcript(p.Chat(st.Bot).Messages()))
}

func transcript(messages []*simulator.Message) string {
	if n := len(messages) - 6; n > 0 {
		messages = messages[n:]
	}
	var b strings.Builder
	for _, m := range messages {
		who := "?"
		if m.From != nil {
			who = m.From.FirstName
		}
		fmt.Fprintf(&b, "  %s: %s\n", who, strings.ReplaceAll(shown(m), "\n", "\n    "))
	}
	return b.String()
}
