package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// Roster returns the staff, revoked ones too, and the groups as they are now.
func (s *Store) Roster(ctx context.Context) (triage.Roster, error) {
	var roster triage.Roster
	err := s.read(ctx, func(ctx context.Context) (err error) {
		roster, err = s.roster(ctx)
		return err
	})
	if err != nil {
		return triage.Roster{}, fmt.Errorf("read the roster: %w", err)
	}
	return roster, nil
}

// roster reads staff and groups in one trip.
func (s *Store) roster(ctx context.Context) (triage.Roster, error) {
	roster := triage.Roster{Groups: map[triage.UnitID]triage.PersonID{}}
	var batch pgx.Batch
	batch.Queue(`SELECT id, name, unit, post, person, on_duty, revoked_at FROM staff ORDER BY unit, id`).
		Query(func(rows pgx.Rows) (err error) {
			roster.Staff, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Staff, error) { return scanStaff(row) })
			return err
		})
	batch.Queue(`SELECT unit, person FROM unit_group`).Query(func(rows pgx.Rows) error {
		var unit triage.UnitID
		var group triage.PersonID
		_, err := pgx.ForEachRow(rows, []any{&unit, &group}, func() error {
			roster.Groups[unit] = group
			return nil
		})
		return err
	})
	return roster, s.pool.SendBatch(ctx, &batch).Close()
}

func scanStaff(row pgx.Row) (triage.Staff, error) {
	var m triage.Staff
	err := row.Scan(&m.ID, &m.Name, &m.Unit, &m.Post, &m.Person, &m.OnDuty, nullTime(&m.Revoked))
	return m, err
}

// Staff lists everyone who was ever bound, by unit.
func (s *Store) Staff(ctx context.Context) ([]triage.Staff, error) {
	roster, err := s.Roster(ctx)
	return roster.Staff, err
}

// Invite makes an invitation and returns its token, 26 letters and digits that are
// kept nowhere. Whoever brings it first is bound.
func (s *Store) Invite(ctx context.Context, i triage.Invitation) (string, error) {
	token := rand.Text()
	_, err := s.exec(ctx, `
		INSERT INTO invitation (token, unit, is_group, name, post, on_duty, until_at, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.tokenKey(token), i.Unit, i.Group, i.Name, orNull(i.Post), i.Duty, i.Until, s.now())
	if err != nil {
		return "", fmt.Errorf("invite: %w", err)
	}
	return token, nil
}

func (s *Store) tokenKey(token string) []byte { return s.keys.Lookup("invitation.token", token) }

// Redeem binds a person to the post of an invitation. One person wins it, and gets
// the same answer however often they ask; for everybody else, and after its time, it
// is triage.ErrNotFound. Who is on the staff already keeps their id and changes post.
func (s *Store) Redeem(ctx context.Context, token string, person triage.PersonID) (triage.Invitation, triage.Staff, error) {
	var i triage.Invitation
	var m triage.Staff
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var first bool
		var err error
		if i, first, err = s.use(ctx, tx, token, person, false); err != nil {
			return err
		}
		if first {
			if _, err := tx.Exec(ctx, `
				INSERT INTO staff (id, name, unit, post, person, on_duty, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (person) WHERE revoked_at IS NULL DO UPDATE SET
				       name = excluded.name, unit = excluded.unit, post = excluded.post, on_duty = excluded.on_duty`,
				newID("s"), i.Name, i.Unit, i.Post, person, i.Duty, s.now()); err != nil {
				return err
			}
		}
		m, err = scanStaff(tx.QueryRow(ctx, `
			SELECT id, name, unit, post, person, on_duty, revoked_at FROM staff WHERE person = $1 AND revoked_at IS NULL`, person))
		if errors.Is(err, pgx.ErrNoRows) {
			return triage.ErrNotFound // bound once, and revoked since
		}
		return err
	})
	if err != nil {
		return triage.Invitation{}, triage.Staff{}, fmt.Errorf("redeem an invitation: %w", err)
	}
	return i, m, nil
}

// RedeemGroup binds a group to the unit of an invitation for groups. The unit's
// former group, if it had one, is let go.
func (s *Store) RedeemGroup(ctx context.Context, token string, group triage.PersonID) (triage.Invitation, error) {
	var i triage.Invitation
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var first bool
		var err error
		if i, first, err = s.use(ctx, tx, token, group, true); err != nil || !first {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM unit_group WHERE person = $1`, group); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO unit_group (unit, person) VALUES ($1, $2)
			ON CONFLICT (unit) DO UPDATE SET person = excluded.person`, i.Unit, group)
		return err
	})
	if err != nil {
		return triage.Invitation{}, fmt.Errorf("redeem an invitation for a group: %w", err)
	}
	return i, nil
}

// use marks an invitation as used; first is false if this person has used it before.
func (s *Store) use(ctx context.Context, tx pgx.Tx, token string, by triage.PersonID, group bool) (i triage.Invitation, first bool, err error) {
	var usedBy triage.PersonID
	err = tx.QueryRow(ctx, `
		SELECT unit, is_group, name, post, on_duty, until_at, used_by
		  FROM invitation
		 WHERE token = $1 AND is_group = $2
		   FOR UPDATE`, s.tokenKey(token), group).
		Scan(&i.Unit, &i.Group, &i.Name, null(&i.Post), &i.Duty, &i.Until, null(&usedBy))
	if errors.Is(err, pgx.ErrNoRows) {
		return i, false, triage.ErrNotFound
	}
	if err != nil {
		return i, false, err
	}
	now := s.now()
	switch {
	case usedBy == by && by != "":
		return i, false, nil
	case usedBy != "" || by == "" || !now.Before(i.Until):
		return i, false, triage.ErrNotFound
	}
	_, err = tx.Exec(ctx, `UPDATE invitation SET used_at = $2, used_by = $3 WHERE token = $1`, s.tokenKey(token), now, by)
	return i, true, err
}

// Revoke ends a member of staff's binding. Doing it again changes nothing.
func (s *Store) Revoke(ctx context.Context, id triage.StaffID) error {
	tag, err := s.exec(ctx, `UPDATE staff SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1`, id, s.now())
	if err == nil && tag.RowsAffected() == 0 {
		err = triage.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("change a member of staff: %w", err)
	}
	return nil
}
