package app

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// ruled is the sample with rows of its own, and the line on which they begin.
func ruled(t *testing.T, rows string) (text string, first int) {
	t.Helper()
	before, _, found := strings.Cut(string(deploy.SampleOffice()), "\nrules: []\n")
	if !found {
		t.Fatal("the sample has no empty list of rules")
	}
	return before + "\n" + rows, strings.Count(before, "\n") + 2
}

const goodRow = `rules:
  - id: QN-01
    from: 2026-07-01
    when: {all: [{fact: kind, is: [suggestion]}, {fact: body, is: [administration]}, {fact: level, is: [provincial]}]}
    disposition: transfer
    destination: BAN_TCD
    basis: ["Quy chế phối hợp số 01, Điều 3"]
    says: {vi: "Góp ý về cơ quan của tỉnh, nên chuyển Ban Tiếp công dân tỉnh."}
    example: {kind: suggestion, body: administration, level: provincial}
`

func TestAnOfficeMayAddAndSwitchOffRows(t *testing.T) {
	text, _ := ruled(t, goodRow+"rules_off:\n  - {id: J47, from: 2026-09-01, basis: [\"Công văn số 02\"]}\n")
	o, err := ReadOffice("office.yaml", []byte(text), places(t))
	if err != nil {
		t.Fatal(err)
	}
	about := triage.Facts{Kind: triage.Suggestion, Body: triage.BodyAdministration, Level: triage.LevelProvincial}
	for _, c := range []struct {
		day, want string
		facts     triage.Facts
	}{
		{"2026-06-30", "J42b", about}, {"2026-07-01", "QN-01", about},
		{"2026-08-31", "J47", triage.Facts{Kind: triage.Other}}, {"2026-09-01", triage.NoRule, triage.Facts{Kind: triage.Other}},
	} {
		day, err := calendar.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if d := triage.Decide(o, c.facts, day.Start()); d.Rule != c.want {
			t.Errorf("on %s: %s, want %s", c.day, d.Rule, c.want)
		}
	}
	if o.Table.Says("rule.QN-01", "vi") == "" || o.Table.Says("rule.QN-01", "en") == "" || o.Table.Says("rule.J47", "vi") != "" {
		t.Error("the row's sentence is not kept")
	}
}

// Each slip in a row of the office file is told on its own line, with a mend.
func TestEverySlipInARowIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string // what is spoiled in the good row
		line     int    // counted from its first line
		told     string
	}{
		"id":                     {"id: QN-01", "id: J05", 1, `mã dòng "J05" không dùng được`},
		"validity":               {"from: 2026-07-01", "from: 2026-07-01\n    to: 2026-06-30", 3, "ở trước ngày bắt đầu"},
		"no such day":            {"from: 2026-07-01", "from: 2026-02-30", 2, "ngày có thật"},
		"fact":                   {"fact: level", "fact: colour", 3, `không có tình tiết "colour"`},
		"value":                  {"is: [provincial]", "is: [county]", 3, `level không có giá trị "county"`},
		"no value":               {"is: [provincial]", "is: []", 3, "không nhận giá trị nào"},
		"two forms":              {"{fact: body,", "{not: {fact: kind, is: [other]}, fact: body,", 3, "nhiều hình thức"},
		"empty condition":        {"{fact: body, is: [administration]}", "{}", 3, "điều kiện trống"},
		"no condition":           {"when: {all: [{fact: kind, is: [suggestion]}, {fact: body, is: [administration]}, {fact: level, is: [provincial]}]}", "when: {}", 3, "đúng với mọi đơn"},
		"unknown key":            {"disposition: transfer", "dispo: transfer", 4, `không có khóa "dispo"`},
		"disposition":            {"disposition: transfer", "disposition: send", 4, `không có hướng xử lý "send"`},
		"left to a person":       {"disposition: transfer", "disposition: human", 4, `không có hướng xử lý "human"`},
		"destination":            {"destination: BAN_TCD", "destination: BAN_XYZ", 5, `không có nơi chuyển đến "BAN_XYZ"`},
		"no destination":         {"    destination: BAN_TCD\n", "", 1, "cần nơi chuyển đến"},
		"tier":                   {"destination: BAN_TCD", "destination: BAN_TCD\n    settles: district", 6, `không có cấp "district"`},
		"law":                    {`basis: ["Quy chế phối hợp số 01, Điều 3"]`, "basis: []", 6, "chưa nêu căn cứ"},
		"mark":                   {"disposition: transfer", "disposition: transfer\n    mark: sure", 5, `không có mức xác minh "sure"`},
		"sentence":               {`{vi: "Góp ý về cơ quan của tỉnh, nên chuyển Ban Tiếp công dân tỉnh."}`, "{}", 7, "thiếu câu giải thích"},
		"example's value":        {"example: {kind: suggestion,", "example: {kind: hint,", 8, `kind không có giá trị "hint"`},
		"example's yes and no":   {"example: {kind: suggestion,", "example: {signed: maybe, kind: suggestion,", 8, "cần true hoặc false"},
		"no example":             {"    example: {kind: suggestion, body: administration, level: provincial}\n", "", 1, "thiếu ví dụ"},
		"example of another":     {"example: {kind: suggestion, body: administration, level: provincial}", "example: {kind: suggestion, body: court}", 8, "do dòng J42b quyết định"},
		"example of none":        {"example: {kind: suggestion, body: administration, level: provincial}", "example: {kind: complaint}", 8, "không thỏa điều kiện"},
		"it hides a law's row":   {"{fact: body, is: [administration]}, {fact: level, is: [provincial]}", "{fact: kind, is: [suggestion]}", 3, "che khuất dòng J42 của luật"},
		"the same id twice":      {"rules:\n", "rules:\n" + strings.TrimPrefix(goodRow, "rules:\n"), 9, `mã dòng "QN-01" đã có`},
		"off: no such row":       {"rules:\n", "rules_off:\n  - {id: J99, basis: [\"CV 1\"]}\nrules:\n", 1, `bảng phân loại không có dòng "J99"`},
		"off: on whose decision": {"rules:\n", "rules_off:\n  - {id: J47}\nrules:\n", 1, "chưa nêu căn cứ"},
	} {
		row := strings.Replace(goodRow, c.from, c.to, 1)
		if row == goodRow {
			t.Fatalf("%s: nothing is spoiled", name)
		}
		text, first := ruled(t, row)
		_, err := ReadOffice("office.yaml", []byte(text), places(t))
		if err == nil {
			t.Errorf("%s: nothing is told", name)
			continue
		}
		if where := "office.yaml:" + strconv.Itoa(first+c.line) + ": "; !strings.Contains(err.Error(), where) || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: want %s… %s…, got\n%v", name, where, c.told, err)
		}
	}
}

// A body that was abolished hands over to one that is there, and in no circle.
func TestDestinationsHaveSuccessors(t *testing.T) {
	sample := string(deploy.SampleOffice())
	for name, c := range map[string]struct{ from, to, told string }{
		"none":      {"to: 2025-06-30\n    successor: VKSTC", "to: 2025-06-30", `"VKSCC" đã kết thúc mà không có nơi kế tục`},
		"not there": {"successor: VKSTC", "successor: VKSXX", `không có nơi kế tục "VKSXX"`},
		"circle":    {"successor: VKSTC", "successor: VKSCC", `"VKSCC" kế tục chính mình`},
	} {
		_, err := ReadOffice("office.yaml", []byte(strings.Replace(sample, c.from, c.to, 1)), places(t))
		if err == nil || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o, err := ReadOffice("office.yaml", []byte(sample), places(t))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Date]string{calendar.NewDate(2025, time.June, 30): "TAND_HUYEN", calendar.NewDate(2025, time.July, 1): "TAND_KV"} {
		if got := o.Successor("TAND_HUYEN", day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}
