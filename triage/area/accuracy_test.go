package area

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// shown is how many places the bot puts on buttons.
const shown = 6

// verdict is what became of one address.
type verdict int

const (
	right   verdict = iota
	asked           // the words fit several units alike; all are offered
	crowded         // they fit more units than are offered, but nothing else is
	wrong
)

// judge compares the answer with what is true. Of a divided commune all parts
// must be offered. fits holds the codes of all that the words fit alike.
func judge(got []Place, truths, fits []string) verdict {
	offered := strings.Fields(codes(got))
	if len(offered) == 0 {
		return wrong
	}
	all := true
	for _, code := range truths {
		all = all && slices.Contains(offered, code)
	}
	switch {
	case slices.Contains(truths, offered[0]) && (all || len(truths) > shown):
		return right
	case slices.Contains(fits, offered[0]) && all:
		return asked
	case !slices.ContainsFunc(offered, func(code string) bool { return !slices.Contains(fits, code) }) && len(offered) == shown:
		return crowded
	}
	return wrong
}

// fitting holds, by what is written in one form, the codes of all units that it fits.
type fitting map[string][]string

func (f form) fitting(today, former []unit) fitting {
	fits := fitting{}
	for _, u := range slices.Concat(today, former) {
		fits[key(f.write(u))] = append(fits[key(f.write(u))], u.truths...)
		if u.now != "" {
			u.province, u.now = u.now, ""
			fits[key(f.write(u))] = append(fits[key(f.write(u))], u.truths...)
		}
	}
	return fits
}

// tally counts verdicts.
type tally [wrong + 1]int

func (n tally) of() int { return n[right] + n[asked] + n[crowded] + n[wrong] }

func (n tally) percent(v verdict) float64 { return 100 * float64(n[v]) / float64(max(n.of(), 1)) }

// mistake is one wrong answer, as testdata/wrong.tsv lists it.
type mistake struct{ form, text, want, got string }

// try writes every step-th unit in one form and judges the answers.
func try(g *Gazetteer, f form, group []unit, fits fitting, step int) (n tally, bad []mistake) {
	for i := 0; i < len(group); i += step {
		u := group[i]
		text := f.write(u)
		if text == "" {
			continue
		}
		got := g.Suggest(text, "", shown)
		v := judge(got, u.truths, fits[key(text)])
		n[v]++
		if v == wrong {
			bad = append(bad, mistake{f.name, text, strings.Join(u.truths, " "), codes(got)})
		}
	}
	return n, bad
}

// knownMistakes reads the table of what is answered wrongly, and why.
func knownMistakes(t testing.TB) map[mistake]string {
	t.Helper()
	table, err := os.ReadFile("testdata/wrong.tsv")
	if err != nil {
		t.Fatal(err)
	}
	known := map[mistake]string{}
	for line := range strings.Lines(string(table)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 5 {
			t.Fatalf("testdata/wrong.tsv: %q has %d columns", line, len(f))
		}
		known[mistake{f[0], f[1], f[2], f[3]}] = f[4]
	}
	return known
}

// What the goals ask: of the communes typed with their province, these parts
// must be answered rightly, or asked back where the words fit several alike.
const (
	leastRight  = 98.0
	leastAmong  = 99.7 // right, or asked back
	sampledUnit = 23   // every unit whose number this divides; the whole is BenchmarkWhole
)

// TestAccuracy holds a sample of all communes, in every form, to the goals and
// to the table of what is known to be wrong.
func TestAccuracy(t *testing.T) {
	g := load(t)
	today, former, _ := units(g)
	known := knownMistakes(t)
	for _, f := range forms {
		fits := f.fitting(today, former)
		for name, group := range map[string][]unit{"today's": today, "former": former} {
			n, bad := try(g, f, group, fits, sampledUnit)
			if n.of() == 0 {
				continue
			}
			for _, m := range bad {
				if known[m] == "" && !f.loose() {
					t.Errorf("%s communes, %s: %q = %q, want %q", name, f.name, m.text, m.got, m.want)
				}
			}
			if r, w := n.percent(right), n.percent(wrong); r < f.least() || w > 100-leastAmong && !f.loose() {
				t.Errorf("%s communes, %s: %.2f %% right, %.2f %% wrong", name, f.name, r, w)
			}
		}
	}
}

// TestKnownMistakes holds the table of mistakes to the truth: what has been mended is to be taken out.
func TestKnownMistakes(t *testing.T) {
	g := load(t)
	for m, why := range knownMistakes(t) {
		if got := codes(g.Suggest(m.text, "", shown)); got != m.got {
			t.Errorf("%q = %q; the table of mistakes says %q", m.text, got, m.got)
		}
		if why == "" {
			t.Errorf("%q is in the table of mistakes without a reason", m.text)
		}
	}
}

// TestDistricts asks for every former district: its communes of today are asked
// back, beginning with one of them.
func TestDistricts(t *testing.T) {
	g := load(t)
	_, _, districts := units(g)
	for _, u := range districts {
		for _, text := range []string{joined(u.full(), u.province), Fold(shortTypes.Replace(joined(u.full(), u.province)))} {
			got := strings.Fields(codes(g.Suggest(text, "", 60)))
			if len(got) == 0 || !slices.Contains(u.truths, got[0]) {
				t.Errorf("%q = %v, want %v", text, got, u.truths)
				continue
			}
			for _, code := range u.truths {
				if !slices.Contains(got, code) {
					t.Errorf("%q = %v, want %s too", text, got, code)
				}
			}
		}
	}
}
