package simulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// delivered is how a delivery went.
type delivered struct {
	failure    string // in Telegram's words; "" if it went well
	retryAfter time.Duration
	held       bool
}

// deliver posts one update, with the faults that are due, and executes the
// method in the answer.
func (h *hook) deliver(l *lane, u *update) delivered {
	s := h.mail.bot.sim
	times, cut := 1, Effect("")
	for _, f := range s.faults.due(s, sideWebhook, u.kind, u.lane.id) {
		switch f.Effect {
		case Twice:
			times = 2
		case CutRequest, CutAnswer:
			cut = f.Effect
		case Overtake:
			if u.kind == "message" && h.hold(l, u, f.delay(2*time.Second)) {
				return delivered{held: true}
			}
		case Slow:
			pause(h.ctx, f.delay(time.Second))
		case Poison:
			if u.kind == "raw" {
				continue // one poison does not bring the next
			}
			if _, err := h.mail.bot.Raw(f.poison()); err != nil {
				s.opt.Log.Error("queue a poison update", "error", err)
			}
		}
	}
	var result delivered
	for range times {
		result = h.post(u, cut)
	}
	return result
}

// post sends the update once.
func (h *hook) post(u *update, cut Effect) delivered {
	ctx, cancel := context.WithCancel(h.ctx)
	defer cancel()
	if cut == CutRequest {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			WroteRequest: func(httptrace.WroteRequestInfo) { cancel() },
		})
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return delivered{failure: "Wrong webhook URL"}
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := h.mail.bot.sim.client.Do(req)
	if err != nil {
		return delivered{failure: connectionProblem(err)}
	}
	defer resp.Body.Close()
	if cut == CutAnswer {
		return delivered{failure: "Webhook connection closed"}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxUpload))
	if err != nil {
		return delivered{failure: connectionProblem(err)}
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return delivered{
			failure:    "Wrong response from the webhook: " + resp.Status,
			retryAfter: time.Duration(seconds) * time.Second,
		}
	}
	h.mail.bot.executeAnswer(resp.Header.Get("Content-Type"), body)
	return delivered{}
}

// connectionProblem is the failure in Telegram's words, as getWebhookInfo tells
// it.
func connectionProblem(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Connection refused"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "Read timeout expired"
	}
	return "Webhook connection closed"
}

// executeAnswer carries out the one method that a webhook's answer may hold.
// Telegram ignores some methods there and tells nobody of a refusal.
func (b *Bot) executeAnswer(contentType string, body []byte) {
	if len(body) == 0 {
		return
	}
	kind, _, _ := mime.ParseMediaType(contentType)
	in := &request{params: map[string]param{}, files: map[string]upload{}}
	if in.takeBody(kind, body) != nil {
		return
	}
	method := strings.ToLower(in.params["method"].text)
	delete(in.params, "method")
	switch {
	case method == "", strings.HasPrefix(method, "get"), method == "setwebhook", method == "deletewebhook",
		method == "close", method == "logout":
		return
	}
	b.execute(b.sim.ctx, method, in, true)
}

// pause waits, but not after the context's end.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func webhookClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			MaxIdleConns:        1024,
			MaxIdleConnsPerHost: 512,
			IdleConnTimeout:     90 * time.Second,
			DisableCompression:  true,
		},
		// Telegram does not follow redirects.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
