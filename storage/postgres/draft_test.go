package postgres

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestALateBatchRevivesNothing(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	expect := func(user, wantVersion int64, want string) {
		t.Helper()
		state, version, err := s.Draft(ctx, 1, user)
		must(t, err)
		if string(state) != want || want == "" && state != nil || version != wantVersion {
			t.Errorf("the draft of %d is %q, version %d, want %q, %d", user, state, version, want, wantVersion)
		}
	}
	expect(7, 0, "")
	must(t, s.SaveDrafts(ctx, nil))
	must(t, s.SaveDrafts(ctx, []Draft{{1, 7, 10, []byte("ten")}, {1, 8, 1, []byte("one")}, {2, 7, 1, []byte("another bot")}}))
	expect(7, 10, "ten")
	must(t, s.SaveDrafts(ctx, []Draft{{1, 7, 9, []byte("nine, late")}, {1, 8, 3, []byte("three")}, {1, 8, 2, []byte("two")}}))
	expect(7, 10, "ten")
	expect(8, 3, "three")
	must(t, s.SaveDrafts(ctx, []Draft{{1, 7, 11, nil}}))
	expect(7, 11, "")
	must(t, s.SaveDrafts(ctx, []Draft{{1, 7, 10, []byte("ten, late")}, {1, 7, 11, []byte("eleven, again")}}))
	expect(7, 11, "")
	must(t, s.SaveDrafts(ctx, []Draft{{1, 7, 12, []byte("twelve")}}))
	expect(7, 12, "twelve")
}

func TestBatchesAtOnceKeepTheNewest(t *testing.T) {
	s := newStore(t)
	together(20, func(i int) {
		var batch []Draft
		for user := range int64(50) {
			batch = append(batch, Draft{Bot: 1, User: user, Version: int64(i + 1), State: fmt.Append(nil, i+1)})
		}
		if i%2 == 1 {
			slices.Reverse(batch)
		}
		if err := s.SaveDrafts(t.Context(), batch); err != nil {
			t.Errorf("batch %d: %v", i, err)
		}
	})
	for user := range int64(50) {
		if state, _, err := s.Draft(t.Context(), 1, user); err != nil || string(state) != "20" {
			t.Errorf("the draft of %d is %q, %v; want 20", user, state, err)
		}
	}
}

func TestOldDraftsAreForgotten(t *testing.T) {
	s := newStore(t)
	now := time.Now()
	s.now = func() time.Time { return now }
	save := func(first, n int64, state []byte) {
		t.Helper()
		var batch []Draft
		for user := first; user < first+n; user++ {
			batch = append(batch, Draft{Bot: 1, User: user, Version: now.UnixMilli(), State: state})
		}
		must(t, s.SaveDrafts(t.Context(), batch))
	}
	save(1, forgetPage+5, []byte("old"))
	save(5000, 3, nil) // tombstones
	now = now.AddDate(0, 0, 20)
	save(2, 2, []byte("gone on with"))
	save(9000, 1, []byte("new"))
	if n, err := s.ForgetDrafts(t.Context(), now.AddDate(0, 0, -10)); err != nil || n != forgetPage+5+3-2 {
		t.Errorf("forgotten: %d, %v", n, err)
	}
	for user, want := range map[int64]string{1: "", 2: "gone on with", 3: "gone on with", 4: "", 9000: "new"} {
		if state, _, err := s.Draft(t.Context(), 1, user); err != nil || string(state) != want {
			t.Errorf("the draft of %d is %q, %v; want %q", user, state, err, want)
		}
	}
	if n := count(t, s, `SELECT count(*) FROM draft`); n != 3 {
		t.Errorf("%d are left", n)
	}
}

func TestEpochsCountStarts(t *testing.T) {
	s := newStore(t)
	for i, step := range []struct {
		partition int
		bump      bool
		want      int64
	}{{3, false, 0}, {3, true, 1}, {3, false, 1}, {3, true, 2}, {4, false, 0}, {4, true, 1}, {3, false, 2}} {
		got, err := s.Epoch(t.Context(), step.partition, step.bump)
		if err != nil || got != step.want {
			t.Errorf("step %d: %d, %v; want %d", i, got, err, step.want)
		}
	}
}
