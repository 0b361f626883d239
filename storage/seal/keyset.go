package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// ErrKeyset is wrapped by every error about the text of a keyset. No error says
// anything of the text itself.
var ErrKeyset = errors.New("TIEPDAN_KEYSET is not a keyset")

const formatVersion = 1

// text is what the base64 of a keyset holds.
type text struct {
	Version int `json:"version"`
	// AEAD is Tink's own JSON: the primary key, which seals, and older ones, which
	// still open.
	AEAD json.RawMessage `json:"aead"`
	// Lookup is the root of lookups and digests. It is never rotated, since what
	// it found before must be found again.
	Lookup []byte `json:"lookup"`
}

// Parse reads the text form, as TIEPDAN_KEYSET holds it. Errors wrap ErrKeyset and
// show no key material.
func Parse(keyset string) (*Keys, error) {
	handle, root, err := read(keyset)
	if err != nil {
		return nil, err
	}
	primitive, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("%w: its keys are not of a kind that seals", ErrKeyset)
	}
	return &Keys{secret: &secret{
		aead: primitive, lookup: root, digest: derive(root, "digest"),
		sign: ed25519.NewKeyFromSeed(derive(root, "signature")), ids: idsOf(handle),
	}}, nil
}

// Generate makes a fresh keyset in its text form. Whoever loses it loses what was
// sealed with it.
func Generate() (string, error) {
	// XChaCha20-Poly1305 has nonces long enough to be drawn at random for ever;
	// AES-GCM's would have to be counted, and sessions are sealed at every step.
	handle, err := keyset.NewHandle(aead.XChaCha20Poly1305KeyTemplate())
	if err != nil {
		return "", fmt.Errorf("generate a keyset: %w", err)
	}
	root := make([]byte, Size)
	if _, err := rand.Read(root); err != nil {
		return "", fmt.Errorf("generate a keyset: %w", err)
	}
	return write(handle, root)
}

// read takes the text apart. The causes of failure are named in our own words:
// those of the decoders quote what they read.
func read(encoded string) (*keyset.Handle, []byte, error) {
	encoded = strings.TrimSpace(encoded)
	if encoded == "" {
		return nil, nil, fmt.Errorf("%w: it is empty", ErrKeyset)
	}
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: it is not base64", ErrKeyset)
	}
	var t text
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&t); err != nil {
		return nil, nil, fmt.Errorf("%w: its base64 does not hold the JSON of one", ErrKeyset)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("%w: something follows its JSON", ErrKeyset)
	}
	if t.Version != formatVersion {
		return nil, nil, fmt.Errorf("%w: it has version %d, this program knows %d", ErrKeyset, t.Version, formatVersion)
	}
	if len(t.Lookup) != Size {
		return nil, nil, fmt.Errorf("%w: its lookup key is not %d bytes long", ErrKeyset, Size)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(t.AEAD)))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: its sealing keys cannot be read", ErrKeyset)
	}
	return handle, t.Lookup, nil
}

func write(handle *keyset.Handle, root []byte) (string, error) {
	var keys bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&keys)); err != nil {
		return "", fmt.Errorf("write the keyset: %w", err)
	}
	raw, err := json.Marshal(text{Version: formatVersion, AEAD: keys.Bytes(), Lookup: root})
	if err != nil {
		return "", fmt.Errorf("write the keyset: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}
