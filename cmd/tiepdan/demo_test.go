package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tiepdan/storage/local"
)

// patience bounds every wait of these tests.
const patience = 60 * time.Second

// demoProcess is `tiepdan demo` in a process of its own.
type demoProcess struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  *lines
	err  *lines
	page string
	dir  string
	exit chan error
}

// lines collects what a process prints.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

var printedPage = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func startDemo(t *testing.T, dir string) *demoProcess {
	t.Helper()
	return startDemoUntil(t, "Dừng: Ctrl-C", dir, "--empty")
}

// startDemoUntil starts a demo and returns when it has printed some words.
func startDemoUntil(t *testing.T, words, dir string, flags ...string) *demoProcess {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	d := &demoProcess{t: t, dir: dir, out: &lines{more: make(chan struct{}, 1)}, err: &lines{more: make(chan struct{}, 1)}, exit: make(chan error, 1)}
	d.cmd = exec.Command(self, append([]string{"demo", "--listen", "127.0.0.1:0", "--data", dir}, flags...)...)
	d.cmd.Env = append(os.Environ(), asProgram+"=1")
	d.cmd.Stdout, d.cmd.Stderr = d.out, d.err
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { d.exit <- d.cmd.Wait() }()
	t.Cleanup(func() { _ = d.cmd.Process.Kill() })
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for !strings.Contains(d.out.String(), words) {
		select {
		case <-d.out.more:
		case err := <-d.exit:
			t.Fatalf("the demo ended: %v\n%s", err, d.err)
		case <-limit.C:
			t.Fatalf("the demo does not say what to open\n%s", d.err)
		}
	}
	d.page = printedPage.FindString(d.out.String())
	return d
}

// await asks the page until the answer is as wanted.
func (d *demoProcess) await(path, what string, ok func(status int, body string) bool) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	last := ""
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.page+path, nil)
		if err != nil {
			d.t.Fatal(err)
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			body, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if last = string(body); ok(answer.StatusCode, last) {
				return last
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			d.t.Fatalf("%s: not %s: %.2000s\n%s", path, what, last, d.err)
		}
	}
}

// ask asks the page once.
func (d *demoProcess) ask(path string) (status int, body string) {
	d.t.Helper()
	answer, err := http.Get(d.page + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// says writes for the citizen, who is the page's first telephone.
func (d *demoProcess) says(chat, text string) {
	d.t.Helper()
	person := strings.TrimPrefix(chat[:strings.IndexByte(chat, 'b')], "p")
	body := fmt.Sprintf(`{"do":"say","person":%s,"chat":%q,"text":%q}`, person, chat, text)
	answer, err := http.Post(d.page+"/sim/act", "application/json", strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		d.t.Fatalf("say %s: status %d", text, answer.StatusCode)
	}
}

// citizen is the key of the citizen's chat with the bot.
func (d *demoProcess) citizen() string {
	d.t.Helper()
	var state struct {
		Bots     []struct{ ID int64 }
		Personas []struct {
			ID   int64
			Name string
		}
	}
	body := d.await("/sim/state", "there", func(status int, _ string) bool { return status == http.StatusOK })
	if err := json.Unmarshal([]byte(body), &state); err != nil || len(state.Bots) != 1 || len(state.Personas) < 4 || state.Personas[0].Name != citizenName {
		d.t.Fatalf("the page's people: %v %+v", err, state)
	}
	return fmt.Sprintf("p%db%d", state.Personas[0].ID, state.Bots[0].ID)
}

func (d *demoProcess) answered(chat, words string) {
	d.t.Helper()
	d.await("/sim/chat?key="+chat, words, func(_ int, body string) bool { return strings.Contains(body, words) })
}

// interrupt is Ctrl-C; it returns when the process has ended.
func (d *demoProcess) interrupt() {
	d.t.Helper()
	if err := d.cmd.Process.Signal(os.Interrupt); err != nil {
		d.t.Fatal(err)
	}
	select {
	case err := <-d.exit:
		if err != nil {
			d.t.Errorf("the demo ended with %v\n%s", err, d.err)
		}
	case <-time.After(patience):
		d.t.Fatalf("the demo does not end\n%s", d.err)
	}
}

// serversOf are the processes that a demo runs beside itself.
func serversOf(t *testing.T, dir string) []int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "servers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pids struct{ Postgres, Redis int }
	if err := json.Unmarshal(text, &pids); err != nil || pids.Postgres == 0 || pids.Redis == 0 {
		t.Fatalf("the demo's servers: %s", text)
	}
	return []int{pids.Postgres, pids.Redis}
}

func TestDemoStartsEndsAndFindsEverythingAgain(t *testing.T) {
	local.TestDatabase(t, "", nil) // skips where there are no servers
	local.TestRedis(t)
	dir := filepath.Join(t.TempDir(), "demo")
	d := startDemo(t, dir)
	d.await("/readyz", "ready", func(status int, body string) bool {
		return status == http.StatusOK && strings.Contains(body, `"ready":true`)
	})
	chat := d.citizen()
	d.says(chat, "/start")
	d.answered(chat, "/start")
	d.says(chat, "/don")
	d.answered(chat, "inline_keyboard") // the first question has buttons
	d.says(chat, "1")
	d.answered(chat, ":consent:agree")
	d.says(chat, "đồng ý")
	d.answered(chat, ":topic:arrest")
	if status, _, told := tiepdan(t, "demo", "--listen", "127.0.0.1:0", "--data", dir); status != exitFailed || !strings.Contains(told, "đang chạy") {
		t.Errorf("a second demo on the same folder: status %d, %q", status, told)
	}
	checkDemoCommands(t, dir)
	if info, err := os.Stat(filepath.Join(dir, demoFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the demo's keys are open to others: %v %v", info.Mode(), err)
	}
	pids := serversOf(t, dir)
	d.interrupt()
	for _, pid := range pids {
		if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("process %d is left: %v", pid, err)
		}
	}

	again := startDemo(t, dir)
	if other := again.citizen(); other != chat {
		t.Errorf("the citizen's chat is %s and was %s", other, chat)
	}
	checkDemoCommands(t, dir)
	again.says(chat, "/don")
	again.answered(chat, "c:resume") // the draft of before is offered
	again.interrupt()
}

// A demo that is told to end in the midst of its history leaves nothing behind,
// and the next start plays the rest; the one after that has nothing left to play.
func TestDemoPlaysItsHistoryOnce(t *testing.T) {
	local.TestDatabase(t, "", nil) // skips where there are no servers
	local.TestRedis(t)
	dir := filepath.Join(t.TempDir(), "demo")
	d := startDemoUntil(t, "30 %", dir)
	pids := serversOf(t, dir)
	d.interrupt()
	for _, pid := range pids {
		if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("process %d is left: %v", pid, err)
		}
	}
	if strings.Contains(d.out.String(), "100 %") {
		t.Fatal("the history was complete before it was interrupted")
	}

	d = startDemoUntil(t, "Đang dựng lại", dir)
	if status, body := d.ask("/readyz"); status == http.StatusOK {
		t.Errorf("ready before its history is complete: %s", body)
	}
	d.await("/sim/progress", "under way", func(_ int, body string) bool { return !strings.Contains(body, `"of":0`) })
	ready := func(status int, body string) bool {
		return status == http.StatusOK && strings.Contains(body, `"ready":true`)
	}
	d.await("/readyz", "ready", ready)
	if _, body := d.ask("/sim/progress"); body != `{"done":0,"of":0}`+"\n" {
		t.Errorf("the page still waits: %s", body)
	}
	year := func() string {
		status, out, told := tiepdan(t, "report", "--data", dir, "--period", "2024")
		if status != exitDone {
			t.Fatalf("the report of the year: %s", told)
		}
		return out
	}
	first := year()
	for _, line := range []string{"Xử lý: 596/596 (100 %)", "Thuộc thẩm quyền giải quyết: 10/10", "Kiểm sát giải quyết: 17/17", "Tiếp công dân: 138"} {
		if !strings.Contains(first, "\n"+line+"\n") {
			t.Errorf("the report of the year lacks %q:\n%s", line, first)
		}
	}
	d.interrupt()

	d = startDemo(t, dir)
	if d.interrupt(); strings.Contains(d.out.String(), "Đang dựng lại") {
		t.Error("an empty start plays the history")
	}
	d = startDemoUntil(t, "Dừng: Ctrl-C", dir)
	d.await("/readyz", "ready", ready)
	if strings.Contains(d.out.String(), "Đang dựng lại") || year() != first {
		t.Errorf("the history was played twice: %s", d.out)
	}
	d.interrupt()
}

// checkDemoCommands runs what reaches into a demo.
func checkDemoCommands(t *testing.T, dir string) {
	t.Helper()
	_, out, told := tiepdan(t, "staff", "list", "--data", dir)
	if strings.Count(out, "\n") != 1+len(staffPersonas()) {
		t.Errorf("the demo's staff: %s%s", out, told)
	}
	status, out, told := tiepdan(t, "report", "--data", dir, "--period", "2026-W47", "--format", "json", "--unit", "vks-tinh")
	var report struct {
		Period string
		Rate   *float64
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || status != exitDone || report.Period != "2026-W47" || report.Rate != nil {
		t.Errorf("the demo's report: %v %s%s", err, out, told)
	}
	if status, out, _ := tiepdan(t, "doctor", "--data", dir); status != exitDone {
		t.Errorf("the doctor of the demo: %s", out)
	}
	link := regexp.MustCompile(`^https://t\.me/` + demoUsername + `\?startgroup=g_[A-Z0-9]+\n$`)
	if _, out, told := tiepdan(t, "staff", "group", "--data", dir, "--unit", "vks-kv-2"); !link.MatchString(out) {
		t.Errorf("a link for a group: %s%s", out, told)
	}
	if status, _, told := tiepdan(t, "staff", "invite", "--data", dir, "--unit", "vks-ha-long", "--name", "Anh Em", "--post", "officer"); status != exitFailed || !strings.Contains(told, "vks-kv-1") {
		t.Errorf("an invitation to a unit that has ended: status %d, %s", status, told)
	}
}
