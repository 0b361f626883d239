package triage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// ErrNotFound says that there is no such petition, person or invitation.
var ErrNotFound = errors.New("not found")

// ErrCodeTaken says that a new petition's code is in use: another is drawn.
var ErrCodeTaken = errors.New("code taken")

// Ledger keeps petitions (sổ đơn). An implementation must pass the suite of
// package triagetest.
type Ledger interface {
	// Open writes a new petition with its words, event, obligations and notices,
	// all or nothing. If an event with the filing's key exists already, it
	// returns that petition and true, and writes nothing. ErrCodeTaken asks for
	// another code.
	Open(ctx context.Context, f Filing) (Petition, bool, error)

	// Change locks the named petitions in code order, lends them to fn, and
	// writes back what fn left in the case, all or nothing. An error of fn is
	// returned as it is, and nothing is written. ErrNotFound if one is missing.
	Change(ctx context.Context, codes []Code, fn func(*Case) error) error
}

// Directory knows who works here.
type Directory interface {
	// Roster returns the staff and the groups as they are now.
	Roster(ctx context.Context) (Roster, error)
}

// Filing is a new petition on its way into the ledger.
type Filing struct {
	Petition Petition
	Words    Words
	Identity Identity
	Files    []Attachment
	Messages []Message
	Event    Event // its Key is the draft's
	Notices  []Notice
}

// Case is what Ledger.Change lends: the petitions, locked, in code order, and
// what is to be written with them.
type Case struct {
	Petitions []Petition // replace an entry to change it

	// Prior returns the events that a key has already caused, in any petition.
	Prior func(key string) ([]Event, error)
	// Words returns what the citizen wrote in one of the petitions, for a split.
	Words func(code Code) (Words, Identity, []Attachment, error)

	Opened  []Filing // children
	Events  []Event
	Notices []Notice
}

// Desk is where petitions are filed and acted upon (bộ phận tiếp dân).
type Desk struct {
	Ledger    Ledger
	Directory Directory
	Office    Office
	Now       func() time.Time
	Random    io.Reader // for codes; crypto/rand in earnest
}

// Done is what an act did.
type Done struct {
	Petition Petition // the first one named, as it is now
	Event    Event    // of that petition; empty if it was filed before
	Repeated bool     // the act had been done before: this is its first outcome
	Opened   []Code   // children of a split
}

// File decides whose business a draft is, sets its clocks and opens it in the
// ledger, in one transaction with everyone's notices. Only when it returns
// without an error may the citizen be told that anything was received (P1).
// Filing the same draft again returns the same petition, with Repeated set.
func (d *Desk) File(ctx context.Context, draft Draft) (Done, error) {
	roster, err := d.Directory.Roster(ctx)
	if err != nil {
		return Done{}, fmt.Errorf("file a petition: %w", err)
	}
	env := Env{Office: d.Office, Roster: roster, Now: d.Now()}
	for range 5 {
		code, err := NewCode(calendar.Of(env.Now).Year, d.Random)
		if err != nil {
			return Done{}, fmt.Errorf("file a petition: %w", err)
		}
		f := newFiling(env, draft, code)
		p, repeated, err := d.Ledger.Open(ctx, f)
		if errors.Is(err, ErrCodeTaken) {
			continue
		}
		if err != nil {
			return Done{}, fmt.Errorf("file a petition: %w", err)
		}
		if repeated {
			return Done{Petition: p, Repeated: true}, nil
		}
		return Done{Petition: p, Event: f.Event}, nil
	}
	return Done{}, fmt.Errorf("file a petition: %w", ErrCodeTaken)
}

// Do carries out an act on the petitions it names, all of them or none. A
// *Refusal says why an act is not possible; anything else is a fault and nothing
// was done. A repeated key returns the first outcome (P2).
func (d *Desk) Do(ctx context.Context, a Act) (Done, error) {
	roster, err := d.Directory.Roster(ctx)
	if err != nil {
		return Done{}, fmt.Errorf("%s: %w", a.Verb, err)
	}
	env := Env{Office: d.Office, Roster: roster, Now: d.Now()}
	if len(a.Codes) == 0 || (len(a.Codes) > 1 && a.Verb != Merge) {
		return Done{}, refuse(RefusedMixed)
	}
	var done Done
	err = d.Ledger.Change(ctx, a.Codes, func(c *Case) error {
		done = Done{}
		return d.act(env, a, c, &done)
	})
	var refusal *Refusal
	switch {
	case err == nil, errors.As(err, &refusal):
		return done, err
	case errors.Is(err, ErrNotFound):
		return Done{}, refuse(RefusedNotFound)
	}
	return Done{}, fmt.Errorf("%s: %w", a.Verb, err)
}

func (d *Desk) act(env Env, a Act, c *Case, done *Done) error {
	if a.Key != "" {
		prior, err := c.Prior(a.Key)
		if err != nil {
			return err
		}
		for _, e := range prior {
			if e.Code == a.Codes[0] {
				*done = Done{Petition: c.named(a.Codes[0]), Event: e, Repeated: true}
				return nil
			}
		}
	}
	for i := range c.Petitions {
		p := &c.Petitions[i]
		effect, err := p.Do(env, a)
		if err != nil {
			return err
		}
		if a.Verb == SplitUp {
			if err := d.split(env, a, c, &effect, done); err != nil {
				return err
			}
		}
		*p = *effect.Petition
		c.Events = append(c.Events, effect.Event)
		c.Notices = append(c.Notices, effect.Notices...)
		if p.Code == a.Codes[0] {
			done.Petition, done.Event = *p, effect.Event
		}
	}
	return nil
}

func (c *Case) named(code Code) Petition {
	i := slices.IndexFunc(c.Petitions, func(p Petition) bool { return p.Code == code })
	if i < 0 {
		return Petition{}
	}
	return c.Petitions[i]
}

// split opens a child for every part; the parent does not count, its children do.
func (d *Desk) split(env Env, a Act, c *Case, parent *Effect, done *Done) error {
	words, identity, files, err := c.Words(parent.Petition.Code)
	if err != nil {
		return err
	}
	for i, part := range a.Parts {
		code, err := NewCode(calendar.Of(env.Now).Year, d.Random)
		if err != nil {
			return err
		}
		w := words
		w.Story = part.Story
		p := parent.Petition
		if part.Facts.Signed == Unknown {
			part.Facts.Signed = p.Facts.Signed // the signature under the letter is under each part
		}
		f := newFiling(env, Draft{
			Key: fmt.Sprintf("%s/%d", a.Key, i+1), Filer: p.Filer, Channel: p.Channel, Language: p.Language,
			Facts: part.Facts, Words: w, Identity: identity, Files: files, Commune: p.Commune,
		}, code)
		f.Petition.Parent, f.Petition.About = p.Code, p.About
		f.Petition.Restricted = f.Petition.Restricted || p.Restricted
		// A child is as old as the letter it stood in: its clocks do not start anew.
		f.Petition.FiledAt = p.FiledAt
		if f.Petition.Standing == Received {
			f.Petition.ReceivedAt = p.ReceivedAt
			if p.Standing != Received {
				f.Petition.ReceivedAt = p.FiledAt // a crime report needs no signature: it was in from the start
			}
		}
		f.Petition.Obligations = f.Petition.clocks(env.Office)
		parent.Petition.Children = append(parent.Petition.Children, code)
		c.Opened = append(c.Opened, f)
		done.Opened = append(done.Opened, code)
	}
	return nil
}
