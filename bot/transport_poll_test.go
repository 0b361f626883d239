package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tiepdan/bot/simulator"
)

// polling is a poller that runs.
type polling struct {
	stop context.CancelFunc
	done chan error
}

func (w *wire) poll(h Handler, change ...func(*PollOptions)) *polling {
	opt := PollOptions{Metrics: w.metrics, Log: w.log, Timeout: 20 * time.Second, Backoff: time.Millisecond}
	for _, f := range change {
		f(&opt)
	}
	ctx, stop := context.WithCancel(context.Background())
	p := &polling{stop: stop, done: make(chan error, 1)}
	go func() { p.done <- NewPoller(w.client, h, opt).Run(ctx) }()
	w.t.Cleanup(p.end)
	return p
}

// end stops the poller and returns when it has drained.
func (p *polling) end() {
	p.stop()
	if err, open := <-p.done; open && err != nil {
		panic(err)
	}
	select {
	case <-p.done:
	default:
		close(p.done)
	}
}

// The library acknowledges what it has not handled: a graceful stop lost 274 of
// 300 updates.
func TestPollingStopLosesNothing(t *testing.T) {
	w := newWire(t, simulator.Options{})
	const people, each = 30, 10
	for i := range people * each {
		w.sim.Person("Người "+strconv.Itoa(i%people)).Say(w.bot, strconv.Itoa(i/people))
	}
	var seen record
	reached, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	first := w.poll(handle(func(ctx context.Context, u Update, _ bool) (*Call, error) {
		if seen.len() > 20 {
			once.Do(func() { close(reached) })
			<-release // so that the stop meets updates in the middle
		}
		seen.add(u, nil)
		return nil, nil
	}), func(o *PollOptions) { o.Workers = 8 })
	<-reached
	first.stop()
	close(release)
	first.end()
	handled := seen.len()
	if handled >= people*each {
		t.Fatal("everything was handled before the stop: this test proves nothing")
	}
	w.poll(handle(func(_ context.Context, u Update, _ bool) (*Call, error) {
		seen.add(u, nil)
		return nil, nil
	}))
	eventually(t, "all 300 updates are handled", func() bool { return len(seen.ids()) == people*each })
	// What was handled behind an unfinished update comes again; no more than that.
	if again := seen.len() - people*each; again >= handled {
		t.Errorf("%d of %d handled updates came again", again, handled)
	}
	eventually(t, "all are acknowledged", func() bool { return w.bot.Pending() == 0 })
}

func TestPollingKeepsOrderInAQueue(t *testing.T) {
	w := newWire(t, simulator.Options{})
	const people, each = 20, 25
	var seen record
	var mu sync.Mutex
	running, most := 0, 0
	inQueue := map[string]int{}
	w.poll(handle(func(ctx context.Context, u Update, _ bool) (*Call, error) {
		mu.Lock()
		running++
		most = max(most, running)
		inQueue[u.Queue]++
		if inQueue[u.Queue] > 1 {
			t.Errorf("two updates of %s at one time", u.Queue)
		}
		mu.Unlock()
		_ = pause(ctx, time.Duration(u.ID%5)*time.Millisecond)
		seen.add(u, nil)
		mu.Lock()
		running--
		inQueue[u.Queue]--
		mu.Unlock()
		return nil, nil
	}))
	persons := make([]*simulator.Person, people)
	for i := range persons {
		persons[i] = w.sim.Person("Người " + strconv.Itoa(i))
	}
	want := make([]string, each)
	for n := range each {
		want[n] = strconv.Itoa(n)
		for _, p := range persons {
			p.Say(w.bot, want[n])
		}
	}
	eventually(t, "all are handled", func() bool { return seen.len() == people*each })
	for _, p := range persons {
		if got := seen.texts(p.ID()); !slices.Equal(got, want) {
			t.Errorf("order: %v", got)
		}
	}
	if most < 2 {
		t.Error("one after the other")
	}
}

// One chat that takes long, and more updates than one answer holds.
func TestPollingSlowChatStopsNobody(t *testing.T) {
	w := newWire(t, simulator.Options{})
	release := make(chan struct{})
	var seen record
	slow, quick := w.sim.Person("Chậm"), w.sim.Person("Nhanh")
	w.poll(handle(func(_ context.Context, u Update, _ bool) (*Call, error) {
		if u.Chat() == slow.ID() {
			<-release
		}
		seen.add(u, nil)
		return nil, nil
	}))
	slow.Say(w.bot, "lâu")
	for i := range 90 {
		quick.Say(w.bot, strconv.Itoa(i))
	}
	eventually(t, "the others are handled", func() bool { return len(seen.texts(quick.ID())) == 90 })
	quick.Say(w.bot, "nữa") // comes while the first is not acknowledged
	eventually(t, "and who comes after", func() bool { return len(seen.texts(quick.ID())) == 91 })
	if pending := w.bot.Pending(); pending != 92 {
		t.Errorf("%d wait at Telegram; the slow one is not handled, so none may be acknowledged", pending)
	}
	close(release)
	eventually(t, "all are acknowledged", func() bool { return w.bot.Pending() == 0 })
	if seen.len() != 92 {
		t.Errorf("%d were handled: some twice", seen.len())
	}
}

func TestPollingBadUpdateStopsNobody(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen, aside record
	p := w.sim.Person("Năm")
	p.Say(w.bot, "panic")
	if _, err := w.bot.Raw([]byte(strings.Replace(poisonMember, `"update_id":8,`, "", 1))); err != nil {
		t.Fatal(err)
	}
	p.Say(w.bot, "failing")
	p.Say(w.bot, "chào")
	w.poll(handle(func(_ context.Context, u Update, _ bool) (*Call, error) {
		switch u.Message.Text {
		case "panic":
			panic(u.Message.Text)
		case "failing":
			return nil, errors.New("a rule does not hold")
		}
		seen.add(u, nil)
		reply := say(u.Chat(), "nhận: "+u.Message.Text)
		return &reply, nil // also a reply that is meant for a body is sent
	}), func(o *PollOptions) { o.Aside = aside.aside })
	if _, err := p.Chat(w.bot).AwaitWords(t.Context(), "nhận: chào"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all are acknowledged", func() bool { return w.bot.Pending() == 0 })
	if aside.len() != 3 || seen.len() != 1 {
		t.Errorf("%d set aside, %d handled", aside.len(), seen.len())
	}
}

func TestPollingWaitsWhileAway(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen record
	var away atomic.Bool
	var tries atomic.Int32
	away.Store(true)
	p := w.sim.Person("Năm")
	for i := range 5 {
		p.Say(w.bot, strconv.Itoa(i))
	}
	h := handle(func(_ context.Context, u Update, _ bool) (*Call, error) {
		tries.Add(1)
		if away.Load() {
			return nil, fmt.Errorf("lend: %w", ErrAway)
		}
		seen.add(u, nil)
		return nil, nil
	})
	first := w.poll(h)
	eventually(t, "it is tried again and again", func() bool { return tries.Load() > maxFailures })
	first.end() // a stop in the middle acknowledges nothing
	if w.bot.Pending() != 5 || seen.len() != 0 {
		t.Errorf("%d pending, %d handled", w.bot.Pending(), seen.len())
	}
	w.poll(h)
	away.Store(false)
	eventually(t, "all are acknowledged", func() bool { return w.bot.Pending() == 0 })
	if got := seen.texts(0); !slices.Equal(got, []string{"0", "1", "2", "3", "4"}) {
		t.Errorf("handled: %v", got)
	}
}

func TestPollingDrainEnds(t *testing.T) {
	w := newWire(t, simulator.Options{})
	begun := make(chan struct{})
	w.sim.Person("Năm").Say(w.bot, "lâu")
	p := w.poll(handle(func(ctx context.Context, _ Update, _ bool) (*Call, error) {
		close(begun)
		<-ctx.Done() // only the end of draining ends it
		return nil, ctx.Err()
	}), func(o *PollOptions) { o.DrainTimeout = 10 * time.Millisecond })
	<-begun
	p.end()
	if w.bot.Pending() != 1 {
		t.Error("an update that was not finished was acknowledged")
	}
}

func TestPollingConflictIsTold(t *testing.T) {
	w := newWire(t, simulator.Options{})
	if err := w.client.SetWebhook(t.Context(), "http://127.0.0.1:1/", testSecret, 1); err != nil {
		t.Fatal(err)
	}
	var seen record
	w.poll(handle(func(_ context.Context, u Update, _ bool) (*Call, error) { seen.add(u, nil); return nil, nil }))
	eventually(t, "the log says why", func() bool { return w.logged.has("a webhook is set") && w.logged.has("409") })
	w.sim.Person("Năm").Say(w.bot, "chào")
	if err := w.client.DeleteWebhook(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it goes on", func() bool { return seen.len() == 1 })
}

// token is a lease that one of many can hold.
type token struct {
	mu     sync.Mutex
	holder int
}

type leaseOf struct {
	*token
	me int
}

func (l leaseOf) Hold(context.Context) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder == 0 {
		l.holder = l.me
	}
	return l.holder == l.me, nil
}

func (t *token) pass(to int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.holder = to
}

func TestPollingByOneReplica(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen [3]record
	lease := &token{}
	for me := 1; me <= 2; me++ {
		w.poll(handle(func(_ context.Context, u Update, _ bool) (*Call, error) { seen[me].add(u, nil); return nil, nil }),
			func(o *PollOptions) { o.Lease, o.LeaseEvery = leaseOf{lease, me}, 2*time.Millisecond })
	}
	p := w.sim.Person("Năm")
	p.Say(w.bot, "một")
	eventually(t, "one handles it", func() bool { return seen[1].len()+seen[2].len() == 1 })
	before, after := 1, 2
	if seen[2].len() == 1 {
		before, after = 2, 1
	}
	lease.pass(after)
	said := 1
	eventually(t, "the other takes over", func() bool {
		p.Say(w.bot, "nữa") // the first may still get some
		said++
		return seen[after].len() > 0
	})
	eventually(t, "all are acknowledged", func() bool { return w.bot.Pending() == 0 })
	eventually(t, "none is lost", func() bool { return seen[before].len()+seen[after].len() >= said })
}
