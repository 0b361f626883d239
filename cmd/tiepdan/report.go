package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"tiepdan/triage"
)

// reportCommand prints the figures of a period: the same value as the card in
// the leader's chat.
type reportCommand struct {
	reaching
	Period string        `required:"" help:"2026-W47, 2026-11, 2026-Q4, 2026-H2, 2026-9M, 2026, WY2026 or 2024-01-01..2024-12-31"`
	Unit   triage.UnitID `help:"One unit; without it the whole province."`
	Format string        `enum:"text,json" default:"text" help:"text or json."`
	Output string        `short:"o" name:"output" placeholder:"FILE" help:"Where to write; without it to standard output."`
}

// Run reports.
func (c *reportCommand) Run(ctx context.Context, s streams) error {
	r, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	defer r.close()
	if c.Unit != "" {
		if _, err := r.unit(c.Unit); err != nil {
			return err
		}
	}
	period, err := triage.ParsePeriod(c.Period, r.office)
	if err != nil {
		return err
	}
	report, err := triage.ReportOn(ctx, r.store, r.office, period, c.Unit, time.Now())
	if err != nil {
		return err
	}
	text, err := c.print(report)
	if err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	if c.Output == "" {
		_, err = s.Out.Write(text)
	} else {
		err = os.WriteFile(c.Output, text, 0o644)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func (c *reportCommand) print(report triage.Report) ([]byte, error) {
	var b bytes.Buffer
	if c.Format == "text" {
		err := report.Text(&b)
		return b.Bytes(), err
	}
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(report)
	return b.Bytes(), err
}
