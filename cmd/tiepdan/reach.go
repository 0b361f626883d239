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
	if r.Data != "" {
		return reachDemo(ctx, r.Data)
	}
	office, err := r.Check(app.NeedDatabase | app.NeedKeyset | app.NeedOffice | also)
	if err != nil {
		return nil, err
	}
	store, err := openStore(ctx, string(r.DatabaseURL), string(r.Keyset))
	if err != nil {
		return nil, r.Scrub(err)
	}
	return &reached{office: office, store: store, close: store.Close, username: func(ctx context.Context) (string, error) {
		client, err := bot.NewClient(bot.ClientOptions{Token: string(r.TelegramToken), API: r.TelegramAPI})
		if err != nil {
			return "", err
		}
		me, err := client.Me(ctx)
		if err != nil {
			return "", fmt.Errorf("ask Telegram for the bot's name: %w", err)
		}
		return me.Username, nil
	}}, nil
}

// reachDemo reaches a demo's servers, running or not.
func reachDemo(ctx context.Context, dir string) (*reached, error) {
	folder, err := readFolder(dir)
	if err != nil {
		return nil, err
	}
	office, err := sampleOffice()
	if err != nil {
		return nil, err
	}
	servers, err := local.Attach(ctx, local.Options{Dir: dir, Postgres: true, Redis: true, Durable: true})
	if err != nil {
		return nil, err
	}
	store, err := openStore(ctx, servers.DatabaseURL(demoDatabase), folder.Keyset)
	if err != nil {
		servers.Stop()
		return nil, err
	}
	return &reached{
		office: office, store: store,
		username: func(context.Context) (string, error) { return demoUsername, nil },
		close:    func() { store.Close(); servers.Stop() },
	}, nil
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
