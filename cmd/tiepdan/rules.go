package main

import (
	"fmt"
	"io"
	"time"

	"tiepdan/bot/text"
	"tiepdan/cmd/tiepdan/rulebook"
)

// rulesCommand prints the decision table, the conditions of eligibility and the
// legal periods for a legal officer to read and sign. It needs no server.
type rulesCommand struct {
	Format   string `enum:"text,json,markdown" default:"text" help:"text, json or markdown."`
	Language string `enum:"vi,en" default:"vi" help:"vi or en."`
	Office   string `env:"TIEPDAN_OFFICE" placeholder:"FILE" help:"The office file; without it the sample."`
}

// Run prints.
func (c *rulesCommand) Run(s streams) error {
	office, err := officeOrSample(c.Office)
	if err != nil {
		return err
	}
	words, err := text.Load()
	if err != nil {
		return err
	}
	book := rulebook.Make(office, words.In(c.Language), time.Now(), version())
	var out string
	switch c.Format {
	case "json":
		data, err := book.JSON()
		if err != nil {
			return err
		}
		out = string(data)
	case "markdown":
		out = book.Markdown()
	default:
		out = book.Text()
	}
	if _, err := io.WriteString(s.Out, out); err != nil {
		return fmt.Errorf("print the rules: %w", err)
	}
	return nil
}
