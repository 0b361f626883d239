package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
)

var (
	// ErrNothingAdded is returned by Promote for a keyset whose newest key seals
	// already.
	ErrNothingAdded = errors.New("no key was added to TIEPDAN_KEYSET that does not seal yet")
	// ErrStillPrimary is returned by Retire for the key that seals.
	ErrStillPrimary = errors.New("the key that seals cannot be retired")
	// ErrNoSuchKey is returned by Retire for a key that is not in the keyset.
	ErrNoSuchKey = errors.New("no such key in TIEPDAN_KEYSET")
)

// KeyID names a sealing key. It stands in front of everything that was sealed with
// it, and is no secret.
type KeyID uint32

// prefixSize is the length of what Tink puts in front of sealed bytes: a version
// byte, then the key's id.
const prefixSize = 5

// prefixVersion is that version byte.
const prefixVersion = 1

// String is the id as status shows it.
func (id KeyID) String() string { return fmt.Sprintf("%08x", uint32(id)) }

// Prefix is what everything sealed with this key begins with.
func (id KeyID) Prefix() []byte {
	return binary.BigEndian.AppendUint32([]byte{prefixVersion}, uint32(id))
}

// SealedBy reads which key bytes were sealed with; false if they were not sealed by
// this package.
func SealedBy(sealed []byte) (KeyID, bool) {
	if len(sealed) < prefixSize || sealed[0] != prefixVersion {
		return 0, false
	}
	return KeyID(binary.BigEndian.Uint32(sealed[1:prefixSize])), true
}

// Primary is the key that seals.
func (k Keys) Primary() KeyID { return k.secret.ids[0] }

// IDs are the keys that open, the one that seals first.
func (k Keys) IDs() []KeyID { return slices.Clone(k.secret.ids) }

// Add adds a key that only opens. Give the new text to all replicas before Promote:
// one must be able to open what another seals.
func Add(old string) (string, error) {
	return rotate(old, func(manager *keyset.Manager, _ *keyset.Handle) error {
		_, err := manager.Add(aead.XChaCha20Poly1305KeyTemplate())
		return err
	})
}

// Promote lets the key that was added last seal; the earlier ones still open.
// Lookups, digests and signatures stay as they are. ErrNothingAdded if that key
// seals already.
func Promote(old string) (string, error) {
	return rotate(old, func(manager *keyset.Manager, handle *keyset.Handle) error {
		last, err := handle.Entry(handle.Len() - 1)
		if err != nil {
			return err
		}
		if last.IsPrimary() {
			return ErrNothingAdded
		}
		return manager.SetPrimary(last.KeyID())
	})
}

// Rotate is Add and Promote at once, for an office of one replica that is restarted
// anyway.
func Rotate(old string) (string, error) {
	added, err := Add(old)
	if err != nil {
		return "", err
	}
	return Promote(added)
}

// Retire removes a key. What is sealed with it opens never again with this keyset:
// the caller has seen that nothing is. ErrStillPrimary, ErrNoSuchKey.
func Retire(old string, id KeyID) (string, error) {
	return rotate(old, func(manager *keyset.Manager, handle *keyset.Handle) error {
		ids := idsOf(handle)
		switch {
		case !slices.Contains(ids, id):
			return ErrNoSuchKey
		case ids[0] == id:
			return ErrStillPrimary
		}
		return manager.Delete(uint32(id))
	})
}

func rotate(old string, change func(*keyset.Manager, *keyset.Handle) error) (string, error) {
	handle, root, err := read(old)
	if err != nil {
		return "", err
	}
	manager := keyset.NewManagerFromHandle(handle)
	if err := change(manager, handle); err != nil {
		return "", fmt.Errorf("change the keyset: %w", err)
	}
	if handle, err = manager.Handle(); err != nil {
		return "", fmt.Errorf("change the keyset: %w", err)
	}
	return write(handle, root)
}

// idsOf lists the enabled keys, the primary one first.
func idsOf(handle *keyset.Handle) []KeyID {
	var ids []KeyID
	for _, k := range handle.KeysetInfo().GetKeyInfo() {
		switch id := KeyID(k.GetKeyId()); {
		case k.GetStatus() != tinkpb.KeyStatusType_ENABLED:
		case k.GetKeyId() == handle.KeysetInfo().GetPrimaryKeyId():
			ids = slices.Insert(ids, 0, id)
		default:
			ids = append(ids, id)
		}
	}
	return ids
}
