package postgres

import (
	"fmt"
	"slices"
	"testing"
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
