package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// checkMemory reloads the page and finds everything as it was.
func checkMemory(t *testing.T, b *browser) {
	b.shows(phoneProvince)
	b.until("there is a draft", `(() => {
		const box = %s.querySelector('textarea');
		box.value = 'chưa gửi';
		box.dispatchEvent(new Event('input'));
		return true;
	})()`, phone(phoneCitizen))
	b.until("the leader writes in the group", `(() => {
		const select = %s.querySelector('select');
		select.value = [...select.options].find(o => o.text === %q).value;
		select.dispatchEvent(new Event('change'));
		return true;
	})()`, phone(phoneGroup), phoneLeader)
	b.run("open the looks", chromedp.Evaluate[chromedp.Void](`document.getElementById('theme').click()`))
	b.take("Tối")
	scroll := phone(phoneCitizen) + `.querySelector('.chat')`
	b.until("the chat is long", `%[1]s.scrollHeight > 2 * %[1]s.clientHeight`, scroll)
	b.run("scroll up", chromedp.Evaluate[chromedp.Void](scroll+`.scrollTop = 200`))
	b.until("it is remembered", `Object.keys(localStorage).some(key => key.startsWith('telephones:place'))`)
	b.run("reload", chromedp.Reload())
	b.ready()
	for what, script := range map[string]string{
		"draft":      phone(phoneCitizen) + `.querySelector('textarea').value === 'chưa gửi'`,
		"look":       `document.documentElement.dataset.theme === 'dark'`,
		"writer":     phone(phoneGroup) + `.querySelector('select').selectedOptions[0].text === ` + quote(phoneLeader),
		"telephones": `!` + phone(phoneProvince) + `.hidden`,
		"place":      `Math.abs(` + scroll + `.scrollTop - 200) < 3`,
		"read":       `[...document.querySelectorAll('#tabs button')].find(t => t.textContent.includes(` + quote(phoneProvince) + `)).querySelector('.badge').hidden`,
	} {
		b.until(what+" survives a reload", "%s", script)
	}
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Evaluate[chromedp.Void](`document.getElementById('language').click()`)); err != nil {
		t.Fatalf("switch the page's language: %v", err)
	}
	b.until("the page speaks English", `document.documentElement.lang === 'en' && document.getElementById('add-open')?.textContent.includes('Add a person')`)
	b.ready()
}

// checkKeyboard files the first step without a mouse.
func checkKeyboard(t *testing.T, b *browser) {
	const who = "Bác Sáu"
	b.tabTo("add a person", `e => e.id === 'add-open'`)
	b.keys(kb.Enter)
	b.until("the box has the focus", `document.activeElement.id === 'person-name'`)
	b.keys(who + kb.Enter)
	b.until("the focus is on what comes next", `document.activeElement === %s?.querySelector('.wide')`, phone(who))
	b.keys(kb.Enter)
	b.until("the box has the focus", `document.activeElement === %s.querySelector('textarea')`, phone(who))
	b.sees(who, "Kính chào ông/bà")
	b.backTo("a button of the bot", `e => e.textContent === 'Viết đơn mới' && e.closest('.phone').ariaLabel === `+quote(who))
	b.keys(kb.Enter)
	b.sees(who, "ngôn ngữ nào")
	b.keys(kb.End)
	b.until("the newest message has the focus", `document.activeElement === [...%s.querySelectorAll('.msg')].at(-1)`, phone(who))
	b.tabTo("its answer", `e => e.textContent === 'Tiếng Việt'`)
	b.keys(kb.Enter)
	b.press(who, "Tôi đồng ý")
	b.sees(who, "nói về việc gì")

	// Menus open, move and close by keys, and give the focus back.
	b.tabTo("the telephone's menu", `e => e.matches('.head .icon') && e.closest('.phone').ariaLabel === `+quote(who))
	b.keys(kb.Enter)
	b.until("the menu has the focus", `document.activeElement === document.querySelector('#menu:popover-open button')`)
	b.keys(kb.ArrowUp)
	b.until("arrows move", `document.activeElement === [...document.querySelectorAll('#menu button')].at(-1)`)
	b.keys(kb.Escape)
	b.until("the focus is back", `document.activeElement.matches('.head .icon') && !document.querySelector('#menu:popover-open')`)

	// A message's own menu, far up in the chat.
	b.tabTo("the messages", `e => e.closest('.msg') && e.closest('.phone').ariaLabel === `+quote(who))
	b.keys(kb.Home)
	b.until("the first message has the focus", `document.activeElement === %s.querySelector('.msg')`, phone(who))
	b.tabTo("its menu", `e => e.matches('.msg .more')`)
	b.keys(kb.Enter)
	b.until("the message's menu is open", `document.querySelector('#menu:popover-open')?.textContent.includes('Sao chép')`)
	b.keys(kb.Escape)

	// Tabs move by arrows.
	b.tabTo("the tabs", `e => e.role === 'tab'`)
	b.keys(kb.End + kb.Enter)
	b.until("the last telephone is there", `(t => t.ariaSelected === 'true' && t === document.activeElement)([...document.querySelectorAll('#tabs button')].at(-1))`)
	b.reachable()
}

func (b *browser) keys(keys string) {
	b.t.Helper()
	b.run("press keys", chromedp.KeyEvent(keys))
}

// tabTo presses Tab until a script says of the focused element that it is the one.
func (b *browser) tabTo(what, is string) { b.t.Helper(); b.walk(what, is) }

// backTo is tabTo with Shift.
func (b *browser) backTo(what, is string) {
	b.t.Helper()
	b.walk(what, is, chromedp.KeyModifiers(chromedp.ModifierShift))
}

func (b *browser) walk(what, is string, options ...chromedp.KeyOption) {
	b.t.Helper()
	for range 200 {
		b.run("press Tab", chromedp.KeyEvent(kb.Tab, options...))
		if b.eval(`String(Boolean((%s)(document.activeElement)))`, is) == "true" {
			return
		}
	}
	b.t.Fatalf("Tab does not lead to %s", what)
}

// reachable walks once around the page and compares with all that is shown: what
// Tab passes by must belong to a group in which arrows move.
func (b *browser) reachable() {
	b.t.Helper()
	b.run("begin at the top", chromedp.Evaluate[chromedp.Void](`document.activeElement.blur(); window.reached = new Set()`))
	for range 300 {
		b.run("press Tab", chromedp.KeyEvent(kb.Tab))
		if b.eval(`(e => { const known = reached.has(e); reached.add(e); return String(known && e !== document.body); })(document.activeElement)`) == "true" {
			break
		}
	}
	missed := b.eval(`[...document.querySelectorAll('a[href], button, input, select, textarea')].filter(e => e.checkVisibility() && !reached.has(e) && !e.closest('.msg, #tabs'))
		.map(e => e.outerHTML.slice(0, 100)).join('\n')`)
	if missed != "" {
		b.t.Errorf("Tab does not reach\n%s", missed)
	}
	if hidden := b.eval(`String([...reached].filter(e => e !== document.body && !e.checkVisibility()).length)`); hidden != "0" {
		b.t.Errorf("Tab reaches %s things that are not shown", hidden)
	}
}

// checkAccess looks at the page in both lights and languages, at three widths, with
// its panels and menus open.
func checkAccess(t *testing.T, c *chromium, url string) {
	for _, theme := range []string{"light", "dark"} {
		for _, width := range []int64{360, 768, 1700} {
			b := c.open(t, url, width, 900)
			b.wears(theme)
			name := theme + " " + map[int64]string{360: "telephone", 768: "tablet", 1700: "desk"}[width]
			for _, who := range []string{phoneCitizen, "Cô Năm", phoneGroup, phoneLeader} {
				b.shows(who)
				b.accessible(name + ", " + who)
			}
			for _, opener := range []string{"faults-open", "add-open", "theme"} {
				b.until(opener+" opens", `(() => { if (!document.querySelector(':popover-open')) document.getElementById(%q).click(); return !!document.querySelector(':popover-open'); })()`, opener)
				b.accessible(name + ", " + opener)
				b.keys(kb.Escape)
			}
			b.picture(theme)
		}
	}
}

// checkRestart ends the demo under an open page and starts it again: the page comes
// back by itself.
func checkRestart(t *testing.T, c *chromium, d *demoProcess) {
	b := c.open(t, d.page, 1280, 800)
	d.interrupt()
	b.until("the page says that the line is down", `document.getElementById('notice').textContent.includes('Mất kết nối')`)
	again := startDemoUntil(t, "Dừng: Ctrl-C", d.dir, "--empty", "--listen", strings.TrimPrefix(d.page, "http://"))
	b.until("the page is back", `document.getElementById('notice').hidden`)
	b.shows(phoneLeader)
	b.says(phoneLeader, "/tuan")
	b.sees(phoneLeader, "Xử lý: 2/2 (100 %)")
	again.interrupt()
}
