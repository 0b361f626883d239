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
