package bot

import (
	"context"
	"log/slog"
	"testing"
	"time"
)

// TestLaterIsBounded lets no more wait than it may, takes more when those are
// done, and survives what panics.
func TestLaterIsBounded(t *testing.T) {
	l := newLater(slog.New(slog.DiscardHandler))
	l.most = 2
	ran := make(chan struct{})
	if !l.after(time.Millisecond, func(context.Context) { <-ran; panic("in an album") }) || !l.after(time.Millisecond, func(context.Context) { <-ran }) {
		t.Fatal("two have room")
	}
	if l.after(0, func(context.Context) { t.Error("a third ran") }) {
		t.Error("a third has room")
	}
	l.perhaps(0, func(context.Context) { t.Error("a third ran, perhaps") })
	close(ran)
	eventually(t, "there is room again", func() bool { return l.after(0, func(context.Context) {}) })
	if err := l.close(t.Context()); err != nil {
		t.Error(err)
	}
	if l.after(0, func(context.Context) { t.Error("ran after the end") }) {
		t.Error("taken after the end")
	}
}
