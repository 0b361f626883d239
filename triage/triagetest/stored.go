package triagetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// renewFormats is the environment variable that lets Stored write a fixture.
const renewFormats = "TIEPDAN_RENEW_FORMATS"

// Stored holds a format that outlives a release to its fixtures, which are files
// folder/name_1.json, name_2.json and so on. Every one of them must be read, and
// nothing of it lost; and what is written today must be the newest. A format that
// changes gets a new fixture beside the old ones:
//
//	TIEPDAN_RENEW_FORMATS=1 go test ./the/package -run Stored
//
// It returns what stands in each fixture, the oldest first.
func Stored[T any](t *testing.T, folder, name string, written T) []T {
	t.Helper()
	now, err := json.MarshalIndent(written, "", "  ")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	now = append(now, '\n')
	var all []T
	var newest []byte
	for n := 1; ; n++ {
		path := filepath.Join(folder, fmt.Sprintf("%s_%d.json", name, n))
		fixture, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			if !bytes.Equal(newest, now) {
				renew(t, path, name, now)
			}
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, readStored[T](t, path, fixture))
		newest = fixture
	}
}

// renew writes a fixture where that is asked for, and fails where it is not.
func renew(t *testing.T, path, name string, now []byte) {
	t.Helper()
	if os.Getenv(renewFormats) == "" {
		t.Errorf("the stored format %s changed. If that is meant: what former releases wrote must stay readable, so keep the fixtures and add %s with %s=1; it holds\n%s",
			name, filepath.Base(path), renewFormats, now)
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, now, 0o644); err != nil {
		t.Fatal(err)
	}
}

// readStored reads a fixture, and fails if anything of it is lost on the way.
func readStored[T any](t *testing.T, path string, fixture []byte) T {
	t.Helper()
	var value T
	if err := json.Unmarshal(fixture, &value); err != nil {
		t.Fatalf("%s is not read any more: %v", path, err)
	}
	again, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var was, is any
	if json.Unmarshal(fixture, &was) != nil || json.Unmarshal(again, &is) != nil {
		t.Fatalf("%s is not JSON", path)
	}
	for _, lost := range missing("", was, is) {
		t.Errorf("%s: %s is lost when it is read", path, lost)
	}
	return value
}

// missing lists what stands in was and not in is.
func missing(at string, was, is any) (lost []string) {
	switch was := was.(type) {
	case map[string]any:
		now, _ := is.(map[string]any)
		for key, value := range was {
			lost = append(lost, missing(at+"."+key, value, now[key])...)
		}
	case []any:
		now, _ := is.([]any)
		for i, value := range was {
			var other any
			if i < len(now) {
				other = now[i]
			}
			lost = append(lost, missing(fmt.Sprintf("%s[%d]", at, i), value, other)...)
		}
	default:
		if !reflect.DeepEqual(was, is) {
			lost = append(lost, strings.TrimPrefix(at, "."))
		}
	}
	return lost
}

// Filled is a T in which every field that JSON shows is set, always to the same: so
// that a field that is added, renamed or dropped shows in what is written.
func Filled[T any]() T {
	var value T
	fill(reflect.ValueOf(&value).Elem(), "value")
	return value
}

func fill(v reflect.Value, name string) {
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.Date(2026, time.November, 22, 8, 30, 0, 123_000_000, time.UTC)
		return
	case *calendar.Date:
		*at = calendar.NewDate(2026, time.November, 22)
		return
	case *triage.Tri:
		*at = triage.Yes
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(name)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(len(name)))
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Map:
		one := reflect.New(v.Type().Elem()).Elem()
		fill(one, name)
		key := reflect.New(v.Type().Key()).Elem()
		fill(key, "key")
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, one)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				fill(v.Field(i), strings.ToLower(f.Name))
			}
		}
	default:
		panic("a stored format holds a " + v.Kind().String())
	}
}
