package main

import (
	"path/filepath"
	"testing"
)

// What the page must do, in a browser, on a demo of its own. The parts follow each
// other on one world.
func TestPage(t *testing.T) {
	c := startChromium(t)
	d := startDemo(t, filepath.Join(t.TempDir(), "demo"))
	t.Run("desk", func(t *testing.T) {
		b := c.open(t, d.page, 1700, 950)
		b.press(phoneCitizen, "Bắt đầu")
		b.sees(phoneCitizen, "Kính chào ông/bà")
		b.press(phoneCitizen, "Viết đơn mới")
		b.press(phoneCitizen, "Tiếng Việt")
		b.files(phoneCitizen)
		b.answers(phoneCitizen, "Xử lý: 1/1 (100 %)")
	})
	t.Run("telephone", func(t *testing.T) {
		b := c.open(t, d.page, 360, 740)
		b.until("one telephone is shown", `[...document.querySelectorAll('.phone')].filter(e => e.checkVisibility()).length === 1`)
		const who = "Bà Tư"
		b.newcomer(who)
		b.press(who, "Tiếng Việt")
		b.files(who)
		b.until("others have something new", `document.querySelector('#tabs .badge:not([hidden])')?.textContent > 0`)
		b.answers(who, "Xử lý: 2/2 (100 %)")
		b.press(phoneGroup, "Mở riêng") // a deep link: it opens the same person's own telephone
		b.until("the officer's telephone is shown", `!%s.hidden`, phone(phoneOfficer))
	})
	t.Run("deeds", func(t *testing.T) { checkDeeds(t, c.open(t, d.page, 1280, 800)) })
	t.Run("memory", func(t *testing.T) { checkMemory(t, c.open(t, d.page, 1280, 800)) })
	t.Run("keyboard", func(t *testing.T) { checkKeyboard(t, c.open(t, d.page, 1280, 800)) })
	t.Run("access", func(t *testing.T) { checkAccess(t, c, d.page) })
	t.Run("restart", func(t *testing.T) { checkRestart(t, c, d) })
}

// files does what a citizen does, from consent to the receipt.
func (b *browser) files(who string) {
	b.t.Helper()
	b.press(who, "Tôi đồng ý")
	b.press(who, "Góp ý, đề nghị, việc khác")
	b.press(who, "Đề nghị, hỏi tiến độ")
	b.press(who, "Viện kiểm sát")
	b.sees(who, "Việc xảy ra ở đâu?")
	b.says(who, "phuong ha long")
	b.press(who, "Phường Hạ Long, tỉnh Quảng Ninh")
	b.sees(who, "Xin kể lại sự việc")
	b.says(who, "Nhờ cho biết lịch tiếp công dân của lãnh đạo Viện tháng 12.")
	b.press(who, "Xong")
	b.sees(who, "Ông/bà có ảnh hoặc giấy tờ")
	b.picture("citizen-papers")
	b.press(who, "Bỏ qua")
	b.sees(who, "Họ và tên của ông/bà?")
	b.says(who, "Nguyễn Thị Mẫu")
	b.sees(who, "Ông/bà ở đâu")
	b.says(who, "số 12 đường Ví Dụ")
	b.sees(who, "Số điện thoại của ông/bà?")
	b.says(who, "+84 912 345 678")
	b.sees(who, "Số căn cước 12 số")
	b.press(who, "Bỏ qua")
	b.sees(who, "Xin đọc lại.")
	b.picture("citizen-review")
	b.press(who, "Gửi đơn")
	b.sees(who, "Đơn đã được tiếp nhận")
}

// answers does what the officer does with it, and the leader.
func (b *browser) answers(who, figure string) {
	b.t.Helper()
	b.press(phoneGroup, "Nhận xử lý")
	b.press(phoneOfficer, "Thụ lý")
	b.sees(who, "đã được thụ lý")
	b.press(phoneOfficer, "Trả lời, kết thúc")
	b.sees(phoneOfficer, "Nội dung trả lời?")
	b.says(phoneOfficer, "Lãnh đạo Viện tiếp công dân ngày 10 và 25 hằng tháng.")
	b.press(phoneOfficer, "Xong")
	b.sees(who, "ngày 10 và 25 hằng tháng")
	b.says(phoneLeader, "/tuan")
	b.sees(phoneLeader, figure)
	b.picture("figure")
}
