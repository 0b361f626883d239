package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Telephones of the demo's page, from left to right.
const (
	phoneCitizen = iota
	phoneOfficer
	phoneProvince
	phoneLeader
	phoneGroup
)

// browser is the demo's page in headless Chromium.
type browser struct {
	t   *testing.T
	ctx context.Context
}

func openPage(t *testing.T, url string, width, height int) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("the browser test needs Chromium: apt-get install chromium")
		}
		t.Skip("Chromium is not installed: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.UserDataDir(t.TempDir()),
		chromedp.WindowSize(width, height))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	t.Cleanup(cancel)
	b := &browser{t, ctx}
	b.run("open the page", chromedp.Navigate(url), chromedp.WaitReady(".phone .compose"))
	return b
}

func (b *browser) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.picture("failed")
		b.t.Fatalf("%s: %v", what, err)
	}
}

// until waits for a script to be true.
func (b *browser) until(what, script string, args ...any) {
	b.t.Helper()
	b.run(what, chromedp.Poll[chromedp.Void](fmt.Sprintf(script, args...), chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second)))
}

func (b *browser) sees(phone int, words string) {
	b.t.Helper()
	b.until(fmt.Sprintf("telephone %d sees %q", phone, words),
		`document.querySelectorAll('.phone')[%d].querySelector('.chat').innerText.replace(/\s+/g, ' ').includes(%q)`, phone, words)
}

// press clicks the newest button with that label.
func (b *browser) press(phone int, label string) {
	b.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll('.phone')[%d].querySelectorAll('.chat button, button.wide')].filter(e => !e.hidden && e.textContent.trim().startsWith(%q)).at(-1)`, phone, label)
	b.until(fmt.Sprintf("telephone %d has a button %q", phone, label), `!!(%s)`, find)
	b.run("press "+label, chromedp.Evaluate[chromedp.Void](find+`.click()`))
}

func (b *browser) says(phone int, words string) {
	b.t.Helper()
	b.run("write "+words, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const form = document.querySelectorAll('.phone')[%d].querySelector('form.compose');
		form.querySelector('textarea').value = %q;
		form.requestSubmit();
	})()`, phone, words)))
}

// picture keeps a screenshot where TIEPDAN_SCREENSHOTS says, for people to look at.
func (b *browser) picture(name string) {
	dir := os.Getenv("TIEPDAN_SCREENSHOTS")
	if dir == "" {
		return
	}
	if png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot()); err == nil {
		_ = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
}

// TestPageFromFirstMessageToTheWeeksFigure does in a browser what a newcomer
// does: a petition is told, claimed, answered, and the leader's figure changes.
func TestPageFromFirstMessageToTheWeeksFigure(t *testing.T) {
	d := startDemo(t, filepath.Join(t.TempDir(), "demo"))
	b := openPage(t, d.page, 1700, 950)
	b.press(phoneCitizen, "Bắt đầu")
	b.sees(phoneCitizen, "Kính chào ông/bà")
	b.press(phoneCitizen, "Viết đơn mới")
	b.sees(phoneCitizen, "ngôn ngữ nào")
	b.press(phoneCitizen, "Tiếng Việt")
	b.press(phoneCitizen, "Tôi đồng ý")
	b.press(phoneCitizen, "Góp ý, đề nghị, việc khác")
	b.press(phoneCitizen, "Đề nghị, hỏi tiến độ")
	b.press(phoneCitizen, "Viện kiểm sát")
	b.sees(phoneCitizen, "Việc xảy ra ở đâu?")
	b.says(phoneCitizen, "phuong ha long")
	b.press(phoneCitizen, "Phường Hạ Long, tỉnh Quảng Ninh")
	b.sees(phoneCitizen, "Xin kể lại sự việc")
	b.says(phoneCitizen, "Nhờ cho biết lịch tiếp công dân của lãnh đạo Viện tháng 12.")
	b.press(phoneCitizen, "Xong")
	b.sees(phoneCitizen, "Ông/bà có ảnh hoặc giấy tờ")
	b.picture("citizen-papers")
	b.press(phoneCitizen, "Bỏ qua")
	b.sees(phoneCitizen, "Họ và tên của ông/bà?")
	b.says(phoneCitizen, "Nguyễn Thị Mẫu")
	b.sees(phoneCitizen, "Ông/bà ở đâu")
	b.says(phoneCitizen, "số 12 đường Ví Dụ")
	b.sees(phoneCitizen, "Số điện thoại của ông/bà?")
	b.says(phoneCitizen, "+84 912 345 678")
	b.sees(phoneCitizen, "Số căn cước 12 số")
	b.press(phoneCitizen, "Bỏ qua")
	b.sees(phoneCitizen, "Xin đọc lại.")
	b.picture("citizen-review")
	b.press(phoneCitizen, "Gửi đơn")
	b.sees(phoneCitizen, "Đơn đã được tiếp nhận")
	b.press(phoneGroup, "Nhận xử lý")
	b.sees(phoneOfficer, "Nhờ cho biết lịch tiếp công dân")
	b.press(phoneOfficer, "Thụ lý")
	b.sees(phoneCitizen, "đã được thụ lý")
	b.press(phoneOfficer, "Trả lời, kết thúc")
	b.sees(phoneOfficer, "Nội dung trả lời?")
	b.says(phoneOfficer, "Lãnh đạo Viện tiếp công dân ngày 10 và 25 hằng tháng.")
	b.press(phoneOfficer, "Xong")
	b.sees(phoneCitizen, "ngày 10 và 25 hằng tháng")
	b.says(phoneLeader, "/tuan")
	b.sees(phoneLeader, "Xử lý: 1/1 (100 %)")
	b.picture("desk")
	narrow := openPage(t, d.page, 360, 760)
	narrow.until("the narrow page shows one telephone", `[...document.querySelectorAll('.phone')].filter(e => e.offsetParent !== null).length === 1`)
	narrow.picture("narrow")
	d.interrupt()
}
