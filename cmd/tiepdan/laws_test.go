package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tiepdan/triage"
)

// TestArrows holds the imports to the drawing of DESIGN §2: bot and storage do
// not know each other, triage knows neither, and each package knows only what
// is listed here. Tests are held to it too, but for the test harness of cmd.
func TestArrows(t *testing.T) {
	allowed := map[string][]string{
		"triage":             {"triage/calendar", "triage/area", "triage/likeness"},
		"triage/reading":     {"triage", "triage/calendar", "triage/area"},
		"triage/calendar":    nil,
		"triage/area":        nil,
		"triage/likeness":    {"triage/area"},
		"triage/triagetest":  {"triage", "triage/calendar", "triage/area"},
		"bot/dialog":         nil,
		"bot/script":         {"bot/dialog", "triage", "triage/calendar", "triage/area"},
		"bot/text":           nil,
		"bot/simulator":      nil,
		"bot/metrictest":     nil,
		"bot/simulator/talk": {"bot/simulator"},
		"bot":                {"bot/dialog", "bot/script", "bot/text", "triage", "triage/calendar", "triage/area", "triage/likeness", "triage/reading"},
		"storage/seal":       nil,
		"storage/local":      nil,
		"storage/redis":      {"storage/seal"},
		"storage/postgres":   {"storage/seal", "triage", "triage/calendar", "triage/area", "triage/likeness"},
	}
	// What tests may use beyond that: servers, the simulator, fixtures.
	forTests := []string{"storage/local", "bot/simulator", "bot/metrictest", "triage/triagetest", "bot/script", "bot/text"}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "tools") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		from := filepath.ToSlash(rel)
		if strings.HasPrefix(from, "cmd/") {
			return nil
		}
		may, known := allowed[from]
		if !known {
			t.Errorf("%s: the package %s stands in no drawing", path, from)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			ours, isOurs := strings.CutPrefix(to, "tiepdan/")
			if strings.HasPrefix(from, "triage") && !isOurs && strings.Contains(strings.Split(to, "/")[0], ".") {
				t.Errorf("%s: triage imports only the standard library, not %s", path, to)
			}
			if !isOurs || ours == from || contains(may, ours) || strings.HasSuffix(path, "_test.go") && contains(forTests, ours) {
				continue
			}
			t.Errorf("%s: the arrow %s → %s is not in the drawing", path, from, ours)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// TestLifeStandsInTheReadme holds the README's diagram to the table of moves, line
// for line.
func TestLifeStandsInTheReadme(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	verbs := map[string][]string{}
	for _, m := range triage.Life() {
		if m.To == "" {
			continue
		}
		from := make([]string, len(m.From))
		for i, s := range m.From {
			from[i] = string(s)
		}
		move := strings.Join(from, ", ") + " → " + string(m.To)
		if verbs[move] == nil {
			want = append(want, move)
		}
		verbs[move] = append(verbs[move], string(m.Verb))
	}
	for _, move := range want {
		if line := move + ": " + strings.Join(verbs[move], ", ") + "\n"; !strings.Contains(string(b), "\n"+line) {
			t.Errorf("the README lacks %q", line)
		}
	}
	_, diagram, _ := strings.Cut(string(b), "```\nfiled → ")
	diagram, _, _ = strings.Cut(diagram, "```")
	if got := strings.Count(diagram, "\n"); got != len(want) {
		t.Errorf("the README draws %d moves, the table has %d", got, len(want))
	}
}

// TestTopLevel keeps the first folder to what DESIGN §2 names.
func TestTopLevel(t *testing.T) {
	allowed := []string{"cmd", "bot", "triage", "storage", "go.mod", "go.sum", "README.md", "Makefile", "LICENSE", "compose.yaml", ".ci", "tools", ".gitignore", ".dockerignore", ".git", "tiepdan", "bin"} // the last two are built, and not kept
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !contains(allowed, e.Name()) {
			t.Errorf("%s stands at the top level without a reason", e.Name())
		}
	}
}

// TestNoLeftovers refuses words that mean "not done" and machine paths.
func TestNoLeftovers(t *testing.T) {
	banned := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "not " + "implemented"}
	for _, dir := range []string{"cmd", "bot", "triage", "storage"} {
		err := filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, w := range banned {
				if strings.Contains(string(b), w) {
					t.Errorf("%s holds %q", path, w)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
