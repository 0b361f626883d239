package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
	"tiepdan/storage/seal"
)

// keysCommand makes keys, and changes the keys that seal while the bot runs: add,
// give the new text to all replicas, rotate, give again, reseal, retire. Each step
// prints a new TIEPDAN_KEYSET and leaves the old one good until the next.
//
// What finds things again (keyed hashes of phones, names, ID numbers), what chains
// events and what signs roots is never rotated: it would have to be computed anew
// from everything that was ever written, events that nobody may change included.
type keysCommand struct {
	New       newKeysetCommand  `cmd:"" help:"Print a fresh TIEPDAN_KEYSET."`
	NewBackup newBackupCommand  `cmd:"" help:"Print a fresh TIEPDAN_BACKUP_KEY."`
	Add       addKeyCommand     `cmd:"" help:"Print TIEPDAN_KEYSET with one more key, which only opens. Step 1 of a change of keys."`
	Rotate    rotateKeyCommand  `cmd:"" help:"Print TIEPDAN_KEYSET with the added key sealing. Step 2, when all replicas have the text of step 1."`
	Reseal    resealCommand     `cmd:"" help:"Seal everything anew with the key that seals. Step 3, while the bot runs; may be ended and run again."`
	Retire    retireKeyCommand  `cmd:"" help:"Print TIEPDAN_KEYSET without an old key, if nothing is sealed with it any more. Step 4."`
	Status    keysStatusCommand `cmd:"" help:"Which keys there are, and how much is sealed with each."`
	Public    publicKeyCommand  `cmd:"" help:"Print the public key that checks signed roots."`
	Root      rootCommand       `cmd:"" help:"Print the newest signed root, to be kept on paper or given to who supervises."`
}

type newKeysetCommand struct{}

// Run prints a keyset.
func (newKeysetCommand) Run(s streams) error { return printKeys(s, "", seal.Generate) }

type newBackupCommand struct{}

// Run prints a backup key.
func (newBackupCommand) Run(s streams) error {
	return printKeys(s, "Cất khóa này riêng với TIEPDAN_KEYSET và với các bản sao lưu: mất khóa là mất những bản sao lưu tạo bằng khóa ấy.", seal.GenerateBackupKey)
}

// printKeys prints a text of keys, and apart from it what to do with it.
func printKeys(s streams, advice string, keys func() (string, error)) error {
	text, err := keys()
	if err != nil {
		return err
	}
	if advice != "" {
		if _, err := fmt.Fprintln(s.Err, advice); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(s.Out, text)
	return err
}

type addKeyCommand struct{ app.Settings }

// Run prints the keyset with one more key.
func (c *addKeyCommand) Run(s streams) error {
	if _, err := c.Check(app.NeedKeyset); err != nil {
		return err
	}
	return printKeys(s, "Đưa TIEPDAN_KEYSET mới này cho mọi bản serve và khởi động lại hết; sau đó mới chạy `tiepdan keys rotate`.",
		func() (string, error) { return seal.Add(string(c.Keyset)) })
}

type rotateKeyCommand struct{ app.Settings }

// Run prints the keyset with the added key sealing.
func (c *rotateKeyCommand) Run(s streams) error {
	if _, err := c.Check(app.NeedKeyset); err != nil {
		return err
	}
	err := printKeys(s, "Đưa TIEPDAN_KEYSET mới này cho mọi bản serve và khởi động lại hết; sau đó chạy `tiepdan keys reseal`.",
		func() (string, error) { return seal.Promote(string(c.Keyset)) })
	if errors.Is(err, seal.ErrNothingAdded) {
		return errors.New("chưa có khóa nào được thêm: chạy `tiepdan keys add` trước, và đưa bộ khóa ấy cho mọi bản serve")
	}
	return err
}

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

// count is how much is sealed with each key, in Postgres and in Redis.
func (k *sealing) count(ctx context.Context) (map[seal.KeyID][2]int64, error) {
	kept, err := k.ledger.SealedBy(ctx)
	if err != nil {
		return nil, err
	}
	talking, err := k.sessions.SealedBy(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[seal.KeyID][2]int64{}
	for id, tables := range kept {
		counts[id] = [2]int64{total(tables), talking[id]}
	}
	for id, n := range talking {
		counts[id] = [2]int64{counts[id][0], n}
	}
	return counts, nil
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
	k, err := openSealing(ctx, c.Settings)
	if err != nil {
		return err
	}
	defer k.close()
	counts, err := k.count(ctx)
	if err != nil {
		return c.Scrub(err)
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
	k, err := openSealing(ctx, c.Settings)
	if err != nil {
		return err
	}
	defer k.close()
	counts, err := k.count(ctx)
	if err != nil {
		return c.Scrub(err)
	}
	ids := k.keys.IDs()
	for id := range counts {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	known := len(k.keys.IDs())
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
	_, err = fmt.Fprintf(s.Out, "chữ ký: %s\n", k.keys.SignerID())
	return err
}

type publicKeyCommand struct{ app.Settings }

// Run prints the public key as PEM.
func (c *publicKeyCommand) Run(s streams) error {
	if _, err := c.Check(app.NeedKeyset); err != nil {
		return err
	}
	keys, err := seal.Parse(string(c.Keyset))
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(keys.PublicKey())
	if err != nil {
		return fmt.Errorf("write the public key: %w", err)
	}
	return pem.Encode(s.Out, &pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

type rootCommand struct{ reaching }

// Run prints the statement, its hash, and its signature in base64. The statement is
// what the signature is over, from its first line to the line before the hash.
func (c *rootCommand) Run(ctx context.Context, s streams) error {
	store, done, err := c.ledger(ctx)
	if err != nil {
		return err
	}
	defer done()
	root, err := store.LastRoot(ctx)
	if err != nil {
		return c.Scrub(err)
	}
	if root.N == 0 {
		return errors.New("chưa có gốc ngày nào: serve ký mỗi ngày một lần")
	}
	_, err = fmt.Fprintf(s.Out, "%shash %x\nsigner %s\nsignature %s\n", root.Statement(), root.Hash(), root.Signer, base64.StdEncoding.EncodeToString(root.Signature))
	return err
}
