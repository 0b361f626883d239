package app

import "testing"

func TestWorldMark(t *testing.T) {
	first, second := worldMark("1/"), worldMark("2/")
	for _, ref := range []string{"", "7", "1/7"} {
		if got := first.take(first.put(ref)); got != ref {
			t.Errorf("%q comes back as %q", ref, got)
		}
		if got := second.take(first.put(ref)); got != "" {
			t.Errorf("%q of the first world means %q in the second", ref, got)
		}
	}
}
