package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/bot/simulator"
	"tiepdan/bot/simulator/talk"
	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage"
)

// killable is `tiepdan serve` in a process of its own, which can be killed and
// started again at the same addresses.
type killable struct {
	t     *testing.T
	args  []string
	admin string
	cmd   *exec.Cmd
	exit  chan error
	err   *lines // what all of its processes said
}

// start returns when the program says that it is ready.
func (p *killable) start(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	p.cmd = exec.Command(self, p.args...)
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stderr = p.err
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	exit := make(chan error, 1)
	go func(cmd *exec.Cmd) { exit <- cmd.Wait() }(p.cmd)
	p.exit = exit
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if answer, err := http.Get("http://" + p.admin + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-tick.C:
		case err := <-p.exit:
			return fmt.Errorf("serve ended: %w\n%s", err, p.err)
		case <-ctx.Done():
			return fmt.Errorf("serve does not become ready: %w\n%s", ctx.Err(), p.err)
		}
	}
}

func (p *killable) end(signal os.Signal) error {
	if err := p.cmd.Process.Signal(signal); err != nil {
		return err
	}
	return <-p.exit
}

// unusedAddress is an address of this machine that nobody listens on.
func unusedAddress(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

const (
	killedCitizens = 5
	killedFilings  = 4 // of each citizen
	fewestKills    = 3 // while they write
)

// killedStory is another matter each time, by far: of two that are alike people are
// asked whether they mean to add to what they have sent, and how alike two are is
// estimated under each run's own key.
func killedStory(who, n int) string {
	matters := [killedFilings]string{
		"đèn ngoài cổng hỏng, buổi tối không thấy bậc thềm.",
		"lịch làm việc dán cao quá, người già không đọc được.",
		"phòng chờ thiếu ghế, ai đến sau phải đứng.",
		"gọi điện thoại ba lần không có người nhấc máy.",
	}
	return fmt.Sprintf("Người %d, việc thứ %d: %s", who, n, matters[n])
}

// killedTalk is everything that one citizen does.
func killedTalk(name string, who int) string {
	var b strings.Builder
	act := func(format string, args ...any) { fmt.Fprintf(&b, name+" "+format+"\n", args...) }
	for n := range killedFilings {
		fmt.Fprintf(&b, "%s: /don\n", name)
		if n == 0 {
			act("presses: Tiếng Việt")
		}
		for _, label := range []string{"Tôi đồng ý, bắt đầu", "Góp ý, đề nghị, việc khác", "Góp ý, phản ánh", "Viện kiểm sát"} {
			act("presses: %s", label)
		}
		fmt.Fprintf(&b, "%s: Hạ Long\n", name)
		act("presses: Phường Hạ Long, tỉnh Quảng Ninh")
		fmt.Fprintf(&b, "%s: %s\n", name, killedStory(who, n))
		act("presses: Xong")
		act("presses: Bỏ qua")
		fmt.Fprintf(&b, "%s: Trần Thị Mẫu\n%s: số %d đường Ví Dụ\n", name, name, who+1)
		act("presses: Bỏ qua")
		act("presses: Bỏ qua")
		act("presses: Gửi đơn")
	}
	// People look at what became of it: by then the last sending is taken.
	fmt.Fprintf(&b, "%s: /tracuu\n", name)
	act("never sees: có vẻ giống việc này")
	return b.String()
}

// TestKilledAtAnyMoment holds P1, P2 and P4 on the real program: while several
// citizens file petitions, `serve` is killed (-9) again and again at random
// moments. Every draft becomes one petition with all that was told, and every
// receipt that anybody saw has its petition.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	database, redis := local.TestDatabase(t, "tiepdan", postgres.Migrate), local.TestRedis(t)
	sim := simulator.New(simulator.Options{RetryBase: 20 * time.Millisecond, WebhookTimeout: 10 * time.Second})
	defer sim.Close()
	telegram := httptest.NewServer(sim.Handler())
	defer telegram.Close()
	bot := sim.AddBot("4545:TEST-TOKEN-OF-NOBODY", "tiepdan_kill_bot")
	keyset, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	office := filepath.Join(t.TempDir(), "office.yaml")
	if err := os.WriteFile(office, []byte(strings.Replace(string(deploy.SampleOffice()), "\nsample: true", "", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	listen := unusedAddress(t)
	p := &killable{t: t, admin: unusedAddress(t), err: &lines{more: make(chan struct{}, 1)}}
	p.args = []string{"serve", "--office", office, "--keyset", keyset, "--telegram-token", bot.Token(), "--telegram-api", telegram.URL,
		"--database-url", database, "--redis-url", redis, "--listen", listen, "--admin-listen", p.admin,
		"--webhook-url", "http://" + listen + "/telegram", "--webhook-secret", "a-secret-of-nobody", "--log", "warn"}
	ctx, cancel := context.WithTimeout(t.Context(), 4*patience)
	defer cancel()
	if err := p.start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })

	errs := make([]error, killedCitizens)
	var people sync.WaitGroup
	for who := range killedCitizens {
		people.Go(func() {
			name := fmt.Sprint("Người", who)
			steps, err := talk.Parse(strings.NewReader(killedTalk(name, who)))
			if err == nil {
				stage := talk.Stage{Sim: sim, Bot: bot, Patience: patience}
				err = stage.Play(ctx, steps)
			}
			errs[who] = err
		})
	}
	written := make(chan struct{})
	go func() { people.Wait(); close(written) }()
	if kills := killUntil(ctx, t, p, written); kills < fewestKills {
		t.Errorf("only %d kills while they wrote: nothing is shown by that", kills)
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("%v\n%s", err, p.err)
	}
	checkKilled(t, sim, bot, database, keyset)
	if t.Failed() {
		t.Logf("the program's log:\n%s", p.err)
	}
	if err := p.end(os.Interrupt); err != nil {
		t.Errorf("the program ended with %v\n%s", err, p.err)
	}
}

// killUntil kills the program at random moments and starts it again, until the
// people have done everything. It returns how often.
func killUntil(ctx context.Context, t *testing.T, p *killable, written <-chan struct{}) (kills int) {
	t.Helper()
	for {
		alive := 20*time.Millisecond + rand.N(400*time.Millisecond)
		select {
		case <-time.After(alive):
		case <-written:
			return kills
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		}
		if err := p.end(syscall.SIGKILL); err == nil {
			t.Fatal("the program ended by itself")
		}
		kills++
		t.Logf("kill %d after %s", kills, alive)
		if err := p.start(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

var shownCode = regexp.MustCompile(`Mã đơn: (\d\d-[2-9A-Z]{4}-[2-9A-Z]{4})`)

// checkKilled compares what was told with what is kept.
func checkKilled(t *testing.T, sim *simulator.Simulator, bot *simulator.Bot, database, keyset string) {
	t.Helper()
	ctx := t.Context()
	keys, err := seal.Parse(keyset)
	if err != nil {
		t.Fatal(err)
	}
	store, err := postgres.Open(ctx, postgres.Options{URL: database, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	db, err := pgx.Connect(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	var petitions, filings, keysUsed int
	err = db.QueryRow(ctx, `SELECT (SELECT count(*) FROM petition), count(*), count(DISTINCT key) FROM event WHERE verb = 'file'`).Scan(&petitions, &filings, &keysUsed)
	if want := killedCitizens * killedFilings; err != nil || petitions != want || filings != want || keysUsed != want {
		t.Errorf("%d petitions, %d filings of %d drafts, want %d of each; %v", petitions, filings, keysUsed, want, err)
	}
	for who := range killedCitizens {
		person := sim.Person(fmt.Sprint("Người", who))
		filer, err := store.Person(ctx, fmt.Sprintf("tg:%d:%d", bot.ID(), person.ID()), "vi")
		if err != nil {
			t.Fatal(err)
		}
		filed, err := store.Find(ctx, triage.Query{Filer: filer.ID})
		if err != nil {
			t.Fatal(err)
		}
		var stories, want []string
		var codes []string
		for _, p := range filed {
			d, err := store.Dossier(ctx, p.Code, triage.Actor{Person: filer.ID})
			if err != nil {
				t.Fatal(err)
			}
			stories, codes = append(stories, d.Words.Story), append(codes, string(p.Code))
		}
		for n := range killedFilings {
			want = append(want, killedStory(who, n))
		}
		slices.Sort(stories)
		if !slices.Equal(stories, want) {
			t.Errorf("%s has filed %q, want %q", person.Name(), stories, want)
		}
		for _, m := range person.Chat(bot).Messages() {
			found := shownCode.FindStringSubmatch(m.Words())
			if found != nil && !slices.Contains(codes, found[1]) {
				t.Errorf("%s has a receipt for %s, which is not filed", person.Name(), found[1])
			}
		}
	}
}
