package text

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func small(t *testing.T) *Catalogue {
	t.Helper()
	c, err := load(fstest.MapFS{
		"vi/a.json": {Data: []byte(`{"hello": "Chào <b>{name}</b> &amp; bạn", "same": "@hello", "number.group": "."}`)},
		"en/a.json": {Data: []byte(`{"hello": "Hello <b>{name}</b> &amp; friend", "same": "@hello", "number.group": ","}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSayEscapesWhatAPersonWrote(t *testing.T) {
	s := small(t).In("vi")
	if got, want := s.Say("hello", "name", `<i>A & "B"`), `Chào <b>&lt;i&gt;A &amp; "B"</b> &amp; bạn`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := s.Plain("same", "name", "<i>A & B"), "Chào <i>A & B & bạn"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMissingWordsAreShownAndCounted(t *testing.T) {
	c := small(t)
	s := c.In("en")
	if got := s.Say("nothing.here"); got != "[nothing.here]" {
		t.Errorf("got %s", got)
	}
	if got := s.Plain("hello"); got != "Hello {name} & friend" {
		t.Errorf("got %s", got)
	}
	if got := strings.Join(c.Missing(), "; "); got != "en hello {name}; en nothing.here" {
		t.Errorf("missing: %s", got)
	}
	if s.Has("nothing.here") || !s.Has("same") {
		t.Error("Has is wrong")
	}
}

func TestUnknownLanguageSpeaksTheDefault(t *testing.T) {
	if got := small(t).In("de").Language(); got != "vi" {
		t.Errorf("got %s", got)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"a key twice in a file":   {"vi/a.json": {Data: []byte(`{"a": "1", "a": "2"}`)}},
		"a key in two files":      {"vi/a.json": {Data: []byte(`{"a": "1"}`)}, "vi/b.json": {Data: []byte(`{"a": "2"}`)}},
		"a reference to nothing":  {"vi/a.json": {Data: []byte(`{"a": "@b"}`)}},
		"references in a circle":  {"vi/a.json": {Data: []byte(`{"a": "@b", "b": "@a"}`)}},
		"an open brace":           {"vi/a.json": {Data: []byte(`{"a": "x {name"}`)}},
		"a closing brace alone":   {"vi/a.json": {Data: []byte(`{"a": "x} {name}"}`)}},
		"a list":                  {"vi/a.json": {Data: []byte(`["a"]`)}},
		"a number instead of one": {"vi/a.json": {Data: []byte(`{"a": 1}`)}},
		"half a file":             {"vi/a.json": {Data: []byte(`{"a": "1"`)}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDatesTimesAndNumbers(t *testing.T) {
	c := loaded(t)
	vi, en := c.In("vi"), c.In("en")
	// 02:05 UTC is 9:05 in Việt Nam; 20:30 UTC is the next day there.
	morning, night := time.Date(2026, 11, 24, 2, 5, 0, 0, time.UTC), time.Date(2026, 3, 4, 20, 30, 0, 0, time.UTC)
	for _, row := range []struct{ got, want string }{
		{vi.Date(2026, time.November, 24), "thứ Ba 24/11/2026"},
		{en.Date(2026, time.November, 24), "Tuesday 24 Nov 2026"},
		{vi.Day(night), "thứ Năm 05/03/2026"},
		{en.Day(night), "Thursday 5 Mar 2026"},
		{vi.Time(morning), "9 giờ 05 ngày 24/11/2026"},
		{en.Time(morning), "9:05 on 24 Nov 2026"},
		{vi.Number(1500), "1.500"}, {en.Number(1500), "1,500"}, {vi.Number(999), "999"},
		{vi.Number(1234567), "1.234.567"}, {vi.Number(-1234), "-1.234"}, {vi.Number(0), "0"},
	} {
		if row.got != row.want {
			t.Errorf("got %s, want %s", row.got, row.want)
		}
	}
	if missing := c.Missing(); len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a", "{a}", "<b>{a}</b>", "{", "}", "{}", "{{a}}", "<", "&amp;", "a{b}c{d}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parse(s)
		if err == nil && p.raw() != s {
			t.Errorf("%q became %q", s, p.raw())
		}
	})
}

func BenchmarkSay(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	s := c.In("vi")
	for b.Loop() {
		s.Say("citizen.transfer", "code", "26-K7QM-4TXC", "destination", "Tòa án <khu vực> 1", "when", "9 giờ 05")
	}
}
