package simulator

import (
	"encoding/json"
	"regexp"
)

// profile is how a bot presents itself. The simulator's lock guards it.
type profile struct {
	commands map[string]json.RawMessage   // by scope and language
	words    map[string]map[string]string // name, description, …: by language
	menus    map[int64]json.RawMessage    // by chat; 0: everywhere
}

func newProfile(name string) profile {
	return profile{
		commands: map[string]json.RawMessage{},
		words: map[string]map[string]string{
			"name": {"": name}, "description": {}, "short_description": {},
		},
		menus: map[int64]json.RawMessage{},
	}
}

// BotCommand is one entry of a bot's menu of commands.
type BotCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var commandRule = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// commandKey names the list of commands of a scope and a language.
func (c *call) commandKey() (string, *apiError) {
	scope := struct {
		Type string          `json:"type"`
		Chat json.RawMessage `json:"chat_id"`
		User int64           `json:"user_id"`
	}{Type: "default"}
	if text := c.text("scope"); text != "" {
		if json.Unmarshal([]byte(text), &scope) != nil {
			return "", badRequest("can't parse BotCommandScope JSON object")
		}
	}
	language := c.text("language_code")
	if language != "" && len(language) != 2 {
		return "", badRequest("invalid language code specified")
	}
	key, err := json.Marshal([]any{scope, language})
	if err != nil {
		return "", badRequest("can't parse BotCommandScope JSON object")
	}
	return string(key), nil
}

func setMyCommands(c *call) (any, *apiError) {
	var list []BotCommand
	if json.Unmarshal([]byte(c.text("commands")), &list) != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, cmd := range list {
		if !commandRule.MatchString(cmd.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(cmd.Description); n == 0 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	key, err := c.commandKey()
	if err != nil {
		return nil, err
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	c.bot.profile.commands[key] = json.RawMessage(c.text("commands"))
	c.sim.announce("people")
	return true, nil
}

func getMyCommands(c *call) (any, *apiError) {
	key, err := c.commandKey()
	if err != nil {
		return nil, err
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	if list := c.bot.profile.commands[key]; list != nil {
		return list, nil
	}
	return []BotCommand{}, nil
}

func deleteMyCommands(c *call) (any, *apiError) {
	key, err := c.commandKey()
	if err != nil {
		return nil, err
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	delete(c.bot.profile.commands, key)
	return true, nil
}

// commandsFor is the commands that a person's telephone offers in the chat: those
// of the narrowest scope that has any, in the person's language or in none. The
// lock is held.
func (c *chat) commandsFor(p *Person) []BotCommand {
	b := c.bot
	if b == nil && len(c.sim.bots) > 0 {
		b = c.sim.bots[0]
	}
	if b == nil {
		return nil
	}
	for _, scope := range c.commandScopes(p) {
		for _, language := range []string{p.user.LanguageCode, ""} {
			raw := b.profile.commands[`[`+scope+`,"`+language+`"]`]
			var list []BotCommand
			if raw != nil && json.Unmarshal(raw, &list) == nil {
				return list
			}
		}
	}
	return nil
}

// commandScopes are Bot API's scopes for a person in the chat, narrowest first.
func (c *chat) commandScopes(p *Person) []string {
	everywhere := `{"type":"default","chat_id":null,"user_id":0}`
	chat := `"chat_id":` + jsonInt(c.id)
	if c.group == nil {
		return []string{`{"type":"chat",` + chat + `,"user_id":0}`, `{"type":"all_private_chats","chat_id":null,"user_id":0}`, everywhere}
	}
	scopes := []string{`{"type":"chat_member",` + chat + `,"user_id":` + jsonInt(p.user.ID) + `}`}
	standing := c.group.members[p.user.ID]
	leads := standing == "creator" || standing == "administrator"
	if leads {
		scopes = append(scopes, `{"type":"chat_administrators",`+chat+`,"user_id":0}`)
	}
	scopes = append(scopes, `{"type":"chat",`+chat+`,"user_id":0}`)
	if leads {
		scopes = append(scopes, `{"type":"all_chat_administrators","chat_id":null,"user_id":0}`)
	}
	return append(scopes, `{"type":"all_group_chats","chat_id":null,"user_id":0}`, everywhere)
}

func jsonInt(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

// setWords is setMyName, setMyDescription and setMyShortDescription; the limit
// is in UTF-16 units.
func setWords(name string, limit int) func(*call) (any, *apiError) {
	return func(c *call) (any, *apiError) {
		if utf16Len(c.text(name)) > limit {
			return nil, badRequest("the %s is too long", name)
		}
		c.sim.mu.Lock()
		defer c.sim.mu.Unlock()
		c.bot.profile.words[name][c.text("language_code")] = c.text(name)
		c.sim.announce("people")
		return true, nil
	}
}

func getWords(name string) func(*call) (any, *apiError) {
	return func(c *call) (any, *apiError) {
		c.sim.mu.Lock()
		defer c.sim.mu.Unlock()
		return map[string]string{name: c.bot.wordsFor(name, c.text("language_code"))}, nil
	}
}

// wordsFor falls back on the words without a language.
func (b *Bot) wordsFor(name, language string) string {
	if text := b.profile.words[name][language]; text != "" {
		return text
	}
	return b.profile.words[name][""]
}

func setChatMenuButton(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	id := c.int("chat_id")
	if id != 0 {
		if _, err := c.chat("chat_id"); err != nil {
			return nil, err
		}
	}
	button := c.text("menu_button")
	if button == "" {
		button = `{"type":"default"}`
	}
	c.bot.profile.menus[id] = json.RawMessage(button)
	return true, nil
}

func getChatMenuButton(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	for _, id := range []int64{c.int("chat_id"), 0} {
		if button := c.bot.profile.menus[id]; button != nil {
			return button, nil
		}
	}
	return map[string]string{"type": "commands"}, nil
}
