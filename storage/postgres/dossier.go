package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// reader is in which quality somebody reads.
type reader int

const (
	asStaff reader = iota // a member of staff, or the program itself
	asFiler               // the citizen whose petition it is
)

// readerOf tells in which quality an actor reads. Anybody else is told that there is
// no such petition.
func readerOf(by triage.Actor, filer triage.PersonID) (reader, error) {
	switch {
	case by.Staff != "" || by.System():
		return asStaff, nil
	case by.Person == filer && filer != "":
		return asFiler, nil
	}
	return asStaff, triage.ErrNotFound
}

// toldToCitizen says whether some row of the life table tells the citizen of a verb.
// What they were never told of is not shown to them in the dossier either.
func toldToCitizen(v triage.Verb) bool {
	return v == triage.FileIt || slices.ContainsFunc(triage.Life(), func(m triage.Move) bool {
		return m.Verb == v && slices.Contains(m.Tells, triage.ToCitizen)
	})
}

// Dossier opens a petition with what was written in it. For staff, the reading of a
// confidential petition is logged, and its identity stays closed; for any other the
// opening of the identity is logged (P10): both in the transaction that reads. The
// citizen gets their own petition without what is internal. triage.ErrNotFound if
// there is no such petition, or if it is another citizen's.
func (s *Store) Dossier(ctx context.Context, code triage.Code, by triage.Actor) (triage.Dossier, error) {
	var d triage.Dossier
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		d = triage.Dossier{}
		p, err := readPetition(ctx, tx, code)
		if err != nil {
			return err
		}
		reader, err := readerOf(by, p.Filer)
		if err != nil {
			return err
		}
		d.Petition = p
		return s.fill(ctx, tx, &d, reader, by)
	})
	if err != nil {
		return triage.Dossier{}, fmt.Errorf("open a dossier: %w", err)
	}
	return d, nil
}

func (s *Store) fill(ctx context.Context, tx pgx.Tx, d *triage.Dossier, reader reader, by triage.Actor) error {
	p := &d.Petition
	var err error
	if d.Words, d.Identity, _, err = s.words(ctx, tx, p.Code); err != nil {
		return err
	}
	if d.Events, err = s.events(ctx, tx, p.Code); err != nil {
		return err
	}
	if d.Messages, err = s.messages(ctx, tx, p.Code); err != nil {
		return err
	}
	files, err := s.attachments(ctx, tx, p.Code)
	if err != nil {
		return err
	}
	for _, f := range files {
		if reader == asStaff || f.toFiler {
			d.Files = append(d.Files, f.Stored)
		}
	}
	if reader == asFiler {
		d.Events = forFiler(d.Events, p.Filer)
		return nil
	}
	what := "identity"
	if p.Confidential {
		what = "dossier"
		d.Identity = triage.Identity{}
		// A message's address tells who wrote it.
		for i := range d.Messages {
			d.Messages[i].Ref = ""
		}
		for i := range d.Events {
			d.Events[i].Amends = ""
		}
	} else if d.Identity == (triage.Identity{}) {
		return nil
	}
	return s.logRead(ctx, tx, p.Code, by, what, 0)
}

// forFiler leaves out what is internal, and words that were not meant for the citizen.
func forFiler(events []triage.Event, filer triage.PersonID) []triage.Event {
	var seen []triage.Event
	for _, e := range events {
		if e.Internal {
			continue
		}
		own := e.Actor.Staff == "" && e.Actor.Person == filer
		if !own && !toldToCitizen(e.Verb) {
			e.Reason, e.Text, e.Files = "", "", nil
		}
		seen = append(seen, e)
	}
	return seen
}

func (s *Store) messages(ctx context.Context, q querier, code triage.Code) ([]triage.Message, error) {
	rows, err := q.Query(ctx, `SELECT n, sealed FROM message WHERE code = $1 ORDER BY n`, code)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Message, error) {
		var m triage.Message
		var n int
		var sealed []byte
		if err := row.Scan(&n, &sealed); err != nil {
			return m, err
		}
		return m, s.openJSON(sealed, messagePlace(code, n), &m)
	})
}

// logRead notes who opened what.
func (s *Store) logRead(ctx context.Context, tx pgx.Tx, code triage.Code, by triage.Actor, what string, file int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO read_log (at, code, staff, person, what, attachment)
		VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0))`,
		s.now(), code, orNull(by.Staff), orNull(by.Person), what, file)
	if err != nil {
		return fmt.Errorf("log the reading: %w", err)
	}
	return nil
}
