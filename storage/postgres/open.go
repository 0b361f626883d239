package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// errExists ends a transaction whose petition or key is there already.
var errExists = errors.New("exists already")

// Open writes a new petition; see triage.Ledger.
func (s *Store) Open(ctx context.Context, f triage.Filing) (triage.Petition, bool, error) {
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := s.insert(ctx, tx, f)
		if violates(err, "event_filed_once") || violates(err, "petition_pkey") {
			return errExists
		}
		return err
	})
	switch {
	case err == nil:
		return f.Petition, false, nil
	case !errors.Is(err, errExists):
		return triage.Petition{}, false, fmt.Errorf("open a petition: %w", err)
	}
	code, err := s.filedBy(ctx, f.Event.Key)
	if errors.Is(err, triage.ErrNotFound) {
		return triage.Petition{}, false, triage.ErrCodeTaken
	}
	if err != nil {
		return triage.Petition{}, false, fmt.Errorf("open a petition: %w", err)
	}
	p, err := s.Petition(ctx, code)
	return p, true, err
}

// filedBy finds the petition that a draft's key has opened.
func (s *Store) filedBy(ctx context.Context, key string) (triage.Code, error) {
	var code triage.Code
	err := s.pool.QueryRow(ctx, `SELECT code FROM event WHERE key = $1 AND verb = 'file'`, key).Scan(&code)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", triage.ErrNotFound
	}
	return code, err
}

func (s *Store) insert(ctx context.Context, tx pgx.Tx, f triage.Filing) error {
	var batch pgx.Batch
	var fetch []fetchArgs
	shareWeek(&batch)
	if err := s.queueFiling(&batch, f, &fetch); err != nil {
		return err
	}
	cards := s.queueCards(&batch, f.Notices)
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, f.Notices, cards, fetch)
}

// queueFiling writes everything of a new petition but its jobs.
func (s *Store) queueFiling(batch *pgx.Batch, f triage.Filing, fetch *[]fetchArgs) error {
	p := &f.Petition
	e := f.Event
	e.Code = p.Code
	r, err := s.sealEvent(e, []byte{})
	if err != nil {
		return err
	}
	batch.Queue(insertPetition, petitionValues(p, r.hash)...)
	if err := s.queueEvent(batch, r, f.Files, fetch); err != nil {
		return err
	}
	for i, o := range p.Obligations {
		queueObligation(batch, p.Code, i, o)
	}
	if err := s.queueIdentity(batch, p.Code, f.Identity); err != nil {
		return err
	}
	if err := s.queueWords(batch, p.Code, f.Words); err != nil {
		return err
	}
	if err := s.queueLikeness(batch, p.Code, s.sign(p, f.Words, f.Identity)); err != nil {
		return err
	}
	for i, m := range f.Messages {
		sealed, err := s.sealJSON(m, messagePlace(p.Code, i))
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO message (code, n, ref, sealed) VALUES ($1, $2, $3, $4)`,
			p.Code, i, s.refKey(p.Filer, m.Ref), sealed)
	}
	return nil
}

func messagePlace(code triage.Code, n int) place {
	return place{"message", "sealed", fmt.Sprintf("%s/%d", code, n)}
}
