package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"

	"tiepdan/cmd/tiepdan/app"
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
