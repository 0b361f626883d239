package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
	"tiepdan/storage/seal"
)

// sealing is what is sealed, in both stores.
type sealing struct {
	keys     *seal.Keys
	ledger   *postgres.Store
	sessions *redis.Store
}

func openSealing(ctx context.Context, c app.Settings) (*sealing, error) {
	if _, err := c.Check(app.NeedKeyset | app.NeedDatabase | app.NeedRedis); err != nil {
		return nil, err
	}
	keys, err := seal.Parse(string(c.Keyset))
	if err != nil {
		return nil, err
	}
	ledger, err := postgres.Open(ctx, postgres.Options{URL: string(c.DatabaseURL), Keys: keys})
	if err != nil {
		return nil, c.Scrub(err)
	}
	sessions, err := redis.Open(ctx, string(c.RedisURL), keys, redis.Options{})
	if err != nil {
		ledger.Close()
		return nil, c.Scrub(err)
	}
	return &sealing{keys, ledger, sessions}, nil
}

func (k *sealing) close() {
	k.sessions.Close()
	k.ledger.Close()
}

// sealedBy is the keyset, and how much is sealed with each key in Postgres and in
// Redis.
func sealedBy(ctx context.Context, c app.Settings) (*seal.Keys, map[seal.KeyID][2]int64, error) {
	k, err := openSealing(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	defer k.close()
	kept, err := k.ledger.SealedBy(ctx)
	if err != nil {
		return nil, nil, c.Scrub(err)
	}
	talking, err := k.sessions.SealedBy(ctx)
	if err != nil {
		return nil, nil, c.Scrub(err)
	}
	counts := map[seal.KeyID][2]int64{}
	for id, tables := range kept {
		counts[id] = [2]int64{total(tables), talking[id]}
	}
	for id, n := range talking {
		counts[id] = [2]int64{counts[id][0], n}
	}
	return k.keys, counts, nil
}

type resealCommand struct{ app.Settings }

// Run seals everything anew.
func (c *resealCommand) Run(ctx context.Context, s streams) error {
	k, err := openSealing(ctx, c.Settings)
	if err != nil {
		return err
	}
	defer k.close()
	told := int64(0)
	done, unopened, err := k.ledger.Reseal(ctx, func(done int64) {
		if done >= told+10_000 {
			told = done
			_, _ = fmt.Fprintf(s.Err, "  %d\n", done)
		}
	})
	if err != nil {
		return c.Scrub(err)
	}
	sessions, closed, err := k.sessions.Reseal(ctx)
	if err != nil {
		return c.Scrub(err)
	}
	if _, err := fmt.Fprintf(s.Out, "Đã niêm phong lại bằng khóa %s: %d chỗ trong Postgres, %d cuộc trò chuyện trong Redis.\n", k.keys.Primary(), done, sessions); err != nil {
		return err
	}
	for _, u := range unopened {
		_, _ = fmt.Fprintf(s.Err, "✗ %s.%s %s không mở được: bị sửa, hoặc khóa không có trong TIEPDAN_KEYSET\n", u.Table, u.Column, u.ID)
	}
	if n := int64(len(unopened)) + closed; n > 0 {
		return fmt.Errorf("%d chỗ không mở được, vẫn giữ nguyên: đừng bỏ khóa cũ, xem `tiepdan doctor --full`", n)
	}
	return nil
}

type retireKeyCommand struct {
	app.Settings
	ID string `arg:"" help:"Id of the key, from: tiepdan keys status"`
}

// Run prints the keyset without a key with which nothing is sealed.
func (c *retireKeyCommand) Run(ctx context.Context, s streams) error {
	number, err := strconv.ParseUint(c.ID, 16, 32)
	if err != nil {
		return fmt.Errorf("không có khóa %q: xem `tiepdan keys status`", c.ID)
	}
	id := seal.KeyID(number)
	_, counts, err := sealedBy(ctx, c.Settings)
	if err != nil {
		return err
	}
	if n := counts[id]; n[0]+n[1] > 0 {
		return fmt.Errorf("còn %d chỗ trong Postgres và %d cuộc trò chuyện niêm phong bằng khóa %s: chạy `tiepdan keys reseal` rồi thử lại", n[0], n[1], id)
	}
	err = printKeys(s, "Đưa TIEPDAN_KEYSET mới này cho mọi bản serve. Cất bộ khóa cũ cùng chỗ với khóa sao lưu: các bản sao lưu trước hôm nay còn cần nó để mở.",
		func() (string, error) { return seal.Retire(string(c.Keyset), id) })
	switch {
	case errors.Is(err, seal.ErrStillPrimary):
		return fmt.Errorf("khóa %s đang niêm phong: đổi khóa trước (`tiepdan keys add`, `tiepdan keys rotate`)", id)
	case errors.Is(err, seal.ErrNoSuchKey):
		return fmt.Errorf("không có khóa %s: xem `tiepdan keys status`", id)
	}
	return err
}

type keysStatusCommand struct{ app.Settings }

// Run lists the keys. No key material is shown.
func (c *keysStatusCommand) Run(ctx context.Context, s streams) error {
	keys, counts, err := sealedBy(ctx, c.Settings)
	if err != nil {
		return err
	}
	ids := keys.IDs()
	for id := range counts {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	known := len(keys.IDs())
	if err := table(s, []string{"KHÓA", "POSTGRES", "REDIS", ""}, ids, func(id seal.KeyID) []string {
		n, role := counts[id], "chỉ mở"
		switch at := slices.Index(ids, id); {
		case at == 0:
			role = "đang niêm phong"
		case at >= known:
			role = "không có trong TIEPDAN_KEYSET"
		}
		return []string{id.String(), fmt.Sprint(n[0]), fmt.Sprint(n[1]), role}
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "chữ ký: %s\n", keys.SignerID())
	return err
}
