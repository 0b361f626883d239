package postgres

import (
	"context"
	"sync/atomic"
	"testing"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// TestACardIsDrawnByOneAtATime: a petition that is claimed while its card is being
// drawn for the first time has its card drawn again afterwards, not beside it.
func TestACardIsDrawnByOneAtATime(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	var drawing, most, drawn atomic.Int32
	begun, goOn := make(chan struct{}, 100), make(chan struct{})
	o := &office{card: func(ctx context.Context, _ triage.Notice) error {
		n := drawing.Add(1)
		defer drawing.Add(-1)
		if n > most.Load() {
			most.Store(n)
		}
		begun <- struct{}{}
		select {
		case <-goOn:
		case <-ctx.Done():
		}
		drawn.Add(1)
		return ctx.Err()
	}}
	startWork(t, s, o)
	p := mustFile(t, desk, triagetest.Draft("one", "citizen"))
	<-begun
	mustDo(t, desk, claimOf(p, "claim", 1))
	eventually(t, "the second drawing waits its turn", func() bool {
		return count(t, s, `SELECT count(*) FROM river_job WHERE kind = 'card' AND metadata ? 'snoozes'`) == 1
	})
	close(goOn)
	eventually(t, "both are drawn", func() bool { return drawn.Load() == 2 && unfinished(t, s) == 0 })
	if most.Load() != 1 {
		t.Errorf("%d drew one card at a time", most.Load())
	}
}
