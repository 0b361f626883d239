package main

import (
	"fmt"
	"syscall"
	"time"

	"tiepdan/bot/simulator"
)

// drainPatience is how long a replica may take to end in good order.
const drainPatience = 20 * time.Second

// begun and over note a fault in the run's diary; a fault is over when what was
// broken is mended, and not when people notice.
func (w *world) during(f fault, what func() error) error {
	k := kindOf(f.Kind)
	from := time.Now()
	err := what()
	w.diary.add(trouble{Name: f.Kind, From: from, To: time.Now().Add(k.settles)})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Kind, err)
	}
	return nil
}

// lasts keeps a fault in force.
func (w *world) lasts(f fault) error {
	if !pause(w.ctx, f.Lasts) {
		return errStopped
	}
	return nil
}

// kill ends replicas at once and starts them again. Those that stay are not told.
func (w *world) kill(which ...int) error {
	for _, i := range which {
		if err := w.replicas[i].end(syscall.SIGKILL, drainPatience); err != nil {
			return err
		}
	}
	for _, i := range which {
		if err := w.replicas[i].start(); err != nil {
			return err
		}
	}
	for _, i := range which {
		if err := w.replicas[i].awaitReady(w.ctx); err != nil {
			return err
		}
	}
	return nil
}

func killOne(w *world, f fault) error { return w.kill(f.Pick % len(w.replicas)) }

func killTwo(w *world, f fault) error {
	i := f.Pick % len(w.replicas)
	return w.kill(i, (i+1)%len(w.replicas))
}

func killAll(w *world, _ fault) error {
	all := make([]int, len(w.replicas))
	for i := range all {
		all[i] = i
	}
	return w.kill(all...)
}

// rolling puts new processes in the place of the old, one after the other, as a
// release does.
func rolling(w *world, _ fault) error {
	for _, r := range w.replicas {
		began := time.Now()
		if err := r.end(syscall.SIGTERM, drainPatience); err != nil {
			return err
		}
		w.diary.drained(time.Since(began))
		if err := r.start(); err != nil {
			return err
		}
		if err := r.awaitReady(w.ctx); err != nil {
			return err
		}
	}
	return nil
}

// The servers, and the ways to them.
func ledgerProxy(w *world) *proxy { return w.toPostgres }
func redisProxy(w *world) *proxy  { return w.toRedis }

func stopPostgres(w *world, f fault) error {
	w.postgres.Stop()
	stopped := time.Now()
	err := w.lasts(f)
	w.diary.noLedger(stopped, time.Now())
	w.postgres.Start()
	return err
}

// broken breaks something for a while and mends it again.
func broken(breaks, mends func(*world)) func(*world, fault) error {
	return func(w *world, f fault) error {
		breaks(w)
		defer mends(w)
		return w.lasts(f)
	}
}

func crashPostgres(w *world) { w.postgres.Kill() }
func startPostgres(w *world) { w.postgres.Start() }
func stopRedis(w *world)     { w.redis.Stop() }
func startRedis(w *world)    { w.redis.Start() }
func pauseRedis(w *world)    { w.redis.Pause() }
func resumeRedis(w *world)   { w.redis.Resume() }

// slow holds back everything on the way to a server.
func slow(to func(*world) *proxy) func(*world, fault) error {
	return func(w *world, f fault) error {
		to(w).slow(time.Duration(10+f.Pick%40) * time.Millisecond)
		defer to(w).slow(0)
		return w.lasts(f)
	}
}

// cutAt cuts connections to a server when it has just done what is asked in these
// words: committed, or saved a conversation.
func cutAt(to func(*world) *proxy, asked ...string) func(*world, fault) error {
	return func(w *world, f fault) error {
		to(w).cutWhenDone(3+f.Pick%6, asked...)
		defer to(w).cutWhenDone(0)
		return w.lasts(f)
	}
}

func cutPostgres(w *world, _ fault) error {
	w.toPostgres.cut()
	return nil
}

func flushRedis(w *world, _ fault) error {
	w.redis.Flush()
	w.diary.flushed(time.Now())
	return nil
}

// telegram lets the simulator answer calls in a bad way for a while.
func telegram(bad func(pick int) simulator.Fault) func(*world, fault) error {
	return func(w *world, f fault) error {
		remove := w.sim.Inject(bad(f.Pick))
		defer remove()
		return w.lasts(f)
	}
}

func tooMany(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.TooMany, Rate: 0.4, RetryAfter: 1}
}

func forbid(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.Forbid, Method: "sendMessage", Rate: 0.1}
}

func serverError(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.ServerError, Rate: 0.4}
}

func badGateway(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.BadGateway, Rate: 0.4}
}

func hang(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.Hang, Method: "send*", Rate: 0.2}
}

func cutBefore(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.CutBefore, Rate: 0.3}
}

func cutAnswer(int) simulator.Fault {
	return simulator.Fault{Effect: simulator.CutAfter, Rate: 0.3}
}

func slowCalls(pick int) simulator.Fault {
	return simulator.Fault{Effect: simulator.Slow, Rate: 0.5, Delay: time.Duration(100+pick%900) * time.Millisecond}
}

// migrate makes a group a supergroup with another id, once each.
func migrate(w *world, f fault) error {
	o := w.offices[f.Pick%len(w.offices)]
	o.group.Upgrade(o.leader.p)
	return nil
}

// block has some citizens block the bot for a while.
func block(w *world, f fault) error {
	var who []*citizen
	here := w.known()
	for i := range min(20, len(here)) {
		who = append(who, here[(f.Pick+i*7)%len(here)])
	}
	for _, c := range who {
		c.p.Block(w.bot)
	}
	err := w.lasts(f)
	for _, c := range who {
		c.p.Unblock(w.bot)
	}
	return err
}

// deliveries go wrong all the time, a little: twice, cut off, overtaken by a press,
// late, and now and then one that no library decodes.
func (w *world) badDeliveries() (end func()) {
	var removes []func()
	for _, f := range []simulator.Fault{
		{Effect: simulator.Twice, Rate: 0.05},
		{Effect: simulator.CutRequest, Rate: 0.01},
		{Effect: simulator.CutAnswer, Rate: 0.02},
		{Effect: simulator.Overtake, Method: "message", Rate: 0.02, Delay: time.Second},
		{Effect: simulator.Slow, Method: "message", Rate: 0.02, Delay: 300 * time.Millisecond},
		{Effect: simulator.Poison, Rate: 0.005},
	} {
		removes = append(removes, w.sim.Inject(f))
	}
	return func() {
		for _, remove := range removes {
			remove()
		}
	}
}
