package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// update makes the README's pictures anew: go test ./cmd/tiepdan -run Storyboard -update
var update = flag.Bool("update", false, "make the README's pictures anew")

// shown is how far the show is.
type shown struct {
	Playing bool
	Ended   bool
	Failed  string
	Scene   *struct {
		N     int
		Words string
	}
}

// show asks for the show by a method, at a speed.
func (d *demoProcess) show(method string, speed float64) {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.page+"/sim/show", strings.NewReader(fmt.Sprintf(`{"speed": %g}`, speed)))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		d.t.Fatalf("%s the show: %s", method, answer.Status)
	}
}

// awaitShow waits until the show is as wanted.
func (d *demoProcess) awaitShow(what string, ok func(shown) bool) {
	d.t.Helper()
	d.await("/sim/show", what, func(status int, body string) bool {
		var s shown
		return status == http.StatusOK && json.Unmarshal([]byte(body), &s) == nil && (ok(s) || s.Failed != "")
	})
}

// plays plays the story to its end, as fast as the program answers.
func (d *demoProcess) plays() {
	d.t.Helper()
	d.show(http.MethodPost, 1000)
	var last shown
	d.awaitShow("ended", func(s shown) bool { last = s; return !s.Playing })
	if !last.Ended {
		d.t.Fatalf("the story was not played to its end: %s", last.Failed)
	}
}

var filedCode = regexp.MustCompile(`Mã đơn: (\d\d-[2-9A-Z]{4}-[2-9A-Z]{4})`)

// TestStoryboard plays the story of the demo's first screen over HTTP against the
// whole program: as often as one likes, from wherever it was stopped. What is left on
// the telephones are the README's pictures.
func TestStoryboard(t *testing.T) {
	d := startDemo(t, filepath.Join(t.TempDir(), "demo"))
	d.plays()
	first := filedCode.FindStringSubmatch(d.await("/sim/state", "told a code", func(_ int, body string) bool { return filedCode.MatchString(body) }))[1]
	for _, n := range []int{3, 17, 34, 46} {
		d.show(http.MethodPost, 15)
		d.awaitShow(fmt.Sprintf("at scene %d", n), func(s shown) bool { return s.Scene != nil && s.Scene.N >= n })
		d.show(http.MethodDelete, 1)
		d.awaitShow("stopped", func(s shown) bool { return !s.Playing })
	}
	d.plays()
	codes := map[string]bool{}
	for _, found := range filedCode.FindAllStringSubmatch(d.await("/sim/state", "read", func(status int, _ string) bool { return status == http.StatusOK }), -1) {
		codes[found[1]] = true
	}
	if len(codes) < 2 || !codes[first] {
		t.Errorf("two stories have the codes %v, the first %s", codes, first)
	}
	c := startChromium(t)
	t.Run("first screen", func(t *testing.T) { checkFirstScreen(t, d, c.open(t, d.page, 1280, 800)) })
	t.Run("telephone", func(t *testing.T) { checkShowOnTelephone(t, d, c.open(t, d.page, 360, 740)) })
	if *update {
		makePictures(t, c)
	}
	t.Run("pictures", checkPictures)
}

const (
	playing = `!!document.querySelector('#hero .caption')`
	box     = `.querySelector('textarea').value`
)

// checkFirstScreen does what a newcomer does: looks on, takes over, puts it away.
func checkFirstScreen(t *testing.T, d *demoProcess, b *browser) {
	b.until("the first screen says three things", `document.querySelectorAll('#hero li').length === 3`)
	b.picture("first")
	click := `(go => { go.focus(); go.click(); })(document.querySelector('#hero .go'))`
	b.run("show me", chromedp.Evaluate[chromedp.Void](click))
	b.until("it plays", playing)
	b.until("the focus is on its controls", `document.activeElement.matches('#hero .pause')`)
	d.show(http.MethodPost, 4)
	const story = "Chong toi bi bat tam giam tu ngay 15/11 ma gia dinh khong nhan duoc lenh."
	b.run("watch the box", chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`window.lengths = new Set(), setInterval(() => { const v = %s%s; if (%q.startsWith(v)) lengths.add(v.length); }, 10)`, phone(phoneCitizen), box, story)))
	d.awaitShow("writing the story", func(s shown) bool { return s.Scene != nil && s.Scene.Words == story })
	d.show(http.MethodPost, 0.02)
	b.until("words grow in the citizen's box", `lengths.size > 5`)
	b.run("click anywhere", chromedp.MouseClickXY(600, 500))
	b.until("it has stopped", `!(%s) && !!document.querySelector('#hero .go')`, playing)
	d.awaitShow("stopped", func(s shown) bool { return !s.Playing })
	b.until("the words are whole", `%s%s === %q`, phone(phoneCitizen), box, story)
	b.run("go on by hand", chromedp.Evaluate[chromedp.Void](phone(phoneCitizen)+`.querySelector('form').requestSubmit()`))
	b.sees(phoneCitizen, "Đã ghi 1 tin nhắn (73 ký tự)")

	b.run("again", chromedp.Evaluate[chromedp.Void](click))
	b.until("a button lights up before it is pressed", `!!%s.querySelector('button.lit')`, phone(phoneCitizen))
	b.picture("lit")
	b.run("pause", chromedp.Evaluate[chromedp.Void](`document.querySelector('#hero .pause').click()`))
	b.until("it pauses", `document.querySelector('#hero .pause').ariaLabel === 'Xem tiếp'`)
	b.run("press a key", chromedp.KeyEvent(kb.Escape))
	b.until("it has stopped", `!(%s)`, playing)
	b.run("put it away", chromedp.Evaluate[chromedp.Void](`document.querySelector('#hero .close').click()`))
	b.run("reload", chromedp.Reload())
	b.ready()
	b.until("it stays away, and can be had again", `document.getElementById('hero').hidden && !document.getElementById('show-open').hidden`)
	b.picture("away")
}

// checkShowOnTelephone looks on at the width of a telephone, without motion.
func checkShowOnTelephone(t *testing.T, d *demoProcess, b *browser) {
	b.wears("dark")
	b.accessible("first screen, dark")
	b.run("show me", chromedp.Evaluate[chromedp.Void](`document.querySelector('#hero .go').click()`))
	for _, name := range []string{phoneLeader, phoneCitizen} {
		b.until(name+" is brought forward", `(p => p.checkVisibility() && p.classList.contains('acting'))(%s)`, phone(name))
	}
	b.accessible("while it plays, dark")
	b.picture("playing")
	d.show(http.MethodPost, 1000)
	b.until("it comes to its end", `document.querySelector('#hero p')?.textContent.startsWith('Hết chuyện')`)
	b.until("nothing is wider than the page", `document.documentElement.scrollWidth <= 360`)
}

// checkPictures sees that the README's pictures are there and small.
func checkPictures(t *testing.T) {
	for _, name := range []string{"citizen", "officer", "leader"} {
		b, err := os.ReadFile(filepath.Join("pictures", name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if at, err := png.DecodeConfig(bytes.NewReader(b)); err != nil || at.Width < 300 || len(b) > 150<<10 {
			t.Errorf("%s: %d bytes, %d wide, %v", name, len(b), at.Width, err)
		}
	}
}

// makePictures plays the story in an office with a past, and keeps what is then on the
// telephones.
func makePictures(t *testing.T, c *chromium) {
	t.Helper()
	d := startDemoUntil(t, "Dừng: Ctrl-C", filepath.Join(t.TempDir(), "demo"))
	d.plays()
	b := c.open(t, d.page, 380, 760)
	b.run("draw sharp", chromedp.EmulateViewport(380, 760, chromedp.EmulateScale(1.5)),
		chromedp.Evaluate[chromedp.Void](`document.querySelector('#hero .close').click();
			for (const e of document.querySelectorAll('.bar, #tabs, .down')) e.style.display = 'none'`))
	for file, of := range map[string][2]string{
		"citizen": {phoneCitizen, "Ai bắt hoặc ra lệnh"}, "officer": {phoneOfficer, "Thời hạn"}, "leader": {phoneLeader, "Số liệu tuần"},
	} {
		b.shows(of[0])
		b.until("the words are in sight", `(() => {
			const list = %[1]s.querySelector('.chat');
			const m = [...list.querySelectorAll('.msg')].findLast(m => m.textContent.includes(%[2]q));
			if (m) list.scrollTop = m.offsetTop - 8;
			return !!m;
		})()`, phone(of[0]), of[1])
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join("pictures", file+".png"), picture, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
