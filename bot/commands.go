package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// EntityCommand is the command that a message begins with: "/don@my_bot xin
// chào" is the command "don" with the arguments "xin chào". Its name is in
// lower case, without slash and bot. A command further on is part of what the
// person says, and one for another bot is not ours: ok is false.
func EntityCommand(text string, entities []models.MessageEntity, botUsername string) (name, args string, ok bool) {
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeBotCommand || e.Offset != 0 {
			continue
		}
		end, whole := bytesOfUTF16(text, e.Length)
		if !whole || end < 2 || text[0] != '/' {
			return "", "", false
		}
		name, bot, addressed := strings.Cut(text[1:end], "@")
		if addressed && !strings.EqualFold(bot, strings.TrimPrefix(botUsername, "@")) {
			return "", "", false
		}
		name = strings.ToLower(name)
		if !validCommand(name) {
			return "", "", false
		}
		return name, strings.TrimSpace(text[end:]), true
	}
	return "", "", false
}

// bytesOfUTF16 is how many bytes the first n UTF-16 units of the text take.
// Entities count in these units. It is not whole if the text is shorter or a
// character would be cut in two.
func bytesOfUTF16(text string, n int) (bytes int, whole bool) {
	for bytes < len(text) && n > 0 {
		r, size := utf8.DecodeRuneInString(text[bytes:])
		bytes += size
		n--
		if r > 0xFFFF {
			n--
		}
	}
	return bytes, n == 0
}

// validCommand says whether Telegram takes it as a command's name.
func validCommand(name string) bool {
	if len(name) < 1 || len(name) > 32 {
		return false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return true
}

// SetCommands sets the menu of commands for a scope (nil: everywhere) and a
// language ("": every language).
func (c *Client) SetCommands(ctx context.Context, commands []models.BotCommand, scope models.BotCommandScope, language string) error {
	for _, command := range commands {
		if n := utf8.RuneCountInString(command.Description); !validCommand(command.Command) || n < 1 || n > 256 {
			return fmt.Errorf("set commands: %q: the name or the description is not valid", command.Command)
		}
	}
	if len(commands) > 100 {
		return errors.New("set commands: more than 100")
	}
	return c.commands(ctx, "setMyCommands", commands, scope, language)
}

// DeleteCommands takes a menu back: the next wider scope's is shown again.
func (c *Client) DeleteCommands(ctx context.Context, scope models.BotCommandScope, language string) error {
	return c.commands(ctx, "deleteMyCommands", nil, scope, language)
}

// commands calls a method that is about the menu of a scope and a language.
func (c *Client) commands(ctx context.Context, method string, list []models.BotCommand, scope models.BotCommandScope, language string) error {
	params := struct {
		Commands     []models.BotCommand `json:"commands,omitempty"`
		Scope        json.RawMessage     `json:"scope,omitempty"`
		LanguageCode string              `json:"language_code,omitempty"`
	}{Commands: list, LanguageCode: language}
	if scope != nil {
		var err error
		if params.Scope, err = scope.MarshalCustom(); err != nil {
			return fmt.Errorf("%s: write the scope: %w", method, err)
		}
	}
	return c.Fetch(ctx, Call{Method: method, Params: params}, nil)
}

// SetProfile sets what a person reads before pressing Start (description, at
// most 512 characters) and on the bot's page (short, at most 120).
func (c *Client) SetProfile(ctx context.Context, description, short, language string) error {
	if err := c.Fetch(ctx, Call{"setMyDescription", &tgbot.SetMyDescriptionParams{Description: description, LanguageCode: language}}, nil); err != nil {
		return err
	}
	return c.Fetch(ctx, Call{"setMyShortDescription", &tgbot.SetMyShortDescriptionParams{ShortDescription: short, LanguageCode: language}}, nil)
}

// SetWebhook asks Telegram to deliver to the address, with the secret in a
// header. Updates that wait already are kept.
func (c *Client) SetWebhook(ctx context.Context, address, secret string, connections int) error {
	return c.Fetch(ctx, Call{"setWebhook", &tgbot.SetWebhookParams{
		URL: address, SecretToken: secret, MaxConnections: connections, AllowedUpdates: AllowedUpdates(),
	}}, nil)
}

// DeleteWebhook lets updates be polled again. Updates that wait already are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	return c.Fetch(ctx, Call{"deleteWebhook", &tgbot.DeleteWebhookParams{}}, nil)
}

// Me is the bot's own account.
func (c *Client) Me(ctx context.Context) (models.User, error) {
	var me models.User
	err := c.Fetch(ctx, Call{Method: "getMe"}, &me)
	return me, err
}
