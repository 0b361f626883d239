package postgres

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"tiepdan/triage"
)

// nullable is a string whose zero value stands for NULL, both ways.
type nullable[T ~string] struct{ at *T }

func null[T ~string](v *T) *nullable[T] { return &nullable[T]{v} }

// ScanText implements pgtype.TextScanner.
func (n *nullable[T]) ScanText(v pgtype.Text) error {
	*n.at = T(v.String)
	return nil
}

// TextValue implements pgtype.TextValuer.
func (n *nullable[T]) TextValue() (pgtype.Text, error) {
	return pgtype.Text{String: string(*n.at), Valid: *n.at != ""}, nil
}

// nullTime lets the zero time stand for NULL, both ways.
func nullTime(t *time.Time) *zeronull.Timestamptz { return (*zeronull.Timestamptz)(t) }

// orNull is null for a value that is only written.
func orNull[T ~string](v T) zeronull.Text { return zeronull.Text(v) }

// place names the row for which a value is sealed.
type place struct{ table, column, id string }

// seal encrypts; nothing gives nothing, so that an absent text is NULL.
func (s *Store) seal(plain []byte, at place) ([]byte, error) {
	if len(plain) == 0 {
		return nil, nil
	}
	return s.keys.Seal(plain, at.table, at.column, at.id)
}

// open decrypts what seal gave.
func (s *Store) open(sealed []byte, at place) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	return s.keys.Open(sealed, at.table, at.column, at.id)
}

// sealJSON seals a value as JSON.
func (s *Store) sealJSON(value any, at place) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", at.table, err)
	}
	return s.seal(plain, at)
}

// openJSON opens what sealJSON sealed; absent bytes leave value as it is.
func (s *Store) openJSON(sealed []byte, at place, value any) error {
	plain, err := s.open(sealed, at)
	if err != nil || plain == nil {
		return err
	}
	if err := json.Unmarshal(plain, value); err != nil {
		// The decoder's error may quote what it read.
		return fmt.Errorf("open %s: its JSON does not fit", at.table)
	}
	return nil
}

// refKey is the keyed hash by which a message's address is found again. Addresses
// of messages are only unique for one person.
func (s *Store) refKey(person triage.PersonID, ref string) []byte {
	return s.keys.Lookup("ref", string(person)+"\x00"+ref)
}

// each maps a slice, for the arrays of a query.
func each[T, U any](list []T, fn func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = fn(v)
	}
	return out
}
