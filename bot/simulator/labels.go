package simulator

// labels is every word of the page, by key: Vietnamese, or English for "en".
func labels(language string) map[string]string {
	column := 0
	if language == "en" {
		column = 1
	}
	out := map[string]string{"lang": [2]string{"vi", "en"}[column]}
	for key, words := range map[string][2]string{
		"title":        {"Mô phỏng Telegram", "Telegram simulator"},
		"group":        {"Nhóm", "Group"},
		"group_as":     {"Viết với tên", "Write as"},
		"write":        {"Viết tin nhắn…", "Write a message…"},
		"send":         {"Gửi", "Send"},
		"photo":        {"Gửi ảnh", "Send a photo"},
		"photo_short":  {"Ảnh", "Photo"},
		"document":     {"Gửi tệp", "Send a file"},
		"start":        {"Bắt đầu", "Start"},
		"restart":      {"Mở lại cuộc trò chuyện", "Restart"},
		"block":        {"Chặn bot", "Block the bot"},
		"commands":     {"Danh sách lệnh", "Commands"},
		"add_person":   {"Thêm người", "Add a person"},
		"person_name":  {"Họ và tên", "Name"},
		"fault":        {"Gây sự cố", "Cause a fault"},
		"faults_on":    {"Sự cố đang bật", "Faults in force"},
		"edited":       {"đã sửa", "edited"},
		"protected":    {"Được bảo vệ: không sao chép, chuyển tiếp", "Protected: no copying or forwarding"},
		"pinned":       {"Đã ghim", "Pinned"},
		"typing":       {"đang soạn tin…", "typing…"},
		"ok":           {"Đã hiểu", "OK"},
		"reply":        {"Trả lời", "Reply"},
		"edit":         {"Sửa", "Edit"},
		"cancel":       {"Thôi", "Cancel"},
		"copied":       {"Đã sao chép", "Copied"},
		"empty":        {"Chưa có tin nhắn nào", "No messages yet"},
		"offline":      {"Mất kết nối, đang thử lại…", "Connection lost, trying again…"},
		"failed":       {"Chưa thực hiện được", "That did not work"},
		"forwarded":    {"Chuyển tiếp từ", "Forwarded from"},
		"joined":       {"đã vào nhóm", "joined"},
		"left":         {"đã rời nhóm", "left"},
		"new_title":    {"Tên nhóm mới:", "New group name:"},
		"topic":        {"Chủ đề:", "Topic:"},
		"upgraded":     {"Nhóm đã thành siêu nhóm", "The group became a supergroup"},
		"voice":        {"Tin nhắn thoại", "Voice message"},
		"video":        {"Video", "Video"},
		"location":     {"Vị trí", "Location"},
		"contact":      {"Số điện thoại", "Telephone number"},
		"other":        {"Nội dung khác", "Other content"},
		"too_many":     {"Telegram báo gửi quá nhanh (429)", "Telegram: too many requests (429)"},
		"forbidden":    {"Bot bị chặn (403)", "Bot blocked (403)"},
		"bad_request":  {"Không sửa được tin (400)", "Edits refused (400)"},
		"server_error": {"Máy chủ Telegram lỗi (500)", "Telegram server error (500)"},
		"bad_gateway":  {"Cổng Telegram lỗi (502)", "Bad gateway (502)"},
		"hang":         {"Telegram không trả lời", "No answer"},
		"cut_before":   {"Đứt kết nối trước khi gửi", "Connection cut before sending"},
		"cut_after":    {"Đã gửi nhưng mất câu trả lời", "Sent, but the answer is lost"},
		"slow":         {"Telegram chậm 2 giây", "Slow by 2 seconds"},
		"twice":        {"Mỗi cập nhật đến hai lần", "Every update comes twice"},
		"cut_request":  {"Đứt sau khi bot nhận, gửi lại", "Cut after the request, sent again"},
		"cut_answer":   {"Đứt khi bot trả lời, gửi lại", "Cut during the answer, sent again"},
		"overtake":     {"Nút bấm đến trước tin nhắn", "A press overtakes a message"},
		"poison":       {"Cập nhật lạ, không đọc được", "An update that cannot be decoded"},
	} {
		out[key] = words[column]
	}
	return out
}
