package app

import (
	"context"
	"fmt"

	"github.com/go-telegram/bot/models"
)

// menuItem is one command of a citizen's menu, in Vietnamese and English, with
// the key of its words.
type menuItem struct{ vi, en, key string }

func menu() []menuItem {
	return []menuItem{
		{"don", "new", "home.new"},
		{"tracuu", "status", "home.track"},
		{"ngonngu", "language", "language.ask"},
		{"huy", "cancel", "menu.cancel"},
		{"trogiup", "help", "home.help"},
	}
}

// showMenu sets the menu. A bot without one works all the same.
func (a *App) showMenu(ctx context.Context) error {
	if err := a.setMenu(ctx); err != nil && ctx.Err() == nil {
		a.deps.Log.Warn("citizens see an old menu", "error", err)
	}
	return nil
}

// setMenu tells Telegram which commands a citizen may choose from: English ones
// for whoever has Telegram in English, Vietnamese ones for everybody else.
func (a *App) setMenu(ctx context.Context) error {
	for _, language := range []string{"", "vi", "en"} {
		english := language == "en"
		say := a.words.In("vi")
		if english {
			say = a.words.In("en")
		}
		var commands []models.BotCommand
		for _, item := range menu() {
			name := item.vi
			if english {
				name = item.en
			}
			if say.Has(item.key) {
				commands = append(commands, models.BotCommand{Command: name, Description: say.Plain(item.key)})
			}
		}
		if err := a.Client.SetCommands(ctx, commands, nil, language); err != nil {
			return fmt.Errorf("set the menu of commands: %w", err)
		}
	}
	return nil
}
