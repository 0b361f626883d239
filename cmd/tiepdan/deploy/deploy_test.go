package deploy

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestExampleHoldsNoSecrets keeps values that somebody might run with out of the
// example.
func TestExampleHoldsNoSecrets(t *testing.T) {
	text, err := os.ReadFile("example.env")
	if err != nil {
		t.Fatal(err)
	}
	blank := regexp.MustCompile(`<[A-Z]+>`)
	for _, line := range strings.Split(string(text), "\n") {
		name, value, set := strings.Cut(line, "=")
		if !set || strings.HasPrefix(line, "#") {
			continue
		}
		for _, secret := range []string{"TOKEN", "KEYSET", "SECRET", "DATABASE"} {
			if strings.HasSuffix(strings.TrimSuffix(name, "_URL"), secret) && !blank.MatchString(value) {
				t.Errorf("%s has a value", name)
			}
		}
	}
}
