package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tiepdan/bot"
	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
	"tiepdan/storage/seal"
	"tiepdan/triage"
)

// doctorCommand looks at everything that serve needs and says what to do, in
// Vietnamese: it is read by those who run the office.
type doctorCommand struct {
	reaching
	NewKeyset bool `help:"Print a fresh TIEPDAN_KEYSET and end."`
	Full      bool `help:"Check every signed root and every petition's chain, however long it takes; otherwise those of the last seven days."`
}

// examination collects what was seen.
type examination struct {
	s      streams
	faults int
}

func (e *examination) well(what string) { _, _ = fmt.Fprintln(e.s.Out, "✓ "+what) }

func (e *examination) note(what string) { _, _ = fmt.Fprintln(e.s.Out, "• "+what) }

func (e *examination) ill(what, mend string) {
	e.faults++
	_, _ = fmt.Fprintf(e.s.Out, "✗ %s\n  → %s\n", what, mend)
}

// Run examines. Its exit status is 1 where anything is wrong.
func (c *doctorCommand) Run(ctx context.Context, s streams) error {
	if c.NewKeyset {
		keyset, err := seal.Generate()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.Out, keyset)
		return err
	}
	e := &examination{s: s}
	if !c.Full {
		limited, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		ctx = limited
	}
	if c.Data != "" {
		if err := c.demo(ctx, e); err != nil {
			return err
		}
	} else {
		c.office(ctx, e)
	}
	if e.faults > 0 {
		_, _ = fmt.Fprintf(s.Out, "\nCó %d chỗ phải sửa.\n", e.faults)
		return &toldError{}
	}
	_, err := fmt.Fprintln(s.Out, "\nMọi thứ đều ổn.")
	return err
}

// demo looks at a demo's folder.
func (c *doctorCommand) demo(ctx context.Context, e *examination) error {
	f, err := readFolder(c.Data)
	if err != nil {
		return err
	}
	servers, err := local.Attach(ctx, local.Options{Dir: c.Data, Postgres: true, Redis: true, Durable: true})
	if err != nil {
		return err
	}
	defer servers.Stop()
	c.DatabaseURL, c.RedisURL, c.Keyset = app.Secret(servers.DatabaseURL(demoDatabase)), app.Secret(servers.RedisURL()), app.Secret(f.Keyset)
	office, err := sampleOffice()
	if err != nil {
		return err
	}
	e.well("bản demo ở " + c.Data)
	c.database(ctx, e)
	c.redis(ctx, e)
	c.holidays(ctx, office)
	e.calendar(office)
	return nil
}

// office looks at the settings, and at every part whose settings can be read.
func (c *doctorCommand) office(ctx context.Context, e *examination) {
	checks := []struct {
		need app.Need
		well string
		look func(triage.Office)
	}{
		{app.NeedOffice, "tệp đơn vị " + c.Office, func(o triage.Office) {
			if o.Sample {
				e.ill("tệp đơn vị là bản mẫu", "sửa cho đúng đơn vị mình rồi bỏ dòng sample: true; serve không chạy với bản mẫu")
			}
			e.territory(o)
			c.holidays(ctx, o)
			e.calendar(o)
		}},
		{app.NeedKeyset, "bộ khóa niêm phong", nil},
		{app.NeedListening, "địa chỉ lắng nghe và webhook", nil},
		{app.NeedDatabase, "", func(triage.Office) { c.database(ctx, e) }},
		{app.NeedRedis, "", func(triage.Office) { c.redis(ctx, e) }},
		{app.NeedTelegram, "", func(triage.Office) { c.telegram(ctx, e) }},
	}
	for _, check := range checks {
		office, err := c.Check(check.need)
		var mistakes app.Mistakes
		if errors.As(err, &mistakes) {
			for _, m := range mistakes {
				e.ill(m.Where+": "+m.What, m.Mend)
			}
			continue
		}
		if check.well != "" {
			e.well(check.well)
		}
		if check.look != nil {
			check.look(office)
		}
	}
}

func (c *doctorCommand) database(ctx context.Context, e *examination) {
	now, err := postgres.Status(ctx, string(c.DatabaseURL))
	switch {
	case err != nil:
		e.ill("cơ sở dữ liệu không trả lời: "+c.oneLine(err), "kiểm tra máy chủ Postgres và TIEPDAN_DATABASE_URL")
	case !now.Current():
		e.ill(fmt.Sprintf("cơ sở dữ liệu ở bản %d, chương trình cần bản %d", now.Version, now.Latest), "chạy `tiepdan migrate`")
	default:
		e.well(fmt.Sprintf("cơ sở dữ liệu, bản %d", now.Version))
		c.ledger(ctx, e)
	}
}

func (c *doctorCommand) redis(ctx context.Context, e *examination) {
	text, err := seal.Generate() // nothing is read: any keys will do
	if err == nil {
		var keys *seal.Keys
		if keys, err = seal.Parse(text); err == nil {
			var store *redis.Store
			if store, err = redis.Open(ctx, string(c.RedisURL), keys, redis.Options{}); err == nil {
				store.Close()
			}
		}
	}
	if err != nil {
		e.ill("Redis không trả lời: "+c.oneLine(err), "kiểm tra máy chủ Redis và TIEPDAN_REDIS_URL")
		return
	}
	e.well("Redis")
}

func (c *doctorCommand) telegram(ctx context.Context, e *examination) {
	client, err := bot.NewClient(bot.ClientOptions{Token: string(c.TelegramToken), API: c.TelegramAPI})
	if err != nil {
		e.ill("TIEPDAN_TELEGRAM_TOKEN không dùng được", "lấy lại mã ở @BotFather")
		return
	}
	me, err := client.Me(ctx)
	var refused *bot.Refused
	switch {
	case errors.As(err, &refused):
		e.ill("Telegram không nhận mã của bot: "+refused.Description, "lấy lại mã ở @BotFather")
	case err != nil:
		e.ill("Telegram không trả lời: "+c.oneLine(err), "kiểm tra đường mạng ra ngoài và TIEPDAN_TELEGRAM_API")
	default:
		e.well("Telegram: bot @" + me.Username)
	}
}

// oneLine is an error for a list: without secrets, and without the library's own
// line breaks.
func (c *doctorCommand) oneLine(err error) string {
	return strings.Join(strings.Fields(c.Scrub(err).Error()), " ")
}

// territory tells which communes have no regional unit: they go to the province.
func (e *examination) territory(o triage.Office) {
	without := 0
	for _, code := range communesOf(o.Province) {
		if o.UnitFor(code, today()).Kind != triage.UnitRegional {
			without++
		}
	}
	if without > 0 {
		e.note(fmt.Sprintf("%d xã, phường chưa thuộc khu vực nào: đơn ở đó về thẳng cấp tỉnh", without))
	}
}

// holidays lets the office's calendar know what is confirmed. Where the database
// cannot be read, the look at the database says so.
func (c *doctorCommand) holidays(ctx context.Context, o triage.Office) {
	store, err := openStore(ctx, string(c.DatabaseURL), string(c.Keyset))
	if err != nil {
		return
	}
	defer store.Close()
	if off, makeUps, err := store.Holidays(ctx); err == nil {
		o.Calendar.Learn(off, makeUps)
	}
}

// calendar tells which years are counted by a draft.
func (e *examination) calendar(o triage.Office) {
	for _, year := range []int{today().Year, today().Year + 1} {
		if !o.Calendar.Confirmed(year) {
			e.note(fmt.Sprintf("năm %[1]d chưa có ngày nghỉ Tết và ngày liền kề 2/9: hạn tính trong năm đó là dự thảo; khi có quyết định, chạy `tiepdan holidays confirm %[1]d`", year))
		}
	}
}
