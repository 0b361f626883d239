package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"tiepdan/bot/text"
	"tiepdan/cmd/tiepdan/app"
	"tiepdan/cmd/tiepdan/classify"
	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/reading"
)

// classifyCommand answers petitions in JSON lines: whose business each is. It
// needs no server.
type classifyCommand struct {
	File    string `arg:"" optional:"" default:"-" help:"JSON lines with id, text, facts, received_at; - is standard input."`
	At      string `placeholder:"TIME" help:"When petitions came in that do not say so; without it now."`
	Office  string `env:"TIEPDAN_OFFICE" placeholder:"FILE" help:"The office file; without it the sample."`
	Weights string `placeholder:"FILE" type:"path" help:"Weights made by tiepdan train; without it those of the program."`
}

// Run answers. Its exit status is 1 where a line could not be read.
func (c *classifyCommand) Run(ctx context.Context, s streams) error {
	classifier, err := c.classifier()
	if err != nil {
		return err
	}
	in, err := c.open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	out := bufio.NewWriterSize(s.Out, 1<<16)
	result, err := classifier.Run(ctx, in, out, linesDone(s.Err))
	if flushed := out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("write answers: %w", flushed)
	}
	if err != nil {
		return err
	}
	if result.Bad > 0 {
		return &toldError{} // each bad line has its answer
	}
	return nil
}

func (c *classifyCommand) classifier() (*classify.Classifier, error) {
	at := time.Now()
	if c.At != "" {
		var err error
		if at, err = classify.Moment(c.At); err != nil {
			return nil, fmt.Errorf("--at: %w", err)
		}
	}
	office, err := officeOrSample(c.Office)
	if err != nil {
		return nil, err
	}
	words, err := text.Load()
	if err != nil {
		return nil, err
	}
	reader := reading.New()
	if c.Weights != "" {
		if reader, err = readerWith(c.Weights); err != nil {
			return nil, err
		}
	}
	return &classify.Classifier{Office: office, Reader: reader, Words: words.In(text.Default), At: at}, nil
}

func readerWith(path string) (*reading.Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the weights: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return reading.NewWith(f)
}

func (c *classifyCommand) open() (io.ReadCloser, error) {
	if c.File == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, fmt.Errorf("open the petitions: %w", err)
	}
	return f, nil
}

// officeOrSample reads an office file, or the sample where none is named.
func officeOrSample(path string) (triage.Office, error) {
	if path == "" {
		return sampleOffice()
	}
	places, err := area.Load()
	if err != nil {
		return triage.Office{}, err
	}
	return app.OpenOffice(path, places)
}

// progressEvery is how often progress is shown.
const progressEvery = 200 * time.Millisecond

// linesDone shows how far a run has come, on a terminal only.
func linesDone(w io.Writer) func(classify.Result) {
	f, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	var shown time.Time
	return func(r classify.Result) {
		if time.Since(shown) < progressEvery {
			return
		}
		shown = time.Now()
		_, _ = fmt.Fprintf(f, "\r%d dòng, %d lỗi", r.Lines, r.Bad)
	}
}
