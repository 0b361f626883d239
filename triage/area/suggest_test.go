package area

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func codes(places []Place) string {
	var out []string
	for _, p := range places {
		out = append(out, p.Commune)
	}
	return strings.Join(out, " ")
}

// ways returns how people may type an address.
func ways(address string) []string {
	plain := Fold(address)
	parts := strings.Split(plain, ", ")
	for i, part := range parts {
		for long, abbreviation := range map[string]string{
			"phuong ": "p. ", "xa ": "x. ", "thi tran ": "tt ", "thi xa ": "tx ", "thanh pho ": "tp ", "huyen ": "h.",
		} {
			if name, ok := strings.CutPrefix(part, long); ok {
				parts[i] = abbreviation + name
			}
		}
	}
	short := strings.Join(parts, " ")
	return []string{address, plain, short, strings.ToUpper(address), "nhà tôi ở " + address + " ạ"}
}

func TestEveryCommuneOfQuangNinh(t *testing.T) {
	g := load(t)
	for _, c := range g.Communes("22") {
		for _, text := range ways(c.Name) {
			got := g.Suggest(text, "", 5)
			if len(got) == 0 || got[0].Commune != c.Commune || got[0].Former != "" {
				t.Errorf("%q = %+v, want %s first", text, got, c.Commune)
			}
		}
		// At home the province need not be named, nor the type.
		name, _, _ := strings.Cut(c.Name, ",")
		for _, text := range []string{name, Fold(name)} {
			if got := g.Suggest(text, "22", 5); len(got) == 0 || got[0].Commune != c.Commune {
				t.Errorf("%q at home = %+v, want %s first", text, got, c.Commune)
			}
		}
	}
}

// Every commune of the country, with its province, comes first; where two
// communes of a province share a name, the type decides.
func TestEveryCommune(t *testing.T) {
	g := load(t)
	for _, p := range g.provinces {
		for _, c := range g.Communes(p.code) {
			for _, text := range []string{c.Name, Fold(c.Name)} {
				got := g.Suggest(text, "22", 5)
				if len(got) == 0 || Fold(got[0].Name) != Fold(c.Name) || text == c.Name && got[0].Name != c.Name {
					t.Errorf("%q = %+v, want %s first", text, got, c.Commune)
				}
			}
		}
	}
}

func TestEveryFormerCommuneOfQuangNinh(t *testing.T) {
	g := load(t)
	divided := 0
	for _, w := range g.wards {
		d := g.districts[w.district]
		if g.formerP[d.former].name != "Quảng Ninh" {
			continue
		}
		address := w.kind.String() + " " + w.name + ", " + d.kind.String() + " " + d.name + ", tỉnh Quảng Ninh"
		for _, text := range ways(address) {
			got := g.Suggest(text, "22", 8)
			first := got[:min(len(got), len(w.communes))]
			for _, c := range w.communes {
				if !strings.Contains(codes(first), g.communes[c].code) {
					t.Errorf("%q = %+v, want %s first", text, got, g.communes[c].code)
				}
			}
		}
		if len(w.communes) > 1 {
			divided++
		}
		// Without its district it is among what is offered.
		text := Fold(w.kind.String() + " " + w.name + " quảng ninh")
		got := g.Suggest(text, "22", 8)
		for _, c := range w.communes {
			if !strings.Contains(codes(got), g.communes[c].code) {
				t.Errorf("%q = %+v, want %s", text, got, g.communes[c].code)
			}
		}
	}
	if divided == 0 {
		t.Error("no divided commune was tried")
	}
}

// The former communes of the whole country, with district and province, lead to their successors.
func TestEveryFormerCommune(t *testing.T) {
	g := load(t)
	wrong := 0
	for _, w := range g.wards {
		d := g.districts[w.district]
		if w.kind == kindWhole {
			continue
		}
		text := Fold(w.kind.String() + " " + w.name + ", " + d.kind.String() + " " + d.name + ", " + g.formerP[d.former].name)
		got := g.Suggest(text, "22", 12)
		for _, c := range w.communes {
			if !strings.Contains(codes(got), g.communes[c].code) {
				wrong++
				if wrong < 20 {
					t.Logf("%q = %+v, want %s", text, got, g.communes[c].code)
				}
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d former communes are not found", wrong, len(g.wards))
	}
}

func TestEveryDistrictOfQuangNinh(t *testing.T) {
	g := load(t)
	for _, d := range g.districts {
		if g.formerP[d.former].name != "Quảng Ninh" {
			continue
		}
		for _, text := range ways(d.kind.String() + " " + d.name + ", Quảng Ninh") {
			got := codes(g.Suggest(text, "22", 40))
			for _, c := range d.communes {
				if !strings.Contains(got, g.communes[c].code) {
					t.Errorf("%q = %s, want %s too", text, got, g.communes[c].code)
				}
			}
		}
	}
}

func TestAwkward(t *testing.T) {
	g := load(t)
	for text, want := range map[string]string{ // codes in order, as far as they matter
		"halong": "06688", "ha long": "06688", "Hạ Long": "06688", "tp.Hạ Long": "06688", "T.P HẠ LONG": "06688",
		"p.hồng gai": "06685", "P Hong Gai, TP Ha Long": "06685", "hồng gai hạ long quảng ninh": "06685",
		"phuong hong gia quang ninh": "06685", "phường hồng gaii": "06685", "hong gai hạ long quang nimh": "06685", "bai chay": "06673", "bia chay": "06673",
		"mạo khe": "07069", "maokhe": "07069", "TT Mạo Khê, TX Đông Triều": "07069",
		"phường Hà Khẩu": "06706 06661", "ha khau ha long": "06706 06661", "phuong trung vuong uong bi": "06811 06820",
		"móng cái":       "06709 06712 06736",
		"huyện Hoành Bồ": "07030", "TT Trới huyện Hoành Bồ": "07030", "xã Minh Cầm": "06985", "thị trấn quảng hà": "06922",
		"tổ 5 khu 3 phường Cao Thắng, Hạ Long":         "06676",
		"đường Trần Hưng Đạo, phường Hồng Gai":         "06685",
		"số 12 ngõ 5 đường Lê Lợi, phường Hà Lầm":      "06676",
		"thôn 3 xã Hải Sơn, Móng Cái":                  "06724",
		"đảo cô tô":                                    "07192",
		"huyện đảo Vân Đồn":                            "06994",
		"vietnam, quảng ninh, uông bí, phường Nam Khê": "06820",
		"phường Láng Hà Nội":                           "00199",
		"phường Bến Nghé, Q1, TPHCM":                   "26740",
		"p5 q10 tphcm":                                 "27169",
		"Dak Lak":                                      "", "Đắc Lắc": "", "sài gòn hcm": "26740",
		"xã Quảng Ninh, huyện Quảng Xương, Thanh Hoá": "16540",
		"Ha\u0323 Long": "06688",
	} {
		got := codes(g.Suggest(text, "22", 8))
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q = %q, want %q first", text, got, want)
		}
	}
}

func TestProvinceAlone(t *testing.T) {
	g := load(t)
	for text, want := range map[string]Place{
		"Quảng Ninh":      {Province: "22", Name: "Tỉnh Quảng Ninh"},
		"tinh quang nimh": {Province: "22", Name: "Tỉnh Quảng Ninh"},
		"ở Hà Nội":        {Province: "01", Name: "Thành phố Hà Nội"},
		"HN":              {Province: "01", Name: "Thành phố Hà Nội"},
		"tỉnh Hải Dương":  {Province: "31", Name: "Thành phố Hải Phòng", Former: "Tỉnh Hải Dương"},
		"tinh nam dinh":   {Province: "37", Name: "Tỉnh Ninh Bình", Former: "Tỉnh Nam Định"},
		"tỉnh Vũng Tàu":   {Province: "79", Name: "Thành phố Hồ Chí Minh", Former: "Tỉnh Bà Rịa - Vũng Tàu"},
	} {
		got := g.Suggest(text, "", 3)
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q = %+v, want %+v first", text, got, want)
		}
	}
}

func TestHomeIsPreferred(t *testing.T) {
	g := load(t)
	for home, want := range map[string]string{"05": "", "20": "06445", "38": "15661", "82": "29938"} {
		got := g.Suggest("xã Tân Thành", home, 3)
		if len(got) == 0 || want != "" && got[0].Commune != want {
			t.Errorf("at %s: %+v, want %s first", home, got, want)
		}
	}
	if got := g.Suggest("xã Tân Thành, Lạng Sơn", "38", 3); len(got) == 0 || got[0].Commune != "06445" {
		t.Errorf("a named province gives way to home: %+v", got)
	}
}

func TestNothing(t *testing.T) {
	g := load(t)
	for _, text := range []string{"", " ", "không biết", "5", "tôi", "123456789", "???", "ở nhà", "em không nhớ ạ", "phường", "xã", "/start"} {
		if got := g.Suggest(text, "22", 5); got != nil {
			t.Errorf("%q = %+v", text, got)
		}
	}
	if got := g.Suggest("Hạ Long", "22", 0); got != nil {
		t.Errorf("none asked, %+v given", got)
	}
	if got := g.Suggest("ha long", "22", 2); len(got) != 2 {
		t.Errorf("two asked, %+v given", got)
	}
}

// worst is a message made to be slow: nothing but names that many places bear.
func worst() string {
	return strings.Repeat("huyen tan thanh, tan an, tan tien, hoa binh, chau thanh, binh minh, tan phu ", 50)
}

func FuzzSuggest(f *testing.F) {
	for _, s := range []string{"Phường Hạ Long, Quảng Ninh", "p5 q10 tphcm", "xa hai hoa", "tinh quang nimh", "B'Lao", "\xff", "mong cai 1", "t.p h. x",
		worst()} {
		f.Add(s)
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, s string) {
		got := g.Suggest(s, "22", 6)
		if len(got) > 6 {
			t.Fatalf("%q gives %d places", s, len(got))
		}
		seen := map[Place]bool{}
		for _, p := range got {
			bare := p
			bare.Former = ""
			if seen[bare] {
				t.Fatalf("%q gives %+v twice", s, p)
			}
			seen[bare] = true
			if name, ok := g.Province(p.Province); !ok || p.Commune == "" && p.Name != name {
				t.Fatalf("%q gives %+v", s, p)
			}
			if c, ok := g.Commune(p.Commune); p.Commune != "" && (!ok || c != bare) {
				t.Fatalf("%q gives %+v, not %+v", s, p, c)
			}
			if !utf8.ValidString(p.Former) {
				t.Fatalf("%q gives %+v", s, p)
			}
		}
	})
}

func BenchmarkSuggest(b *testing.B) {
	g := load(b)
	for _, text := range []string{"Phường Hạ Long, Quảng Ninh", "xa tan thanh", "phuong hong gia, tp ha long, quang nimh",
		"nhà tôi ở tổ 5 khu 3 phường Cao Thắng thành phố Hạ Long tỉnh Quảng Ninh", worst()} {
		name := strings.ReplaceAll(Fold(text), " ", "_")
		b.Run(name[:min(len(name), 30)], func(b *testing.B) {
			before := processorTime(b)
			for b.Loop() {
				g.Suggest(text, "22", 5)
			}
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

// FuzzRead holds what is found in a text to the text.
func FuzzRead(f *testing.F) {
	for _, w := range told {
		f.Add(w.text)
	}
	for _, s := range []string{"D9o6ng Trieeuf", "tpvinh", "phuong phu xa, quan ba dinh", "yên bái cũ (cũ)", "nay là xã", "12 5 ho chi minh", "qn, qn", "\xffd9", worst()} {
		f.Add(s)
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, home := range []int{-1, 9} {
			r := g.read(s, home)
			if len(r.words) > maxWords+1 || len(r.mentions) > maxMentions {
				t.Fatalf("%q gives %d words and %d mentions", s, len(r.words), len(r.mentions))
			}
			for _, m := range r.mentions {
				if m.start > m.from || m.start < 0 || m.from >= m.to || m.to > len(r.words) || g.unitName(m.ref) == "" && m.level != levelWard {
					t.Fatalf("%q gives %+v", s, m)
				}
			}
			for _, w := range r.words {
				if w.key == "" {
					t.Fatalf("%q gives an empty word", s)
				}
			}
		}
	})
}
