package area

import (
	_ "embed" // the tables
	"fmt"
	"slices"
	"strings"
)

//go:embed data/provinces.tsv
var provincesTable string

//go:embed data/communes.tsv
var communesTable string

//go:embed data/former.tsv
var formerTable string

// level says what a name names.
type level uint8

const (
	levelProvince level = iota
	levelFormerProvince
	levelDistrict
	levelCommune
	levelWard
)

// ref is one unit that bears a name.
type ref struct {
	level level
	kind  kind
	index int
	alias bool   // a still older name, or one without its number
	cuts  uint64 // where its words end in its key, by bit
}

// Load decodes the tables, which takes some tens of milliseconds. Callers keep the result.
// It fails only if the tables in the program are damaged.
func Load() (*Gazetteer, error) {
	g := &Gazetteer{byCode: map[string]int{}, names: make(map[string][]ref, 16000), initials: map[string][]ref{},
		types: map[string][]unitType{}, vocabulary: make(map[string]struct{}, 4000)}
	for _, step := range []struct {
		what, table string
		line        func([]string) error
	}{
		{"provinces", provincesTable, g.provinceLine},
		{"communes", communesTable, g.communeLine},
		{"former units", formerTable, g.formerLine},
	} {
		n := 0
		for line := range strings.Lines(step.table) {
			n++
			if err := step.line(strings.Split(strings.TrimSuffix(line, "\n"), "\t")); err != nil {
				return nil, fmt.Errorf("load %s, line %d: %w", step.what, n, err)
			}
		}
	}
	g.succeedProvinces()
	g.nameOthers()
	g.nameTypes()
	g.sortSpellings()
	return g, nil
}

func (g *Gazetteer) provinceLine(f []string) error {
	if len(f) != 3 {
		return fmt.Errorf("%d columns", len(f))
	}
	g.byCode[f[0]] = len(g.provinces)
	g.name(f[2], ref{level: levelProvince, kind: kind(f[1]), index: len(g.provinces)})
	g.provinces = append(g.provinces, province{code: f[0], name: f[2], kind: kind(f[1])})
	return nil
}

func (g *Gazetteer) communeLine(f []string) error {
	if len(f) != 4 {
		return fmt.Errorf("%d columns", len(f))
	}
	p, ok := g.byCode[f[1]]
	if !ok {
		return fmt.Errorf("no province %s", f[1])
	}
	i := len(g.communes)
	g.byCode[f[0]] = i
	g.name(f[3], ref{level: levelCommune, kind: kind(f[2]), index: i})
	// "Phường Móng Cái 2" is also asked for without its number.
	if bare := strings.TrimRight(f[3], " 0123456789"); bare != f[3] && bare != "" {
		g.name(bare, ref{level: levelCommune, kind: kind(f[2]), index: i, alias: true})
	}
	g.communes = append(g.communes, commune{code: f[0], province: p, kind: kind(f[2]), name: f[3], key: key(f[3])})
	return nil
}

func (g *Gazetteer) formerLine(f []string) error {
	if len(f) < 3 {
		return fmt.Errorf("%d columns", len(f))
	}
	switch f[0] {
	case "#":
		g.name(f[2], ref{level: levelFormerProvince, kind: kind(f[1]), index: len(g.formerP)})
		g.formerP = append(g.formerP, formerProvince{name: f[2], kind: kind(f[1])})
		return nil
	case "*":
		r := ref{level: levelDistrict, kind: kind(f[1]), index: len(g.districts)}
		g.name(f[2], r)
		g.districts = append(g.districts, district{name: f[2], kind: kind(f[1]), former: len(g.formerP) - 1})
		return g.aliases(f[3:], r)
	}
	if len(g.districts) == 0 {
		return fmt.Errorf("a commune before its district")
	}
	w := ward{name: f[1], key: key(f[1]), kind: kind(f[0]), district: len(g.districts) - 1}
	d := &g.districts[w.district]
	for code := range strings.SplitSeq(f[2], ",") {
		c, ok := g.byCode[code]
		if !ok || len(code) != 5 {
			return fmt.Errorf("no commune %s", code)
		}
		w.communes = append(w.communes, c)
		if !slices.Contains(d.communes, c) {
			d.communes = append(d.communes, c)
			g.communes[c].districts = append(g.communes[c].districts, w.district)
		}
	}
	r := ref{level: levelWard, kind: w.kind, index: len(g.wards)}
	if w.name != "" {
		g.name(w.name, r)
	}
	g.wards = append(g.wards, w)
	return g.aliases(f[3:], r)
}

func (g *Gazetteer) aliases(columns []string, r ref) error {
	for _, column := range columns {
		for alias := range strings.SplitSeq(column, ",") {
			k, name, ok := strings.Cut(alias, " ")
			if !ok {
				return fmt.Errorf("alias without a type")
			}
			r.kind, r.alias = kind(k), true
			g.name(name, r)
		}
	}
	return nil
}

// succeedProvinces finds, for each former province, the province that took most of its communes.
func (g *Gazetteer) succeedProvinces() {
	counts := make([]map[int]int, len(g.formerP))
	for i := range g.wards {
		former := g.districts[g.wards[i].district].former
		if counts[former] == nil {
			counts[former] = map[int]int{}
		}
		counts[former][g.communes[g.wards[i].communes[0]].province]++
	}
	for i := range g.formerP {
		best := 0
		for p := range g.provinces {
			if counts[i][p] > best {
				best, g.formerP[i].province = counts[i][p], p
			}
		}
		g.formerP[i].kept = key(g.provinces[g.formerP[i].province].name) == key(g.formerP[i].name)
	}
}

// nameOthers adds what people call provinces besides their names.
func (g *Gazetteer) nameOthers() {
	for _, p := range [...]struct{ code, others string }{
		{"01", "hn,thudohanoi"}, {"31", "hp"}, {"46", "thuathienhue,tthue"}, {"66", "daclac,daclak,daklac"}, {"79", "hcm,tphcm,saigon,sg"},
	} {
		i := g.byCode[p.code]
		for other := range strings.SplitSeq(p.others, ",") {
			g.name(other, ref{level: levelProvince, kind: g.provinces[i].kind, index: i})
		}
	}
	for i, p := range g.formerP {
		short := initialsOf(p.name)
		r := ref{level: levelFormerProvince, kind: p.kind, index: i}
		if p.kept {
			r = ref{level: levelProvince, kind: g.provinces[p.province].kind, index: p.province}
		}
		g.initials[short] = append(g.initials[short], r)
		for other := range strings.SplitSeq(p.name, " - ") { // Bà Rịa - Vũng Tàu
			if other != p.name {
				g.name(other, ref{level: levelFormerProvince, kind: p.kind, index: i})
			}
		}
		if p.name == "Đắk Nông" {
			g.name("dacnong", ref{level: levelFormerProvince, kind: p.kind, index: i})
		}
	}
}

func (g *Gazetteer) name(name string, r ref) {
	k := ""
	for _, w := range words(name) {
		if k != "" {
			r.cuts |= 1 << min(len(k), 63)
		}
		k += w.key
		g.vocabulary[w.key] = struct{}{}
	}
	if refs := g.names[k]; !slices.Contains(refs, r) {
		g.names[k] = append(refs, r)
		g.listed = append(g.listed, spelling{k, letterSet(k), r})
	}
}

// key is the folded name without spaces and marks, i for y, and numbers without leading noughts.
func key(name string) string {
	var b strings.Builder
	for _, t := range words(name) {
		b.WriteString(t.key)
	}
	return b.String()
}

// initialsOf returns the first letter of each word: "brvt" of Bà Rịa - Vũng Tàu.
func initialsOf(name string) string {
	out := ""
	for _, w := range words(name) {
		out += w.key[:1]
	}
	return out
}
