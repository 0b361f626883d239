package bot

import (
	"testing"

	"tiepdan/storage/local"
)

// TestMain fails where a goroutine is left running.
func TestMain(m *testing.M) { local.Main(m) }
