package triage

import (
	"context"
	"slices"
)

// memory is the least a Desk needs: petitions, and the events in order.
type memory struct {
	roster    Roster
	petitions map[Code]Petition
	codes     []Code
	events    []Event
}

func (m *memory) Roster(context.Context) (Roster, error) { return m.roster, nil }

func (m *memory) Open(_ context.Context, f Filing) (Petition, bool, error) {
	m.keep(f)
	return f.Petition, false, nil
}

func (m *memory) keep(f Filing) {
	m.petitions[f.Petition.Code] = f.Petition
	m.codes = append(m.codes, f.Petition.Code)
	m.events = append(m.events, f.Event)
}

func (m *memory) Change(_ context.Context, codes []Code, fn func(*Case) error) error {
	c := &Case{
		Prior: func(string) ([]Event, error) { return nil, nil },
		Words: func(Code) (Words, Identity, []Attachment, error) { return Words{}, Identity{}, nil, nil },
	}
	for _, code := range slices.Sorted(slices.Values(codes)) {
		c.Petitions = append(c.Petitions, m.petitions[code])
	}
	if err := fn(c); err != nil {
		return err
	}
	for _, p := range c.Petitions {
		m.petitions[p.Code] = p
	}
	m.events = append(m.events, c.Events...)
	for _, f := range c.Opened {
		m.keep(f)
	}
	return nil
}
