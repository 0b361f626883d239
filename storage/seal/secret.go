package seal

import (
	"fmt"
	"io"
	"log/slog"
)

// masked is all that is ever shown of keys.
const masked = "***"

// String gives "***".
func (Keys) String() string { return masked }

// GoString gives "***", for %#v.
func (Keys) GoString() string { return masked }

// Format gives "***" for every verb, %+v and %x included.
func (Keys) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, masked) }

// LogValue gives "***" to structured logs.
func (Keys) LogValue() slog.Value { return slog.StringValue(masked) }

// MarshalJSON gives "***".
func (Keys) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// MarshalText gives "***", for formats that prefer text, such as YAML.
func (Keys) MarshalText() ([]byte, error) { return []byte(masked), nil }
