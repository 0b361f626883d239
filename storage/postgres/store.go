// Package postgres keeps petitions and people, and queues the notices, in one
// transaction.
//
// It promises that what Open or Change returned without an error is committed with
// all its events, obligations and jobs, and that nothing is written otherwise; that
// events are append-only and chained by keyed hashes; that no citizen's word, name,
// phone, ID number or address stands in any column unsealed; and that every reading
// of a confidential petition and every opening of an identity is logged before it
// is answered. Addresses, references and sources are opaque strings here.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"tiepdan/storage/seal"
	"tiepdan/triage/calendar"
	"tiepdan/triage/likeness"
)

const (
	// connectLimit is how long a dead server may keep a caller waiting.
	connectLimit = 2 * time.Second
	// answerLimit bounds what stands in the way of an answer to a person. Past it
	// they are told that nothing was done, and Telegram tries again.
	answerLimit = 3 * time.Second
	// smallestPool and largestPool bound the connections of one replica.
	smallestPool, largestPool = 16, 64
)

// Options say where the ledger is and how it seals.
type Options struct {
	URL  string     // postgres://…
	Keys *seal.Keys // required
	Log  *slog.Logger
	// Now is the clock; nil means the machine's. It stamps what no act stamps:
	// readings, invitations, people.
	Now func() time.Time
	// Connections bounds the pool; 0 chooses by the number of processors.
	Connections int
}

// Store is the ledger on Postgres. It is safe for concurrent use, and recovers by
// itself when the server comes back.
type Store struct {
	pool *pgxpool.Pool
	keys *seal.Keys
	log  *slog.Logger
	now  func() time.Time
	jobs *river.Client[pgx.Tx] // inserts only; Work makes the one that works

	signer likeness.Signer

	silent bool // nobody is told: no jobs are queued
}

// Silent is the same ledger, for what lies in the past: it writes everything but
// the jobs, so that nobody is told, no card is drawn and no file is fetched. It
// shares the connections, and is not closed apart.
func (s *Store) Silent() *Store {
	quiet := *s
	quiet.silent = true
	return &quiet
}

// Open connects and checks the schema. It returns ErrOldSchema where `tiepdan
// migrate` has to run first.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Keys == nil {
		return nil, errors.New("open the ledger: no keys to seal with")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	config, err := poolConfig(o)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	s := &Store{pool: pool, keys: o.Keys, log: o.Log, now: o.Now, signer: signer(o.Keys)}
	if err := checkSchema(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	if s.jobs, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: o.Log}); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	return s, nil
}

func poolConfig(o Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		// pgx names the place of the mistake and masks the password.
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	config.MaxConns = int32(o.Connections)
	if o.Connections <= 0 {
		config.MaxConns = int32(min(max(4*runtime.NumCPU(), smallestPool), largestPool))
	}
	config.MaxConnLifetime = time.Hour
	config.MaxConnLifetimeJitter = 10 * time.Minute
	config.ConnConfig.ConnectTimeout = connectLimit
	parameters := config.ConnConfig.RuntimeParams
	for name, value := range map[string]string{
		"application_name":                    "tiepdan",
		"timezone":                            "UTC",
		"lock_timeout":                        "2500ms",
		"statement_timeout":                   "60s",
		"idle_in_transaction_session_timeout": "60s",
	} {
		if _, given := parameters[name]; !given {
			parameters[name] = value
		}
	}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		// Instants come back in the legal time zone, so that their dates are right.
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: calendar.Zone()},
		})
		return nil
	}
	return config, nil
}

// Close ends all connections. Stop the work first.
func (s *Store) Close() { s.pool.Close() }

// Ping asks whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.pool.Ping(ctx); err != nil {
		return fmt.Errorf("ping the database: %w", err)
	}
	return nil
}

// write runs fn in a transaction, again if Postgres asks for that.
func (s *Store) write(ctx context.Context, fn func(context.Context, pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	return retry(ctx, func() error {
		tx, err := s.begin(ctx)
		if err != nil {
			return err
		}
		// After a commit this does nothing; after a panic in fn it leaves nothing.
		defer func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			_ = tx.Rollback(ctx)
		}()
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return tx.Commit(ctx)
	})
}

// read runs fn, again if the pool has lent a connection that the server has closed
// meanwhile. fn only reads.
func (s *Store) read(ctx context.Context, fn func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	for attempt := 0; ; attempt++ {
		err := fn(ctx)
		if err == nil || attempt >= int(s.pool.Config().MaxConns) || !cutOff(err) {
			return err
		}
	}
}

// exec runs one statement that is a transaction of its own.
func (s *Store) exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	return s.pool.Exec(ctx, sql, args...)
}

// begin starts a transaction. The pool may lend a connection that the server has
// closed meanwhile; nothing was done with it, so another one is taken.
func (s *Store) begin(ctx context.Context) (pgx.Tx, error) {
	for attempt := 0; ; attempt++ {
		tx, err := s.pool.Begin(ctx)
		if err == nil {
			return tx, nil
		}
		if attempt >= int(s.pool.Config().MaxConns) || !cutOff(err) {
			return nil, err
		}
	}
}
