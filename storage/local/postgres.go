package local

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	superuser      = "tiepdan"
	postgresFolder = "postgres"
	postgresSocket = ".s.PGSQL.5432"
	patience       = 10 * time.Second
)

// postgres is one private Postgres. It can be stopped and started again.
type postgres struct {
	folder, run string
	account     account
	durable     bool
	settings    map[string]string
	process     *process
}

func (p *postgres) data() string { return filepath.Join(p.folder, postgresFolder) }

// start starts the server, making the data first if there is none. before is the
// process number of the last server on this data, 0 if unknown.
func (p *postgres) start(ctx context.Context, before int) error {
	major := 0
	if text, err := os.ReadFile(filepath.Join(p.data(), "PG_VERSION")); err == nil {
		major, _ = strconv.Atoi(strings.TrimSpace(string(text)))
	}
	programs, err := findPostgres(major)
	if err != nil {
		return err
	}
	if major == 0 {
		if err := p.initialise(ctx, programs.initdb); err != nil {
			return err
		}
	}
	dir, err := lockData(ctx, p.data(), p.account)
	if err != nil {
		return err
	}
	defer dir.Close()
	p.removeStalePID(before)
	p.process, err = spawn(program{
		name: "Postgres", path: programs.postgres, account: p.account, data: p.data(), locked: dir,
		log: filepath.Join(p.folder, "postgres.log"), onDeath: syscall.SIGQUIT,
		args: func(data string) []string { return append([]string{"-D", data}, p.arguments()...) },
	})
	return err
}

// initialise makes the data in a folder aside, so that an interrupted initdb is
// never taken for a database.
func (p *postgres) initialise(ctx context.Context, initdb string) error {
	fresh := p.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("make a database: %w", err)
	}
	dir, err := lockData(ctx, fresh, p.account)
	if err != nil {
		return err
	}
	defer dir.Close()
	running, err := spawn(program{
		name: "initdb", path: initdb, account: p.account, data: fresh, locked: dir,
		log: filepath.Join(p.folder, "initdb.log"), onDeath: syscall.SIGKILL,
		args: func(data string) []string {
			args := []string{"-D", data, "-U", superuser, "-A", "trust", "-E", "UTF8", "--locale=" + locale()}
			if !p.durable {
				args = append(args, "--no-sync")
			}
			return args
		},
	})
	if err != nil {
		return err
	}
	select {
	case <-running.exited:
	case <-ctx.Done():
		running.end(patience, syscall.SIGTERM)
		return fmt.Errorf("make a database: %w", ctx.Err())
	}
	if running.err != nil {
		return running.failure()
	}
	// An empty folder may stand there from an earlier attempt.
	if err := os.Remove(p.data()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("make a database: %w", err)
	}
	if err := os.Rename(fresh, p.data()); err != nil {
		return fmt.Errorf("make a database: %w", err)
	}
	return nil
}

// removeStalePID removes the mark of our own killed server, whose number another
// process may bear by now. The lock on the data says that it is gone. A mark with
// another number is left for Postgres itself to judge.
func (p *postgres) removeStalePID(before int) {
	path := filepath.Join(p.data(), "postmaster.pid")
	text, err := os.ReadFile(path)
	if err != nil || before == 0 {
		return
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if first == strconv.Itoa(before) {
		_ = os.Remove(path)
	}
}

func (p *postgres) arguments() []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"port":                    "5432",
		"unix_socket_directories": p.run,
		"unix_socket_permissions": "0700",
		"max_connections":         "100",
		"shared_buffers":          "32MB",
		"max_wal_size":            "256MB",
		"jit":                     "off",
		"timezone":                "UTC",
		// The log must never show a citizen's words: neither statements nor the
		// details that quote a row.
		"log_error_verbosity":     "terse",
		"log_min_error_statement": "panic",
		"log_checkpoints":         "off",
	}
	if p.durable {
		settings["shared_buffers"] = "128MB"
		settings["max_wal_size"] = "1GB"
	} else {
		settings["fsync"] = "off"
		settings["full_page_writes"] = "off"
	}
	maps.Copy(settings, p.settings)
	var args []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

// ready waits until the server takes statements.
func (p *postgres) ready(ctx context.Context) error {
	url := (&Servers{run: p.run}).DatabaseURL("postgres")
	return p.process.await(ctx, func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	})
}

// stop ends the server: open statements are cut off, committed work is kept.
func (p *postgres) stop() {
	if p.process != nil {
		p.process.end(patience, syscall.SIGINT, syscall.SIGQUIT)
	}
}

// ensureDatabase creates a database unless it exists.
func ensureDatabase(ctx context.Context, admin, db string) error {
	err := execute(ctx, admin, "CREATE DATABASE "+pgx.Identifier{db}.Sanitize())
	var refused *pgconn.PgError
	// 42P04 duplicate_database; 23505 when another creates it at this moment.
	if errors.As(err, &refused) && (refused.Code == "42P04" || refused.Code == "23505") {
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database %s: %w", db, err)
	}
	return nil
}

// execute runs one statement on a connection of its own.
func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}
