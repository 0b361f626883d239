// Package app builds the running bot out of its parts: settings and office file
// in, a served bot out. The program, the demo and the end-to-end tests all build
// it here, so that what is tested is what runs.
//
// It promises that every mistake in the settings and the office file is told at
// once and before anything starts, that no secret reaches a log or an error, and
// that a stop lets what has begun end within ten seconds.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-telegram/bot/models"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"tiepdan/bot"
	"tiepdan/bot/text"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/area"
)

// Deps are what an App is built of. Settings must have passed Check.
type Deps struct {
	Settings Settings
	Office   triage.Office
	Log      *slog.Logger     // nil: nothing is logged
	Now      func() time.Time // nil: the machine's clock
	Settle   time.Duration    // how long an album is gathered; 0: as designed
}

// App is the bot with everything it stands on.
type App struct {
	Office   triage.Office
	Store    *postgres.Store
	Sessions *redis.Store
	Client   *bot.Client
	Me       models.User
	Bot      *bot.Bot
	Desk     *triage.Desk

	deps        Deps
	handler     bot.Handler
	jobs        *bot.Bot // tells notices; what may not be sent now is put off
	desk        bot.Desk // Desk, whose acts are counted
	metrics     *bot.Metrics
	stages      *stages
	watch       *watch
	registry    *prometheus.Registry
	checkpoints bot.Checkpoints
	menus       *bot.Menus
	words       *text.Catalogue
	status      status
	run         *running
	http        *http.Transport
}

// Build connects everything and asks Telegram who the bot is, as often as needed
// while Telegram is away. It fails where the database is old or away, Redis is
// away, or Telegram does not know the token. Nothing is taken or told before Start.
func Build(ctx context.Context, d Deps) (*App, error) {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	a := &App{deps: d, Office: d.Office, registry: prometheus.NewRegistry()}
	if err := a.open(ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

func (a *App) open(ctx context.Context) error {
	s, err := a.deps.Settings, error(nil)
	if a.words, err = text.Load(); err != nil {
		return err
	}
	places, err := area.Load()
	if err != nil {
		return err
	}
	if a.metrics, err = bot.NewMetrics(a.registry); err != nil {
		return err
	}
	if a.stages, err = newStages(a.registry); err != nil {
		return err
	}
	a.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	keys, err := seal.Parse(string(s.Keyset))
	if err != nil {
		return err
	}
	if a.Store, err = postgres.Open(ctx, postgres.Options{URL: string(s.DatabaseURL), Keys: keys, Log: a.deps.Log, Now: a.deps.Now}); err != nil {
		return err
	}
	if err = a.learnHolidays(ctx); err != nil {
		return err
	}
	if a.Sessions, err = redis.Open(ctx, string(s.RedisURL), keys, redis.Options{Epoch: a.Store.Epoch, Recover: a.recover}); err != nil {
		return err
	}
	a.http = transport()
	a.Client, err = bot.NewClient(bot.ClientOptions{
		Token: string(s.TelegramToken), API: s.TelegramAPI, HTTP: &http.Client{Transport: a.http},
		Budgets: budgets{a.Sessions, botID(s.TelegramToken), s.rate(), s.chatRate()}, Rate: s.rate(), ChatRate: s.chatRate(),
		Metrics: a.metrics, Now: a.deps.Now,
	})
	if err != nil {
		return err
	}
	if a.Me, err = a.meet(ctx); err != nil {
		return err
	}
	if err := a.Sessions.Prepare(ctx, a.Me.ID); err != nil {
		return err
	}
	a.wire(places)
	a.watch = newWatch(a)
	return a.registry.Register(a.watch)
}

// wire puts the bot together. Telegram and the stores have answered.
func (a *App) wire(places *area.Gazetteer) {
	a.Desk = &triage.Desk{Ledger: a.Store, Directory: a.Store, Office: a.Office, Now: a.deps.Now, Random: rand.Reader}
	a.desk = countedDesk{a.Desk, a.stages}
	a.menus = bot.NewMenus(a.Client, a.Store, a.words, a.Office, a.deps.Log)
	o := bot.Options{
		Client: a.Client, ID: a.Me.ID, Username: a.Me.Username,
		Sessions: sessions{a.Sessions, a.stages}, Desk: a.desk, Records: a.Store, People: a.Store,
		Deliveries: countedDeliveries{a.Store, a.stages},
		Office:     a.Office, Words: a.words, Places: gazetteer{places, a.Office.Province},
		NewKey: rand.Text, Now: a.deps.Now, Settle: a.deps.Settle, Metrics: a.metrics, Log: a.deps.Log, Bound: a.menus.Changed,
	}
	a.Bot = bot.New(o)
	a.handler = a.Bot
	hasty := o
	hasty.Client = a.Client.Hasty()
	a.jobs = bot.New(hasty)
	a.checkpoints = a.checkpointing()
}

// meet asks Telegram who we are. A refused token is an error; anything else is
// asked again until ctx ends.
func (a *App) meet(ctx context.Context) (models.User, error) {
	wait := 200 * time.Millisecond
	for {
		me, err := a.Client.Me(ctx)
		var refused *bot.Refused
		switch {
		case err == nil:
			return me, nil
		case errors.As(err, &refused) && (refused.Code == 401 || refused.Code == 404):
			return me, Mistakes{{envToken, "Telegram không nhận mã của bot này", "lấy lại mã ở @BotFather"}}
		}
		a.deps.Log.Warn("Telegram does not answer; asking again", "error", err)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
			wait = min(2*wait, 10*time.Second)
		case <-ctx.Done():
			timer.Stop()
			return me, fmt.Errorf("ask Telegram who the bot is: %w", ctx.Err())
		}
	}
}

// Close ends the connections. Stop comes first, if Start did.
func (a *App) Close() {
	if a.http != nil {
		a.http.CloseIdleConnections()
	}
	if a.Sessions != nil {
		a.Sessions.Close()
	}
	if a.Store != nil {
		a.Store.Close()
	}
}

// transport keeps as many connections to Telegram as there are calls at a time,
// and lets them go before Telegram does.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost, t.IdleConnTimeout = 512, 256, 45*time.Second
	return t
}
