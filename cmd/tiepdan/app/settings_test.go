package app

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/seal"
)

// right is settings without a mistake.
func right(t *testing.T) Settings {
	t.Helper()
	keyset, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	office := filepath.Join(t.TempDir(), "office.yaml")
	if err := os.WriteFile(office, deploy.SampleOffice(), 0o600); err != nil {
		t.Fatal(err)
	}
	return Settings{
		TelegramToken: "4242:CANARY-TOKEN", TelegramAPI: "https://api.telegram.org",
		DatabaseURL: "postgres://tiepdan:CANARY-DATABASE@127.0.0.1:5432/tiepdan", RedisURL: "redis://:CANARY-REDIS@127.0.0.1:6379/0",
		Keyset: Secret(keyset), Office: office, Listen: ":8080", AdminListen: "127.0.0.1:9090",
		WebhookURL: "https://tiepdan.example/telegram", WebhookSecret: "CANARY-SECRET-0123456789", Log: "info",
	}
}

func TestRightSettings(t *testing.T) {
	s := right(t)
	if _, err := s.Check(NeedAll); err != nil {
		t.Errorf("with a webhook: %v", err)
	}
	s.WebhookURL, s.WebhookSecret = "", ""
	if _, err := s.Check(NeedAll); err != nil {
		t.Errorf("polling: %v", err)
	}
}

func TestSettingsMistakesAreToldAtOnce(t *testing.T) {
	s := right(t)
	s.TelegramToken = "CANARY"
	s.DatabaseURL = "CANARY"
	s.RedisURL = ""
	s.Keyset = "CANARY"
	s.Listen = "8080"
	s.WebhookURL = "http://tiepdan.example/telegram"
	s.WebhookSecret = "CANARY"
	s.Log = "loud"
	broken := strings.Replace(string(deploy.SampleOffice()), `province: "22"`, `province: "23"`, 1)
	if err := os.WriteFile(s.Office, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.Check(NeedAll)
	var found Mistakes
	if !errors.As(err, &found) {
		t.Fatalf("want mistakes, got %v", err)
	}
	told := err.Error()
	for _, where := range []string{envToken, envDatabase, envRedis, envKeyset, envListen, envWebhook, envSecret, envLog, "office.yaml:"} {
		if !strings.Contains(told, where) {
			t.Errorf("%s is not told:\n%s", where, told)
		}
	}
	for _, m := range found {
		if m.Mend == "" {
			t.Errorf("%s has no mend", m)
		}
	}
	if strings.Contains(told, "CANARY") {
		t.Errorf("a secret is told:\n%s", told)
	}
}

func TestOnlyWhatIsNeededIsChecked(t *testing.T) {
	s := Settings{DatabaseURL: right(t).DatabaseURL}
	if _, err := s.Check(NeedDatabase); err != nil {
		t.Errorf("a command that needs the database alone: %v", err)
	}
	if _, err := s.Check(NeedDatabase | NeedOffice); err == nil || !strings.Contains(err.Error(), envOffice) {
		t.Errorf("a missing office file: %v", err)
	}
	s.Office = filepath.Join(t.TempDir(), "none.yaml")
	if _, err := s.Check(NeedOffice); err == nil || !strings.Contains(err.Error(), s.Office) {
		t.Errorf("an office file that is not there: %v", err)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	s := right(t)
	secrets := []string{"CANARY", string(s.Keyset)}
	var log bytes.Buffer
	logger := s.Logger(&log)
	leak := fmt.Errorf("call https://api.telegram.org/bot%s/getMe as CANARY-DATABASE with %s", string(s.TelegramToken), string(s.Keyset))
	logger.Error("it failed at "+"a step", "error", leak, "settings", s.TelegramToken, "text", leak.Error())
	printed := []string{
		fmt.Sprint(s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s), fmt.Sprintf("%s %v", s.Keyset, s.TelegramToken),
		log.String(), s.Scrub(leak).Error(),
	}
	for _, text := range printed {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("a secret is printed: %s", text)
			}
		}
	}
	if !strings.Contains(log.String(), "***") {
		t.Errorf("the log line is gone: %s", log.String())
	}
	if !errors.Is(s.Scrub(leak), leak) {
		t.Error("a scrubbed error no longer wraps the error")
	}
	if s.Scrub(nil) != nil {
		t.Error("no error became one")
	}
	if s.Logger(&log).Enabled(t.Context(), slog.LevelDebug) {
		t.Error("debug is logged though info was asked for")
	}
}
