package area

import (
	"slices"
	"strings"
)

// unit is a commune of the tables, of today or until 30 June 2025, with what it is now.
type unit struct {
	kind               kind
	name               string
	district, province string   // as said in full, "huyện Văn Giang"; no district for those of today
	now                string   // the province of today where it has another name
	truths             []string // codes
}

func (u unit) full() string { return strings.TrimSpace(u.kind.String() + " " + u.name) }

func bare(full string) string {
	for _, k := range []kind{kindPhuong, kindXa, kindThiTran, kindDacKhu, kindHuyen, kindQuan, kindThiXa, kindThanhPho, kindTinh} {
		if name, ok := strings.CutPrefix(full, k.String()+" "); ok {
			return name
		}
	}
	return full
}

// units returns every commune of today, every former one and every former district.
func units(g *Gazetteer) (today, former, districts []unit) {
	for i := range g.communes {
		c := &g.communes[i]
		p := &g.provinces[c.province]
		today = append(today, unit{kind: c.kind, name: c.name, province: p.kind.String() + " " + p.name, truths: []string{c.code}})
	}
	for i := range g.wards {
		w := &g.wards[i]
		d := &g.districts[w.district]
		if w.kind == kindWhole {
			continue // a district without communes, tried among the districts
		}
		p := &g.formerP[d.former]
		u := unit{kind: w.kind, name: w.name, district: d.kind.String() + " " + d.name, province: p.kind.String() + " " + p.name}
		if now := g.provinces[g.communes[w.communes[0]].province]; key(now.name) != key(p.name) {
			u.now = now.kind.String() + " " + now.name
		}
		for _, c := range w.communes {
			u.truths = append(u.truths, g.communes[c].code)
		}
		former = append(former, u)
	}
	for i := range g.districts {
		d := &g.districts[i]
		p := &g.formerP[d.former]
		u := unit{kind: d.kind, name: d.name, province: p.kind.String() + " " + p.name}
		for _, c := range d.communes {
			u.truths = append(u.truths, g.communes[c].code)
		}
		districts = append(districts, u)
	}
	return today, former, districts
}

// numeral reports whether the name is a number, which nobody writes without its type.
func (u unit) numeral() bool { return strings.Trim(u.name, "0123456789") == "" }

// A form is one way to write an address; it returns "" where it has nothing of its own to say.
type form struct {
	name  string
	write func(unit) string
}

// loose reports whether the form itself leaves open what is a type and what a
// name ("pan binh" is Phường An Bình, and a word); its mistakes are counted, not listed.
func (f form) loose() bool { return f.name == "types glued, no commas" }

// least is the part in a hundred of this form that must be right at once.
// Without its district or type, one old name in twenty fits several communes of
// its province, so that it must be asked back.
func (f form) least() float64 {
	switch f.name {
	case "without district", "without district, no accents", "run together":
		return 93
	}
	if f.loose() {
		return 94
	}
	return leastRight
}

var shortTypes = strings.NewReplacer("phường ", "p. ", "xã ", "x. ", "thị trấn ", "tt ", "thị xã ", "tx ", "thành phố ", "tp ",
	"huyện ", "h. ", "quận ", "q. ", "tỉnh ", "", "đặc khu ", "dk ")

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func firstLetters(name string) string {
	out := ""
	for _, w := range strings.FieldsFunc(Fold(name), func(r rune) bool { return r == ' ' || r == '-' }) {
		out += w[:1]
	}
	return out
}

var forms = []form{
	{"full", func(u unit) string { return joined(u.full(), u.district, u.province) }},
	{"full, no accents", func(u unit) string { return Fold(joined(u.full(), u.district, u.province)) }},
	{"short types, no commas", func(u unit) string {
		return strings.ReplaceAll(shortTypes.Replace(joined(u.full(), u.district, u.province)), ",", "")
	}},
	{"short types, no commas, no accents", func(u unit) string {
		return Fold(strings.ReplaceAll(shortTypes.Replace(joined(u.full(), u.district, u.province)), ",", ""))
	}},
	{"names alone", func(u unit) string {
		if u.numeral() {
			return ""
		}
		return joined(u.name, bare(u.district), bare(u.province))
	}},
	{"names alone, no commas, no accents", func(u unit) string {
		if u.numeral() {
			return ""
		}
		return Fold(u.name + " " + bare(u.district) + " " + bare(u.province))
	}},
	{"without district", func(u unit) string { return joined(u.full(), bare(u.province)) }},
	{"without district, no accents", func(u unit) string { return Fold(joined(u.full(), bare(u.province))) }},
	{"province first", func(u unit) string { return joined(u.province, u.district, u.full()) }},
	{"today's province", func(u unit) string {
		if u.now == "" {
			return ""
		}
		return joined(u.full(), u.district, u.now)
	}},
	{"old province, said to be old", func(u unit) string {
		if u.district == "" {
			return ""
		}
		return Fold(joined(u.full(), u.district, bare(u.province)+" cũ"))
	}},
	{"types glued, no commas", func(u unit) string {
		return Fold(strings.NewReplacer(". ", "", ",", "").Replace(shortTypes.Replace(joined(u.full(), u.district, u.province))))
	}},
	{"run together", func(u unit) string {
		if u.numeral() {
			return ""
		}
		return strings.ReplaceAll(Fold(u.name), " ", "") + ", " + strings.ReplaceAll(Fold(bare(u.province)), " ", "")
	}},
	{"province by initials", func(u unit) string { return joined(u.full(), u.district, firstLetters(bare(u.province))) }},
	{"in a sentence", func(u unit) string {
		return "nhà tôi ở thôn 3 " + Fold(joined(u.full(), u.district, u.province)) + " ạ"
	}},
}
