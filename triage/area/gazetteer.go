// Package area is the gazetteer of Vietnam's two-level government since 1 July
// 2025: which commune and province a person means, by new names and old, with
// accents or without.
//
// It holds 34 provinces and 3,321 communes, wards and special zones, and the
// provinces, districts and communes that they replaced (Resolution 202/2025,
// Decision 19/2025/QĐ-TTg). Data and their sources stand in data/NOTICE.
package area

// Place is a commune, or a province alone.
type Place struct {
	Province string // two-digit code of the province
	Commune  string // five-digit code of the commune, ward or special zone; "" if only the province is known
	Name     string // as in "Phường Hạ Long, tỉnh Quảng Ninh"
	Former   string // the unit until 30 June 2025 that was meant, as in "Phường Hồng Hải, thành phố Hạ Long"; "" if none was
}

// Gazetteer answers questions about places. It does not change once loaded and
// may be used by many goroutines at once.
type Gazetteer struct {
	provinces []province
	communes  []commune
	formerP   []formerProvince
	districts []district
	wards     []ward
	byCode    map[string]int // province or commune code to its number
	names     map[string][]ref
	initials  map[string][]ref // of provinces: "qn"

	types      map[string][]unitType // by first word
	vocabulary map[string]struct{}   // the words that names are made of

	// For typing errors.
	listed        []spelling // all names, while loading
	spellings     []spelling // one of each, by length
	lengths       []int      // where the keys of each length begin in spellings
	provinceNames []spelling
}

// kind is the type of a unit, as the data abbreviate it.
type kind string

const (
	kindPhuong   kind = "p"
	kindXa       kind = "x"
	kindThiTran  kind = "tt"
	kindDacKhu   kind = "dk"
	kindHuyen    kind = "h"
	kindQuan     kind = "q"
	kindThiXa    kind = "tx"
	kindThanhPho kind = "tp"
	kindTinh     kind = "t"
	kindWhole    kind = "-"      // a district that had no communes
	kindStreet   kind = "street" // a street, hamlet or building, so not a unit
	noKind       kind = ""
)

func (k kind) isCommune() bool {
	return k == kindPhuong || k == kindXa || k == kindThiTran || k == kindDacKhu
}

func (k kind) isDistrict() bool {
	return k == kindHuyen || k == kindQuan || k == kindThiXa || k == kindThanhPho
}

func (k kind) String() string {
	switch k {
	case kindPhuong:
		return "phường"
	case kindXa:
		return "xã"
	case kindThiTran:
		return "thị trấn"
	case kindDacKhu:
		return "đặc khu"
	case kindHuyen:
		return "huyện"
	case kindQuan:
		return "quận"
	case kindThiXa:
		return "thị xã"
	case kindThanhPho:
		return "thành phố"
	case kindTinh:
		return "tỉnh"
	}
	return ""
}

// title returns the type with a capital, as it begins a name.
func (k kind) title() string {
	switch k {
	case kindDacKhu:
		return "Đặc khu"
	case noKind, kindStreet, kindWhole:
		return ""
	}
	s := k.String()
	return string(s[0]-'a'+'A') + s[1:]
}

type province struct {
	code, name string
	kind       kind
	names      []spelling // of its communes
}

type commune struct {
	code, name string
	key        string
	kind       kind
	province   int
	districts  []int // the former districts it took land from
}

type formerProvince struct {
	name     string
	kind     kind
	province int        // the province that took most of it
	kept     bool       // which has its name
	names    []spelling // of its districts and communes
}

type district struct {
	name     string
	kind     kind
	former   int        // former province
	communes []int      // in the order in which its communes name them
	names    []spelling // of its communes and those that took from it
}

type ward struct {
	name     string
	key      string
	kind     kind
	district int
	communes []int // more than one if it was divided
}

// Province returns the full name of a province by its two-digit code.
func (g *Gazetteer) Province(code string) (name string, ok bool) {
	i, ok := g.byCode[code]
	if !ok || len(code) != 2 {
		return "", false
	}
	return g.provinces[i].kind.title() + " " + g.provinces[i].name, true
}

// Commune returns a commune, ward or special zone by its five-digit code.
func (g *Gazetteer) Commune(code string) (Place, bool) {
	i, ok := g.byCode[code]
	if !ok || len(code) != 5 {
		return Place{}, false
	}
	return g.place(i), true
}

// Communes returns the communes of a province in the order of their codes; none for an unknown code.
func (g *Gazetteer) Communes(province string) []Place {
	var out []Place
	for i := range g.communes {
		if g.provinces[g.communes[i].province].code == province {
			out = append(out, g.place(i))
		}
	}
	return out
}

func (g *Gazetteer) place(i int) Place {
	c := &g.communes[i]
	p := &g.provinces[c.province]
	return Place{
		Province: p.code,
		Commune:  c.code,
		Name:     c.kind.title() + " " + c.name + ", " + p.kind.String() + " " + p.name,
	}
}

func (g *Gazetteer) provincePlace(i int) Place {
	p := &g.provinces[i]
	return Place{Province: p.code, Name: p.kind.title() + " " + p.name}
}

// former names the former unit that led to the present one. It is "" where the
// unit is present, or a commune that kept its name and type.
func (g *Gazetteer) former(u ref, present int) string {
	switch u.level {
	case levelFormerProvince:
		p := &g.formerP[u.index]
		return p.kind.title() + " " + p.name
	case levelDistrict:
		d := &g.districts[u.index]
		return d.kind.title() + " " + d.name
	case levelWard:
		w := &g.wards[u.index]
		d := &g.districts[w.district]
		if c := &g.communes[present]; c.kind != w.kind || c.key != w.key {
			return w.kind.title() + " " + w.name + ", " + d.kind.String() + " " + d.name
		}
	}
	return ""
}
