package reading

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// letter is a petition of 1,000 letters put together from those that were learnt.
func letter(b *testing.B) string {
	var text strings.Builder
	for _, e := range examples(b, "petitions.jsonl")[10:] {
		text.WriteString(e.Text + " ")
	}
	whole := []rune(text.String())
	return string(whole[:1000])
}

func BenchmarkRead1000Letters(b *testing.B) {
	r, text := New(), letter(b)
	b.ReportAllocs()
	for b.Loop() {
		r.Read(text)
	}
	b.ReportMetric(float64(utf8.RuneCountInString(text)), "letters")
}

// Petitions as they are: some hundred letters.
func BenchmarkReadPetitions(b *testing.B) {
	r, set := New(), examples(b, "unseen.jsonl")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.Read(set[i%len(set)].Text)
		i++
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := readWeights(shipped); err != nil {
			b.Fatal(err)
		}
	}
}
