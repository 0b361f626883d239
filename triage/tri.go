package triage

import "fmt"

// Tri is a fact that may be unknown. In JSON: true, false, or absent/null.
// Unknown is never taken for false: an unclear fact rejects nobody.
type Tri int8

const (
	Unknown Tri = iota
	No
	Yes
)

// Is turns a given answer into a fact.
func Is(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// IsZero lets `omitzero` leave out what is unknown.
func (t Tri) IsZero() bool { return t == Unknown }

// MarshalJSON writes true, false or null.
func (t Tri) MarshalJSON() ([]byte, error) {
	switch t {
	case Yes:
		return []byte("true"), nil
	case No:
		return []byte("false"), nil
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads true, false or null; anything else is an error.
func (t *Tri) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		*t = Yes
	case "false":
		*t = No
	case "null":
		*t = Unknown
	default:
		return fmt.Errorf("want true, false or null, got %q", b)
	}
	return nil
}

// UnmarshalText reads true, false, or nothing for what is not known.
func (t *Tri) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*t = Unknown
		return nil
	}
	return t.UnmarshalJSON(text)
}

// And is Yes where both are, No where either is, otherwise Unknown.
func (t Tri) And(u Tri) Tri {
	if t == No || u == No {
		return No
	}
	if t == Yes && u == Yes {
		return Yes
	}
	return Unknown
}

// Or is Yes where either is, No where both are, otherwise Unknown.
func (t Tri) Or(u Tri) Tri {
	if t == Yes || u == Yes {
		return Yes
	}
	if t == No && u == No {
		return No
	}
	return Unknown
}

// Not turns Yes and No around.
func (t Tri) Not() Tri {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}
