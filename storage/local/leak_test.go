package local

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// TestALeakIsSeen: a goroutine that ends in time is none, one that stays is.
func TestALeakIsSeen(t *testing.T) {
	end := make(chan struct{})
	before := runtime.NumGoroutine()
	go func() { <-end }()
	close(end)
	if leaked(before, io.Discard) {
		t.Error("a goroutine that ends is taken for a leak")
	}
	stays := make(chan struct{})
	go func() { <-stays }()
	defer close(stays)
	var said strings.Builder
	if !leaked(before, &said) || !strings.Contains(said.String(), "TestALeakIsSeen") {
		t.Errorf("a goroutine that stays is not told: %q", said.String())
	}
}
