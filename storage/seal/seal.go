// Package seal encrypts what must not be read by whoever holds the disk, and finds
// it again by keyed hash.
//
// It promises that sealed bytes open only in the place for which they were sealed
// (table, column, id), that any change to them is noticed, that keys can be rotated
// while the program runs on old data, and that no key is ever printed, logged or
// put into an error.
package seal

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"
)

// Size is the length of a lookup and of a digest, in bytes.
const Size = sha256.Size

var (
	// ErrOpen is returned for sealed bytes that were changed, cut, moved to another
	// place, or sealed with a key that is not in the keyset.
	ErrOpen = errors.New("sealed data does not open: it was changed or moved, or its key is not in TIEPDAN_KEYSET")
	// ErrPlace is returned for a table or column with a colon in its name, which
	// would make two places look alike.
	ErrPlace = errors.New("a table or column to seal for must have a name without a colon")
)

// Keys seal and open, and compute lookups and digests. They are safe for
// concurrent use. Printing them in any way gives "***".
type Keys struct {
	secret *secret
}

// secret stands behind a pointer, so that even a print of a Keys value that gets
// past its methods shows an address and no key.
type secret struct {
	aead    tink.AEAD
	lookup  []byte // root of the keys below
	digest  []byte // key of Digest
	sign    ed25519.PrivateKey
	ids     []KeyID  // of the sealing keys, the primary one first
	columns sync.Map // column name to the key of its lookups, []byte
}

// Seal encrypts plain for one place. The same plain text sealed twice gives
// different bytes.
func (k Keys) Seal(plain []byte, table, column, id string) ([]byte, error) {
	place, err := placeOf(table, column, id)
	if err != nil {
		return nil, err
	}
	sealed, err := k.secret.aead.Encrypt(plain, place)
	if err != nil {
		return nil, fmt.Errorf("seal for %s.%s: %w", table, column, err)
	}
	return sealed, nil
}

// Open gives back what was sealed for this very place; otherwise ErrOpen.
func (k Keys) Open(sealed []byte, table, column, id string) ([]byte, error) {
	place, err := placeOf(table, column, id)
	if err != nil {
		return nil, err
	}
	plain, err := k.secret.aead.Decrypt(sealed, place)
	if err != nil {
		return nil, fmt.Errorf("open %s.%s: %w", table, column, ErrOpen)
	}
	return plain, nil
}

// Lookup is the keyed hash by which a sealed value is found again: HMAC-SHA256
// under a key of the column's own, so that equal values in two columns cannot be
// matched. The caller normalises the value (NFC, case, spaces, digits). It does not
// change when keys are rotated.
func (k Keys) Lookup(column, normalised string) []byte {
	key, ok := k.secret.columns.Load(column)
	if !ok {
		key, _ = k.secret.columns.LoadOrStore(column, derive(k.secret.lookup, "lookup:"+column))
	}
	mac := hmac.New(sha256.New, key.([]byte))
	mac.Write([]byte(normalised))
	return mac.Sum(nil)
}

// Digest is a keyed hash of plain for the chain of events: it proves a text without
// telling anything of it. It does not change when keys are rotated.
func (k Keys) Digest(plain []byte) []byte {
	mac := hmac.New(sha256.New, k.secret.digest)
	mac.Write(plain)
	return mac.Sum(nil)
}

// placeOf is the associated data. An id may hold colons; since the two names
// before it cannot, no two places are written alike.
func placeOf(table, column, id string) ([]byte, error) {
	if strings.Contains(table, ":") || strings.Contains(column, ":") {
		return nil, ErrPlace
	}
	place := make([]byte, 0, len(table)+len(column)+len(id)+2)
	place = append(place, table...)
	place = append(place, ':')
	place = append(place, column...)
	place = append(place, ':')
	return append(place, id...), nil
}

// derive makes a key for one purpose from the root key.
func derive(root []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, root, nil, "tiepdan/"+purpose, Size)
	if err != nil {
		// HKDF refuses only lengths above 255 hashes.
		panic("derive a key: " + err.Error())
	}
	return key
}
