package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// Runs without faults: what a steady load, one flooding chat and a burst cost
// everybody, and whether memory stays flat.

const (
	phaseSteady = 20 * time.Second
	phaseFlood  = 20 * time.Second
	phaseBurst  = 10 * time.Second
	phaseAfter  = 20 * time.Second
	// burstTimes is how many times the steady load a burst is.
	burstTimes = 10
	// floodRate is how many messages a second the flooding chat sends.
	floodRate = 100
)

// phase is a stretch of a run, for how long people waited for answers in it, and the
// processor time that it took, in seconds.
type phase struct {
	Name     string
	From, To time.Time
	Replicas float64
	Others   float64 // Telegram and the people
}

// load drives the phases, while people act as in every run.
func (w *world) load(ctx context.Context, out io.Writer) error {
	var phases []phase
	during := func(name string, d time.Duration) bool {
		p := phase{Name: name, From: time.Now()}
		replicas, others := w.processor()
		ok := pause(ctx, d)
		p.To = time.Now()
		p.Replicas, p.Others = w.processor()
		p.Replicas, p.Others = p.Replicas-replicas, p.Others-others
		phases = append(phases, p)
		return ok
	}
	if err := w.underWay(ctx); err != nil {
		return err
	}
	if !during("steady", phaseSteady) {
		return errStopped
	}
	flood, endFlood := context.WithCancel(ctx)
	go w.flood(flood)
	ok := during("one chat floods", phaseFlood)
	endFlood()
	if !ok || !pause(ctx, 5*time.Second) {
		return errStopped
	}
	w.faster.Store(burstTimes)
	ok = during(fmt.Sprintf("a burst of %d times the load", burstTimes), phaseBurst)
	w.faster.Store(1)
	if !ok || !during("the ten seconds after it", phaseAfter/2) || !during("the ten seconds after those", phaseAfter/2) {
		return errStopped
	}
	for _, p := range phases {
		w.diary.print(out, p)
	}
	return nil
}

// underWay waits until petitions are filed and worked on as they will be for the rest
// of the run: at the beginning everybody is still writing.
func (w *world) underWay(ctx context.Context) error {
	return poll(ctx, 200*time.Millisecond, func() (bool, error) {
		n, err := w.count(ctx, `SELECT count(*) FROM petition`)
		return n >= w.opt.Citizens, err
	})
}

// processor is the time that the replicas and this process have used, in seconds.
func (w *world) processor() (replicas, own float64) {
	for _, r := range w.replicas {
		replicas += r.processor()
	}
	return replicas, processorOf(os.Getpid())
}

// flood lets one citizen write without end.
func (w *world) flood(ctx context.Context) {
	p := w.sim.Person(canaryName + " tràn")
	tick := time.NewTicker(time.Second / floodRate)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.Say(w.bot, "alo")
		case <-ctx.Done():
			return
		}
	}
}

// print tells of a phase how many were answered, and how soon.
func (d *diary) print(out io.Writer, p phase) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var took []time.Duration
	for _, w := range d.waits {
		if w.What == "answer" && w.From.After(p.From) && w.From.Before(p.To) {
			took = append(took, w.To.Sub(w.From))
		}
	}
	slices.Sort(took)
	mute := 0
	for _, s := range d.silences {
		if s.At.After(p.From) && s.At.Before(p.To) {
			mute++
		}
	}
	at := func(percent int) float64 {
		if len(took) == 0 {
			return 0
		}
		return float64(took[(len(took)-1)*percent/100].Microseconds()) / 1000
	}
	fmt.Fprintf(out, "  %-32s %6.0f answers/s  p50 %6.1f ms  p95 %6.1f ms  p99 %6.1f ms  unanswered %d  processors %.2f + %.2f\n",
		p.Name, float64(len(took))/p.To.Sub(p.From).Seconds(), at(50), at(95), at(99), mute,
		p.Replicas/p.To.Sub(p.From).Seconds(), p.Others/p.To.Sub(p.From).Seconds())
}

// soak watches the memory of the replicas, and fails where it grows: in the last
// third of the time by more than a tenth over the third before.
func (w *world) soak(ctx context.Context, long time.Duration) error {
	const samples = 30
	var series []float64
	for range samples {
		if !pause(ctx, long/samples) {
			return errStopped
		}
		most := 0.0
		line := ""
		for _, r := range w.replicas {
			m := r.memory()
			most = max(most, m)
			line += fmt.Sprintf(" %6.1f", m)
		}
		series = append(series, most)
		fmt.Fprintf(os.Stdout, "  memory of the replicas, MB:%s\n", line)
	}
	middle, last := slices.Max(series[samples/3:2*samples/3]), slices.Max(series[2*samples/3:])
	fmt.Fprintf(os.Stdout, "  at most %.1f MB in the middle third, %.1f MB in the last\n", middle, last)
	if last > middle*1.1 {
		return fmt.Errorf("memory grew from %.1f to %.1f MB", middle, last)
	}
	return nil
}
