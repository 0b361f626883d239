package triage

import (
	"fmt"
	"io"
	"strings"
	"time"

	"tiepdan/triage/calendar"
)

// Text prints the report in Vietnamese, one figure a line. An error is the
// writer's.
func (r Report) Text(w io.Writer) error {
	var b strings.Builder
	line := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	line("BÁO CÁO %s", r.Period)
	if r.office != "" {
		line("%s", r.office)
	}
	line("Từ %s đến %s", moment(r.From), moment(r.To))
	if r.Frozen != nil {
		line("Đã chốt lúc %s", moment(r.Frozen.At))
		line("Đính chính sau khi chốt: %s", r.Frozen.Corrections.text())
	}
	line("")
	line("Tồn đầu kỳ: %d", r.Opening)
	line("Tiếp nhận: %d", r.Received)
	line("Mở lại: %d", r.Reopened)
	line("Chuyển đến: %d", r.MovedIn)
	line("Chuyển đi: %d", r.MovedOut)
	line("Đưa ra khỏi sổ: %d", r.Removed)
	line("Xử lý: %d/%d (%s)", r.Classified.Done, r.Classified.Of, Percent(r.Rate))
	line("Xử lý đúng hạn: %d/%d (%s)", r.OnTime.Done, r.OnTime.Of, Percent(r.OnTime.Rate))
	line("Tồn cuối kỳ: %d", r.Closing)
	line("Chờ ký: %d", r.Unsigned)
	line("Đã xử lý so với mới tiếp nhận: %s", Percent(r.HandledOverNew))
	line("")
	line("Thuộc thẩm quyền giải quyết: %d/%d", r.Settle.Done, r.Settle.Of)
	line("Kiểm sát giải quyết: %d/%d", r.Supervise.Done, r.Supervise.Of)
	line("Nguồn tin về tội phạm: %d/%d (%s), mới tiếp nhận %d", r.CrimeReports.Settled, r.CrimeReports.Of, Percent(r.CrimeReports.Rate), r.CrimeReports.Received)
	line("Tiếp công dân: %d", r.Visits.Turns)
	line("Trong đó: %d người, %d đoàn đông người", r.Visits.People, r.Visits.Groups)

	if len(r.Kinds) > 0 {
		line("")
		line("Theo loại đơn (tiếp nhận, đã xử lý):")
		for _, k := range Kinds() {
			if n, ok := r.Kinds[k]; ok {
				line("  %s: %d, %d", kindName(k), n.Received, n.Processed)
			}
		}
	}
	if len(r.Dispositions) > 0 {
		line("")
		line("Theo kết quả xử lý:")
		for _, d := range Dispositions() {
			if n, ok := r.Dispositions[d]; ok {
				line("  %s: %d", dispositionName(d), n)
			}
		}
	}
	if len(r.Targets) > 0 {
		line("")
		line("Chỉ tiêu:")
		for _, t := range r.Targets {
			line("  %s", t.text())
		}
	}
	line("")
	line("Quá hạn: %d", len(r.Overdue))
	for _, c := range r.Overdue {
		line("  %s", c)
	}
	r.compared(line, "Kỳ trước", r.Previous)
	r.compared(line, "Cùng kỳ năm trước", r.SameLastYear)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) compared(line func(string, ...any), name string, f *Figures) {
	if f == nil {
		return
	}
	line("%s (%s): tiếp nhận %d (%+d), xử lý %d/%d (%s), tiếp công dân %d (%+d)", name, f.Period,
		f.Received, r.Received-f.Received, f.Classified.Done, f.Classified.Of, Percent(f.Rate), f.Visits.Turns, r.Visits.Turns-f.Visits.Turns)
}

func (t TargetFigure) text() string {
	name := map[string]string{"rate": "Tỷ lệ xử lý", "classified": "Tỷ lệ xử lý", "on_time": "Xử lý đúng hạn", "settle": "Giải quyết",
		"supervise": "Kiểm sát giải quyết", "crime_reports": "Nguồn tin về tội phạm"}[t.Name]
	if name == "" {
		name = t.Name
	}
	target := t.Target
	s := fmt.Sprintf("%s: %s, chỉ tiêu %s", name, Percent(t.Value), Percent(&target))
	if t.Delta == nil {
		return s
	}
	reached := "không đạt"
	if *t.Met {
		reached = "đạt"
	}
	points := strings.Replace(fmt.Sprintf("%+.1f", *t.Delta*100), ".", ",", 1)
	return fmt.Sprintf("%s (%s điểm, %s)", s, strings.TrimSuffix(points, ",0"), reached)
}

// Percent prints a rate of 0..1 the Vietnamese way: 94,5 %, 100 %, and — where
// there is none. What is not whole is never rounded up to the whole, nor what
// is not nothing down to nothing.
func Percent(r *float64) string {
	if r == nil {
		return "—"
	}
	tenths := int(*r*1000 + 0.5)
	if *r < 1 && tenths >= 1000 {
		tenths = 999
	}
	if *r > 0 && tenths == 0 {
		tenths = 1
	}
	if tenths%10 == 0 {
		return fmt.Sprintf("%d %%", tenths/10)
	}
	return fmt.Sprintf("%d,%d %%", tenths/10, tenths%10)
}

func moment(t time.Time) string { return t.In(calendar.Zone()).Format("15:04 ngày 02/01/2006") }

func kindName(k Kind) string {
	switch k {
	case Complaint:
		return "Khiếu nại"
	case Denunciation:
		return "Tố cáo"
	case CrimeReport:
		return "Tố giác, tin báo về tội phạm"
	case Surrender:
		return "Tự thú, đầu thú"
	case Cassation:
		return "Đề nghị giám đốc thẩm, tái thẩm"
	case Compensation:
		return "Yêu cầu bồi thường nhà nước"
	case Suggestion:
		return "Kiến nghị, phản ánh"
	case Request:
		return "Đề nghị, yêu cầu khác"
	case MisdirectedAppeal:
		return "Kháng cáo gửi nhầm"
	case MisdirectedLawsuit:
		return "Khởi kiện gửi nhầm"
	case Mixed:
		return "Nhiều nội dung"
	}
	return "Nội dung khác"
}

func dispositionName(d Disposition) string {
	switch d {
	case Settle:
		return "Thuộc thẩm quyền giải quyết"
	case ReferProcuracy:
		return "Chuyển viện kiểm sát khác"
	case Supervise:
		return "Kiểm sát việc giải quyết"
	case Demand:
		return "Áp dụng biện pháp kiểm sát"
	case Transfer:
		return "Chuyển đơn"
	case Guide:
		return "Hướng dẫn"
	case Return:
		return "Trả lại đơn"
	case File:
		return "Xếp lưu"
	case Decline:
		return "Không thụ lý"
	case RelayCrime:
		return "Chuyển nguồn tin về tội phạm"
	}
	return "Khác"
}
