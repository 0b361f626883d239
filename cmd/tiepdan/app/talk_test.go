package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTalks plays every conversation of bot/testdata over HTTP against the whole
// program. Each has a fresh office.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "bot", "testdata", "*.talk"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := newStage(t, sharedServers(t), 1)
			s.play(string(b))
			s.quiet("Nguyễn Thị Mẫu", "0912345678", "022185001234")
		})
	}
}
