package triage

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Code names a petition to everyone who may speak of it (mã đơn): the year, a
// random part that cannot be guessed, and a check digit, as in 26-K7QM-4TXC.
type Code string

// codeLetters has 31 letters, a prime, so that a weighted sum catches every
// wrong letter and every swapped pair; 0, 1, I, L and O are left out because
// people read them aloud wrongly.
const codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// codeRandom is the number of random letters: 31^7 is 27 thousand million.
const codeRandom = 7

// ErrNoCode is returned for words that are not a petition's code.
var ErrNoCode = errors.New("not a petition code")

// NewCode draws a code for a year (only its last two digits count) from random.
func NewCode(year int, random io.Reader) (Code, error) {
	letters := make([]byte, 0, codeRandom+1)
	buf := make([]byte, 16)
	for len(letters) < codeRandom {
		if _, err := io.ReadFull(random, buf); err != nil {
			return "", fmt.Errorf("draw a petition code: %w", err)
		}
		for _, b := range buf {
			// 248 is the largest multiple of 31 in a byte: taking more would favour some letters.
			if b < 248 && len(letters) < codeRandom {
				letters = append(letters, codeLetters[b%31])
			}
		}
	}
	letters = append(letters, checkLetter(year%100, letters))
	return Code(fmt.Sprintf("%02d-%s-%s", year%100, letters[:4], letters[4:])), nil
}

// ParseCode reads a code as people write it: any case, with or without dashes
// and spaces. It returns ErrNoCode where the letters or the check digit do not fit.
func ParseCode(s string) (Code, error) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '–', '.', '_', '\u00a0':
			return -1
		}
		return r
	}, strings.ToUpper(s))
	if len(s) != 2+codeRandom+1 || !isDigit(s[0]) || !isDigit(s[1]) {
		return "", ErrNoCode
	}
	year, letters := int(s[0]-'0')*10+int(s[1]-'0'), []byte(s[2:])
	for _, c := range letters {
		if strings.IndexByte(codeLetters, c) < 0 {
			return "", ErrNoCode
		}
	}
	if checkLetter(year, letters[:codeRandom]) != letters[codeRandom] {
		return "", ErrNoCode
	}
	return Code(fmt.Sprintf("%s-%s-%s", s[:2], letters[:4], letters[4:])), nil
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func checkLetter(year int, letters []byte) byte {
	// Weights are distinct and not 0 modulo 31; the year's two digits count too.
	sum := (year/10)*9 + (year%10)*10
	for i, c := range letters {
		sum += strings.IndexByte(codeLetters, c) * (i + 2)
	}
	return codeLetters[(31-sum%31)%31]
}
