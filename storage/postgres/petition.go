package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"tiepdan/triage"
)

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// petitionColumns are read in the order of petitionFields.
const petitionColumns = `
	code, opening, version, unit, owner, filer, channel, language, status, before, outcome, standing,
	kind, confidential, restricted, about, commune, facts, decision, first_decision, proposed, approved,
	filed_at, received_at, claimed_at, accepted_at, processed_at, done_at, withdraw_ask, contest_ask,
	parent, merged_into, links, children, last_move`

// petitionFields are the places of petitionColumns in p, for reading and writing.
func petitionFields(p *triage.Petition) []any {
	return []any{
		&p.Code, &p.Opening, &p.Version, &p.Unit, null(&p.Owner), null(&p.Filer), null(&p.Channel), null(&p.Language),
		&p.Status, null(&p.Before), null(&p.Outcome), &p.Standing,
		&p.Kind, &p.Confidential, &p.Restricted, &p.About, null(&p.Commune), &p.Facts, &p.Decision, &p.FirstDecision,
		null(&p.Proposed), null(&p.Approved),
		&p.FiledAt, nullTime(&p.ReceivedAt), nullTime(&p.ClaimedAt), nullTime(&p.AcceptedAt), nullTime(&p.ProcessedAt),
		nullTime(&p.DoneAt), &p.WithdrawAsk, &p.ContestAsked,
		null(&p.Parent), null(&p.MergedInto), &p.Links, &p.Children, &p.LastMove,
	}
}

const insertPetition = `
	INSERT INTO petition (` + petitionColumns + `, calm, next_due, head)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
	        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)`

// updatePetition writes every column but the code, guarded by the version before.
const updatePetition = `
	UPDATE petition SET (` + petitionColumns + `, calm, next_due, head) =
	       ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
	        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)
	 WHERE code = $1 AND version = $39`

// petitionValues are the arguments of insertPetition.
func petitionValues(p *triage.Petition, head []byte) []any {
	values := petitionFields(p)
	// Absent lists are empty ones: a query need not ask for both.
	for i, v := range values {
		switch list := v.(type) {
		case *[]triage.StaffID:
			values[i] = append([]triage.StaffID{}, *list...)
		case *[]triage.Code:
			values[i] = append([]triage.Code{}, *list...)
		}
	}
	place := triage.PlaceOf(p)
	return append(values, place.Calm, dueOf(place), head)
}

// dueOf is what falls due next as the lists keep it.
func dueOf(place triage.Place) pgtype.Timestamptz {
	if place.Due.IsZero() {
		return pgtype.Timestamptz{InfinityModifier: pgtype.Infinity, Valid: true}
	}
	return pgtype.Timestamptz{Time: place.Due, Valid: true}
}

// Petition returns a petition as it is now; triage.ErrNotFound if there is none.
func (s *Store) Petition(ctx context.Context, code triage.Code) (triage.Petition, error) {
	var p triage.Petition
	err := s.read(ctx, func(ctx context.Context) (err error) {
		p, err = readPetition(ctx, s.pool, code)
		return err
	})
	if err != nil {
		return triage.Petition{}, fmt.Errorf("read a petition: %w", err)
	}
	return p, nil
}

func readPetition(ctx context.Context, q querier, code triage.Code) (triage.Petition, error) {
	found, err := queryPetitions(ctx, q, `SELECT`+petitionColumns+` FROM petition WHERE code = $1`, code)
	if err != nil {
		return triage.Petition{}, err
	}
	if len(found) == 0 {
		return triage.Petition{}, triage.ErrNotFound
	}
	return found[0], nil
}

// queryPetitions reads petitions with their obligations, in the order of the query.
func queryPetitions(ctx context.Context, q querier, sql string, args ...any) ([]triage.Petition, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Petition, error) { return scanPetition(row) })
	if err != nil || len(found) == 0 {
		return nil, err
	}
	codes := each(found, func(p triage.Petition) triage.Code { return p.Code })
	rows, err = q.Query(ctx, obligationsOf, codes)
	if err != nil {
		return nil, err
	}
	return found, scanObligations(rows, found)
}

// scanPetition reads petitionColumns and whatever follows them.
func scanPetition(row pgx.Row, more ...any) (triage.Petition, error) {
	var p triage.Petition
	if err := row.Scan(append(petitionFields(&p), more...)...); err != nil {
		return triage.Petition{}, err
	}
	if len(p.About) == 0 {
		p.About = nil
	}
	if len(p.Links) == 0 {
		p.Links = nil
	}
	if len(p.Children) == 0 {
		p.Children = nil
	}
	return p, nil
}

// Find lists petitions, the urgent first (not where the query asks for the soonest),
// then by what falls due next, then by code.
// A page goes on after Query.After. It returns an empty list where nothing fits.
func (s *Store) Find(ctx context.Context, query triage.Query) ([]triage.Petition, error) {
	var where []string
	var args []any
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, strings.ReplaceAll(condition, "?", fmt.Sprintf("$%d", len(args))))
	}
	if query.Filer != "" {
		add("filer = ?", query.Filer)
	}
	if query.Owner != "" {
		add("owner = ?", query.Owner)
	}
	if query.Unit != "" {
		add("unit = ?", query.Unit)
	}
	if len(query.Statuses) > 0 {
		add("status = ANY (?)", query.Statuses)
	}
	if query.Open || len(query.Statuses) > 0 && !slices.Contains(query.Statuses, triage.StatusDone) {
		where = append(where, "status <> 'done'")
	}
	if !query.LateAt.IsZero() {
		add("next_due < ? AND next_due < 'infinity'", query.LateAt)
	}
	if query.Common {
		where = append(where, "NOT restricted")
	}
	order := "calm, next_due, code"
	if query.Soonest {
		order = "next_due, code"
		where = append(where, "next_due < 'infinity'")
	}
	if after := query.After; after.Code != "" {
		n := len(args)
		args = append(args, dueOf(after), after.Code)
		place := fmt.Sprintf("$%d, $%d", n+1, n+2)
		if !query.Soonest {
			args = append(args, after.Calm)
			place = fmt.Sprintf("$%d, ", n+3) + place
		}
		where = append(where, "("+order+") > ("+place+")")
	}
	limit := query.Limit
	if limit <= 0 {
		limit = 20
	}
	args = append(args, limit)
	end := fmt.Sprintf(` ORDER BY %s LIMIT $%d`, order, len(args))
	list := func(columns string, where ...string) string {
		sql := `SELECT ` + columns + ` FROM petition`
		if len(where) > 0 {
			sql += ` WHERE ` + strings.Join(where, ` AND `)
		}
		return sql + end
	}
	sql := list(petitionColumns, where...)
	if query.Soonest {
		// The indexes keep the urgent apart: the first ones of either part are one scan each.
		part := func(urgency string) string { return "(" + list("*", slices.Concat(where, []string{urgency})...) + ")" }
		sql = `SELECT` + petitionColumns + ` FROM (` + part("NOT calm") + ` UNION ALL ` + part("calm") + `) petition` + end
	}
	var found []triage.Petition
	err := s.read(ctx, func(ctx context.Context) (err error) {
		found, err = queryPetitions(ctx, s.pool, sql, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find petitions: %w", err)
	}
	return found, nil
}

// Summary returns the first letters of what was written, for a list. Reading one of
// a confidential petition is logged first (P10).
func (s *Store) Summary(ctx context.Context, code triage.Code, by triage.Actor) (string, error) {
	var plain []byte
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var confidential bool
		var filer triage.PersonID
		var sealed []byte
		err := tx.QueryRow(ctx, `
			SELECT p.confidential, p.filer, s.sealed
			  FROM petition p LEFT JOIN summary s USING (code)
			 WHERE p.code = $1`, code).Scan(&confidential, null(&filer), &sealed)
		if errors.Is(err, pgx.ErrNoRows) {
			return triage.ErrNotFound
		}
		if err != nil {
			return err
		}
		reader, err := readerOf(by, filer)
		if err != nil {
			return err
		}
		if reader == asStaff && confidential {
			if err := s.logRead(ctx, tx, code, by, "summary", 0); err != nil {
				return err
			}
		}
		plain, err = s.open(sealed, place{"summary", "sealed", string(code)})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read a summary: %w", err)
	}
	return string(plain), nil
}
