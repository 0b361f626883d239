package app

import (
	"encoding"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"tiepdan/triage"
)

// document is a YAML text on its way into a struct. The library stops at the
// first mistake; an office file is mended faster when all of them are told, each
// with its line.
type document struct {
	name     string
	lines    map[string]int // where each thing stands, by its path as "units[2].communes"
	mistakes Mistakes
}

// readYAML reads text into a struct whose fields have yaml or json tags. Keys that the
// struct does not know are mistakes. It returns false if the text is no YAML.
func readYAML(name string, text []byte, into any) (*document, bool) {
	d := &document{name: filepath.Base(name), lines: map[string]int{"": 1}}
	file, err := parser.ParseBytes(text, 0)
	var bad yaml.Error
	switch {
	case errors.As(err, &bad):
		d.atLine(bad.GetToken().Position.Line, "không đọc được: "+bad.GetMessage(), "sửa dòng này theo cú pháp YAML")
		return d, false
	case err != nil:
		d.atLine(1, "không đọc được", "sửa theo cú pháp YAML")
		return d, false
	case len(file.Docs) != 1 || file.Docs[0].Body == nil:
		d.atLine(1, "tệp trống hoặc có nhiều tài liệu YAML", "chép tệp mẫu office.sample.yaml rồi sửa")
		return d, false
	}
	d.read(file.Docs[0].Body, reflect.ValueOf(into).Elem(), "")
	return d, true
}

// at notes a mistake at a path, or at what holds it where the path is not there.
func (d *document) at(path, what, mend string) {
	for {
		if line, ok := d.lines[path]; ok {
			d.atLine(line, what, mend)
			return
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

func (d *document) atLine(line int, what, mend string) {
	d.mistakes = append(d.mistakes, Mistake{Where: d.name + ":" + strconv.Itoa(line), What: what, Mend: mend})
}

// has says whether something was given at a path.
func (d *document) has(path string) bool {
	_, ok := d.lines[path]
	return ok
}

func (d *document) read(n ast.Node, into reflect.Value, path string) {
	if _, known := d.lines[path]; !known {
		d.lines[path] = lineOf(n)
	}
	if into.Kind() == reflect.Pointer {
		into.Set(reflect.New(into.Type().Elem()))
		into = into.Elem()
	}
	if n.Type() == ast.NullType {
		return
	}
	if text, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if s, ok := scalar(n); ok && text.UnmarshalText([]byte(s)) == nil {
			return
		}
		if _, fact := text.(*triage.Tri); fact {
			d.at(path, last(path)+": cần true hoặc false", "viết true, false, hoặc bỏ dòng này nếu chưa rõ")
		} else {
			d.at(path, fmt.Sprintf("%s: không phải là ngày có thật", last(path)), "viết như 2026-07-01")
		}
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.readStruct(n, into, path)
	case reflect.Slice:
		d.readList(n, into, path)
	default:
		d.readScalar(n, into, path)
	}
}

func (d *document) readStruct(n ast.Node, into reflect.Value, path string) {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		d.at(path, last(path)+": cần các khóa và giá trị", "xem tệp mẫu office.sample.yaml")
		return
	}
	fields := map[string]reflect.Value{}
	for i := range into.NumField() {
		tag := into.Type().Field(i).Tag
		name := tag.Get("yaml")
		if name == "" { // facts are written as in JSON
			name, _, _ = strings.Cut(tag.Get("json"), ",")
		}
		if name != "" && name != "-" {
			fields[name] = into.Field(i)
		}
	}
	for _, pair := range pairs {
		token := pair.Key.GetToken()
		field, known := fields[token.Value]
		if !known {
			d.atLine(token.Position.Line, fmt.Sprintf("không có khóa %q ở đây", token.Value), "dùng một trong: "+strings.Join(sorted(fields), ", "))
			continue
		}
		inner := strings.TrimPrefix(path+"."+token.Value, ".")
		d.lines[inner] = token.Position.Line
		d.read(pair.Value, field, inner)
	}
}

func (d *document) readList(n ast.Node, into reflect.Value, path string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		d.at(path, last(path)+": cần một danh sách", "viết mỗi mục trên một dòng bắt đầu bằng dấu “- ”")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(list.Values), len(list.Values)))
	for i, item := range list.Values {
		d.read(item, into.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (d *document) readScalar(n ast.Node, into reflect.Value, path string) {
	text, ok := scalar(n)
	if !ok {
		d.at(path, last(path)+": cần một giá trị đơn", "xem tệp mẫu office.sample.yaml")
		return
	}
	var err error
	var want string
	switch into.Kind() {
	case reflect.String:
		into.SetString(text)
	case reflect.Bool:
		var v bool
		v, err = strconv.ParseBool(text)
		into.SetBool(v)
		want = "true hoặc false"
	case reflect.Int:
		var v int64
		v, err = strconv.ParseInt(text, 10, 32)
		into.SetInt(v)
		want = "một số nguyên"
	case reflect.Float64:
		var v float64
		v, err = strconv.ParseFloat(text, 64)
		into.SetFloat(v)
		want = "một số, dấu thập phân là dấu chấm"
	default:
		panic("readYAML: a field of kind " + into.Kind().String())
	}
	if err != nil {
		d.at(path, fmt.Sprintf("%s: %q không dùng được", last(path), text), "viết "+want)
	}
}

// scalar is a single value as it was written: 06652 stays 06652.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func lineOf(n ast.Node) int {
	switch n := n.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return lineOf(n.Values[0])
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken().Position.Line
	}
	return n.GetToken().Position.Line
}

// last is the last name of a path: "communes" of "units[2].communes[0]".
func last(path string) string {
	name := path[strings.LastIndexByte(path, '.')+1:]
	name, _, _ = strings.Cut(name, "[")
	return name
}

func sorted(fields map[string]reflect.Value) []string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
