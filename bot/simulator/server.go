package simulator

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Handler serves Bot API under /bot<token>/<method>, files under
// /file/bot<token>/<path>, the page at /, and what the page needs under /sim/.
func (s *Simulator) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch p := r.URL.Path; {
		case strings.HasPrefix(p, "/bot"):
			s.serveAPI(w, r)
		case strings.HasPrefix(p, "/file/bot"):
			s.serveFile(w, r)
		default:
			s.page.ServeHTTP(w, r)
		}
	})
}

// call is one method call under way.
type call struct {
	ctx    context.Context
	sim    *Simulator
	bot    *Bot
	method *object
	in     *request
}

func (c *call) text(name string) string { return c.in.params[name].text }

func (c *call) int(name string) int64 {
	n, _ := strconv.ParseInt(c.in.params[name].text, 10, 64)
	return n
}

func (c *call) bool(name string) bool {
	is, _ := parseBool(c.in.params[name].text)
	return is
}

func (s *Simulator) serveAPI(w http.ResponseWriter, r *http.Request) {
	token, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	s.mu.Lock()
	b := s.byToken[token]
	s.mu.Unlock()
	switch {
	case b == nil:
		writeAnswer(w, nil, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		writeAnswer(w, nil, &apiError{Code: http.StatusMethodNotAllowed, Description: "Method Not Allowed"})
		return
	}
	in, refusal := readRequest(r)
	if refusal != nil {
		writeAnswer(w, nil, refusal)
		return
	}
	result, refusal, lost := b.execute(r.Context(), method, in, false)
	if lost {
		// The connection ends without an answer.
		panic(http.ErrAbortHandler)
	}
	if refusal != nil && refusal.Code == http.StatusBadGateway {
		http.Error(w, "<html><head><title>502 Bad Gateway</title></head></html>", http.StatusBadGateway)
		return
	}
	writeAnswer(w, result, refusal)
}

// execute carries out a call: schema, faults, rate limits, effect. lost says
// that the bot must not get an answer.
func (b *Bot) execute(ctx context.Context, name string, in *request, inAnswer bool) (result any, refusal *apiError, lost bool) {
	s := b.sim
	method := botAPI().methods[strings.ToLower(name)]
	if method == nil {
		refusal = &apiError{Code: http.StatusNotFound, Description: "Not Found"}
		s.record(b, name, in, Call{InAnswer: inAnswer}, nil, refusal)
		return nil, refusal, false
	}
	c := &call{ctx: ctx, sim: s, bot: b, method: method, in: in}
	entry := Call{InAnswer: inAnswer, ChatID: c.int("chat_id")}
	if refusal = in.check(botAPI(), method); refusal != nil {
		s.record(b, method.name, in, entry, nil, refusal)
		return nil, refusal, false
	}
	for _, f := range s.faults.due(s, sideCalls, method.name, entry.ChatID) {
		entry.Fault = f.name()
		switch f.Effect {
		case Slow:
			pause(ctx, f.delay(time.Second))
		case Hang:
			s.record(b, method.name, in, entry, nil, nil)
			if !inAnswer {
				select {
				case <-ctx.Done():
				case <-s.ctx.Done():
				}
			}
			return nil, nil, true
		case CutBefore:
			s.record(b, method.name, in, entry, nil, nil)
			return nil, nil, true
		case CutAfter:
			lost = true
		default:
			if refusal = f.refusal(); refusal != nil {
				s.record(b, method.name, in, entry, nil, refusal)
				return nil, refusal, false
			}
		}
	}
	if refusal = c.spend(); refusal == nil {
		result, refusal = s.methods[method.name](c)
	}
	entry.Applied = refusal == nil
	s.record(b, method.name, in, entry, result, refusal)
	return result, refusal, lost
}

// spend takes a message from the rate budgets.
func (c *call) spend() *apiError {
	name := c.method.name
	if !c.sim.opt.RateLimits || name == "sendChatAction" {
		return nil
	}
	for _, prefix := range []string{"send", "edit", "forward", "copy"} {
		if strings.HasPrefix(name, prefix) && name != "editForumTopic" {
			if seconds := c.bot.limits.take(c.int("chat_id"), c.sim.now()); seconds > 0 {
				return tooManyRequests(seconds)
			}
		}
	}
	return nil
}

func (s *Simulator) record(b *Bot, method string, in *request, entry Call, result any, refusal *apiError) {
	if method == "getUpdates" {
		return
	}
	entry.At, entry.Bot, entry.Method, entry.Code = s.now(), b.user.Username, method, http.StatusOK
	entry.Params = make(map[string]string, len(in.params))
	for name, p := range in.params {
		entry.Params[name] = p.text
	}
	for _, f := range in.files {
		entry.Files = append(entry.Files, f.name)
	}
	if refusal != nil {
		entry.Code, entry.Description = refusal.Code, refusal.Description
	} else if !entry.Applied {
		entry.Code = 0
	}
	if m, ok := result.(*Message); ok {
		entry.MessageID = m.ID
	}
	s.calls.add(entry)
	s.change.fire()
}

// answer is the envelope of Bot API.
type answer struct {
	OK          bool              `json:"ok"`
	Result      any               `json:"result,omitempty"`
	Code        int               `json:"error_code,omitempty"`
	Description string            `json:"description,omitempty"`
	Parameters  *answerParameters `json:"parameters,omitempty"`
}

type answerParameters struct {
	RetryAfter int   `json:"retry_after,omitempty"`
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
}

func writeAnswer(w http.ResponseWriter, result any, refusal *apiError) {
	a := answer{OK: refusal == nil, Result: result}
	status := http.StatusOK
	if text, ok := result.(described); ok {
		a.Result, a.Description = true, string(text)
	}
	if refusal != nil {
		a.Result, a.Code, a.Description, status = nil, refusal.Code, refusal.Description, refusal.Code
		if refusal.RetryAfter > 0 || refusal.MigrateTo != 0 {
			a.Parameters = &answerParameters{refusal.RetryAfter, refusal.MigrateTo}
		}
		if refusal.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(refusal.RetryAfter))
		}
	}
	body, err := json.Marshal(a)
	if err != nil {
		http.Error(w, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}
