package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
)

// Sign signs a statement with Ed25519 (RFC 8032), for those who may check it but
// must not be able to make it: see PublicKey.
//
// The key is derived from the root of lookups and digests, and like these it is
// never rotated. Whoever has that root can write the chains of events that a
// signature speaks of, so a key that changed apart from it would protect nothing.
func (k Keys) Sign(statement []byte) []byte {
	return ed25519.Sign(k.secret.sign, statement)
}

// Signed says whether a signature is ours, over this very statement.
func (k Keys) Signed(statement, signature []byte) bool {
	return ed25519.Verify(k.PublicKey(), statement, signature)
}

// PublicKey checks signatures. It is no secret: publish it.
func (k Keys) PublicKey() ed25519.PublicKey {
	return k.secret.sign.Public().(ed25519.PublicKey)
}

// SignerID is a short name of the public key: the first 16 hex digits of its
// SHA-256. It tells one office's keyset from another's, and stays the same when
// keys are rotated.
func (k Keys) SignerID() string {
	sum := sha256.Sum256(k.PublicKey())
	return hex.EncodeToString(sum[:8])
}
