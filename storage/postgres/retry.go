package postgres

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// attempts bounds how often a transaction is run again.
const attempts = 8

// SQLSTATE codes (Postgres manual, appendix A).
const (
	codeUniqueViolation = "23505"
	codeSerialization   = "40001"
	codeDeadlock        = "40P01"
	codeAdminShutdown   = "57P01"
	codeCrashShutdown   = "57P02"
)

// retry runs fn again where the database says that another transaction was in the
// way, after a short wait of random length.
func retry(ctx context.Context, fn func() error) error {
	for n := 1; ; n++ {
		err := fn()
		if err == nil || n == attempts || !again(err) {
			return err
		}
		wait := time.NewTimer(rand.N(time.Duration(n) * 5 * time.Millisecond))
		select {
		case <-ctx.Done():
			wait.Stop()
			return err
		case <-wait.C:
		}
	}
}

// again says whether a transaction that failed with err may be run once more:
// it changed nothing, and another run sees what was in the way. An event that
// exists already is such a case: the second run finds it as prior.
func again(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case codeSerialization, codeDeadlock:
		return true
	case codeUniqueViolation:
		return strings.HasPrefix(e.ConstraintName, "event_") || e.ConstraintName == "petition_pkey"
	}
	return false
}

// violates says whether err is a breach of the named unique constraint.
func violates(err error, constraint string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == codeUniqueViolation && e.ConstraintName == constraint
}

// cutOff says that a connection turned out to be closed by the other side.
func cutOff(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code == codeAdminShutdown || e.Code == codeCrashShutdown
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return false // a new connection cannot be had: another try will not help
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}
