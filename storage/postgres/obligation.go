package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

const obligationsOf = `
	SELECT code, id, opening, clock, step, starts, from_at, due, last_day, unit, amount, basis, skip,
	       closed_at, closed_by, paused_at, warned
	  FROM obligation
	 WHERE code = ANY ($1)
	 ORDER BY code, n`

// scanObligations puts obligations into the petitions they belong to.
func scanObligations(rows pgx.Rows, petitions []triage.Petition) error {
	byCode := make(map[triage.Code]*triage.Petition, len(petitions))
	for i := range petitions {
		byCode[petitions[i].Code] = &petitions[i]
	}
	var code triage.Code
	var o triage.Obligation
	var last pgtype.Date
	defer rows.Close()
	for rows.Next() {
		o, last = triage.Obligation{}, pgtype.Date{}
		if err := rows.Scan(obligationFields(&code, &o, &last)...); err != nil {
			return err
		}
		if last.Valid {
			o.Last = calendar.NewDate(last.Time.Date())
		}
		if p := byCode[code]; p != nil {
			p.Obligations = append(p.Obligations, o)
		}
	}
	return rows.Err()
}

func obligationFields(code *triage.Code, o *triage.Obligation, last *pgtype.Date) []any {
	return []any{
		code, &o.ID, &o.Opening, &o.Deadline.ID, &o.Step, &o.Trigger, &o.From, &o.Due, last, &o.Unit, &o.N, &o.Basis, &o.Skip,
		nullTime(&o.ClosedAt), null(&o.ClosedBy), nullTime(&o.PausedAt), &o.Warned,
	}
}

const upsertObligation = `
	INSERT INTO obligation (code, id, opening, clock, step, starts, from_at, due, last_day, unit, amount, basis, skip,
	                        closed_at, closed_by, paused_at, warned, n, next_warning)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
	ON CONFLICT (code, id) DO UPDATE SET
	       opening = excluded.opening, clock = excluded.clock, step = excluded.step, starts = excluded.starts,
	       from_at = excluded.from_at, due = excluded.due, last_day = excluded.last_day, unit = excluded.unit,
	       amount = excluded.amount, basis = excluded.basis, skip = excluded.skip, closed_at = excluded.closed_at,
	       closed_by = excluded.closed_by, paused_at = excluded.paused_at, warned = excluded.warned, n = excluded.n,
	       next_warning = excluded.next_warning`

// queueObligation writes an obligation of a petition at its place n.
func queueObligation(batch *pgx.Batch, code triage.Code, n int, o triage.Obligation) {
	last := pgtype.Date{Time: time.Date(o.Last.Year, o.Last.Month, o.Last.Day, 0, 0, 0, 0, time.UTC), Valid: !o.Last.IsZero()}
	warn := triage.NextWarning(o)
	batch.Queue(upsertObligation, append(obligationFields(&code, &o, &last), n, nullTime(&warn))...)
}

// Owed is an obligation of which a warning is to be given.
type Owed struct {
	Code       triage.Code
	Obligation triage.Obligation
	Unit       triage.UnitID
	Owner      triage.StaffID
}

// Due lists the obligations, oldest warning first, that run and of which a warning
// is to be given at that moment. A period of signing whose end has come stays in the
// list until the petition lapses.
func (s *Store) Due(ctx context.Context, before time.Time, limit int) ([]Owed, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT o.code, o.id, o.opening, o.clock, o.step, o.starts, o.from_at, o.due, o.last_day, o.unit, o.amount,
		       o.basis, o.skip, o.closed_at, o.closed_by, o.paused_at, o.warned, p.unit, p.owner
		  FROM obligation o JOIN petition p USING (code)
		 WHERE o.closed_at IS NULL AND o.paused_at IS NULL AND o.next_warning IS NOT NULL AND o.next_warning <= $1
		 ORDER BY o.next_warning, o.code, o.id
		 LIMIT $2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list what is due: %w", err)
	}
	due, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Owed, error) {
		var owed Owed
		var last pgtype.Date
		fields := obligationFields(&owed.Code, &owed.Obligation, &last)
		if err := row.Scan(append(fields, &owed.Unit, null(&owed.Owner))...); err != nil {
			return Owed{}, err
		}
		if last.Valid {
			owed.Obligation.Last = calendar.NewDate(last.Time.Date())
		}
		return owed, nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what is due: %w", err)
	}
	return due, nil
}
