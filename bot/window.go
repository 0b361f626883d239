package bot

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// window is the updates that Telegram gave and that are not acknowledged yet.
type window struct {
	p       *Poller
	ctx     context.Context // of the handlers: ends when draining has taken too long
	cancel  context.CancelFunc
	slots   chan struct{}
	running sync.WaitGroup
	idle    chan struct{} // holds one when the last queue became empty

	mu     sync.Mutex
	offset int64
	order  []int64          // ids as they came
	done   map[int64]bool   // by id
	queues map[string][]job // the first job of each runs
	doneAt time.Time        // when a private update was handled last
}

type job struct {
	u          Update
	unreadable error
}

func newWindow(p *Poller) *window {
	ctx, cancel := context.WithCancel(context.Background())
	return &window{
		p: p, ctx: ctx, cancel: cancel,
		slots:  make(chan struct{}, p.opt.Workers),
		idle:   make(chan struct{}, 1),
		done:   map[int64]bool{},
		queues: map[string][]job{},
	}
}

// advance acknowledges the longest prefix that is done: it returns the id that
// the next poll begins with and how many updates are not done.
func (w *window) advance() (offset int64, open int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.order) > 0 && w.done[w.order[0]] {
		w.offset = max(w.offset, w.order[0]+1)
		delete(w.done, w.order[0])
		w.order = w.order[1:]
	}
	return w.offset, len(w.order)
}

// add gives new updates to their queues; those that wait already are left.
func (w *window) add(ctx context.Context, batch []json.RawMessage) {
	for _, raw := range batch {
		id := updateID(raw)
		w.mu.Lock()
		_, known := w.done[id]
		if !known && id != 0 {
			w.done[id] = false
			w.order = append(w.order, id)
		}
		w.mu.Unlock()
		if known {
			continue
		}
		j := job{}
		j.u, j.unreadable = decode(raw)
		if id == 0 { // it cannot be acknowledged by itself, the next one does it
			_, _ = w.p.in.take(w.ctx, j.u, j.unreadable, false)
			continue
		}
		w.mu.Lock()
		w.queues[j.u.Queue] = append(w.queues[j.u.Queue], j)
		first := len(w.queues[j.u.Queue]) == 1
		w.mu.Unlock()
		if first {
			w.running.Go(func() { w.work(ctx, j.u.Queue) })
		}
	}
}

// settle waits until everything is done, but not long: a slow update holds no
// other one up.
func (w *window) settle(ctx context.Context) {
	timer := time.NewTimer(repoll)
	defer timer.Stop()
	for !w.empty() {
		select {
		case <-w.idle:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (w *window) empty() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queues) == 0
}

// work handles the updates of one queue in order, until it is empty or no more
// may be begun.
func (w *window) work(ctx context.Context, queue string) {
	w.mu.Lock()
	for len(w.queues[queue]) > 0 {
		j := w.queues[queue][0]
		j.u.More = messages(w.queues[queue][1:]) >= chatBurst
		w.mu.Unlock()
		if !w.handle(ctx, j) {
			return
		}
		w.mu.Lock()
		w.done[j.u.ID] = true
		if private(j.u) {
			w.doneAt = time.Now()
		}
		w.queues[queue] = w.queues[queue][1:]
	}
	delete(w.queues, queue)
	idle := len(w.queues) == 0
	w.mu.Unlock()
	if idle {
		select {
		case w.idle <- struct{}{}:
		default:
		}
	}
}

// messages counts those among the jobs that are always answered.
func messages(jobs []job) (n int) {
	for _, j := range jobs {
		if j.u.Message != nil && j.unreadable == nil {
			n++
		}
	}
	return n
}

// handle tries one update until it is done; false if it must not be begun again.
// One that stays away while others are done is set aside after a while.
func (w *window) handle(ctx context.Context, j job) bool {
	var alone alone
	for wait := w.p.opt.Backoff; ; wait = min(2*wait, maxBackoff) {
		select {
		case w.slots <- struct{}{}:
		case <-ctx.Done():
			return false
		}
		if ctx.Err() != nil {
			<-w.slots
			return false
		}
		err := w.once(j)
		<-w.slots
		if err == nil {
			return true
		}
		if ctx.Err() == nil && alone.tooLong(time.Now(), w.lastDone(), w.p.opt.AwayLimit) {
			w.p.in.putAside(w.ctx, j.u, "away", err)
			return true
		}
		if pause(ctx, wait) != nil {
			return false
		}
	}
}

// private says whether an update is of a private chat: it needs what all those
// need, so that one being done says that it is there.
func private(u Update) bool {
	from := u.Sender()
	return from != nil && u.Chat() == from.ID
}

func (w *window) lastDone() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.doneAt
}

// alone watches whether one update fails while others are done.
type alone struct {
	since time.Time // the failure after which others were done
	other time.Time // the first of these
}

// tooLong takes note of a failure and says whether others have been done for
// longer than limit since this update failed first. If nobody was served for as
// long, something is away for all, and the watch begins anew.
func (a *alone) tooLong(now, lastDone time.Time, limit time.Duration) bool {
	if a.since.IsZero() || !a.other.IsZero() && now.Sub(lastDone) > limit {
		a.since, a.other = now, time.Time{}
	}
	if a.other.IsZero() && lastDone.After(a.since) {
		a.other = lastDone
	}
	return !a.other.IsZero() && now.Sub(a.other) > limit
}

func (w *window) once(j job) error {
	ctx, cancel := context.WithTimeout(w.ctx, w.p.opt.HandleTimeout)
	defer cancel()
	call, err := w.p.in.take(ctx, j.u, j.unreadable, false)
	if err == nil && call != nil {
		if _, err := w.p.client.Do(ctx, *call); err != nil {
			w.p.in.log.Warn("a reply could not be sent", "error", err)
		}
	}
	return err
}

// drain waits for the updates that run, and cancels those that take too long.
func (w *window) drain() {
	finished := make(chan struct{})
	go func() {
		w.running.Wait()
		close(finished)
	}()
	timer := time.NewTimer(w.p.opt.DrainTimeout)
	defer timer.Stop()
	defer w.cancel()
	select {
	case <-finished:
		return
	case <-timer.C:
	}
	w.cancel()
	timer.Reset(time.Second) // for handlers that look at their context
	select {
	case <-finished:
	case <-timer.C:
		w.p.in.log.Error("updates still run and come again")
	}
}
