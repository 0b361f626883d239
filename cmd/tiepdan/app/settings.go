package app

import (
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/rueidis"

	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/area"
)

// Names of the environment variables.
const (
	envToken    = "TIEPDAN_TELEGRAM_TOKEN"
	envRate     = "TIEPDAN_TELEGRAM_RATE"
	envChatRate = "TIEPDAN_TELEGRAM_CHAT_RATE"
	envAPI      = "TIEPDAN_TELEGRAM_API"
	envDatabase = "TIEPDAN_DATABASE_URL"
	envRedis    = "TIEPDAN_REDIS_URL"
	envKeyset   = "TIEPDAN_KEYSET"
	envOffice   = "TIEPDAN_OFFICE"
	envListen   = "TIEPDAN_LISTEN"
	envAdmin    = "TIEPDAN_ADMIN_LISTEN"
	envWebhook  = "TIEPDAN_WEBHOOK_URL"
	envSecret   = "TIEPDAN_WEBHOOK_SECRET"
	envLog      = "TIEPDAN_LOG"
)

// Secret is a setting that is never shown.
type Secret string

// String hides the secret, wherever it is printed.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Settings are everything that the environment and the flags say. They are plain
// words, so that all mistakes in them can be told at once: see Check. The tags are
// those of the command line.
type Settings struct {
	TelegramToken Secret  `name:"telegram-token" env:"TIEPDAN_TELEGRAM_TOKEN" placeholder:"TOKEN" group:"settings" help:"The bot's token, from @BotFather."`
	TelegramAPI   string  `name:"telegram-api" env:"TIEPDAN_TELEGRAM_API" default:"https://api.telegram.org" group:"settings" help:"Address of Bot API."`
	TelegramRate  float64 `name:"telegram-rate" env:"TIEPDAN_TELEGRAM_RATE" default:"30" group:"settings" help:"Messages a second that Telegram allows this bot; paid broadcasts allow more."`
	ChatRate      float64 `name:"telegram-chat-rate" env:"TIEPDAN_TELEGRAM_CHAT_RATE" default:"1" group:"settings" help:"Messages a second in one chat. Telegram allows no more than 1; only a simulator does."`
	DatabaseURL   Secret  `name:"database-url" env:"TIEPDAN_DATABASE_URL" placeholder:"URL" group:"settings" help:"Postgres 15 or newer: postgres://user:password@host:5432/tiepdan"`
	RedisURL      Secret  `name:"redis-url" env:"TIEPDAN_REDIS_URL" placeholder:"URL" group:"settings" help:"Redis 7.0 or newer: redis://host:6379/0, with ?master_set= for Sentinel, ?addr= for Cluster."`
	Keyset        Secret  `name:"keyset" env:"TIEPDAN_KEYSET" placeholder:"KEYSET" group:"settings" help:"Keys that seal what citizens write. Make one with: tiepdan doctor --new-keyset"`
	Office        string  `name:"office" env:"TIEPDAN_OFFICE" placeholder:"FILE" group:"settings" help:"The office file (YAML)."`
	Listen        string  `name:"listen" env:"TIEPDAN_LISTEN" default:":8080" group:"settings" help:"Where POST /telegram is taken, with a webhook."`
	AdminListen   string  `name:"admin-listen" env:"TIEPDAN_ADMIN_LISTEN" default:"127.0.0.1:9090" group:"settings" help:"Where /healthz, /readyz and /metrics are."`
	WebhookURL    string  `name:"webhook-url" env:"TIEPDAN_WEBHOOK_URL" placeholder:"URL" group:"settings" help:"The full public address that Telegram calls; without it updates are polled."`
	WebhookSecret Secret  `name:"webhook-secret" env:"TIEPDAN_WEBHOOK_SECRET" placeholder:"SECRET" group:"settings" help:"What Telegram shows with each update; required with a webhook."`
	Log           string  `name:"log" env:"TIEPDAN_LOG" default:"info" group:"settings" help:"What is logged: debug, info, warn or error."`
}

// Need is a part that a command cannot do without.
type Need int

// The parts that settings describe.
const (
	NeedTelegram Need = 1 << iota
	NeedDatabase
	NeedRedis
	NeedKeyset
	NeedOffice
	NeedListening // and the webhook, if one is set

	NeedAll = NeedTelegram | NeedDatabase | NeedRedis | NeedKeyset | NeedOffice | NeedListening
)

var (
	tokenForm  = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,256}$`)
)

// Check tells everything that is wrong with what a command needs, as Mistakes,
// those of the office file included; and gives the office where that is needed.
func (s Settings) Check(need Need) (triage.Office, error) {
	var found Mistakes
	add := func(where, what, mend string) { found = append(found, Mistake{where, what, mend}) }
	if need&NeedTelegram != 0 {
		s.checkTelegram(add)
	}
	if need&NeedDatabase != 0 {
		s.checkDatabase(add)
	}
	if need&NeedRedis != 0 {
		if _, err := rueidis.ParseURL(string(s.RedisURL)); s.RedisURL == "" || err != nil {
			add(envRedis, missingOr(s.RedisURL, "không phải là địa chỉ Redis"), "viết như redis://host:6379/0")
		}
	}
	if need&NeedKeyset != 0 {
		if _, err := seal.Parse(string(s.Keyset)); err != nil {
			add(envKeyset, missingOr(s.Keyset, "không phải là bộ khóa"), "tạo bằng `tiepdan doctor --new-keyset` và cất giữ cẩn thận: mất khóa là mất những gì đã niêm phong")
		}
	}
	if need&NeedListening != 0 {
		s.checkListening(add)
	}
	if _, ok := s.level(); !ok {
		add(envLog, strconv.Quote(s.Log)+" không dùng được", "viết debug, info, warn hoặc error")
	}
	if need&NeedOffice == 0 {
		return triage.Office{}, found.orNil()
	}
	office, mistakes := s.office()
	return office, append(found, mistakes...).orNil()
}

func (s Settings) office() (triage.Office, Mistakes) {
	if s.Office == "" {
		return triage.Office{}, Mistakes{{envOffice, "chưa có", "viết đường dẫn của tệp đơn vị; chép từ office.sample.yaml"}}
	}
	places, err := area.Load()
	if err != nil {
		return triage.Office{}, Mistakes{{envOffice, err.Error(), ""}}
	}
	office, err := OpenOffice(s.Office, places)
	if mistakes, ok := err.(Mistakes); ok {
		return office, mistakes
	}
	return office, nil
}

func (s Settings) checkTelegram(add func(where, what, mend string)) {
	if !tokenForm.MatchString(string(s.TelegramToken)) {
		add(envToken, missingOr(s.TelegramToken, "không phải là mã của bot"), "chép nguyên mã mà @BotFather đưa, dạng 123456:ABC…")
	}
	for _, rate := range []struct {
		where string
		value float64
	}{{envRate, s.TelegramRate}, {envChatRate, s.ChatRate}} {
		if !(rate.value >= 0 && rate.value <= 1e6) {
			add(rate.where, "không phải là số tin nhắn mỗi giây", "bỏ trống để giữ đúng giới hạn của Telegram")
		}
	}
	if u, err := url.Parse(s.TelegramAPI); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		add(envAPI, "không phải là địa chỉ web", "bỏ trống để dùng địa chỉ của Telegram")
	}
}

// rate is how many messages a second Telegram allows; 30 where nothing is set.
func (s Settings) rate() float64 {
	if s.TelegramRate == 0 {
		return 30
	}
	return s.TelegramRate
}

// chatRate is the same for one chat; 1 where nothing is set.
func (s Settings) chatRate() float64 {
	if s.ChatRate == 0 {
		return 1
	}
	return s.ChatRate
}

func (s Settings) checkDatabase(add func(where, what, mend string)) {
	const form = "viết như postgres://user:password@host:5432/tiepdan"
	if s.DatabaseURL == "" {
		add(envDatabase, "chưa có", form)
		return
	}
	if _, err := pgxpool.ParseConfig(string(s.DatabaseURL)); err != nil {
		add(envDatabase, "không phải là địa chỉ Postgres", form)
	}
}

func (s Settings) checkListening(add func(where, what, mend string)) {
	for _, on := range []struct{ where, address string }{{envListen, s.Listen}, {envAdmin, s.AdminListen}} {
		_, port, err := net.SplitHostPort(on.address)
		if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil {
			add(on.where, strconv.Quote(on.address)+" không phải là địa chỉ lắng nghe", "viết như :8080 hoặc 127.0.0.1:8080")
		}
	}
	if s.WebhookURL == "" {
		if s.WebhookSecret != "" {
			add(envWebhook, "chưa có, mà đã có "+envSecret, "viết địa chỉ công khai, hoặc bỏ "+envSecret+" để hỏi Telegram thường xuyên thay vì được gọi")
		}
		return
	}
	u, err := url.Parse(s.WebhookURL)
	switch {
	case err != nil || u.Host == "":
		add(envWebhook, "không phải là địa chỉ web", "viết đầy đủ như https://tiepdan.example/telegram")
	case u.Scheme != "https" && !loopback(u.Hostname()):
		add(envWebhook, "phải bắt đầu bằng https://", "Telegram chỉ gọi địa chỉ có HTTPS")
	}
	if !secretForm.MatchString(string(s.WebhookSecret)) {
		add(envSecret, missingOr(s.WebhookSecret, "không dùng được"), "đặt từ 16 đến 256 ký tự chỉ gồm chữ, số, _ và -")
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func missingOr(value Secret, otherwise string) string {
	if value == "" {
		return "chưa có"
	}
	return otherwise
}

func (s Settings) level() (slog.Level, bool) {
	for _, l := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
		if strings.EqualFold(l.String(), s.Log) {
			return l, true
		}
	}
	return slog.LevelInfo, s.Log == ""
}
