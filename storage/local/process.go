package local

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// process is one running server.
type process struct {
	name   string
	log    string
	cmd    *exec.Cmd
	exited chan struct{}
	err    error // readable once exited is closed
}

// program says how to start a server on its folder of data.
type program struct {
	name    string // of the log file, and in errors
	path    string
	args    func(data string) []string
	account account
	data    string         // folder of the data
	locked  *os.File       // the same, opened and locked
	log     string         // file for the output
	onDeath syscall.Signal // what the server gets when this process dies
}

// spawn starts the program and returns at once.
//
// The opened data folder is handed down. Its lock is then held until the last of
// the server's processes is gone, whatever became of this one, so the next start
// need not guess from process numbers. Under a dropped account the server also
// reaches its data through it: the folders above may be closed to that account, as
// those of root's home are.
func spawn(p program) (*process, error) {
	output, err := os.OpenFile(p.log, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", p.name, err)
	}
	defer output.Close()
	data := p.data
	if p.account.drop && runtime.GOOS == "linux" {
		data = "/proc/self/fd/3"
	}
	cmd := exec.Command(p.path, p.args(data)...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=" + locale(), "TZ=UTC"}
	cmd.Stdout, cmd.Stderr = output, output
	cmd.ExtraFiles = []*os.File{p.locked}
	cmd.SysProcAttr = attributes(p.account, p.onDeath)
	started := &process{name: p.name, log: p.log, cmd: cmd, exited: make(chan struct{})}
	result := make(chan error, 1)
	go func() {
		// The kernel tells the child when the starting thread dies, so that thread
		// must live as long as the child: it stays locked to this goroutine.
		runtime.LockOSThread()
		err := cmd.Start()
		result <- err
		if err == nil {
			started.err = cmd.Wait()
			close(started.exited)
		}
	}()
	if err := <-result; err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	return started, nil
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) running() bool {
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// await polls until probe succeeds, the process ends or the context does.
func (p *process) await(ctx context.Context, probe func(context.Context) error) error {
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for {
		err := probe(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-p.exited:
			return p.failure()
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", p.name, err)
		case <-poll.C:
		}
	}
}

// failure tells why the process ended, in the words of its own log.
func (p *process) failure() error {
	text, _ := os.ReadFile(p.log)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) > 8 {
		lines = lines[len(lines)-8:]
	}
	return fmt.Errorf("start %s: it ended (%v): %s", p.name, p.err, strings.Join(lines, " | "))
}

// end sends the signals in turn, each with its patience, until the process is gone.
func (p *process) end(patience time.Duration, signals ...syscall.Signal) {
	_ = p.cmd.Process.Signal(syscall.SIGCONT)
	for _, signal := range append(signals, syscall.SIGKILL) {
		_ = p.cmd.Process.Signal(signal)
		select {
		case <-p.exited:
			return
		case <-time.After(patience):
		}
	}
	<-p.exited
}

// lockData makes and opens a server's folder of data and waits until nobody uses
// it: the servers of a killed process need a moment to end.
func lockData(ctx context.Context, path string, account account) (*os.File, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make folder %s: %w", path, err)
	}
	if err := account.own(path); err != nil {
		return nil, err
	}
	dir, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open folder %s: %w", path, err)
	}
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for {
		err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return dir, nil
		}
		select {
		case <-ctx.Done():
			_ = dir.Close()
			return nil, fmt.Errorf("wait for the earlier servers of %s to end: %w", filepath.Dir(path), err)
		case <-poll.C:
		}
	}
}

// locale sorts by code point and knows every letter. Other systems than Linux do
// not name it so.
func locale() string {
	if runtime.GOOS == "linux" {
		return "C.UTF-8"
	}
	return "C"
}
