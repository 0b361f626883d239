package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

var (
	// ErrRootAltered is wrapped where a signed daily root does not fit what is
	// stored: events that it covers were changed, removed or put in, or the root
	// itself was.
	ErrRootAltered = errors.New("what a signed daily root covers was altered")
	// ErrOtherKeys says that the roots were signed with another office's keyset.
	ErrOtherKeys = errors.New("the roots were signed with another TIEPDAN_KEYSET")
)

// Finding is one thing that is not as it was written.
type Finding struct {
	Code triage.Code   // of the petition; "" where a root is meant
	Day  calendar.Date // of the root; zero where a petition is meant
	Err  error         // wraps ErrAltered or ErrRootAltered
}

// Verdict is what VerifyAll saw.
type Verdict struct {
	Last      Root  // the newest root; zero if there is none
	Roots     int   // that were checked
	Petitions int64 // whose chains were checked
	Events    int64 // of these
	Faults    int
	Findings  []Finding // the first of the faults
}

// shownFindings is how many faults are told one by one.
const shownFindings = 20

func (v *Verdict) find(f Finding) {
	v.Faults++
	if len(v.Findings) < shownFindings {
		v.Findings = append(v.Findings, f)
	}
}

// verifyPage is how many petitions are checked at once.
const verifyPage = 500

// VerifyAll checks the signed daily roots from a day on, and the chains of all
// petitions that have had an event since the first of them, those after the newest
// root included; with the zero Date, every root and every petition. Faults are in
// the verdict; the error says that it could not be reached. ErrOtherKeys where these
// keys are not those of this ledger. It reads one state of the database, and holds
// up nobody.
func (s *Store) VerifyAll(ctx context.Context, since calendar.Date) (Verdict, error) {
	var v Verdict
	err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var err error
		v, err = s.verifyAll(ctx, tx, since)
		return err
	})
	if err != nil {
		return v, fmt.Errorf("verify the ledger: %w", err)
	}
	return v, nil
}

func (s *Store) verifyAll(ctx context.Context, q querier, since calendar.Date) (v Verdict, err error) {
	if v.Last, err = lastRoot(ctx, q); err != nil {
		return v, err
	}
	if v.Last.N > 0 && v.Last.Signer != s.keys.SignerID() {
		return v, ErrOtherKeys
	}
	after, err := s.verifyRoots(ctx, q, since, &v)
	if err != nil {
		return v, err
	}
	return v, s.verifyChains(ctx, q, after, since.IsZero(), &v)
}

// verifyRoots checks the roots from a day on, and says after which event the first
// of them begins.
func (s *Store) verifyRoots(ctx context.Context, q querier, since calendar.Date, v *Verdict) (after int64, err error) {
	var day any // NULL: all of them
	if !since.IsZero() {
		day = since.Start()
	}
	// The root before the first one is read too: the first one continues it.
	rows, err := q.Query(ctx, `
		SELECT`+rootColumns+` FROM root
		 WHERE n >= coalesce((SELECT max(n) FROM root WHERE day < $1::date), 0) ORDER BY n`, day)
	if err != nil {
		return 0, err
	}
	roots, err := pgx.CollectRows(rows, scanRoot)
	if err != nil {
		return 0, err
	}
	var prev Root
	if len(roots) > 0 && !since.IsZero() && roots[0].Day.Before(since) {
		prev, roots = roots[0], roots[1:]
	}
	after = prev.Through
	for _, r := range roots {
		between, err := readStretch(ctx, q, prev.Through, r.Through)
		if err != nil {
			return after, err
		}
		if err := s.verifyRoot(r, prev, between); err != nil {
			v.find(Finding{Day: r.Day, Err: err})
		}
		v.Roots++
		prev = r
	}
	return after, nil
}

func (s *Store) verifyRoot(r, prev Root, now stretch) error {
	switch {
	case !s.keys.Signed(r.Statement(), r.Signature):
		return fmt.Errorf("%w: the root was not signed by us", ErrRootAltered)
	case r.N != prev.N+1 || prev.N > 0 && !bytes.Equal(r.Prev, prev.Hash()):
		return fmt.Errorf("%w: a root before it is missing or was exchanged", ErrRootAltered)
	case r.Events != prev.Events+now.events || r.Petitions != prev.Petitions+now.petitions:
		return fmt.Errorf("%w: it covers %d events of %d new petitions, and there are %d of %d", ErrRootAltered,
			r.Events-prev.Events, r.Petitions-prev.Petitions, now.events, now.petitions)
	case !bytes.Equal(r.Digest, now.digest):
		return fmt.Errorf("%w: an event was changed or exchanged", ErrRootAltered)
	}
	return nil
}

// verifyChains checks the petitions that have had an event after one, or all.
func (s *Store) verifyChains(ctx context.Context, q querier, after int64, all bool, v *Verdict) error {
	touched := `SELECT DISTINCT code FROM event WHERE seq > $1 AND code > $2 ORDER BY code LIMIT $3`
	if all {
		touched = `SELECT code FROM petition WHERE $1::bigint IS NOT NULL AND code > $2 ORDER BY code LIMIT $3`
	}
	var last triage.Code
	for {
		rows, err := q.Query(ctx, touched, after, last, verifyPage)
		if err != nil {
			return err
		}
		codes, err := pgx.CollectRows(rows, pgx.RowTo[triage.Code])
		if err != nil {
			return err
		}
		if err := s.verifyPetitions(ctx, q, codes, v); err != nil {
			return err
		}
		if len(codes) < verifyPage {
			return nil
		}
		last = codes[len(codes)-1]
	}
}

func (s *Store) verifyPetitions(ctx context.Context, q querier, codes []triage.Code, v *Verdict) error {
	events, err := s.eventRows(ctx, q, codes...)
	if err != nil {
		return err
	}
	of := make(map[triage.Code][]eventRow, len(codes))
	for chunk := range chunks(events) {
		of[chunk[0].Code] = chunk
	}
	rows, err := q.Query(ctx, `SELECT code, version, head FROM petition WHERE code = ANY ($1) ORDER BY code`, codes)
	if err != nil {
		return err
	}
	var code triage.Code
	var version int
	var head []byte
	_, err = pgx.ForEachRow(rows, []any{&code, &version, &head}, func() error {
		v.Petitions++
		v.Events += int64(len(of[code]))
		if err := s.verify(of[code], version, head); err != nil {
			v.find(Finding{Code: code, Err: err})
		}
		return nil
	})
	return err
}

// chunks gives the events petition by petition; they are in that order.
func chunks(events []eventRow) func(yield func([]eventRow) bool) {
	return func(yield func([]eventRow) bool) {
		for len(events) > 0 {
			end := slices.IndexFunc(events, func(r eventRow) bool { return r.Code != events[0].Code })
			if end < 0 {
				end = len(events)
			}
			if !yield(events[:end]) {
				return
			}
			events = events[end:]
		}
	}
}
