package app

import (
	"strings"
	"testing"
	"time"

	"tiepdan/triage"
)

// asking files a request through the chat.
const asking = `
WHO: /don
WHO presses: Tiếng Việt
WHO presses: Tôi đồng ý, bắt đầu
WHO presses: Góp ý, đề nghị, việc khác
WHO presses: Đề nghị, hỏi tiến độ, xin bản sao
WHO presses: Viện kiểm sát
WHO: phuong ha long
WHO presses: Phường Hạ Long, tỉnh Quảng Ninh
WHO: Nhờ cho biết lịch tiếp công dân của lãnh đạo Viện.
WHO: xong
WHO presses: Bỏ qua
WHO: Nguyễn Thị Mẫu
WHO: số 12 đường Ví Dụ
WHO: +84 912 345 678
WHO presses: Bỏ qua
WHO presses: Gửi đơn
WHO sees: Đơn đã được tiếp nhận
`

// A leader who asks for a week that was closed sees what it was closed with and,
// apart, what came to light since.
func TestAClosedWeekInTheLeadersChat(t *testing.T) {
	s := newStage(t, sharedServers(t), 1)
	week := triage.WeekOf(s.clock.now(), s.office.Week)
	s.play(strings.ReplaceAll(asking, "WHO", "Mai") + strings.ReplaceAll(`
Hà: /tuan WEEK
Hà sees: Tiếp nhận: 1
Hà never sees: Đã chốt
`, "WEEK", week.String()))
	ahead := week.To.Sub(s.clock.now()) + time.Hour
	s.clock.pass(ahead)
	s.play(strings.ReplaceAll(`
then: freeze
Hà: /tuan WEEK
Hà sees: Đã chốt lúc
Hà never sees: Đính chính
`, "WEEK", week.String()))
	behind := *s.app.Desk // a replica whose clock is behind
	behind.Now = func() time.Time { return week.To.Add(-time.Minute) }
	if _, err := behind.File(t.Context(), triage.Draft{Key: "late", Facts: triage.Facts{Kind: triage.Suggestion, Body: triage.BodyProcuracy}, Commune: "06652"}); err != nil {
		t.Fatal(err)
	}
	s.play(strings.ReplaceAll(`
Hà: /tuan WEEK
Hà sees: Đính chính sau khi chốt (tính vào tuần đang mở khi ghi): tiếp nhận +1
Hà: /tuan
Hà sees: Tiếp nhận: 1
Hà sees: Tồn đầu kỳ: 1 · tồn cuối kỳ: 2
`, "WEEK", week.String()))
}
