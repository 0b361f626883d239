package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tiepdan/cmd/tiepdan/classify"
	"tiepdan/triage/calendar"
	"tiepdan/triage/reading"
)

// trainCommand learns to read petitions from labelled ones. The weights that it
// writes are used by `tiepdan classify --weights`.
type trainCommand struct {
	Files   []string `arg:"" name:"file" type:"existingfile" help:"Labelled petitions, JSON lines: id, text, kind, field, body and what else is known; \"by\" names who labelled. A .txt holds sentences with choices, from which petitions are made."`
	Each    int      `default:"20" help:"How many petitions are made of each sentence of a .txt."`
	Output  string   `short:"o" name:"output" placeholder:"FILE" type:"path" help:"Where to write the weights; without it only the figures are printed."`
	HeldOut string   `placeholder:"FILE" type:"existingfile" help:"Labelled petitions that are not learnt: figures and confidence come from them. Without it each writer's are held out in turn."`
	At      string   `placeholder:"TIME" help:"When petitions came in that do not say so; without it now."`
	Office  string   `env:"TIEPDAN_OFFICE" placeholder:"FILE" help:"The office file; without it the sample."`
}

// Run learns, and prints how well petitions are read that were not learnt.
func (c *trainCommand) Run(s streams) error {
	course, err := c.course()
	if err != nil {
		return err
	}
	start := time.Now()
	trained, err := reading.Train(course)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d petitions learnt in %.1f s\n", len(course.Learn), time.Since(start).Seconds())
	for _, p := range trained.Parts {
		fmt.Fprintf(&b, "held out %-8s %s\n", p.By, p.Figures)
	}
	fmt.Fprintf(&b, "held out %-8s %s\n\n", "all", trained.All)
	if err := trained.All.Matrix(&b); err != nil {
		return err
	}
	if _, err := s.Out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print the figures: %w", err)
	}
	if c.Output == "" {
		return nil
	}
	b.Reset()
	if err := trained.Reader.WriteWeights(&b); err != nil {
		return err
	}
	if err := os.WriteFile(c.Output, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the weights: %w", err)
	}
	return nil
}

// course reads what is to be learnt.
func (c *trainCommand) course() (reading.Course, error) {
	course := reading.Course{At: time.Now()}
	var err error
	if c.At != "" {
		if course.At, err = classify.Moment(c.At); err != nil {
			return course, fmt.Errorf("--at: %w", err)
		}
	}
	if course.Office, err = officeOrSample(c.Office); err != nil {
		return course, err
	}
	var names []string
	for _, path := range c.Files {
		examples, err := readExamples(path, c.Each)
		if err != nil {
			return course, err
		}
		course.Learn = append(course.Learn, examples...)
		names = append(names, fmt.Sprintf("%s (%d)", filepath.Base(path), len(examples)))
	}
	if c.HeldOut != "" {
		if course.HeldOut, err = readExamples(c.HeldOut, c.Each); err != nil {
			return course, err
		}
	}
	course.Story = []string{
		"made by tiepdan train on " + time.Now().In(calendar.Zone()).Format("2006-01-02") + " from " + strings.Join(names, ", "),
	}
	return course, nil
}

// madeSeed makes the same petitions of the same sentences each time.
const madeSeed = 22

func readExamples(path string, each int) ([]reading.Example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open labelled petitions: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var all []reading.Example
	if filepath.Ext(path) == ".txt" {
		all, err = reading.MakeExamples(f, each, madeSeed)
	} else {
		all, err = reading.ReadExamples(f)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return all, nil
}
