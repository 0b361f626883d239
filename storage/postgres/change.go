package postgres

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tiepdan/triage"
)

// lent is what Change has lent, with what it was before.
type lent struct {
	triage.Case
	was   []triage.Petition
	heads map[triage.Code][]byte // hash of the last event of each
}

// Change lends petitions to fn; see triage.Ledger. fn may run again if another
// transaction was in the way.
func (s *Store) Change(ctx context.Context, codes []triage.Code, fn func(*triage.Case) error) error {
	var refused error
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		refused = nil
		l, err := s.lend(ctx, tx, codes)
		if err != nil {
			return err
		}
		if err := fn(&l.Case); err != nil {
			refused = err
			return err
		}
		return s.takeBack(ctx, tx, l)
	})
	if err == nil || refused != nil {
		return err
	}
	return fmt.Errorf("change petitions: %w", err)
}

// lend locks the petitions in code order, so that two of us never wait for each
// other. Their obligations are read after the lock, in the same trip.
func (s *Store) lend(ctx context.Context, tx pgx.Tx, codes []triage.Code) (*lent, error) {
	codes = slices.Compact(slices.Sorted(slices.Values(codes)))
	l := &lent{heads: make(map[triage.Code][]byte, len(codes))}
	var batch pgx.Batch
	batch.Queue(`SELECT`+petitionColumns+`, head FROM petition WHERE code = ANY ($1) ORDER BY code FOR UPDATE`, codes).
		Query(func(rows pgx.Rows) error {
			for rows.Next() {
				var head []byte
				p, err := scanPetition(rows, &head)
				if err != nil {
					return err
				}
				l.Petitions, l.heads[p.Code] = append(l.Petitions, p), head
			}
			return rows.Err()
		})
	batch.Queue(obligationsOf, codes).Query(func(rows pgx.Rows) error { return scanObligations(rows, l.Petitions) })
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, err
	}
	if len(l.Petitions) != len(codes) {
		return nil, triage.ErrNotFound
	}
	l.was = each(l.Petitions, copied)
	l.Prior = func(key string) ([]triage.Event, error) {
		events, err := prior(ctx, tx, key)
		if err != nil {
			return nil, fmt.Errorf("look for an earlier act: %w", err)
		}
		return events, nil
	}
	l.Words = func(code triage.Code) (triage.Words, triage.Identity, []triage.Attachment, error) {
		if _, ok := l.heads[code]; !ok {
			return triage.Words{}, triage.Identity{}, nil, triage.ErrNotFound
		}
		w, id, files, err := s.words(ctx, tx, code)
		if err != nil {
			return w, id, files, fmt.Errorf("read what was written: %w", err)
		}
		return w, id, files, nil
	}
	return l, nil
}

// copied is p with lists of its own, so that a change in place is noticed.
func copied(p triage.Petition) triage.Petition {
	p.About, p.Links, p.Children = slices.Clone(p.About), slices.Clone(p.Links), slices.Clone(p.Children)
	p.Obligations = slices.Clone(p.Obligations)
	return p
}

// takeBack writes what fn left in the case.
func (s *Store) takeBack(ctx context.Context, tx pgx.Tx, l *lent) error {
	if len(l.Petitions) != len(l.was) {
		return errors.New("a petition was added to the case or removed from it")
	}
	var batch, events pgx.Batch
	var fetch []fetchArgs
	moved := make(map[triage.Code]bool, len(l.was))
	for _, e := range l.Events {
		prev, ok := l.heads[e.Code]
		if !ok {
			return errors.New("an event is of a petition outside the case")
		}
		r, err := s.sealEvent(e, prev)
		if err != nil {
			return err
		}
		if err := s.queueEvent(&events, r, e.Files, &fetch); err != nil {
			return err
		}
		l.heads[e.Code], moved[e.Code] = r.hash, true
	}
	for i := range l.Petitions {
		p, was := &l.Petitions[i], &l.was[i]
		if p.Code != was.Code {
			return errors.New("a petition of the case was replaced by another")
		}
		if !moved[p.Code] && reflect.DeepEqual(p, was) {
			continue
		}
		batch.Queue(updatePetition, append(petitionValues(p, l.heads[p.Code]), was.Version)...).Exec(oneRow)
		for n, o := range p.Obligations {
			if n >= len(was.Obligations) || !reflect.DeepEqual(o, was.Obligations[n]) {
				queueObligation(&batch, p.Code, n, o)
			}
		}
	}
	if len(l.Events)+len(l.Opened) > 0 {
		shareWeek(&batch)
	}
	batch.QueuedQueries = append(batch.QueuedQueries, events.QueuedQueries...)
	notices := l.Notices
	for _, f := range l.Opened {
		if err := s.queueFiling(&batch, f, &fetch); err != nil {
			return err
		}
		notices = append(notices, f.Notices...)
	}
	cards := s.queueCards(&batch, notices)
	if batch.Len() > 0 {
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
	}
	return s.enqueue(ctx, tx, notices, cards, fetch)
}

// oneRow is what a guarded update must have changed.
func oneRow(tag pgconn.CommandTag) error {
	if tag.RowsAffected() != 1 {
		return errors.New("the row was changed by somebody else")
	}
	return nil
}
