package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"tiepdan/storage/seal"
)

// demoFile holds what a demo must find again beside its data.
const demoFile = "demo.json"

// folder is the folder of a demo (--data). Its keys are as private as a real
// office's: what was sealed with them is read with them.
type folder struct {
	path string

	Keyset string   `json:"keyset"`
	Token  string   `json:"token"`
	Secret string   `json:"secret"`
	World  int64    `json:"world"`  // how many simulated Telegrams there have been
	People []string `json:"people"` // by the order in which they got their numbers

	// History is the past that was played into the ledger, or begun to be.
	History *playedHistory `json:"history,omitempty"`

	mu sync.Mutex // held while the folder changes and is saved
}

// playedHistory says which history this is: that of an office as it was at the
// anchor, so that one that was interrupted goes on as it began.
type playedHistory struct {
	Anchor   time.Time `json:"anchor"`
	Complete bool      `json:"complete"`
}

// change changes the folder and saves it; several may do so at once.
func (f *folder) change(fn func()) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn()
	return f.save()
}

// defaultFolder is where a demo is kept if nothing else is said.
func defaultFolder() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "tiepdan", "demo"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("không biết giữ dữ liệu ở đâu, xin chọn bằng --data: %w", err)
	}
	return filepath.Join(home, ".local", "share", "tiepdan", "demo"), nil
}

// readFolder reads the folder of a demo that was started at least once.
func readFolder(path string) (*folder, error) {
	text, err := os.ReadFile(filepath.Join(path, demoFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("thư mục %s chưa có bản demo nào: chạy `tiepdan demo --data %s` trước", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the demo's keys: %w", err)
	}
	f := &folder{path: path}
	if err := json.Unmarshal(text, f); err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(path, demoFile), err)
	}
	return f, nil
}

// openFolder reads the folder, or makes it with fresh keys. The caller must be
// the one who runs its servers.
func openFolder(path string) (*folder, error) {
	f, err := readFolder(path)
	if err == nil {
		return f, nil
	}
	if _, there := os.Stat(filepath.Join(path, demoFile)); !errors.Is(there, fs.ErrNotExist) {
		return nil, err
	}
	keyset, err := seal.Generate()
	if err != nil {
		return nil, err
	}
	f = &folder{path: path, Keyset: keyset, Token: "4200000001:" + rand.Text(), Secret: rand.Text()}
	return f, f.save()
}

// save writes the folder's file, all or nothing, for this account's eyes only.
func (f *folder) save() error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("keep the demo's keys: %w", err)
	}
	file := filepath.Join(f.path, demoFile)
	if err := os.WriteFile(file+".new", text, 0o600); err != nil {
		return fmt.Errorf("keep the demo's keys: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("keep the demo's keys: %w", err)
	}
	return nil
}
