// Command chaos holds tiepdan to its promises while everything breaks: replicas of
// the real program, private servers, a Telegram and people of its own; a schedule
// of faults drawn from a seed; and a model that knows what must be true.
//
// It uses this machine alone, ends every process that it started, prints what it
// found, and ends with status 1 where a promise of DESIGN §9 was broken. A seed
// draws the same faults at the same times and the same people with the same plans.
// What it cannot repeat is the interleaving: which update meets a fault is decided
// by the machine's scheduler.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// options are the flags.
type options struct {
	Seed     uint64        `default:"1" help:"Draws the faults and what people mean to do."`
	Seeds    int           `default:"1" help:"How many seeds to run, one after the other."`
	Duration time.Duration `default:"3m" help:"How long faults come, for each seed."`
	Lead     time.Duration `default:"2s" help:"How long people are left in peace before the first fault."`
	Citizens int           `default:"300" help:"How many citizens write at a time; each makes way for another after two petitions."`
	Officers int           `default:"12" help:"How many officers work in each unit, beside its leader."`
	Replicas int           `default:"3" help:"How many replicas serve."`
	Rate     int           `default:"200" help:"About how many acts a second all citizens do together."`
	Recovery time.Duration `default:"5s" help:"How long a recovery may take."`
	Broken   []string      `help:"Run a deliberately broken build, which has to be caught; all: every one."`
	Only     []string      `help:"Draw only these faults."`
	Limits   bool          `help:"Keep Telegram's rate limits, on both sides; each person then acts every few seconds, so that seventy are as many as it bears."`
	Load     bool          `help:"No faults: how a flooding chat and a burst are borne."`
	Soak     time.Duration `help:"No faults for so long: does memory stay flat?"`
}

// units are those whose officers work in a run.
func (o options) units() []string { return []string{"vks-kv-1", "vks-kv-2", "vks-kv-3", "vks-tinh"} }

// bound is the longest that one seed may take: faults, ending, checks.
const bound = 10 * time.Minute

// bound of this run: a soak has its time on top.
func (o options) bound() time.Duration { return bound + o.Soak }

func main() {
	var opt options
	kong.Parse(&opt, kong.Name("chaos"), kong.Description("Holds tiepdan to its promises while everything breaks."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, opt); err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, opt options) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "tiepdan-build-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	if len(opt.Broken) > 0 {
		return runBroken(ctx, opt, root, dir)
	}
	program := filepath.Join(dir, "tiepdan")
	if err := build(ctx, root, program, ""); err != nil {
		return err
	}
	return errors.Join(eachSeed(ctx, opt, program)...)
}

func eachSeed(ctx context.Context, opt options, program string) (failed []error) {
	for i := range opt.Seeds {
		one := opt
		one.Seed = opt.Seed + uint64(i)
		v, err := play(ctx, one, program)
		if err != nil {
			return append(failed, fmt.Errorf("seed %d: %w", one.Seed, err))
		}
		v.print(os.Stdout)
		if broken := v.promises(); len(broken) > 0 {
			failed = append(failed, fmt.Errorf("seed %d broke %s", one.Seed, strings.Join(broken, ", ")))
		}
	}
	return failed
}

// moduleRoot is where the program's sources are.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the sources: %w", err)
	}
	file := strings.TrimSpace(string(out))
	if filepath.Base(file) != "go.mod" {
		return "", errors.New("find the sources: run this inside the project")
	}
	return filepath.Dir(file), nil
}

// build builds the program, with the files of an overlay in the place of ours.
func build(ctx context.Context, root, program, overlay string) error {
	args := []string{"build", "-trimpath", "-buildvcs=false", "-o", program}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./cmd/tiepdan")...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return nil
}
