package postgres

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// Deliver appends an attempt to tell somebody to the delivery ledger. The same attempt
// is one line, however often it is written: the answer to the first may be lost.
func (s *Store) Deliver(ctx context.Context, d triage.Delivery) error {
	var key, sealed []byte
	n := d.Notice
	if d.Ref != "" {
		key = s.refKey(n.To, d.Ref)
		var err error
		if sealed, err = s.seal([]byte(d.Ref), refPlace(key)); err != nil {
			return fmt.Errorf("note a delivery: %w", err)
		}
	}
	_, err := s.exec(ctx, `
		INSERT INTO delivery (code, event, version, verb, audience, person, unit, urgent, at, outcome, ref, sealed, attempt)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
		 WHERE NOT EXISTS (SELECT FROM delivery
		                    WHERE code = $1 AND event = $2 AND verb = $4 AND audience = $5 AND person = $6
		                      AND at = $9 AND outcome = $10 AND attempt = $13)`,
		n.Code, n.Event, n.Version, n.Verb, n.Audience, n.To, orNull(n.Unit), n.Urgent, d.At, d.Outcome, key, sealed, d.Attempt)
	if err != nil {
		return fmt.Errorf("note a delivery: %w", err)
	}
	return nil
}

// refPlace seals a reference for its own hash: the row's id is not known before.
func refPlace(key []byte) place { return place{"delivery", "sealed", hex.EncodeToString(key)} }

// Delivered says whether a notice was sent already: of this petition's event, to this
// person, for this reason.
func (s *Store) Delivered(ctx context.Context, n triage.Notice) (bool, error) {
	var sent bool
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM delivery
			                WHERE code = $1 AND event = $2 AND person = $3 AND audience = $4 AND verb = $5 AND outcome = 'sent')`,
			n.Code, n.Event, n.To, n.Audience, n.Verb).Scan(&sent)
	})
	if err != nil {
		return false, fmt.Errorf("look for a delivery: %w", err)
	}
	return sent, nil
}

// Unsure says whether the ledger holds that the outcome of an attempt at a notice
// before this one is not known.
func (s *Store) Unsure(ctx context.Context, n triage.Notice, attempt int) (bool, error) {
	var unsure bool
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM delivery
			                WHERE code = $1 AND event = $2 AND person = $3 AND audience = $4 AND verb = $5 AND attempt < $6 AND outcome = 'unknown')`,
			n.Code, n.Event, n.To, n.Audience, n.Verb, attempt).Scan(&unsure)
	})
	if err != nil {
		return false, fmt.Errorf("look for a delivery: %w", err)
	}
	return unsure, nil
}

// Deliveries lists every attempt of a petition's, in order.
func (s *Store) Deliveries(ctx context.Context, code triage.Code) ([]triage.Delivery, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT code, event, version, verb, audience, person, unit, urgent, at, outcome, ref, sealed, attempt
		  FROM delivery
		 WHERE code = $1
		 ORDER BY id`, code)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Delivery, error) {
		var d triage.Delivery
		var key, sealed []byte
		n := &d.Notice
		err := row.Scan(&n.Code, &n.Event, &n.Version, &n.Verb, &n.Audience, &n.To, null(&n.Unit), &n.Urgent,
			&d.At, &d.Outcome, &key, &sealed, &d.Attempt)
		if err != nil {
			return d, err
		}
		ref, err := s.open(sealed, refPlace(key))
		d.Ref = string(ref)
		return d, err
	})
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	return all, nil
}

// ByMessage finds the petition that a message in a person's chat belongs to: one we
// sent, or one that was part of a story. triage.ErrNotFound if none.
func (s *Store) ByMessage(ctx context.Context, person triage.PersonID, ref string) (triage.Code, error) {
	var code triage.Code
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `
			SELECT code FROM (
			       (SELECT code, 0 AS place, id FROM delivery WHERE ref = $1)
			       UNION ALL
			       (SELECT code, 1, n FROM message WHERE ref = $1)) AS found
			 ORDER BY place, id DESC
			 LIMIT 1`, s.refKey(person, ref)).Scan(&code)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("find the petition of a message: %w", triage.ErrNotFound)
	}
	if err != nil {
		return "", fmt.Errorf("find the petition of a message: %w", err)
	}
	return code, nil
}

// Card returns the reference of a petition's card in a unit's group, and "" while
// there is none.
func (s *Store) Card(ctx context.Context, code triage.Code, unit triage.UnitID) (string, error) {
	var sealed []byte
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT sealed FROM card WHERE code = $1 AND unit = $2`, code, unit).Scan(&sealed)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find a card: %w", err)
	}
	ref, err := s.open(sealed, cardPlace(code, unit))
	if err != nil {
		return "", fmt.Errorf("find a card: %w", err)
	}
	return string(ref), nil
}

// SetCard notes where a petition's card is; "" that it is gone.
func (s *Store) SetCard(ctx context.Context, code triage.Code, unit triage.UnitID, ref string) error {
	sealed, err := s.seal([]byte(ref), cardPlace(code, unit))
	if err != nil {
		return fmt.Errorf("note a card: %w", err)
	}
	_, err = s.exec(ctx, `
		INSERT INTO card (code, unit, sealed) VALUES ($1, $2, $3)
		ON CONFLICT (code, unit) DO UPDATE SET sealed = excluded.sealed`, code, unit, sealed)
	if err != nil {
		return fmt.Errorf("note a card: %w", err)
	}
	return nil
}

func cardPlace(code triage.Code, unit triage.UnitID) place {
	return place{"card", "sealed", string(code) + "/" + string(unit)}
}
