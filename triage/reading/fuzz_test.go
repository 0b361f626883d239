package reading

import (
	"testing"

	"tiepdan/triage"
)

// Whatever is written, a reading is one of the vocabulary, and its evidence
// stands where it says.
func FuzzRead(f *testing.F) {
	for _, e := range examples(f, "dev.jsonl") {
		f.Add(e.Text)
	}
	f.Add("khieu61 nai5 31/12/2026 lần 2 \x00 \xff CA THA q9")
	r := New()
	f.Fuzz(func(t *testing.T, text string) {
		got := r.ReadGiven(text, Given{At: written})
		if fact, value, wrong := got.Facts.Misspelt(); wrong {
			t.Errorf("%s is %q", fact, value)
		}
		if !triage.Known(got.Facts.Kind, triage.Kinds()) || got.Confidence < 0 || got.Confidence > 1 || len(got.Kinds) != len(triage.Kinds()) {
			t.Errorf("%+v", got)
		}
		for _, e := range got.Evidence {
			if e.From < 0 || e.To > len(text) || e.From >= e.To || text[e.From:e.To] != e.Words {
				t.Errorf("%+v", e)
			}
		}
	})
}

// Weights that come from outside are refused or work; they never break a reader.
func FuzzWeights(f *testing.F) {
	f.Add([]byte(weightsHead + "\n"))
	f.Add([]byte(weightsHead + "\n# x\ntrio complaint none court 1\nfeatures 1\nw:khieu nai\t!Q\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := readWeights(text)
		if err != nil {
			return
		}
		newReader(shared().book, m).Read("Tôi khiếu nại điều tra viên")
	})
}
