package main

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// newcomer adds a person on the page and starts the bot on their telephone.
func (b *browser) newcomer(name string) {
	b.t.Helper()
	b.until("a person can be added", `(() => {
		document.getElementById('add-open').click();
		document.getElementById('person-name').value = %q;
		document.getElementById('add-form').requestSubmit();
		return true;
	})()`, name)
	b.until(name+" has a telephone", `%s && !%[1]s.hidden`, phone(name))
	b.press(name, "Bắt đầu")
	b.press(name, "Viết đơn mới")
	b.sees(name, "ngôn ngữ nào")
}

// counts waits until a telephone shows so many of something.
func (b *browser) counts(name, what string, n int) {
	b.t.Helper()
	b.until(name+" shows "+what, `%s.querySelectorAll(%q).length === %d`, phone(name), what, n)
}

// settled waits until the bot has written nothing for half a second, and returns
// how many of its messages are there.
func (b *browser) settled(name string) string {
	b.t.Helper()
	b.until("the bot is silent", `(() => {
		const n = %s.querySelectorAll('.msg:not(.mine)').length;
		if (window.settled?.n !== n) window.settled = { n, since: performance.now() };
		return performance.now() - window.settled.since > 500;
	})()`, phone(name))
	return b.eval(`String(window.settled.n)`)
}

const (
	ownMenu = ".msg.mine .more"
	anyMenu = ".msg:not(.mine) .more"
)

// checkDeeds does on one telephone what a chat can do beside words and buttons.
func checkDeeds(t *testing.T, b *browser) {
	const who = "Cô Năm"
	b.newcomer(who)
	b.press(who, "Tiếng Việt")
	b.press(who, "Tôi đồng ý")
	b.sees(who, "nói về việc gì")

	// Words: edited, replied to, sent twice and answered each time, deleted.
	b.says(who, "Tôi muốn hỏi")
	b.counts(who, ".msg.mine", 2)
	b.choose(who, ownMenu, "Sửa")
	b.until("the words are in the box", `%s.querySelector('textarea').value === 'Tôi muốn hỏi'`, phone(who))
	b.says(who, "Tôi muốn hỏi thêm")
	b.until("the edit is marked", `/đã sửa/.test([...%s.querySelectorAll('.msg.mine')].at(-1).textContent)`, phone(who))
	b.choose(who, anyMenu, "Trả lời")
	b.says(who, "Vâng")
	b.counts(who, ".msg.mine .quote", 1)
	b.sees(who, "Vâng")
	b.until("the bot has answered", `!%s.querySelector('.chat').lastElementChild.matches('.mine')`, phone(who))
	before := b.settled(who)
	b.choose(who, ownMenu, "Gửi trùng lần nữa")
	b.until("what comes twice is answered twice", `%s.querySelectorAll('.msg:not(.mine)').length > %s`, phone(who), before)
	b.choose(who, ownMenu, "Xóa")
	b.counts(who, ".msg.mine .quote", 0)

	// Pictures, papers, a recording.
	files := t.TempDir()
	b.sends(who, "Ảnh", drawn(t, files, "a.png"), drawn(t, files, "b.png"), drawn(t, files, "c.png"))
	b.counts(who, ".photos.n3 img", 3)
	b.until("the pictures are there", `[...%s.querySelectorAll('.photos img')].every(e => e.naturalWidth > 0)`, phone(who))
	paper := filepath.Join(files, "Giấy biên nhận.txt")
	if err := os.WriteFile(paper, []byte("Đã nhận 01 đơn."), 0o600); err != nil {
		t.Fatal(err)
	}
	b.sends(who, "Tệp", paper)
	b.counts(who, ".file a", 1)
	b.until("the paper opens", `fetch(%s.querySelector('.file a').href).then(a => a.text()).then(text => text === 'Đã nhận 01 đơn.')`, phone(who))
	b.choose(who, `.compose [aria-label="Đính kèm"]`, "Tin thoại 5 giây")
	b.counts(who, ".sound", 1)
	b.until("the recording plays", `(() => {
		const sound = %s.querySelector('.sound');
		if (sound.querySelector('button').ariaPressed !== 'true') sound.querySelector('button').click();
		return sound.querySelector('progress').value > 0;
	})()`, phone(who))
	b.picture("media")
	for _, theme := range []string{"dark", "light"} {
		b.wears(theme)
		b.accessible("pictures, papers and recordings, " + theme)
	}

	// The telephone itself: blocked and back, emptied and back.
	const head = ".head .icon"
	b.choose(who, head, "Chặn bot")
	b.press(who, "Bỏ chặn, mở lại")
	b.until("it can be written again", `!%s.querySelector('.compose').hidden`, phone(who))
	b.choose(who, head, "English")
	b.choose(who, head, "Xóa cuộc trò chuyện")
	b.counts(who, ".msg", 0)
	b.press(who, "Bắt đầu")
	b.until("the bot is back", `!!%s.querySelector('.msg:not(.mine)')`, phone(who))
	b.until("the commands are in English", `(() => {
		if (document.querySelector('#menu:popover-open')) return /\/new/.test(document.getElementById('menu').textContent);
		%s.querySelector('[aria-label="Danh sách lệnh"]').click();
		return false;
	})()`, phone(who))
	checkGroup(b)
	checkFault(b, who)
}

// checkGroup: who is not in the group has to join; the bot's message opens the
// officer's own telephone.
func checkGroup(b *browser) {
	b.t.Helper()
	b.shows(phoneGroup)
	b.until("a stranger can only join", `(() => {
		const group = %s, select = group.querySelector('select');
		select.value = [...select.options].find(o => o.text === %q).value;
		select.dispatchEvent(new Event('change'));
		return group.querySelector('.compose').hidden && group.querySelector('.wide').textContent === 'Vào nhóm';
	})()`, phone(phoneGroup), phoneCitizen)
	b.press(phoneGroup, "Vào nhóm")
	b.sees(phoneGroup, phoneCitizen+" đã vào nhóm")
	b.choose(phoneGroup, ".head .icon", "Rời nhóm")
	b.sees(phoneGroup, phoneCitizen+" đã rời nhóm")
}

// checkFault causes one server error by name, sees it counted, and that the bot
// answers all the same when it is asked again.
func checkFault(b *browser, who string) {
	b.t.Helper()
	b.until("the fault is set", `(() => {
		document.getElementById('faults-open').click();
		document.querySelector('[data-fault=server_error]').click();
		return true;
	})()`)
	b.until("one is in force", `document.getElementById('faults-open').textContent.includes('Sự cố đang bật: 1')`)
	before := b.settled(who)
	b.says(who, "/trogiup")
	b.until("it was met and is over", `/đã gặp 1/.test(document.querySelector('li:has(#fault-server_error) .met').textContent) && !document.getElementById('faults-open').classList.contains('on')`)
	b.says(who, "/trogiup")
	b.until("the bot answers", `%s.querySelectorAll('.msg:not(.mine)').length > %s`, phone(who), before)
}

// drawn is a small picture in a file.
func drawn(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return path
}
