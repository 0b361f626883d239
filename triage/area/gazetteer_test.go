package area

import (
	"strings"
	"sync"
	"testing"
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
	if n := len(g.provinces); n != 34 {
		t.Errorf("%d provinces", n)
	}
	kinds := map[kind]int{}
	total := 0
	for _, p := range g.provinces {
		communes := g.Communes(p.code)
		if len(communes) == 0 {
			t.Errorf("%s has no commune", p.name)
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
	for _, p := range g.provinces {
		if name, ok := g.Province(p.code); !ok || !strings.HasSuffix(name, " "+p.name) || !strings.HasPrefix(name, "T") {
			t.Errorf("province %s is %q, %q", p.code, name, p.name)
		}
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
