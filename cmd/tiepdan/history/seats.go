package history

import (
	"context"
	"fmt"
	"time"

	"tiepdan/storage/postgres"
	"tiepdan/triage"
)

// The numbers of invented people begin far from those of the page's.
const (
	firstFiler = 7_000_000_000
	firstClerk = 8_000_000_000
)

// snapshot is the staff of one part of the plan.
type snapshot triage.Roster

// Roster returns the snapshot: see triage.Directory.
func (s snapshot) Roster(context.Context) (triage.Roster, error) { return triage.Roster(s), nil }

// filers are the citizens who write by chat.
func (p *Player) filers(ctx context.Context, n int) ([]triage.PersonID, error) {
	ids := make([]triage.PersonID, n)
	for i := range ids {
		person, err := p.Store.Person(ctx, p.Address(firstFiler+int64(i)), "vi")
		if err != nil {
			return nil, err
		}
		ids[i] = person.ID
	}
	return ids, nil
}

// seat gives everyone their post of that time by an invitation, as it is done in
// earnest, and returns who they are in the ledger. Whoever has moved on to a later
// seat stays there: then all of the earlier time was played already.
func (p *Player) seat(ctx context.Context, clerks []Clerk, part Part) (map[string]triage.StaffID, snapshot, error) {
	roster, err := p.Store.Roster(ctx)
	if err != nil {
		return nil, snapshot{}, err
	}
	seats := map[string]triage.StaffID{}
	for i, c := range clerks {
		if c.Bound {
			for _, s := range roster.Staff {
				if s.Active() && s.Name == c.Name && s.Unit == c.First {
					seats[c.Name] = s.ID
				}
			}
			if seats[c.Name] == "" {
				return nil, snapshot{}, fmt.Errorf("%s is not on the staff of %s", c.Name, c.First)
			}
			continue
		}
		person, err := p.Store.Person(ctx, p.Address(firstClerk+int64(i)), "vi")
		if err != nil {
			return nil, snapshot{}, err
		}
		unit := c.Seat(p.Office, part.On)
		s, ok := roster.ByPerson(person.ID)
		if !ok || s.Unit != unit && s.Unit != c.Then {
			if s, err = Bind(ctx, p.Store, person.ID, triage.Invitation{Unit: unit, Name: c.Name, Post: triage.Officer}); err != nil {
				return nil, snapshot{}, err
			}
		}
		seats[c.Name] = s.ID
	}
	if roster, err = p.Store.Roster(ctx); err != nil {
		return nil, snapshot{}, err
	}
	return seats, snapshot(roster), nil
}

// Bind invites a person to a post and lets them follow the invitation at once.
func Bind(ctx context.Context, store *postgres.Store, person triage.PersonID, i triage.Invitation) (triage.Staff, error) {
	i.Until = time.Now().Add(time.Hour)
	token, err := store.Invite(ctx, i)
	if err != nil {
		return triage.Staff{}, err
	}
	_, s, err := store.Redeem(ctx, token, person)
	return s, err
}
