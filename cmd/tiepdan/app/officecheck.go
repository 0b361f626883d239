package app

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

var (
	unitID  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hotline = regexp.MustCompile(`^[0-9]{3,11}$`)
)

// maxUnitID keeps a unit's id inside a button's data (64 bytes) with room for
// what stands beside it.
const maxUnitID = 24

// checkOffice notes what is wrong with the meaning of an office file.
func checkOffice(d *document, f *officeFile, places *area.Gazetteer) {
	if f.Name == "" {
		d.at("name", "thiếu tên đơn vị", "viết name: Viện kiểm sát nhân dân tỉnh …")
	}
	if _, ok := places.Province(f.Province); !ok {
		d.at("province", fmt.Sprintf("không có tỉnh, thành phố nào mang mã %q", f.Province), "viết mã hai chữ số có từ 01/7/2025, như \"22\"")
	}
	checkUnits(d, f, places)
	checkDestinations(d, f)
	checkLimits(d, f)
	if len(f.Hotlines) == 0 {
		d.at("hotlines", "chưa có số nào cho người đang gặp nguy hiểm", "viết ít nhất: hotlines: [{number: \"113\", name: Công an}]")
	}
	for i, h := range f.Hotlines {
		at := fmt.Sprintf("hotlines[%d]", i)
		if !hotline.MatchString(h.Number) {
			d.at(at+".number", fmt.Sprintf("đường dây nóng %q không phải là số điện thoại", h.Number), "viết từ 3 đến 11 chữ số, không có dấu cách")
		}
		required(d, at+".name", h.Name)
	}
	for i, t := range f.Targets {
		checkTarget(d, fmt.Sprintf("targets[%d]", i), t)
	}
	checkHolidays(d, f)
	checkRules(d, f)
}

func required(d *document, path, value string) {
	if strings.TrimSpace(value) == "" {
		d.at(path, "thiếu "+last(path), "điền giá trị")
	}
}

func span(d *document, path string, from, to calendar.Date) {
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		d.at(path+".to", fmt.Sprintf("ngày kết thúc %s ở trước ngày bắt đầu %s", to, from), "sửa from hoặc to")
	}
}

func checkUnits(d *document, f *officeFile, places *area.Gazetteer) {
	seen := map[triage.UnitID]int{}
	provincial := 0
	for i, u := range f.Units {
		at := fmt.Sprintf("units[%d]", i)
		switch {
		case !unitID.MatchString(string(u.ID)) || len(u.ID) > maxUnitID:
			d.at(at+".id", fmt.Sprintf("mã đơn vị %q không dùng được", u.ID), fmt.Sprintf("dùng chữ thường không dấu, số và dấu gạch nối, không quá %d ký tự", maxUnitID))
		case seen[u.ID] > 0:
			d.at(at+".id", fmt.Sprintf("mã đơn vị %q đã có", u.ID), "đặt mã khác")
		}
		seen[u.ID]++
		required(d, at+".name", u.Name)
		span(d, at, u.From, u.To)
		switch u.Kind {
		case triage.UnitProvincial:
			provincial++
		case triage.UnitRegional:
			if len(u.Communes) == 0 {
				d.at(at+".communes", fmt.Sprintf("đơn vị %q chưa có địa bàn", u.ID), "liệt kê mã các xã, phường, đặc khu")
			}
		case triage.UnitFormer:
			if u.To.IsZero() {
				d.at(at+".to", fmt.Sprintf("đơn vị cũ %q chưa có ngày kết thúc", u.ID), "viết to: 2025-06-30")
			}
		default:
			d.at(at+".kind", fmt.Sprintf("loại đơn vị %q không có", u.Kind), "dùng provincial, regional hoặc former")
		}
		checkCommunes(d, f, i, places)
	}
	if provincial != 1 {
		d.at("units", fmt.Sprintf("có %d đơn vị cấp tỉnh", provincial), "phải có đúng một đơn vị kind: provincial")
	}
	for i, u := range f.Units {
		at := fmt.Sprintf("units[%d].successor", i)
		switch {
		case u.Successor == "" && !u.To.IsZero():
			d.at(at, fmt.Sprintf("đơn vị %q kết thúc mà không có đơn vị kế tục", u.ID), "viết successor: mã của đơn vị kế tục")
		case u.Successor != "" && (seen[u.Successor] == 0 || u.Successor == u.ID):
			d.at(at, fmt.Sprintf("không có đơn vị kế tục %q", u.Successor), "dùng mã của một đơn vị khác trong tệp")
		}
	}
}

// checkCommunes checks the territory of one unit, and that no other unit of the
// same time holds a part of it.
func checkCommunes(d *document, f *officeFile, i int, places *area.Gazetteer) {
	u := f.Units[i]
	for j, code := range u.Communes {
		at := fmt.Sprintf("units[%d].communes[%d]", i, j)
		place, ok := places.Commune(code)
		if !ok || place.Province != f.Province {
			d.at(at, fmt.Sprintf("không có xã, phường nào của tỉnh mang mã %q", code), "viết mã năm chữ số có từ 01/7/2025")
			continue
		}
		if slices.Contains(u.Communes[:j], code) {
			d.at(at, fmt.Sprintf("%s (%s) có hai lần", code, place.Name), "bỏ một lần")
			continue
		}
		for _, other := range f.Units[:i] {
			if overlap(u, other) && slices.Contains(other.Communes, code) {
				d.at(at, fmt.Sprintf("%s (%s) đã thuộc %s", code, place.Name, other.ID), "để lại ở một đơn vị")
			}
		}
	}
}

// overlap says whether two units exist on a common day.
func overlap(a, b officeUnit) bool {
	before := func(x, y officeUnit) bool { return !x.To.IsZero() && !y.From.IsZero() && x.To.Before(y.From) }
	return !before(a, b) && !before(b, a)
}

// longestKey bounds a destination's key: a button carries it beside the question
// it answers, and Telegram takes 64 bytes in all.
const longestKey = 40

func checkDestinations(d *document, f *officeFile) {
	seen := map[string]bool{}
	for i, one := range f.Destinations {
		at := fmt.Sprintf("destinations[%d]", i)
		required(d, at+".key", one.Key)
		required(d, at+".name", one.Name)
		if seen[one.Key] {
			d.at(at+".key", fmt.Sprintf("nơi chuyển đến %q đã có", one.Key), "đặt khóa khác hoặc bỏ mục này")
		}
		if len(one.Key) > longestKey {
			d.at(at+".key", fmt.Sprintf("khóa %q dài quá %d ký tự", one.Key, longestKey), "đặt khóa ngắn hơn: khóa đi kèm nút bấm trong Telegram")
		}
		seen[one.Key] = true
		span(d, at, one.From, one.To)
	}
	checkSuccessors(d, f, seen)
	var missing []string
	for _, key := range triage.DestinationKeys() {
		if !seen[key] {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		d.at("destinations", "thiếu nơi chuyển đến mà bảng phân loại cần: "+strings.Join(missing, ", "), "thêm mỗi nơi một mục với key, name, address")
	}
}

// checkSuccessors checks that whoever took over an abolished body is there, and
// that no one follows himself.
func checkSuccessors(d *document, f *officeFile, seen map[string]bool) {
	next := map[string]string{}
	for i, one := range f.Destinations {
		at := fmt.Sprintf("destinations[%d].successor", i)
		switch {
		case one.Successor == "" && !one.To.IsZero():
			d.at(at, fmt.Sprintf("nơi chuyển đến %q đã kết thúc mà không có nơi kế tục", one.Key), "viết successor: khóa của nơi kế tục")
		case one.Successor != "" && !seen[one.Successor]:
			d.at(at, fmt.Sprintf("không có nơi kế tục %q", one.Successor), "dùng khóa của một nơi khác trong tệp")
		case one.Successor != "":
			next[one.Key] = one.Successor
		}
	}
	for i, one := range f.Destinations {
		key := one.Key
		for range f.Destinations {
			if key = next[key]; key == one.Key {
				d.at(fmt.Sprintf("destinations[%d].successor", i), fmt.Sprintf("%q kế tục chính mình", key), "sửa successor")
				break
			}
		}
	}
}

func checkLimits(d *document, f *officeFile) {
	required(d, "desk.address", f.Desk.Address)
	required(d, "desk.hours", f.Desk.Hours)
	if _, ok := weekdayNamed(f.Week.Ends); !ok {
		d.at("week.ends", fmt.Sprintf("%q không phải là thứ trong tuần", f.Week.Ends), "viết bằng tiếng Anh, như friday hay sunday")
	}
	if _, ok := clockOf(f.Week.At); !ok {
		d.at("week.at", fmt.Sprintf("%q không phải là giờ chốt số liệu", f.Week.At), `viết như "17:00"; "24:00" là hết ngày`)
	}
	if f.WorkYearStart < 0 || f.WorkYearStart > 12 {
		d.at("work_year_start", "tháng đầu của năm công tác không có", "viết từ 1 đến 12")
	}
	if !d.has("signature.needed") {
		d.at("signature.needed", "chưa nói đơn gửi qua chat có cần chữ ký không", "viết signature: {needed: true, days: 30}")
	}
	for path, days := range map[string]int{"signature.days": f.Signature.Days, "classify_days": f.ClassifyDays, "reopen_days": f.ReopenDays} {
		if days < 1 || days > 3660 {
			d.at(path, last(path)+": số ngày không dùng được", "viết một số nguyên từ 1")
		}
	}
	for i, a := range f.Approval {
		if !slices.Contains(triage.Dispositions(), a) {
			d.at(fmt.Sprintf("approval[%d]", i), fmt.Sprintf("không có hướng xử lý %q", a), oneOf(triage.Dispositions()))
		}
	}
}

func checkTarget(d *document, at string, t officeTarget) {
	names := []string{"rate", "settle", "supervise", "crime_reports", "on_time"}
	if !slices.Contains(names, t.Name) {
		d.at(at+".name", fmt.Sprintf("không có chỉ tiêu %q", t.Name), oneOf(names))
	}
	if t.Value < 0 || t.Value > 1 || !d.has(at+".value") {
		d.at(at+".value", fmt.Sprintf("chỉ tiêu %s không nằm trong khoảng 0 đến 1", strconv.FormatFloat(t.Value, 'f', -1, 64)), "90 % viết là 0.9")
	}
	required(d, at+".source", t.Source)
	span(d, at, t.From, t.To)
}

func checkHolidays(d *document, f *officeFile) {
	for i, day := range f.Holidays.DayOff {
		at := fmt.Sprintf("holidays.day_off[%d]", i)
		required(d, at+".name", day.Name)
		required(d, at+".source", day.Source)
		if !d.has(at + ".date") {
			d.at(at, "ngày nghỉ không có ngày", "viết date: 2026-02-16")
		}
	}
	for i, day := range f.Holidays.MakeUp {
		at := fmt.Sprintf("holidays.make_up[%d]", i)
		required(d, at+".source", day.Source)
		switch weekday := day.Date.Weekday(); {
		case !d.has(at + ".date"):
			d.at(at, "ngày làm bù không có ngày", "viết date: 2026-01-10")
		case day.Date.Valid() && weekday >= 1 && weekday <= 5:
			d.at(at+".date", fmt.Sprintf("ngày làm bù %s không phải thứ bảy hay chủ nhật", day.Date), "sửa ngày hoặc bỏ mục này")
		}
	}
}

func oneOf[T ~string](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return "dùng một trong: " + strings.Join(words, ", ")
}

// inOrder is the mistakes by line.
func (d *document) inOrder() Mistakes {
	line := func(m Mistake) int {
		n, _ := strconv.Atoi(m.Where[strings.LastIndexByte(m.Where, ':')+1:])
		return n
	}
	slices.SortStableFunc(d.mistakes, func(a, b Mistake) int { return line(a) - line(b) })
	return d.mistakes
}
