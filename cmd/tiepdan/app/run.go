package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"tiepdan/bot"
	"tiepdan/storage/postgres"
)

// drainLimit is how long it may take until what has begun has ended; the parts share
// it. The last checkpoint and the lease have their own time after it.
const (
	drainLimit      = 10 * time.Second
	takingLimit     = 5 * time.Second
	albumLimit      = 2 * time.Second
	jobLimit        = 2 * time.Second
	checkpointLimit = 3 * time.Second
)

// leaseTTL is how long a replica that died keeps others from polling.
const leaseTTL = 15 * time.Second

// webhookConnections is how many updates Telegram delivers at a time; each is
// one turn of one person.
const webhookConnections = 100

// running is what Start began and Stop ends.
type running struct {
	webhook *bot.Webhook
	server  *http.Server
	poller  *task
	lease   lease

	stopJobs   func(context.Context) error
	checkpoint *task
	holidays   *task
	menus      *task
}

// task is a goroutine that ends when it is told to.
type task struct {
	cancel context.CancelFunc
	done   chan error
}

func begin(ctx context.Context, run func(context.Context) error) *task {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	t := &task{cancel, make(chan error, 1)}
	go func() { t.done <- run(ctx) }()
	return t
}

func (t *task) end(ctx context.Context) error {
	t.cancel()
	select {
	case err := <-t.done:
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Start begins to work: jobs, checkpoints, and updates, by webhook where the
// settings name one and by polling otherwise. hook is where the webhook listens;
// nil opens what the settings say. It returns when the bot is ready; a failure
// leaves nothing running.
func (a *App) Start(ctx context.Context, hook net.Listener) error {
	r := &running{}
	a.run = r
	err := a.start(ctx, r, hook)
	if err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	a.status.set(started)
	r.menus = begin(ctx, a.menus.Run)
	return nil
}

func (a *App) start(ctx context.Context, r *running, hook net.Listener) (err error) {
	// Whoever died in mid-work has left jobs behind: they go first.
	r.stopJobs, err = a.Store.Work(ctx, a.stages.counted(postgres.Handlers{
		Tell: a.jobs.Tell, Card: a.jobs.Tell, Fetch: a.jobs.Fetch, Sweep: a.sweep,
		Freeze: func(ctx context.Context) error { return a.Store.Freeze(ctx, a.Office, time.Time{}) }, // database time decides
	}))
	if err != nil {
		return err
	}
	r.checkpoint = begin(ctx, a.checkpoints.Run)
	r.holidays = begin(ctx, a.followHolidays)
	if a.deps.Settings.WebhookURL == "" {
		return a.poll(ctx, r)
	}
	return a.listen(ctx, r, hook)
}

// listen takes updates by webhook. Updates that wait at Telegram are kept.
func (a *App) listen(ctx context.Context, r *running, hook net.Listener) (err error) {
	s := a.deps.Settings
	if hook == nil {
		if hook, err = (&net.ListenConfig{}).Listen(ctx, "tcp", s.Listen); err != nil {
			return fmt.Errorf("listen for updates: %w", err)
		}
	}
	r.webhook = bot.NewWebhook(a.handler, bot.WebhookOptions{
		Secret: string(s.WebhookSecret), Client: a.Client, DrainTimeout: takingLimit,
		Aside: a.aside, Metrics: a.metrics, Log: a.deps.Log, Now: a.deps.Now,
	})
	mux := http.NewServeMux()
	mux.Handle("/telegram", r.webhook)
	r.server = serveHTTP(hook, mux, a.deps.Log)
	return a.Client.SetWebhook(ctx, s.WebhookURL, string(s.WebhookSecret), webhookConnections)
}

// poll takes updates by asking for them, on one replica at a time.
func (a *App) poll(ctx context.Context, r *running) error {
	if err := a.Client.DeleteWebhook(ctx); err != nil {
		return err
	}
	r.lease = lease{a.Sessions, a.pollLease(), rand.Text(), leaseTTL}
	r.poller = begin(ctx, bot.NewPoller(a.Client, a.handler, bot.PollOptions{
		Lease: r.lease, LeaseEvery: leaseTTL / 3, DrainTimeout: takingLimit,
		Aside: a.aside, Metrics: a.metrics, Log: a.deps.Log,
	}).Run)
	return nil
}

// pollLease is the name of what the replica that polls holds.
func (a *App) pollLease() string { return fmt.Sprintf("poll:%d", a.Me.ID) }

// serveHTTP serves until the server is shut down.
func serveHTTP(l net.Listener, h http.Handler, log *slog.Logger) *http.Server {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the server ended", "error", err)
		}
	}()
	return server
}

// aside notes an update that nobody can handle, and tells its sender. What it
// says is not noted.
func (a *App) aside(ctx context.Context, u bot.Update, reason error) {
	a.deps.Log.Error("an update was set aside", "update", u.ID, "kind", u.Kind, "error", reason)
	a.Bot.TellAside(ctx, u)
}

// Stop ends the work in good order, in ten seconds and a few more where the stores
// are slow: nothing new is taken, what has begun ends, albums are answered, jobs under way end, and the last answers
// are checkpointed. What did not end is in the error, and comes again.
func (a *App) Stop(ctx context.Context) error {
	r := a.run
	if r == nil {
		return nil
	}
	a.run = nil
	a.status.set(draining)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainLimit)
	defer cancel()
	var errs []error
	step := func(limit time.Duration, what string, end func(context.Context) error) {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		if err := end(ctx); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	if r.menus != nil {
		step(takingLimit, "stop to set menus", r.menus.end)
	}
	if r.webhook != nil {
		step(takingLimit, "stop to take updates", r.webhook.Drain)
	}
	if r.poller != nil {
		step(takingLimit+time.Second, "stop to poll", r.poller.end)
	}
	step(albumLimit, "answer the last albums", a.Bot.Close)
	if r.stopJobs != nil {
		step(jobLimit, "end the jobs under way", r.stopJobs)
	}
	if r.holidays != nil {
		step(time.Second, "stop to follow the holidays", r.holidays.end)
	}
	// However long the others took, there is time for these.
	ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), checkpointLimit+time.Second)
	defer cancel()
	if r.checkpoint != nil {
		step(checkpointLimit, "save the last drafts", r.checkpoint.end)
	}
	if r.lease.store != nil {
		step(time.Second, "give up the lease", func(ctx context.Context) error { return r.lease.store.Release(ctx, r.lease.name, r.lease.owner) })
	}
	if r.server != nil {
		// No update is being handled: whoever is connected still is told later.
		step(time.Second, "close the server", func(context.Context) error { return r.server.Close() })
	}
	a.status.set(stopped)
	return errors.Join(errs...)
}
