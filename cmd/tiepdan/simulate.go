package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"time"

	"tiepdan/bot/simulator"
)

// simulateCommand serves a Telegram of this machine alone, for a bot that runs
// elsewhere.
type simulateCommand struct {
	Listen   string `default:"127.0.0.1:8081" env:"TIEPDAN_SIMULATE_LISTEN" help:"Where Bot API and the page are served."`
	Token    string `default:"123456:SIMULATED" env:"TIEPDAN_SIMULATE_TOKEN" help:"Token that the bot shows."`
	Username string `default:"tiepdan_sim_bot" env:"TIEPDAN_SIMULATE_USERNAME" help:"The bot's name, without @."`
	Limits   bool   `env:"TIEPDAN_SIMULATE_LIMITS" help:"Enforce Telegram's rate limits."`
}

var simulatedToken = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// Run serves until it is told to end.
func (c *simulateCommand) Run(ctx context.Context, s streams) error {
	if !simulatedToken.MatchString(c.Token) {
		return errors.New("--token: viết như 123456:ABC")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen for Bot API: %w", err)
	}
	sim := simulator.New(simulator.Options{
		Log: slog.New(slog.NewTextHandler(s.Err, nil)), RateLimits: c.Limits, KeepMessages: keptMessages,
		Personas: []simulator.Persona{{Name: citizenName, Role: "Người dân"}},
	})
	defer sim.Close()
	sim.AddBot(c.Token, c.Username)
	stop := servePage(l, sim.Handler())
	defer stop()
	if _, err := fmt.Fprintf(s.Out, "http://%s\nTIEPDAN_TELEGRAM_API=http://%s\nTIEPDAN_TELEGRAM_TOKEN=%s\n", l.Addr(), l.Addr(), c.Token); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// keptMessages is how many messages of a chat the simulator remembers.
const keptMessages = 2000

// servePage serves without limits of time: pages hold connections open for as
// long as they are looked at, and polls for as long as they wait.
func servePage(l net.Listener, h http.Handler) (stop func()) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // always http.ErrServerClosed, or the listener's own end
	}()
	return func() {
		_ = server.Close()
		<-done
	}
}
