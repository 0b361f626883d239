package simulator

import (
	"fmt"
	"strings"
	"testing"
)

// Every method of the table is carried out, and every type it names is there.
func TestSchemaIsWhole(t *testing.T) {
	api, s := botAPI(), New(Options{})
	defer s.Close()
	for _, m := range api.methods {
		if s.methods[m.name] == nil {
			t.Errorf("%s is in the table, but nothing carries it out", m.name)
		}
	}
	for name := range s.methods {
		if api.methods[strings.ToLower(name)] == nil {
			t.Errorf("%s is carried out, but not in the table", name)
		}
	}
	reached := map[string]bool{}
	var reach func(o *object)
	reach = func(o *object) {
		names := append([]string(nil), o.union...)
		for _, f := range o.order {
			for _, sh := range f.shapes {
				names = append(names, sh.base)
			}
		}
		for _, name := range names {
			switch name {
			case "int", "str", "bool", "float", "file":
				continue
			}
			next := api.objects[name]
			if next == nil {
				t.Errorf("%s names %s, which is not in the table", o.name, name)
				continue
			}
			if !reached[name] {
				reached[name] = true
				reach(next)
			}
		}
	}
	for _, m := range api.methods {
		reach(m)
	}
	for name := range api.objects {
		if !reached[name] {
			t.Errorf("%s is in the table, but no method reaches it", name)
		}
	}
}

// Every method refuses an unknown field, every field the wrong type, and every
// required field its absence.
func TestSchemaIsStrict(t *testing.T) {
	w := newWorld(t, Options{})
	wrong := func(f *field) string {
		switch s := f.shapes[0]; {
		case s.depth > 0:
			return `{"a":1}`
		case f.shapes[len(f.shapes)-1].base == "str" || s.base == "str":
			return `[]`
		case s.base == "file":
			return `{}`
		case s.base == "bool" || s.base == "int" || s.base == "float":
			return `"x"`
		}
		return `[1]`
	}
	for _, m := range botAPI().methods {
		w.refused(m.name, `{"surely_not_a_field":1}`, fmt.Sprintf("Bad Request: field %q is not known in %s", "surely_not_a_field", m.name))
		for _, f := range m.order {
			r := w.call(m.name, `{"`+f.name+`":`+wrong(f)+`}`)
			if r.Code != 400 || !strings.Contains(r.Description, `field "`+f.name) {
				t.Errorf("%s takes %s = %s: %+v", m.name, f.name, wrong(f), r)
			}
			if f.required && m.name != "setWebhook" {
				if r := w.call(m.name, `{}`); r.Code != 400 {
					t.Errorf("%s without %s: %+v", m.name, f.name, r)
				}
			}
		}
	}
}
