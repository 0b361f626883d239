package bot

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"
)

// The outcome of a call is one of four: done (no error); not done and never
// will be (Permanent is true); not done, but may be later; unknown. Every error
// names the method and nothing of the message: no text, no chat, no token.

// ErrAway means that something the program needs does not answer: the update is
// not handled and has to be delivered again.
var ErrAway = errors.New("a dependency is away")

// isAway recognises ErrAway, and errors of other packages that say so themselves.
func isAway(err error) bool {
	var away interface{ Away() bool }
	return errors.Is(err, ErrAway) || errors.As(err, &away) && away.Away()
}

// unavailable says whether an error comes of something that does not answer: the
// network, a time limit, a server that refuses everybody. It is told by what the
// errors are, since this package knows none of the stores.
func unavailable(err error) bool {
	var (
		later   *Later
		unknown *Unknown
		refused *Refused
		network net.Error
		number  syscall.Errno
		sql     interface{ SQLState() string }
		again   interface{ SafeToRetry() bool }
	)
	switch {
	case errors.As(err, &later), errors.As(err, &unknown):
		return true
	case errors.As(err, &refused):
		return !refused.Permanent()
	case errors.As(err, &sql):
		return refusesEverybody(sql.SQLState())
	case errors.As(err, &again) && again.SafeToRetry():
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &network) || errors.As(err, &number) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// refusesEverybody reads the class of an SQLSTATE: connection, no entry, rolled
// back, resources, operator, system; or a server that takes no writes now.
func refusesEverybody(state string) bool {
	if len(state) != 5 {
		return false
	}
	switch state[:2] {
	case "08", "28", "40", "53", "57", "58":
		return true
	}
	return state == "25006" || state == "55P03"
}

// Later means that nothing was done: Telegram asks to be called again, or
// cannot be reached.
type Later struct {
	Method string
	After  time.Duration // how long to wait at least
	Reason string
	Own    bool // our own budget is spent: Telegram was not asked
}

func (e *Later) Error() string {
	return fmt.Sprintf("%s: not now, again in %v: %s", e.Method, e.After, e.Reason)
}

// RetryAfter is how long to wait at least before calling again.
func (e *Later) RetryAfter() time.Duration { return e.After }

// Blocked means that the addressee cannot be written to (403): the person
// blocked the bot or never started it, or the bot is not in the group.
type Blocked struct{ Method, Description string }

func (e *Blocked) Error() string { return e.Method + ": 403 " + e.Description }

// Permanent is true: calling again does not help.
func (e *Blocked) Permanent() bool { return true }

// Refused means that Telegram does not accept the call. Description is
// Telegram's sentence without what it quotes from the message.
type Refused struct {
	Method      string
	Code        int
	Description string
}

func (e *Refused) Error() string { return fmt.Sprintf("%s: %d %s", e.Method, e.Code, e.Description) }

// Permanent is true if the call itself is at fault; a wrong token (401, 404) or
// a second poller (409) is not the message's fault.
func (e *Refused) Permanent() bool {
	switch e.Code {
	case http.StatusUnauthorized, http.StatusNotFound, http.StatusConflict:
		return false
	}
	return true
}

// Migrated means that a group became a supergroup with another id. Nothing was done.
type Migrated struct {
	Method string
	To     int64 // the group's new id
}

func (e *Migrated) Error() string { return e.Method + ": the group became a supergroup" }

// TopicGone means that the forum topic was deleted or closed. Nothing was done.
type TopicGone struct{ Method string }

func (e *TopicGone) Error() string { return e.Method + ": the topic is gone" }

// Permanent is true: calling again with the same topic does not help.
func (e *TopicGone) Permanent() bool { return true }

// Unknown means that the call went out and no answer came back: it may have
// been done or not.
type Unknown struct {
	Method string
	Cause  error
}

func (e *Unknown) Error() string { return fmt.Sprintf("%s: outcome unknown: %v", e.Method, e.Cause) }

func (e *Unknown) Unwrap() error { return e.Cause }

// ownError finds the error of this file that the library wraps. What it says
// itself when it cannot read a result means that the call was done.
func ownError(method string, err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		switch e.(type) {
		case *Later, *Blocked, *Refused, *Migrated, *TopicGone, *Unknown:
			return e
		case *json.UnmarshalTypeError, *json.SyntaxError:
			return &Unknown{Method: method, Cause: decodingCause(e)}
		}
	}
	return err
}

// outcomeOf names a call's outcome for the metrics.
func outcomeOf(err error) string {
	var (
		later    *Later
		blocked  *Blocked
		refused  *Refused
		migrated *Migrated
		topic    *TopicGone
		unknown  *Unknown
	)
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &later):
		return "later"
	case errors.As(err, &blocked):
		return "blocked"
	case errors.As(err, &refused):
		return "refused"
	case errors.As(err, &migrated):
		return "migrated"
	case errors.As(err, &topic):
		return "topic_gone"
	case errors.As(err, &unknown):
		return "unknown"
	}
	return "not_sent"
}

// refusalOf turns an answer that is not ok, and is neither 429 nor 5xx, into an
// error; nil if what was asked for holds already.
func refusalOf(method string, a *apiAnswer) error {
	text := a.Description
	switch {
	case a.Parameters.MigrateToChatID != 0:
		return &Migrated{Method: method, To: a.Parameters.MigrateToChatID}
	case a.ErrorCode == http.StatusForbidden:
		return &Blocked{Method: method, Description: unquoted(text)}
	case a.ErrorCode != http.StatusBadRequest:
	case strings.Contains(text, "message is not modified"):
		return nil
	case strings.Contains(text, "message thread not found"),
		strings.Contains(text, "TOPIC_DELETED"), strings.Contains(text, "TOPIC_CLOSED"):
		return &TopicGone{Method: method}
	}
	return &Refused{Method: method, Code: a.ErrorCode, Description: unquoted(text)}
}

// unquoted drops what Telegram quotes: it quotes from the text of the message.
func unquoted(description string) string {
	const longest = 160
	var b strings.Builder
	var quote rune
	last := ' '
	for _, r := range description {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
				b.WriteRune(r)
			}
		case r == '"', r == '\'' && (last == ' ' || last == ':'):
			quote = r
			b.WriteRune(r)
			b.WriteString("…")
		default:
			b.WriteRune(r)
		}
		last = r
		if b.Len() > longest {
			break
		}
	}
	return b.String()
}

// transportCause keeps the kinds of network error that name no content and
// replaces all others: an error of net/http may hold the address, and so the
// token, or bytes of the answer.
func transportCause(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var (
		number      syscall.Errno
		operation   *net.OpError
		name        *net.DNSError
		certificate *tls.CertificateVerificationError
		timeout     net.Error
	)
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return context.DeadlineExceeded
	case errors.As(err, &number):
		return number
	case errors.As(err, &name):
		return errors.New("the server's name cannot be resolved")
	case errors.As(err, &certificate):
		return errors.New("the server's certificate is not accepted")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	case errors.As(err, &timeout) && timeout.Timeout():
		return context.DeadlineExceeded
	case errors.As(err, &operation):
		return errors.New("network: " + operation.Op + " failed")
	}
	return errors.New("the HTTP exchange broke off")
}
