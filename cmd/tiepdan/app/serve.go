package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
)

// errEnded wraps what went wrong after the work had begun.
var errEnded = errors.New("the bot did not end in good order; what was not done comes again")

// Around is what surrounds a served bot; all of it is optional.
type Around struct {
	// Hook is where updates come in by webhook; nil opens what the settings say.
	Hook net.Listener
	// Health tells how the bot is, wherever it is served.
	Health *Health
	// Before runs when everything is connected and nothing works yet: no update is
	// taken, no job is done and no warning is given before it returns.
	Before func(context.Context, *App) error
	// Ready runs when the bot works; only when it is done the bot counts as ready.
	Ready func(context.Context, *App) error
}

// Serve builds the bot, serves it until ctx ends, and drains. The admin server,
// if the settings name an address for it, begins before anything else, so that a
// start that waits can be looked into.
func Serve(ctx context.Context, d Deps, around Around) (err error) {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if around.Health == nil {
		around.Health = &Health{}
	}
	if address := d.Settings.AdminListen; address != "" {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
		if err != nil {
			return fmt.Errorf("listen for /readyz: %w", err)
		}
		admin := serveHTTP(l, around.Health.Handler(), d.Log)
		defer func() { _ = admin.Close() }() // nothing asked there outlives the process
	}
	a, err := Build(ctx, d)
	if err == nil {
		defer a.Close()
		err = a.serve(ctx, around)
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil // told to end before it had begun
	}
	return err
}

func (a *App) serve(ctx context.Context, around Around) error {
	around.Health.app.Store(a)
	if around.Before != nil {
		if err := around.Before(ctx, a); err != nil {
			return err
		}
	}
	if err := a.Start(ctx, around.Hook); err != nil {
		return err
	}
	if around.Ready != nil {
		if err := around.Ready(ctx, a); err != nil {
			return errors.Join(err, a.Stop(ctx))
		}
	}
	around.Health.ready.Store(true)
	a.deps.Log.Info("ready", "bot", a.Me.Username, "webhook", a.deps.Settings.WebhookURL != "")
	<-ctx.Done()
	a.deps.Log.Info("stopping")
	if err := a.Stop(ctx); err != nil {
		return fmt.Errorf("%w: %w", errEnded, err)
	}
	return nil
}
