package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
)

// served is `tiepdan serve` in a process of its own, so that its processor time
// and memory can be told from the simulator's.
type served struct {
	sim   *simulator.Simulator
	bot   *simulator.Bot
	pid   int
	ready time.Duration // from the start of the process to /readyz
}

func serve(b *testing.B) *served {
	b.Helper()
	ctx := context.Background()
	servers, err := local.Start(ctx, local.Options{})
	if err != nil {
		b.Skip("no private servers here: ", err)
	}
	b.Cleanup(servers.Stop)
	database, err := servers.EnsureDatabase(ctx, "bench")
	if err != nil {
		b.Fatal(err)
	}
	if err := postgres.Migrate(ctx, database); err != nil {
		b.Fatal(err)
	}
	keyset, err := seal.Generate()
	if err != nil {
		b.Fatal(err)
	}
	office := filepath.Join(b.TempDir(), "office.yaml")
	if err := os.WriteFile(office, []byte(strings.Replace(string(deploy.SampleOffice()), "\nsample: true", "", 1)), 0o600); err != nil {
		b.Fatal(err)
	}
	s := &served{sim: simulator.New(simulator.Options{KeepMessages: 4, KeepCalls: 1})}
	b.Cleanup(s.sim.Close)
	s.bot = s.sim.AddBot("77:BENCH", "tiepdan_bench_bot")
	telegram := httptest.NewServer(s.sim.Handler())
	b.Cleanup(telegram.Close)
	hook, admin := freeAddress(b), freeAddress(b)
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self, "serve")
	cmd.Env = append(os.Environ(), asProgram+"=1", "TIEPDAN_TELEGRAM_TOKEN=77:BENCH", "TIEPDAN_TELEGRAM_API="+telegram.URL,
		"TIEPDAN_DATABASE_URL="+database, "TIEPDAN_REDIS_URL="+servers.RedisURL(), "TIEPDAN_KEYSET="+keyset, "TIEPDAN_OFFICE="+office,
		"TIEPDAN_LISTEN="+hook, "TIEPDAN_ADMIN_LISTEN="+admin, "TIEPDAN_WEBHOOK_URL=http://"+hook+"/telegram",
		"TIEPDAN_WEBHOOK_SECRET=a-secret-for-the-bench", "TIEPDAN_LOG=warn",
		// The simulator has no limits here, and its citizens are faster than people:
		// the budgets are counted as always, but are never spent.
		"TIEPDAN_TELEGRAM_RATE=100000", "TIEPDAN_TELEGRAM_CHAT_RATE=1000")
	cmd.Stderr = os.Stderr
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	s.pid = cmd.Process.Pid
	for tick := time.NewTicker(5 * time.Millisecond); ; <-tick.C {
		answer, err := http.Get("http://" + admin + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				tick.Stop()
				break
			}
		}
		if time.Since(begun) > 20*time.Second {
			b.Fatal("serve does not get ready")
		}
	}
	s.ready = time.Since(begun)
	return s
}

func freeAddress(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// cpu is the processor time the process has used, in seconds.
func (s *served) cpu(b *testing.B) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		b.Skip("processor time is read from /proc: ", err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// peak is the most memory the process has had, in MB.
func (s *served) peak(b *testing.B) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024
		}
	}
	return 0
}

// steps of a petition up to its review, and back to nothing: what a dialog
// costs before anything is written into the ledger.
func dialogSteps() []string {
	return []string{"/don", "!Tiếng Việt", "!Tôi đồng ý, bắt đầu", "!Góp ý, đề nghị, việc khác", "!Góp ý, phản ánh", "!Viện kiểm sát",
		"phuong ha long", "!Phường Hạ Long, tỉnh Quảng Ninh", "Phòng tiếp dân thiếu ghế ngồi, lịch tiếp công dân dán quá cao.",
		"!Xong", "!Bỏ qua", "Trần Thị Mẫu", "số 9 đường Ví Dụ", "!Bỏ qua", "!Bỏ qua", "/huy", "!Bỏ đi"}
}

// step does one thing and waits for the answer.
func (s *served) step(b *testing.B, p *simulator.Person, what string, seen int) int {
	if label, press := strings.CutPrefix(what, "!"); press {
		if _, err := p.Press(s.bot, label); err != nil {
			b.Errorf("%s: %v", label, err)
			return seen
		}
	} else {
		p.Say(s.bot, what)
		seen++
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	seen, err := p.Chat(s.bot).AwaitBeyond(ctx, seen)
	if err != nil {
		b.Errorf("no answer to %q", what)
	}
	return seen
}

// BenchmarkDialog drives whole dialogs of many citizens at once against
// `tiepdan serve` in webhook mode, and reports what one update costs the
// program: processor seconds per 1,000 updates, updates a second, peak memory.
func BenchmarkDialog(b *testing.B) {
	for _, citizens := range []int{200, 2000} {
		b.Run(fmt.Sprintf("citizens=%d", citizens), func(b *testing.B) {
			s := serve(b)
			steps := dialogSteps()
			warm := s.cpu(b)
			begun := time.Now()
			var updates atomic.Int64
			var wg sync.WaitGroup
			rounds := max(b.N/citizens, 1)
			b.ResetTimer()
			for i := range citizens {
				wg.Go(func() {
					p := s.sim.Person("Công Dân " + strconv.Itoa(i))
					seen := 0
					for round := range rounds {
						for _, what := range steps {
							if what == "!Tiếng Việt" && round > 0 {
								continue // the language is known by then
							}
							seen = s.step(b, p, what, seen)
							updates.Add(1)
						}
					}
				})
			}
			wg.Wait()
			n := float64(updates.Load())
			b.ReportMetric((s.cpu(b)-warm)/n*1000, "cpu-s/1000updates")
			b.ReportMetric(n/time.Since(begun).Seconds(), "updates/s")
			b.ReportMetric(s.peak(b), "peak-MB")
			b.ReportMetric(s.ready.Seconds(), "ready-s")
			b.ReportMetric(0, "ns/op")
		})
	}
}
