package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/go-telegram/bot/models"

	"tiepdan/bot/text"
	"tiepdan/triage"
)

// menusEvery is how long a binding, a revocation or a call that failed waits at
// most for its menu.
const menusEvery = time.Minute

// menu lists the commands of a post, a citizen's ("") being everybody's, in the
// speaker's language: what the work needs first, what everyone has after it.
func menu(say text.Speaker, post triage.Post) []models.BotCommand {
	var list []models.BotCommand
	for _, c := range slices.Concat(staffCommands(), citizenCommands()) {
		if c.Menu == "" || c.Posts != nil && !slices.Contains(c.Posts, post) {
			continue
		}
		name := c.Names[0]
		if say.Language() == "en" {
			name = c.Names[1]
		}
		list = append(list, models.BotCommand{Command: name, Description: say.Plain(c.Menu)})
	}
	return list
}

// hasMenu says whether a post has commands of its own.
func hasMenu(post triage.Post) bool {
	return slices.ContainsFunc(staffCommands(), func(c command) bool { return slices.Contains(c.Posts, post) })
}

// Menus keeps what Telegram shows without being asked true: the bot's description,
// the menu of citizens, and for every member of staff the menu of their post in
// their own chat. It calls beside the intake and never holds it up; what fails is
// tried again. Each replica does the same, which does no harm.
type Menus struct {
	client *Client
	people People
	words  *text.Catalogue
	office triage.Office
	log    *slog.Logger

	wake   chan struct{}
	public bool                            // the description and the citizens' menu stand
	shown  map[triage.PersonID]triage.Post // the menus in chats as they stand; "": none
}

// NewMenus makes them; nothing is called before Run.
func NewMenus(client *Client, people People, words *text.Catalogue, office triage.Office, log *slog.Logger) *Menus {
	return &Menus{client: client, people: people, words: words, office: office, log: log,
		wake: make(chan struct{}, 1), shown: map[triage.PersonID]triage.Post{}}
}

// Changed says that somebody was bound: their menu need not wait. It never blocks.
func (m *Menus) Changed() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Run follows the roster until ctx ends, and returns why it ended. A bot without
// menus works all the same, so nothing else is an error.
func (m *Menus) Run(ctx context.Context) error {
	for {
		pause := menusEvery
		if err := m.follow(ctx); err != nil && ctx.Err() == nil {
			m.log.Warn("some see an old menu; trying again", "error", err)
			var later *Later
			if errors.As(err, &later) {
				pause = max(pause, later.After)
			}
		}
		select {
		case <-time.After(pause):
		case <-m.wake:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// follow brings to Telegram what has changed since it last could.
func (m *Menus) follow(ctx context.Context) error {
	var failed error
	if !m.public {
		failed = m.showPublic(ctx)
		if m.public = settled(failed); silent(failed) {
			return failed
		}
	}
	roster, err := m.people.Roster(ctx)
	if err != nil {
		return errors.Join(failed, err)
	}
	for _, s := range roster.Staff {
		if s.Person == "" {
			continue
		}
		post := triage.Post("")
		if active, ok := roster.ByPerson(s.Person); ok && hasMenu(active.Post) {
			post = active.Post
		}
		if was, known := m.shown[s.Person]; known && was == post {
			continue
		}
		err := m.showStaff(ctx, s.Person, post)
		if settled(err) {
			m.shown[s.Person] = post // a chat that is gone is not asked each minute
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("the menu of %s: %w", s.ID, err))
		}
		if silent(err) || ctx.Err() != nil {
			return failed // the others wait too
		}
	}
	return failed
}

// settled says whether a call need not be made again: it was done, or never can be.
func settled(err error) bool {
	var final interface{ Permanent() bool }
	return err == nil || errors.As(err, &final) && final.Permanent()
}

// silent says whether Telegram asks to wait, or does not answer.
func silent(err error) bool {
	var later *Later
	var unknown *Unknown
	return errors.As(err, &later) || errors.As(err, &unknown)
}

// languages are those in which Telegram is told everything: for whoever has
// Telegram in another language, Vietnamese.
func (m *Menus) languages() map[string]text.Speaker {
	return map[string]text.Speaker{"": m.words.In(text.Default), "vi": m.words.In("vi"), "en": m.words.In("en")}
}

func (m *Menus) showPublic(ctx context.Context) error {
	for language, say := range m.languages() {
		if err := m.client.SetCommands(ctx, menu(say, ""), nil, language); err != nil {
			return err
		}
		description, short := profile(say, m.office)
		if err := m.client.SetProfile(ctx, description, short, language); err != nil {
			return err
		}
	}
	return nil
}

// profile is what stands in a chat where nothing was said yet, and on the bot's
// page. A name too long for Telegram is left out of the short one.
func profile(say text.Speaker, o triage.Office) (description, short string) {
	short = say.Plain("profile.short", "name", o.Name)
	if units(short) > 120 {
		short = say.Plain("profile.short", "name", say.Plain("profile.office"))
	}
	return cut(say.Plain("profile.description", "name", o.Name), 500), short
}

// showStaff shows the menu of a post in one person's chat; without a post the chat
// has the citizens' again.
func (m *Menus) showStaff(ctx context.Context, id triage.PersonID, post triage.Post) error {
	person, err := m.people.PersonByID(ctx, id)
	if err != nil {
		return err
	}
	chat, err := chatOf(person.Address)
	if err != nil {
		return err
	}
	scope := &models.BotCommandScopeChat{ChatID: chat}
	for language, say := range m.languages() {
		if post == "" {
			err = m.client.DeleteCommands(ctx, scope, language)
		} else {
			err = m.client.SetCommands(ctx, menu(say, post), scope, language)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
