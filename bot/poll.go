package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Lease lets one replica poll: Telegram refuses a second one.
type Lease interface {
	// Hold takes or prolongs the lease and says whether we hold it.
	Hold(ctx context.Context) (bool, error)
}

// PollOptions are all optional.
type PollOptions struct {
	// Lease is asked every LeaseEvery; it must last three times as long.
	// Nil: nobody else polls.
	Lease      Lease
	LeaseEvery time.Duration // default: 5 s
	// Workers is how many updates are handled at a time. Default: 64.
	Workers int
	// Timeout is how long Telegram holds a poll open, at most 50 s, in whole
	// seconds. Default: 30 s.
	Timeout time.Duration
	// HandleTimeout bounds the handling of one update. Default: 30 s.
	HandleTimeout time.Duration
	// DrainTimeout is how long running updates may take at the end. Default: 10 s.
	DrainTimeout time.Duration
	// AwayLimit is how long an update may be away while others are done: one that
	// never ends would hold up the acknowledging of all. Default: 2 min.
	AwayLimit time.Duration
	// Backoff is the first pause after a failure; it doubles up to 5 s.
	// Default: 100 ms.
	Backoff time.Duration
	Aside   Aside
	Metrics *Metrics
	Log     *slog.Logger
}

const (
	pollLimit  = 100 // updates in an answer, Telegram's most
	maxBackoff = 5 * time.Second
	// repoll is how long the poller waits before it asks for more while some
	// updates are not done: Telegram then repeats these at once.
	repoll = 100 * time.Millisecond
)

// Poller asks Telegram for updates. It acknowledges an update, and with it all
// before, only when these were handled or set aside. Inside one of Telegram's
// queues updates are handled one after the other; queues do not wait for each
// other.
type Poller struct {
	client *Client
	in     *intake
	opt    PollOptions
}

// NewPoller makes a poller; Run runs it.
func NewPoller(c *Client, h Handler, opt PollOptions) *Poller {
	if opt.LeaseEvery <= 0 {
		opt.LeaseEvery = 5 * time.Second
	}
	if opt.Workers <= 0 {
		opt.Workers = 64
	}
	if opt.Timeout <= 0 || opt.Timeout > 50*time.Second {
		opt.Timeout = 30 * time.Second
	}
	if opt.HandleTimeout <= 0 {
		opt.HandleTimeout = 30 * time.Second
	}
	if opt.DrainTimeout <= 0 {
		opt.DrainTimeout = 10 * time.Second
	}
	if opt.AwayLimit <= 0 {
		opt.AwayLimit = 2 * time.Minute
	}
	if opt.Backoff <= 0 {
		opt.Backoff = 100 * time.Millisecond
	}
	return &Poller{client: c, in: newIntake(h, opt.Aside, opt.Metrics, opt.Log), opt: opt}
}

// Run polls while it holds the lease, until the context ends. Then it lets
// running updates finish; those that were not begun stay with Telegram.
func (p *Poller) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if !p.held(ctx) {
			_ = pause(ctx, p.opt.LeaseEvery)
			continue
		}
		turn, stop := context.WithCancel(ctx)
		var lease sync.WaitGroup
		lease.Go(func() {
			defer stop()
			for pause(turn, p.opt.LeaseEvery) == nil && p.held(turn) {
			}
		})
		p.poll(turn)
		stop()
		lease.Wait()
	}
	return nil
}

func (p *Poller) held(ctx context.Context) bool {
	if p.opt.Lease == nil {
		return true
	}
	held, err := p.opt.Lease.Hold(ctx)
	if err != nil && ctx.Err() == nil {
		p.in.log.Warn("the polling lease cannot be asked for", "error", err)
	}
	return held && err == nil
}

// poll is one time of holding the lease. It begins with what Telegram says is
// not acknowledged.
func (p *Poller) poll(ctx context.Context) {
	w := newWindow(p)
	wait := p.opt.Backoff
	for ctx.Err() == nil {
		offset, open := w.advance()
		var timeout time.Duration
		if open == 0 {
			timeout = p.opt.Timeout
		}
		batch, err := p.client.updates(ctx, offset, pollLimit, timeout)
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			p.complain(err)
			_ = pause(ctx, wait)
			wait = min(2*wait, maxBackoff)
			continue
		}
		wait = p.opt.Backoff
		w.add(ctx, batch)
		w.settle(ctx)
	}
	w.drain()
	offset, _ := w.advance()
	if offset == 0 {
		return
	}
	// Another replica, or we after a restart, need not repeat what is done.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if _, err := p.client.updates(last, offset, 1, 0); err != nil {
		p.in.log.Warn("the last updates could not be acknowledged and come again", "error", err)
	}
}

func (p *Poller) complain(err error) {
	var refused *Refused
	if errors.As(err, &refused) && refused.Code == http.StatusConflict {
		p.in.log.Error("updates cannot be polled: another program polls with this token, or a webhook is set", "error", err)
		return
	}
	p.in.log.Warn("updates cannot be polled", "error", err)
}

// updates is getUpdates without decoding the updates.
func (c *Client) updates(ctx context.Context, offset int64, limit int, timeout time.Duration) (batch []json.RawMessage, err error) {
	const method = "getUpdates"
	defer func() {
		if ctx.Err() == nil {
			c.metrics.called(method, err)
		}
	}()
	body, err := json.Marshal(struct {
		Offset  int64    `json:"offset,omitempty"`
		Limit   int      `json:"limit"`
		Timeout int      `json:"timeout"`
		Allowed []string `json:"allowed_updates"`
	}{offset, limit, int(timeout.Seconds()), AllowedUpdates()})
	if err != nil {
		return nil, err
	}
	result, err := c.exchange(ctx, method, "application/json", body, timeout+c.timeout)
	if err != nil {
		return nil, err
	}
	return decodeBatch(result)
}
