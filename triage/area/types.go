package area

import (
	"slices"
	"strings"
)

// unitTypes are the types of units as people write them, the longer before the
// shorter. Streets, hamlets and buildings are told apart, since they bear the
// names of communes.
var unitTypes = [...]struct {
	kind  kind
	names string // with accents
	short string // typed without accents
}{
	{kindThiTran, "thị trấn", "tt"},
	{kindThiXa, "thị xã", "tx"},
	{kindThanhPho, "thành phố", "tp,tpho"},
	{kindDacKhu, "đặc khu", "dk"},
	{kindStreet, "khu phố,khu vực,bệnh viện,quốc lộ", "kp,tdp,ql"},
	{kindPhuong, "phường", "p,f,ph,phg"},
	{kindXa, "xã", "x"},
	{kindHuyen, "huyện", "h"},
	{kindQuan, "quận", "q"},
	{kindTinh, "tỉnh", "t"},
	{kindStreet, "đường,phố,ngõ,ngách,hẻm,kiệt,số,tổ,khu,khóm,thôn,xóm,ấp,bản,làng,buôn,chợ,cầu,trường,chung", ""},
}

// unitType is one way to write a type.
type unitType struct {
	kind  kind
	words []word // as written, with accents
}

// nameTypes lists the types by their first word.
func (g *Gazetteer) nameTypes() {
	for _, row := range unitTypes {
		for name := range strings.SplitSeq(row.names, ",") {
			ws := words(name)
			g.types[ws[0].key] = append(g.types[ws[0].key], unitType{row.kind, ws})
			for _, w := range ws {
				g.vocabulary[w.key] = struct{}{}
			}
		}
		for short := range strings.SplitSeq(row.short, ",") {
			if short != "" {
				g.types[short] = append(g.types[short], unitType{row.kind, words(short)})
			}
		}
	}
}

// numbered reports whether the units of a type may have a number for a name: "phường 5", "tổ 3".
func (g *Gazetteer) numbered(key string) bool {
	return slices.ContainsFunc(g.types[key], func(t unitType) bool { return len(t.words) == 1 && t.kind != kindTinh })
}

// typeAt returns the type of unit that the words at i name, and how many words
// that takes. What is typed with accents must have those of the type: "Ninh
// Xá" does not end with "xã".
func (g *Gazetteer) typeAt(ws []word, i int) typed {
next:
	for _, t := range g.types[ws[i].key] {
		if i+len(t.words) > len(ws) {
			continue
		}
		for n, want := range t.words {
			w := ws[i+n]
			if w.key != want.key || n > 0 && ws[i+n-1].comma || w.marked && spell(w.typed) != spell(want.typed) {
				continue next
			}
		}
		return typed{t.kind, len(t.words)}
	}
	return typed{}
}

// typed is a type of unit in a text; words is 0 where none is.
type typed struct {
	kind  kind
	words int
}

// readTypes finds the types of units and what they are said of.
func (r *reader) readTypes() {
	n := len(r.words) + 1
	r.types, r.said, r.start, r.explained = make([]typed, n), make([]kind, n), make([]int, n), make([]bool, n)
	for i := range r.start {
		r.start[i] = i
	}
	for i := 0; i < len(r.words); {
		t := r.g.typeAt(r.words, i)
		end := i + t.words
		said := t.words > 0 && end < len(r.words) && !r.words[end-1].comma
		if said {
			r.said[end], r.start[end] = t.kind, i
		}
		if said || i == 0 {
			r.types[i] = t
		}
		i += max(t.words, 1)
	}
}
