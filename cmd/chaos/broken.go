package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// flaw is one deliberately broken build: a patch beside this program, and the
// promise whose check has to catch it.
type flaw struct {
	name    string
	file    string
	promise string
	faults  []string // those under which it shows
	touches []string // files, from the module's root
}

// flaws are all patches of a folder, in the order of the promises they break. The
// lines before a patch say what it breaks:
//
//	Promise: P4
//	Faults: kill -9 all, postgres stopped
func flaws(dir string) ([]flaw, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.patch"))
	if err != nil {
		return nil, err
	}
	var all []flaw
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a patch: %w", err)
		}
		f := flaw{name: strings.TrimSuffix(filepath.Base(file), ".patch"), file: file}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if promise, ok := strings.CutPrefix(line, "Promise: "); ok {
				f.promise = promise
			}
			if names, ok := strings.CutPrefix(line, "Faults: "); ok {
				f.faults = strings.Split(names, ", ")
			}
			if path, ok := strings.CutPrefix(line, "+++ b/"); ok {
				f.touches = append(f.touches, path)
			}
		}
		if f.promise == "" || len(f.touches) == 0 {
			return nil, fmt.Errorf("%s does not say which promise it breaks, or changes nothing", file)
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b flaw) int {
		if len(a.promise) != len(b.promise) {
			return len(a.promise) - len(b.promise)
		}
		return strings.Compare(a.promise+a.name, b.promise+b.name)
	})
	return all, nil
}

// overlay applies a patch to copies of the files it touches, and writes the file
// that tells the compiler to take those instead of ours.
func (f flaw) overlay(ctx context.Context, root, dir string) (string, error) {
	replace := map[string]string{}
	for _, path := range f.touches {
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return "", fmt.Errorf("apply %s: %w", f.name, err)
		}
		copied := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(copied), 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(copied, text, 0o600); err != nil {
			return "", err
		}
		replace[filepath.Join(root, path)] = copied
	}
	cmd := exec.CommandContext(ctx, "git", "apply", "--recount", "-C1", f.file)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir)) // in no repository
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("apply %s: %w: %s", f.name, err, out)
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}

// shortRun is what a broken build is given: enough to be caught.
func (o options) shortRun(f flaw) options {
	o.Only, o.Citizens, o.Rate, o.Officers = f.faults, 40, 100, 3
	o.Lead, o.Duration, o.Recovery = 10*time.Second, 32*time.Second, time.Hour
	return o
}

// runBroken runs broken builds and fails for each that is not caught by the check
// of the promise it breaks.
func runBroken(ctx context.Context, opt options, root, dir string) error {
	all, err := flaws(filepath.Join(root, "cmd", "chaos", "broken"))
	if err != nil {
		return err
	}
	var missed []error
	for _, f := range all {
		if !slices.Contains(opt.Broken, "all") && !slices.Contains(opt.Broken, f.name) {
			continue
		}
		caught, err := f.caught(ctx, opt, root, filepath.Join(dir, f.name))
		if err != nil {
			return err
		}
		says := "caught"
		if !slices.Contains(caught, f.promise) {
			says = "NOT CAUGHT"
			missed = append(missed, fmt.Errorf("%s was not caught by %s", f.name, f.promise))
		}
		fmt.Printf("%-24s breaks %-4s %s by %s\n", f.name, f.promise, says, strings.Join(caught, ", "))
	}
	return errors.Join(missed...)
}

// caught runs one broken build and returns the promises whose checks failed.
func (f flaw) caught(ctx context.Context, opt options, root, dir string) ([]string, error) {
	overlay, err := f.overlay(ctx, root, dir)
	if err != nil {
		return nil, err
	}
	program := filepath.Join(dir, "tiepdan")
	if err := build(ctx, root, program, overlay); err != nil {
		return nil, err
	}
	v, err := play(ctx, opt.shortRun(f), program)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	if !slices.Contains(v.promises(), f.promise) {
		v.print(os.Stdout)
	}
	return v.promises(), nil
}
