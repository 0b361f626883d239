package bot

import (
	"path/filepath"
	"testing"

	"tiepdan/triage/triagetest"
)

// TestStoredSessions holds conversations to what former releases wrote: they lie in
// Redis for a month, and as checkpoints in Postgres.
func TestStoredSessions(t *testing.T) {
	triagetest.Stored(t, filepath.Join("testdata", "formats"), "session", triagetest.Filled[session]())
}
