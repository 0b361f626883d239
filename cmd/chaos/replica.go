package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// replica is one `tiepdan serve` in a process of its own, which can be killed and
// started again at the same addresses.
type replica struct {
	program string
	env     []string
	hook    string // where it takes updates
	admin   string // where it tells how it is
	log     *logBook

	mu     sync.Mutex
	cmd    *exec.Cmd
	exited chan struct{}
}

// readyLimit is how long a start may take on a machine that is busy with the run.
const readyLimit = 60 * time.Second

// newReplica chooses its addresses and starts nothing.
func newReplica(program string, env []string, log *logBook) (*replica, error) {
	r := &replica{program: program, env: env, log: log}
	return r, r.choose()
}

func (r *replica) choose() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.hook, r.admin = freeAddress(), freeAddress(); r.hook == "" || r.admin == "" {
		return errors.New("choose an address: every one tried is taken")
	}
	return nil
}

// addresses are where it takes updates and tells how it is.
func (r *replica) addresses() (hook, admin string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hook, r.admin
}

// freeAddress is one that nobody listens on, below the ports that the system gives
// to whoever connects: it has to be free again after every restart.
func freeAddress() string {
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 20000+rand.N(12000))
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close()
			return address
		}
	}
	return ""
}

// start starts the process. It ends with this one, whatever becomes of this one.
func (r *replica) start() error {
	hook, admin := r.addresses()
	cmd := exec.Command(r.program, "serve")
	cmd.Env = append(slices.Clip(r.env), "TIEPDAN_LISTEN="+hook, "TIEPDAN_ADMIN_LISTEN="+admin)
	cmd.Stderr, cmd.Stdout = r.log, r.log
	cmd.SysProcAttr = dying()
	exited, result := make(chan struct{}), make(chan error, 1)
	go func() {
		// The kernel ends the child with the thread that started it.
		runtime.LockOSThread()
		err := cmd.Start()
		result <- err
		if err == nil {
			_ = cmd.Wait()
			close(exited)
		}
	}()
	if err := <-result; err != nil {
		return fmt.Errorf("start a replica: %w", err)
	}
	r.mu.Lock()
	r.cmd, r.exited = cmd, exited
	r.mu.Unlock()
	return nil
}

// ready asks /readyz once.
func (r *replica) ready(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_, admin := r.addresses()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+admin+"/readyz", nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// awaitReady returns when the replica serves. Where somebody else has taken its
// address while it was down, it gets another.
func (r *replica) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyLimit)
	defer cancel()
	return poll(ctx, 20*time.Millisecond, func() (bool, error) {
		r.mu.Lock()
		exited := r.exited
		r.mu.Unlock()
		select {
		case <-exited:
		default:
			return r.ready(ctx), nil
		}
		if !strings.Contains(r.log.tail(), "address already in use") {
			return false, fmt.Errorf("a replica ended by itself: %s", r.log.tail())
		}
		return false, errors.Join(r.choose(), r.start())
	})
}

// end sends a signal and waits until the process is gone; a program that does not
// end is killed and the error says so.
func (r *replica) end(signal syscall.Signal, patience time.Duration) error {
	r.mu.Lock()
	cmd, exited := r.cmd, r.exited
	r.mu.Unlock()
	if cmd == nil {
		return nil
	}
	_ = cmd.Process.Signal(signal)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-exited:
		return nil
	case <-timer.C:
	}
	_ = cmd.Process.Kill()
	<-exited
	return fmt.Errorf("a replica did not end within %s", patience)
}

// memory is what the process holds now, in MB; 0 where it cannot be read.
func (r *replica) memory() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cmd == nil {
		return 0
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, _ := strconv.ParseFloat(kb, 64)
	return n / 1024
}

// processor is the time that the process has used, in seconds; 0 where it cannot be
// read.
func (r *replica) processor() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cmd == nil {
		return 0
	}
	return processorOf(r.cmd.Process.Pid)
}

// processorOf reads the processor time of a process, user's and system's.
func processorOf(pid int) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	const user, system, perSecond = 11, 12, 100 // the fields after the name, and their unit
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) <= system {
		return 0
	}
	a, _ := strconv.ParseFloat(fields[user], 64)
	b, _ := strconv.ParseFloat(fields[system], 64)
	return (a + b) / perSecond
}

// poll looks again and again until it is done, fails, or the context ends.
func poll(ctx context.Context, every time.Duration, done func() (bool, error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pause waits; it is false if the context ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// logBook keeps everything that the replicas log, to look for what must not stand
// there.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps a piece of the log.
func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logBook) tail() string {
	s := l.String()
	return s[max(0, len(s)-2000):]
}

var errStopped = errors.New("told to end")
