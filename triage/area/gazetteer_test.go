package area

import (
	"strings"
	"sync"
	"testing"
	"time"
)

var loadOnce = sync.OnceValues(Load)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The counts of Resolution 202/2025: 34 provinces, 3,321 communes, among them 13 special zones.
func TestCounts(t *testing.T) {
	g := load(t)
	if n := len(g.Provinces()); n != 34 {
		t.Errorf("%d provinces", n)
	}
	kinds := map[kind]int{}
	total := 0
	for _, p := range g.Provinces() {
		communes := g.Communes(p.Code)
		if len(communes) == 0 {
			t.Errorf("%s has no commune", p.Name)
		}
		total += len(communes)
	}
	for _, c := range g.communes {
		kinds[c.kind]++
	}
	if kinds[kindPhuong] != 697 || kinds[kindXa] != 2611 {
		t.Errorf("%d phường, %d xã", kinds[kindPhuong], kinds[kindXa])
	}
	if total != 3321 || len(g.communes) != 3321 || kinds[kindDacKhu] != 13 || kinds[kindPhuong]+kinds[kindXa] != 3308 {
		t.Errorf("%d communes: %v", total, kinds)
	}
	if n := len(g.Communes("22")); n != 54 {
		t.Errorf("Quảng Ninh has %d communes", n)
	}
	if len(g.wards) != 10040 || len(g.formerP) != 63 {
		t.Errorf("%d former communes of %d provinces", len(g.wards), len(g.formerP))
	}
	for i := range g.communes {
		if len(g.communes[i].districts) == 0 {
			t.Errorf("%s came from nowhere", g.place(i).Name)
		}
	}
}

func TestByCode(t *testing.T) {
	g := load(t)
	p, ok := g.Commune("06688")
	if want := (Place{Province: "22", Commune: "06688", Name: "Phường Hạ Long, tỉnh Quảng Ninh"}); !ok || p != want {
		t.Errorf("06688 is %+v", p)
	}
	if p, ok := g.Commune("07192"); !ok || p.Name != "Đặc khu Cô Tô, tỉnh Quảng Ninh" {
		t.Errorf("07192 is %+v", p)
	}
	if name, ok := g.Province("75"); !ok || name != "Thành phố Đồng Nai" {
		t.Errorf("75 is %s", name)
	}
	for _, code := range []string{"", "22", "99999", "6688", "00000"} {
		if p, ok := g.Commune(code); ok {
			t.Errorf("commune %q is %+v", code, p)
		}
	}
	for _, code := range []string{"", "06688", "99", "2"} {
		if p, ok := g.Province(code); ok {
			t.Errorf("province %q is %s", code, p)
		}
	}
	if g.Communes("99") != nil {
		t.Error("an unknown province has communes")
	}
	for _, p := range g.Provinces() {
		if name, ok := g.Province(p.Code); !ok || name != p.Name || !strings.HasPrefix(name, "T") {
			t.Errorf("province %s is %q, %q", p.Code, name, p.Name)
		}
	}
}

// On 1 July 2025 there were 687 phường, 2,621 xã and 13 đặc khu; since Đồng Nai
// became a city, ten of its xã are phường.
func TestNameOn(t *testing.T) {
	g := load(t)
	hanoi := time.FixedZone("+07", 7*3600)
	before, since := time.Date(2026, 4, 29, 23, 59, 0, 0, hanoi), time.Date(2026, 4, 30, 0, 0, 0, 0, hanoi)
	for code, want := range map[string][2]string{
		"75":    {"Tỉnh Đồng Nai", "Thành phố Đồng Nai"},
		"26368": {"Xã Long Thành, tỉnh Đồng Nai", "Phường Long Thành, thành phố Đồng Nai"},
		"26326": {"Xã Dầu Giây, tỉnh Đồng Nai", "Phường Dầu Giây, thành phố Đồng Nai"},
		"26005": {"Phường Hố Nai, tỉnh Đồng Nai", "Phường Hố Nai, thành phố Đồng Nai"},
		"22":    {"Tỉnh Quảng Ninh", "Tỉnh Quảng Ninh"},
		"06688": {"Phường Hạ Long, tỉnh Quảng Ninh", "Phường Hạ Long, tỉnh Quảng Ninh"},
	} {
		for i, day := range []time.Time{before, since} {
			if name, ok := g.NameOn(code, day); !ok || name != want[i] {
				t.Errorf("%s on %s is %q, want %q", code, day.Format(time.DateOnly), name, want[i])
			}
		}
	}
	if name, ok := g.NameOn("99999", since); ok {
		t.Errorf("an unknown code is %q", name)
	}
	kinds := map[string]int{}
	for _, c := range g.communes {
		name, _ := g.NameOn(c.code, time.Date(2025, 7, 1, 0, 0, 0, 0, hanoi))
		kind, _, _ := strings.Cut(name, " ")
		kinds[kind]++
	}
	if kinds["Phường"] != 687 || kinds["Xã"] != 2621 || kinds["Đặc"] != 13 {
		t.Errorf("on 1 July 2025: %v", kinds)
	}
}

// The two sources disagree on these; the list of communes is followed. Apart
// from them only the place of the tone in a name differs (Hoà, Hòa).
func TestSourcesDisagree(t *testing.T) {
	g := load(t)
	for _, d := range []struct{ code, name, other string }{
		{"06978", "Xã Ba Chẽ, tỉnh Quảng Ninh", "code 06970"},
		{"25270", "Phường Lộc Ninh, thành phố Đồng Nai", "Xã Lộc Ninh"},
		{"25357", "Phường Tân Khai, thành phố Đồng Nai", "Xã Tân Khai"},
		{"25363", "Phường Đồng Phú, thành phố Đồng Nai", "Xã Đồng Phú"},
		{"26116", "Phường Tân Phú, thành phố Đồng Nai", "Xã Tân Phú"},
		{"26170", "Phường Trị An, thành phố Đồng Nai", "Xã Trị An"},
		{"26248", "Phường Trảng Bom, thành phố Đồng Nai", "Xã Trảng Bom"},
		{"26326", "Phường Dầu Giây, thành phố Đồng Nai", "Xã Dầu Giây"},
		{"26368", "Phường Long Thành, thành phố Đồng Nai", "Xã Long Thành"},
		{"26425", "Phường Xuân Lộc, thành phố Đồng Nai", "Xã Xuân Lộc"},
		{"26485", "Phường Nhơn Trạch, thành phố Đồng Nai", "Xã Nhơn Trạch"},
	} {
		if p, ok := g.Commune(d.code); !ok || p.Name != d.name {
			t.Errorf("%s is %q, want %q (the other source: %s)", d.code, p.Name, d.name, d.other)
		}
		if name := strings.ReplaceAll(d.other, "code ", ""); len(name) == 5 {
			if p, ok := g.Commune(name); ok {
				t.Errorf("%s is %q", name, p.Name)
			}
		} else if got := g.Suggest(d.other+", tỉnh Đồng Nai", "", shown); len(got) == 0 || got[0].Commune != d.code {
			t.Errorf("%s, tỉnh Đồng Nai = %+v, want %s", d.other, got, d.code)
		}
	}
}
