package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/seal"
)

// asProgram makes the test binary the program itself, for tests of processes.
const asProgram = "TIEPDAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	local.Main(m)
}

// tiepdan runs a command in this process.
func tiepdan(t *testing.T, args ...string) (status int, out, told string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(t.Context(), args, streams{&stdout, &stderr})
	return status, stdout.String(), stderr.String()
}

func TestExitStatus(t *testing.T) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TIEPDAN_") {
			t.Setenv(name, "")
		}
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--help"}, exitDone, "Commands:"},
		{[]string{"--version"}, exitDone, "tiepdan"},
		{[]string{"dance"}, exitUsage, "dance"},
		{[]string{"migrate", "sideways"}, exitUsage, "sideways"},
		{[]string{"report"}, exitUsage, "--period"},
		{[]string{"rules"}, exitDone, "J09"},
		{[]string{"rules", "--format", "markdown", "--language", "en"}, exitDone, "| J09 |"},
		{[]string{"rules", "--format", "pdf"}, exitUsage, "--format"},
		{[]string{"rules", "--office", "none.yaml"}, exitFailed, "none.yaml"},
		{[]string{"serve"}, exitFailed, "TIEPDAN_KEYSET"},
		{[]string{"report", "--period", "2026-W47", "--data", filepath.Join(t.TempDir(), "none")}, exitFailed, "tiepdan demo"},
	} {
		status, out, told := tiepdan(t, c.args...)
		if status != c.status || !strings.Contains(out+told, c.says) {
			t.Errorf("%v: status %d, said %q %q", c.args, status, out, told)
		}
	}
}

func TestServeRefusesTheSample(t *testing.T) {
	status, _, told := tiepdan(t, sampleFlags(t, "serve")...)
	if status != exitFailed || !strings.Contains(told, "bản mẫu") {
		t.Errorf("status %d, said %q", status, told)
	}
}

func TestDoctorSaysWhatToDo(t *testing.T) {
	status, out, _ := tiepdan(t, sampleFlags(t, "doctor")...)
	if status != exitFailed {
		t.Errorf("status %d", status)
	}
	for _, line := range []string{"✗ tệp đơn vị là bản mẫu", "✗ cơ sở dữ liệu không trả lời", "✗ Redis không trả lời", "✗ Telegram không trả lời", "✓ bộ khóa niêm phong", "Có 4 chỗ phải sửa"} {
		if !strings.Contains(out, line) {
			t.Errorf("the doctor does not say %q:\n%s", line, out)
		}
	}
	if strings.Contains(out, "CANARY") {
		t.Errorf("the doctor tells a secret:\n%s", out)
	}
}

// sampleFlags are right in form, name the sample, and lead to nobody.
func sampleFlags(t *testing.T, command string) []string {
	t.Helper()
	keyset, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	office := filepath.Join(t.TempDir(), "office.yaml")
	if err := os.WriteFile(office, deploy.SampleOffice(), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		command, "--office", office, "--keyset", keyset, "--telegram-token", "1:CANARY", "--telegram-api", "http://127.0.0.1:1",
		"--database-url", "postgres://u:CANARY@127.0.0.1:1/none", "--redis-url", "redis://:CANARY@127.0.0.1:1/0",
	}
}

func TestFreshKeysets(t *testing.T) {
	_, one, _ := tiepdan(t, "doctor", "--new-keyset")
	_, two, _ := tiepdan(t, "doctor", "--new-keyset")
	if _, err := seal.Parse(strings.TrimSpace(one)); err != nil || one == two {
		t.Errorf("keysets %q and %q: %v", one, two, err)
	}
}

func TestMigrateAndStatus(t *testing.T) {
	url := local.TestDatabase(t, "", func(context.Context, string) error { return nil })
	if status, out, told := tiepdan(t, "migrate", "status", "--database-url", url); status != exitFailed || !strings.Contains(told, "tiepdan migrate") {
		t.Errorf("before: status %d, %q, %q", status, out, told)
	}
	for range 2 {
		if status, out, told := tiepdan(t, "migrate", "--database-url", url); status != exitDone {
			t.Errorf("migrate: status %d, %q, %q", status, out, told)
		}
	}
	if status, out, told := tiepdan(t, "migrate", "status", "--database-url", url); status != exitDone {
		t.Errorf("after: status %d, %q, %q", status, out, told)
	}
}
