package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

// calm is how long nothing is broken after each fault, so that its recovery can be
// told from the next one. It is longer than the recovery that is promised.
const calm = 6 * time.Second

// fault is one thing that goes wrong, drawn from the seed before the run begins.
type fault struct {
	Kind  string
	At    time.Duration // from the start of the run
	Lasts time.Duration
	Pick  int // which replica, group or person, counted round
}

// kind is one way to break something; carry.go says how.
type kind struct {
	name     string
	from, to time.Duration // how long it lasts, at least and at most
	carry    func(*world, fault) error
	settles  time.Duration // how long its last victim may still wait for an answer
}

// kinds is every fault of a run.
func kinds() []kind {
	const ms = time.Millisecond
	return []kind{
		{name: "kill -9", carry: killOne},
		{name: "kill -9 two", carry: killTwo},
		{name: "kill -9 all", carry: killAll},
		{name: "rolling restart", carry: rolling},
		{name: "postgres stopped", from: 1000 * ms, to: 4000 * ms, carry: stopPostgres},
		{name: "postgres crashed", from: 300 * ms, to: 1500 * ms, carry: broken(crashPostgres, startPostgres)},
		{name: "postgres slow", from: 2000 * ms, to: 4000 * ms, carry: slow(ledgerProxy)},
		{name: "postgres cut", carry: cutPostgres},
		{name: "postgres cut after commit", from: 1500 * ms, to: 3000 * ms, carry: cutAt(ledgerProxy, "commit")},
		{name: "redis stopped", from: 500 * ms, to: 3000 * ms, carry: broken(stopRedis, startRedis)},
		{name: "redis hangs", from: 500 * ms, to: 3000 * ms, carry: broken(pauseRedis, resumeRedis)},
		{name: "redis slow", from: 2000 * ms, to: 4000 * ms, carry: slow(redisProxy)},
		{name: "redis cut after save", from: 1500 * ms, to: 3000 * ms, carry: cutAt(redisProxy, "EVALSHA", ":session:")},
		{name: "redis emptied", carry: flushRedis},
		{name: "telegram 429", from: 2000 * ms, to: 4000 * ms, carry: telegram(tooMany)},
		{name: "telegram 403", from: 2000 * ms, to: 4000 * ms, carry: telegram(forbid), settles: answerPatience},
		{name: "telegram 500", from: 2000 * ms, to: 4000 * ms, carry: telegram(serverError)},
		{name: "telegram 502", from: 2000 * ms, to: 4000 * ms, carry: telegram(badGateway)},
		{name: "telegram hangs", from: 1000 * ms, to: 2000 * ms, carry: telegram(hang), settles: callTimeout},
		{name: "telegram cut before", from: 2000 * ms, to: 4000 * ms, carry: telegram(cutBefore)},
		{name: "telegram cut after", from: 2000 * ms, to: 4000 * ms, carry: telegram(cutAnswer)},
		{name: "telegram slow", from: 2000 * ms, to: 4000 * ms, carry: telegram(slowCalls)},
		{name: "group migrates", carry: migrate},
		{name: "people block", from: 1000 * ms, to: 3000 * ms, carry: block},
	}
}

// callTimeout is how long a replica waits for an answer of Telegram.
const callTimeout = 10 * time.Second

// draw makes the schedule of a run: every kind once before any comes again, with
// calm after each, from lead on and within the duration. only names the kinds to draw from; none
// means all. The same seed draws the same.
func draw(seed uint64, lead, duration time.Duration, only []string) []fault {
	r := rand.New(rand.NewPCG(seed, 1))
	var from []kind
	for _, k := range kinds() {
		if len(only) == 0 || slices.Contains(only, k.name) {
			from = append(from, k)
		}
	}
	var all []fault
	var bag []kind
	at := lead
	for len(from) > 0 {
		if len(bag) == 0 {
			bag = slices.Clone(from)
			r.Shuffle(len(bag), func(i, j int) { bag[i], bag[j] = bag[j], bag[i] })
		}
		k := bag[0]
		bag = bag[1:]
		f := fault{Kind: k.name, At: at, Lasts: k.from, Pick: r.IntN(1 << 20)}
		if k.to > k.from {
			f.Lasts = k.from + time.Duration(r.Int64N(int64(k.to-k.from)))
		}
		if f.At+f.Lasts+k.settles+calm > duration {
			break
		}
		all = append(all, f)
		at = f.At + f.Lasts + k.settles + calm
	}
	return all
}

func kindOf(name string) kind {
	all := kinds()
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		return kind{name: name}
	}
	return all[i]
}
