package main

import (
	"context"
	"errors"
	"fmt"

	"tiepdan/bot"
	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage"
)

// reaching says which office a command works on: the one of the settings, or a
// demo's, whose private servers are reached by its folder.
type reaching struct {
	app.Settings
	Data string `name:"data" placeholder:"DIR" type:"path" help:"Work on the demo that is kept in this folder."`
}

// reached is an office with its ledger.
type reached struct {
	office   triage.Office
	store    *postgres.Store
	username func(context.Context) (string, error) // of the bot, for links
	close    func()
}

// reach opens the ledger. also names what the command needs besides.
func (r *reaching) reach(ctx context.Context, also app.Need) (*reached, error) {
	username := func(context.Context) (string, error) { return demoUsername, nil }
	office, err := sampleOffice()
	if r.Data == "" {
		office, err = r.Check(app.NeedDatabase | app.NeedKeyset | app.NeedOffice | also)
		username = r.username
	}
	if err != nil {
		return nil, err
	}
	store, done, err := r.ledger(ctx)
	if err != nil {
		return nil, err
	}
	return &reached{office: office, store: store, username: username, close: done}, nil
}

// username asks Telegram what the bot is called.
func (r *reaching) username(ctx context.Context) (string, error) {
	client, err := bot.NewClient(bot.ClientOptions{Token: string(r.TelegramToken), API: r.TelegramAPI})
	if err != nil {
		return "", err
	}
	me, err := client.Me(ctx)
	if err != nil {
		return "", fmt.Errorf("ask Telegram for the bot's name: %w", err)
	}
	return me.Username, nil
}

// ledger opens the ledger alone, for which no office file is needed: the one of the
// settings, or a demo's, running or not.
func (r *reaching) ledger(ctx context.Context) (store *postgres.Store, done func(), err error) {
	if r.Data == "" {
		if _, err := r.Check(app.NeedDatabase | app.NeedKeyset); err != nil {
			return nil, nil, err
		}
		store, err := openStore(ctx, string(r.DatabaseURL), string(r.Keyset))
		if err != nil {
			return nil, nil, r.Scrub(err)
		}
		return store, store.Close, nil
	}
	folder, err := readFolder(r.Data)
	if err != nil {
		return nil, nil, err
	}
	servers, err := local.Attach(ctx, local.Options{Dir: r.Data, Postgres: true, Redis: true, Durable: true})
	if err != nil {
		return nil, nil, err
	}
	if store, err = openStore(ctx, servers.DatabaseURL(demoDatabase), folder.Keyset); err != nil {
		servers.Stop()
		return nil, nil, err
	}
	return store, func() { store.Close(); servers.Stop() }, nil
}

func openStore(ctx context.Context, url, keyset string) (*postgres.Store, error) {
	keys, err := seal.Parse(keyset)
	if err != nil {
		return nil, err
	}
	return postgres.Open(ctx, postgres.Options{URL: url, Keys: keys})
}

// unit finds a unit of the office that works today; "" is allowed where the
// whole province is meant.
func (r *reached) unit(id triage.UnitID) (triage.Unit, error) {
	u, ok := r.office.Unit(id)
	if !ok {
		return u, fmt.Errorf("không có đơn vị %q: xem `tiepdan staff unit`", id)
	}
	return u, nil
}

// errNoName keeps a link without a bot from being printed.
var errNoName = errors.New("the bot has no username")
