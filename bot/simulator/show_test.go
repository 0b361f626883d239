package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// screen is a page that looks on.
type screen struct {
	t   *testing.T
	sim *Simulator
	url string
}

func newScreen(t *testing.T, story Story) *screen {
	t.Helper()
	sim := New(Options{Personas: []Persona{{Name: "An"}}})
	t.Cleanup(sim.Close)
	sim.AddBot("7:SECRET", "show_bot")
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	if story != nil {
		sim.Offer(story)
	}
	return &screen{t, sim, server.URL}
}

// ask asks and returns the status and the state.
func (s *screen) ask(method, path, body string) (int, pageShow) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var state pageShow
	_ = json.NewDecoder(answer.Body).Decode(&state)
	return answer.StatusCode, state
}

// until waits until the state is as wanted.
func (s *screen) until(what string, ok func(pageShow) bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	defer cancel()
	err := s.sim.change.await(ctx, func() bool {
		_, state := s.ask(http.MethodGet, "/sim/show", "")
		return ok(state)
	})
	if err != nil {
		s.t.Fatalf("never %s", what)
	}
}

func TestShowIsPlayedPausedAndStopped(t *testing.T) {
	var s *screen
	story := func(ctx context.Context, look func(context.Context, Scene) error) error {
		an := s.sim.Person("An")
		bot := s.sim.bots[0]
		if err := look(ctx, Scene{Do: SceneTitle, Words: "Mở đầu | Beginning"}); err != nil {
			return err
		}
		if err := look(ctx, Scene{Do: SceneWrite, By: an, At: an.Chat(bot), Words: strings.Repeat("dài ", 20)}); err != nil {
			return err
		}
		an.Say(bot, "dài")
		return nil
	}
	s = newScreen(t, story)
	if status, _ := s.ask(http.MethodPost, "/sim/show", `{"speed": 1000}`); status != http.StatusOK {
		t.Fatalf("start: %d", status)
	}
	s.until("ended", func(p pageShow) bool { return p.Ended && !p.Playing && p.Scene == nil })

	s.ask(http.MethodPost, "/sim/show", `{"speed": 1000}`)
	s.ask(http.MethodPost, "/sim/show", `{"paused": true}`)
	s.until("paused or over", func(p pageShow) bool { return p.Paused || !p.Playing })

	s.ask(http.MethodDelete, "/sim/show", "")
	s.until("stopped", func(p pageShow) bool { return !p.Playing })
	_, state := s.ask(http.MethodPost, "/sim/show", `{"speed": 0.01}`)
	if !state.Playing || state.Ended || state.Speed != 0.01 {
		t.Errorf("started again: %+v", state)
	}
	s.until("at the first scene", func(p pageShow) bool { return p.Scene != nil && p.Scene.N == 1 && p.Scene.Do == SceneTitle })
	s.ask(http.MethodPost, "/sim/show", `{"speed": 1000, "paused": true}`)
	s.ask(http.MethodPost, "/sim/show", `{"speed": 1000}`)
	s.until("over", func(p pageShow) bool { return p.Ended })
}

// Whoever takes a telephone in hand ends the show; what they do is done.
func TestADeedOfAHumanStopsTheShow(t *testing.T) {
	var s *screen
	s = newScreen(t, func(ctx context.Context, look func(context.Context, Scene) error) error {
		an := s.sim.Person("An")
		return look(ctx, Scene{Do: SceneRead, At: an.Chat(s.sim.bots[0]), Words: "đọc"})
	})
	s.ask(http.MethodPost, "/sim/show", `{"speed": 0.001}`)
	s.until("at the scene", func(p pageShow) bool { return p.Scene != nil && p.Scene.Chat != "" })
	_, state := s.ask(http.MethodGet, "/sim/show", "")
	if status, _ := s.ask(http.MethodPost, "/sim/act", `{"do":"say","person":`+jsonInt(s.sim.Person("An").ID())+`,"chat":"`+state.Scene.Chat+`","text":"tự tay"}`); status != http.StatusOK {
		t.Fatalf("a deed: %d", status)
	}
	s.until("stopped", func(p pageShow) bool { return !p.Playing && !p.Ended && p.Failed == "" })
	if last := s.sim.Person("An").Chat(s.sim.bots[0]).Last(); last.Text != "tự tay" {
		t.Errorf("what was done by hand: %q", last.Text)
	}
}

func TestAShowThatCannotGoOnSaysSo(t *testing.T) {
	s := newScreen(t, nil)
	if status, _ := s.ask(http.MethodPost, "/sim/show", `{}`); status != http.StatusConflict {
		t.Errorf("nothing to show: %d", status)
	}
	s.sim.Offer(func(context.Context, func(context.Context, Scene) error) error { return errors.New("no such button") })
	s.ask(http.MethodPost, "/sim/show", `{}`)
	s.until("failed", func(p pageShow) bool { return p.Failed == "no such button" && !p.Playing && !p.Ended })
	r, err := http.Post(s.url+"/sim/show", "text/plain", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form of another site: %d", r.StatusCode)
	}
}
