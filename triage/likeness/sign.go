package likeness

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Signer makes signatures under one key. Those of two keys cannot be compared. It
// is safe for concurrent use, and printing it in any way gives "***".
type Signer struct {
	key *[]byte // behind a pointer, so that no print shows it
}

// NewSigner takes a secret key of at least 16 random bytes.
func NewSigner(key []byte) Signer {
	own := slices.Clone(key)
	return Signer{&own}
}

// Format gives "***" for every verb.
func (Signer) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "***") }

// LogValue gives "***" to structured logs.
func (Signer) LogValue() slog.Value { return slog.StringValue("***") }

// Sign makes the signature of a matter. The same matter has the same signature
// under the same key.
func (s Signer) Sign(m Matter) Signature {
	h := &hasher{mac: hmac.New(sha256.New, *s.key)}
	words := wordsOf(m.Story)
	sig := Signature{
		Kind: h.short("kind", m.Kind), Body: h.short("body", m.Body), Place: h.short("place", m.Place),
		Filer: h.who("filer", m.Filer), Phone: h.who("phone", m.Phone), IDNumber: h.who("id", m.IDNumber), Name: h.who("name", m.Name),
	}
	shingles, short := shinglesOf(withoutFormulas(words))
	sig.Short = short
	sig.TextSize = h.sketch(sig.Text[:], shingles)
	papers, figures := marksOf(m.Story)
	contested, when := marksOf(m.Paper)
	papers, figures = append(papers, contested...), append(figures, when...)
	if len(contested) == 0 {
		papers = append(papers, bareNumber(m.Paper)...)
	}
	own := []string{digitsOf(m.Phone), digitsOf(m.IDNumber)}
	figures = slices.DeleteFunc(figures, func(f string) bool { return slices.Contains(own, digitsOf(f)) })
	accused := accusedOf(m.Against)
	names := slices.DeleteFunc(namesOf(m.Story), func(n string) bool { return sameName(n, m.Name) })
	// What happened is the topic, not to whom: one person's two complaints of the
	// same officer have all names in common.
	sig.TopicSize = h.sketch(sig.Topic[:], topicsOf(words, strings.Fields(fold(m.Against+" "+strings.Join(names, " ")))))
	sig.Papers, sig.Figures = h.papers(papers), h.marks("figure", figures)
	sig.Accused, sig.Names = h.marks("name", accused), h.marks("name", append(slices.Clone(accused), names...))
	return sig
}

// hasher is the keyed hash of one signing.
type hasher struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

// of hashes a value of one domain; values of two domains never meet.
func (h *hasher) of(domain, value string) uint64 {
	h.mac.Reset()
	_, _ = io.WriteString(h.mac, domain)
	_, _ = h.mac.Write([]byte{0})
	_, _ = io.WriteString(h.mac, value)
	return binary.LittleEndian.Uint64(h.mac.Sum(h.sum[:0]))
}

// who is 0 for nobody, and never 0 for somebody.
func (h *hasher) who(domain, value string) uint64 {
	if value == "" {
		return 0
	}
	return max(h.of("who "+domain, value), 1)
}

func (h *hasher) short(domain, value string) uint32 {
	if value == "" {
		return 0
	}
	return max(uint32(h.of(domain, value)), 1)
}

// marks are sorted and different; of a list that is too long the same ones are kept
// each time.
func (h *hasher) marks(domain string, values []string) []uint32 {
	var all []uint32
	for _, v := range values {
		all = append(all, h.short(domain, v))
	}
	return keep(all)
}

func keep(all []uint32) []uint32 {
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.Clip(all[:min(len(all), mostMarks)])
}

// papers keeps of each the hash of its number in the upper half, and that of its
// letters, 0 for none, in the lower half.
func (h *hasher) papers(list []paper) []uint32 {
	var all []uint32
	for _, p := range list {
		mark := uint32(h.of("paper", p.number)) &^ 0xffff
		if p.letters != "" {
			mark |= max(uint32(h.of("paper letters", p.letters))&0xffff, 1)
		}
		all = append(all, mark)
	}
	return keep(all)
}

// sketch fills a minhash: of each of many orders of all values, a part of the
// first one. Two sets agree in a place with the chance of their likeness (Jaccard).
func (h *hasher) sketch(into []uint16, values []string) uint16 {
	least := make([]uint64, len(into))
	for i := range least {
		least[i] = math.MaxUint64
	}
	seen := make(map[uint64]struct{}, len(values))
	for _, v := range values {
		x := h.of("shingle", v)
		if _, twice := seen[x]; twice {
			continue
		}
		seen[x] = struct{}{}
		for i := range least {
			least[i] = min(least[i], mix(x+uint64(i)*0x9e3779b97f4a7c15))
		}
	}
	if len(seen) == 0 {
		return 0
	}
	for i, v := range least {
		into[i] = uint16(v) // its upper bits are nearly always noughts
	}
	return uint16(min(len(seen), math.MaxUint16))
}

// digitsOf leaves the digits of a text.
func digitsOf(text string) string {
	digits := make([]byte, 0, len(text))
	for i := range len(text) {
		if isDigit(text[i]) {
			digits = append(digits, text[i])
		}
	}
	return string(digits)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number is a number without leading noughts, "" for none.
func number(digits string) string {
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n, 10)
}
