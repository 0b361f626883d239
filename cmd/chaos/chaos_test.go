package main

import (
	"io"
	"net"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"
)

// TestASeedDrawsTheSame: schedule and plans are drawn from the seed alone, a long run
// holds every kind of fault, and each is given its calm.
func TestASeedDrawsTheSame(t *testing.T) {
	if !reflect.DeepEqual(draw(7, time.Second, 3*time.Minute, nil), draw(7, time.Second, 3*time.Minute, nil)) {
		t.Error("one seed draws two schedules")
	}
	if reflect.DeepEqual(draw(7, time.Second, 3*time.Minute, nil), draw(8, time.Second, 3*time.Minute, nil)) {
		t.Error("two seeds draw one schedule")
	}
	if one, again := planOf(7, 3, 1), planOf(7, 3, 1); one != again {
		t.Error("one seed draws two plans")
	}
	all := draw(7, time.Second, time.Hour, nil)
	for _, k := range kinds() {
		if !slices.ContainsFunc(all, func(f fault) bool { return f.Kind == k.name }) {
			t.Errorf("%s is never drawn", k.name)
		}
	}
	for i, f := range all[1:] {
		before := all[i]
		if f.At < before.At+before.Lasts+calm {
			t.Errorf("%s follows %s without calm", f.Kind, before.Kind)
		}
	}
	if only := draw(7, time.Second, time.Minute, []string{"kill -9"}); len(only) == 0 || slices.ContainsFunc(only, func(f fault) bool { return f.Kind != "kill -9" }) {
		t.Errorf("only kills were asked for: %v", only)
	}
}

// TestRecoveryIsWhatTheLastOneWaited: it runs from the end of a fault to the answer
// of whoever waited then, and no further than to the next fault.
func TestRecoveryIsWhatTheLastOneWaited(t *testing.T) {
	start := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	at := func(s float64) time.Time { return start.Add(time.Duration(s * float64(time.Second))) }
	troubles := []trouble{{"second", at(20), at(21)}, {"first", at(5), at(7)}}
	waits := []wait{
		{"answer", at(4), at(4.5)},   // over before
		{"answer", at(6), at(9)},     // 2 s
		{"receipt", at(6.5), at(30)}, // until the next fault: 13 s; and 9 s after it
		{"answer", at(8), at(12)},    // began after the end
	}
	got := recoveries(troubles, waits, []silence{{At: at(5.5)}, {At: at(15)}}, at(60))
	if len(got) != 2 || got[0].Name != "first" || got[0].After != 13*time.Second || got[0].What != "receipt" || got[0].AtEnd != 2 || got[0].Mute != 1 || got[1].After != 9*time.Second {
		t.Errorf("recoveries %+v", got)
	}
	flushes := []time.Time{at(10), at(40)}
	if back, ok := setBack(flushes, at(8.5), at(20)); !ok || back != 1500*time.Millisecond {
		t.Errorf("set back by %s, %t", back, ok)
	}
	if _, ok := setBack(flushes, at(11), at(20)); ok {
		t.Error("an emptying before the answer explains nothing")
	}
}

// TestEveryFlawApplies: every broken build can still be made, and every promise has
// one.
func TestEveryFlawApplies(t *testing.T) {
	all, err := flaws("broken")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	promises := map[string]bool{}
	for _, f := range all {
		promises[f.promise] = true
		if f.file, err = filepath.Abs(f.file); err != nil {
			t.Fatal(err)
		}
		if _, err := f.overlay(t.Context(), root, t.TempDir()); err != nil {
			t.Error(err)
		}
		for _, fault := range f.faults {
			if !slices.Contains(names, fault) {
				t.Errorf("%s names %q, which is no fault", f.name, fault)
			}
		}
	}
	for _, p := range []string{"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P14", "P15", "P16", "P17"} {
		if !promises[p] {
			t.Errorf("no broken build breaks %s", p)
		}
	}
}

// TestTheProxyBreaksOff: an answer is cut off when the server has done what was
// asked, and only then.
func TestTheProxyBreaksOff(t *testing.T) {
	dir := t.TempDir()
	server, err := net.Listen("unix", filepath.Join(dir, "server"))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	heard := make(chan string, 10)
	go func() {
		for {
			conn, err := server.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				buffer := make([]byte, 100)
				for {
					n, err := conn.Read(buffer)
					if err != nil {
						return
					}
					heard <- string(buffer[:n])
					if _, err := conn.Write([]byte("done")); err != nil {
						return
					}
				}
			}()
		}
	}()
	p, err := newProxy(filepath.Join(dir, "proxy"), filepath.Join(dir, "server"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	ask := func(words string) error {
		conn, err := net.Dial("unix", filepath.Join(dir, "proxy"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.Write([]byte(words)); err != nil {
			return err
		}
		if got := <-heard; got != words {
			t.Errorf("the server heard %q", got)
		}
		_, err = io.ReadFull(conn, make([]byte, 4))
		return err
	}
	p.cutWhenDone(1, "commit", "now")
	if err := ask("begin now"); err != nil {
		t.Errorf("what nobody waits for: %v", err)
	}
	if ask("commit now") == nil {
		t.Error("the answer to a commit came through")
	}
	if err := ask("commit now"); err != nil {
		t.Errorf("the second commit: %v", err)
	}
}

// TestMarksAreFound in a text that quotes several.
func TestMarksAreFound(t *testing.T) {
	one, two := markOf(3, 1, 0), markOf(3, 1, 12)
	if got := marksIn(words(one) + words(two) + canaryWord); !slices.Equal(got, []string{one, two}) {
		t.Errorf("found %q", got)
	}
}

// Every number that a citizen types is found, and none in a longer row of digits.
func TestNumbersAreFound(t *testing.T) {
	found := func(text string) bool {
		return slices.ContainsFunc(canaryNumbers(), func(p string) bool { return regexp.MustCompile(p).MatchString(text) })
	}
	phone, id := plan{}.words("phone", 61234), plan{}.words("id_number", 61234)
	for _, text := range []string{phone, id, "{" + phone + "}", "+84" + phone[1:], `"` + id + `"`, `\012` + phone, phone[:7] + "***", "số " + id[:7]} {
		if !found(text) {
			t.Errorf("%q is not found", text)
		}
	}
	if long := "91" + phone + id + "45"; found(long) {
		t.Errorf("found in %q", long)
	}
}
