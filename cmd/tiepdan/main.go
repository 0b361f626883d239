// Command tiepdan is the whole program: the bot, its demo, and what an office
// needs to run it. It reads flags and environment, and leaves the work to the
// packages beside it.
//
// Exit status: 0 done, 1 it did not work, 2 it was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
)

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

type commands struct {
	Version kong.VersionFlag `help:"Print the version and end."`

	Demo     demoCommand     `cmd:"" help:"Everything on this machine, no token, in a browser."`
	Serve    serveCommand    `cmd:"" help:"The bot."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database to this program's schema."`
	Staff    staffCommand    `cmd:"" help:"One-time links that bind an account or a group to a post and a unit."`
	Rules    rulesCommand    `cmd:"" help:"The decision table, for a legal officer to read and sign."`
	Holidays holidaysCommand `cmd:"" help:"The days off that are decided every year: list, confirm."`
	Classify classifyCommand `cmd:"" help:"Whose business petitions are: JSON lines in, JSON lines out; no server needed."`
	Train    trainCommand    `cmd:"" help:"Learn to read petitions from labelled ones, as officers correct them."`
	Report   reportCommand   `cmd:"" help:"The figures of a period."`
	Backup   backupCommand   `cmd:"" help:"Everything that is in Postgres, encrypted, as of one moment; the bot goes on."`
	Restore  restoreCommand  `cmd:"" help:"Fill an empty database from a backup, or compare one with it."`
	Keys     keysCommand     `cmd:"" help:"Make, rotate and retire the keys that seal; the public key of the signed roots."`
	Simulate simulateCommand `cmd:"" help:"The Bot API simulator alone."`
	Doctor   doctorCommand   `cmd:"" help:"Check settings, database, Redis, keys, office file and Telegram; say what to do."`
}

// streams are where a command reads and writes.
type streams struct {
	Out io.Writer // what was asked for
	Err io.Writer // the log, and what went wrong
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second Ctrl-C ends at once
	}()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run does one command and returns the exit status.
func run(ctx context.Context, args []string, s streams) int {
	status := -1
	parser, err := kong.New(&commands{},
		kong.Name("tiepdan"),
		kong.Description("Receives citizens' petitions by Telegram for a two-level people's procuracy (tiếp dân)."),
		kong.Vars{"version": version()},
		kong.UsageOnError(),
		kong.Writers(s.Out, s.Err),
		kong.Exit(func(code int) { status = code }),
		kong.ExplicitGroups([]kong.Group{{Key: "settings", Title: "Settings, from the environment or as flags:"}}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(s),
	)
	if err != nil {
		_, _ = fmt.Fprintln(s.Err, "tiepdan:", err)
		return exitUsage
	}
	command, err := parser.Parse(args)
	if status >= 0 { // --help or --version
		return status
	}
	if err != nil {
		_, _ = fmt.Fprintln(s.Err, "tiepdan:", err)
		return exitUsage
	}
	if err := command.Run(); err != nil {
		if told := (*toldError)(nil); !errors.As(err, &told) {
			_, _ = fmt.Fprintln(s.Err, "tiepdan:", advised(err))
		}
		return exitFailed
	}
	return exitDone
}

// toldError says that the person has read already what is wrong.
type toldError struct{}

func (*toldError) Error() string { return "told" }

// advised adds what to do about an error that has a known cure.
func advised(err error) string {
	var mistakes app.Mistakes
	switch {
	case errors.As(err, &mistakes):
		return mistakes.Error()
	case errors.Is(err, postgres.ErrOldSchema):
		return "cơ sở dữ liệu cũ hơn chương trình này: chạy `tiepdan migrate` rồi chạy lại"
	case errors.Is(err, local.ErrRunning):
		return "bản demo của thư mục này đang chạy ở một tiến trình khác: mở bản đó, hoặc chọn thư mục khác bằng --data\n  " + err.Error()
	case errors.Is(err, local.ErrMissing):
		return "máy này còn thiếu chương trình máy chủ\n  " + err.Error()
	}
	if advice := backupAdvice(err); advice != "" {
		return advice + "\n  " + err.Error()
	}
	return err.Error()
}

// version is what the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "tiepdan"
	}
	text := "tiepdan " + info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			text += " " + s.Value
		}
	}
	return text + " " + info.GoVersion
}
