package local

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	temporaryPrefix = "tiepdan-tmp-"
	runPrefix       = "tiepdan-run-"
	ownerLock       = "owner.lock"
	stateFile       = "servers.json"
	// abandonedAfter is how old a temporary folder must be before a later start
	// takes it for the remains of a killed process. It covers the moment between
	// making a folder and locking it.
	abandonedAfter = time.Minute
	// maxSocket is the longest path of a unix socket, in bytes.
	maxSocket = 107
	// roomForData is the memory a temporary folder asks for: containers often
	// have a /dev/shm of 64 MB, in which a database does not fit.
	roomForData = 1 << 30
)

// folder is where one pair of servers lives. One process owns it at a time.
type folder struct {
	path      string
	temporary bool
	lock      *os.File
}

// state is what the owner of a folder tells later and other processes about it.
type state struct {
	PID      int    `json:"pid"`
	Run      string `json:"run"`
	Postgres int    `json:"postgres,omitempty"`
	Redis    int    `json:"redis,omitempty"`
	Ready    bool   `json:"ready"`
}

// openFolder takes a kept folder for this process, or makes a temporary one.
func openFolder(dir string) (*folder, error) {
	f := &folder{path: dir, temporary: dir == ""}
	if f.temporary {
		base := memoryBase(roomForData)
		sweep(base)
		path, err := os.MkdirTemp(base, temporaryPrefix)
		if err != nil {
			return nil, fmt.Errorf("make a temporary folder for the servers: %w", err)
		}
		// The servers may run under another account, which has to pass through.
		if err := os.Chmod(path, 0o711); err != nil {
			return nil, fmt.Errorf("make a temporary folder for the servers: %w", err)
		}
		f.path = path
	} else {
		path, err := filepath.Abs(dir)
		if err != nil {
			return nil, fmt.Errorf("find folder %s: %w", dir, err)
		}
		if err := os.MkdirAll(path, 0o700); err != nil {
			return nil, fmt.Errorf("make folder %s: %w", path, err)
		}
		f.path = path
	}
	lock, err := os.OpenFile(filepath.Join(f.path, ownerLock), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("take folder %s: %w", f.path, err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("take folder %s: %w (by process %d)", f.path, ErrRunning, f.state().PID)
		}
		return nil, fmt.Errorf("take folder %s: %w", f.path, err)
	}
	f.lock = lock
	return f, nil
}

// makeRun makes the folder of the sockets. That of a kept folder stands apart,
// since a socket's path must be short and passable for the servers' account. The
// one a killed owner left is removed.
func (f *folder) makeRun(account account, before string) (string, error) {
	run := filepath.Join(f.path, "run")
	if f.temporary {
		if err := os.Mkdir(run, 0o700); err != nil {
			return "", fmt.Errorf("make the folder of the sockets: %w", err)
		}
	} else {
		removeRun(before)
		var err error
		if run, err = os.MkdirTemp(memoryBase(0), runPrefix); err != nil {
			return "", fmt.Errorf("make the folder of the sockets: %w", err)
		}
	}
	if len(filepath.Join(run, postgresSocket)) > maxSocket {
		return "", fmt.Errorf("make the folder of the sockets: the path %s is too long, set TMPDIR to a shorter one", run)
	}
	return run, account.own(run)
}

// removeRun removes a folder of sockets, and nothing that only looks like one.
func removeRun(run string) {
	if strings.HasPrefix(filepath.Base(run), runPrefix) {
		_ = os.RemoveAll(run)
	}
}

// state is the last state written; the zero state if there is none to read.
func (f *folder) state() state {
	var now state
	text, err := os.ReadFile(filepath.Join(f.path, stateFile))
	if err != nil || json.Unmarshal(text, &now) != nil {
		return state{}
	}
	return now
}

func (f *folder) setState(now state) error {
	text, err := json.Marshal(now)
	if err != nil {
		return fmt.Errorf("note the state of the servers: %w", err)
	}
	path := filepath.Join(f.path, stateFile)
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return fmt.Errorf("note the state of the servers: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("note the state of the servers: %w", err)
	}
	return nil
}

// close gives the folder back, and removes what is not to be kept.
func (f *folder) close() {
	if f.temporary {
		_ = os.RemoveAll(f.path)
	} else {
		last := f.state()
		removeRun(last.Run)
		// The number of the Postgres stays: after a start that failed, the next
		// one still needs it to know a stale mark as ours.
		_ = f.setState(state{Postgres: last.Postgres})
	}
	_ = f.lock.Close()
}

// memoryBase is the folder in which temporary folders are made: in memory if it
// offers room bytes, and short enough for a socket.
func memoryBase(room uint64) string {
	const memory = "/dev/shm"
	var fs syscall.Statfs_t
	if syscall.Statfs(memory, &fs) == nil && uint64(fs.Bavail)*uint64(fs.Bsize) >= room && writable(memory) {
		return memory
	}
	if base := os.TempDir(); os.Geteuid() != 0 && len(base) < maxSocket/2 {
		return base
	}
	// Root's own TMPDIR may be closed to the account the servers drop to.
	return "/tmp"
}

func writable(dir string) bool {
	probe, err := os.MkdirTemp(dir, runPrefix)
	if err != nil {
		return false
	}
	return os.Remove(probe) == nil
}

// sweep removes the temporary folders of killed processes of this account.
func sweep(base string) {
	left, _ := filepath.Glob(filepath.Join(base, temporaryPrefix+"*"))
	for _, path := range left {
		info, err := os.Lstat(path)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < abandonedAfter {
			continue
		}
		if owner, ok := info.Sys().(*syscall.Stat_t); !ok || int(owner.Uid) != os.Geteuid() {
			continue
		}
		lock, err := os.OpenFile(filepath.Join(path, ownerLock), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			continue
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(path)
		}
		_ = lock.Close()
	}
}
