package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

var (
	// ErrNewer says that a newer program wrote the backup.
	ErrNewer = errors.New("the backup is newer than this program")
	// ErrNotEmpty says that there is something in the database already.
	ErrNotEmpty = errors.New("the database is not empty")
	// ErrAhead says that an empty database has a newer schema than the backup, so
	// that what migrations do to rows would not be done.
	ErrAhead = errors.New("the empty database has a newer schema than the backup")
	// ErrOtherKeyset says that a backup is of a ledger written with other keys.
	ErrOtherKeyset = errors.New("the backup is of a ledger written with another TIEPDAN_KEYSET")
)

// Restored is what Restore did.
type Restored struct {
	Manifest Manifest
	// Held are the notices that waited when the backup was made and were not queued
	// again.
	Held int64
}

// RestoreOptions say what becomes of what was under way.
type RestoreOptions struct {
	// SendWaiting queues the notices that waited when the backup was made. Set it
	// where nothing was sent since: the bot had been stopped before.
	SendWaiting bool
}

// Restore fills an empty database from a backup, all or nothing, and brings it to
// this program's schema. What was read back is compared with what was written, row
// for row. ErrNotEmpty, ErrAhead, ErrNewer, ErrOtherKeyset; signer is
// seal.Keys.SignerID of the keys that will open it.
//
// Notices that waited to be sent have most likely been sent since, so they are not
// sent again: their jobs are ended, and the delivery ledger gets a line "unknown" for
// each. Cards are drawn and files fetched again, which repeats nothing that a person
// would take for a second receipt.
func Restore(ctx context.Context, url, signer string, r io.Reader, o RestoreOptions) (Restored, error) {
	f := newFrames(r)
	var done Restored
	var err error
	if done.Manifest, err = readHead(f); err != nil {
		return done, err
	}
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return done, fmt.Errorf("restore: %w", err)
	}
	defer pool.Close()
	if err = prepare(ctx, pool, done.Manifest, signer); err == nil {
		err = migrateTo(ctx, url, done.Manifest.Schema, done.Manifest.Queue)
	}
	if err != nil {
		return done, fmt.Errorf("restore: %w", err)
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if err := unhurried(ctx, tx); err != nil {
			return err
		}
		l := &loading{tx: tx, frames: f}
		if err := l.load(ctx, done.Manifest); err != nil {
			return err
		}
		done.Manifest = l.manifest
		return l.settle(ctx, o, &done.Held)
	})
	if err == nil {
		err = Migrate(ctx, url)
	}
	if err != nil {
		return done, fmt.Errorf("restore: %w", err)
	}
	return done, nil
}

// prepare refuses a database or a backup that do not go together.
func prepare(ctx context.Context, pool *pgxpool.Pool, m Manifest, signer string) error {
	now, err := readSchema(ctx, pool)
	switch {
	case err != nil:
		return err
	case m.Schema > now.Latest || m.Queue > now.QueueLast:
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, m.Schema, now.Latest)
	case m.Signer != signer:
		return ErrOtherKeyset
	}
	tables, err := readTables(ctx, pool)
	if err != nil {
		return err
	}
	if err := empty(ctx, pool, tables); err != nil {
		return err
	}
	if now.Version > m.Schema || now.QueueVersion > m.Queue {
		return fmt.Errorf("%w: it is at %d, the backup at %d", ErrAhead, now.Version, m.Schema)
	}
	return nil
}

func empty(ctx context.Context, q querier, tables []table) error {
	for _, t := range tables {
		var filled bool
		if err := q.QueryRow(ctx, `SELECT EXISTS (SELECT FROM `+pgx.Identifier{t.name}.Sanitize()+`)`).Scan(&filled); err != nil {
			return err
		}
		if filled {
			return fmt.Errorf("%w: there are rows in %s", ErrNotEmpty, t.name)
		}
	}
	return nil
}

// Empty says whether a database holds nothing that a restore would collide with.
func Empty(ctx context.Context, url string) (bool, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return false, fmt.Errorf("look into the database: %w", err)
	}
	defer pool.Close()
	tables, err := readTables(ctx, pool)
	if err == nil {
		err = empty(ctx, pool, tables)
	}
	if errors.Is(err, ErrNotEmpty) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look into the database: %w", err)
	}
	return true, nil
}

// loading is a restore under way.
type loading struct {
	tx       pgx.Tx
	frames   *frames
	tables   []table // of the database
	manifest Manifest
}

// load takes all tables of the backup, and compares what it took.
func (l *loading) load(ctx context.Context, head Manifest) (err error) {
	if l.tables, err = readTables(ctx, l.tx); err != nil {
		return err
	}
	// A replica that was started too early waits here, and then finds its database.
	all := strings.Join(each(l.tables, func(t table) string { return pgx.Identifier{t.name}.Sanitize() }), ", ")
	if _, err := l.tx.Exec(ctx, `LOCK TABLE `+all+` IN EXCLUSIVE MODE`); err != nil {
		return err
	}
	if err := empty(ctx, l.tx, l.tables); err != nil {
		return err
	}
	if l.manifest, err = readBody(l.frames, head, func(t TableSum, rows *rowReader) error { return l.take(ctx, t, rows) }); err != nil {
		return err
	}
	return l.compare(ctx)
}

func (l *loading) find(name string) (table, bool) {
	i := slices.IndexFunc(l.tables, func(t table) bool { return t.name == name })
	if i < 0 {
		return table{}, false
	}
	return l.tables[i], true
}

func (l *loading) take(ctx context.Context, of TableSum, rows *rowReader) error {
	t, ok := l.find(of.Table)
	if !ok {
		return fmt.Errorf("%w: it has a table %q that its schema does not know", ErrArchive, of.Table)
	}
	t.columns = of.Columns
	tag, err := l.tx.Conn().PgConn().CopyFrom(ctx, rows, t.copyIn())
	switch {
	case rows.err != nil && !errors.Is(rows.err, io.EOF):
		return fmt.Errorf("read %s from the backup: %w", of.Table, rows.err)
	case err != nil:
		return fmt.Errorf("write %s: %w", of.Table, err)
	case tag.RowsAffected() != rows.said.Rows:
		return fmt.Errorf("%w: %d rows of %s came in of %d", ErrArchive, tag.RowsAffected(), of.Table, rows.said.Rows)
	}
	return nil
}

// compare reads everything back, and holds it against the manifest.
func (l *loading) compare(ctx context.Context) error {
	var sums []TableSum
	for _, want := range l.manifest.Tables {
		t, ok := l.find(want.Table)
		if !ok {
			return fmt.Errorf("%w: there is no table %q", ErrArchive, want.Table)
		}
		t.columns = want.Columns
		sum, err := t.sumOf(ctx, l.tx, newRowWriter(nil))
		if err != nil {
			return err
		}
		sums = append(sums, sum)
	}
	if err := fits(l.manifest, sums); err != nil {
		return err
	}
	heads, petitions, err := readHeads(ctx, l.tx)
	if err != nil {
		return err
	}
	if heads != l.manifest.Heads || petitions != l.manifest.Petitions {
		return fmt.Errorf("%w: the chain heads are not those of the backup", ErrArchive)
	}
	return nil
}

// settle lets numbers go on where they were, and ends what must not be done twice.
func (l *loading) settle(ctx context.Context, o RestoreOptions, held *int64) error {
	for of, last := range l.manifest.Sequences {
		name, column, _ := strings.Cut(of, ".")
		if last == 0 {
			continue
		}
		if _, err := l.tx.Exec(ctx, `SELECT setval(pg_get_serial_sequence(quote_ident($1), $2), $3)`, name, column, last); err != nil {
			return err
		}
	}
	if !o.SendWaiting {
		if err := l.tx.QueryRow(ctx, holdNotices).Scan(held); err != nil {
			return err
		}
	}
	// Whoever did these jobs is not here: they need not be waited for.
	_, err := l.tx.Exec(ctx, `UPDATE river_job SET state = 'available', scheduled_at = now() WHERE state = 'running'`)
	return err
}

// holdNotices ends the notices that wait, and says of each that nobody knows whether
// it arrived.
const holdNotices = `
	WITH held AS (
		UPDATE river_job SET state = 'cancelled', finalized_at = now(), metadata = metadata || '{"restored": true}'
		 WHERE kind = 'tell' AND state IN ('available', 'pending', 'retryable', 'running', 'scheduled')
		RETURNING args, attempt
	), noted AS (
		INSERT INTO delivery (code, event, version, verb, audience, person, unit, urgent, at, outcome, attempt)
		SELECT args ->> 'code', args ->> 'event', (args ->> 'version')::integer, args ->> 'verb', args ->> 'audience', args ->> 'to',
		       nullif(args ->> 'unit', ''), coalesce((args ->> 'urgent')::boolean, false), now(), 'unknown', attempt
		  FROM held
		RETURNING id
	)
	SELECT count(*) FROM noted`
