package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

const (
	jobTimeout    = 60 * time.Second
	rescueAfter   = 2 * time.Minute // above jobTimeout; see rescue.go for what comes before it
	fetchCooldown = 10 * time.Millisecond
	fetchPoll     = 500 * time.Millisecond // where a notification was lost
	sweepEvery    = time.Minute
	rootEvery     = 10 * time.Minute // looks whether a day has begun
	rootTimeout   = 30 * time.Minute // the first root covers years
	jobAttempts   = 24
	longestPause  = 4 * time.Hour
	// A card draws the newest state, and later changes wait for the same job, so
	// that it must not sleep for hours.
	longestCardPause = 5 * time.Minute
)

// FileUnavailable is the key of the failure of a file that could not be fetched in
// any of its attempts.
const FileUnavailable = "file_unavailable"

// Handlers do the work that is queued. An error whose chain has RetryAfter() is
// tried again after that time and uses up no attempt; one whose Permanent() is true
// is not tried again; any other is tried again after a growing pause. attempt is 1
// the first time. One whose LostSight() is true has told somebody, or may have, and
// left no line about it.
type Handlers struct {
	Tell  func(ctx context.Context, n triage.Notice, attempt int) error
	Card  func(ctx context.Context, n triage.Notice, attempt int) error
	Fetch func(ctx context.Context, code triage.Code, file triage.Stored) error
	Sweep func(ctx context.Context) error // each minute, on one replica
	// Lost hears of each attempt that was lost sight of; it may be nil.
	Lost func(triage.Notice)
	// Freeze closes the weeks whose cut-off has come; each minute, on one replica.
	Freeze func(ctx context.Context) error
}

// Work starts to do the queued work, shared with every other replica. stop lets the
// jobs under way end until its context is done, then cancels them.
func (s *Store) Work(ctx context.Context, h Handlers) (stop func(context.Context) error, err error) {
	if h.Tell == nil || h.Card == nil || h.Fetch == nil || h.Sweep == nil || h.Freeze == nil {
		return nil, errors.New("start to work: a handler is missing")
	}
	rescuer := newRescuer(s)
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker[tellArgs]{store: s, rescuer: rescuer, do: func(ctx context.Context, job *river.Job[tellArgs]) error {
		lost, err := s.noteLost(ctx, job)
		if err != nil {
			return err
		}
		if lost && h.Lost != nil {
			h.Lost(job.Args.Notice)
		}
		return h.Tell(ctx, job.Args.Notice, job.Attempt)
	}})
	river.AddWorker(workers, &worker[cardArgs]{store: s, rescuer: rescuer, do: func(ctx context.Context, job *river.Job[cardArgs]) error {
		return rescuer.draw(ctx, job.Args, func() error { return h.Card(ctx, job.Args.Notice, job.Attempt) })
	}})
	river.AddWorker(workers, &worker[fetchArgs]{store: s, rescuer: rescuer, do: func(ctx context.Context, job *river.Job[fetchArgs]) error {
		return s.fetch(ctx, job, h.Fetch)
	}})
	river.AddWorker(workers, &worker[sweepArgs]{store: s, rescuer: rescuer, do: func(ctx context.Context, _ *river.Job[sweepArgs]) error {
		return errors.Join(h.Sweep(ctx), s.Fold(ctx))
	}})
	river.AddWorker(workers, &worker[freezeArgs]{store: s, rescuer: rescuer, do: func(ctx context.Context, _ *river.Job[freezeArgs]) error {
		return h.Freeze(ctx)
	}})
	river.AddWorker(workers, rootWorker{&worker[rootArgs]{store: s, rescuer: rescuer, do: func(ctx context.Context, _ *river.Job[rootArgs]) error {
		_, _, err := s.SealDay(ctx)
		return err
	}}})
	client, err := river.NewClient(riverpgxv5.New(s.pool), &river.Config{
		Queues: map[string]river.QueueConfig{
			queueUrgent:  {MaxWorkers: 8},
			queueDefault: {MaxWorkers: 32},
			queueFiles:   {MaxWorkers: 4},
		},
		Workers:              workers,
		Logger:               s.log,
		FetchCooldown:        fetchCooldown,
		FetchPollInterval:    fetchPoll,
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescueAfter,
		MaxAttempts:          jobAttempts,
		RetryPolicy:          retryPolicy{},
		PeriodicJobs: []*river.PeriodicJob{
			every(sweepEvery, once(sweepArgs{})),
			every(sweepEvery, once(freezeArgs{})),
			every(rootEvery, func() (river.JobArgs, *river.InsertOpts) {
				return rootArgs{Day: calendar.Of(s.now()).String()}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
			}),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("start to work: %w", err)
	}
	// Whoever works holds the lock before: others would take its jobs for nobody's.
	rescuer.name = client.ID()
	if err := rescuer.talk(ctx, func(context.Context) error { return nil }); err != nil {
		rescuer.forget()
		return nil, fmt.Errorf("start to work: %w", err)
	}
	// The end of ctx is not the end of the work: stop decides how it ends.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		rescuer.forget()
		return nil, fmt.Errorf("start to work: %w", err)
	}
	looking, endLooking := context.WithCancel(context.WithoutCancel(ctx))
	looked := make(chan struct{})
	go func() { rescuer.run(looking); close(looked) }()
	return func(ctx context.Context) error {
		// What is in hand here is ours until it has ended.
		defer func() { endLooking(); <-looked }()
		err := client.Stop(ctx)
		if err == nil {
			return nil
		}
		hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := client.StopAndCancel(hard); err != nil {
			return fmt.Errorf("stop to work: %w", err)
		}
		return nil
	}, nil
}

// every is a periodic job that is also done at the start.
func every(interval time.Duration, job river.PeriodicJobConstructor) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(interval), job, &river.PeriodicJobOpts{RunOnStart: true})
}

// once is a job that is not tried again: the next one does the same.
func once(args river.JobArgs) river.PeriodicJobConstructor {
	return func() (river.JobArgs, *river.InsertOpts) { return args, &river.InsertOpts{MaxAttempts: 1} }
}

// rootWorker makes roots, which may take longer than a notice.
type rootWorker struct{ *worker[rootArgs] }

// Timeout is how long a root may take.
func (rootWorker) Timeout(*river.Job[rootArgs]) time.Duration { return rootTimeout }

// worker runs a handler and turns its error into what becomes of the job.
type worker[T river.JobArgs] struct {
	river.WorkerDefaults[T]
	store   *Store
	rescuer *rescuer
	do      func(context.Context, *river.Job[T]) error
}

// Work runs the handler. A panic is an error like others; what it was about is not
// kept in the job, because it may quote anything.
func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) (err error) {
	w.rescuer.begins(job.ID)
	defer w.rescuer.ends(job.ID)
	defer func() {
		if recover() != nil {
			w.store.log.ErrorContext(ctx, "a job panicked", "kind", job.Kind, "job", job.ID, "stack", string(debug.Stack()))
			err = errors.New("the handler panicked")
		}
	}()
	return fate(w.do(ctx, job))
}

func fate(err error) error {
	if err == nil {
		return nil
	}
	var wait interface{ RetryAfter() time.Duration }
	if errors.As(err, &wait) {
		return river.JobSnooze(max(wait.RetryAfter(), 0))
	}
	var final interface{ Permanent() bool }
	if errors.As(err, &final) && final.Permanent() {
		return river.JobCancel(err)
	}
	var lost interface{ LostSight() bool }
	if errors.As(err, &lost) && lost.LostSight() {
		return fmt.Errorf("%s: %w", lostSight, err)
	}
	return err
}

// retryPolicy pauses 1, 2, 4 … seconds, a little scattered, and tries for two days.
type retryPolicy struct{}

// NextRetry says when a failed job is tried again.
func (retryPolicy) NextRetry(job *rivertype.JobRow) time.Time {
	longest := longestPause
	if job.Kind == (cardArgs{}).Kind() {
		longest = longestCardPause
	}
	pause := min(time.Second<<min(max(job.Attempt-1, 0), 20), longest)
	return time.Now().UTC().Add(pause + rand.N(pause/4))
}

// fetch lets the handler fetch a file that is not here yet. After the last attempt
// the file counts as failed, so that its sender is told.
func (s *Store) fetch(ctx context.Context, job *river.Job[fetchArgs], do func(context.Context, triage.Code, triage.Stored) error) error {
	file, err := s.stored(ctx, job.Args.Code, job.Args.File)
	if errors.Is(err, triage.ErrNotFound) {
		return river.JobCancel(err)
	}
	if err != nil {
		return err
	}
	if file.SHA256 != "" || file.Failed != "" {
		return nil
	}
	err = do(ctx, job.Args.Code, file)
	var wait interface{ RetryAfter() time.Duration }
	if err == nil || errors.As(err, &wait) {
		return err
	}
	var final interface{ Permanent() bool }
	if job.Attempt >= job.MaxAttempts || errors.As(err, &final) && final.Permanent() {
		return errors.Join(err, s.FailFile(context.WithoutCancel(ctx), job.Args.Code, file.ID, FileUnavailable))
	}
	return err
}
