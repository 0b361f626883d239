package triage

import (
	"crypto/rand"
	"testing"
	"time"
)

func TestAPlaceIsReadAsItWasWritten(t *testing.T) {
	code, err := NewCode(2026, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, time.November, 30, 17, 0, 0, 123_456_000, time.UTC)
	for _, place := range []Place{
		{Code: code}, {Calm: true, Code: code},
		{Due: due, Code: code}, {Calm: true, Due: due, Code: code},
	} {
		read, err := ParsePlace(place.String())
		if err != nil || read.Compare(place, false) != 0 || !read.Due.Equal(place.Due) || len(place.String()) > 40 {
			t.Errorf("%+v is written %q and read as %+v; %v", place, place, read, err)
		}
	}
	for _, not := range []string{"", string(code), "x." + string(code), "c!." + string(code), "c.nothing"} {
		if place, err := ParsePlace(not); err == nil {
			t.Errorf("%q is read as %+v", not, place)
		}
	}
}
