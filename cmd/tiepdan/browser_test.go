package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Telephones of the demo's page, by the names above them.
const (
	phoneCitizen  = citizenName
	phoneOfficer  = "Anh Bình"
	phoneProvince = "Chị Chi"
	phoneLeader   = "Bà Dung"
	phoneGroup    = "Nhóm VKS khu vực 1"
)

// chromium is one headless browser, in which every page has its own memory.
type chromium struct {
	t   *testing.T
	ctx context.Context
}

func startChromium(t *testing.T) *chromium {
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
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &chromium{t, ctx}
}

// browser is the demo's page in a browser that was never there before.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// open opens the page in a window of that size, in pixels.
func (c *chromium) open(t *testing.T, url string, width, height int64) *browser {
	t.Helper()
	ctx, end := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	t.Cleanup(cancel)
	b := &browser{t, ctx}
	b.run("open the page", chromedp.EmulateViewport(width, height), chromedp.Navigate(url))
	b.ready()
	return b
}

// ready returns when the telephones are drawn.
func (b *browser) ready() {
	b.t.Helper()
	b.until("the telephones are there", `document.querySelectorAll('#tabs button').length > 4 && !!document.querySelector('.phone:not([hidden])')`)
}

func (b *browser) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.picture("failed")
		b.t.Fatalf("%s: %v", what, err)
	}
}

// eval runs a script and reads what it returns.
func (b *browser) eval(script string, args ...any) string {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(script, args...)))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return got
}

// until waits for a script to be true.
func (b *browser) until(what, script string, args ...any) {
	b.t.Helper()
	b.run(what, chromedp.Poll[chromedp.Void](fmt.Sprintf(script, args...), chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second)))
}

// phone is a script that finds a telephone by the name above it.
func phone(name string) string {
	return fmt.Sprintf(`document.querySelector('.phone[aria-label=%q]')`, name)
}

// shows brings a telephone on the page, as its tab does.
func (b *browser) shows(name string) {
	b.t.Helper()
	b.until(name+" is on the page", `(() => {
		const phone = %[1]s;
		if (phone?.hidden) [...document.querySelectorAll('#tabs button')].find(t => t.dataset.key === phone.dataset.key).click();
		return phone && !phone.hidden;
	})()`, phone(name))
}

func (b *browser) sees(name, words string) {
	b.t.Helper()
	b.until(fmt.Sprintf("%s sees %q", name, words), `%s.querySelector('.chat').textContent.replace(/\s+/g, ' ').includes(%q)`, phone(name), words)
}

// press clicks the newest button with that label.
func (b *browser) press(name, label string) {
	b.t.Helper()
	b.shows(name)
	find := fmt.Sprintf(`[...%s.querySelectorAll('.chat button, .wide, .keys button')].filter(e => e.checkVisibility() && e.textContent.trim().startsWith(%q)).at(-1)`, phone(name), label)
	b.until(fmt.Sprintf("%s has a button %q", name, label), `!!(%s)`, find)
	b.run("press "+label, chromedp.Evaluate[chromedp.Void](find+`.click()`))
}

// choose opens the menu of a part of a telephone and takes an entry.
func (b *browser) choose(name, part, entry string) {
	b.t.Helper()
	b.shows(name)
	b.until(name+" has "+part, `(() => { const e = [...%s.querySelectorAll(%q)].at(-1); e?.click(); return !!e; })()`, phone(name), part)
	b.take(entry)
}

// take presses an entry of the menu that is open.
func (b *browser) take(entry string) {
	b.t.Helper()
	b.until("the menu offers "+entry, `(() => {
		const e = [...document.querySelectorAll('#menu:popover-open button')].find(e => e.textContent.includes(%q));
		e?.click();
		return !!e;
	})()`, entry)
}

func (b *browser) says(name, words string) {
	b.t.Helper()
	b.shows(name)
	b.run("write "+words, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const form = %s.querySelector('form.compose');
		form.querySelector('textarea').value = %q;
		form.requestSubmit();
	})()`, phone(name), words)))
}

// sends attaches files by an entry of the menu.
func (b *browser) sends(name, entry string, paths ...string) {
	b.t.Helper()
	hold := func(on bool) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: on})
			return err
		})
	}
	b.run("hold back the dialog of files", hold(true))
	b.choose(name, `.compose [aria-label="Đính kèm"]`, entry)
	b.run("choose files", chromedp.SetUploadFiles("input.picker", paths), hold(false))
}

// wears lets the system prefer dark or light.
func (b *browser) wears(theme string) {
	b.t.Helper()
	b.run("prefer "+theme, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}

// accessible runs testdata/access.js on what the page shows now.
func (b *browser) accessible(when string) {
	b.t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", "access.js"))
	if err != nil {
		b.t.Fatal(err)
	}
	wrong, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](string(script)))
	if err != nil {
		b.t.Fatalf("check %s: %v", when, err)
	}
	for _, w := range wrong {
		b.t.Errorf("%s: %s", when, w)
	}
}

// picture keeps a screenshot where TIEPDAN_SCREENSHOTS says, for people to look at.
func (b *browser) picture(name string) {
	dir := os.Getenv("TIEPDAN_SCREENSHOTS")
	if dir == "" {
		return
	}
	if png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot()); err == nil {
		_ = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(b.t.Name(), "/", "-")+"-"+name+".png"), png, 0o600)
	}
}

// quote is words as a script writes them.
func quote(words string) string {
	text, _ := json.Marshal(words)
	return string(text)
}
