// Package local starts a private Postgres and a private Redis for the demo and
// the tests.
//
// It promises that the servers are reachable by nobody but this account (unix
// sockets in a folder of mode 0700, no TCP port), that they end with the process
// that started them even after kill -9, that two processes never run servers on
// the same data, and that kept data is found again by the next start. It works as
// root, where the servers drop to an account without rights, and as an ordinary
// user. The programs themselves must be installed; if not, the error says what to
// install.
package local

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"
)

var (
	// ErrMissing is wrapped by the error of a start when a server program is not
	// installed. The error's text is a sentence that says what to install.
	ErrMissing = errors.New("a server program is missing")
	// ErrRunning is wrapped when another process already runs the servers of a
	// kept folder. Attach reaches those.
	ErrRunning = errors.New("the servers of this folder are already running")
)

// startLimit bounds a start whose context has no deadline. A crashed database
// may have to replay its log first.
const startLimit = 60 * time.Second

// Options say which servers to start and what becomes of their data.
type Options struct {
	// Dir keeps the data from one start to the next. Empty means a temporary
	// folder in memory where the system has one, removed by Stop.
	Dir string
	// Durable makes a commit survive a power cut (fsync). Without it a commit
	// survives the end of any process, but not of the machine.
	Durable bool
	// Postgres and Redis choose the servers; neither chosen means both.
	Postgres, Redis bool
	// Settings are Postgres settings that win over those of this package, for
	// instance {"shared_buffers": "1GB"} for a large benchmark.
	Settings map[string]string
	// RedisDatabases is the number of logical databases; 0 means 16.
	RedisDatabases int

	keepRedis bool // in a temporary folder too
}

// Servers are a private Postgres and a private Redis of this process, on unix
// sockets in a folder of mode 0700. Its methods may be called concurrently.
type Servers struct {
	folder   *folder
	run      string // folder of the sockets
	postgres *postgres
	redis    *redisServer
	stop     sync.Once

	attachedTo state // of the process that owns them, if another does
}

// Start starts the servers and returns when they answer. The context bounds the
// start only; the servers run until Stop, or until this process ends.
// Errors wrap ErrMissing and ErrRunning.
func Start(ctx context.Context, options Options) (*Servers, error) {
	if !options.Postgres && !options.Redis {
		options.Postgres, options.Redis = true, true
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	folder, err := openFolder(options.Dir)
	if err != nil {
		return nil, err
	}
	s := &Servers{folder: folder}
	if err := s.start(ctx, options); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

func (s *Servers) start(ctx context.Context, options Options) error {
	account, err := serverAccount(s.folder.path)
	if err != nil {
		return err
	}
	before := s.folder.state()
	if s.run, err = s.folder.makeRun(account, before.Run); err != nil {
		return err
	}
	now := state{PID: os.Getpid(), Run: s.run, Postgres: before.Postgres}
	if err := s.folder.setState(now); err != nil {
		return err
	}
	if options.Postgres {
		s.postgres = &postgres{
			folder: s.folder.path, run: s.run, account: account,
			durable: options.Durable, settings: options.Settings,
		}
		if err := s.postgres.start(ctx, before.Postgres); err != nil {
			return err
		}
		now.Postgres = s.postgres.process.pid()
	}
	if options.Redis {
		s.redis = &redisServer{
			folder: s.folder.path, run: s.run, account: account,
			keep: !s.folder.temporary || options.keepRedis, durable: options.Durable, databases: options.RedisDatabases,
		}
		if err := s.redis.start(ctx); err != nil {
			return err
		}
		now.Redis = s.redis.process.pid()
	}
	if err := s.folder.setState(now); err != nil {
		return err
	}
	if s.postgres != nil {
		if err := s.postgres.ready(ctx); err != nil {
			return err
		}
	}
	if s.redis != nil {
		if err := s.redis.ready(ctx); err != nil {
			return err
		}
	}
	now.Ready = true
	return s.folder.setState(now)
}

// Attach reaches the servers that another process runs on options.Dir, so that a
// report can be made while the demo runs. If none runs, it starts them on the data
// kept there; a folder without any is refused, since its name is likely a slip.
// Stop on attached servers leaves them running.
func Attach(ctx context.Context, options Options) (*Servers, error) {
	if options.Dir == "" {
		return nil, errors.New("attach to local servers: no folder is named")
	}
	if _, err := os.Stat(filepath.Join(options.Dir, stateFile)); err != nil {
		return nil, fmt.Errorf("attach to the servers of %s: no servers have kept data there", options.Dir)
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for {
		s, err := Start(ctx, options)
		if !errors.Is(err, ErrRunning) {
			return s, err
		}
		// The other process may still be starting, or may be about to end.
		if now := (&folder{path: options.Dir}).state(); now.Ready {
			s, err := attached(now, options)
			if err != nil || s.answer() {
				return s, err
			}
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("attach to the servers of %s: they do not become ready: %w", options.Dir, ctx.Err())
		case <-poll.C:
		}
	}
}

// attached is a view of another process's servers.
func attached(now state, options Options) (*Servers, error) {
	both := !options.Postgres && !options.Redis
	if (options.Postgres || both) && now.Postgres == 0 {
		return nil, fmt.Errorf("attach to the servers of %s: process %d runs no Postgres there", options.Dir, now.PID)
	}
	if (options.Redis || both) && now.Redis == 0 {
		return nil, fmt.Errorf("attach to the servers of %s: process %d runs no Redis there", options.Dir, now.PID)
	}
	return &Servers{run: now.Run, attachedTo: now}, nil
}

// answer tells whether the attached servers accept connections. A state left by a
// killed process names sockets at which nobody listens.
func (s *Servers) answer() bool {
	for name, pid := range map[string]int{postgresSocket: s.attachedTo.Postgres, redisSocket: s.attachedTo.Redis} {
		if pid == 0 {
			continue
		}
		conn, err := net.Dial("unix", filepath.Join(s.run, name))
		if err != nil {
			return false
		}
		_ = conn.Close()
	}
	return true
}

// DatabaseURL is the address of a database by name. The database "postgres"
// always exists; EnsureDatabase makes others.
func (s *Servers) DatabaseURL(db string) string {
	query := url.Values{"host": {s.run}, "port": {"5432"}, "user": {superuser}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", Path: "/" + db, RawQuery: query.Encode()}).String()
}

// EnsureDatabase creates the database if it is not there and returns its address.
func (s *Servers) EnsureDatabase(ctx context.Context, db string) (string, error) {
	if err := ensureDatabase(ctx, s.DatabaseURL("postgres"), db); err != nil {
		return "", err
	}
	return s.DatabaseURL(db), nil
}

// RedisURL is the address of logical database 0. Add "?db=7" for another.
func (s *Servers) RedisURL() string {
	return "unix://" + filepath.Join(s.run, redisSocket)
}

// Stop ends the servers in good order and removes temporary data. It may be
// called more than once, and does nothing to servers that were attached.
func (s *Servers) Stop() {
	s.stop.Do(func() {
		if s.folder == nil {
			return
		}
		if s.redis != nil {
			s.redis.stop()
		}
		if s.postgres != nil {
			s.postgres.stop()
		}
		s.folder.close()
	})
}
