package likeness

import (
	"bytes"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"tiepdan/triage/area"
)

// someMatter is made of one word list, so that two of them have words in common.
func someMatter(rng *rand.Rand) Matter {
	words := strings.Fields("tôi bị công an giữ xe máy không trả Quyết định số 15/QĐ-CSĐT ngày 3/2/2026 ông Trần Văn Mẫu 150 triệu thửa 12 đất nhà hàng xóm tòa xử")
	var story []string
	for range rng.IntN(120) {
		story = append(story, words[rng.IntN(len(words))])
	}
	pick := func(values ...string) string { return values[rng.IntN(len(values))] }
	return Matter{
		Story: strings.Join(story, " "), Against: pick("", "ông Trần Văn Mẫu", "Công an phường"), Paper: pick("", "15/QĐ-CSĐT", "số 7"),
		Kind: pick("complaint", "denunciation"), Body: pick("", "court", "procuracy"), Place: pick("", "06652", "06655"),
		Filer: pick("a", "b", ""), Phone: pick("", "0900000001"), IDNumber: pick("", "022185001234"), Name: pick("", "nguyen thi mau"),
	}
}

func TestLikenessOfAnyTwo(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		m, n := someMatter(rng), someMatter(rng)
		a, b := testKey.Sign(m), testKey.Sign(n)
		if again := testKey.Sign(m); !reflect.DeepEqual(a, again) {
			t.Fatal("the same matter has two signatures")
		}
		for _, open := range []bool{true, false} {
			l, back := Compare(&a, &b, open), Compare(&b, &a, open)
			if l.Score != back.Score || l.Text != back.Text {
				t.Fatalf("%v one way, %v the other", l, back)
			}
			if l.Score < 0 || l.Score > 1 || l.Text < 0 || l.Text > 1 || l.Percent() > 99 {
				t.Fatalf("%+v", l)
			}
			if a.TextSize > 0 && a.TopicSize > 0 {
				if self := Compare(&a, &a, open); self.Score < Alike || self.Text < 0.99 {
					t.Fatalf("a petition is not like itself: %+v, %s", self, m.Story)
				}
			}
		}
		folded := m
		folded.Story = area.Fold(m.Story)
		c := testKey.Sign(folded)
		if a.Text != c.Text || a.Topic != c.Topic && len(a.Names) == 0 {
			t.Fatal("accents change the sketch of a text")
		}
	}
}

// Who reads without leave to know the writer learns nothing of them, not even by
// the score.
func TestClosedLikenessTellsNothingOfThePerson(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		m, n := someMatter(rng), someMatter(rng)
		o := n
		o.Filer, o.Phone, o.IDNumber, o.Name = m.Filer, m.Phone, m.IDNumber, n.Name
		a, b, c := testKey.Sign(m), testKey.Sign(n), testKey.Sign(o)
		if x, y := Compare(&a, &b, false), Compare(&a, &c, false); !reflect.DeepEqual(x, y) {
			t.Fatalf("%+v for strangers, %+v for the same person", x, y)
		}
		if !reflect.DeepEqual(b.Keys(), c.Keys()) {
			t.Fatal("the keys of a text tell who wrote it")
		}
	}
}

// Two keys give signatures that have nothing in common: without the key no guess
// can be tested.
func TestSignaturesAreKeyed(t *testing.T) {
	m := Matter{Story: strings.Repeat("Công an phường giữ xe máy của tôi từ ngày 3/2 không trả theo quyết định số 15. ", 3), Against: "Trần Văn Mẫu",
		Kind: "complaint", Body: "court", Place: "06652", Filer: "a", Phone: "0900000001", IDNumber: "022185001234", Name: "mau"}
	a, b := testKey.Sign(m), NewSigner([]byte("another key, that of nobody else")).Sign(m)
	if s := shared(a.Text[:], b.Text[:]); s > 0.05 {
		t.Errorf("texts under two keys agree in %.2f", s)
	}
	if l := Compare(&a, &b, true); l.Score >= Alike || len(l.Reasons) > 0 {
		t.Errorf("under two keys: %+v", l)
	}
	raw, err := a.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"06652", "0900000001", "complaint", "mau", "xe"} {
		if bytes.Contains(raw, []byte(word)) {
			t.Errorf("the signature holds %q", word)
		}
	}
}

func TestKeysAreNeverPrinted(t *testing.T) {
	key := "a key of the tests, and of nobody"
	s := NewSigner([]byte(key))
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "signer", s)
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%+v %#v %x %s", s, s, s, s), log.String()} {
		if strings.Contains(text, key) || strings.Contains(text, fmt.Sprintf("%x", key)) || !strings.Contains(text, "***") {
			t.Errorf("printed as %q", text)
		}
	}
}

func TestMarks(t *testing.T) {
	papers, figures := marksOf("Quyết định số 15 ngày 5 tháng 3 năm 2026, bản án 12/2026/HS-ST, 150 triệu, 150.000.000 đồng, 1,5 tỷ, xe 14B1-234.56, ngày 5/3/2026, thửa số 118, 20 người")
	if got := fmt.Sprint(papers); got != "[{12 hs} {15 }]" {
		t.Errorf("papers %s", got)
	}
	if got := fmt.Sprint(figures); got != "[day 5/3 plate 14b123456 amount 150000000 amount 150000000 amount 1500000000 day 5/3 plot 118]" {
		t.Errorf("figures %s", got)
	}
	for text, want := range map[string]string{
		"Điều tra viên Trần Văn Mẫu và ông Hưng": "[tran van mau ~mau ~hung]",
		"toi bi nguyen van gia lua":              "[nguien van gia ~gia]",
		"Chủ tịch xã, Công an phường Hà Tu":      "[ha tu ~tu]",
		"Nịnh Văn Bòn. Chủ nhật tôi gặp":         "[ninh van bon ~bon]",
		"tôi không nêu tên ai":                   "[]",
	} {
		if got := fmt.Sprint(namesOf(text)); got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}

func FuzzSign(f *testing.F) {
	f.Add("Tôi bị công an giữ xe 14B1-234.56 ngày 3/2, quyết định số 15/QĐ-CSĐT", "ông Trần Văn Mẫu", "15/QĐ", "Nguyễn Thị Mẫu")
	f.Add("", "", "", "")
	f.Add("a\xff/ 9999999999999999999999/q , . Ở Ạ", "1/1/1", "0", "\u0301")
	f.Fuzz(func(t *testing.T, story, against, paper, name string) {
		s := testKey.Sign(Matter{Story: story, Against: against, Paper: paper, Name: name})
		raw, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back Signature
		if err := back.UnmarshalBinary(raw); err != nil || !reflect.DeepEqual(s, back) {
			t.Fatalf("written and read: %v", err)
		}
		if l := Compare(&s, &back, true); l.Text > 1 || l.Score < 0 || l.Score > 1 {
			t.Fatalf("%+v", l)
		}
	})
}

func FuzzReadSignature(f *testing.F) {
	s := testKey.Sign(Matter{Story: "Quyết định số 15/QĐ", Against: "Trần Văn Mẫu"})
	raw, _ := s.MarshalBinary()
	f.Add(raw)
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var s Signature
		if s.UnmarshalBinary(b) != nil {
			return
		}
		if again, _ := s.MarshalBinary(); !bytes.Equal(again, b) {
			t.Fatal("read and written is another signature")
		}
	})
}

func BenchmarkSign(b *testing.B) {
	m := Matter{Story: strings.Repeat("Công an phường giữ xe máy của tôi từ ngày 3/2 không trả theo quyết định số 15. ", 13), Against: "Trần Văn Mẫu"}
	b.ReportMetric(float64(len([]rune(m.Story))), "letters")
	for b.Loop() {
		testKey.Sign(m)
	}
}

func BenchmarkCompare(b *testing.B) {
	x, y := testKey.Sign(Matter{Story: "Công an phường giữ xe máy"}), testKey.Sign(Matter{Story: "Công an giữ xe máy của tôi"})
	for b.Loop() {
		Compare(&x, &y, true)
	}
}
