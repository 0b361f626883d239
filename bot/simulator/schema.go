package simulator

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// shape is one type that a field may have.
type shape struct {
	depth int    // how many arrays stand around it
	base  string // int, str, bool, float, file, or the name of an object
	word  string // the only value allowed, where there is one
}

// field is one parameter of a method, or one member of an object.
type field struct {
	name     string
	required bool
	shapes   []shape
}

// object is a method or a type of Bot API: its fields, or the members of the
// union that it is.
type object struct {
	name   string
	fields map[string]*field
	order  []*field
	union  []string
}

// schema is what Bot API allows, as far as this simulator goes.
type schema struct {
	methods map[string]*object // by lower-case name, as Telegram finds them
	objects map[string]*object
}

// botAPI is the schema of the two tables, read once.
var botAPI = sync.OnceValue(func() *schema {
	s := &schema{methods: map[string]*object{}, objects: map[string]*object{}}
	for _, o := range parseTable(methodTable) {
		s.methods[strings.ToLower(o.name)] = o
	}
	for _, o := range parseTable(typeTable) {
		s.objects[o.name] = o
	}
	return s
})

func parseTable(table string) []*object {
	var all []*object
	table = strings.ReplaceAll(strings.TrimSpace(table), "\n\t", " ")
	for line := range strings.Lines(table) {
		words := strings.Fields(line)
		o := &object{name: words[0], fields: map[string]*field{}}
		all = append(all, o)
		if len(words) > 1 && words[1] == "=" {
			for _, w := range words[2:] {
				if w != "|" {
					o.union = append(o.union, w)
				}
			}
			continue
		}
		for _, w := range words[1:] {
			name, types, _ := strings.Cut(w, ":")
			f := &field{name: strings.TrimSuffix(name, "!"), required: strings.HasSuffix(name, "!")}
			for t := range strings.SplitSeq(types, "|") {
				f.shapes = append(f.shapes, parseShape(t))
			}
			o.fields[f.name] = f
			o.order = append(o.order, f)
		}
	}
	return all
}

func parseShape(t string) shape {
	var s shape
	for strings.HasPrefix(t, "[]") {
		t = t[2:]
		s.depth++
	}
	if strings.HasPrefix(t, "'") {
		return shape{base: "str", word: strings.Trim(t, "'")}
	}
	s.base = t
	return s
}

// scalar says whether the field can be given without JSON.
func (f *field) scalar() bool {
	for _, s := range f.shapes {
		if s.depth > 0 {
			return false
		}
		switch s.base {
		case "int", "str", "bool", "float", "file":
		default:
			return false
		}
	}
	return true
}

// check returns what is wrong with a decoded JSON value at path, or "".
// Numbers must have been decoded as json.Number.
func (s *schema) check(path string, v any, shapes []shape) string {
	first := ""
	for _, sh := range shapes {
		problem := s.checkShape(path, v, sh)
		if problem == "" {
			return ""
		}
		// Of several alternatives the one with the same keys explains best.
		if first == "" || s.resembles(v, sh) {
			first = problem
		}
	}
	return first
}

func (s *schema) checkShape(path string, v any, sh shape) string {
	if sh.depth > 0 {
		list, ok := v.([]any)
		if !ok {
			return fmt.Sprintf("field %q must be of type Array", path)
		}
		inner := []shape{{depth: sh.depth - 1, base: sh.base, word: sh.word}}
		for i, item := range list {
			if p := s.check(path+"["+strconv.Itoa(i)+"]", item, inner); p != "" {
				return p
			}
		}
		return ""
	}
	switch sh.base {
	case "int":
		n, ok := v.(json.Number)
		if _, err := strconv.ParseInt(string(n), 10, 64); !ok || err != nil {
			return fmt.Sprintf("field %q must be of type Number", path)
		}
	case "float":
		if _, ok := v.(json.Number); !ok {
			return fmt.Sprintf("field %q must be of type Number", path)
		}
	case "bool":
		if _, ok := v.(bool); !ok {
			return fmt.Sprintf("field %q must be of type Boolean", path)
		}
	case "str", "file":
		text, ok := v.(string)
		if !ok {
			return fmt.Sprintf("field %q must be of type String", path)
		}
		if sh.word != "" && text != sh.word {
			return fmt.Sprintf("field %q must be %q", path, sh.word)
		}
	default:
		return s.checkObject(path, v, s.objects[sh.base])
	}
	return ""
}

func (s *schema) checkObject(path string, v any, o *object) string {
	if o.union != nil {
		shapes := make([]shape, len(o.union))
		for i, name := range o.union {
			shapes[i] = shape{base: name}
		}
		return s.check(path, v, shapes)
	}
	members, ok := v.(map[string]any)
	if !ok {
		return fmt.Sprintf("field %q must be of type Object", path)
	}
	for name, member := range members {
		f := o.fields[name]
		if f == nil {
			return fmt.Sprintf("field %q is not known in %s", path+"."+name, o.name)
		}
		if member == nil && !f.required {
			continue
		}
		if p := s.check(path+"."+name, member, f.shapes); p != "" {
			return p
		}
	}
	for _, f := range o.order {
		if _, there := members[f.name]; f.required && !there {
			return fmt.Sprintf("can't find field %q in %s", path+"."+f.name, o.name)
		}
	}
	return ""
}

// resembles says whether the sender most likely meant this object: the word
// that tells it apart is right or, without such a word, all that it requires is
// there.
func (s *schema) resembles(v any, sh shape) bool {
	o := s.objects[sh.base]
	members, ok := v.(map[string]any)
	if sh.depth > 0 || o == nil || !ok || len(o.order) == 0 {
		return false
	}
	for _, f := range o.order {
		if word := f.shapes[0].word; word != "" {
			return members[f.name] == word
		}
	}
	for _, f := range o.order {
		if _, there := members[f.name]; f.required && !there {
			return false
		}
	}
	return true
}
