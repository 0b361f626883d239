package simulator

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// What happens in a scene.
const (
	SceneTitle = "title" // what comes next is announced
	SceneWrite = "write" // a person is about to send words
	ScenePress = "press" // … to press a button
	SceneRead  = "read"  // a message has come
)

// Scene is one thing of a story that whoever looks on is to follow.
type Scene struct {
	Do    string
	By    *Person // who does it
	At    *Chat   // where
	Words string  // what is written, read or announced; the button's label
	On    *Message
}

// Story does things with the telephones, as people would. It calls look before
// everything that is done and after everything that comes, and goes on when look
// returns; an error of look ends it.
type Story func(ctx context.Context, look func(context.Context, Scene) error) error

// showing is a story that the page can play, and how far it is. The simulator's lock
// covers it.
type showing struct {
	story  Story
	stop   context.CancelFunc // nil: it is not playing
	change signal             // pace or pause changed
	state  pageShow
}

// pageShow is the show as the page draws it.
type pageShow struct {
	Offered bool       `json:"offered"`
	Playing bool       `json:"playing"`
	Paused  bool       `json:"paused"`
	Speed   float64    `json:"speed"`
	Failed  string     `json:"failed,omitempty"` // why the story could not go on
	Ended   bool       `json:"ended"`            // it was played to its end
	Scene   *pageScene `json:"scene"`
}

type pageScene struct {
	N       int    `json:"n"`
	Do      string `json:"do"`
	Chat    string `json:"chat"` // its key
	Person  int64  `json:"person"`
	Words   string `json:"words"`
	Message int64  `json:"message"`
	Lasts   int64  `json:"lasts"` // milliseconds, at the speed of the moment
}

// Offer lets the page play a story, from now on.
func (s *Simulator) Offer(story Story) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.show.story, s.show.state.Offered, s.show.state.Speed = story, story != nil, 1
	s.announce("show")
}

// lasts is how long a scene takes to follow: people read about thirty letters a
// second, and nobody waits for the end of a long message.
func (sc Scene) lasts() time.Duration {
	n := time.Duration(utf8.RuneCountInString(sc.Words)) * time.Millisecond
	switch sc.Do {
	case SceneWrite:
		return min(400*time.Millisecond+32*n, 3*time.Second)
	case ScenePress:
		return 850 * time.Millisecond
	case SceneTitle:
		return min(time.Second+12*n, 3*time.Second)
	}
	return min(450*time.Millisecond+9*n, 2400*time.Millisecond)
}

// play starts the story, unless it is playing.
func (s *Simulator) play() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	sh := &s.show
	if sh.story == nil || s.ctx.Err() != nil {
		return false
	}
	if sh.stop != nil {
		return true
	}
	ctx, stop := context.WithCancel(s.ctx)
	sh.stop = stop
	sh.state = pageShow{Offered: true, Playing: true, Speed: 1}
	s.announce("show")
	story := sh.story
	s.tasks.Go(func() {
		err := story(ctx, s.look)
		s.mu.Lock()
		defer s.mu.Unlock()
		if ctx.Err() == nil && err != nil {
			sh.state.Failed = err.Error()
			s.opt.Log.Warn("the show could not go on")
		}
		sh.state.Ended = err == nil
		sh.state.Playing, sh.state.Scene, sh.stop = false, nil, nil
		stop()
		s.announce("show")
	})
	return true
}

// interrupt ends the show where it is: somebody has taken a telephone in hand. It
// returns where that was.
func (s *Simulator) interrupt() pageShow {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.show.stop != nil {
		s.show.stop()
	}
	at := s.show.state
	at.Playing = false
	return at
}

// look shows a scene on every page and returns when its time is over.
func (s *Simulator) look(ctx context.Context, sc Scene) error {
	left := sc.lasts()
	s.mu.Lock()
	p := &pageScene{Do: sc.Do, Words: sc.Words, Lasts: int64(float64(left.Milliseconds()) / s.show.state.Speed)}
	if before := s.show.state.Scene; before != nil {
		p.N = before.N
	}
	p.N++
	if sc.By != nil {
		p.Person = sc.By.user.ID
	}
	if sc.At != nil {
		p.Chat = sc.At.chat.key()
	}
	if sc.On != nil {
		p.Message = sc.On.ID
	}
	s.show.state.Scene = p
	s.announce("show")
	s.mu.Unlock()
	for left > 0 {
		next := s.show.change.next()
		s.mu.Lock()
		speed, paused := s.show.state.Speed, s.show.state.Paused
		s.mu.Unlock()
		wait := time.Duration(float64(left) / speed)
		if paused {
			wait = time.Hour // until something changes
		}
		timer, began := time.NewTimer(wait), time.Now()
		select {
		case <-timer.C:
		case <-next:
			timer.Stop()
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		if !paused {
			left -= time.Duration(float64(time.Since(began)) * speed)
		}
	}
	return ctx.Err()
}

func (s *Simulator) serveShow(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	state := s.show.state
	s.mu.Unlock()
	writeJSON(w, state)
}

// serveShowStart starts the show, or changes its pace: {"speed": 2, "paused": true}.
func (s *Simulator) serveShowStart(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		http.Error(w, "JSON expected", http.StatusUnsupportedMediaType)
		return
	}
	var want struct {
		Speed  float64 `json:"speed"`
		Paused bool    `json:"paused"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&want); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !s.play() {
		http.Error(w, "nothing can be shown yet", http.StatusConflict)
		return
	}
	s.mu.Lock()
	if want.Speed > 0 {
		s.show.state.Speed = want.Speed
	}
	s.show.state.Paused = want.Paused
	s.announce("show")
	s.mu.Unlock()
	s.show.change.fire()
	s.serveShow(w, r)
}

// serveShowStop ends the show where it is.
func (s *Simulator) serveShowStop(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, s.interrupt())
}
