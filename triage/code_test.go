package triage

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

func newTestCode(t testing.TB, seed byte) Code {
	t.Helper()
	c, err := NewCode(2026, rand.NewChaCha8([32]byte{seed}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCodeIsReadAsPeopleWriteIt(t *testing.T) {
	c := newTestCode(t, 1)
	if !strings.HasPrefix(string(c), "26-") || len(c) != 12 {
		t.Fatalf("code %s", c)
	}
	plain := strings.ReplaceAll(string(c), "-", "")
	for _, s := range []string{string(c), strings.ToLower(string(c)), plain, " " + string(c) + " ", plain[:2] + " " + plain[2:6] + " " + plain[6:], strings.ReplaceAll(string(c), "-", "–")} {
		if got, err := ParseCode(s); err != nil || got != c {
			t.Errorf("%q: %s, %v", s, got, err)
		}
	}
}

// The check digit catches every wrong letter, in the year too, and every swap of
// two letters.
func TestCheckDigitCatchesSlips(t *testing.T) {
	for seed := range byte(40) {
		plain := strings.ReplaceAll(string(newTestCode(t, seed)), "-", "")
		for i := range plain {
			alphabet := codeLetters
			if i < 2 {
				alphabet = "0123456789"
			}
			for _, wrong := range alphabet {
				if byte(wrong) == plain[i] {
					continue
				}
				s := plain[:i] + string(wrong) + plain[i+1:]
				if _, err := ParseCode(s); !errors.Is(err, ErrNoCode) {
					t.Fatalf("%s for %s was not caught", s, plain)
				}
			}
			for j := i + 1; j < len(plain); j++ {
				b := []byte(plain)
				b[i], b[j] = b[j], b[i]
				if string(b) == plain {
					continue
				}
				if _, err := ParseCode(string(b)); !errors.Is(err, ErrNoCode) {
					t.Fatalf("%s for %s (a swap) was not caught", b, plain)
				}
			}
		}
	}
}

func TestCodesDiffer(t *testing.T) {
	seen := map[Code]bool{}
	random := rand.NewChaCha8([32]byte{7})
	for range 20_000 {
		c, err := NewCode(2026, random)
		if err != nil {
			t.Fatal(err)
		}
		if seen[c] {
			t.Fatalf("%s was drawn twice", c)
		}
		seen[c] = true
	}
}

func TestNewCodeReportsASilentSource(t *testing.T) {
	if _, err := NewCode(2026, strings.NewReader("short")); err == nil {
		t.Error("a source that ran dry gave a code")
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("26-K7QM-4TXC")
	f.Add(string(newTestCode(f, 3)))
	f.Add("đơn 26")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		if err != nil {
			if !errors.Is(err, ErrNoCode) || c != "" {
				t.Fatalf("%q: %q, %v", s, c, err)
			}
			return
		}
		if again, err := ParseCode(string(c)); err != nil || again != c {
			t.Fatalf("%q reads as %s, which reads as %s, %v", s, c, again, err)
		}
	})
}
