package app

import (
	"io"
	"log/slog"
	"net/url"
	"strings"
)

// Scrub takes every secret out of an error for printing: an error of a library
// may quote an address, and a token stands in Telegram's. What it wraps is kept.
func (s Settings) Scrub(err error) error {
	if err == nil {
		return nil
	}
	if text := s.scrub(err.Error()); text != err.Error() {
		return &scrubbed{text, err}
	}
	return err
}

type scrubbed struct {
	text string
	err  error
}

func (e *scrubbed) Error() string { return e.text }

func (e *scrubbed) Unwrap() error { return e.err }

func (s Settings) scrub(text string) string {
	for _, secret := range []Secret{s.TelegramToken, s.WebhookSecret, s.Keyset, password(s.DatabaseURL), password(s.RedisURL)} {
		if secret != "" {
			text = strings.ReplaceAll(text, string(secret), "***")
		}
	}
	return text
}

// password is the secret part of an address; the address as a whole, where it
// has no form that could be taken apart.
func password(address Secret) Secret {
	u, err := url.Parse(string(address))
	if err != nil {
		return address
	}
	word, _ := u.User.Password()
	if word == "" {
		word = u.Query().Get("password")
	}
	return Secret(word)
}

// Logger logs to w, a line of JSON each, what the settings ask for and nothing
// secret.
func (s Settings) Logger(w io.Writer) *slog.Logger {
	level, _ := s.level()
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(s.scrub(v))
		case error:
			a.Value = slog.StringValue(s.scrub(v.Error()))
		}
		return a
	}}))
}
