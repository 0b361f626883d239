package simulator

import (
	"context"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// hook is a webhook and what waits for it. The mailbox's lock guards it.
type hook struct {
	mail     *mailbox
	url      string
	secret   string
	max      int // deliveries at one time
	ctx      context.Context
	cancel   context.CancelFunc
	lanes    map[laneKey]*lane
	ready    []*lane
	held     map[*lane]struct{} // messages that wait to be overtaken
	workers  int
	failedAt time.Time
	failure  string
}

// described is a true with a sentence, as the webhook methods answer.
type described string

var secretRule = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func setWebhook(c *call) (any, *apiError) {
	address := c.text("url")
	if address == "" {
		return deleteWebhook(c)
	}
	if err := checkHookURL(address); err != nil {
		return nil, err
	}
	secret := c.text("secret_token")
	if secret != "" && !secretRule.MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	kinds, err := c.kinds()
	if err != nil {
		return nil, err
	}
	connections := int(c.int("max_connections"))
	if connections <= 0 {
		connections = 40
	}
	h := &hook{
		mail: c.bot.mail, url: address, secret: secret, max: min(connections, 100),
		lanes: map[laneKey]*lane{}, held: map[*lane]struct{}{},
	}
	h.ctx, h.cancel = context.WithCancel(c.sim.ctx)

	m := c.bot.mail
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopPoll("terminated by setWebhook request")
	m.allow(kinds)
	if c.bool("drop_pending_updates") {
		m.forget()
	}
	m.useHook(h)
	return described("Webhook was set"), nil
}

// checkHookURL asks for HTTPS on Telegram's ports, except on this machine.
func checkHookURL(address string) *apiError {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return badRequest("bad webhook: URL host is empty")
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		if u.Scheme == "http" || u.Scheme == "https" {
			return nil
		}
	}
	if u.Scheme != "https" {
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()) {
		return badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	if ip != nil && (ip.IsPrivate() || ip.IsUnspecified()) || !strings.Contains(u.Hostname(), ".") {
		return badRequest("bad webhook: IP address %s is reserved", u.Hostname())
	}
	return nil
}

func deleteWebhook(c *call) (any, *apiError) {
	m := c.bot.mail
	m.mu.Lock()
	defer m.mu.Unlock()
	if c.bool("drop_pending_updates") {
		m.forget()
	}
	if m.hook == nil {
		return described("Webhook is already deleted"), nil
	}
	m.useHook(nil)
	return described("Webhook was deleted"), nil
}

// webhookInfo is the answer of getWebhookInfo. Times are Unix seconds.
type webhookInfo struct {
	URL         string   `json:"url"`
	Certificate bool     `json:"has_custom_certificate"`
	Pending     int      `json:"pending_update_count"`
	ErrorDate   int64    `json:"last_error_date,omitempty"`
	Error       string   `json:"last_error_message,omitempty"`
	Connections int      `json:"max_connections,omitempty"`
	Allowed     []string `json:"allowed_updates,omitempty"`
}

func getWebhookInfo(c *call) (any, *apiError) {
	m := c.bot.mail
	m.mu.Lock()
	defer m.mu.Unlock()
	info := webhookInfo{Pending: len(m.unsent)}
	for kind := range m.allowed {
		info.Allowed = append(info.Allowed, kind)
	}
	slices.Sort(info.Allowed)
	if h := m.hook; h != nil {
		info.URL, info.Connections = h.url, h.max
		if h.failure != "" {
			info.Error, info.ErrorDate = h.failure, h.failedAt.Unix()
		}
	}
	return info, nil
}
