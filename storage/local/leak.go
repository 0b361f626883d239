package local

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"time"
)

// leakPatience is how long goroutines that were told to end may take after the last
// test: a connection to be closed, a timer to fire.
const leakPatience = 5 * time.Second

// leaked waits until no more goroutines run than before the tests, and writes the
// stacks of those that stay. It is false if none do.
func leaked(before int, out io.Writer) bool {
	limit := time.NewTimer(leakPatience)
	defer limit.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		// Connections that wait for another request are nobody's work.
		http.DefaultClient.CloseIdleConnections()
		if runtime.NumGoroutine() <= before {
			return false
		}
		select {
		case <-tick.C:
		case <-limit.C:
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			fmt.Fprintf(out, "%d goroutines are left after the tests, %d were there before:\n\n%s\n", runtime.NumGoroutine(), before, bytes.TrimSpace(stacks))
			return true
		}
	}
}
