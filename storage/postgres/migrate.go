package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// ErrOldSchema says that the database is older than the program.
var ErrOldSchema = errors.New("the database schema is older than this program: run `tiepdan migrate`")

//go:embed schema/*.sql
var schema embed.FS

const codeNoTable = "42P01"

// Schema tells how far a database is migrated: ours and the job queue's versions.
type Schema struct {
	Version, Latest         int64
	QueueVersion, QueueLast int
}

// Current says whether nothing is left to migrate.
func (s Schema) Current() bool { return s.Version >= s.Latest && s.QueueVersion >= s.QueueLast }

// Migrate brings a database to the newest schema, forward only. Several programs
// may call it at once: one migrates, the others wait for it.
func Migrate(ctx context.Context, url string) error { return migrateTo(ctx, url, 0, 0) }

// migrateTo goes as far as the versions say, our tables' and the job queue's; 0 is
// the newest.
func migrateTo(ctx context.Context, url string, version int64, queueVersion int) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	defer pool.Close()
	// River's migrations cannot run in one transaction, so the lock is the session's.
	err = pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext('tiepdan schema'))`); err != nil {
			return err
		}
		defer func() {
			_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(hashtext('tiepdan schema'))`)
		}()
		return migrate(ctx, pool, version, queueVersion)
	})
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

func migrate(ctx context.Context, pool *pgxpool.Pool, version int64, queueVersion int) error {
	db := stdlib.OpenDBFromPool(pool)
	defer func() { _ = db.Close() }()
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files)
	if err != nil {
		return err
	}
	if version == 0 {
		_, err = provider.Up(ctx)
	} else {
		_, err = provider.UpTo(ctx, version)
	}
	if err != nil {
		return err
	}
	queue, err := queueMigrator(pool)
	if err != nil {
		return err
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: queueVersion}); err != nil {
		return fmt.Errorf("the job queue: %w", err)
	}
	return nil
}

func queueMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("read the job queue's migrations: %w", err)
	}
	return migrator, nil
}

// Status tells how far a database is migrated. It changes nothing.
func Status(ctx context.Context, url string) (Schema, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return Schema{}, fmt.Errorf("read the schema's version: %w", err)
	}
	defer pool.Close()
	return readSchema(ctx, pool)
}

func checkSchema(ctx context.Context, pool *pgxpool.Pool) error {
	found, err := readSchema(ctx, pool)
	if err != nil {
		return err
	}
	if !found.Current() {
		return ErrOldSchema
	}
	return nil
}

func readSchema(ctx context.Context, pool *pgxpool.Pool) (Schema, error) {
	var found Schema
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return Schema{}, fmt.Errorf("read the schema's version: %w", err)
	}
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return Schema{}, fmt.Errorf("read the schema's version: %w", err)
		}
		found.Latest = max(found.Latest, version)
	}
	migrator, err := queueMigrator(pool)
	if err != nil {
		return Schema{}, err
	}
	versions := migrator.AllVersions()
	found.QueueLast = slices.MaxFunc(versions, func(a, b rivermigrate.Migration) int { return a.Version - b.Version }).Version
	for sql, version := range map[string]any{
		`SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`: &found.Version,
		`SELECT coalesce(max(version), 0) FROM river_migration WHERE line = 'main'`:  &found.QueueVersion,
	} {
		if err := pool.QueryRow(ctx, sql).Scan(version); err != nil && !isCode(err, codeNoTable) {
			return Schema{}, fmt.Errorf("read the schema's version: %w", err)
		}
	}
	return found, nil
}

func isCode(err error, code string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == code
}
