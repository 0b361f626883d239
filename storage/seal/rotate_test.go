package seal

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// A rotation by steps: at each of them a replica that has the new text and one that
// has the text before it open what the other seals.
func TestRotationByStepsNeverLocksAReplicaOut(t *testing.T) {
	first, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	added, err := Add(first)
	if err != nil {
		t.Fatal(err)
	}
	promoted, err := Promote(added)
	if err != nil {
		t.Fatal(err)
	}
	old := parse(t, promoted).IDs()[1]
	retired, err := Retire(promoted, old)
	if err != nil {
		t.Fatal(err)
	}
	steps := []*Keys{parse(t, first), parse(t, added), parse(t, promoted)}
	for i := range len(steps) - 1 {
		for _, pair := range [][2]*Keys{{steps[i], steps[i+1]}, {steps[i+1], steps[i]}} {
			sealed, err := pair[0].Seal([]byte("đơn"), "t", "c", "1")
			if err != nil {
				t.Fatal(err)
			}
			if opened, err := pair[1].Open(sealed, "t", "c", "1"); err != nil || string(opened) != "đơn" {
				t.Errorf("between step %d and %d: %q, %v", i, i+1, opened, err)
			}
			if id, ok := SealedBy(sealed); !ok || id != pair[0].Primary() || !bytes.HasPrefix(sealed, id.Prefix()) {
				t.Errorf("step %d seals with %s, and says %s", i, pair[0].Primary(), id)
			}
		}
	}
	last := parse(t, retired)
	if last.Primary() == steps[0].Primary() || last.Primary() != steps[2].Primary() || !slices.Equal(last.IDs(), []KeyID{last.Primary()}) {
		t.Errorf("at the end there are %v", last.IDs())
	}
	sealed, err := steps[0].Seal([]byte("đơn"), "t", "c", "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := last.Open(sealed, "t", "c", "1"); !errors.Is(err, ErrOpen) {
		t.Errorf("a retired key opens still: %v", err)
	}
	if !bytes.Equal(last.Lookup("phone", "1"), steps[0].Lookup("phone", "1")) || last.SignerID() != steps[0].SignerID() {
		t.Error("lookups or signatures changed")
	}
}

func TestRotationRefusesWhatWouldLoseSomething(t *testing.T) {
	text, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Promote(text); !errors.Is(err, ErrNothingAdded) {
		t.Errorf("promoting without adding: %v", err)
	}
	if _, err := Retire(text, parse(t, text).Primary()); !errors.Is(err, ErrStillPrimary) {
		t.Errorf("retiring the only key: %v", err)
	}
	if _, err := Retire(text, parse(t, text).Primary()+1); !errors.Is(err, ErrNoSuchKey) {
		t.Errorf("retiring a key that is not there: %v", err)
	}
}

func TestSignatures(t *testing.T) {
	keys, text := newKeys(t)
	other, _ := newKeys(t)
	signature := keys.Sign([]byte("gốc ngày"))
	if !parse(t, text).Signed([]byte("gốc ngày"), signature) {
		t.Error("our own signature does not hold")
	}
	for what, holds := range map[string]bool{
		"another statement": keys.Signed([]byte("gốc đêm"), signature),
		"another's keys":    other.Signed([]byte("gốc ngày"), signature),
		"no signature":      keys.Signed([]byte("gốc ngày"), nil),
	} {
		if holds {
			t.Errorf("%s holds", what)
		}
	}
	if keys.SignerID() == other.SignerID() || len(keys.SignerID()) != 16 {
		t.Errorf("signers %s and %s", keys.SignerID(), other.SignerID())
	}
}
