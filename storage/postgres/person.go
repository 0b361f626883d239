package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// Person finds the person at an address, or makes one who is to be spoken to in
// language. The language of a person who is known stays as it is.
func (s *Store) Person(ctx context.Context, address, language string) (triage.Person, error) {
	key := s.keys.Lookup("person.address", address)
	p, err := s.person(ctx, `address = $1`, key)
	if errors.Is(err, triage.ErrNotFound) {
		if err = s.makePerson(ctx, address, language, key); err == nil {
			p, err = s.person(ctx, `address = $1`, key)
		}
	}
	if err != nil {
		return triage.Person{}, fmt.Errorf("find a person: %w", err)
	}
	return p, nil
}

// makePerson does nothing if somebody else has just made them.
func (s *Store) makePerson(ctx context.Context, address, language string, key []byte) error {
	id := newID("p")
	sealed, err := s.seal([]byte(address), personPlace(triage.PersonID(id)))
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `
		INSERT INTO person (id, address, sealed, language, made_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (address) DO NOTHING`, id, key, sealed, language, s.now())
	return err
}

// PersonByID finds a person; triage.ErrNotFound if there is none.
func (s *Store) PersonByID(ctx context.Context, id triage.PersonID) (triage.Person, error) {
	p, err := s.person(ctx, `id = $1`, id)
	if err != nil {
		return triage.Person{}, fmt.Errorf("find a person: %w", err)
	}
	return p, nil
}

func (s *Store) person(ctx context.Context, where string, arg any) (triage.Person, error) {
	var p triage.Person
	var sealed []byte
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT id, sealed, language, unreachable FROM person WHERE `+where, arg).
			Scan(&p.ID, &sealed, &p.Language, &p.Unreachable)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return triage.Person{}, triage.ErrNotFound
	}
	if err != nil {
		return triage.Person{}, err
	}
	address, err := s.open(sealed, personPlace(p.ID))
	p.Address = string(address)
	return p, err
}

func personPlace(id triage.PersonID) place { return place{"person", "sealed", string(id)} }

// SetLanguage notes in which language a person is to be spoken to.
func (s *Store) SetLanguage(ctx context.Context, id triage.PersonID, language string) error {
	return s.setPerson(ctx, `UPDATE person SET language = $2 WHERE id = $1`, id, language)
}

// SetReachable notes whether our messages reach a person.
func (s *Store) SetReachable(ctx context.Context, id triage.PersonID, reachable bool) error {
	return s.setPerson(ctx, `UPDATE person SET unreachable = NOT $2 WHERE id = $1`, id, reachable)
}

func (s *Store) setPerson(ctx context.Context, sql string, id triage.PersonID, value any) error {
	tag, err := s.exec(ctx, sql, id, value)
	if err == nil && tag.RowsAffected() == 0 {
		err = triage.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("change a person: %w", err)
	}
	return nil
}

// Readdress moves the person at the old address to the new one, as when a group
// becomes a supergroup. Whoever was made at the new address meanwhile gives it up.
// Doing it again changes nothing.
func (s *Store) Readdress(ctx context.Context, old, new string) error {
	from, to := s.keys.Lookup("person.address", old), s.keys.Lookup("person.address", new)
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var id triage.PersonID
		err := tx.QueryRow(ctx, `SELECT id FROM person WHERE address = $1 FOR UPDATE`, from).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE person SET address = $2 WHERE address = $1`,
			to, s.keys.Lookup("person.address", "given up for "+string(id))); err != nil {
			return err
		}
		sealed, err := s.seal([]byte(new), personPlace(id))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE person SET address = $2, sealed = $3, unreachable = false WHERE id = $1`, id, to, sealed)
		return err
	})
	if err != nil {
		return fmt.Errorf("move a person to another address: %w", err)
	}
	return nil
}

// newID draws an id that nobody can guess and that says nothing.
func newID(prefix string) string { return prefix + "-" + strings.ToLower(rand.Text()[:16]) }
