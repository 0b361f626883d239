package triage

import (
	"encoding/json"
	"testing"
)

func TestTriLogic(t *testing.T) {
	all := []Tri{Unknown, No, Yes}
	for _, a := range all {
		if a.Not().Not() != a {
			t.Errorf("not not %d", a)
		}
		for _, b := range all {
			if a.And(b) != b.And(a) || a.Or(b) != b.Or(a) {
				t.Errorf("%d, %d: the order matters", a, b)
			}
			if a.And(b).Not() != a.Not().Or(b.Not()) {
				t.Errorf("%d, %d: De Morgan", a, b)
			}
			// What is concluded from something unknown holds whatever it turns out to be.
			for _, op := range []func(Tri, Tri) Tri{Tri.And, Tri.Or} {
				got := op(a, b)
				for _, x := range settled(a) {
					for _, y := range settled(b) {
						if got != Unknown && op(x, y) != got {
							t.Errorf("%d, %d: %d, but %d, %d: %d", a, b, got, x, y, op(x, y))
						}
					}
				}
			}
		}
	}
}

func settled(t Tri) []Tri {
	if t == Unknown {
		return []Tri{No, Yes}
	}
	return []Tri{t}
}

func TestTriJSON(t *testing.T) {
	for text, want := range map[string]Tri{`{"signed":true}`: Yes, `{"signed":false}`: No, `{"signed":null}`: Unknown, `{}`: Unknown} {
		var f Facts
		if err := json.Unmarshal([]byte(text), &f); err != nil || f.Signed != want {
			t.Errorf("%s: %d, %v", text, f.Signed, err)
		}
		out, err := json.Marshal(f)
		var again Facts
		if err != nil || json.Unmarshal(out, &again) != nil || again != f {
			t.Errorf("%s: written as %s, %v", text, out, err)
		}
	}
	var f Facts
	for _, bad := range []string{`{"signed":"yes"}`, `{"signed":1}`} {
		if json.Unmarshal([]byte(bad), &f) == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
	if out, _ := json.Marshal(Facts{}); string(out) != "{}" {
		t.Errorf("unknown facts are written: %s", out)
	}
}
