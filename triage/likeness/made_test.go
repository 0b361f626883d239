package likeness

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiepdan/triage/area"
)

var update = flag.Bool("update", false, "write the made pairs of testdata anew")

// pair is two petitions, and what a person would say of them.
type pair struct {
	How   string // how the second was made of the first
	Label string // again: the same person, one matter · others: other people's, one matter · different
	A, B  Matter
}

// told is a matter in several people's words.
type told struct {
	Kind, Body, Place, Against, Paper string
	Told                              []string
}

// form is a letter that is passed around, and what different people fill in.
type form struct {
	Kind, Body, Form string
	Fill             []map[string]string
}

func readLines[T any](t testing.TB, name string) []T {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []T
	for line := range bytes.Lines(b) {
		var v T
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatalf("%s: %v: %s", name, err, line)
		}
		all = append(all, v)
	}
	return all
}

// maker makes pairs of parts, always the same ones.
type maker struct {
	rng    *rand.Rand
	people int
	pairs  []pair
}

func (m *maker) add(how, label string, a, b Matter) {
	m.pairs = append(m.pairs, pair{how, label, a, b})
}

// person signs a matter as somebody new.
func (m *maker) person(a Matter) Matter {
	m.people++
	families, given := []string{"Nguyễn Thị", "Trần Văn", "Lê Thị", "Phạm Văn", "Đặng Thị"}, []string{"Mẫu", "Ví", "Thử", "Dụ", "Nháp", "Giả", "Hờ"}
	a.Filer = fmt.Sprintf("p-%d", m.people)
	a.Name = area.Fold(families[m.people%len(families)] + " " + given[m.people%len(given)])
	if m.rng.IntN(2) == 0 {
		a.Phone = fmt.Sprintf("0900%06d", m.people)
	}
	return a
}

// by lets the person of a sign b too, from another account now and then.
func (m *maker) by(a, b Matter) Matter {
	b.Filer, b.Phone, b.IDNumber, b.Name = a.Filer, a.Phone, a.IDNumber, a.Name
	if a.Phone != "" && m.rng.IntN(4) == 0 {
		m.people++
		b.Filer = fmt.Sprintf("p-%d", m.people)
	}
	return b
}

// answers are given a little differently the second time.
func (m *maker) answers(b Matter) Matter {
	if m.rng.IntN(2) == 0 {
		b.Paper = ""
	}
	switch m.rng.IntN(4) {
	case 0:
		b.Against = ""
	case 1:
		b.Against = area.Fold(b.Against)
	}
	if m.rng.IntN(8) == 0 {
		b.Place = ""
	}
	if m.rng.IntN(10) == 0 {
		b.Kind = "other"
	}
	return b
}

func sentences(story string) []string { return strings.SplitAfter(story, ". ") }

func (m *maker) reordered(story string) string {
	s := sentences(story)
	m.rng.Shuffle(len(s), func(i, j int) { s[i], s[j] = strings.TrimSpace(s[j])+" ", strings.TrimSpace(s[i])+" " })
	return strings.TrimSpace(strings.Join(s, ""))
}

// edited changes one word in eight and adds a sentence.
func (m *maker) edited(story string) string {
	words := strings.Fields(story)
	other := strings.Fields("rất đã cũng thì mà nhưng lại đang chưa được vẫn hơn nhiều")
	var out []string
	for _, w := range words {
		switch m.rng.IntN(24) {
		case 0:
			continue
		case 1:
			w = other[m.rng.IntN(len(other))]
		case 2:
			w += " " + other[m.rng.IntN(len(other))]
		}
		out = append(out, w)
	}
	more := []string{" Tôi đã chờ đợi quá lâu.", " Đến nay sự việc vẫn chưa có gì thay đổi.", " Tôi gửi kèm ảnh chụp giấy tờ.", " Mong sớm nhận được trả lời."}
	return strings.Join(out, " ") + more[m.rng.IntN(len(more))]
}

func chat(story string) string {
	return strings.NewReplacer("không", "ko", "được", "dc", "công an", "ca", "Công an", "ca", "điều tra viên", "dtv", "quyết định", "qđ", "người", "ng", "với", "vs").Replace(strings.ToLower(story))
}

func wrapped(story string) string {
	return "Kính gửi Viện kiểm sát nhân dân! Tôi làm đơn này trình bày: " + story + " Tôi xin cam đoan những lời trình bày trên là đúng sự thật. Tôi xin chân thành cảm ơn."
}

func (m *maker) half(story string) string {
	s := sentences(story)
	return strings.TrimSpace(strings.Join(s[:max(len(s)*2/3, 1)], "")) + " Tôi sẽ bổ sung tiếp các giấy tờ sau."
}

func madePairs(matters []told, forms []form) []pair {
	m := &maker{rng: rand.New(rand.NewChaCha8([32]byte{7}))}
	plain := func(k told, i int) Matter {
		return Matter{Story: k.Told[i], Against: k.Against, Paper: k.Paper, Kind: k.Kind, Body: k.Body, Place: k.Place}
	}
	for i, k := range matters {
		a := m.person(plain(k, 0))
		again := func(how, story string) {
			b := m.answers(a)
			b.Story = story
			m.add(how, "again", a, m.by(a, b))
		}
		again("copy", wrapped(a.Story))
		again("without accents", area.Fold(a.Story))
		again("edited", m.edited(a.Story))
		again("reordered", m.reordered(a.Story))
		again("chat", chat(a.Story))
		again("part", m.half(a.Story))
		again("other words", k.Told[1])
		again("short words", k.Told[2])
		b := m.answers(m.person(plain(k, 0)))
		b.Story = m.edited(b.Story)
		m.add("others' copy", "others", a, b)
		if k.Paper != "" {
			b := m.person(plain(k, 1))
			m.add("others' words", "others", a, b)
		}
		for d := 1; d <= 2; d++ {
			o := m.by(a, plain(matters[(i+5*d)%len(matters)], d%2))
			o.Place = a.Place
			m.add("another matter of theirs", "different", a, o)
			s := m.person(plain(matters[(i+3*d)%len(matters)], d%2))
			s.Kind, s.Body, s.Place = a.Kind, a.Body, a.Place
			m.add("strangers of one place", "different", a, s)
		}
		o := m.by(a, plain(matters[(i+7)%len(matters)], 0))
		o.Against, o.Place, o.Body, o.Kind = a.Against, a.Place, a.Body, a.Kind
		m.add("another matter of the same accused", "different", a, o)
		if k.Paper != "" {
			o := m.person(plain(matters[(i+11)%len(matters)], 1))
			o.Paper = k.Paper
			m.add("the same number by chance", "different", a, o)
		}
	}
	for _, f := range forms {
		filled := func(fill map[string]string) Matter {
			var marks []string
			for k, v := range fill {
				marks = append(marks, "{"+k+"}", v)
			}
			return Matter{Story: strings.NewReplacer(marks...).Replace(f.Form), Against: fill["accused"], Kind: f.Kind, Body: f.Body, Place: fill["place"]}
		}
		for i, fill := range f.Fill {
			a := m.person(filled(fill))
			b := m.person(filled(fill))
			b.Story = m.edited(b.Story)
			m.add("others' form", "others", a, b)
			next := filled(f.Fill[(i+1)%len(f.Fill)])
			m.add("the same form", "different", a, m.person(next))
			near := next
			near.Place = a.Place
			m.add("the same form in one place", "different", a, m.person(near))
			m.add("the same form again", "different", a, m.by(a, near))
		}
	}
	return m.pairs
}

// TestMadePairsStandInTestdata keeps the file of made pairs what its parts make of it.
func TestMadePairsStandInTestdata(t *testing.T) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	for _, p := range madePairs(readLines[told](t, "matters.jsonl"), readLines[form](t, "forms.jsonl")) {
		if err := out.Encode(p); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join("testdata", "made.jsonl")
	if *update {
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(kept, b.Bytes()) {
		t.Errorf("%s is not what the parts make: go test ./triage/likeness -run MadePairs -update (%v)", name, err)
	}
}
