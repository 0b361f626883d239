package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"tiepdan/storage/redis"
	"tiepdan/triage"
)

// verdict is what a run has shown: the figures, and every breach of a promise.
type verdict struct {
	w         *world
	began     time.Time // of the first act
	settledAt time.Time
	breaches  map[string][]string // by promise, P1 to P17
	counts    map[string]int
	back      time.Duration // how far drafts were set back, at most
	recovered []recovery
	took      struct{ acting, total time.Duration }

	ledger   *ledger
	screens  map[int64]map[int64]bool // what stood on whose screen
	receipts []receiptCall
	stories  []*citizen // of whom promises were broken to
}

func newVerdict(w *world) *verdict {
	return &verdict{w: w, breaches: map[string][]string{}, counts: map[string]int{}, screens: map[int64]map[int64]bool{}}
}

// breach notes that a promise was broken. What is noted names codes and marks of
// this run, whose words nobody wrote.
func (v *verdict) breach(promise, format string, args ...any) {
	v.breaches[promise] = append(v.breaches[promise], fmt.Sprintf(format, args...))
}

// promises are those that were broken, in order.
func (v *verdict) promises() []string {
	all := slices.Collect(maps.Keys(v.breaches))
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return all
}

// check compares what people did and saw with what is kept.
func (v *verdict) check(ctx context.Context) (err error) {
	if v.ledger, err = v.w.readLedger(ctx); err != nil {
		return err
	}
	kept, err := v.w.readSessions(ctx)
	if err != nil {
		return err
	}
	v.checkFilings(kept)
	v.checkReceipts()
	v.checkClaims()
	v.checkNotices()
	v.checkCards()
	v.checkOutage()
	if err := v.checkSecrets(ctx); err != nil {
		return err
	}
	v.checkReadings()
	if err := v.checkLedger(ctx); err != nil {
		return err
	}
	v.checkRefusals()
	for _, who := range v.w.diary.stuck {
		v.breach("P2", "could not go on: %s", who)
	}
	v.checkRecovery()
	return nil
}

// readSessions is what Redis, or else the checkpoint, holds of every citizen's
// conversation, as text.
func (w *world) readSessions(ctx context.Context) (map[int]string, error) {
	store, err := redis.Open(ctx, w.redis.URL(), w.keys, redis.Options{})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	all := map[int]string{}
	for _, c := range w.citizens {
		state, _, err := store.Peek(ctx, redis.SessionKey{Bot: w.bot.ID(), User: c.p.ID()})
		if err != nil {
			return nil, err
		}
		draft, _, err := w.store.Draft(ctx, w.bot.ID(), c.p.ID())
		if err != nil {
			return nil, err
		}
		all[c.number] = string(state) + "\n" + string(draft)
	}
	return all, nil
}

// checkRecovery holds every fault to the recovery that was asked for.
func (v *verdict) checkRecovery() {
	v.recovered = recoveries(v.w.diary.troubles, v.w.diary.waits, v.w.diary.silences, v.settledAt)
	for _, r := range v.recovered {
		if r.After > v.w.opt.Recovery {
			v.breach("recovery", "%s: a %s came %.1f s after its end", r.Name, r.What, r.After.Seconds())
		}
	}
}

// print writes the table of a run.
func (v *verdict) print(out io.Writer) {
	o := v.w.opt
	fmt.Fprintf(out, "\nseed %d: %d citizens, %d staff, %d replicas, %d faults in %s; %s in all\n",
		o.Seed, len(v.w.citizens), len(o.units())*(o.Officers+1), o.Replicas, len(v.recovered), o.Duration, v.took.total.Round(time.Second))
	row := func(what string, value any, note string) {
		fmt.Fprintf(out, "  %-46s %8v  %s\n", what, value, note)
	}
	n := v.counts
	row("petitions sent / filed", fmt.Sprintf("%d/%d", n["sent"], n["filed"]), "")
	row("… lost", n["lost"], "P4")
	row("… doubled", n["doubled"], "P2")
	row("messages of stories told / kept", fmt.Sprintf("%d/%d", n["told"], n["kept"]), "")
	row("… dropped in silence", n["dropped"], "P16")
	row("… taken twice", n["twice"], "P2")
	row("effects out of order", n["inverted"], "P3")
	row("receipts without a record, or before it", n["receipts early"], "P1")
	row("claims", n["claims"], "")
	row("… with two winners", n["two winners"], "P8")
	row("notices", n["notices"], "")
	row("… lost", n["notices lost"], "P7")
	row("… doubled", n["notices doubled"], "P7")
	row("… of unknown outcome, and noted as such", n["outcome unknown"], "")
	row("… sent / blocked / stale / delayed", fmt.Sprintf("%d/%d/%d/%d", n["outcome sent"], n["outcome blocked"], n["outcome stale"], n["outcome delayed"]), "the ledger's lines, cards included")
	row("… sent again after a replica died in mid-sending", n["sent again"], "at least once, DESIGN §5")
	row("group cards missing or doubled", n["cards"], "P7")
	row("words or names where they must not be", n["found"], "P9")
	row("drafts set back by an emptied Redis", n["set back"], fmt.Sprintf("by %.1f s at most", v.back.Seconds()))
	row("… drafts that came back when they were just over", n["revived"], "")
	row("… words taken for an answer that was asked again", n["mistaken"], "after an emptying; told, not in silence")
	alone := v.w.diary.unexplained()
	row("acts that had to be done again for an answer", len(v.w.diary.silences), fmt.Sprintf("of these with nothing broken about them: %d", len(alone)))
	for _, s := range alone[:min(3, len(alone))] {
		fmt.Fprintf(out, "    %s  %s: %s\n", v.since(s.At), s.Who, s.What)
	}
	row("answers that Telegram refused in silence", n["silent"], "in a webhook's body; of these without a fault: "+fmt.Sprint(n["silent alone"]))
	v.limitRows(row)
	row("longest stop in good order", fmt.Sprintf("%.1f s", v.w.diary.longest.Seconds()), "")
	v.printRecovery(out)
	if len(v.breaches) == 0 {
		fmt.Fprintln(out, "  every promise was kept")
		return
	}
	for _, p := range v.promises() {
		fmt.Fprintf(out, "  BROKEN %s: %d times\n", p, len(v.breaches[p]))
		for _, line := range v.breaches[p][:min(5, len(v.breaches[p]))] {
			fmt.Fprintln(out, "    "+line)
		}
	}
	for _, c := range v.stories {
		fmt.Fprintf(out, "  what happened to citizen %d\n", c.number)
		for _, line := range v.story(c) {
			fmt.Fprintln(out, "    "+line)
		}
	}
}

// printRecovery tells of each kind of fault how soon everybody was served again.
func (v *verdict) printRecovery(out io.Writer) {
	by := map[string][]recovery{}
	var all []time.Duration
	for _, r := range v.recovered {
		by[r.Name] = append(by[r.Name], r)
		all = append(all, r.After)
	}
	slices.Sort(all)
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(out, "  recovery of a fault: p50 %.1f s, longest %.1f s\n", all[len(all)/2].Seconds(), all[len(all)-1].Seconds())
	for _, name := range slices.Sorted(maps.Keys(by)) {
		worst := slices.MaxFunc(by[name], func(a, b recovery) int { return int(a.After - b.After) })
		fmt.Fprintf(out, "    %-28s %5.1f s  lasted %.1f s, %d waited, %d acts had to be repeated\n", name, worst.After.Seconds(), worst.To.Sub(worst.From).Seconds(), worst.AtEnd, worst.Mute)
	}
}

// person is who a telephone's owner is in the ledger.
func (l *ledger) person(user int64) triage.PersonID { return l.people[user] }
