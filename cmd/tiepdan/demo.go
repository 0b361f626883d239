package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/cmd/tiepdan/app"
	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

const (
	demoDatabase = "tiepdan"
	demoUsername = "tiepdan_demo_bot"
)

// worldSize is more updates and messages than one start of the demo ever has:
// what petitions of earlier starts remember is not taken for something of today.
const worldSize = 1_000_000_000

// demoCommand runs a whole office on this machine: private servers, a Telegram
// of its own, and the bot as it is served in earnest, by webhook over HTTP.
type demoCommand struct {
	Listen string `default:"127.0.0.1:8080" env:"TIEPDAN_DEMO_LISTEN" help:"Where the page is."`
	Data   string `placeholder:"DIR" type:"path" env:"TIEPDAN_DEMO_DATA" help:"Where everything is kept; found again by the next start."`
	Empty  bool   `env:"TIEPDAN_DEMO_EMPTY" help:"Begin without petitions of earlier years."`
	Log    string `default:"warn" env:"TIEPDAN_LOG" help:"What is logged: debug, info, warn or error."`
}

// sampleOffice is the office of the demo.
func sampleOffice() (triage.Office, error) {
	places, err := area.Load()
	if err != nil {
		return triage.Office{}, err
	}
	return app.ReadOffice(deploy.SampleName, deploy.SampleOffice(), places)
}

// Run runs the demo until it is told to end, which may be while it starts.
func (c *demoCommand) Run(ctx context.Context, s streams) error {
	err := c.run(ctx, s)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (c *demoCommand) run(ctx context.Context, s streams) (err error) {
	if c.Data == "" {
		if c.Data, err = defaultFolder(); err != nil {
			return err
		}
	}
	office, err := sampleOffice()
	if err != nil {
		return err
	}
	page, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("không mở được trang ở %s (chọn chỗ khác bằng --listen): %w", c.Listen, err)
	}
	defer page.Close()
	hook, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for updates: %w", err)
	}
	defer hook.Close()
	servers, err := local.Start(ctx, local.Options{Dir: c.Data, Durable: true})
	if err != nil {
		return err
	}
	defer servers.Stop()
	settings, folder, err := c.settings(ctx, servers, hook, page)
	if err != nil {
		return err
	}
	log := settings.Logger(s.Err)
	sim := simulator.New(simulator.Options{Log: log, Personas: telephones(), KeepMessages: keptMessages, First: folder.World * worldSize})
	defer sim.Close()
	folder.comeBack(sim)
	health := &app.Health{}
	stop := servePage(page, demoPage(sim, health, folder, log))
	defer stop()
	world := &stage{sim: sim, bot: sim.AddBot(folder.Token, demoUsername), again: folder.World > 1}
	return app.Serve(ctx, app.Deps{Settings: settings, Office: office, Log: log}, app.Around{
		Hook: hook, Health: health,
		Before: func(ctx context.Context, a *app.App) error {
			if c.Empty {
				return nil
			}
			world.app = a
			return world.remember(ctx, folder, s, page.Addr())
		},
		Ready: func(ctx context.Context, a *app.App) error {
			world.app = a
			if err := world.settle(ctx); err != nil {
				return err
			}
			if err := world.offerShow(); err != nil {
				return err
			}
			return c.greet(s, page.Addr())
		},
	})
}

// settings are those of a real office, filled from the demo's folder.
func (c *demoCommand) settings(ctx context.Context, servers *local.Servers, hook, page net.Listener) (app.Settings, *folder, error) {
	f, err := openFolder(c.Data)
	if err != nil {
		return app.Settings{}, nil, err
	}
	f.World++ // before anything of this world can be kept
	if err := f.save(); err != nil {
		return app.Settings{}, nil, err
	}
	database, err := servers.EnsureDatabase(ctx, demoDatabase)
	if err != nil {
		return app.Settings{}, nil, err
	}
	if err := postgres.Migrate(ctx, database); err != nil {
		return app.Settings{}, nil, err
	}
	return app.Settings{
		TelegramToken: app.Secret(f.Token), TelegramAPI: "http://" + page.Addr().String(),
		DatabaseURL: app.Secret(database), RedisURL: app.Secret(servers.RedisURL()), Keyset: app.Secret(f.Keyset),
		WebhookURL: "http://" + hook.Addr().String() + "/telegram", WebhookSecret: app.Secret(f.Secret), Log: c.Log,
		TelegramRate: 1000, ChatRate: 100, // this Telegram has no limits
	}, f, nil
}

// demoPage is the page with the demo's own health beside it.
func demoPage(sim *simulator.Simulator, health *app.Health, f *folder, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		mux.Handle(path, health.Handler())
	}
	mux.Handle("/", &people{next: sim.Handler(), log: log, folder: f})
	return mux
}

// greet says what to open and what to do.
func (c *demoCommand) greet(s streams, page net.Addr) error {
	week := triage.WeekOf(time.Now(), triage.Cutoff{Weekday: time.Sunday, Clock: 24 * time.Hour})
	_, err := fmt.Fprintf(s.Out, `Mở http://%s trong trình duyệt: mỗi cột là một máy điện thoại hoặc nhóm của một đơn vị.
Ở máy của %s, bấm Bắt đầu rồi Viết đơn mới; cán bộ bấm Nhận xử lý trên thẻ đơn trong nhóm và trả lời ở máy mình; máy của Bà Dung gõ /tuan để xem số liệu tuần.
Dừng: Ctrl-C. Đơn được giữ trong %s; số liệu: %s report --data %s --period %s
`, page, citizenName, c.Data, program(), c.Data, week)
	return err
}

// program is how this program was called, for a line that can be copied.
func program() string {
	if name := filepath.Base(os.Args[0]); name != "." && name != "/" {
		return name
	}
	return "tiepdan"
}

// today is the day in the office's time zone.
func today() calendar.Date { return calendar.Of(time.Now()) }

// communesOf lists the codes of a province's communes; none where the gazetteer
// does not know the province.
func communesOf(province string) []string {
	places, err := area.Load()
	if err != nil {
		return nil
	}
	var codes []string
	for _, p := range places.Communes(province) {
		codes = append(codes, p.Commune)
	}
	return codes
}
