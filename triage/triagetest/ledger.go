// Package triagetest holds a ledger in memory, and the suite that every ledger must
// pass.
//
// It promises that what passes on the ledger in memory is what a real ledger does:
// both run the same Suite. Office and Roster are an invented office and staff for the
// tests of any package; no real person is named.
package triagetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"tiepdan/triage"
)

// Ledger keeps petitions in memory. It is safe for concurrent use; one act runs at a
// time. It is also a triage.Directory.
type Ledger struct {
	mu      sync.Mutex
	roster  triage.Roster
	filings map[triage.Code]triage.Filing // as filed
	now     map[triage.Code]triage.Petition
	events  []triage.Event
	notices []triage.Notice
}

var (
	_ Subject          = (*Ledger)(nil)
	_ triage.Directory = (*Ledger)(nil)
)

// NewLedger makes an empty ledger with the staff of Roster.
func NewLedger() *Ledger {
	return &Ledger{roster: Roster(), filings: map[triage.Code]triage.Filing{}, now: map[triage.Code]triage.Petition{}}
}

// SetRoster replaces the staff.
func (l *Ledger) SetRoster(r triage.Roster) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.roster = r
}

// Roster returns the staff.
func (l *Ledger) Roster(context.Context) (triage.Roster, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.roster, nil
}

// Open writes a new petition; see triage.Ledger.
func (l *Ledger) Open(ctx context.Context, f triage.Filing) (triage.Petition, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return triage.Petition{}, false, err
	}
	for _, e := range l.events {
		if e.Key == f.Event.Key && e.Verb == triage.FileIt {
			return clone(l.now[e.Code]), true, nil
		}
	}
	if err := l.fits(f); err != nil {
		return triage.Petition{}, false, err
	}
	l.open(f)
	return clone(f.Petition), false, nil
}

// fits says why a filing cannot be written.
func (l *Ledger) fits(f triage.Filing) error {
	if _, taken := l.now[f.Petition.Code]; taken {
		return triage.ErrCodeTaken
	}
	if f.Event.Key == "" {
		return errors.New("append an event: it has no key")
	}
	return nil
}

func (l *Ledger) open(f triage.Filing) {
	code := f.Petition.Code
	f.Event.Code = code
	l.filings[code] = f
	l.now[code] = clone(f.Petition)
	f.Event.Files = f.Files
	l.events = append(l.events, f.Event)
	l.notices = append(l.notices, f.Notices...)
}

// Change lends petitions to fn; see triage.Ledger.
func (l *Ledger) Change(ctx context.Context, codes []triage.Code, fn func(*triage.Case) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	codes = slices.Compact(slices.Sorted(slices.Values(codes)))
	c := &triage.Case{Prior: l.prior, Words: l.words}
	for _, code := range codes {
		p, ok := l.now[code]
		if !ok {
			return triage.ErrNotFound
		}
		c.Petitions = append(c.Petitions, clone(p))
	}
	if err := fn(c); err != nil {
		return err
	}
	if err := l.check(c, codes); err != nil {
		return fmt.Errorf("change petitions: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, p := range c.Petitions {
		l.now[p.Code] = clone(p)
	}
	l.events = append(l.events, c.Events...)
	l.notices = append(l.notices, c.Notices...)
	for _, f := range c.Opened {
		l.open(f)
	}
	return nil
}

// check refuses what no ledger may write.
func (l *Ledger) check(c *triage.Case, codes []triage.Code) error {
	if len(c.Petitions) != len(codes) {
		return errors.New("a petition was added to the case or removed from it")
	}
	for i, p := range c.Petitions {
		if p.Code != codes[i] {
			return errors.New("a petition of the case was replaced by another")
		}
	}
	for i, e := range c.Events {
		twice := func(o triage.Event) bool { return o.Key == e.Key && o.Code == e.Code }
		switch {
		case !slices.Contains(codes, e.Code):
			return errors.New("an event is of a petition outside the case")
		case e.Key == "":
			return errors.New("append an event: it has no key")
		case slices.ContainsFunc(l.events, twice), slices.ContainsFunc(c.Events[:i], twice):
			return errors.New("append an event: its key is taken")
		}
	}
	for _, f := range c.Opened {
		if err := l.fits(f); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) prior(key string) ([]triage.Event, error) {
	var found []triage.Event
	for _, e := range l.events {
		if e.Key == key {
			found = append(found, e)
		}
	}
	return found, nil
}

func (l *Ledger) words(code triage.Code) (triage.Words, triage.Identity, []triage.Attachment, error) {
	f, ok := l.filings[code]
	if !ok {
		return triage.Words{}, triage.Identity{}, nil, triage.ErrNotFound
	}
	var files []triage.Attachment
	for _, e := range l.events {
		if e.Code == code && e.Actor.Staff == "" && e.Actor.Person == f.Petition.Filer {
			files = append(files, e.Files...)
		}
	}
	return f.Words, f.Identity, files, nil
}

// clone copies p with lists of its own.
func clone(p triage.Petition) triage.Petition {
	p.About, p.Links, p.Children = slices.Clone(p.About), slices.Clone(p.Links), slices.Clone(p.Children)
	p.Obligations = slices.Clone(p.Obligations)
	return p
}
