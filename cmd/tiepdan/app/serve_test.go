package app

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/storage/seal"
)

// TestServe serves one citizen the first question, by webhook and by polling,
// and ends without leaving anything behind.
func TestServe(t *testing.T) {
	for _, way := range []string{"webhook", "polling"} {
		t.Run(way, func(t *testing.T) {
			// Servers and templates that the tests share live on: they are counted before.
			on := sharedServers(t)
			before := runtime.NumGoroutine()
			serveOnce(t, on, way == "webhook")
			awaitGoroutines(t, before)
		})
	}
}

func serveOnce(t *testing.T, on servers, webhook bool) {
	t.Helper()
	sim := simulator.New(simulator.Options{RetryBase: 20 * time.Millisecond})
	defer sim.Close()
	telegram := httptest.NewServer(sim.Handler())
	defer telegram.Close()
	telegrams := sim.AddBot("4343:TEST-TOKEN-OF-NOBODY", "tiepdan_serve_bot")
	citizen := sim.Person("Chị An")
	citizen.Say(telegrams, "/don") // waits at Telegram until somebody serves

	hook, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	keyset, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	settings := Settings{
		TelegramToken: "4343:TEST-TOKEN-OF-NOBODY", TelegramAPI: telegram.URL,
		DatabaseURL: Secret(on.database), RedisURL: Secret(on.redis), Keyset: Secret(keyset), AdminListen: "127.0.0.1:0",
	}
	if webhook {
		settings.WebhookURL, settings.WebhookSecret = "http://"+hook.Addr().String()+"/telegram", "a-secret-of-nobody"
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	health, ready, ended := &Health{}, make(chan struct{}), make(chan error, 1)
	if now := ask(t, health); now.Ready || now.Checks["serving"].OK {
		t.Errorf("ready before it is built: %+v", now)
	}
	go func() {
		ended <- Serve(ctx, Deps{Settings: settings, Office: sample(t)}, Around{Hook: hook, Health: health, Ready: func(context.Context, *App) error {
			if ask(t, health).Ready {
				t.Error("ready before all of the start is done")
			}
			close(ready)
			return nil
		}})
	}()
	select {
	case <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	wait, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err = citizen.Chat(telegrams).Await(wait, func(v simulator.View) bool {
		return len(v.FromBots()) > 0
	})
	if err != nil {
		t.Fatal("the citizen is not answered")
	}
	first := citizen.Chat(telegrams).View().FromBots()[0]
	if _, ok := first.Button("Tiếng Việt"); !ok {
		t.Errorf("the first question is %q", first.Text)
	}
	if now := askReady(wait, t, health); !now.Checks["database"].OK || !now.Checks["redis"].OK {
		t.Errorf("while it serves: %+v", now)
	}
	checkMetrics(t, health)
	stop()
	began := time.Now()
	if err := <-ended; err != nil {
		t.Errorf("the end: %v", err)
	}
	if took := time.Since(began); took > drainLimit {
		t.Errorf("the end took %s", took)
	}
	if now := ask(t, health); now.Ready {
		t.Errorf("ready after the end: %+v", now)
	}
}

// askReady looks until /readyz says that it is ready: whoever is told so by Around is
// told a moment before.
func askReady(ctx context.Context, t *testing.T, h *Health) Readiness {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		now := ask(t, h)
		if now.Ready {
			return now
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("it does not become ready: %+v", now)
		}
	}
}

// ask is one look at /readyz.
func ask(t *testing.T, h *Health) Readiness {
	t.Helper()
	rec := httptest.NewRecorder()
	h.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	var now Readiness
	if err := json.Unmarshal(rec.Body.Bytes(), &now); err != nil {
		t.Errorf("/readyz: %v: %s", err, rec.Body)
	}
	if (rec.Code == http.StatusOK) != now.Ready {
		t.Errorf("/readyz answers %d and says %+v", rec.Code, now)
	}
	return now
}

func checkMetrics(t *testing.T, h *Health) {
	t.Helper()
	for path, word := range map[string]string{"/healthz": "ok", "/metrics": `tiepdan_telegram_updates_total{kind="message"}`} {
		rec := httptest.NewRecorder()
		h.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), word) {
			t.Errorf("%s: %d without %s", path, rec.Code, word)
		}
	}
}

// awaitGoroutines waits until no more goroutines run than before.
func awaitGoroutines(t *testing.T, before int) {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	limit := time.NewTimer(15 * time.Second)
	defer limit.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for runtime.NumGoroutine() > before {
		select {
		case <-tick.C:
		case <-limit.C:
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines run, %d ran before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}
