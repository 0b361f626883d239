package local

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// childEnv makes this test binary act as another process that owns servers.
const childEnv = "TIEPDAN_LOCAL_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		ownServers(dir)
	}
	Main(m)
}

// ownServers runs servers on dir, says their addresses, and waits to be killed or
// for its input to end.
func ownServers(dir string) {
	s, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	os.Stdout.WriteString(s.DatabaseURL("postgres") + "\n")
	_, _ = io.Copy(io.Discard, os.Stdin)
	s.Stop()
	os.Exit(0)
}

// owner is another process that owns the servers of a folder.
type owner struct {
	cmd   *exec.Cmd
	input io.Closer
	url   string
}

func startOwner(t *testing.T, dir string) *owner {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := &owner{cmd: exec.Command(self)}
	o.cmd.Env = append(os.Environ(), childEnv+"="+dir)
	if o.input, err = o.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := o.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.cmd.Process.Kill(); _ = o.cmd.Wait() })
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if o.url = strings.TrimSpace(line); !strings.HasPrefix(o.url, "postgres://") {
		t.Fatalf("the owner said %q", o.url)
	}
	return o
}

// needServers skips where the programs are missing.
func needServers(t *testing.T) {
	t.Helper()
	_, err := findPostgres(0)
	orSkip(t, err)
	_, err = findRedis()
	orSkip(t, err)
}

// start starts servers that end with the test.
func start(t *testing.T, options Options) *Servers {
	t.Helper()
	s, err := Start(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func query[T any](t *testing.T, url, sql string) (value T) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(context.Background(), sql).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

func mustExecute(t *testing.T, url, sql string) {
	t.Helper()
	if err := execute(context.Background(), url, sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// eventually waits until the condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-poll.C:
		case <-deadline:
			t.Fatalf("did not happen: %s", what)
		}
	}
}

func TestTemporaryServersArePrivateAndLeaveNothing(t *testing.T) {
	needServers(t)
	s := start(t, Options{})
	if got := query[string](t, s.DatabaseURL("postgres"), "SHOW listen_addresses"); got != "" {
		t.Errorf("Postgres listens on %q", got)
	}
	if got := query[string](t, s.DatabaseURL("postgres"), "SHOW fsync"); got != "off" {
		t.Errorf("fsync is %s", got)
	}
	info, err := os.Stat(s.run)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of the sockets has mode %v (%v), want 0700", info.Mode().Perm(), err)
	}
	if err := s.redis.command(context.Background(), "SET a b"); err != nil {
		t.Error(err)
	}
	s.Stop()
	s.Stop()
	if _, err := os.Stat(s.folder.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary folder is still there: %v", err)
	}
}

func TestKeptDataIsFoundAgain(t *testing.T) {
	needServers(t)
	// t.TempDir is closed to other accounts, as root's home is: the servers must
	// reach their data all the same.
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := start(t, Options{Dir: dir, Durable: true})
	url, err := s.EnsureDatabase(context.Background(), "tiepdan")
	if err != nil {
		t.Fatal(err)
	}
	mustExecute(t, url, "CREATE TABLE kept AS SELECT 'đơn' AS word")
	if got := query[string](t, url, "SHOW fsync"); got != "on" {
		t.Errorf("fsync is %s", got)
	}
	if err := s.redis.command(context.Background(), "SET kept yes"); err != nil {
		t.Fatal(err)
	}
	s.Stop()
	again := start(t, Options{Dir: dir, Durable: true})
	if url, err = again.EnsureDatabase(context.Background(), "tiepdan"); err != nil {
		t.Fatal(err)
	}
	if got := query[string](t, url, "SELECT word FROM kept"); got != "đơn" {
		t.Errorf("kept %q", got)
	}
	// RENAME answers +OK only if the key is there.
	if err := again.redis.command(context.Background(), "RENAME kept still"); err != nil {
		t.Error(err)
	}
}

func TestSecondProcessIsToldAndCanAttach(t *testing.T) {
	needServers(t)
	dir := filepath.Join(t.TempDir(), "data")
	o := startOwner(t, dir)
	if _, err := Start(context.Background(), Options{Dir: dir}); !errors.Is(err, ErrRunning) {
		t.Fatalf("a second start on the same folder: %v, want ErrRunning", err)
	}
	s, err := Attach(context.Background(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.DatabaseURL("postgres"); got != o.url {
		t.Errorf("attached to %s, want %s", got, o.url)
	}
	s.Stop()
	mustExecute(t, o.url, "SELECT 1")
	if err := o.input.Close(); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil {
		t.Fatalf("the owner's end: %v", err)
	}
	// None runs now: attaching starts them.
	own, err := Attach(context.Background(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer own.Stop()
	if own.folder == nil {
		t.Error("attached to servers that had ended")
	}
	mustExecute(t, own.DatabaseURL("postgres"), "SELECT 1")
}

func TestAttachMakesNothingOfASlip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "no-such-data")
	if _, err := Attach(context.Background(), Options{Dir: dir}); err == nil {
		t.Error("attached to a folder that is not there")
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

func TestKilledOwnerLeavesNoOrphanAndNoStaleData(t *testing.T) {
	needServers(t)
	dir := filepath.Join(t.TempDir(), "data")
	o := startOwner(t, dir)
	mustExecute(t, o.url, "CREATE TABLE kept AS SELECT 7 AS n")
	before := (&folder{path: dir}).state()
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = o.cmd.Wait()
	s := start(t, Options{Dir: dir})
	if got := query[int](t, s.DatabaseURL("postgres"), "SELECT n FROM kept"); got != 7 {
		t.Errorf("kept %d", got)
	}
	for name, pid := range map[string]int{"Postgres": before.Postgres, "Redis": before.Redis} {
		eventually(t, name+" of the killed owner ends", func() bool {
			return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
		})
	}
	if _, err := os.Stat(before.Run); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the sockets of the killed owner are still there: %v", err)
	}
}

func TestStaleMarkOfAnotherLivingProcessIsNoObstacle(t *testing.T) {
	needServers(t)
	dir := filepath.Join(t.TempDir(), "data")
	s := start(t, Options{Dir: dir, Postgres: true})
	s.Stop()
	// After a restart of the machine, our old number may be anybody's: here it is
	// that of a living process of the servers' own account.
	account, err := serverAccount(dir)
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command("sleep", "600")
	other.Dir = "/"
	other.SysProcAttr = &syscall.SysProcAttr{Credential: account.credential()}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	mark := filepath.Join(dir, postgresFolder, "postmaster.pid")
	text := itoa(other.Process.Pid) + "\n" + dir + "\n1700000000\n5432\n\n\n        1         1\n"
	if err := os.WriteFile(mark, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := account.own(mark); err != nil {
		t.Fatal(err)
	}
	if err := s.folder.setState(state{Postgres: other.Process.Pid}); err != nil {
		t.Fatal(err)
	}
	again := start(t, Options{Dir: dir, Postgres: true})
	mustExecute(t, again.DatabaseURL("postgres"), "SELECT 1")
}

func TestInterruptedInitIsMadeAgain(t *testing.T) {
	needServers(t)
	dir := filepath.Join(t.TempDir(), "data")
	half := filepath.Join(dir, postgresFolder+".new")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, Options{Dir: dir, Postgres: true})
	mustExecute(t, s.DatabaseURL("postgres"), "SELECT 1")
}

func TestMissingProgramsAreNamed(t *testing.T) {
	t.Setenv("PGBIN", t.TempDir())
	_, err := Start(context.Background(), Options{Postgres: true})
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("without Postgres: %v", err)
	}
}

func TestDataOfAnotherVersionIsNamed(t *testing.T) {
	needServers(t)
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, postgresFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, postgresFolder, "PG_VERSION"), []byte("9999\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), Options{Dir: dir, Postgres: true})
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "9999") {
		t.Errorf("data of another version: %v", err)
	}
}

func TestAbandonedFoldersAreSwept(t *testing.T) {
	base := t.TempDir()
	old := time.Now().Add(-2 * abandonedAfter)
	for _, name := range []string{"dead", "used", "fresh"} {
		path := filepath.Join(base, temporaryPrefix+name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if name == "used" {
			lock, err := os.Create(filepath.Join(path, ownerLock))
			if err != nil {
				t.Fatal(err)
			}
			defer lock.Close()
			if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
				t.Fatal(err)
			}
		}
		if name != "fresh" {
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	sweep(base)
	left, err := filepath.Glob(filepath.Join(base, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 2 || !strings.HasSuffix(left[0], "fresh") || !strings.HasSuffix(left[1], "used") {
		t.Errorf("left after the sweep: %v", left)
	}
}
