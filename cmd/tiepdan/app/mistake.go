package app

import (
	"fmt"
	"strings"
)

// Mistake is one thing that is wrong in the settings or in the office file, and
// how to mend it. What and Mend are Vietnamese: those who run an office read them.
// No secret stands in either.
type Mistake struct {
	Where string // a variable, as "TIEPDAN_LISTEN", or a line, as "office.yaml:12"
	What  string
	Mend  string
}

// String is the mistake on one line.
func (m Mistake) String() string {
	if m.Mend == "" {
		return m.Where + ": " + m.What
	}
	return m.Where + ": " + m.What + " → " + m.Mend
}

// Mistakes is an error that tells all of them at once.
type Mistakes []Mistake

// Error lists the mistakes, one on each line.
func (m Mistakes) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "có %d lỗi:", len(m))
	for _, one := range m {
		b.WriteString("\n  " + one.String())
	}
	return b.String()
}

// orNil is m as an error, nil if there is none.
func (m Mistakes) orNil() error {
	if len(m) == 0 {
		return nil
	}
	return m
}
