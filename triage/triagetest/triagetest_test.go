package triagetest_test

import (
	"testing"

	"tiepdan/triage/triagetest"
)

func TestLedgerInMemory(t *testing.T) {
	triagetest.Suite(t, func(*testing.T) triagetest.Subject { return triagetest.NewLedger() })
}
