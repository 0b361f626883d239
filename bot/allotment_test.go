package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"tiepdan/bot/simulator"
)

// purse is a budget of all that counts the trips to it. It is whole at a moment, as
// the shared one is.
type purse struct {
	rate  float64
	whole time.Time
	trips int
	away  error
	hangs bool // no answer until the asker gives up
}

func (p *purse) Take(ctx context.Context, now time.Time, of Portion) (time.Duration, error) {
	p.trips++
	if p.hangs {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	if p.away != nil {
		return 0, p.away
	}
	each := float64(time.Second) / p.rate
	whole := latest(p.whole, now).Add(time.Duration(each * float64(of.Messages)))
	if over := whole.Sub(now) - time.Duration(each*float64(max(int(p.rate)-of.Spare, of.Messages))); over > 0 {
		return over, nil
	}
	p.whole = whole
	return 0, nil
}

// TestAllotmentsKeepTheLimit lets many replicas answer in bodies, and call, as much
// as they may at random moments, and holds every window of it against what Telegram
// allows: the messages of a second at once, and as many a second.
func TestAllotmentsKeepTheLimit(t *testing.T) {
	for _, rate := range []float64{1, 30, 300, 5000} {
		now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
		shared := &purse{rate: rate}
		var replicas []*allotment
		for range 15 {
			replicas = append(replicas, newAllotment(shared, rate, func() time.Time { return now }, nil))
		}
		level, at, answered := rate, now, 0
		for range 3000 {
			// A while without a message, then many of one replica, by one way.
			now = now.Add([]time.Duration{0, rand.N(allotted), rand.N(2 * allotted), time.Second}[rand.N(4)])
			a, calls := replicas[rand.N(len(replicas))], rand.N(3) == 0
			for range []int{1, 2, 1 + int(rate/60), int(rate)}[rand.N(4)] {
				if calls {
					if wait, _ := shared.Take(t.Context(), now, Portion{Chat: 1, Messages: 1, Spare: a.reserve}); wait > 0 {
						break
					}
				} else if !a.spend(t.Context(), 7) {
					break
				}
				answered++
				level, at = min(rate, level+now.Sub(at).Seconds()*rate)-1, now
				if level < -0.01 {
					t.Fatalf("at %v a second, message %d is more than Telegram allows", rate, answered)
				}
			}
		}
		if answered < 100 {
			t.Errorf("at %v a second, only %d messages", rate, answered)
		}
	}
}

// TestAllotmentGrows holds the trips to a few for many answers, and loses nothing
// where few are made.
func TestAllotmentGrows(t *testing.T) {
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	shared := &purse{rate: 100_000}
	a := newAllotment(shared, shared.rate, func() time.Time { return now }, nil)
	for range 10_000 { // at 5,000 a second
		if !a.spend(t.Context(), 7) {
			t.Fatal("an answer is refused although there is enough")
		}
		now = now.Add(200 * time.Microsecond)
	}
	if shared.trips > 60 {
		t.Errorf("%d trips for 10,000 answers in two seconds", shared.trips)
	}
	now, shared.trips, shared.whole = now.Add(time.Minute), 0, time.Time{}
	for range 4 {
		a.spend(t.Context(), 7)
		now = now.Add(time.Minute)
	}
	a.spend(t.Context(), 7)
	if left := shared.whole.Sub(now); left != time.Second/100_000 || shared.trips != 5 {
		t.Errorf("for one answer in a minute %v of the budget were taken, and %d trips made for five", left, shared.trips)
	}

	// What Telegram allows everybody is spent to the last message: three replicas that
	// answer by turns get what one would.
	shared = &purse{rate: 30}
	three := []*allotment{}
	for range 3 {
		three = append(three, newAllotment(shared, shared.rate, func() time.Time { return now }, nil))
	}
	answered := 0
	for i := range 10 * 60 { // sixty are asked a second, for ten seconds
		if three[i%3].spend(t.Context(), 7) {
			answered++
		}
		now = now.Add(time.Second / 60)
	}
	if answered < 10*30 {
		t.Errorf("%d answers in ten seconds at thirty a second", answered)
	}
}

// TestAllotmentAway holds that budgets that are away, slow or spent hold no answer
// up: it goes by a call, and they are left alone for a while.
func TestAllotmentAway(t *testing.T) {
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	for name, shared := range map[string]*purse{
		"away": {rate: 30, away: errors.New("away")}, "slow": {rate: 30, hangs: true}, "spent": {rate: 30, whole: now.Add(2 * time.Second)},
	} {
		a := newAllotment(shared, 30, func() time.Time { return now }, nil)
		for range 20 {
			if a.spend(t.Context(), 7) {
				t.Errorf("%s: something is allotted", name)
			}
		}
		if shared.trips != 1 && name != "spent" {
			t.Errorf("%s: %d trips", name, shared.trips)
		}
		then := now
		now, shared.away, shared.hangs = now.Add(3*time.Second), nil, false
		if !a.spend(t.Context(), 7) {
			t.Errorf("%s: nothing is allotted when all is well again", name)
		}
		now = then
	}

	// An allotment that came too late is none.
	shared := &purse{rate: 30}
	late := newAllotment(shared, 30, nil, nil)
	late.now = func() time.Time { now = now.Add(allotted); return now }
	if late.spend(t.Context(), 7) {
		t.Error("an allotment is spent after its time")
	}
}

// TestInlineIsPaidOnce holds that an answer in a body, and one that could not stand
// there, is taken from the shared budget and from this process's once.
func TestInlineIsPaidOnce(t *testing.T) {
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	shared := &purse{rate: 30}
	w := newWire(t, simulator.Options{}, func(o *ClientOptions) {
		o.Budgets, o.Rate, o.ChatRate, o.Now = shared, 30, 1, func() time.Time { return now }
	})
	p := w.citizen("Năm")
	taken := func() string {
		count := func(whole time.Time) int { return int(latest(whole, now).Sub(now).Seconds()*30 + 0.5) }
		return fmt.Sprintf("%d shared, %d here", count(shared.whole), count(w.client.pace.all))
	}
	for i, c := range []Call{say(p.ID(), "x"), say(p.ID(), "x"), say(p.ID(), "x"), {"sendDocument", &tgbot.SendDocumentParams{
		ChatID: w.citizen("Sáu").ID(), Document: &models.InputFileUpload{Filename: "a.txt", Data: strings.NewReader("a")},
	}}} {
		inline := w.client.mayInline(t.Context(), c)
		if inline != (i < 2) {
			t.Errorf("answer %d in a body: %v", i+1, inline)
		}
		if !inline {
			if _, err := w.client.Do(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		if want := fmt.Sprintf("%d shared, %d here", i+1, i+1); taken() != want {
			t.Errorf("after answer %d: %s", i+1, taken())
		}
	}
}

// slow is a budget that answers when it is told to.
type slow struct{ asked, answer chan struct{} }

func (s slow) Take(context.Context, time.Time, Portion) (time.Duration, error) {
	s.asked <- struct{}{}
	<-s.answer
	return 0, nil
}

// TestNobodyWaitsForAnothersTrip: while one replica's answer asks the budgets, the
// others go as calls at once.
func TestNobodyWaitsForAnothersTrip(t *testing.T) {
	budgets := slow{make(chan struct{}), make(chan struct{})}
	a := newAllotment(budgets, 30, time.Now, nil)
	first := make(chan bool)
	go func() { first <- a.spend(t.Context(), 1) }()
	<-budgets.asked
	for chat := range int64(40) {
		if a.spend(t.Context(), chat+2) {
			t.Error("an answer was allotted that nobody has")
		}
	}
	close(budgets.answer)
	<-first
}
