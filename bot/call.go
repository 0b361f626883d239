package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Call is one method call of Bot API. Params is a pointer to the library's
// parameter struct of that method, or anything that encodes to a JSON object.
type Call struct {
	Method string
	Params any
}

const (
	maxTries = 3
	// downAfter is what Later says when Telegram does not say how long.
	downAfter = 5 * time.Second
	maxAnswer = 32 << 20
	// Telegram's limits for bots, in bytes.
	maxUpload   = 50 << 20
	maxDownload = 20 << 20
)

// apiAnswer is the envelope of every answer.
type apiAnswer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	ErrorCode   int             `json:"error_code"`
	Parameters  struct {
		RetryAfter      int   `json:"retry_after"`
		MigrateToChatID int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// encode writes the parameters as JSON: with the library's multipart form the
// same call costs more than twice as much.
func (c Call) encode() ([]byte, error) {
	if c.uploads() {
		return nil, fmt.Errorf("%s: a file cannot be written as JSON", c.Method)
	}
	if c.Params == nil {
		return []byte("{}"), nil
	}
	body, err := json.Marshal(c.Params)
	if err != nil || len(body) < 2 || body[0] != '{' {
		return nil, fmt.Errorf("%s: the parameters are not a JSON object", c.Method)
	}
	// The library puts this into every button. It cannot be part of a text:
	// there the quotes are escaped.
	return bytes.ReplaceAll(body, []byte(`,"copy_text":{"text":""}`), nil), nil
}

// Inline is the call as the body of a webhook's answer. It fails for a call
// that carries a file.
func (c Call) Inline() ([]byte, error) {
	body, err := c.encode()
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(body)+len(c.Method)+16)
	out = append(out, `{"method":"`...)
	out = append(out, c.Method...)
	out = append(out, '"')
	if len(body) > 2 {
		out = append(out, ',')
	}
	return append(out, body[1:]...), nil
}

// uploads says whether the call must be sent as a form: it carries bytes, or
// media that the library cannot write as plain JSON.
func (c Call) uploads() bool {
	switch p := c.Params.(type) {
	case *tgbot.SendDocumentParams:
		_, bytes := p.Document.(*models.InputFileUpload)
		return bytes
	case *tgbot.SendPhotoParams:
		_, bytes := p.Photo.(*models.InputFileUpload)
		return bytes
	case *tgbot.SendMediaGroupParams, *tgbot.EditMessageMediaParams:
		return true
	}
	return false
}

// repeatable says whether the method may be called twice for one purpose. A
// message sent twice is read twice.
func repeatable(method string) bool {
	if method == "sendChatAction" {
		return true
	}
	for _, verb := range []string{"get", "set", "edit", "delete", "answer", "pin", "unpin", "leave", "close", "reopen"} {
		if strings.HasPrefix(method, verb) {
			return true
		}
	}
	return false
}

// exchange calls a method until it has an answer that is final, and returns its
// result. It repeats what certainly was not done, and what may be done twice,
// within the timeout.
func (c *Client) exchange(caller context.Context, method, contentType string, body []byte, timeout time.Duration) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(caller, timeout)
	defer cancel()
	left, lost := c.patience, false
	for try := 1; ; try++ {
		a, written, err := c.attempt(ctx, method, contentType, body)
		wait := c.pauseAfter(try)
		var failure error
		switch {
		case err == nil && a.OK:
			return a.Result, nil
		case err != nil && !written && caller.Err() != nil:
			return nil, fmt.Errorf("%s: not sent: %w", method, caller.Err())
		case err != nil && !written:
			c.refused()
			failure = &Later{Method: method, After: downAfter, Reason: err.Error()}
		case err != nil || a.ErrorCode == http.StatusGatewayTimeout:
			if err == nil {
				err = errors.New(http.StatusText(a.ErrorCode))
			}
			c.refused()
			lost = true
			failure = &Unknown{Method: method, Cause: err}
			if !repeatable(method) {
				return nil, failure
			}
		case a.ErrorCode == http.StatusTooManyRequests:
			c.refused()
			c.metrics.tooMany(method)
			wait = time.Duration(max(a.Parameters.RetryAfter, 1)) * time.Second
			failure = &Later{Method: method, After: wait, Reason: "too many requests"}
			if wait > left {
				return nil, failure
			}
			left -= wait
		case a.ErrorCode >= 500:
			c.refused()
			failure = &Later{Method: method, After: downAfter, Reason: http.StatusText(a.ErrorCode)}
		case lost && method == "deleteMessage" && strings.Contains(a.Description, "message to delete not found"):
			return json.RawMessage("true"), nil // the call whose answer was lost did it
		default:
			return nil, refusalOf(method, a)
		}
		if try == maxTries || pause(ctx, wait) != nil {
			return nil, failure
		}
		c.metrics.repeated(method)
	}
}

// pauseAfter doubles from try to try, with some chance in it so that replicas
// do not come back together.
func (c *Client) pauseAfter(try int) time.Duration { return c.backoff<<(try-1) + rand.N(c.backoff) }

// attempt calls once. With an error, written says whether the request may have
// reached Telegram as a whole, so that it may have been done.
func (c *Client) attempt(ctx context.Context, method, contentType string, body []byte) (a *apiAnswer, written bool, err error) {
	var begun, complete atomic.Bool
	trace := &httptrace.ClientTrace{
		// The transport takes a second connection only if it wrote nothing to the first.
		GetConn:      func(string) { begun.Store(false); complete.Store(false) },
		GotConn:      func(httptrace.GotConnInfo) { begun.Store(true) },
		WroteRequest: func(i httptrace.WroteRequestInfo) { complete.Store(i.Err == nil) },
	}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodPost, c.methods+method, bytes.NewReader(body))
	if err != nil {
		return nil, false, errors.New("the address of Bot API is not valid")
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := c.http.Do(req)
	if err != nil {
		// When the time is over, the last bytes may be on their way.
		return nil, complete.Load() || begun.Load() && ctx.Err() != nil, transportCause(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, true, transportCause(err)
	}
	a = &apiAnswer{}
	if err := json.Unmarshal(text, a); err != nil || !a.OK && a.ErrorCode == 0 {
		if resp.StatusCode < 300 {
			return nil, true, errors.New("the answer is not Bot API's")
		}
		// Whoever stands in between answers without the envelope: that says
		// nothing about the call, unless it is too long.
		a = &apiAnswer{ErrorCode: max(resp.StatusCode, http.StatusBadGateway)}
		if resp.StatusCode == http.StatusRequestEntityTooLarge {
			a = &apiAnswer{ErrorCode: resp.StatusCode, Description: http.StatusText(resp.StatusCode)}
		}
	}
	return a, true, nil
}

// sendForm sends a call that carries files, by the library's form.
func (c *Client) sendForm(ctx context.Context, call Call) (json.RawMessage, error) {
	var result any
	var err error
	switch p := call.Params.(type) {
	case *tgbot.SendDocumentParams:
		result, err = c.api.SendDocument(ctx, p)
	case *tgbot.SendPhotoParams:
		result, err = c.api.SendPhoto(ctx, p)
	case *tgbot.SendMediaGroupParams:
		result, err = c.api.SendMediaGroup(ctx, p)
	case *tgbot.EditMessageMediaParams:
		result, err = c.api.EditMessageMedia(ctx, p)
	}
	if err != nil {
		return nil, ownError(call.Method, err)
	}
	return json.Marshal(result)
}
